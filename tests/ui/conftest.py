"""What every test of the interface needs: the appearance."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from evalapp.ui.theme.appearance import Appearance, install_appearance

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen plug-in warns for every window with size hints; that says nothing about us."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True))


@pytest.fixture(autouse=True)
def appearance(qapp: QApplication) -> Appearance:
    """The light theme at scale 1, whatever the test before put in force."""
    installed = install_appearance(qapp, RESOURCES)
    if installed.mode != "light" or installed.theme.font_scale != 1.0 or not qapp.styleSheet():
        installed.use("light", 1.0)
    return installed
