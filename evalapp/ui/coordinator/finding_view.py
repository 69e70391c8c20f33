"""One finding: its sentence, the cells that it is about, and their answers with evidence side by side."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.merge.oddities.finding import Finding, Place
from evalapp.ui.coordinator.finding_state import Seen, is_named, where_words
from evalapp.ui.coordinator.place_card import PlaceCard, PlaceState
from evalapp.ui.coordinator.values import value_words
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import icon_button
from evalapp.ui.widgets.card_state import MessageState
from evalapp.ui.widgets.chips import Chip
from evalapp.ui.widgets.finding_list import finding_chip
from evalapp.ui.widgets.labels import ElidedLabel, text_label
from evalapp.ui.widgets.message_bar import MessageBars
from evalapp.ui.widgets.models.struct_table import Column, StructTableModel
from evalapp.ui.widgets.table import Table, TableDelegate
from evalapp.work.checks import Checked
from evalapp.work.project import Project

_CARD = 260
_MOST = 3
_ROWS = 6
_COMPARED = ("outlier", "jump")
"""Kinds beside whose answers those of other assessors stand: they tell whether it was a slip."""


class FindingView(QWidget):
    """Shows a finding. Where it has more cells than there is room for, a table lists them and one is chosen.

    Signals:
        stepped: 1 for the next finding, -1 for the previous one.
        list_asked: the list of findings is wanted, which has no room beside this one.
        places_wanted: the places whose answers are to be read and given to :meth:`show_places`.
        here_changed: the chosen cell in words.
    """

    stepped = Signal(object)
    list_asked = Signal()
    places_wanted = Signal(object)
    here_changed = Signal(object)

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._project = project
        self._services = services
        self._seen: Seen | None = None
        self._finding: Finding | None = None
        self._here: Place | None = None
        self._room = _MOST
        self.cards: list[PlaceCard] = []
        self._title = ElidedLabel(type="page")
        self._chip = Chip()
        self._position = text_label(type="caption", tone="text_2")
        self._previous = icon_button("chevron-up", _("Previous finding"))
        self._next = icon_button("chevron-down", _("Next finding"))
        self._list = icon_button("format-list-bulleted", _("All findings"))
        self._list.clicked.connect(self.list_asked)
        self._list.hide()
        self._previous.clicked.connect(self._on_previous)
        self._next.clicked.connect(self._on_next)
        head = QHBoxLayout()
        head.setSpacing(theme.space.s2)
        head.addWidget(self._list)
        head.addWidget(self._title)
        head.addWidget(self._chip)
        head.addStretch(1)
        for part in (self._position, self._previous, self._next):
            head.addWidget(part)
        self._why = text_label(wrap=True)
        self.messages = MessageBars()
        self.table = PlacesTable()
        self.table.place_chosen.connect(self._on_place_chosen)
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.space.s2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s2)
        column.addLayout(head)
        column.addWidget(self._why)
        column.addWidget(self.messages)
        column.addWidget(self.table)
        column.addLayout(self._row, 1)

    def set_state(self, seen: Seen, row: Checked, position: tuple[int, int]) -> None:
        """Show a finding; the cell that was chosen in it stays chosen."""
        finding = row.finding
        same = self._finding is not None and self._finding.key == finding.key
        self._seen, self._finding = seen, finding
        if not same or self._here not in finding.places:
            self._here = finding.places[0]
        self._title.setText(where_words(seen.looked, finding))
        self._chip.set_state(finding_chip(finding.kind))
        self._why.setText(finding.why)
        self.messages.set_state(_messages(row))
        self.show_position(*position)
        self._ask()

    def offer_list(self, offered: bool) -> None:
        """Whether the list has no room beside the finding, and a button leads to it."""
        self._list.setVisible(offered)

    def show_position(self, place: int, of: int) -> None:
        """Say which finding of how many this is."""
        self._position.setText(f"{place}/{of}")
        self._previous.setEnabled(place > 1)
        self._next.setEnabled(place < of)

    @property
    def here(self) -> Place | None:
        """The cell that is chosen."""
        return self._here

    def fit_into(self, width: int) -> None:
        """Show as many answers side by side as there is room for."""
        room = max(1, min(_MOST, width // current_theme().scaled(_CARD)))
        if room != self._room:
            self._room = room
            if self._finding is not None:
                self._ask()

    def show_places(self, key: str, places: Sequence[PlaceState]) -> None:
        """Show these answers, if they are still those of the finding that is shown."""
        if self._finding is None or key != self._finding.key:
            return
        while len(self.cards) > len(places):
            card = self.cards.pop()
            self._row.removeWidget(card)
            card.hide()
            card.deleteLater()
        while len(self.cards) < len(places):
            card = PlaceCard(self._project, self._services)
            self.cards.append(card)
            self._row.addWidget(card, 1)
            card.show()
        for card, state in zip(self.cards, places, strict=True):
            card.set_state(state)

    def here_words(self) -> str:
        """The chosen cell in words."""
        if self._seen is None or self._here is None:
            return ""
        return f"{self._seen.looked.case.units[self._here.unit]} {self._here.item}"

    def named_cells(self) -> tuple[str, ...]:
        """The finding's cells in words, where all of them are shown; assessors are told apart where they share one."""
        shown = [card.state for card in self.cards if card.state is not None and not card.state.beside]
        if self._finding is None or tuple(one.place for one in shown) != self._finding.places:
            return ()
        cells = [f"{one.unit} {one.place.item}" for one in shown]
        return tuple(
            f"{cell} {one.who}" if cells.count(cell) > 1 else cell
            for cell, one in zip(cells, shown, strict=True)
        )

    def _ask(self) -> None:
        """List the cells where they have no room, and ask for the answers of those that do."""
        if self._seen is None or self._finding is None or self._here is None:
            return
        places = self._finding.places
        several = len(places) > self._room
        self.table.setVisible(several)
        if several:
            self.table.set_state(self._project, self._seen, self._finding, self._here)
            places = _beside(places, self._here, self._room)
        elif self._finding.kind in _COMPARED and len(places) < self._room:
            places = (*places, *_others(self._seen, places)[: self._room - len(places)])
        self.places_wanted.emit(places)
        self.here_changed.emit(self.here_words())

    @Slot(object)
    def _on_place_chosen(self, place: Place) -> None:
        self._here = place
        if self._finding is not None:
            self.places_wanted.emit(_beside(self._finding.places, place, self._room))
            self.here_changed.emit(self.here_words())

    @Slot()
    def _on_previous(self) -> None:
        self.stepped.emit(-1)

    @Slot()
    def _on_next(self) -> None:
        self.stepped.emit(1)


def _beside(places: Sequence[Place], here: Place, room: int) -> tuple[Place, ...]:
    """The chosen cell, and beside it others of the same item; where there are none, whatever comes first."""
    others = [one for one in places if one != here]
    alike = [one for one in others if one.item == here.item]
    chosen = {here, *(alike or others)[: room - 1]}
    return tuple(one for one in places if one in chosen)


def _others(seen: Seen, places: Sequence[Place]) -> list[Place]:
    """What other assessors answered to the same cells, for comparison."""
    cells = dict.fromkeys((one.unit, one.item) for one in places)
    found = [Place(unit, item, person) for unit, item in cells for person in seen.looked.case.people]
    return [one for one in found if one in seen.looked.said and one not in places]


def _messages(row: Checked) -> list[MessageState]:
    """What became of the finding, and what had been said of it before it changed."""
    word = row.word
    if row.standing == "dismissed" and word is not None:
        text = _("Dismissed by {name}: {reason}").format(name=word.by, reason=word.reason)
        return [MessageState(kind="info", text=text)]
    if word is not None and word.disputed:
        text = _("Coordinators differ about this finding: {reason}").format(reason=word.reason)
        return [MessageState(kind="warn", text=text)]
    if word is not None and word.status == "sound":
        text = _("{name} dismissed this when it rested on something else: {reason}").format(
            name=word.by, reason=word.reason
        )
        return [MessageState(kind="warn", text=text)]
    if row.standing == "asked":
        return [
            MessageState(kind="returned", text=_("A question about one of these cells waits for an answer."))
        ]
    return []


class PlacesTable(Table):
    """The cells of a finding. The current row is the one that is chosen.

    Signals:
        place_chosen: the Place that the user went to.
    """

    place_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TableDelegate(), _("Cells of the finding"), parent)
        self._model = StructTableModel[PlaceState](_columns(), parent=self)
        self._binding = False
        self.setModel(self._model)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)

    def set_state(self, project: Project, seen: Seen, finding: Finding, here: Place) -> None:
        """List the finding's cells, ``here`` chosen; nothing is told."""
        self._binding = True
        rows = [_row(project, seen, finding, place) for place in finding.places]
        self._model.set_rows(rows)
        self.fit_rows()
        self.fit_columns(3)
        place = next((number for number, row in enumerate(rows) if row.place == here), 0)
        self.setCurrentIndex(self._model.index(place, 0))
        height = min(_ROWS, len(rows)) * current_theme().size.row_dense
        self.setFixedHeight(height + self.horizontalHeader().sizeHint().height() + 2)
        self._binding = False

    def rows(self) -> tuple[PlaceState, ...]:
        """The rows shown."""
        return self._model.rows()

    @Slot(QModelIndex)
    def _on_current_changed(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if row is not None and not self._binding:
            self.place_chosen.emit(row.place)


def _columns() -> list[Column[PlaceState]]:
    return [
        Column(_("City"), lambda row: row.unit),
        Column(_("Item"), lambda row: row.item),
        Column(_("Assessor"), lambda row: row.who),
        Column(_("Answer"), lambda row: row.answer, hint=lambda row: row.answer),
        Column(_("Justification"), lambda row: row.text, hint=lambda row: row.text),
        Column(_("Evidence"), lambda row: str(len(row.evidence)) if row.evidence else "", right=True),
    ]


def _row(project: Project, seen: Seen, finding: Finding, place: Place) -> PlaceState:
    """A cell of the table: names only where the finding is about people, and no letters, which take reading each cell."""
    said = seen.looked.said.get(place)
    case = seen.looked.case
    node = project.tree.node(place.item)
    return PlaceState(
        place=place,
        unit=case.units[place.unit],
        item=place.item,
        who=case.person(place.subject) if is_named(seen, finding) else _("Name hidden"),
        answer=_("Unanswered") if said is None else value_words(node, said.state, said.value),
        text="" if said is None else said.text,
        evidence=() if said is None else said.evidence,
    )
