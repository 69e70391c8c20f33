"""Who has how much, who meets whom, and who has which city: three tables over one plan."""

from collections.abc import Sequence
from functools import partial

import msgspec
from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.heat_map import heat_step
from evalapp.ui.widgets.models.struct_list import Index
from evalapp.ui.widgets.models.struct_table import Column, StructTableModel
from evalapp.ui.widgets.painting import line_text, paint_bar, paint_hatch, text_width
from evalapp.ui.widgets.rows import RowPaint
from evalapp.ui.widgets.table import Table, TableDelegate

_ROWS = 9
"""Tables of more people scroll."""


class ShareCell(msgspec.Struct, frozen=True, kw_only=True):
    """What a person has of a city: so many of its items; ``barred`` by interest."""

    items: int = 0
    of: int = 0
    barred: bool = False


class SharePerson(msgspec.Struct, frozen=True, kw_only=True):
    """What a person has in all, by city, and the keys of the cities in which each of the people is met (None: oneself).

    ``share`` is the part of all answers, ``even`` what it would be if all had the same.
    """

    code: str
    name: str
    cities: int
    items: int
    share: float
    even: float
    cells: tuple[ShareCell, ...]
    common: tuple[tuple[str, ...] | None, ...] = ()

    @property
    def called(self) -> str:
        """Name and code."""
        return f"{self.name} {self.code}".strip()


class ShareState(msgspec.Struct, frozen=True, kw_only=True):
    """A plan as its tables show it; ``cities`` are (key, short name)."""

    cities: tuple[tuple[str, str], ...] = ()
    people: tuple[SharePerson, ...] = ()


class MatrixCell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell of the matrix: the person by code and name, the city by key and name, whether the one is barred from the other."""

    code: str
    person: str
    key: str
    city: str
    barred: bool


class _PeopleTable(Table):
    """A row a person."""

    def __init__(self, delegate: TableDelegate, name: str, parent: QWidget | None = None) -> None:
        super().__init__(delegate, name, parent)
        self._model = StructTableModel[SharePerson]([], parent=self)
        self.setModel(self._model)

    def _show(self, columns: Sequence[Column[SharePerson]], people: Sequence[SharePerson]) -> None:
        self._model.set_columns(columns)
        self._model.set_rows(people)
        self.fit_rows()

    def person(self, index: Index) -> SharePerson | None:
        """Whose row it is."""
        return self._model.row(index)

    def _fit_height(self, bar: bool) -> None:
        theme = current_theme()
        rows = min(max(1, self._model.rowCount()), _ROWS) * theme.size.row_dense
        room = self.horizontalScrollBar().sizeHint().height() if bar else 0
        self.setFixedHeight(rows + self.horizontalHeader().sizeHint().height() + room + 2)


class LoadTable(_PeopleTable):
    """Cities, answers and share of everybody, with a bar.

    Signals:
        person_chosen: the code of the person whose row was chosen.
    """

    person_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_LoadDelegate(), _("Load by person"), parent)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def set_state(self, state: ShareState) -> None:
        """Show what everybody has."""
        columns: list[Column[SharePerson]] = [
            Column(_("Assessor"), _called),
            Column(_("Cities"), _cities, right=True),
            Column(_("Answers"), _items, right=True),
            Column(_("Of all answers"), _share, right=True),
        ]
        self._show(columns, state.people)
        self.fit_columns(0)
        theme = current_theme()
        self.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Fixed)
        head = text_width(_("Of all answers"), theme.font("caption")) + 2 * theme.space.s2
        self.setColumnWidth(3, round(max(text_width("100.0 %", theme.font()) + theme.scaled(72), head)))
        widest = max((text_width(one.called, theme.font()) for one in state.people), default=0)
        self.setMinimumWidth(
            round(widest) + sum(self.columnWidth(column) for column in (1, 2, 3)) + 4 * theme.space.s3
        )
        self._fit_height(bar=False)

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        if (person := self.person(index)) is not None:
            self.person_chosen.emit(person.code)


class _LoadDelegate(TableDelegate):
    def paint_cell(self, painter: QPainter, row: RowPaint, index: Index) -> bool:
        if index.column() != 3 or not isinstance(row.state, SharePerson):
            return False
        theme = current_theme()
        inner = row.rect.adjusted(theme.space.s2, 0, -theme.space.s2, 0)
        text = _share(row.state)
        words = text_width("100.0 %", theme.font())
        bar = QRectF(inner.left(), inner.center().y() - 3, inner.width() - words - theme.space.s2, 6)
        even = row.state.even
        paint_bar(painter, bar, row.state.share / (2 * even) if even else 0.0)
        middle = bar.left() + bar.width() / 2
        painter.fillRect(QRectF(middle - 0.5, bar.top() - 3, 1, 12), theme.color("text_3"))
        line_text(painter, inner, text, theme.font(), "text", Qt.AlignmentFlag.AlignRight)
        return True


class _CellTable(_PeopleTable):
    """A column a thing; cells are chosen one by one."""

    def __init__(self, delegate: TableDelegate, name: str, parent: QWidget | None = None) -> None:
        super().__init__(delegate, name, parent)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)

    def _fit(self, names: Sequence[str], people: Sequence[SharePerson], least: str, edge: int) -> None:
        theme = current_theme()
        header = self.horizontalHeader()
        header.setMinimumSectionSize(1)
        for column in range(self._model.columnCount()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        widest = max((text_width(one.called, theme.font()) for one in people), default=0)
        head = text_width(str(self._model.headerData(0, Qt.Orientation.Horizontal)), theme.font("caption"))
        self.setColumnWidth(0, round(max(widest, head)) + 2 * theme.space.s3)
        for number, name in enumerate(names):
            wide = max(text_width(name, theme.font("caption")), text_width(least, theme.font()))
            self.setColumnWidth(number + 1, round(wide) + 2 * edge)


class PairTable(_CellTable):
    """In how many cities each two people answer the same.

    Signals:
        pair_chosen: the codes of two people whose number was chosen.
    """

    pair_chosen = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_PairDelegate(), _("Cities in common"), parent)
        self._people: tuple[SharePerson, ...] = ()
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def set_state(self, state: ShareState) -> None:
        """Show who meets whom."""
        self._people = state.people
        columns: list[Column[SharePerson]] = [Column(_("Cities in common"), _called)]
        for place, other in enumerate(state.people):
            hint = partial(_pair_words, place=place, other=other.called)
            columns.append(Column(other.code, partial(_common, place=place), centre=True, hint=hint))
        self._show(columns, state.people)
        self._fit([one.code for one in state.people], state.people, "000", current_theme().space.s3)
        self._fit_height(bar=True)

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        person = self.person(index)
        if person is not None and index.column() > 0 and self._people[index.column() - 1] != person:
            self.pair_chosen.emit(person.code, self._people[index.column() - 1].code)


class _PairDelegate(TableDelegate):
    def paint_cell(self, painter: QPainter, row: RowPaint, index: Index) -> bool:
        if index.column() == 0:
            return False
        text = str(index.data() or "")
        tone = "text_3" if text in ("–", "0") else "text"
        line_text(painter, row.rect, text, current_theme().font(), tone, Qt.AlignmentFlag.AlignCenter)
        return True


class ShareMatrix(_CellTable):
    """People × cities: how many answers somebody has in a city, darker where it is all of it; barred ones are hatched.

    Signals:
        cell_chosen: the code of a person and the key of a city.
    """

    cell_chosen = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_MatrixDelegate(), _("Who has which city"), parent)
        self.setProperty("dense", "true")
        self._state = ShareState()
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def set_state(self, state: ShareState) -> None:
        """Show who has what."""
        self._state = state
        columns: list[Column[SharePerson]] = [Column(_("Assessor"), _called)]
        for place, (_key, name) in enumerate(state.cities):
            hint = partial(_cell_words, place=place, city=name)
            columns.append(Column(name, partial(_cell, place=place), centre=True, hint=hint))
        self._show(columns, state.people)
        self._fit([name for _key, name in state.cities], state.people, "000", current_theme().space.s2)
        self._fit_height(bar=True)

    def cell(self, index: Index) -> MatrixCell | None:
        """What a cell is about; None beside the cities."""
        person, place = self.person(index), index.column() - 1
        if person is None or not 0 <= place < len(self._state.cities):
            return None
        key, name = self._state.cities[place]
        barred = person.cells[place].barred
        return MatrixCell(code=person.code, person=person.called, key=key, city=name, barred=barred)

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        if (cell := self.cell(index)) is not None:
            self.cell_chosen.emit(cell.code, cell.key)


class _MatrixDelegate(TableDelegate):
    def paint_cell(self, painter: QPainter, row: RowPaint, index: Index) -> bool:
        place = index.column() - 1
        if place < 0 or not isinstance(row.state, SharePerson):
            return False
        theme = current_theme()
        cell = row.state.cells[place]
        box = row.rect.adjusted(1, 1, -1, -1)
        middle = Qt.AlignmentFlag.AlignCenter
        if cell.barred:
            paint_hatch(painter, box)
        elif not cell.items:
            line_text(painter, box, "·", theme.font(), "text_3", middle)
        else:
            step = max(1, heat_step(0.6 * cell.items / max(cell.of, 1)))
            painter.fillRect(box, theme.color(f"heat.{step}"))
            line_text(painter, box, str(cell.items), theme.font("caption"), f"heat_text.{step}", middle)
        return True


def _called(person: SharePerson) -> str:
    return person.called


def _cities(person: SharePerson) -> str:
    return str(person.cities)


def _items(person: SharePerson) -> str:
    return str(person.items)


def _share(person: SharePerson) -> str:
    return f"{100 * person.share:.1f} %"


def _common(person: SharePerson, place: int) -> str:
    met = person.common[place]
    return "–" if met is None else str(len(met))


def _pair_words(person: SharePerson, place: int, other: str) -> str:
    met = person.common[place]
    if met is None:
        return ""
    return _("{one} and {other} both answer in {n} cities").format(one=person.called, other=other, n=len(met))


def _cell(person: SharePerson, place: int) -> str:
    cell = person.cells[place]
    return _("barred") if cell.barred else str(cell.items) if cell.items else ""


def _cell_words(person: SharePerson, place: int, city: str) -> str:
    cell = person.cells[place]
    if cell.barred:
        return _("{person} is barred from {city} by a conflict of interest").format(
            person=person.called, city=city
        )
    if not cell.items:
        return _("{person} has nothing of {city}").format(person=person.called, city=city)
    return _("{person} gives {n} of {all} answers for {city}").format(
        person=person.called, city=city, n=cell.items, all=cell.of
    )
