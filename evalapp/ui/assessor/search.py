"""Jumping to a city or an item by code, name, pinyin or initials."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QWidget

from evalapp.base.i18n import _, current_language
from evalapp.entry.roster import Unit
from evalapp.form.label import say
from evalapp.form.tree import Node
from evalapp.ui.finding import words_of_unit
from evalapp.ui.widgets.search_field import SearchField

_WORDS = Qt.ItemDataRole.UserRole
_ARROWS = (Qt.Key.Key_Down, Qt.Key.Key_Up)
_OF_POPUP = (*_ARROWS, Qt.Key.Key_Return, Qt.Key.Key_Enter)
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
        self._targets: dict[str, tuple[str, str]] = {}
        self._jumping = False
        self._target = ("", "")
        completer = QCompleter(self._entries, self)
        completer.setCompletionRole(_WORDS)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(12)
        completer.activated.connect(self._on_chosen)
        self.setCompleter(completer)
        self.list_asked.connect(self._on_list_asked)

    def set_targets(self, units: Sequence[Unit], leaves: Sequence[Node]) -> None:
        """What can be found."""
        language = current_language()
        self._entries.clear()
        self._targets.clear()
        for unit in units:
            self._add(f"{unit.full_name}  {unit.code}", " ".join(words_of_unit(unit)), (UNIT, unit.key))
        for leaf in leaves:
            title = say(leaf.item.title, language)
            self._add(f"{leaf.code}  {title}", f"{leaf.code} {title}", (ITEM, leaf.code))

    def _add(self, text: str, words: str, target: tuple[str, str]) -> None:
        entry = QStandardItem(text)
        entry.setEditable(False)
        entry.setData(words, _WORDS)
        self._entries.appendRow(entry)
        self._targets[words] = target

    @Slot(str)
    def _on_chosen(self, text: str) -> None:
        target = self._targets.get(text)
        if target is not None:
            self._jump(target)

    @Slot()
    def _on_list_asked(self) -> None:
        """Enter without a choice takes the first that fits."""
        completer = self.completer()
        if self.text() and completer.completionCount():
            completer.popup().hide()
            self._on_chosen(completer.completionModel().index(0, 0).data(_WORDS))

    def _jump(self, target: tuple[str, str]) -> None:
        """Tell where to go, after the field has taken the completed text, which is then cleared."""
        self._jumping = True
        self._target = target
        QTimer.singleShot(0, self._tell)

    @Slot()
    def _tell(self) -> None:
        if self._jumping:
            self._jumping = False
            self.clear()
            self.jumped.emit(self._target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self.completer().popup()
        chosen = popup.currentIndex().isValid()
        if event.key() in _OF_POPUP and popup.isVisible() and (chosen or event.key() in _ARROWS):
            event.ignore()  # the completer acts on what its field did not take
        else:
            super().keyPressEvent(event)
