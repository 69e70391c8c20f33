"""Pages in a real main window, for tests of the interface."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from evalapp.ui.app import make_window
from evalapp.ui.assessor.page import EntryPage
from evalapp.ui.main_window import MainWindow
from evalapp.work.session import Session
from tests.people import Field

SHIPPED = Path(__file__).resolve().parents[2] / "forms"


class Screen:
    """A main window of one account, driven by its widgets."""

    def __init__(self, qapp: QApplication, qtbot: QtBot, home: Path) -> None:
        self.qtbot = qtbot
        self.session = Session(home=home, forms=SHIPPED)
        self.window: MainWindow = make_window(qapp, self.session)
        qtbot.addWidget(self.window)
        self.window.show()

    @property
    def entry(self) -> EntryPage:
        assert isinstance(self.window.page, EntryPage)
        return self.window.page

    def waits(self) -> None:
        self.qtbot.waitUntil(lambda: not self.window.runner.busy, timeout=30_000)

    def waits_for(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=30_000)

    def clicks(self, widget: QWidget) -> None:
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.waits()

    def presses(self, keys: str) -> None:
        """Keys on the card, which has the focus."""
        self.entry.cards.card.setFocus()
        self.qtbot.keyClicks(self.entry.cards.card, keys)
        self.waits()


@contextmanager
def window_on(
    field: Field, qapp: QApplication, qtbot: QtBot, size: tuple[int, int] | None = None
) -> Iterator[Screen]:
    """An assessor's project, closed where it was and open in a window of ``size`` as long as the block lasts."""
    path, home = field.project.path, field.session.home
    field.project.close()
    made = Screen(qapp, qtbot, home)
    if size is not None:
        made.window.resize(*size)
    made.window.open_file(path)
    yield made
    made.window.close()


def focused() -> QWidget:
    """What has the focus."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def presses_key(
    screen: Screen, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """A key where the focus is, and all that follows from it."""
    screen.qtbot.keyClick(focused(), key, modifier)
    screen.waits()
