"""Pages in a real main window, for tests of the interface."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from evalapp.ui.app import make_window
from evalapp.ui.assessor.page import EntryPage
from evalapp.ui.main_window import MainWindow
from evalapp.work.session import Session

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
