"""How far everybody is, and what has come in."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from evalapp.base.i18n import _, current_language
from evalapp.base.progress import Progress
from evalapp.ui.commands import Command, Commands
from evalapp.ui.coordinator.board_figures import deadline_words, figures, mode_segments, reminders
from evalapp.ui.coordinator.board_lists import BoardLists
from evalapp.ui.coordinator.heat_card import Heat, HeatCard
from evalapp.ui.coordinator.inbox_panel import InboxPanel
from evalapp.ui.coordinator.keys import table_keys
from evalapp.ui.coordinator.received_line import ReceivedLine
from evalapp.ui.coordinator.section import Section, column_of
from evalapp.ui.page import Keys
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.figure_tile import FigureTile
from evalapp.ui.widgets.flow import FlowLayout
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.segmented import SegmentedSwitch
from evalapp.work.board import Board, board
from evalapp.work.outlook import Marks, Outlook, PersonOutlook, marks, outlook
from evalapp.work.pieces import Mode, Piece, PieceAnswer, answers_of_piece, least_done, pieces
from evalapp.work.project import Project
from evalapp.work.received import ReceivedCounts, received_counts

_FAST: tuple[Mode, ...] = ("answered", "submitted")
"""What is known without looking through every answer."""


class BoardView(Struct, frozen=True, kw_only=True):
    """What the section shows, read in one go."""

    board: Board
    outlook: Outlook
    marks: Marks
    received: ReceivedCounts


def board_view(project: Project, _progress: Progress) -> BoardView:
    """Progress, where it leads, and how much has come in."""
    found = board(project)
    return BoardView(
        board=found,
        outlook=outlook(project, found),
        marks=marks(project),
        received=received_counts(project),
    )


class BoardSection(Section):
    """Figures, heat map, the list behind a number, and inbox; what is counted are the files in the inbox."""

    kinds = frozenset({"answers", "decisions", "roster", "settings", "batches"})

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(project, services, parent)
        theme = current_theme()
        self._view: BoardView | None = None
        self._pieces: tuple[Piece, ...] | None = None
        self._wanted: Callable[[tuple[Piece, ...]], None] | None = None
        self._mode: Mode = "answered"
        self.inbox = InboxPanel(project, services)
        self.inbox.count_changed.connect(self._on_inbox_counted)
        self.modes = SegmentedSwitch(_("What is counted"))
        self.modes.chosen.connect(self._on_mode_chosen)
        self.heat = HeatCard()
        self.heat.piece_asked.connect(self._on_piece_asked)
        self.lists = BoardLists(project.tree)
        self.lists.piece_asked.connect(self._on_piece_opened)
        self.lists.person_asked.connect(self._on_person_opened)
        self.lists.cell_asked.connect(self.cell_asked)
        self.lists.closed.connect(self._on_list_closed)
        self.received = ReceivedLine()
        self.received.asked.connect(self._on_received_asked)
        self.remind = Button(_("Copy the reminders"), icon="content-copy")
        self.remind.clicked.connect(self._on_remind)
        self._deadline = text_label(type="caption", tone="text_2")
        self._tiles = tuple(FigureTile() for _number in range(5))
        slots = (
            self._on_answered,
            self._on_handed_in,
            self._on_conflicts_asked,
            self._on_forecast,
            self._on_late,
        )
        for tile, slot in zip(self._tiles, slots, strict=True):
            tile.clicked.connect(slot)
        inner = QWidget()
        inner.setProperty("ground", "window")
        column = column_of(inner)
        column.addWidget(self._head())
        tiles = QHBoxLayout()
        tiles.setSpacing(theme.space.s2)
        for tile in self._tiles:
            tiles.addWidget(tile)
        column.addLayout(tiles)
        column.addWidget(self.heat)
        column.addWidget(self.lists)
        column.addWidget(self.inbox, 1)
        column.addWidget(self.received)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        self._area = area
        self.lead_to(self.heat.map)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _head(self) -> QWidget:
        head = QWidget()
        row = FlowLayout(head, gap=current_theme().space.s3, last="push")
        self.modes.set_state(mode_segments(), self._mode)
        for part in (text_label(_("Progress"), type="page"), self.modes, self._deadline, self.remind):
            row.addWidget(part)
        return head

    def tiles(self) -> tuple[FigureTile, ...]:
        """The figures, from left to right: answered, handed in, disagreements, forecast, late."""
        return self._tiles

    def load(self) -> None:
        self._pieces = None
        self.run(partial(board_view, self.project), self._show)

    def keys(self) -> Keys:
        return (
            *table_keys(),
            ("Space", _("Take a file in or leave it out")),
            ("Ctrl Enter", _("Merge")),
            ("Esc", _("Close the list")),
        )

    def commands(self, group: str) -> Commands:
        none = "" if self.inbox.merge_button.isEnabled() else _("No file is ticked.")
        closed = "" if self.lists.isVisible() else _("No list is open.")
        return (
            Command(text=_("Merge"), key="Ctrl Enter", run=self.inbox.merge, group=group, why_not=none),
            Command(text=self.remind.text(), run=self._on_remind, group=group),
            *(
                Command(text=part.text, run=partial(self._on_mode_chosen, part.code), group=group)
                for part in mode_segments()
            ),
            Command(
                text=_("Close the list"),
                key="Esc",
                run=self.lists.close_button.click,
                group=group,
                why_not=closed,
            ),
        )

    def place(self) -> object:
        return self._mode, self.inbox.files()

    def return_to(self, place: object) -> None:
        if isinstance(place, tuple) and len(place) == 2:
            self._on_mode_chosen(place[0])
            if place[1]:
                self.take(place[1])

    def take(self, paths: Sequence[Path]) -> None:
        """Put files that were dropped into the inbox."""
        self.inbox.add(paths)

    def _show(self, view: BoardView) -> None:
        self._view = view
        for tile, state in zip(self._tiles, figures(view.board, view.outlook), strict=True):
            tile.set_state(state)
        self._deadline.setText(deadline_words(view.outlook))
        self.received.set_state(view.received)
        self._show_heat()
        if self._mode not in _FAST:
            self._look_through(self._on_looked_for_heat)

    def _show_heat(self) -> None:
        if self._view is None:
            return
        found = None if self._pieces is None else {(one.person, one.unit): one for one in self._pieces}
        self.heat.set_state(
            Heat(
                board=self._view.board,
                pieces=found,
                mode=self._mode,
                late=frozenset(one.person for one in self._view.outlook.late),
                marks=self._view.marks,
            )
        )

    # -- what is behind the numbers

    def _look_through(self, then: Callable[[tuple[Piece, ...]], None]) -> None:
        """Go on with the pieces, once each answer has been looked through."""
        if self._view is None:
            return
        if self._pieces is not None:
            then(self._pieces)
            return
        self._wanted = then
        work = partial(pieces, self.project, self._view.board)
        self.run(work, self._on_looked_through, name=_("Looking through the answers"))

    def _on_looked_through(self, found: tuple[Piece, ...]) -> None:
        self._pieces = found
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            wanted(found)

    def _on_looked_for_heat(self, _found: tuple[Piece, ...]) -> None:
        self._show_heat()

    @Slot(object)
    def _on_mode_chosen(self, mode: Mode) -> None:
        self._mode = mode
        self.modes.set_state(mode_segments(), mode)
        self._show_heat()
        if mode not in _FAST:
            self._look_through(self._on_looked_for_heat)

    @Slot(str, str)
    def _on_piece_asked(self, person: str, unit: str) -> None:
        self._look_through(
            partial(self._list_person, person) if not unit else partial(self._list_piece, person, unit)
        )

    def _list_person(self, person: str, found: Sequence[Piece]) -> None:
        mine = [one for one in found if one.person == person]
        if mine:
            self.lists.show_pieces(f"{mine[0].name} {mine[0].code}".strip(), mine)
            self._see_list()

    def _list_piece(self, person: str, unit: str, found: Sequence[Piece]) -> None:
        for one in found:
            if (one.person, one.unit) == (person, unit):
                self._on_piece_opened(one)

    @Slot(object)
    def _on_piece_opened(self, piece: Piece) -> None:
        work = partial(_answers, self.project, piece)
        self.run(work, partial(self._list_answers, piece))

    def _list_answers(self, piece: Piece, rows: tuple[PieceAnswer, ...]) -> None:
        title = _("{name}: {city}").format(name=piece.name, city=piece.unit_name)
        self.lists.show_answers(title, piece.unit, rows)
        self._see_list()

    @Slot(object)
    def _on_person_opened(self, person: PersonOutlook) -> None:
        self._look_through(partial(self._list_person, person.person))

    def _see_list(self) -> None:
        self._area.ensureWidgetVisible(self.lists)

    @Slot()
    def _on_list_closed(self) -> None:
        self.heat.map.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_answered(self) -> None:
        self._look_through(partial(self._list_behind, "answered"))

    @Slot()
    def _on_handed_in(self) -> None:
        self._look_through(partial(self._list_behind, "submitted"))

    def _list_behind(self, mode: Mode, found: Sequence[Piece]) -> None:
        title = _("Not answered in full") if mode == "answered" else _("Not handed in")
        self.lists.show_pieces(title, least_done(found, mode))
        self._see_list()

    @Slot()
    def _on_forecast(self) -> None:
        if self._view is not None:
            self.lists.show_people(_("Forecast by assessor"), self._view.outlook.people)
            self._see_list()

    @Slot()
    def _on_late(self) -> None:
        if self._view is not None:
            self.lists.show_people(_("Late"), self._view.outlook.late)
            self._see_list()

    @Slot()
    def _on_remind(self) -> None:
        words = "" if self._view is None else reminders(self._view.outlook)
        if words:
            QGuiApplication.clipboard().setText(words)
            self.services.toast(_("The reminders are on the clipboard, a line for each assessor."))
        else:
            self.services.toast(_("Everything is handed in: there is nobody to remind."))

    @Slot()
    def _on_received_asked(self) -> None:
        self.asked_for.emit("received")

    @Slot(object)
    def _on_inbox_counted(self, count: int) -> None:
        self.counted.emit(count or None)

    @Slot()
    def _on_conflicts_asked(self) -> None:
        self.asked_for.emit("decide")


def _answers(project: Project, piece: Piece, _progress: Progress) -> tuple[PieceAnswer, ...]:
    return answers_of_piece(project, piece.person, piece.unit, current_language())
