"""Replacing an assessor half way: whom by whom, what becomes of the handed-in work, and what that moves, before it is written."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.base.progress import Progress
from evalapp.ui.coordinator.moves_view import MovesView
from evalapp.ui.coordinator.section import CTRL_ENTER, column_of, press_by
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.choice_box import ChoiceBox
from evalapp.ui.widgets.field_row import FieldRow, tell
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.segmented import SegmentedSwitch, SegmentState
from evalapp.work.assigning import Changed
from evalapp.work.project import Project
from evalapp.work.replacing import Replacement, Replacing, plan_replacement, replace_assessor
from evalapp.work.staff import StaffRow

_WIDEST = 920


class ReplacePanel(QWidget):
    """The plan is made anew whenever something in it changes; Ctrl+Enter writes it, Esc leaves.

    Signals:
        replaced: the Changed that was written.
        left: back to the people.
        cell_asked: unit key and item of a cell that is to be looked at.
    """

    replaced = Signal(object)
    left = Signal()
    cell_asked = Signal(str, str)

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._services = project, services
        self._rows: tuple[StaffRow, ...] = ()
        self._plan: Replacing | None = None
        self.old, self.new = ChoiceBox(_("Who leaves")), ChoiceBox(_("Who goes on"))
        self.handed_in = SegmentedSwitch(_("Handed-in work"))
        self.handed_in.set_state(
            (
                SegmentState(code="stay", text=_("stays in the comparison")),
                SegmentState(code="leave", text=_("leaves the comparison")),
            ),
            "stay",
        )
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setPlaceholderText(_("Why, such as “transferred in October”"))
        self.words = text_label(wrap=True)
        self.meaning = text_label(type="caption", tone="text_3", wrap=True)
        self.moves = MovesView()
        self.moves.cell_asked.connect(self.cell_asked)
        self.back = Button(_("Back to the people"), icon="arrow-left", key="Esc", look="flat")
        self.write = Button(_("Replace"), key="Ctrl Enter", look="primary")
        self.back.clicked.connect(self.left)
        self.write.clicked.connect(self.press)
        self.old.activated.connect(self._on_changed)
        self.new.activated.connect(self._on_changed)
        self.handed_in.chosen.connect(self._on_changed)
        self.reason.textChanged.connect(self._on_typed)
        self._lay_out()
        press_by(CTRL_ENTER, self, self.press)
        press_by(("Esc",), self, self.back.click)

    def _lay_out(self) -> None:
        theme = current_theme()
        card = QFrame()
        card.setProperty("card", "true")
        card.setMaximumWidth(theme.scaled(_WIDEST))
        inner = QVBoxLayout(card)
        inner.setContentsMargins(theme.space.s4, theme.space.s3, theme.space.s4, theme.space.s3)
        inner.setSpacing(theme.space.s3)
        inner.addWidget(FieldRow(_("Who leaves"), self.old))
        inner.addWidget(FieldRow(_("Who goes on"), self.new))
        inner.addWidget(FieldRow(_("Handed-in work"), self.handed_in, words=self.meaning))
        inner.addWidget(FieldRow(_("Reason"), self.reason))
        inner.addWidget(self.words)
        inner.addWidget(self.moves)
        foot = QHBoxLayout()
        foot.addWidget(
            text_label(
                _("One step, logged with its reason; it can be taken back."),
                type="caption",
                tone="text_3",
                wrap=True,
            ),
            1,
        )
        foot.addWidget(self.write)
        inner.addLayout(foot)
        content = QWidget()
        content.setProperty("ground", "window")
        column = column_of(content)
        head = QHBoxLayout()
        head.addWidget(text_label(_("Replace an assessor"), type="page"))
        head.addStretch(1)
        head.addWidget(self.back)
        column.addLayout(head)
        column.addWidget(card)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def open(self, rows: Sequence[StaffRow], old: str) -> None:
        """Begin a plan for the person who leaves."""
        self._rows = tuple(rows)
        self.reason.clear()
        for box in (self.old, self.new):
            box.clear()
            for row in rows:
                box.addItem(_called(row), row.person)
        people = [row.person for row in rows]
        at = people.index(old) if old in people else 0
        self.old.setCurrentIndex(at)
        free = [n for n, row in enumerate(rows) if n != at and not row.units]
        self.new.setCurrentIndex(free[0] if free else next((n for n in range(len(rows)) if n != at), -1))
        self._on_changed()
        self.old.setFocus(Qt.FocusReason.OtherFocusReason)

    def replacement(self) -> Replacement:
        """What is filled in."""
        return Replacement(
            old=self.old.currentData() or "",
            new=self.new.currentData() or "",
            handed_in="leave" if self.handed_in.on == "leave" else "stay",
        )

    @Slot()
    def _on_changed(self) -> None:
        self._plan = None
        self.meaning.setText(
            _(
                "What was handed in no longer counts, and all cities are answered anew. It stays in the history."
            )
            if self.handed_in.on == "leave"
            else _("Cities that were handed in stay with whoever leaves; the others go to whoever goes on.")
        )
        self._on_typed()
        work = partial(_plan, self._project, self.replacement())
        self._services.runner.run(
            self, work, done=self._on_planned, failed=self._on_refused, name=_("Working the plan out")
        )

    def _on_planned(self, plan: Replacing) -> None:
        self._plan = plan
        tell(self.words, _plan_words(plan))
        self.moves.set_state(plan.foreseen)
        self._on_typed()

    def _on_refused(self, error: Exception) -> None:
        self.moves.set_state(None)
        if not isinstance(error, AppError):
            self._services.failed(error)
            return
        tell(self.words, error.message, wrong=True)
        self._on_typed()

    @Slot()
    def _on_typed(self) -> None:
        ready = self._plan is not None and bool(self._plan.passed) and bool(self.reason.text().strip())
        self.write.setEnabled(ready)
        self.write.setToolTip("" if ready else self.why_not())

    def why_not(self) -> str:
        """Why the replacement cannot be written yet; "" where it can."""
        if self._plan is None:
            return self.words.text() or _("The plan is being worked out.")
        if not self._plan.passed:
            return _("There is nothing to pass on.")
        return "" if self.reason.text().strip() else _("Say why the assessor is replaced.")

    @Slot()
    def press(self) -> None:
        """Write what was planned."""
        if why := self.why_not():
            self._services.warns(why)
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.write.setEnabled(False)
        work = partial(_replace, self._project, self.replacement(), self.reason.text())
        self._services.runner.run(
            self, work, done=self.replaced.emit, failed=self._on_refused, name=_("Replacing")
        )


def _called(row: StaffRow) -> str:
    return f"{row.name} {row.code}".strip()


def _plan_words(plan: Replacing) -> str:
    if not plan.passed:
        return _("There is nothing to pass on.")
    parts = [
        ngettext("{n} city is passed on.", "{n} cities are passed on.", len(plan.passed)).format(
            n=len(plan.passed)
        )
    ]
    if plan.kept:
        parts.append(
            ngettext("{n} that was handed in stays.", "{n} that were handed in stay.", len(plan.kept)).format(
                n=len(plan.kept)
            )
        )
    if plan.answers_leaving:
        parts.append(
            ngettext(
                "{n} handed-in answer leaves the comparison.",
                "{n} handed-in answers leave the comparison.",
                plan.answers_leaving,
            ).format(n=plan.answers_leaving)
        )
    if plan.shared:
        parts.append(
            ngettext(
                "{n} city is answered already by whoever goes on: it has one assessor less.",
                "{n} cities are answered already by whoever goes on: they have one assessor less.",
                len(plan.shared),
            ).format(n=len(plan.shared))
        )
    return " ".join(parts)


def _plan(project: Project, replacement: Replacement, _progress: Progress) -> Replacing:
    return plan_replacement(project, replacement)


def _replace(project: Project, replacement: Replacement, reason: str, _progress: Progress) -> Changed:
    return replace_assessor(project, replacement, reason)
