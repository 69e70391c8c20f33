"""Answering in the window: what is typed and pressed is in the file, and nothing typed is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from evalapp.ui.assessor.page import EntryPage
from evalapp.ui.widgets.card_state import NewEvidence
from evalapp.work.answers import UnitPage, unit_page
from evalapp.work.drafts import kept_typing
from evalapp.work.project import open_project
from tests.people import Desk, founded
from tests.ui.fit import clipped, unnamed
from tests.ui.windows import Screen, window_on

CITY, OTHER = "370100", "370200"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path / "desk", codes=("WXL", "ZQM"), units=(CITY, OTHER), synthetic=True)


@pytest.fixture
def screen(desk: Desk, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    """The assessor's project, open in a window of the assessor's own account."""
    field = desk.assessor("WXL")
    with window_on(field, qapp, qtbot) as made:
        yield made


def in_file(screen: Screen, unit: str = CITY) -> UnitPage:
    """What the file holds, read through a connection of its own."""
    with open_project(screen.session, screen.entry.project.path) as project:
        return unit_page(project, unit)


def test_a_key_is_an_answer_in_the_file(screen: Screen) -> None:
    screen.entry.go_to(CITY, "A2")
    screen.presses("2")
    assert in_file(screen).entries["A2"].entered.value == "part"
    screen.presses("2")
    assert in_file(screen).entries["A2"].entered.state == "blank"


def test_the_other_states_are_one_key_each(screen: Screen) -> None:
    screen.entry.go_to(CITY, "A2")
    screen.presses("0")
    assert in_file(screen).entries["A2"].entered.state == "not_found"


def test_enter_goes_to_the_next_open_item(screen: Screen) -> None:
    screen.entry.go_to(CITY, "A1")
    screen.presses("1")
    screen.qtbot.keyClick(screen.entry.cards.card, Qt.Key.Key_Return)
    screen.waits()
    assert screen.entry.cards.card.bound == (CITY, "A2")


def test_numbers_are_recorded_when_the_field_is_left(screen: Screen) -> None:
    screen.entry.go_to(CITY, "B3")
    fields = [field for field in screen.entry.cards.card.editor.findChildren(QLineEdit) if field.isVisible()]
    screen.qtbot.keyClicks(fields[0], "19")
    screen.qtbot.keyClicks(fields[1], "20")
    screen.entry.go_to(CITY, "A1")
    screen.waits()
    assert in_file(screen).entries["B3"].entered.value == "19/20"


def test_a_refused_value_stays_on_the_page_and_the_old_one_in_the_file(screen: Screen) -> None:
    screen.entry.go_to(CITY, "B2")
    field = next(f for f in screen.entry.cards.card.editor.findChildren(QLineEdit) if f.isVisible())
    screen.qtbot.keyClicks(field, "985")
    screen.entry.settle()
    screen.waits()
    assert in_file(screen).entries["B2"].entered.state == "blank"
    assert screen.entry.desk.refusal(CITY, "B2")


def justification(page: EntryPage) -> QPlainTextEdit:
    return next(f for f in page.cards.card.findChildren(QPlainTextEdit) if f.isVisible())


def test_words_become_an_answer_when_their_field_is_left(screen: Screen) -> None:
    screen.entry.go_to(CITY, "A1")
    screen.presses("1")
    field = justification(screen.entry)
    field.setFocus()
    field.insertPlainText("网页写明可用电子证照 [1]")
    screen.entry.go_to(CITY, "A2")
    screen.waits()
    assert in_file(screen).entries["A1"].entered.justification == "网页写明可用电子证照 [1]"
    assert kept_typing(screen.entry.project) == ()


@pytest.mark.parametrize("item", ["A1", "B1"])
def test_one_key_leads_to_the_justification_and_esc_back(screen: Screen, item: str) -> None:
    screen.entry.go_to(CITY, item)
    card = screen.entry.cards.card
    card.focus_value()
    screen.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    field = justification(screen.entry)
    assert field.hasFocus()
    screen.qtbot.keyClicks(field, "seen")
    screen.qtbot.keyClick(field, Qt.Key.Key_Escape)
    screen.waits()
    assert card.hasFocus()
    assert in_file(screen).entries[item].entered.justification == "seen"
    command = next(one for one in screen.entry.commands() if one.key == "Ctrl I")
    command.run()
    assert justification(screen.entry).hasFocus()


def test_typing_survives_a_crash_and_is_offered(screen: Screen, qapp: QApplication, qtbot: QtBot) -> None:
    screen.entry.go_to(CITY, "A1")
    screen.entry.desk.type_text(CITY, "A1", "justification", "写到一半")
    screen.waits()
    second = Screen(qapp, qtbot, screen.session.home)
    second.window.open_file(screen.entry.project.path)
    assert "写到一半" not in in_file(second).entries["A1"].entered.justification
    second.entry._on_acted("restore")
    second.waits()
    assert in_file(second).entries["A1"].entered.justification == "写到一半"
    assert kept_typing(second.entry.project) == ()
    second.window.close()


def test_closing_the_window_records_what_is_typed(screen: Screen, qapp: QApplication, qtbot: QtBot) -> None:
    screen.entry.go_to(CITY, "A1")
    field = justification(screen.entry)
    field.setFocus()
    field.insertPlainText("关窗之前")
    path = screen.entry.project.path
    screen.window.close()
    with open_project(screen.session, path) as project:
        assert unit_page(project, CITY).entries["A1"].entered.justification == "关窗之前"


def test_a_pasted_screenshot_and_a_link_are_evidence(screen: Screen, tmp_path: Path) -> None:
    screen.entry.go_to(CITY, "A1")
    screen.presses("1")
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    QApplication.clipboard().setImage(image)
    screen.qtbot.keyClick(screen.entry.cards.card, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    screen.waits()
    screen.entry.cards.card.evidence_added.emit(NewEvidence(kind="link", text="https://www.example.gov.cn/a"))
    screen.waits()
    evidence = in_file(screen).entries["A1"].entered.evidence
    assert [piece.kind for piece in evidence] == ["screenshot", "link"]
    screen.entry.cards.card.evidence_removed.emit("0")
    screen.waits()
    assert [piece.kind for piece in in_file(screen).entries["A1"].entered.evidence] == ["link"]


def test_search_finds_a_city_by_pinyin_and_an_item_by_code(screen: Screen) -> None:
    screen.qtbot.keyClicks(screen.entry.search, "B2")
    screen.qtbot.keyClick(screen.entry.search, Qt.Key.Key_Return)
    screen.waits_for(lambda: screen.entry.cards.card.bound == (CITY, "B2"))
    screen.qtbot.keyClicks(screen.entry.search, OTHER)
    screen.qtbot.keyClick(screen.entry.search, Qt.Key.Key_Return)
    screen.waits_for(lambda: screen.entry.cards.card.bound == (OTHER, "B2"))


def test_an_item_that_does_not_apply_keeps_its_answer_and_says_so(screen: Screen) -> None:
    screen.entry.go_to(CITY, "A3")
    screen.presses("1")
    screen.entry.go_to(CITY, "A1")
    screen.presses("2")
    screen.entry.go_to(CITY, "A3")
    entry = in_file(screen).entries["A3"]
    assert not entry.applies
    assert entry.entered.value == "time"
    assert not screen.entry.cards.card.editor.isEnabled()


def test_handing_in_writes_the_file_and_shows_the_receipt(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.entry.go_to(CITY, "A1")
    screen.presses("1")
    target = tmp_path / "mine.evalpkg"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_kw: (str(target), ""))
    screen.clicks(screen.entry.panes.hand_in_button)
    assert screen.entry.hand_in.chosen() == ()
    next(box for box in screen.entry.hand_in.findChildren(QCheckBox) if CITY in box.text()).click()
    screen.qtbot.keyClicks(screen.entry.hand_in._left_open.field, "the rest next week")
    screen.qtbot.keyClick(screen.entry.hand_in, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    screen.waits_for(target.exists)
    screen.waits()
    assert screen.entry.status().task == "1 of 2 cities handed in"


def test_the_page_fits_in_every_language_theme_and_size(dressed: Screen) -> None:
    for item in ("A1", "A2", "A3", "B1", "B2", "B3", "C"):
        dressed.entry.go_to(CITY, item)
        QApplication.processEvents()
        assert clipped(dressed.window) == []
    assert unnamed(dressed.window) == []


def test_the_language_changes_on_the_spot(screen: Screen) -> None:
    screen.entry.go_to(OTHER, "B1")
    screen.window.change_language("zh_CN")
    assert screen.entry.cards.card.bound == (OTHER, "B1")
    assert screen.window.services.settings().language == "zh_CN"


@pytest.mark.parametrize(("item", "fields"), [("B3", 2), ("A2", 3), ("B1", 3)])
def test_tab_goes_through_the_card_from_top_to_bottom(screen: Screen, item: str, fields: int) -> None:
    screen.entry.go_to(CITY, item)
    screen.entry.cards.card.focus_value()
    order = []
    for _step in range(fields + 8):
        focus = screen.window.focusWidget()
        assert focus is not None
        order.append(focus.accessibleName())
        screen.qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert order[fields : fields + 3] == ["Not found", "Not applicable", "Unable to assess"]
    assert order[-2:] == ["Justification", "Add evidence"]
