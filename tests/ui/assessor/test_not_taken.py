"""A value that its scale refuses is told wherever one looks, until it is mended or gone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evalapp.ui.assessor.modes import GRID
from evalapp.ui.assessor.states import summary_state, tree_nodes
from evalapp.ui.widgets.models.item_tree import ItemNode
from evalapp.work.answers import Entered
from tests.people import founded
from tests.ui.windows import Screen, window_on

CITY = "370100"


@pytest.fixture
def screen(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    """A project in which B2 was answered 50, and 985 was typed over it; the card shows A1."""
    field = founded(tmp_path / "desk", codes=("WXL", "ZQM"), units=(CITY, "370200")).assessor("WXL")
    with window_on(field, qapp, qtbot) as made:
        enters(made, "50")
        enters(made, "985")
        made.entry.go_to(CITY, "A1")
        yield made


def enters(screen: Screen, value: str) -> None:
    screen.entry.desk.enter(CITY, "B2", Entered(state="answered", value=value), new_value=True)
    screen.waits()


def leaves(nodes: tuple[ItemNode, ...]) -> dict[str, str]:
    found = {}
    for node in nodes:
        found |= leaves(node.children) if node.children else {node.code: str(node.status)}
    return found


def errors(screen: Screen) -> int:
    return next(row.errors for row in screen.entry.desk.units if row.unit.key == CITY)


def told(screen: Screen) -> tuple[str, str, list[str], int]:
    """The tree's icon, the folded row's chip, the rows of the list, the errors of the city."""
    page = screen.entry.desk.page(CITY)
    chip = summary_state(page.tree.node("B2"), page).chip
    rows = [row.why for _one, row in screen.entry.panes.problems._problems if row.what.startswith("B2")]
    return leaves(tree_nodes(page))["B2"], "" if chip is None else chip.text, rows, errors(screen)


def test_it_is_told_in_the_tree_the_rows_the_list_and_the_counts(screen: Screen) -> None:
    status, chip, rows, n = told(screen)
    assert (status, chip, n) == ("error", "Value not taken", 1)
    (why,) = rows
    assert "“985” is above the highest value 100" in why
    assert why.endswith("“50” stands.")
    enters(screen, "60")
    assert told(screen) == ("answered", "", [], 0)


def test_f8_leads_to_it(screen: Screen) -> None:
    screen.entry.panes.next_problem()
    screen.waits()
    assert screen.entry.here() == (CITY, "B2")


def test_it_is_told_anew_in_another_language(screen: Screen) -> None:
    screen.window.change_language("zh_CN")
    screen.waits()
    assert "保留" in screen.entry.desk.refusal(CITY, "B2")
    screen.window.change_language("en")
    screen.waits()
    assert screen.entry.desk.refusal(CITY, "B2").endswith("“50” stands.")


def test_nothing_stood_before(screen: Screen) -> None:
    screen.entry.desk.enter(CITY, "B1", Entered(state="answered", value="12/10"), new_value=True)
    screen.waits()
    assert "The item is still unanswered." in screen.entry.desk.refusal(CITY, "B1")


def test_the_table_copies_what_stands(screen: Screen, qapp: QApplication) -> None:
    screen.entry.modes.go(GRID)
    screen.waits()
    grid = screen.entry.grid
    grid.view.go_to((CITY, "B2"))
    screen.qtbot.keyClick(grid.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert qapp.clipboard().text().strip() == "50"


def test_handing_in_is_held_back_with_the_sign_of_an_error(screen: Screen) -> None:
    screen.entry.check()
    assert screen.entry.here() == (CITY, "B2")
    assert not screen.entry.handing_in
    assert screen.window.toast.isVisible()
    assert screen.window.toast.icon.icon == "alert-circle-outline"
    screen.window.services.toast("done")
    assert screen.window.toast.icon.icon == "check"
