"""Last year's value beside the field in a real window: on the card, among its options, beside the table; never an answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from evalapp.base.tables import parse_csv
from evalapp.entry.columns import SCORES
from evalapp.ui.widgets.option_row import OptionRow
from evalapp.work.earlier import earlier_of_table, keep_earlier
from tests.people import founded
from tests.ui.fit import clipped, unnamed
from tests.ui.windows import Screen, window_on

CITY, OTHER = "370100", "370200"
TABLE = "unit,item,value,state\n370100,A2,part,\n370100,B2,25.5,\n370100,A1,,unable\n"


@pytest.fixture
def screen(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    desk = founded(tmp_path / "desk", codes=("WXL",), units=(CITY, OTHER), mode="all")
    keep_earlier(desk.project, earlier_of_table(desk.project, parse_csv(TABLE, "2021.csv", SCORES), "2021"))
    desk.writes_tasks()
    field = desk.assessor("WXL")
    with window_on(field, qapp, qtbot, (1366, 706)) as made:
        yield made


def said(screen: Screen) -> set[str]:
    return {label.text() for label in screen.entry.findChildren(QLabel) if label.isVisible()}


def options(screen: Screen) -> dict[str, str]:
    rows = screen.entry.cards.card.findChildren(OptionRow)
    return {row.look.option.value: row.accessibleName() for row in rows if row.isVisible()}


def test_the_card_says_it_and_marks_the_option(screen: Screen) -> None:
    screen.entry.go_to(CITY, "A2")
    assert "2021: Part" in said(screen)
    marked = [value for value, name in options(screen).items() if "as in the edition before" in name]
    assert marked == ["part"]
    assert screen.entry.desk.entered(CITY, "A2").state == "blank", "it is no answer"
    assert clipped(screen.window) == []
    assert unnamed(screen.window) == []
    screen.entry.go_to(CITY, "B2")
    assert "2021: 25.5" in said(screen)
    screen.entry.go_to(CITY, "A1")
    assert "2021: Unable to assess" in said(screen)


def test_where_nothing_is_known_nothing_is_said(screen: Screen) -> None:
    for cell in ((CITY, "A3"), (OTHER, "A2")):
        screen.entry.go_to(*cell)
        assert not any(text.startswith("2021") for text in said(screen))
    assert not any("before" in name for name in options(screen).values())


def test_it_stands_beside_the_table_too(screen: Screen) -> None:
    screen.entry.modes.go("grid")
    screen.entry.grid.view.go_to((CITY, "A2"))
    screen.entry.grid.panes.open_side(True)
    assert any("2021: Part" in text for text in said(screen))


def test_what_is_chosen_now_stands_beside_what_it_was(screen: Screen) -> None:
    screen.entry.go_to(CITY, "A2")
    screen.presses("1")
    assert screen.entry.desk.page(CITY).entries["A2"].entered.value == "full"
    assert "2021: Part" in said(screen)
