"""A form with every kind of scale and part, answered in a real window by the keyboard, reopened, and handed in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from evalapp.ui.widgets.chips import Chip
from evalapp.ui.widgets.editors.deductions import DeductionsEditor
from evalapp.ui.widgets.editors.given import GivenEditor
from evalapp.ui.widgets.editors.rounds import RoundsEditor
from evalapp.ui.widgets.message_bar import MessageBar
from evalapp.ui.widgets.models.item_tree import ItemNode
from evalapp.ui.widgets.summary_row import SummaryRow
from evalapp.work.answering import record_answers
from evalapp.work.answers import Entered
from evalapp.work.drafts import kept_typing
from tests import all_kinds
from tests.all_kinds import JINAN, QINGDAO, YANJI, ZIBO
from tests.people import founded
from tests.ui.windows import Screen, window_on

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def screen(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    desk = founded(
        tmp_path / "desk", codes=("WXL", "ZQM"), form=all_kinds.FORM, roster=all_kinds.roster(), mode="all"
    )
    field = desk.assessor("WXL")
    with window_on(field, qapp, qtbot) as made:
        yield made


def goes_to(screen: Screen, unit: str, item: str) -> None:
    screen.entry.go_to(unit, item)
    screen.entry.cards.card.setFocus()


def types(screen: Screen, keys: str) -> None:
    """Each key goes to what has the focus then: a digit on the card opens a field for those after it."""
    for key in keys:
        screen.qtbot.keyClicks(QApplication.focusWidget(), key)


def presses(screen: Screen, *keys: Qt.Key) -> None:
    for key in keys:
        screen.qtbot.keyClick(QApplication.focusWidget(), key)
    screen.waits()


def stands(screen: Screen, item: str, unit: str = JINAN) -> Entered:
    return screen.entry.desk.page(unit).entries[item].entered


def reopens(screen: Screen) -> None:
    path = screen.entry.project.path
    screen.window.go_home()
    screen.waits()
    screen.window.open_file(path)
    screen.waits()


def answers(screen: Screen, unit: str, **values: str) -> None:
    record_answers(
        screen.entry.project,
        {(unit, item): Entered(state="answered", value=value) for item, value in values.items()},
    )
    screen.entry.desk.reload()
    screen.waits()


def chips(screen: Screen) -> list[str]:
    return [chip.accessibleName() for chip in screen.entry.cards.card.findChildren(Chip) if chip.isVisible()]


def test_findings_are_typed_saved_undone_and_there_after_reopening(screen: Screen) -> None:
    goes_to(screen, JINAN, "A1")
    types(screen, "1")
    types(screen, "3")
    presses(screen, Qt.Key.Key_Down)
    types(screen, "++")
    screen.waits()
    assert stands(screen, "A1").value == "dead=3;form=2"
    editor = screen.entry.cards.card.editor
    assert isinstance(editor, DeductionsEditor)
    assert editor.tally() == "Lost 4 of 20 points"
    card = screen.entry.cards.card
    card.setFocus()
    screen.qtbot.keyClick(card, Qt.Key.Key_Z, CTRL)
    screen.waits()
    assert stands(screen, "A1").value == "dead=3;form=1"
    reopens(screen)
    goes_to(screen, JINAN, "A1")
    editor = screen.entry.cards.card.editor
    assert isinstance(editor, DeductionsEditor)
    assert [row.count() for row in editor.rows()] == ["3", "1", ""]


def test_a_count_that_is_none_stays_in_its_field_and_is_no_answer(screen: Screen) -> None:
    goes_to(screen, JINAN, "A1")
    types(screen, "1")
    types(screen, "2")
    presses(screen, Qt.Key.Key_Down)
    types(screen, "half")
    presses(screen, Qt.Key.Key_Return)
    assert stands(screen, "A1").value == "dead=2"
    assert screen.entry.cards.card.bound == (JINAN, "A1")
    editor = screen.entry.cards.card.editor
    assert isinstance(editor, DeductionsEditor)
    assert [row.count() for row in editor.rows()] == ["2", "half", ""]
    assert [(typed.item, typed.text) for typed in kept_typing(screen.entry.project)] == [
        ("A1", "dead=2;form=half")
    ]


def test_nothing_found_is_an_answer_and_a_state_brings_it_back(screen: Screen) -> None:
    goes_to(screen, JINAN, "A1")
    types(screen, "4")
    screen.waits()
    assert stands(screen, "A1") == Entered(state="answered", value="none")
    card = screen.entry.cards.card
    card.setFocus()
    screen.qtbot.keyClick(card, Qt.Key.Key_0, ALT)
    screen.waits()
    assert stands(screen, "A1").state == "not_found"
    card.setFocus()
    screen.qtbot.keyClick(card, Qt.Key.Key_0, ALT)
    screen.waits()
    assert stands(screen, "A1").value == "none"


def test_rounds_are_typed_one_after_the_other_and_a_missed_one_stays_empty(screen: Screen) -> None:
    goes_to(screen, JINAN, "A2")
    types(screen, "90")
    presses(screen, Qt.Key.Key_Return)
    bars = [bar.state.text for bar in screen.entry.cards.card.findChildren(MessageBar)]
    assert bars == ["1 of 3 rounds; with fewer than 2 it counts as unable to assess."]
    presses(screen, Qt.Key.Key_Return)
    types(screen, "60")
    presses(screen, Qt.Key.Key_Return)
    assert stands(screen, "A2").value == "90;;60"
    assert screen.entry.cards.card.bound == (JINAN, "A3")
    reopens(screen)
    goes_to(screen, JINAN, "A2")
    editor = screen.entry.cards.card.editor
    assert isinstance(editor, RoundsEditor)
    assert editor.tally() == "2 of 3 rounds, on average 7.5 points"


def test_rounds_of_steps_take_digits(screen: Screen) -> None:
    goes_to(screen, JINAN, "A3")
    types(screen, "1")
    presses(screen, Qt.Key.Key_Return)
    types(screen, "2")
    screen.waits()
    assert stands(screen, "A3").value == "once;later"


def test_a_computed_value_shows_what_it_is_and_leads_to_its_source(screen: Screen) -> None:
    goes_to(screen, JINAN, "A7")
    editor = screen.entry.cards.card.editor
    assert isinstance(editor, GivenEditor)
    said = [label.text() for label in editor.findChildren(QLabel) if label.isVisible()]
    assert {"Computed from other answers.", "not known yet", "Unanswered"} <= set(said)
    answers(screen, JINAN, A4="20")
    said = [label.text() for label in editor.findChildren(QLabel) if label.isVisible()]
    assert {"66.6667", "20 days"} <= set(said)
    screen.qtbot.mouseClick(editor.sources()[0], Qt.MouseButton.LeftButton)
    assert screen.entry.cards.card.bound == (JINAN, "A4")


def test_what_is_brought_in_is_neither_open_nor_asked(screen: Screen) -> None:
    page = screen.entry.desk.page(JINAN)
    assert page.progress.leaves == 12
    assert {problem.item for problem in page.problems} & {"A6", "A7", "V2"} == set()
    goes_to(screen, JINAN, "A6")
    assert isinstance(screen.entry.cards.card.editor, GivenEditor)
    card = screen.entry.cards.card
    screen.qtbot.keyClick(card, "5")
    screen.qtbot.keyClick(card, Qt.Key.Key_0, ALT)
    screen.waits()
    assert stands(screen, "A6") == Entered()
    presses(screen, Qt.Key.Key_Return)
    assert card.bound == (JINAN, "J1")


def test_a_score_that_takes_all_cities_is_left_to_the_coordinator(screen: Screen) -> None:
    answers(screen, JINAN, A4="10", A5="150")
    goes_to(screen, JINAN, "A1")
    rows = {row.code: row for row in screen.entry.cards.findChildren(SummaryRow) if row.isVisible()}
    assert rows["A5"].accessibleName().endswith("Computed by the coordinator")
    assert "coordinator" not in rows["A4"].accessibleName()
    goes_to(screen, JINAN, "A5")
    said = [label.text() for label in screen.entry.cards.card.findChildren(QLabel) if label.isVisible()]
    assert any("Computed by the coordinator, once all have answered." in text for text in said)


def test_parts_beside_the_base_say_what_they_are_worth(screen: Screen) -> None:
    shown = {}
    for item in ("A1", "J1", "P1", "V1", "N1"):
        goes_to(screen, JINAN, item)
        shown[item] = chips(screen)
    assert shown == {
        "A1": ["20 points"], "J1": ["+2 points"], "P1": ["−3 points"], "V1": ["Veto item"], "N1": ["Not scored"],
    }  # fmt: skip


def test_a_hit_is_told_on_the_card_the_tree_and_for_what_follows_from_it(screen: Screen) -> None:
    goes_to(screen, JINAN, "V1")
    screen.presses("1")
    assert chips(screen) == ["Veto item", "Veto hit"]
    bars = [bar.state.text for bar in screen.entry.cards.card.findChildren(MessageBar) if bar.isVisible()]
    assert bars == ["This is a hit. This fails the site: no points, no rank."]
    answers(screen, JINAN, N1="5", N2="0")
    goes_to(screen, JINAN, "V2")
    assert chips(screen) == ["Veto item", "Veto hit"]
    leaves = {node.code: node.status for node in screen.entry.items._model.leaves()}
    assert (leaves["V1"], leaves["V2"], leaves["A6"]) == ("hit", "hit", "brought_in")


def test_towns_have_their_own_items_and_stand_below_their_city(screen: Screen) -> None:
    names = [(row.unit.full_name, row.progress.leaves) for row in screen.entry.desk.units]
    assert names[:3] == [("济南市", 12), ("济南市 · 燕矶镇", 2), ("济南市 · 城关镇", 2)]
    assert names[5] == ("淄博市", 11)
    goes_to(screen, JINAN, "A3")
    screen.entry.cities.city_chosen.emit(YANJI)
    assert screen.entry.cards.card.bound == (YANJI, "B1")
    top: tuple[ItemNode, ...] = tuple(screen.entry.items._model._nodes)
    assert [node.code for node in top] == ["B", "B1", "B2"]
    screen.entry.search.jumped.emit(("item", "A3"))
    assert screen.entry.cards.card.bound == (JINAN, "A3")
    screen.entry.search.jumped.emit(("item", "B2"))
    assert screen.entry.cards.card.bound == (YANJI, "B2")


def test_a_profile_shows_its_own_points(screen: Screen) -> None:
    goes_to(screen, QINGDAO, "A1")
    assert chips(screen) == ["20 points"]
    goes_to(screen, ZIBO, "A1")
    assert chips(screen) == ["30 points"]
    assert "A5" not in screen.entry.desk.page(ZIBO).entries


def test_the_page_speaks_chinese(screen: Screen) -> None:
    screen.window.change_language("zh_CN")
    screen.waits()
    answers(screen, JINAN, A1="dead=3;form=2", A5="150", V1="yes")
    goes_to(screen, JINAN, "A1")
    editor = screen.entry.cards.card.editor
    assert isinstance(editor, DeductionsEditor)
    assert editor.tally() == "扣 4 分，共 20 分"
    assert editor.nothing.accessibleName() == "以上问题均未发现"
    rows = {
        row.code: row.accessibleName()
        for row in screen.entry.cards.findChildren(SummaryRow)
        if row.isVisible()
    }
    assert rows["A5"] == "A5 访问量, 150 万次, 由协调员计算"
    goes_to(screen, JINAN, "V1")
    assert chips(screen) == ["否决项", "否决命中"]
    goes_to(screen, JINAN, "A6")
    said = [label.text() for label in screen.entry.cards.card.findChildren(QLabel) if label.isVisible()]
    assert "由协调员带入，不用填报。" in said
