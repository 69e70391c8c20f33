"""Lists and trees: models are sound, choosing tells, binding does not."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from evalapp.ui.widgets.city_list import CityList, CityState, trouble
from evalapp.ui.widgets.item_tree import ItemTree
from evalapp.ui.widgets.models.item_tree import ItemNode, ItemTreeModel
from evalapp.ui.widgets.models.struct_list import StructListModel
from evalapp.ui.widgets.models.struct_table import Column, StructTableModel
from evalapp.ui.widgets.problem_list import ProblemList
from evalapp.ui.widgets.queue_list import QueueList
from tests.ui.widgets.samples import cities, conflicts, items, problems


def test_the_list_model_is_sound(qtmodeltester: ModelTester) -> None:
    model = StructListModel[str](str, str, str)
    qtmodeltester.check(model)
    model.set_rows(["a", "b"])
    model.set_rows(["a", "b", "c"])
    qtmodeltester.check(model)


def test_the_table_model_is_sound_and_copies_itself(qtmodeltester: ModelTester) -> None:
    model = StructTableModel[str]([Column("Lower", str), Column("Upper", str.upper, right=True)])
    qtmodeltester.check(model)
    model.set_rows(["a", "b"])
    qtmodeltester.check(model)
    assert model.as_text() == "Lower\tUpper\na\tA\nb\tB"


def test_the_tree_model_is_sound(qtmodeltester: ModelTester) -> None:
    model = ItemTreeModel()
    qtmodeltester.check(model)
    model.set_tree(items())
    qtmodeltester.check(model)
    assert [leaf.code for leaf in model.leaves()] == ["A1.1", "A1.2", "A2"]
    assert model.index_of("A1.2").parent().data() == "A1 Coverage"


def test_a_list_says_its_rows_to_screen_readers(qtbot: QtBot) -> None:
    made = CityList()
    qtbot.addWidget(made)
    made.set_state(cities(), "370600")
    spoken = made.view.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Yantai, 46 of 60 answered, 1 error · 2 warnings"


def test_binding_a_city_tells_nothing_and_choosing_does(qtbot: QtBot) -> None:
    made = CityList()
    qtbot.addWidget(made)
    with qtbot.assertNotEmitted(made.city_chosen):
        made.set_state(cities(), "370200")
    with qtbot.waitSignal(made.city_chosen) as heard:
        qtbot.keyClick(made.view, Qt.Key.Key_Down)
    assert heard.args == ["371300"]


def test_new_progress_keeps_the_city(qtbot: QtBot) -> None:
    made = CityList()
    qtbot.addWidget(made)
    made.set_state(cities(), "370200")
    grown = [CityState(code=c.code, name=c.name, done=c.done + 1, total=61) for c in cities()]
    with qtbot.assertNotEmitted(made.city_chosen):
        made.set_state(grown, "370200")
    assert made.view.currentIndex().row() == 1


@pytest.mark.parametrize(("typed", "left"), [("qd", ["Qingdao"]), ("3713", ["Linyi"]), ("zzz", [])])
def test_cities_are_found_by_pinyin_code_and_name(qtbot: QtBot, typed: str, left: list[str]) -> None:
    made = CityList()
    qtbot.addWidget(made)
    made.set_state(cities(), "370600")
    qtbot.keyClicks(made.field, typed)
    model = made.view.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == left


def test_moving_between_cities_stops_at_the_ends(qtbot: QtBot) -> None:
    made = CityList()
    qtbot.addWidget(made)
    made.set_state(cities(), "370600")
    told: list[object] = []
    made.city_chosen.connect(told.append)
    made.move_current(-1)
    made.move_current(1)
    assert told == ["370200"]


@pytest.mark.parametrize(
    ("city", "words"),
    [
        (CityState(code="1", name="x", done=0, total=60), "Not started"),
        (CityState(code="1", name="x", done=3, total=60), "57 unanswered"),
        (CityState(code="1", name="x", done=60, total=60), "All valid"),
        (CityState(code="1", name="x", done=60, total=60, changed=True), "Changed since handing in"),
        (
            CityState(code="1", name="x", done=60, total=60, warnings=2, changed=True),
            "2 warnings · Changed since handing in",
        ),
        (CityState(code="1", name="x", done=60, total=60, submitted=True), "Submitted"),
        (CityState(code="1", name="x", done=60, total=60, warnings=1), "1 warning"),
        (CityState(code="1", name="x", done=60, total=60, returned=2, errors=1), "2 returned"),
    ],
)
def test_the_one_line_of_trouble(city: CityState, words: str) -> None:
    assert trouble(city)[2] == words


def test_a_leaf_is_told_and_a_group_is_not(qtbot: QtBot) -> None:
    made = ItemTree()
    qtbot.addWidget(made)
    with qtbot.assertNotEmitted(made.leaf_chosen):
        made.set_state(items(), "A1.1")
    told: list[object] = []
    made.leaf_chosen.connect(told.append)
    qtbot.keyClick(made.view, Qt.Key.Key_Down)
    qtbot.keyClick(made.view, Qt.Key.Key_Up)
    qtbot.keyClick(made.view, Qt.Key.Key_Up)
    assert told == ["A1.2", "A1.1"]
    assert made.view.currentIndex().data() == "A1 Coverage"


def test_other_states_keep_what_is_open(qtbot: QtBot) -> None:
    made = ItemTree()
    qtbot.addWidget(made)
    made.set_state(items(), "A2")
    group = made.view.model().index(0, 0, made.view.model().index(0, 0))
    made.view.expand(group)
    changed = ItemNode(code="A2", title="Other", status="answered")
    top = items()[0]
    again = ItemNode(code="A", title=top.title, done=3, total=3, children=(top.children[0], changed))
    made.set_state((again,), "A2")
    assert made.view.isExpanded(made.view.model().index(0, 0, made.view.model().index(0, 0)))


def test_unfinished_only_leaves_open_leaves_and_the_current_one(qtbot: QtBot) -> None:
    made = ItemTree()
    qtbot.addWidget(made)
    made.set_state(items(), "A2")
    with qtbot.assertNotEmitted(made.leaf_chosen):
        made.unfinished.click()
    model = made.view.model()
    top = model.index(0, 0)
    group = model.index(0, 0, top)
    assert [model.index(row, 0, group).data() for row in range(model.rowCount(group))] == ["A1.2 Same"]
    assert model.index(1, 0, top).data() == "A2 Other"


def test_a_problem_is_a_door(qtbot: QtBot) -> None:
    made = ProblemList()
    qtbot.addWidget(made)
    made.set_state(problems(), "p1")
    told: list[object] = []
    made.problem_chosen.connect(told.append)
    qtbot.keyClick(made, Qt.Key.Key_Return)
    made.choose_next()
    made.choose_next()
    made.choose_next(-1)
    assert told == ["p1", "p2", "p1", "p2"]


def test_a_conflict_is_told_when_the_user_moves(qtbot: QtBot) -> None:
    made = QueueList()
    qtbot.addWidget(made)
    with qtbot.assertNotEmitted(made.chosen):
        made.set_state(conflicts(), "c1")
    with qtbot.waitSignal(made.chosen) as heard:
        made.move_current(1)
    assert heard.args == ["c2"]
