"""The overview of agreement: the figures of everything, and a table by item, group, pair, assessor or week."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.base.numbers import display
from evalapp.merge.agreement.words import why_in_short
from evalapp.ui.coordinator.agreement_rows import (
    alpha_sentence,
    habit_rows,
    kind_words,
    overview_heads,
    overview_row,
    percent_sentence,
    severity_heads,
    straight_heads,
)
from evalapp.ui.coordinator.agreement_work import HabitsFound
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.figure_tile import FigureState, FigureTile
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.segmented import SegmentedSwitch, SegmentState
from evalapp.ui.widgets.sorted_table import SortedTable
from evalapp.ui.widgets.words import sentences
from evalapp.work.agreement_table import (
    Line,
    alpha_of,
    number_words,
    severity_method,
    straight_method,
    week_method,
)

HABITS = "habits"
VIEWS = ("item", "group", "pair", "assessor", "week", HABITS)
_LEAST_ROWS, _MOST_ROWS = 6, 16


class AgreementOverview(QWidget):
    """Percentages first; the coefficients of a line are … until they are computed.

    Signals:
        view_chosen: the code of the view.
        line_opened: the view and the code of the line whose answers are wanted; an assessor's from the habits.
        figure_opened: "equal", "within", "all" or "left" for the answers behind a figure of everything.
        export_asked: the table that is shown is wanted as CSV.
        rest_asked: what was stopped is to go on.
    """

    view_chosen = Signal(object)
    line_opened = Signal(str, str)
    figure_opened = Signal(object)
    export_asked = Signal()
    rest_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.view = "item"
        self._rows_shown = 0
        self.export = Button(_("Export the table…"), icon="export-variant")
        self.export.clicked.connect(self.export_asked)
        self.go_on = Button(_("Compute the rest"), icon="play")
        self.go_on.clicked.connect(self.rest_asked)
        self.go_on.hide()
        self.exact, self.near, self.alpha, self.left = (FigureTile() for _place in range(4))
        self.exact.clicked.connect(self._on_exact)
        self.near.clicked.connect(self._on_near)
        self.alpha.clicked.connect(self._on_alpha)
        self.left.clicked.connect(self._on_left)
        self._sentence = text_label(tone="text_2", wrap=True)
        self.views = SegmentedSwitch(_("View"))
        self.views.chosen.connect(self.view_chosen)
        self.table = SortedTable(_("Agreement"))
        self.table.row_opened.connect(self._on_row)
        self._severity_title = text_label(_("Severe or lenient"), type="title")
        self.severity = SortedTable(_("Severe or lenient"))
        self._straight_title = text_label(_("One step over and over"), type="title")
        self.straight = SortedTable(_("One step over and over"))
        for table in (self.severity, self.straight):
            table.row_opened.connect(self._on_assessor)
        self._severity_note = text_label(severity_method(), type="caption", tone="text_2", wrap=True)
        self._straight_note = text_label(straight_method(), type="caption", tone="text_2", wrap=True)
        self._note = text_label(type="caption", tone="text_2", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(theme.space.s2)
        head.addWidget(text_label(_("Agreement"), type="page"), 1)
        head.addWidget(self.go_on)
        head.addWidget(self.export)
        tiles = QHBoxLayout()
        tiles.setSpacing(theme.space.s2)
        for tile in (self.exact, self.near, self.alpha, self.left):
            tiles.addWidget(tile)
        switch = QHBoxLayout()
        switch.addWidget(self.views)
        switch.addStretch(1)
        self._card = QFrame()
        self._card.setProperty("card", "true")
        inner = QVBoxLayout(self._card)
        inner.setContentsMargins(theme.space.s2, theme.space.s2, theme.space.s2, theme.space.s2)
        inner.setSpacing(theme.space.s2)
        for part in (
            *(self._severity_title, self.severity, self._severity_note),
            *(self._straight_title, self.straight, self._straight_note, self.table, self._note),
        ):
            inner.addWidget(part)
        inner.setStretchFactor(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s2)
        column.addLayout(head)
        column.addLayout(tiles)
        column.addWidget(self._sentence)
        column.addLayout(switch)
        column.addWidget(self._card, 1)

    def set_whole(self, whole: Line, units: int) -> None:
        """Show the figures of everything."""
        alpha = None if whole.figures is None else alpha_of(whole.figures, whole.level)
        self.exact.set_state(
            FigureState(
                caption=_("Exactly equal"),
                figure=number_words(whole.exact.value, share=True),
                words=f"{whole.equal}/{whole.pairs}",
                icon="equal",
            )
        )
        self.near.set_state(
            FigureState(
                caption=_("Within one step"),
                figure=number_words(whole.within_one_step.value, share=True),
                words=f"{whole.near}/{whole.pairs}",
                icon="approximately-equal",
            )
        )
        words, figure = "", "…"
        if alpha is not None:
            figure = why_in_short(alpha.why) if alpha.why else number_words(alpha.value)
            if alpha.low is not None and alpha.high is not None:
                words = f"{display(alpha.low, 3)} … {display(alpha.high, 3)}"
        self.alpha.set_state(
            FigureState(
                caption=_("Krippendorff α, interval"), figure=figure, words=words, icon="scale-balance"
            )
        )
        self.left.set_state(
            FigureState(
                caption=_("Left out"),
                figure=str(whole.exact.n_excluded),
                words=_("of {n} cells").format(n=whole.exact.n + whole.exact.n_excluded),
                icon="minus-circle-outline",
            )
        )
        sentence = percent_sentence(whole, units)
        self._sentence.setText(sentence if alpha is None else sentences(sentence, alpha_sentence(alpha)))

    def set_view(self, view: str) -> None:
        """Show another view, empty until its lines come."""
        if view != self.view:
            self.table.set_state((), ())
        self.view = view
        words = kind_words()
        segments = [SegmentState(code=kind, text=name) for kind, (name, _head) in words.items()]
        self.views.set_state([*segments, SegmentState(code=HABITS, text=_("Habits"))], view)
        habits = view == HABITS
        for part in (
            self._severity_title,
            self.severity,
            self._severity_note,
            self._straight_title,
            self.straight,
            self._straight_note,
        ):
            part.setVisible(habits)
        self.table.setVisible(not habits)
        self.export.setEnabled(not habits)
        self.export.setToolTip(_("The tables of habits are copied by Ctrl+C.") if habits else "")
        self._note.setVisible(not habits)
        self._note.setText(self._note_words())

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show the lines of the view."""
        _name, heading = kind_words()[self.view]  # type: ignore[index]
        self.table.set_state(
            overview_heads(heading), [overview_row(line, place) for place, line in enumerate(lines)]
        )
        self._rows_shown = len(lines)
        self._fit()

    def set_habits(self, found: HabitsFound) -> None:
        """Show who is severe or lenient, and who gives one step over and over."""
        severe, straight = habit_rows(found.names, found.habits)
        self.severity.set_state(severity_heads(), severe)
        self.straight.set_state(straight_heads(), straight)
        self._straight_note.setText(
            straight_method()
            if straight
            else _("No three items with as many steps were answered by two assessors.")
        )
        self._fit()

    def leading(self) -> SortedTable:
        """The table that has the focus first."""
        return self.severity if self.view == HABITS else self.table

    def _note_words(self) -> str:
        words = _(
            "What each assessor answered at the first sign-off of each unit; corrections and decisions make no difference. "
            "–: the statistic does not fit such answers. In brackets: what κ rests on, where that is not “Used”."
        )
        return sentences(words, week_method()) if self.view == "week" else words

    def _fit(self) -> None:
        for table in (self.severity, self.straight):
            table.setFixedHeight(table.height_of(min(max(len(table.rows()), 1), _MOST_ROWS)))
        self.table.setMinimumHeight(self.table.height_of(min(max(self._rows_shown, 1), _LEAST_ROWS)))
        self._lay_out()

    def _lay_out(self) -> None:
        """Give every part its height at once: a request for room goes up one widget only with each round of events."""
        place: QWidget | None = self._card
        while place is not None and not isinstance(place, QScrollArea):
            if (layout := place.layout()) is not None:
                layout.activate()
                QCoreApplication.sendEvent(place, QEvent(QEvent.Type.LayoutRequest))
            place = place.parentWidget()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._rows_shown:
            self._fit()

    @Slot(object)
    def _on_row(self, code: str) -> None:
        self.line_opened.emit(self.view, code)

    @Slot(object)
    def _on_assessor(self, code: str) -> None:
        self.line_opened.emit("assessor", code)

    @Slot()
    def _on_exact(self) -> None:
        self.figure_opened.emit("equal")

    @Slot()
    def _on_near(self) -> None:
        self.figure_opened.emit("within")

    @Slot()
    def _on_alpha(self) -> None:
        self.figure_opened.emit("all")

    @Slot()
    def _on_left(self) -> None:
        self.figure_opened.emit("left")
