"""Jumping to a city or an item by code, name, pinyin or initials."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QWidget

from evalapp.base.i18n import _, current_language
from evalapp.entry.roster import Unit
from evalapp.form.label import say
from evalapp.form.tree import Tree
from evalapp.ui.widgets.search_field import SearchField

_WORDS = Qt.ItemDataRole.UserRole
_TARGET = Qt.ItemDataRole.UserRole + 1
UNIT, ITEM = "unit", "item"


class JumpField(SearchField):
    """Type and choose; the popup shows what fits, best first.

    Signals:
        jumped: (kind, code), kind being unit or item.
    """

    jumped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("City, item or pinyin"), key="Ctrl F", characters=22, parent=parent)
        self._entries = QStandardItemModel(self)
        completer = QCompleter(self._entries, self)
        completer.setCompletionRole(_WORDS)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(12)
        completer.activated[QModelIndex].connect(self._on_chosen)  # type: ignore[index]
        self.setCompleter(completer)
        self.returnPressed.connect(self._on_return)

    def set_targets(self, units: Sequence[Unit], tree: Tree) -> None:
        """What can be found."""
        language = current_language()
        self._entries.clear()
        for unit in units:
            words = " ".join(
                (unit.name, unit.code, unit.columns.get("pinyin", ""), unit.columns.get("initials", ""))
            )
            self._add(f"{unit.name}  {unit.code}", words, (UNIT, unit.key))
        for leaf in tree.leaves:
            title = say(leaf.item.title, language)
            self._add(f"{leaf.code}  {title}", f"{leaf.code} {title}", (ITEM, leaf.code))

    def _add(self, text: str, words: str, target: tuple[str, str]) -> None:
        entry = QStandardItem(text)
        entry.setEditable(False)
        entry.setData(words, _WORDS)
        entry.setData(target, _TARGET)
        self._entries.appendRow(entry)

    @Slot(QModelIndex)
    def _on_chosen(self, index: QModelIndex) -> None:
        self._jump(index)

    @Slot()
    def _on_return(self) -> None:
        """Enter without a choice takes the first that fits."""
        completer = self.completer()
        if self.text() and completer.completionCount() and not completer.popup().isVisible():
            self._jump(completer.completionModel().index(0, 0))

    def _jump(self, index: QModelIndex) -> None:
        model = index.model()
        source = model.mapToSource(index) if isinstance(model, QSortFilterProxyModel) else index
        target = source.data(_TARGET)
        self.clear()
        if target is not None:
            self.jumped.emit(tuple(target))
