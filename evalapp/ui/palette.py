"""The command palette: everything that can be done where one is, found by typing (Ctrl+K)."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.commands import Command, Kind
from evalapp.ui.finding import fit
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.palette_list import PaletteList, PaletteRow
from evalapp.ui.widgets.search_field import SearchField

_WIDE, _ROWS = 560, 12
_TOP, _ROOM = 0.08, 0.84
PREFIXES: dict[str, Kind] = {">": "command", "#": "item", "@": "place"}
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class Palette(QFrame):
    """A field and the commands that fit it. Enter runs the one chosen; Esc or a click elsewhere takes the palette away.

    The focus goes back to where it was before anything is run.
    """

    def __init__(self, commands: Sequence[Command], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        theme = current_theme()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("message", "toast")
        self.setAccessibleName(_("Commands"))
        self._commands = tuple(commands)
        self._over = parent
        self._before = QApplication.focusWidget()
        self.field = _Field(_("Command, item or city"))
        self.field.textChanged.connect(self._show)
        self.list = PaletteList()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.run_asked.connect(self._run)
        self.field.drives(self.list)
        self._nothing = text_label(tone="text_2", wrap=True)
        self._nothing.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s2)
        hint = text_label(_("> commands · # items · @ cities"), type="caption", tone="text_3")
        hint.setContentsMargins(theme.space.s2, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s2, theme.space.s2, theme.space.s2, theme.space.s2)
        column.setSpacing(theme.space.s1)
        column.addWidget(self.field)
        column.addWidget(hint)
        column.addWidget(self.list)
        column.addWidget(self._nothing)
        self.setFocusProxy(self.field)
        self._show("")

    def show_over(self, window: QWidget) -> None:
        """Show in the top third of a window, as high as twelve rows and no higher than it."""
        theme = current_theme()
        self.setFixedWidth(min(theme.scaled(_WIDE), window.width() - 2 * theme.space.s4))
        row = self.list.sizeHintForRow(0)
        rest = self.sizeHint().height() - self.list.sizeHint().height()
        rows = min(_ROWS, int((window.height() * _ROOM - rest) // row))
        self.list.setFixedHeight(rows * row)
        self._nothing.setFixedHeight(rows * row)
        self.adjustSize()
        down = round(window.height() * _TOP)
        self.move(window.mapToGlobal(QPoint((window.width() - self.width()) // 2, down)))
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot(str)
    def _show(self, typed: str) -> None:
        words = typed.strip()
        kind = PREFIXES.get(words[:1])
        rows = _rows(self._commands, words[1:] if kind else words, kind)
        self.list.set_state(rows)
        self.list.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        self._nothing.setText(
            _("Nothing is called “{words}”. Codes, names, pinyin and initials are found.").format(words=words)
            if words
            else _("There is nothing to choose here.")
        )

    @Slot(object)
    def _run(self, place: str) -> None:
        command = self._commands[int(place)]
        self.close()
        QTimer.singleShot(0, self._over, partial(_call, command))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._over.window().activateWindow()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)


class _Field(SearchField):
    """Typing stays here while the arrows and Enter act on the list."""

    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder, characters=30)
        self._list: PaletteList | None = None

    def drives(self, rows: PaletteList) -> None:
        """Let the keys of this field move in a list."""
        self._list = rows

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._list is None:
            super().keyPressEvent(event)
        elif key in _STEPS:
            self._list.step(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._list.run_chosen()
        elif key == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


def _call(command: Command) -> None:
    command.run()


def _rows(commands: Sequence[Command], typed: str, kind: Kind | None) -> list[PaletteRow]:
    """The commands that fit, each group under its head. Groups stand in their order, or the one with the best fit first."""
    groups: dict[str, list[tuple[int, int]]] = {}
    for place, command in enumerate(commands):
        found = fit(typed, (command.text, *command.words, command.key))
        if found is not None and kind in (None, command.kind):
            groups.setdefault(command.group, []).append((found, place))
    order = list(groups)
    if typed:
        order.sort(key=lambda group: min(groups[group])[0])
    rows = []
    for group in order:
        rows.append(PaletteRow(id=group, text=group, head=True))
        places = [place for _found, place in sorted(groups[group])]
        rows += [
            PaletteRow(
                id=str(place),
                text=commands[place].text,
                key=commands[place].key,
                why_not=commands[place].why_not,
            )
            for place in places
        ]
    return rows
