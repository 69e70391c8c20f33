"""Working by item in a real window: one item for one city after the other, with every city's answer in view."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evalapp.form.tree import Tree
from evalapp.ui.assessor import by_item
from evalapp.ui.assessor.city_answers import CityAnswers
from evalapp.ui.assessor.history import HistoryPanel
from evalapp.ui.assessor.item_states import spread
from evalapp.ui.assessor.private_note import PrivateNotePanel
from evalapp.ui.widgets.answers_table import ANSWER, AnswersTable
from evalapp.ui.widgets.models.item_tree import ItemNode
from evalapp.work.answering import record_answer
from evalapp.work.answers import Entered, UnitPage, unit_page
from evalapp.work.project import open_project
from tests import all_kinds
from tests.people import founded
from tests.ui.fit import clipped, unnamed
from tests.ui.windows import Screen, focused, presses_key, window_on

JINAN, QINGDAO, ZIBO = "370100", "370200", "370300"
CTRL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def screen(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    """Three cities of which one is answered for A1 and has an error at B3."""
    field = founded(tmp_path / "desk", codes=("WXL", "ZQM")).assessor("WXL")
    record_answer(
        field.project, QINGDAO, "A1", Entered(state="answered", value="yes", justification="On its page")
    )
    record_answer(field.project, QINGDAO, "B3", Entered(state="unable"))
    with window_on(field, qapp, qtbot, (1366, 706)) as made:
        made.entry.go_to(JINAN, "A1")
        made.entry.cards.card.setFocus()
        made.waits_for(lambda: QApplication.focusWidget() is not None)
        press(made, Qt.Key.Key_2, CTRL)
        yield made


def press(screen: Screen, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    """A key where the focus is; what several changes ask for is shown together, a moment later."""
    presses_key(screen, key, modifier)
    QApplication.processEvents()


def answers(screen: Screen) -> CityAnswers:
    return screen.entry.panes.answers


def table(screen: Screen) -> AnswersTable:
    return answers(screen).table


def words(screen: Screen) -> list[tuple[str, str]]:
    model = table(screen).model()
    rows = table(screen).rows()
    return [(row.city, model.index(place, ANSWER).data()) for place, row in enumerate(rows)]


def bound(screen: Screen) -> tuple[str, str] | None:
    return screen.entry.cards.card.bound


def in_file(screen: Screen, unit: str, item: str) -> Entered:
    with open_project(screen.session, screen.entry.project.path) as project:
        return unit_page(project, unit).entries[item].entered


def leaves(nodes: tuple[ItemNode, ...]) -> dict[str, ItemNode]:
    found = {node.code: node for node in nodes}
    for node in nodes:
        found |= leaves(node.children)
    return found


def test_the_three_ways_keep_the_city_and_the_item(screen: Screen) -> None:
    press(screen, Qt.Key.Key_Down, CTRL)
    assert bound(screen) == (QINGDAO, "A1")
    press(screen, Qt.Key.Key_3, CTRL)
    assert screen.entry.grid.view.here == (QINGDAO, "A1")
    press(screen, Qt.Key.Key_Right)
    press(screen, Qt.Key.Key_2, CTRL)
    assert bound(screen) == (QINGDAO, "A2")
    assert answers(screen).isVisible()
    assert not screen.entry.cities.isVisible()
    assert screen.entry.panes.modes.on == "item"
    press(screen, Qt.Key.Key_1, CTRL)
    assert bound(screen) == (QINGDAO, "A2")
    assert not answers(screen).isVisible()
    assert screen.entry.cities.isVisible()
    assert screen.entry.cards.card.hasFocus()


def test_every_city_stands_with_its_answer_and_its_trouble(screen: Screen) -> None:
    assert words(screen) == [(JINAN, "Unanswered"), (QINGDAO, "Yes"), (ZIBO, "Unanswered")]
    assert answers(screen).spread.text() == "1 of 3 answered: 1 × Yes"
    row = table(screen).rows()[1]
    assert (row.points, row.note) == ("10 points", "On its page")
    screen.entry.go_to(QINGDAO, "B3")
    row = table(screen).rows()[1]
    assert (row.answer, row.problem) == ("Unable to assess", "error")
    assert row.why
    press(screen, Qt.Key.Key_F8)
    assert bound(screen) == (QINGDAO, "B3")


def test_the_items_count_their_cities(screen: Screen) -> None:
    found = leaves(screen.entry.items._model._nodes)  # type: ignore[arg-type]
    assert (found["A1"].done, found["A1"].total, found["A1"].status) == (1, 3, "blank")
    assert found["B3"].status == "error"
    for key in (Qt.Key.Key_1, Qt.Key.Key_Return, Qt.Key.Key_1):
        press(screen, key)
    found = leaves(screen.entry.items._model._nodes)  # type: ignore[arg-type]
    assert (found["A1"].done, found["A1"].total, found["A1"].status) == (3, 3, "answered")


def test_one_item_is_answered_for_every_city_by_keyboard_alone_then_the_next(screen: Screen) -> None:
    press(screen, Qt.Key.Key_1)
    press(screen, Qt.Key.Key_Return)
    assert bound(screen) == (ZIBO, "A1")
    press(screen, Qt.Key.Key_2)
    press(screen, Qt.Key.Key_Return)
    assert bound(screen) == (JINAN, "A2")
    for digit in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_2):
        press(screen, digit)
        press(screen, Qt.Key.Key_Return)
    assert bound(screen) == (JINAN, "A3")
    assert in_file(screen, JINAN, "A1").value == "yes"
    assert in_file(screen, ZIBO, "A1").value == "no"
    assert [in_file(screen, unit, "A2").value for unit in (JINAN, QINGDAO, ZIBO)] == ["full", "part", "part"]
    press(screen, Qt.Key.Key_PageUp, CTRL)
    assert bound(screen) == (JINAN, "A2")
    assert answers(screen).spread.text() == "3 of 3 answered: 1 × Full, 2 × Part"


def test_the_last_open_answer_is_followed_by_the_first_and_then_by_none(screen: Screen) -> None:
    desk = screen.entry.desk
    values = {"A1": "yes", "A2": "full", "A3": "time", "B1": "4", "B2": "10", "B3": "19/20"}
    for unit in (JINAN, QINGDAO, ZIBO):
        for item, value in values.items():
            if (unit, item) not in ((JINAN, "A2"), (ZIBO, "B3")):
                desk.enter(unit, item, Entered(state="answered", value=value), new_value=True)
    screen.waits()
    screen.entry.go_to(ZIBO, "B3")
    for text in ("1", "9", "/", "2", "0"):
        screen.qtbot.keyClicks(focused(), text)
    press(screen, Qt.Key.Key_Return, CTRL)
    assert bound(screen) == (JINAN, "A2")
    press(screen, Qt.Key.Key_3)
    press(screen, Qt.Key.Key_Return)
    assert bound(screen) == (JINAN, "A2")
    assert screen.window.toast.accessibleName() == "Nothing is open in any of your cities."


def test_keys_go_along_the_cities_and_turn_the_item(screen: Screen) -> None:
    press(screen, Qt.Key.Key_Down, CTRL)
    press(screen, Qt.Key.Key_Down, CTRL)
    press(screen, Qt.Key.Key_Down, CTRL)
    assert bound(screen) == (ZIBO, "A1")
    press(screen, Qt.Key.Key_PageDown, CTRL)
    assert bound(screen) == (ZIBO, "A2")
    press(screen, Qt.Key.Key_Up, CTRL)
    assert bound(screen) == (QINGDAO, "A2")
    press(screen, Qt.Key.Key_PageUp, CTRL)
    press(screen, Qt.Key.Key_PageUp, CTRL)
    assert bound(screen) == (QINGDAO, "A1")


def test_a_row_opens_the_card_of_its_city_in_place(screen: Screen) -> None:
    view = table(screen)
    view.setFocus()
    press(screen, Qt.Key.Key_Down)
    assert bound(screen) == (QINGDAO, "A1")
    assert view.hasFocus()
    press(screen, Qt.Key.Key_Down, CTRL)
    assert bound(screen) == (ZIBO, "A1")
    view.setFocus()
    press(screen, Qt.Key.Key_Up)
    press(screen, Qt.Key.Key_Return)
    assert bound(screen) == (QINGDAO, "A1")
    assert screen.entry.cards.card.hasFocus()
    middle = view.visualRect(view.model().index(2, 0)).center()
    screen.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert bound(screen) == (ZIBO, "A1")
    assert screen.entry.cards.card.hasFocus()


def test_several_rows_are_selected_with_the_city_at_hand(screen: Screen) -> None:
    view = table(screen)
    view.setFocus()
    press(screen, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert view.chosen() == (JINAN, QINGDAO)
    assert bound(screen) == (QINGDAO, "A1")
    screen.entry.desk.enter(ZIBO, "A1", Entered(state="answered", value="no"), new_value=True)
    screen.waits()
    assert view.chosen() == (JINAN, QINGDAO)
    press(screen, Qt.Key.Key_Down, CTRL)
    assert view.chosen() == (ZIBO,)


def test_the_card_has_all_its_keys(screen: Screen) -> None:
    press(screen, Qt.Key.Key_0)
    assert words(screen)[0] == (JINAN, "Not found")
    press(screen, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert in_file(screen, JINAN, "A1").confidence == "medium"
    assert table(screen).rows()[0].confidence == "Medium"
    press(screen, Qt.Key.Key_Z, CTRL)
    press(screen, Qt.Key.Key_Z, CTRL)
    assert in_file(screen, JINAN, "A1") == Entered()
    press(screen, Qt.Key.Key_Y, CTRL)
    assert words(screen)[0] == (JINAN, "Not found")
    press(screen, Qt.Key.Key_H, CTRL)
    panel = screen.window.findChild(HistoryPanel)
    assert panel is not None
    panel.close()
    screen.entry.cards.card.setFocus()
    press(screen, Qt.Key.Key_J, CTRL)
    note = screen.window.findChild(PrivateNotePanel)
    assert note is not None
    note.close()


def test_the_panes_are_gone_through_and_the_search_is_there(screen: Screen) -> None:
    panes = screen.entry.panes
    screen.entry.cards.card.setFocus()
    for pane in (table(screen), panes.problems.list, panes.items, screen.entry.cards.card):
        press(screen, Qt.Key.Key_F6)
        assert pane.hasFocus() or pane.isAncestorOf(focused())
    press(screen, Qt.Key.Key_F, CTRL)
    assert panes.search.hasFocus()
    screen.entry.jump(("unit", ZIBO))
    assert bound(screen) == (ZIBO, "A1")
    screen.entry.jump(("item", "B1"))
    assert bound(screen) == (ZIBO, "B1")


def test_a_problem_of_the_item_leads_to_its_city(screen: Screen) -> None:
    screen.entry.go_to(JINAN, "B3")
    problems = screen.entry.problems.list
    model = problems.model()
    listed = [model.index(place, 0).data() for place in range(model.rowCount())]
    names = {row.unit.key: row.unit.full_name for row in screen.entry.desk.units}
    assert listed[0] == names[QINGDAO]
    assert len(listed) == 3
    press(screen, Qt.Key.Key_F8)
    assert bound(screen) == (QINGDAO, "B3")


def test_a_value_that_is_none_is_told_in_its_row_and_holds_enter_back(screen: Screen) -> None:
    screen.entry.go_to(JINAN, "B2")
    for digit in "999":
        screen.qtbot.keyClicks(focused(), digit)
    press(screen, Qt.Key.Key_Return, CTRL)
    assert bound(screen) == (JINAN, "B2")
    row = table(screen).rows()[0]
    assert (row.answer, row.problem) == ("999", "error")
    assert answers(screen).spread.text() == "0 of 3 answered"


def test_what_does_not_apply_is_faint_and_does_not_count(screen: Screen) -> None:
    screen.entry.desk.enter(QINGDAO, "A1", Entered(state="answered", value="no"), new_value=True)
    screen.waits()
    screen.entry.go_to(JINAN, "A3")
    rows = table(screen).rows()
    assert [row.applies for row in rows] == [True, False, True]
    assert words(screen)[1] == (QINGDAO, "Not applicable")
    assert answers(screen).spread.text() == "0 of 2 answered"
    press(screen, Qt.Key.Key_1)
    press(screen, Qt.Key.Key_Return)
    assert bound(screen) == (ZIBO, "A3")
    screen.entry.desk.enter(ZIBO, "A1", Entered(state="answered", value="no"), new_value=True)
    screen.waits()
    screen.waits_for(lambda: [row.applies for row in table(screen).rows()] == [True, False, False])
    assert answers(screen).spread.text() == "1 of 1 answered: 1 × 4 points"


def test_sub_units_have_items_of_their_own(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    desk = founded(tmp_path / "k", codes=("WXL",), form=all_kinds.FORM, roster=all_kinds.roster(), mode="all")
    field = desk.assessor("WXL")
    field.project.close()
    screen = Screen(qapp, qtbot, field.session.home)
    screen.window.resize(1366, 706)
    screen.window.open_file(field.project.path)
    screen.entry.cards.card.setFocus()
    screen.waits_for(lambda: QApplication.focusWidget() is not None)
    screen.entry.go_to(all_kinds.YANJI, "B1")
    press(screen, Qt.Key.Key_2, CTRL)
    assert [row.name for row in table(screen).rows()][:2] == ["济南市 · 燕矶镇", "济南市 · 城关镇"]
    assert len(table(screen).rows()) == 4
    for item in (leaf.code for leaf in screen.entry.project.tree.leaves):
        screen.entry.go_to_item(item)
        QApplication.processEvents()
        assert clipped(screen.window) == []
        here = bound(screen)
        assert here is not None
        assert here[0] in [row.city for row in table(screen).rows() if not row.closed]
    screen.window.close()


def test_one_city_alone_is_worked_through_item_by_item(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    field = founded(tmp_path / "desk", codes=("WXL", "ZQM"), units=(JINAN,)).assessor("WXL")
    field.project.close()
    screen = Screen(qapp, qtbot, field.session.home)
    screen.window.open_file(field.project.path)
    screen.entry.cards.card.setFocus()
    screen.waits_for(lambda: QApplication.focusWidget() is not None)
    press(screen, Qt.Key.Key_2, CTRL)
    press(screen, Qt.Key.Key_1)
    press(screen, Qt.Key.Key_Return)
    assert bound(screen) == (JINAN, "A2")
    assert len(table(screen).rows()) == 1
    screen.window.close()


def test_an_answer_makes_one_city_be_looked_through_again(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    was = by_item.standing

    def counting(page: UnitPage) -> object:
        looked.append(page.unit.key)
        return was(page)

    monkeypatch.setattr(by_item, "standing", counting)
    press(screen, Qt.Key.Key_1)
    screen.waits_for(lambda: words(screen)[0] == (JINAN, "Yes"))
    assert set(looked) == {JINAN}
    looked.clear()
    press(screen, Qt.Key.Key_PageDown, CTRL)
    press(screen, Qt.Key.Key_Down, CTRL)
    assert looked == []


def test_in_a_small_window_the_items_drop_down(screen: Screen) -> None:
    screen.window.resize(910, 512)
    screen.waits_for(lambda: screen.entry.width() == 910)
    assert not screen.entry.items.isVisible()
    screen.clicks(screen.entry.cards._tree)
    assert screen.entry.items.isVisible()
    screen.entry.items.leaf_chosen.emit("B1")
    assert not screen.entry.items.isVisible()
    assert bound(screen) == (JINAN, "B1")


def test_the_way_and_the_place_outlive_the_language(screen: Screen) -> None:
    screen.entry.go_to(ZIBO, "B1")
    screen.window.change_language("zh_CN")
    screen.waits()
    assert screen.entry.panes.arranged == "item"
    assert bound(screen) == (ZIBO, "B1")
    assert answers(screen).spread.text() == "3 个城市中已答 0 个"
    screen.window.change_language("en")
    screen.waits()


def test_it_fits_in_every_language_theme_and_size(dressed: Screen) -> None:
    for item in ("A1", "A2", "A3", "B1", "B2", "B3", "C"):
        dressed.entry.go_to(QINGDAO, item)
        QApplication.processEvents()
        assert clipped(dressed.window) == []
    assert unnamed(dressed.window) == []


@pytest.mark.parametrize(
    ("item", "values", "said"),
    [
        ("A2", ["part", "full", "part"], "3 of 3 answered: 1 × Full, 2 × Part"),
        ("A1", ["no", "yes", ""], "2 of 3 answered: 1 × Yes, 1 × No"),
        ("B1", ["4", "40", "7"], "3 of 3 answered: 4 to 40, median 7"),
        ("A3", ["time", "time;cost", ""], "2 of 3 answered: 4 to 7 points, median 5.5 points"),
        ("C", ["fine", "", ""], "1 of 3 answered"),
        ("B2", ["", "", ""], "0 of 3 answered"),
    ],
)
def test_how_answers_are_spread(screen: Screen, item: str, values: list[str], said: str) -> None:
    tree: Tree = screen.entry.project.tree
    given = [Entered(state="answered", value=value) if value else Entered() for value in values]
    assert spread(tree.node(item), given) == said


def test_special_states_are_counted_after_the_values(screen: Screen) -> None:
    node = screen.entry.project.tree.node("A2")
    given = [Entered(state="answered", value="none"), Entered(state="not_found"), Entered(state="not_found")]
    assert spread(node, given) == "3 of 3 answered: 1 × None, 2 × Not found"
    assert spread(node, []) == ""
