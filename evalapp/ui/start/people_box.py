"""The box in which the assessors of a new project are typed, and what is said under it."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.entry.roster import Roster
from evalapp.entry.sharing import Mode
from evalapp.ui.start.field_rows import mode_segments
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.field_row import tell
from evalapp.work.create import Assessor
from evalapp.work.typed_assessors import typed_assessors

_PAUSE_MS = 1000
_NEEDED: dict[Mode, int] = {"single": 1, "double": 2, "all": 1, "sample": 2}


class PeopleBox(QPlainTextEdit):
    """Names and codes, one person a line. A line that is being typed is not called wrong before it is done.

    Signals:
        settled: typing has paused, or the line or the box was left.
    """

    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = 0
        self._lines = 1
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.settled)
        self.setTabChangesFocus(True)
        self.setFixedHeight(5 * current_theme().line())
        self.setPlaceholderText(_("Wang Xiaolan, WXL\nZhao Qiming, ZQM"))
        self.setAccessibleName(_("People who answer"))
        self.setAccessibleDescription(_explained())
        self.textChanged.connect(self._on_text_changed)
        self.cursorPositionChanged.connect(self._on_moved)

    @property
    def is_settled(self) -> bool:
        """Whether nobody is in the middle of a line."""
        return not self._pause.isActive()

    def people(self) -> tuple[Assessor, ...]:
        """Who was typed. Raises AppError("assessors") with every line that is wrong."""
        return typed_assessors(self.toPlainText())

    @Slot()
    def _on_text_changed(self) -> None:
        lines = self.blockCount()
        if self.hasFocus() and lines == self._lines:
            self._pause.start()
        self._lines = lines

    @Slot()
    def _on_moved(self) -> None:
        line = self.textCursor().blockNumber()
        if line != self._line:
            self._line = line
            self._settle()

    def _settle(self) -> None:
        if self._pause.isActive():
            self._pause.stop()
            self.settled.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._settle()


def tell_people(label: QLabel, box: PeopleBox, roster: Roster, mode: Mode) -> tuple[Assessor, ...]:
    """Say under the box how many there are, or what is wrong; the people, none while they cannot be taken."""
    try:
        people = box.people()
    except AppError as error:
        said = error.message if box.is_settled else _explained()
        tell(label, said, wrong=box.is_settled)
        return ()
    if not people:
        tell(label, _explained())
        return ()
    words = ngettext("{n} assessor", "{n} assessors", len(people)).format(n=len(people))
    if len(people) < _NEEDED[mode]:
        way = next(segment.text for segment in mode_segments() if segment.code == mode)
        words = _("{people}; “{way}” needs at least {n}.").format(people=words, way=way, n=_NEEDED[mode])
        tell(label, words, wrong=box.is_settled)
        return ()
    cities = sum(1 for unit in roster if not unit.parent)
    if cities and mode != "sample":
        each = len(people) if mode == "all" else _NEEDED[mode]
        words = _("{people}, up to {n} cities each").format(people=words, n=-(-cities * each // len(people)))
    tell(label, words)
    return people


def _explained() -> str:
    return _("One person a line: the name, then a short code, with a comma, a space or a tab between them.")
