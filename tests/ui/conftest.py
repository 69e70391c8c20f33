"""What every test of the interface needs: the appearance."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from evalapp.ui.theme.appearance import Appearance, install_appearance

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen plug-in warns of what it leaves out, for windows and popups; that says nothing about us."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            ignored = "does not support (propagateSizeHints|raise|grabbing)"
            item.add_marker(pytest.mark.qt_log_ignore(ignored, extend=True))


@pytest.fixture(autouse=True)
def appearance(qapp: QApplication) -> Appearance:
    """The light theme at scale 1, whatever the test before put in force."""
    installed = install_appearance(qapp, RESOURCES)
    if installed.mode != "light" or installed.theme.font_scale != 1.0 or not qapp.styleSheet():
        installed.use("light", 1.0)
    return installed
