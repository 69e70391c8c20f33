"""How far everybody is, and what has come in."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.base.numbers import display
from evalapp.base.progress import Progress
from evalapp.ui.commands import Command, Commands
from evalapp.ui.coordinator.heat_card import HeatCard
from evalapp.ui.coordinator.inbox_panel import InboxPanel
from evalapp.ui.coordinator.keys import table_keys
from evalapp.ui.coordinator.received_line import ReceivedLine
from evalapp.ui.coordinator.section import Section, column_of
from evalapp.ui.page import Keys
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.figure_tile import FigureState, FigureTile
from evalapp.ui.widgets.labels import text_label
from evalapp.work.board import Board, board
from evalapp.work.project import Project
from evalapp.work.received import ReceivedCounts, received_counts


class BoardView(Struct, frozen=True, kw_only=True):
    """What the section shows, read in one go."""

    board: Board
    received: ReceivedCounts


def board_view(project: Project, _progress: Progress) -> BoardView:
    """Progress, and how much has come in."""
    return BoardView(board=board(project), received=received_counts(project))


class BoardSection(Section):
    """Figures, heat map and inbox; what is counted are the files in the inbox."""

    kinds = frozenset({"answers", "decisions", "roster", "settings", "batches"})

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(project, services, parent)
        theme = current_theme()
        self.inbox = InboxPanel(project, services)
        self.inbox.count_changed.connect(self._on_inbox_counted)
        self.heat = HeatCard()
        self.received = ReceivedLine()
        self.received.asked.connect(self._on_received_asked)
        self._answered, self._handed_in = FigureTile(), FigureTile()
        self._conflicts, self._decided = FigureTile(), FigureTile()
        self._answered.clicked.connect(self._on_progress_asked)
        self._handed_in.clicked.connect(self._on_progress_asked)
        self._conflicts.clicked.connect(self._on_conflicts_asked)
        self._decided.clicked.connect(self._on_conflicts_asked)
        inner = QWidget()
        inner.setProperty("ground", "window")
        column = column_of(inner)
        column.addWidget(text_label(_("Progress"), type="page"))
        tiles = QHBoxLayout()
        tiles.setSpacing(theme.space.s2)
        for tile in self.tiles():
            tiles.addWidget(tile)
        column.addLayout(tiles)
        column.addWidget(self.heat)
        column.addWidget(self.inbox, 1)
        column.addWidget(self.received)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        self.lead_to(self.heat.map)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def tiles(self) -> tuple[FigureTile, ...]:
        """The figures, from left to right."""
        return self._answered, self._handed_in, self._conflicts, self._decided

    def load(self) -> None:
        self.run(partial(board_view, self.project), self._show)

    def keys(self) -> Keys:
        return (
            *table_keys(),
            ("Space", _("Take a file in or leave it out")),
            ("Ctrl Enter", _("Merge")),
        )

    def commands(self, group: str) -> Commands:
        none = "" if self.inbox.merge_button.isEnabled() else _("No file is ticked.")
        return (Command(text=_("Merge"), key="Ctrl Enter", run=self.inbox.merge, group=group, why_not=none),)

    def place(self) -> object:
        return self.inbox.files()

    def return_to(self, place: object) -> None:
        if isinstance(place, tuple) and place:
            self.take(place)

    def take(self, paths: Sequence[Path]) -> None:
        """Put files that were dropped into the inbox."""
        self.inbox.add(paths)

    def _show(self, view: BoardView) -> None:
        found = view.board
        share = 100 * found.answered / found.leaves if found.leaves else 0.0
        if found.answered < found.leaves:
            share = min(share, 99.9)
        states = (
            FigureState(
                caption=_("Answered"),
                figure=f"{display(share, 1)} %",
                words=f"{found.answered}/{found.leaves}",
                icon="clipboard-check-outline",
            ),
            FigureState(
                caption=_("Handed in"),
                figure=str(found.pieces_in),
                words=_("of {n} pieces").format(n=found.pieces),
                icon="send-check-outline",
            ),
            FigureState(
                caption=_("Disagreements"),
                figure=str(found.conflicts),
                words=_("to decide"),
                icon="compare-horizontal",
                token="warn" if found.conflicts else "text_3",
            ),
            FigureState(
                caption=_("Decided"),
                figure=str(found.decided),
                words=ngettext("difference", "differences", found.decided),
                icon="gavel",
            ),
        )
        for tile, state in zip(self.tiles(), states, strict=True):
            tile.set_state(state)
        self.heat.set_state(found)
        self.received.set_state(view.received)

    @Slot()
    def _on_received_asked(self) -> None:
        self.asked_for.emit("received")

    @Slot(object)
    def _on_inbox_counted(self, count: int) -> None:
        self.counted.emit(count or None)

    @Slot()
    def _on_progress_asked(self) -> None:
        self.heat.map.setFocus()

    @Slot()
    def _on_conflicts_asked(self) -> None:
        self.asked_for.emit("decide")
