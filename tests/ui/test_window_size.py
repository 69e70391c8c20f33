"""The window as the program starts it lies on the screen as a whole, at every scale."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evalapp.ui import app
from evalapp.ui.main_window import MINIMUM, MainWindow
from tests.ui.windows import Screen


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> MainWindow:
    return Screen(qapp, qtbot, tmp_path / "home").window


def test_a_large_screen_shows_the_window_at_its_size(window: MainWindow) -> None:
    app.fit_to_screen(window, QRect(0, 0, 1920, 1040))
    assert not window.isMaximized()
    assert (window.width(), window.height()) == (1366, 768)


@pytest.mark.parametrize("size", [(1366, 768), (1366, 728), (1093, 614), (910, 512)])
def test_a_small_screen_is_filled(window: MainWindow, size: tuple[int, int]) -> None:
    window.hide()
    app.fit_to_screen(window, QRect(10, 20, *size))
    assert window.isMaximized()
    assert window.geometry() == QRect(10, 20, *size)


def test_the_minimum_size_is_kept(window: MainWindow) -> None:
    window.hide()
    app.fit_to_screen(window, QRect(0, 0, 683, 384))
    assert (window.width(), window.height()) == MINIMUM


def test_the_program_starts_on_its_screen(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    def windows() -> list[MainWindow]:
        return [one for one in qapp.topLevelWidgets() if isinstance(one, MainWindow)]

    before = windows()
    seen: list[bool] = []

    def run(_application: QApplication) -> int:
        (window,) = [one for one in windows() if one not in before]
        room = window.screen().availableGeometry().size().expandedTo(window.minimumSize())
        seen.append(window.size().boundedTo(room) == window.size())
        window.close()
        return 0

    monkeypatch.setattr(app, "_make_application", lambda _arguments: qapp)
    monkeypatch.setattr(QApplication, "exec", run)
    assert app.run_app([]) == 0
    assert seen == [True]
