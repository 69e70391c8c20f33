"""What was changed about who answers what, the latest first, each with the way back."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.clock import local_time
from evalapp.base.i18n import _, ngettext
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.labels import ElidedLabel, IconLabel
from evalapp.work.assignment_log import LogLine

_LISTED = 30


class AssignmentLogCard(QFrame):
    """Folded at first; hidden while nothing was changed since the founding.

    Signals:
        take_back_asked: the id of a change.
    """

    take_back_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._lines: tuple[LogLine, ...] = ()
        self._rows: list[_LogRow] = []
        self._open = False
        self.setProperty("card", "true")
        self.head = Button(icon="chevron-right", look="flat")
        self.head.clicked.connect(self._on_folded)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.space.s2, theme.space.s1, theme.space.s2, theme.space.s1)
        self._column.setSpacing(theme.space.s0)
        self._column.addWidget(self.head)
        self.hide()

    def set_state(self, lines: Sequence[LogLine]) -> None:
        """Show these changes; the same ones again are left alone."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            for old in self._rows:
                self._column.removeWidget(old)
                old.hide()
                old.deleteLater()
            self._rows = [_LogRow(line, self) for line in lines[:_LISTED]]
            for row in self._rows:
                row.take_back_asked.connect(self.take_back_asked)
                self._column.addWidget(row)
        self._show()

    def rows(self) -> Sequence["_LogRow"]:
        """The changes listed."""
        return self._rows

    def _show(self) -> None:
        self.setVisible(bool(self._lines))
        words = ngettext("{n} change since the founding", "{n} changes since the founding", len(self._lines))
        self.head.setText(words.format(n=len(self._lines)))
        self.head.set_icon_name("chevron-down" if self._open else "chevron-right")
        for row in self._rows:
            row.setVisible(self._open)

    @Slot()
    def _on_folded(self) -> None:
        self._open = not self._open
        self._show()


class _LogRow(QWidget):
    """One change: when, by whom, what, why."""

    take_back_asked = Signal(str)

    def __init__(self, line: LogLine, parent: QWidget) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.line = line
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space.s2, 0, theme.space.s1, 0)
        row.setSpacing(theme.space.s2)
        row.addWidget(IconLabel("account-switch-outline", "text_3", "icon_sm"))
        row.addWidget(ElidedLabel(change_words(line)), 2)
        about = _(", ").join(filter(None, (local_time(line.at), line.by, line.reason)))
        row.addWidget(ElidedLabel(about, type="caption", tone="text_3"), 1)
        self.back = Button(_("Take back"), look="link")
        self.back.setEnabled(line.stands)
        self.back.setToolTip("" if line.stands else _("A later change has overtaken a part of it."))
        self.back.clicked.connect(self._on_back)
        row.addWidget(self.back)

    @Slot()
    def _on_back(self) -> None:
        self.take_back_asked.emit(self.line.id)


def change_words(line: LogLine) -> str:
    """What a change did, in a line."""
    parts = []
    if line.given:
        parts.append(_("{n} assigned").format(n=line.given))
    if line.taken:
        parts.append(_("{n} taken away").format(n=line.taken))
    if line.barred:
        parts.append(_("{n} barred").format(n=line.barred))
    what = _(", ").join(parts)
    names = _(", ").join(line.names[:3]) + ("…" if len(line.names) > 3 else "")
    units = _(", ").join(line.units[:2]) + ("…" if len(line.units) > 2 else "")
    return _("{what}: {names}; {units}").format(what=what, names=names, units=units)
