"""The rules of a project as fields: differences, handing in, what is covered and shown, the deadline."""

from typing import Literal

from msgspec import Struct
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.field_row import FieldRow, tell
from evalapp.ui.widgets.flow import FlowLayout
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.segmented import SegmentedSwitch, SegmentState

Resolve = Literal["decide", "average", "first"]
Rule = Literal["block", "warn", "ignore"]


class RulesState(Struct, frozen=True, kw_only=True):
    """The rules as they are filled in. ``tolerance`` and ``deadline`` are as typed, right or wrong."""

    tolerance: str = "0"
    resolve: Resolve = "decide"
    unanswered: Rule = "warn"
    evidence: Rule = "block"
    warnings: Rule = "warn"
    blind: bool = True
    last_edition: bool = True
    deadline: str = ""


class RulesCard(QFrame):
    """Fields for every rule, each with what it means under it.

    Signals:
        edited: something was changed by the user; :meth:`state` has it.
    """

    edited = Signal()

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setProperty("card", "true")
        self.tolerance, self.deadline = QLineEdit(), QLineEdit()
        self.tolerance.setFixedWidth(theme.scaled(72))
        self.deadline.setFixedWidth(theme.scaled(120))
        self.tolerance.setAccessibleName(_("Tolerance"))
        self.deadline.setAccessibleName(_("Deadline"))
        self.deadline.setPlaceholderText(_("2026-10-31"))
        self.resolve = SegmentedSwitch(_("Within the tolerance"))
        self.unanswered = SegmentedSwitch(_("Unanswered items"))
        self.evidence = SegmentedSwitch(_("Missing evidence"))
        self.warnings = SegmentedSwitch(_("Open warnings"))
        self.blind = QCheckBox(_("While differences are decided, assessors are called A and B"))
        self.last_edition = QCheckBox(_("Assessors see what a city was in the edition before"))
        self.tolerance_words = text_label(type="caption", tone="text_3", wrap=True)
        self.deadline_words = text_label(type="caption", tone="text_3", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s4, theme.space.s3, theme.space.s4, theme.space.s3)
        column.setSpacing(theme.space.s2)
        if title:
            column.addWidget(text_label(title, type="title"))
        within = text_label(_("points, and what lies within:"), tone="text_2")
        differences = _side_by_side(self.tolerance, within, self.resolve)
        for row in (
            FieldRow(_("Tolerance"), differences, words=self.tolerance_words),
            FieldRow(_("Unanswered items"), self.unanswered),
            FieldRow(_("Missing evidence"), self.evidence),
            FieldRow(_("Open warnings"), self.warnings),
            FieldRow(_("Decisions"), self.blind),
            FieldRow(_("Last edition"), self.last_edition),
            FieldRow(_("Deadline"), _side_by_side(self.deadline), words=self.deadline_words),
        ):
            column.addWidget(row)
        self.set_state(RulesState())
        self._connect()

    def _connect(self) -> None:
        for field in (self.tolerance, self.deadline):
            field.textEdited.connect(self._on_edited)
        for switch in (self.resolve, self.unanswered, self.evidence, self.warnings):
            switch.chosen.connect(self._on_edited)
        for box in (self.blind, self.last_edition):
            box.clicked.connect(self._on_edited)

    def set_state(self, state: RulesState) -> None:
        """Show these rules; nothing is told."""
        for field, text in ((self.tolerance, state.tolerance), (self.deadline, state.deadline)):
            if field.text() != text:
                field.setText(text)
        self.resolve.set_state(_resolutions(), state.resolve)
        for switch, rule in (
            (self.unanswered, state.unanswered),
            (self.evidence, state.evidence),
            (self.warnings, state.warnings),
        ):
            switch.set_state(_rules(), rule)
        self.blind.setChecked(state.blind)
        self.last_edition.setChecked(state.last_edition)
        self.tell("", "")

    def state(self) -> RulesState:
        """What is filled in by now."""
        return RulesState(
            tolerance=self.tolerance.text().strip(),
            resolve=self.resolve.on or "decide",  # type: ignore[arg-type]
            unanswered=self.unanswered.on or "warn",  # type: ignore[arg-type]
            evidence=self.evidence.on or "block",  # type: ignore[arg-type]
            warnings=self.warnings.on or "warn",  # type: ignore[arg-type]
            blind=self.blind.isChecked(),
            last_edition=self.last_edition.isChecked(),
            deadline=self.deadline.text().strip(),
        )

    def tell(self, tolerance: str, deadline: str) -> None:
        """Say beside the fields what is wrong with them; "" where nothing is."""
        meant = _(
            "Two answers whose scores (0 to 100) lie no further apart count as agreeing. 0: only what is the same agrees."
        )
        tell(self.tolerance_words, tolerance or meant, wrong=bool(tolerance))
        tell(
            self.deadline_words,
            deadline or _("The last day for handing in; empty for none. Late files are taken all the same."),
            wrong=bool(deadline),
        )

    @Slot()
    def _on_edited(self) -> None:
        self.edited.emit()


def _side_by_side(*parts: QWidget) -> QWidget:
    """Parts in a line that wraps, each as wide as it is; what is said under them has the whole width."""
    theme = current_theme()
    line = QWidget()
    row = FlowLayout(line, gap=theme.space.s2)
    for part in parts:
        row.addWidget(part)
    return line


def _resolutions() -> tuple[SegmentState, ...]:
    return (
        SegmentState(code="decide", text=_("Decide each")),
        SegmentState(code="average", text=_("Take the mean")),
        SegmentState(code="first", text=_("Take the first assessor's")),
    )


def _rules() -> tuple[SegmentState, ...]:
    return (
        SegmentState(code="block", text=_("Block handing in")),
        SegmentState(code="warn", text=_("Ask for a reason")),
        SegmentState(code="ignore", text=_("Ignore")),
    )
