"""Rules for small gaps: what one would decide and move before it is applied, and those that were applied."""

from collections.abc import Sequence
from functools import partial

from msgspec import Struct
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from evalapp.base.clock import local_time
from evalapp.base.errors import AppError
from evalapp.base.i18n import _, current_language, ngettext
from evalapp.base.progress import Progress
from evalapp.form.label import say
from evalapp.form.tree import Tree
from evalapp.ui.coordinator.plain_table import PlainTable
from evalapp.ui.coordinator.reason_line import ReasonLine
from evalapp.ui.coordinator.section import column_of, press_by
from evalapp.ui.coordinator.values import item_words, value_words
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.choice_box import ChoiceBox
from evalapp.ui.widgets.field_row import FieldRow, tell
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.models.struct_table import Column
from evalapp.ui.widgets.segmented import SegmentedSwitch, SegmentState
from evalapp.work.project import Project
from evalapp.work.small_gaps import (
    AppliedRule,
    GapRule,
    RuledCell,
    RulePreview,
    apply_rule,
    preview,
    reopened_by,
    rules_applied,
    take_back,
)

_POINTS, _STEPS = "points", "steps"
_LINES = 6


class _Reopened(Struct, frozen=True):
    """A rule with the cells that would wait again without it."""

    rule: AppliedRule
    cells: tuple[tuple[str, str], ...]


class RulesPanel(QWidget):
    """Fields of a rule, what it would decide, and what was applied. Nothing is written before the primary button. Esc leaves.

    Signals:
        decided: a rule was applied, or taken back.
        left: back to the comparison.
        cell_asked: unit key and item of a cell that is to be looked at.
    """

    decided = Signal()
    left = Signal()
    cell_asked = Signal(str, str)

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._services = project, services
        self._seen: RulePreview | None = None
        self._rule = GapRule(take="lower", within=25)
        self._going: AppliedRule | None = None
        self.take = ChoiceBox(_("What is taken"))
        for code, words in (
            ("lower", _("the assessment with fewer points")),
            ("higher", _("the assessment with more points")),
            ("first", _("the first assigned assessor's")),
        ):
            self.take.addItem(words, code)
        self.gap = _number(_("How far apart at most"), "25")
        self.by = SegmentedSwitch(_("Counted in"))
        self.by.set_state(
            (
                SegmentState(code=_POINTS, text=_("of 100 score points")),
                SegmentState(code=_STEPS, text=_("steps of the scale")),
            ),
            _POINTS,
        )
        self.below = _number(_("Items below this share of the full score, in per cent"), "")
        self.below.setPlaceholderText(_("any weight"))
        self.words = text_label(type="caption", tone="text_3", wrap=True)
        self.cells = PlainTable[RuledCell](_("What the rule would decide"), _cell_columns(project), 2)
        self.cells.opened.connect(self._on_cell)
        self.moves = text_label(type="caption", tone="text_2", wrap=True)
        self.look = Button(_("Look"), icon="eye-outline")
        self.apply = Button(_("Apply"), look="primary")
        self.applied = PlainTable[AppliedRule](_("Rules applied"), _applied_columns(), 2)
        self.applied.went_to.connect(self._on_went_to)
        self.nothing = text_label(
            _("No rule has been applied in this project."), type="caption", tone="text_3"
        )
        self.back_out = Button(_("Take back…"), icon="undo")
        self.why = ReasonLine()
        self.leave = Button(_("Back to the comparison"), icon="arrow-left", key="Esc", look="flat")
        self.look.clicked.connect(self.see)
        self.apply.clicked.connect(self.press)
        self.leave.clicked.connect(self.left)
        self.back_out.clicked.connect(self._on_back_out)
        self.why.said.connect(self._on_said)
        self.why.left.connect(self.why.hide)
        self.why.hide()
        for field in (self.gap, self.below):
            field.textEdited.connect(self._on_changed)
            field.returnPressed.connect(self.see)
        self.take.activated.connect(self._on_changed)
        self.by.chosen.connect(self._on_changed)
        self._lay_out()
        press_by(("Esc",), self, self.leave.click)
        self._on_changed()

    def _lay_out(self) -> None:
        theme = current_theme()
        content = QWidget()
        content.setProperty("ground", "window")
        column = column_of(content)
        head = QHBoxLayout()
        head.addWidget(text_label(_("Rules for small gaps"), type="page"))
        head.addStretch(1)
        head.addWidget(self.leave)
        column.addLayout(head)
        fields = _card()
        inner = fields.layout()
        assert isinstance(inner, QVBoxLayout)
        inner.addWidget(FieldRow(_("At most apart"), self.gap, self.by))
        inner.addWidget(FieldRow(_("Items below"), self.below, text_label(_("% of the full score"))))
        inner.addWidget(FieldRow(_("Take"), self.take, words=self.words))
        inner.addWidget(self.cells)
        inner.addWidget(self.moves)
        foot = QHBoxLayout()
        note = _(
            "A rule decides nothing before you have seen it. Every decision carries its words, and it can be taken back."
        )
        foot.addWidget(text_label(note, type="caption", tone="text_3", wrap=True), 1)
        foot.addWidget(self.look)
        foot.addWidget(self.apply)
        inner.addLayout(foot)
        column.addWidget(fields)
        past = _card()
        below = past.layout()
        assert isinstance(below, QVBoxLayout)
        title = QHBoxLayout()
        title.addWidget(text_label(_("Rules applied"), type="strong"), 1)
        title.addWidget(self.back_out)
        below.addLayout(title)
        below.addWidget(self.nothing)
        below.addWidget(self.applied)
        below.addWidget(self.why)
        column.addWidget(past)
        column.addStretch(1)
        self.cells.show_lines(_LINES)
        self.applied.show_lines(2)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self.setMinimumWidth(theme.scaled(1))

    def open(self) -> None:
        """Show what was applied, and begin with the fields."""
        self.why.hide()
        self._load()
        self.gap.setFocus(Qt.FocusReason.OtherFocusReason)

    def rule(self) -> GapRule:
        """What is filled in; numbers that are none count as 0."""
        gap, steps = _value(self.gap), self.by.on == _STEPS
        return GapRule(
            take=self.take.currentData(),
            within=0.0 if steps else gap,
            steps=int(gap) if steps else 0,
            below=_value(self.below),
        )

    @Slot()
    def _on_changed(self) -> None:
        """What was looked at is no longer what is filled in."""
        self._seen = None
        self.cells.hide()
        self.moves.hide()
        self.apply.setEnabled(False)
        self.apply.setText(_("Apply"))
        self.apply.updateGeometry()
        tell(
            self.words,
            _("Look first: the cells and the ranks that would move are listed, nothing is written."),
        )

    @Slot()
    def see(self) -> None:
        """List what the rule would decide."""
        self._rule = self.rule()
        self._services.runner.run(
            self,
            partial(_preview, self._project, self._rule),
            done=self._on_seen,
            failed=self._on_refused,
            name=_("Looking at what the rule would decide"),
        )

    def _on_seen(self, seen: RulePreview) -> None:
        self._seen = seen
        tell(self.words, seen.words)
        self.cells.setVisible(bool(seen.cells))
        self.cells.set_state(seen.cells)
        self.moves.setText(_moves_words(self._project.tree, seen))
        self.moves.show()
        count = len(seen.cells)
        self.apply.setText(
            ngettext("Decide {n} cell", "Decide {n} cells", count).format(n=count) if count else _("Apply")
        )
        self.apply.updateGeometry()
        self.apply.setEnabled(bool(count))

    @Slot()
    def press(self) -> None:
        """Write the decisions that were listed."""
        if self._seen is None or not self._seen.cells:
            return
        self.apply.setEnabled(False)
        work = partial(_apply, self._project, self._rule, self._seen)
        self._services.runner.run(
            self, work, done=self._on_applied, failed=self._on_refused, name=_("Deciding by the rule")
        )

    def _on_applied(self, written: int) -> None:
        words = ngettext("{n} cell was decided by the rule.", "{n} cells were decided by the rule.", written)
        self._services.toast(words.format(n=written))
        self._done()

    def _done(self) -> None:
        self._on_changed()
        self._services.saved()
        self._load()
        self.decided.emit()

    def _on_refused(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            self._services.failed(error)
            return
        self._on_changed()
        tell(self.words, error.message, wrong=True)

    def _load(self) -> None:
        self._services.runner.run(
            self, partial(_rules, self._project), done=self._on_rules, failed=self._services.failed
        )

    def _on_rules(self, found: Sequence[AppliedRule]) -> None:
        self.applied.setVisible(bool(found))
        self.applied.set_state(found)
        self.nothing.setVisible(not found)
        self._on_went_to(self.applied.row)

    @Slot(object)
    def _on_went_to(self, row: AppliedRule | None) -> None:
        self.back_out.setEnabled(row is not None and not row.taken_back)

    @Slot(object)
    def _on_cell(self, row: RuledCell) -> None:
        self.cell_asked.emit(row.unit, row.item)

    @Slot()
    def _on_back_out(self) -> None:
        row = self.applied.row
        if row is not None and not row.taken_back:
            work = partial(_reopened, self._project, row)
            self._services.runner.run(self, work, done=self._on_reopened, failed=self._services.failed)

    def _on_reopened(self, found: _Reopened) -> None:
        self._going = found.rule
        count = len(found.cells)
        self.why.ask(
            ngettext(
                "{n} cell waits again; what was decided since stands. Why is it taken back?",
                "{n} cells wait again; what was decided since stands. Why is it taken back?",
                count,
            ).format(n=count),
            _("Take back"),
        )

    @Slot(str)
    def _on_said(self, reason: str) -> None:
        if self._going is not None:
            self.why.hide()
            work = partial(_take_back, self._project, self._going.id, reason)
            self._services.runner.run(self, work, done=self._on_taken_back, failed=self._services.failed)

    def _on_taken_back(self, _none: None) -> None:
        self._services.toast(_("The rule was taken back."))
        self._done()


def _card() -> QFrame:
    theme = current_theme()
    card = QFrame()
    card.setProperty("card", "true")
    inner = QVBoxLayout(card)
    inner.setContentsMargins(theme.space.s4, theme.space.s3, theme.space.s4, theme.space.s3)
    inner.setSpacing(theme.space.s2)
    return card


def _number(name: str, text: str) -> QLineEdit:
    field = QLineEdit(text)
    field.setAccessibleName(name)
    field.setValidator(QDoubleValidator(0, 100, 3, field))
    field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return field


def _value(field: QLineEdit) -> float:
    try:
        return float(field.text().strip().replace(",", "."))
    except ValueError:
        return 0.0


def _cell_columns(project: Project) -> tuple[Column[RuledCell], ...]:
    def words(row: RuledCell, value: str) -> str:
        return value_words(project.tree.node(row.item), "answered", value)

    def given(row: RuledCell) -> str:
        return "   ".join(f"{label} {words(row, value)}" for label, value in row.given)

    return (
        Column(_("City"), lambda row: row.unit_name),
        Column(_("Item"), lambda row: item_words(project.tree.node(row.item))),
        Column(_("Given"), given),
        Column(_("Would be"), lambda row: words(row, row.value)),
    )


def _applied_columns() -> tuple[Column[AppliedRule], ...]:
    return (
        Column(_("Time"), lambda row: local_time(row.at)),
        Column(_("By"), lambda row: row.name),
        Column(_("Rule"), lambda row: row.words),
        Column(_("Decided"), lambda row: str(len(row.cells)), right=True),
        Column(
            _("In force"), lambda row: _("taken back") if row.taken_back else str(row.standing), right=True
        ),
    )


def _moves_words(tree: Tree, seen: RulePreview) -> str:
    """What would move, or that nothing would."""
    if not seen.cells:
        return _("The rule fits no cell that waits.")
    if not seen.moved:
        return _("No rank and no grade would move.")
    names = {grade.id: say(grade.name, current_language()) for grade in tree.form.grades}
    said = []
    for one in seen.moved:
        words = [one.name]
        if one.before.rank != one.after.rank:
            words.append(f"{one.before.rank or '—'} → {one.after.rank or '—'}")
        if one.before.grade != one.after.grade:
            words.append(f"{names.get(one.before.grade, '—')} → {names.get(one.after.grade, '—')}")
        said.append(" ".join(words))
    return _("Ranks and grades that would move: {units}").format(units=_("; ").join(said))


def _preview(project: Project, rule: GapRule, progress: Progress) -> RulePreview:
    return preview(project, rule, progress)


def _apply(project: Project, rule: GapRule, seen: RulePreview, _progress: Progress) -> int:
    return apply_rule(project, rule, seen)


def _rules(project: Project, _progress: Progress) -> tuple[AppliedRule, ...]:
    return rules_applied(project)


def _reopened(project: Project, rule: AppliedRule, _progress: Progress) -> _Reopened:
    return _Reopened(rule, reopened_by(project, rule.id))


def _take_back(project: Project, rule: str, reason: str, _progress: Progress) -> None:
    take_back(project, rule, reason)
