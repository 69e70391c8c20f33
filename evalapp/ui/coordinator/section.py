"""What every section of the coordinator's page is: it reads and writes away from the GUI thread, and follows changes."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from evalapp.base.errors import Cancelled
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.ui.changes import Change
from evalapp.ui.commands import Commands
from evalapp.ui.page import Keys
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.leading import Leading
from evalapp.work.project import Project

T = TypeVar("T")


class Section(Leading):
    """One section. It loads when it is first shown, and again after a change of its ``kinds``, at once if it is visible.

    Signals:
        asked_for: the code of another section that the user wants to see.
        cell_asked: unit and item of a cell that the user wants to see side by side.
        unit_asked: the key of a unit that the user wants to see among the results.
        counted: how much waits in the section, which the list of sections shows; None for nothing to say.
    """

    kinds: frozenset[str] = frozenset()
    asked_for = Signal(object)
    cell_asked = Signal(str, str)
    unit_asked = Signal(str)
    counted = Signal(object)

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self.services = services
        self._stale = True
        self._stopped = False
        self.setProperty("ground", "window")
        services.changes.changed.connect(self._on_changed)

    def load(self) -> None:
        """Read what the section shows, anew; what is selected stays selected."""

    def keys(self) -> Keys:
        """The keys of the section as it is shown now."""
        return ()

    def commands(self, group: str) -> Commands:
        """What can be done in the section as it is shown now, listed under ``group``."""
        return ()

    def place(self) -> object:
        """Where the user is in the section."""
        return None

    def return_to(self, place: object) -> None:
        """Go to where :meth:`place` was asked."""

    def run(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        *,
        failed: Callable[[Exception], None] | None = None,
        name: str = "",
    ) -> None:
        """Run work away from the GUI thread for this section; what fails is shown by the window."""
        self.services.runner.run(self, work, done=done, failed=failed or self.on_failed, name=name)

    def on_failed(self, error: Exception) -> None:
        """Show why work did not succeed; stopping it is no failure."""
        if isinstance(error, Cancelled):
            self.services.toast(_("Stopped. Nothing was written."))
        else:
            self.services.failed(error)

    def stop(self) -> None:
        """Read and write nothing any more: the project is given back, or another page shows it."""
        self._stopped = True

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.touches(*self.kinds):
            self._stale = True
            self._load_if_seen()

    def _load_if_seen(self) -> None:
        if self._stale and self.isVisible() and not self._stopped:
            self._stale = False
            self.load()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._load_if_seen()


def column_of(widget: QWidget) -> QVBoxLayout:
    """The page's column: its edge and the distance of its cards."""
    theme = current_theme()
    column = QVBoxLayout(widget)
    column.setContentsMargins(theme.space.s4, theme.space.s2, theme.space.s4, theme.space.s3)
    column.setSpacing(theme.space.s2)
    return column


def press_by(keys: tuple[str, ...], owner: QObject, slot: Callable[[], None]) -> None:
    """Call ``slot`` when one of ``keys`` is pressed in the window while ``owner`` can be seen."""
    for key in keys:
        QShortcut(QKeySequence(key), owner).activated.connect(slot)


class KeyPress(QShortcut):
    """A plain key that is pressed while ``owner`` can be seen and no text is being typed.

    Signals:
        pressed_key: the key, as printed on the control.
    """

    pressed_key = Signal(object)

    def __init__(self, key: str, owner: QObject) -> None:
        super().__init__(QKeySequence(key), owner)
        self._key = key
        self.activated.connect(self._on_activated)

    @Slot()
    def _on_activated(self) -> None:
        self.pressed_key.emit(self._key)


CTRL_ENTER = ("Ctrl+Return", "Ctrl+Enter")
