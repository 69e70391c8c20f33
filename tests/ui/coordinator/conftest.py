"""An office whose two assessors have answered one city."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evalapp.ui.coordinator.decide_page import DecideSection
from tests.people import Desk, Field, founded
from tests.ui.coordinator.office import CITY, Office, differing, office_of


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """One city, two assessors."""
    return founded(tmp_path, codes=("WXL", "ZQM"), units=(CITY,), synthetic=True)


@pytest.fixture
def field_work(desk: Desk) -> tuple[Field, Field]:
    """Both have answered everything; they differ in A2 and B1."""
    wang, zhao = desk.assessor("WXL"), desk.assessor("ZQM")
    differing(wang, zhao)
    return wang, zhao


@pytest.fixture
def office(desk: Desk, qapp: QApplication, qtbot: QtBot) -> Iterator[Office]:
    """The page on an empty project."""
    made = office_of(desk, qtbot)
    yield made
    made.page.release()
    made.page.close()
    made.runner.close()
    made.page.deleteLater()
    assert made.told.errors == []


@pytest.fixture
def merged(office: Office, field_work: tuple[Field, Field]) -> Office:
    """The page after both submissions were merged."""
    office.adds(*(person.hands_in() for person in field_work))
    office.click(office.page.board.inbox.merge_button)
    return office


@pytest.fixture
def decide(merged: Office) -> DecideSection:
    """The page on the first of two differences."""
    merged.go("decide")
    merged.page.activateWindow()
    merged.page.setFocus()
    merged.qtbot.waitUntil(merged.page.isActiveWindow)
    return merged.page.decide
