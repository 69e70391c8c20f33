"""Jumping to a city or an item by code, name, pinyin or initials."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QWidget

from evalapp.base.i18n import _, current_language
from evalapp.entry.roster import Unit
from evalapp.form.label import say
from evalapp.form.tree import Node
from evalapp.ui.finding import best, words_of_unit
from evalapp.ui.widgets.search_field import SearchField

_WORDS = Qt.ItemDataRole.UserRole
_ARROWS = (Qt.Key.Key_Down, Qt.Key.Key_Up)
UNIT, ITEM = "unit", "item"


class _Findable(Struct, frozen=True):
    """Something to jump to: how it is shown, and what finds it."""

    text: str
    words: tuple[str, ...]
    target: tuple[str, str]

    @property
    def key(self) -> str:
        """What the completion gives back; cities may be called alike, their keys and the items' codes are not."""
        return " ".join((*self.words, *self.target))


class JumpField(SearchField):
    """Type and choose; the popup shows what fits, best first.

    Signals:
        jumped: (kind, code), kind being unit or item.
    """

    jumped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("City, item or pinyin"), key="Ctrl F", characters=22, parent=parent)
        self._entries = QStandardItemModel(self)
        self._findable: list[_Findable] = []
        self._targets: dict[str, tuple[str, str]] = {}
        self._jumping = False
        self._target = ("", "")
        completer = QCompleter(self._entries, self)
        completer.setCompletionRole(_WORDS)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(12)
        completer.activated.connect(self._on_chosen)
        self.setCompleter(completer)
        self.textEdited.connect(self._fill)
        self.list_asked.connect(self._on_list_asked)

    def set_targets(self, units: Sequence[Unit], leaves: Sequence[Node]) -> None:
        """What can be found."""
        language = current_language()
        cities = [
            _Findable(f"{unit.full_name}  {unit.code}", words_of_unit(unit), (UNIT, unit.key))
            for unit in units
        ]
        titles = [(leaf.code, say(leaf.item.title, language)) for leaf in leaves]
        items = [_Findable(f"{code}  {title}", (code, title), (ITEM, code)) for code, title in titles]
        self._findable = [*cities, *items]
        self._targets = {one.key: one.target for one in self._findable}
        self._fill(self.text())

    @Slot(str)
    def _fill(self, typed: str) -> None:
        """Offer what fits, the best first: the field's own completion keeps this order and leaves nothing out."""
        self._entries.clear()
        for place in best(typed, [one.words for one in self._findable]):
            found = self._findable[place]
            entry = QStandardItem(found.text)
            entry.setEditable(False)
            entry.setData(found.key, _WORDS)
            self._entries.appendRow(entry)

    @Slot(str)
    def _on_chosen(self, text: str) -> None:
        target = self._targets.get(text)
        if target is not None:
            self._jump(target)

    @Slot()
    def _on_list_asked(self) -> None:
        """Enter takes what is chosen in the popup, or else the first, which fits best."""
        popup = self.completer().popup()
        if self.text() and self._entries.rowCount():
            chosen = popup.currentIndex() if popup.isVisible() else QModelIndex()
            popup.hide()
            self._on_chosen((chosen if chosen.isValid() else self._entries.index(0, 0)).data(_WORDS))

    def _jump(self, target: tuple[str, str]) -> None:
        """Tell where to go, after the field has taken the completed text, which is then cleared."""
        self._jumping = True
        self._target = target
        QTimer.singleShot(0, self, self._tell)

    @Slot()
    def _tell(self) -> None:
        if self._jumping:
            self._jumping = False
            self.clear()
            self.jumped.emit(self._target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ARROWS and self.completer().popup().isVisible():
            event.ignore()  # the completer acts on what its field did not take
        else:
            super().keyPressEvent(event)
