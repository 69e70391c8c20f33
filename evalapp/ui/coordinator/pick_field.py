"""A field that picks one of many things while one types: a city by name, code, pinyin or initials, an item by code or title."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.entry.roster import Unit
from evalapp.form.tree import Tree
from evalapp.ui.coordinator.values import item_words
from evalapp.ui.finding import best, words_of_unit
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.labels import ElidedLabel, restyle
from evalapp.ui.widgets.leading import Leading
from evalapp.ui.widgets.search_field import SearchField


class Pickable(Struct, frozen=True):
    """One of the things: its key, how it is said once it is picked, and the words that find it."""

    key: str
    shown: str
    words: tuple[str, ...]


class PickField(Leading):
    """What fits best stands beside the field as it is typed; an empty field picks nothing.

    Signals:
        picked: another key, "" for nothing; None where nothing fits what is typed.
    """

    picked = Signal(object)

    def __init__(self, placeholder: str, *, characters: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Pickable, ...] = ()
        self._key: str | None = ""
        self.field = SearchField(placeholder, characters=characters)
        self.found = ElidedLabel(type="caption", tone="text_2")
        self.found.setMaximumWidth(current_theme().scaled(150))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().space.s1)
        row.addWidget(self.field)
        row.addWidget(self.found)
        self.field.textChanged.connect(self._on_typed)
        self.lead_to(self.field)
        self.found.hide()

    def set_state(self, rows: Sequence[Pickable]) -> None:
        """Pick among these."""
        self._rows = tuple(rows)
        self._look()

    @property
    def key(self) -> str | None:
        """What is picked; "" for nothing, None where nothing fits what is typed."""
        return self._key

    def pick(self, key: str) -> None:
        """Pick one by its key; "" for none."""
        row = next((row for row in self._rows if row.key == key), None)
        self.field.setText("" if row is None else row.words[0])

    @Slot()
    def _on_typed(self) -> None:
        before = self._key
        self._look()
        if self._key != before:
            self.picked.emit(self._key)

    def _look(self) -> None:
        typed = self.field.text().strip()
        found = best(typed, [row.words for row in self._rows]) if typed else []
        row = self._rows[found[0]] if found else None
        self._key = row.key if row is not None else None if typed else ""
        self.found.setText(row.shown if row is not None else _("nothing fits") if typed else "")
        self.found.setProperty("tone", "text_2" if row is not None else "warn")
        restyle(self.found)
        self.found.setVisible(bool(typed))
        self.field.setAccessibleDescription(self.found.text())


def units_to_pick(units: Sequence[Unit]) -> list[Pickable]:
    """The roster, found by name, code, pinyin and initials."""
    return [Pickable(unit.key, f"{unit.full_name} {unit.code}", words_of_unit(unit)) for unit in units]


def items_to_pick(tree: Tree) -> list[Pickable]:
    """The form's items that are answered, found by code and title."""
    return [Pickable(leaf.code, item_words(leaf), (leaf.code, item_words(leaf))) for leaf in tree.leaves]
