"""An answer copied to other cities in a real window: chosen, previewed, written in one step, taken back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evalapp.entry.evidence import Evidence
from evalapp.ui.assessor.copy_panel import CopyPanel
from evalapp.work.answering import record_answers
from evalapp.work.answers import Entered, unit_page
from evalapp.work.care import history
from evalapp.work.project import open_project
from tests.people import founded
from tests.ui.fit import clipped, unnamed
from tests.ui.windows import Screen, window_on

JINAN, QINGDAO, ZIBO = "370100", "370200", "370300"
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LINK = Evidence(kind="link", ref="https://a.gov.cn", at="2021-10-11T00:00:00Z")
COLUMNS = {
    unit: {"pinyin": pinyin, "initials": pinyin[:1]}
    for unit, pinyin in ((JINAN, "jinan"), (QINGDAO, "qingdao"), (ZIBO, "zibo"))
}


@pytest.fixture
def screen(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    """Jinan is answered with a note and evidence, Qingdao otherwise, Zibo not yet."""
    desk = founded(tmp_path / "desk", codes=("WXL", "ZQM"), columns=COLUMNS)
    field = desk.assessor("WXL")
    record_answers(
        field.project,
        {
            (JINAN, "A2"): Entered(state="answered", value="full", justification="See [1]", evidence=(LINK,)),
            (QINGDAO, "A2"): Entered(state="answered", value="part"),
        },
    )
    with window_on(field, qapp, qtbot, (1366, 706)) as made:
        made.entry.go_to(JINAN, "A2")
        made.entry.cards.card.setFocus()
        made.waits_for(lambda: QApplication.focusWidget() is not None)
        yield made


def opened(screen: Screen) -> CopyPanel:
    focus = QApplication.focusWidget()
    assert focus is not None
    screen.qtbot.keyClick(focus, Qt.Key.Key_C, CTRL | SHIFT)
    return next(panel for panel in screen.window.findChildren(CopyPanel) if panel.isVisible())


def in_file(screen: Screen, unit: str) -> Entered:
    with open_project(screen.session, screen.entry.project.path) as project:
        return unit_page(project, unit).entries["A2"].entered


def rows(panel: CopyPanel) -> list[tuple[str, str, bool]]:
    return [(row.id, row.words, row.on) for row in panel.list.rows()]


def confirms(screen: Screen, panel: CopyPanel) -> None:
    screen.qtbot.keyClick(panel.field, Qt.Key.Key_Return, CTRL)
    screen.waits()


def test_the_panel_says_what_would_become_of_every_city(screen: Screen) -> None:
    panel = opened(screen)
    assert rows(panel) == [(QINGDAO, "replaces “Part”", False), (ZIBO, "new", False)]
    assert panel._cites.isVisible()
    assert not panel.copy_button.isEnabled()
    confirms(screen, panel)
    assert panel.isVisible()
    assert in_file(screen, ZIBO) == Entered()
    panel.close()


def test_one_press_copies_and_one_press_takes_it_back_again(screen: Screen) -> None:
    panel = opened(screen)
    screen.qtbot.keyClick(panel.field, Qt.Key.Key_Down)
    for _city in range(2):
        screen.qtbot.keyClick(panel.list, Qt.Key.Key_Space)
        screen.qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    assert panel._counts.text() == "Nothing is written yet. 1 new, 1 changed."
    confirms(screen, panel)
    copied = Entered(state="answered", value="full", justification="See [1]")
    assert (in_file(screen, QINGDAO), in_file(screen, ZIBO)) == (copied, copied)
    assert screen.window.toast.accessibleName() == "Copied to 2 cities; Ctrl+Z takes them back."
    assert screen.entry.cards.card.hasFocus()
    screen.entry.undoing.undo()
    screen.waits()
    assert in_file(screen, QINGDAO) == Entered(state="answered", value="part")
    assert in_file(screen, ZIBO).state == "blank"
    screen.entry.undoing.redo()
    screen.waits()
    assert (in_file(screen, QINGDAO), in_file(screen, ZIBO)) == (copied, copied)
    with open_project(screen.session, screen.entry.project.path) as project:
        assert [one.value for one in history(project, QINGDAO, "A2")] == ["part", "full", "part", "full"]


def test_all_open_ones_are_ticked_and_evidence_goes_along_only_if_asked_for(screen: Screen) -> None:
    panel = opened(screen)
    screen.clicks(panel.open_button)
    assert [one for one in rows(panel) if one[2]] == [(ZIBO, "new", True)]
    panel.evidence.setChecked(True)
    assert not panel._cites.isVisible()
    screen.clicks(panel.copy_button)
    assert in_file(screen, ZIBO).evidence == (LINK,)
    assert in_file(screen, QINGDAO) == Entered(state="answered", value="part")
    screen.entry.undoing.undo()
    screen.waits()
    assert in_file(screen, ZIBO) == Entered()


def test_cities_are_found_and_what_is_ticked_stays_ticked(screen: Screen) -> None:
    panel = opened(screen)
    screen.qtbot.keyClicks(panel.field, "qing")
    assert [row[0] for row in rows(panel)] == [QINGDAO]
    screen.qtbot.mouseClick(
        panel.list.viewport(),
        Qt.MouseButton.LeftButton,
        pos=panel.list.visualRect(panel.list.model().index(0, 0)).center(),
    )
    panel.field.clear()
    assert [row[2] for row in rows(panel)] == [True, False]
    screen.clicks(panel.none_button)
    assert [row[2] for row in rows(panel)] == [False, False]
    panel.close()


def test_rows_selected_by_item_come_ticked(screen: Screen) -> None:
    screen.entry.modes.go("item")
    table = screen.entry.panes.answers.table
    table.setFocus()
    for _row in range(2):
        screen.qtbot.keyClick(table, Qt.Key.Key_Down)
    for _row in range(2):
        screen.qtbot.keyClick(table, Qt.Key.Key_Up, SHIFT)
    assert screen.entry.here() == (JINAN, "A2")
    screen.qtbot.mouseClick(screen.entry.panes.answers.copy_button, Qt.MouseButton.LeftButton)
    panel = next(one for one in screen.window.findChildren(CopyPanel) if one.isVisible())
    assert [row[2] for row in rows(panel)] == [True, True]
    confirms(screen, panel)
    screen.waits_for(lambda: [row.answer for row in table.rows()] == ["Full", "Full", "Full"])


def test_the_same_needs_no_copy_and_what_does_not_apply_is_refused(screen: Screen) -> None:
    desk = screen.entry.desk
    desk.enter(QINGDAO, "A1", Entered(state="answered", value="no"), new_value=True)
    for unit in (JINAN, ZIBO):
        desk.enter(unit, "A1", Entered(state="answered", value="yes"), new_value=True)
        desk.enter(unit, "A3", Entered(state="answered", value="time"), new_value=True)
    screen.waits()
    screen.entry.go_to(JINAN, "A3")
    screen.entry.cards.card.setFocus()
    panel = opened(screen)
    assert [row[1] for row in rows(panel)] == [
        "It does not apply to this city by the form's rule.",
        "the same already",
    ]
    for place in range(2):
        panel.list.setCurrentIndex(panel.list.model().index(place, 0))
        screen.qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    assert not panel.copy_button.isEnabled()
    panel.close()


def test_nothing_is_copied_where_there_is_no_answer(screen: Screen) -> None:
    screen.entry.go_to(ZIBO, "A2")
    screen.entry.copies.open()
    assert screen.window.findChildren(CopyPanel) == []
    assert screen.window.toast.accessibleName() == "There is no answer here yet that could be copied."
    command = next(one for one in screen.entry.commands() if one.key == "Ctrl Shift C")
    assert command.why_not == "There is no answer here yet that could be copied."


def test_a_note_that_is_being_typed_is_copied_whole(screen: Screen) -> None:
    field = screen.entry.cards.card._justification.field
    field.setFocus()
    field.selectAll()
    screen.qtbot.keyClicks(field, "Shown on top")
    screen.entry.copies.open()
    panel = next(one for one in screen.window.findChildren(CopyPanel) if one.isVisible())
    panel.tick(frozenset((ZIBO,)))
    confirms(screen, panel)
    assert in_file(screen, ZIBO).justification == "Shown on top"


@pytest.mark.parametrize("language_name", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(1366, 706), (910, 512), (880, 440)])
def test_the_panel_fits(
    screen: Screen, language: Callable[[str], None], language_name: str, size: tuple[int, int]
) -> None:
    screen.window.change_language(language_name)
    screen.waits()
    language(language_name)
    screen.window.resize(*size)
    screen.entry.copies.open()
    panel = next(one for one in screen.window.findChildren(CopyPanel) if one.isVisible())
    screen.clicks(panel.open_button)
    QApplication.processEvents()
    assert clipped(panel) == []
    assert unnamed(panel) == []
    assert panel.geometry().bottom() <= screen.window.geometry().bottom()
    panel.close()
