"""The table of cities and items in a real window: typed, chosen, pasted, copied, taken back, and nothing lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from evalapp.ui.assessor.grid import GridPanel
from evalapp.work.answering import record_answer, record_answers
from evalapp.work.answers import Entered, UnitPage, unit_page
from evalapp.work.care import history
from evalapp.work.drafts import kept_typing
from evalapp.work.project import open_project
from tests import all_kinds
from tests.people import GOOD, founded
from tests.ui.fit import clipped, unnamed
from tests.ui.windows import Screen, focused, presses_key, window_on

CITY, OTHER = "370100", "370200"
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def screen(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    field = founded(tmp_path / "desk", codes=("WXL", "ZQM"), units=(CITY, OTHER)).assessor("WXL")
    with window_on(field, qapp, qtbot, (1366, 706)) as made:
        made.entry.go_to(CITY, "A2")
        made.entry.cards.card.setFocus()
        made.waits_for(lambda: QApplication.focusWidget() is not None)
        presses_key(made, Qt.Key.Key_3, CTRL)
        yield made


def types(screen: Screen, text: str) -> None:
    for letter in text:
        screen.qtbot.keyClicks(focused(), letter)


def table(screen: Screen) -> GridPanel:
    return screen.entry.grid


def in_file(screen: Screen, unit: str = CITY) -> UnitPage:
    with open_project(screen.session, screen.entry.project.path) as project:
        return unit_page(project, unit)


def entered(screen: Screen, item: str, unit: str = CITY) -> Entered:
    return in_file(screen, unit).entries[item].entered


def pastes(screen: Screen, text: str, at: tuple[str, str]) -> None:
    table(screen).view.go_to(at)
    QApplication.clipboard().setText(text)
    presses_key(screen, Qt.Key.Key_V, CTRL)


def test_switching_keeps_the_city_and_the_item(screen: Screen) -> None:
    grid = table(screen)
    assert grid.isVisible()
    assert grid.view.here == (CITY, "A2")
    presses_key(screen, Qt.Key.Key_Down)
    presses_key(screen, Qt.Key.Key_Right)
    assert grid.view.here == (OTHER, "A3")
    presses_key(screen, Qt.Key.Key_1, CTRL)
    assert not grid.isVisible()
    assert screen.entry.cards.card.bound == (OTHER, "A3")
    presses_key(screen, Qt.Key.Key_3, CTRL)
    assert grid.view.here == (OTHER, "A3")
    assert grid.view.hasFocus()


def test_a_digit_chooses_an_option_and_again_takes_it_back(screen: Screen) -> None:
    types(screen, "2")
    screen.waits()
    assert entered(screen, "A2").value == "part"
    types(screen, "2")
    screen.waits()
    assert entered(screen, "A2").state == "blank"


def test_typing_edits_and_enter_goes_down_tab_right(screen: Screen) -> None:
    grid = table(screen)
    grid.view.go_to((CITY, "B1"))
    types(screen, "12")
    assert isinstance(focused(), QLineEdit)
    presses_key(screen, Qt.Key.Key_Return)
    assert grid.view.here == (OTHER, "B1")
    types(screen, "7")
    presses_key(screen, Qt.Key.Key_Tab)
    assert grid.view.here == (OTHER, "B2")
    assert entered(screen, "B1").value == "12"
    assert entered(screen, "B1", OTHER).value == "7"


def test_f2_edits_what_is_there_and_esc_leaves_it(screen: Screen) -> None:
    grid = table(screen)
    record_and_show(screen, "B1", "12")
    grid.view.go_to((CITY, "B1"))
    presses_key(screen, Qt.Key.Key_F2)
    field = focused()
    assert isinstance(field, QLineEdit)
    assert field.text() == "12"
    types(screen, "9")
    screen.qtbot.wait(700)  # half-typed words are kept after a pause
    screen.waits()
    presses_key(screen, Qt.Key.Key_Escape)
    assert entered(screen, "B1").value == "12"
    assert kept_typing(screen.entry.project) == ()


def record_and_show(screen: Screen, item: str, value: str) -> None:
    screen.entry.desk.enter(CITY, item, Entered(state="answered", value=value), new_value=True)
    screen.waits()


def test_a_value_that_the_scale_refuses_stays_in_its_cell(screen: Screen) -> None:
    grid = table(screen)
    grid.view.go_to((CITY, "B2"))
    types(screen, "985")
    presses_key(screen, Qt.Key.Key_Return)
    state = grid.model.state(grid.model.index_of((CITY, "B2")))
    assert state.text == "985"
    assert "above the highest value 100" in state.refused
    assert entered(screen, "B2").state == "blank"
    assert [typed.text for typed in kept_typing(screen.entry.project)] == ["985"]
    presses_key(screen, Qt.Key.Key_1, CTRL)
    assert screen.entry.desk.refusal(CITY, "B2")


def test_delete_clears_by_a_further_revision_and_undo_brings_it_back(screen: Screen) -> None:
    record_and_show(screen, "B1", "12")
    record_and_show(screen, "B2", "50")
    grid = table(screen)
    grid.view.go_to((CITY, "B1"))
    screen.qtbot.keyClick(grid.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    presses_key(screen, Qt.Key.Key_Delete)
    assert {entered(screen, item).state for item in ("B1", "B2")} == {"blank"}
    presses_key(screen, Qt.Key.Key_Z, CTRL)
    assert (entered(screen, "B1").value, entered(screen, "B2").value) == ("12", "50")
    assert [one.value for one in history(screen.entry.project, CITY, "B1")] == ["12", "", "12"]


def test_a_paste_is_shown_cell_by_cell_and_written_when_confirmed(screen: Screen) -> None:
    record_and_show(screen, "A1", "yes")
    record_and_show(screen, "A2", "full")
    grid = table(screen)
    pastes(screen, "是\t部分一致\t时限；费用\r\n否\t没有这一档\t\r\n", (CITY, "A1"))
    kinds = {row.id: row.kind for row in grid.preview.rows()}
    assert kinds == {
        (CITY, "A1"): "same",
        (CITY, "A2"): "changed",
        (CITY, "A3"): "new",
        (OTHER, "A1"): "new",
        (OTHER, "A2"): "refused",
    }
    refused = grid.preview.rows()[0]
    assert (refused.pasted, refused.kind) == ("没有这一档", "refused")
    assert "is not one of the options" in refused.note
    struck = grid.model.state(grid.model.index_of((CITY, "A2")))
    assert (struck.mark, struck.text, struck.old) == ("changed", "Part", "Full")
    assert entered(screen, "A2").value == "full", "nothing is written yet"
    assert clipped(screen.window) == []
    assert unnamed(screen.window) == []
    presses_key(screen, Qt.Key.Key_Return, CTRL)
    assert not grid.preview.isVisible()
    assert entered(screen, "A2").value == "part"
    assert entered(screen, "A3").value == "time;cost"
    assert entered(screen, "A1", OTHER).value == "no"
    assert entered(screen, "A2", OTHER).state == "blank"
    presses_key(screen, Qt.Key.Key_Z, CTRL)
    assert entered(screen, "A2").value == "full"
    assert entered(screen, "A3").state == "blank"
    assert entered(screen, "A1").value == "yes"


def test_a_paste_takes_the_place_of_a_value_that_was_none(screen: Screen) -> None:
    view = table(screen).view
    view.go_to((CITY, "B2"))
    types(screen, "985")
    presses_key(screen, Qt.Key.Key_Return)
    pastes(screen, "98.5", (CITY, "B2"))
    presses_key(screen, Qt.Key.Key_Return, CTRL)
    assert entered(screen, "B2").value == "98.5"
    assert screen.entry.desk.refusal(CITY, "B2") == ""
    assert kept_typing(screen.entry.project) == ()


def test_esc_discards_a_paste(screen: Screen) -> None:
    pastes(screen, "1\n2\n", (CITY, "B1"))
    assert table(screen).preview.isVisible()
    presses_key(screen, Qt.Key.Key_Escape)
    assert not table(screen).preview.isVisible()
    assert entered(screen, "B1").state == "blank"


def test_one_cell_fills_the_selection_and_what_lies_beyond_is_counted(screen: Screen) -> None:
    grid = table(screen)
    grid.view.go_to((CITY, "B1"))
    screen.qtbot.keyClick(grid.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QApplication.clipboard().setText("4")
    presses_key(screen, Qt.Key.Key_V, CTRL)
    assert [row.id for row in grid.preview.rows()] == [(CITY, "B1"), (OTHER, "B1")]
    presses_key(screen, Qt.Key.Key_Escape)
    pastes(screen, "4\n5\n6\n", (OTHER, "B1"))
    assert grid.paste.plan is not None
    assert grid.paste.plan.beyond == 2


def test_filling_down_goes_through_the_preview(screen: Screen) -> None:
    record_and_show(screen, "B1", "12")
    grid = table(screen)
    grid.view.go_to((CITY, "B1"))
    screen.qtbot.keyClick(grid.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    presses_key(screen, Qt.Key.Key_D, CTRL)
    presses_key(screen, Qt.Key.Key_Return, CTRL)
    assert entered(screen, "B1", OTHER).value == "12"


def test_a_text_of_several_lines_is_edited_copied_and_pasted_whole(screen: Screen) -> None:
    grid = table(screen)
    grid.view.go_to((CITY, "C"))
    types(screen, "a")
    field = focused()
    assert isinstance(field, QPlainTextEdit)
    presses_key(screen, Qt.Key.Key_Return, ALT)
    types(screen, "b")
    presses_key(screen, Qt.Key.Key_Return)
    assert entered(screen, "C").value == "a\nb"
    grid.view.go_to((CITY, "C"))
    presses_key(screen, Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == '"a\nb"\r\n' or QApplication.clipboard().text() == '"a\nb"\n'
    grid.view.go_to((OTHER, "C"))
    presses_key(screen, Qt.Key.Key_V, CTRL)
    presses_key(screen, Qt.Key.Key_Return, CTRL)
    assert entered(screen, "C", OTHER).value == "a\nb"


def test_an_item_that_does_not_apply_is_closed_and_says_why(screen: Screen) -> None:
    record_and_show(screen, "A3", "time")
    record_and_show(screen, "A1", "no")
    grid = table(screen)
    grid.view.go_to((CITY, "A3"))
    types(screen, "x")
    assert focused() is grid.view
    assert any("does not apply" in label.text() for label in screen.window.toast.findChildren(QLabel))
    pastes(screen, "费用", (CITY, "A3"))
    assert [row.kind for row in grid.preview.rows()] == ["refused"]
    assert entered(screen, "A3").value == "time"


def test_a_state_asks_for_its_reason_beside_the_table(screen: Screen) -> None:
    grid = table(screen)
    types(screen, "-")
    assert focused() is not grid.view
    types(screen, "no rail")
    presses_key(screen, Qt.Key.Key_Return)
    assert entered(screen, "A2") == Entered(state="not_applicable", justification="no rail")
    assert grid.view.hasFocus()
    grid.view.go_to((CITY, "B1"))
    presses_key(screen, Qt.Key.Key_0, ALT)
    assert entered(screen, "B1").state == "not_found"


def test_a_reason_half_typed_belongs_to_the_cell_it_was_asked_for(screen: Screen) -> None:
    grid = table(screen)
    types(screen, "-")
    types(screen, "no rail")
    grid.view.go_to((OTHER, "B1"))
    screen.waits()
    assert entered(screen, "A2") == Entered(state="not_applicable", justification="no rail")
    assert entered(screen, "B1", OTHER).state == "blank"


def test_words_taken_out_again_leave_no_half_typed_text(screen: Screen) -> None:
    view = table(screen).view
    view.go_to((CITY, "B1"))
    types(screen, "3")
    screen.waits_for(lambda: len(kept_typing(screen.entry.project)) == 1)
    presses_key(screen, Qt.Key.Key_Backspace)
    presses_key(screen, Qt.Key.Key_Return)
    assert kept_typing(screen.entry.project) == ()


def test_a_preview_that_is_overtaken_is_shown_again_and_not_written(screen: Screen) -> None:
    grid = table(screen)
    pastes(screen, "4", (CITY, "B1"))
    screen.entry.desk.enter(CITY, "B1", Entered(state="answered", value="9", justification="late"))
    screen.waits()
    presses_key(screen, Qt.Key.Key_Return, CTRL)
    assert entered(screen, "B1").value == "9"
    assert [row.kind for row in grid.preview.rows()] == ["changed"]
    presses_key(screen, Qt.Key.Key_Return, CTRL)
    assert entered(screen, "B1") == Entered(state="answered", value="4", justification="late")


def test_a_refused_cell_of_a_preview_stays_closed(screen: Screen) -> None:
    record_and_show(screen, "A1", "no")
    pastes(screen, "费用", (CITY, "A3"))
    index = table(screen).model.index_of((CITY, "A3"))
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable


def test_a_paste_is_undone_after_the_language_was_changed(screen: Screen) -> None:
    pastes(screen, "4", (CITY, "B1"))
    presses_key(screen, Qt.Key.Key_Return, CTRL)
    assert entered(screen, "B1").value == "4"
    screen.window.change_language("zh_CN")
    screen.waits()
    screen.entry.undoing.undo()
    screen.waits()
    assert entered(screen, "B1").state == "blank"


def test_a_preview_left_open_by_going_to_the_cities_outlives_a_change_of_language(screen: Screen) -> None:
    pastes(screen, "4", (CITY, "B1"))
    presses_key(screen, Qt.Key.Key_1, CTRL)
    screen.window.change_language("zh_CN")
    screen.waits()
    screen.entry.modes.go("grid")
    assert table(screen).preview.isVisible()
    table(screen).paste.confirm()
    screen.waits()
    assert entered(screen, "B1").value == "4"


def test_keys_of_the_window_give_way_to_those_of_a_table(screen: Screen) -> None:
    grid = table(screen)
    grid.view.go_to((OTHER, "C"))
    presses_key(screen, Qt.Key.Key_Home, CTRL)
    assert grid.isVisible()
    assert grid.view.here == (CITY, "A1")
    grid.view.go_to((CITY, "C"))
    types(screen, "?")
    presses_key(screen, Qt.Key.Key_Return)
    assert entered(screen, "C").value == "?"


def test_the_groups_of_the_form_are_shown_alone_and_a_paste_goes_over_what_is_shown(screen: Screen) -> None:
    grid = table(screen)
    grid.panes.groups.setCurrentIndex(2)
    grid.panes.groups.activated.emit(2)
    shown = [grid.model.columns[place].code for place in grid.view.shown_columns()]
    assert shown == ["B1", "B2", "B3"]
    pastes(screen, "1\t2\t3/4\t5", (CITY, "B1"))
    assert [row.id[1] for row in grid.preview.rows()] == ["B1", "B2", "B3"]
    assert grid.paste.plan is not None
    assert grid.paste.plan.beyond == 1
    grid.view.go_to((CITY, "A1"))
    assert grid.view.here == (CITY, "A1")


def test_the_wheel_changes_nothing(screen: Screen) -> None:
    record_and_show(screen, "B1", "12")
    view = table(screen).view
    view.go_to((CITY, "B1"))
    presses_key(screen, Qt.Key.Key_F2)
    field = focused()
    assert isinstance(field, QLineEdit)
    for target in (field, view.viewport()):
        event = QWheelEvent(
            QPointF(5, 5), QPointF(target.mapToGlobal(QPoint(5, 5))), QPoint(0, 0), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(target, event)
    assert field.text() == "12"


def test_what_is_typed_is_recorded_by_leaving_the_page_any_way(screen: Screen) -> None:
    grid = table(screen)
    grid.view.go_to((CITY, "B1"))
    types(screen, "3")
    presses_key(screen, Qt.Key.Key_1, CTRL)
    assert entered(screen, "B1").value == "3"
    presses_key(screen, Qt.Key.Key_3, CTRL)
    grid.view.go_to((CITY, "B2"))
    types(screen, "44")
    path = screen.entry.project.path
    screen.window.close()
    with open_project(screen.session, path) as project:
        assert unit_page(project, CITY).entries["B2"].entered.value == "44"


def test_half_typed_words_are_in_the_file_before_the_cell_is_left(screen: Screen) -> None:
    table(screen).view.go_to((CITY, "C"))
    types(screen, "half")
    screen.waits_for(lambda: [typed.text for typed in kept_typing(screen.entry.project)] == ["half"])


def test_a_cell_of_words_begins_with_what_an_input_method_composes(screen: Screen) -> None:
    view = table(screen).view
    view.go_to((CITY, "C"))
    assert view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    composed = QInputMethodEvent()
    composed.setCommitString("亮点")
    QApplication.sendEvent(view, composed)
    presses_key(screen, Qt.Key.Key_Return)
    assert entered(screen, "C").value == "亮点"
    view.go_to((CITY, "A2"))
    assert not view.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_the_language_changes_on_the_spot_and_the_preview_stays(screen: Screen) -> None:
    pastes(screen, "4", (OTHER, "B1"))
    screen.window.change_language("zh_CN")
    screen.waits()
    grid = table(screen)
    assert grid.isVisible()
    assert grid.view.here == (OTHER, "B1")
    assert grid.preview.isVisible()
    assert grid.paste.plan is not None


def test_the_table_fits_in_every_language_theme_and_size(dressed: Screen) -> None:
    grid = table(dressed)
    for item in ("A1", "A2", "A3", "B1", "B2", "B3", "C"):
        grid.view.go_to((CITY, item))
        grid.panes.open_side(item in ("A2", "C"))
        QApplication.processEvents()
        assert clipped(dressed.window) == []
        scroll = grid.side.area
        assert not grid.side.isVisible() or scroll.widget().width() <= scroll.viewport().width()
    pastes(dressed, "x\n4", (CITY, "B1"))
    QApplication.processEvents()
    assert clipped(dressed.window) == []
    assert unnamed(dressed.window) == []


def test_sub_units_stand_under_their_city_and_have_items_of_their_own(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    desk = founded(tmp_path / "k", codes=("WXL",), form=all_kinds.FORM, roster=all_kinds.roster(), mode="all")
    field = desk.assessor("WXL")
    record_answers(
        field.project,
        {
            (all_kinds.JINAN, item): Entered(state="answered", value=value)
            for item, value in all_kinds.OF_CITY.items()
        },
    )
    field.project.close()
    screen = Screen(qapp, qtbot, field.session.home)
    screen.window.resize(1366, 706)
    screen.window.open_file(field.project.path)
    screen.entry.cards.card.setFocus()
    screen.waits_for(lambda: QApplication.focusWidget() is not None)
    presses_key(screen, Qt.Key.Key_3, CTRL)
    grid = table(screen)
    places = [city.code for city in grid.model.cities]
    assert places.index(all_kinds.YANJI) == places.index(all_kinds.JINAN) + 1
    closed = [
        grid.model.state(grid.model.index_of(cell)).closed
        for cell in ((all_kinds.JINAN, "B1"), (all_kinds.YANJI, "A4"), (all_kinds.YANJI, "B1"))
    ]
    assert closed[0]
    assert closed[1]
    assert not closed[2]
    for index in range(grid.model.columnCount()):
        grid.view.setCurrentIndex(grid.model.index(0, index))
        screen.waits_for(lambda: clipped(screen.window) == [])
    before = {unit: in_file(screen, unit).entries for unit in places}
    grid.view.selectAll()
    presses_key(screen, Qt.Key.Key_C, CTRL)
    grid.view.setCurrentIndex(grid.model.index(0, 0))
    presses_key(screen, Qt.Key.Key_V, CTRL)
    assert grid.paste.plan is not None
    assert {cell.kind for cell in grid.paste.plan.cells} == {"same"}
    assert {unit: in_file(screen, unit).entries for unit in places} == before
    screen.window.close()


_STATES = st.sampled_from(("not_found", "not_applicable", "unable"))
_ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        (unit, item): st.just(Entered(state="answered", value=value))
        | st.builds(Entered, state=_STATES)
        | st.builds(
            Entered, state=st.just("answered"), value=st.sampled_from(("=1+1", "'x", '"q"\n\tz', "不适用"))
        )
        if item == "C"
        else st.just(Entered(state="answered", value=value)) | st.builds(Entered, state=_STATES)
        for unit in (CITY, OTHER)
        for item, value in (GOOD | {"C": "亮点\n第二行"}).items()
    },
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=_ANSWERS)
def test_copying_and_pasting_a_block_changes_nothing(
    screen: Screen, answers: dict[tuple[str, str], Entered]
) -> None:
    project, grid = screen.entry.project, table(screen)
    for (unit, item), answer in answers.items():
        if answer.state == "answered" or answer.state in project.tree.node(item).item.states:
            record_answer(project, unit, item, answer)
    screen.entry.desk.reload()
    grid.view.selectAll()
    grid.paste.copy()
    grid.view.setCurrentIndex(grid.model.index(0, 0))
    grid.paste.paste()
    assert grid.paste.plan is None or {cell.kind for cell in grid.paste.plan.cells} == {"same"}
    grid.paste.give_up()
    QTest.qWait(0)
