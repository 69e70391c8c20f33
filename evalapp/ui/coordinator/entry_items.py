"""The items of a city beside the card on which a coordinator enters for an assessor."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtWidgets import QWidget

from evalapp.base.i18n import _, current_language
from evalapp.form.label import say
from evalapp.ui.assessor.states import summary_state
from evalapp.ui.widgets.models.struct_list import Index
from evalapp.ui.widgets.models.struct_table import Column, StructTableModel
from evalapp.ui.widgets.rows import RowPaint
from evalapp.ui.widgets.table import Table, TableDelegate
from evalapp.ui.widgets.words import state_word
from evalapp.work.answers import UnitPage


class EntryItem(Struct, frozen=True, kw_only=True):
    """An item with what is answered to it, in a few words; ``waits`` is not signed off."""

    code: str
    title: str
    answer: str
    waits: bool


def entry_items(page: UnitPage) -> tuple[EntryItem, ...]:
    """The items of a unit, as far as people type them."""
    found = []
    for node in page.leaves:
        entry = page.entries[node.code]
        if not entry.open_work and not entry.answered:
            continue
        state = entry.entered.state
        words = state_word(state) if state not in ("answered", "blank") else summary_state(node, page).value
        found.append(
            EntryItem(
                code=node.code,
                title=say(node.item.title, current_language()),
                answer=words,
                waits=entry.answered and not entry.signed_off,
            )
        )
    return tuple(found)


class EntryItems(Table):
    """The row that is chosen is the item on the card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_Delegate(), _("Items of the city"), parent)
        columns: list[Column[EntryItem]] = [
            Column(_("Item"), _item, hint=_item),
            Column(_("Answer so far"), _answer, hint=_answer),
        ]
        self._model = StructTableModel[EntryItem](columns, parent=self)
        self.setModel(self._model)

    def set_state(self, rows: Sequence[EntryItem]) -> None:
        """Show these items; the one that is chosen stays so."""
        before = self.chosen()
        self._model.set_rows(rows)
        self.fit_columns(0)
        if rows and self.chosen() != before:
            self.choose(before)

    def chosen(self) -> str:
        """The code of the item at hand; "" for none."""
        row = self._model.row(self.currentIndex())
        return "" if row is None else row.code

    def choose(self, code: str) -> None:
        """Choose an item, or the first where that one is gone."""
        codes = [row.code for row in self._model.rows()]
        if codes:
            self.selectRow(codes.index(code) if code in codes else 0)

    def rows(self) -> tuple[EntryItem, ...]:
        """All items shown."""
        return self._model.rows()


class _Delegate(TableDelegate):
    def tone(self, row: RowPaint, index: Index) -> str:
        item = row.state
        return "accent" if index.column() and isinstance(item, EntryItem) and item.waits else "text"


def _item(row: EntryItem) -> str:
    return f"{row.code} {row.title}"


def _answer(row: EntryItem) -> str:
    return row.answer
