"""What a coordinator gave back, in the window: opened, looked at first, answered or replied to, handed in (RECORD R28)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from evalapp.base.progress import Progress
from evalapp.ui.assessor.open_points_card import PointLink
from evalapp.ui.widgets.buttons import Button
from evalapp.work.asking import NewQuestion, ask
from evalapp.work.care import history
from evalapp.work.questions import all_asked
from evalapp.work.tasks import write_returns
from tests.people import Desk, founded
from tests.ui.windows import Screen, window_on

CITY, OTHER = "370100", "370200"
TIME, SOURCE = "截图里看不到办理时限。", "等待分钟从哪里量起？"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path / "desk", codes=("WXL",), units=(CITY, OTHER), mode="all")


@pytest.fixture
def screen(desk: Desk, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    """An assessor's window after both cities were handed in; two items of the second came back, opened by the return."""
    field = desk.assessor("WXL")
    for city in (CITY, OTHER):
        field.answers_all(city)
    desk.merges(field.hands_in())
    ask(
        desk.project,
        [
            NewQuestion(unit=OTHER, item=item, subject=field.id, text=text)
            for item, text in (("A2", TIME), ("B2", SOURCE))
        ],
    )
    (written,) = write_returns(desk.project, desk.folder / "returns", Progress())
    with window_on(field, qapp, qtbot) as made:
        made.window.open_file(written.path)
        made.waits()
        yield made


def bars(screen: Screen) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in screen.entry.cards.card._state.messages]


def says(screen: Screen, words: str) -> None:
    """Press the button of the bar that asks for words, and write them."""
    messages = screen.entry.cards.card.returned
    screen.clicks(next(one for one in messages.findChildren(Button) if one.isVisible() and "…" in one.text()))
    field = messages.findChild(QLineEdit)
    assert field.hasFocus()
    screen.qtbot.keyClicks(field, words)
    screen.qtbot.keyClick(field, Qt.Key.Key_Return)
    screen.waits()


def test_a_return_opens_at_what_came_back(screen: Screen) -> None:
    assert screen.window.toast.accessibleName() == "2 items came back with questions."
    assert screen.entry.here() == (OTHER, "A2")
    ((kind, text),) = bars(screen)
    assert kind == "returned"
    assert text.startswith("Returned by 何敏 on ")
    assert text.endswith(TIME)
    assert {row.unit.key: row.returned for row in screen.entry.desk.units} == {CITY: 0, OTHER: 2}
    texts = [chip.state.text for chip in screen.entry.problems.filters._filters]
    assert texts[:2] == ["All", "Returned"]


def test_they_come_first_one_after_the_other_and_a_new_answer_answers(screen: Screen) -> None:
    card = screen.entry.cards.card
    card.setFocus()
    screen.qtbot.keyClick(card, Qt.Key.Key_Return)
    assert screen.entry.here() == (OTHER, "B2")
    screen.qtbot.keyClick(card, Qt.Key.Key_Return)
    assert screen.entry.here() == (OTHER, "A2")
    screen.presses("2")
    assert bars(screen)[0][0] == "info"
    assert bars(screen)[0][1].endswith("Answered by what you entered since.")
    assert screen.entry.desk.page(OTHER).returned == {"B2"}
    screen.qtbot.keyClick(card, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    screen.waits()
    assert screen.entry.desk.page(OTHER).returned == {"A2", "B2"}, "what is undone answers nothing"


def test_a_reply_without_a_change_closes_the_question(screen: Screen) -> None:
    says(screen, "The time limit is on page 2")
    page = screen.entry.desk.page(OTHER)
    assert page.returned == {"B2"}
    ((kind, text),) = bars(screen)
    assert kind == "info"
    assert text.endswith("Closed by 王晓岚: The time limit is on page 2")
    assert page.entries["A2"].entered.value == "full"
    assert "goes to the coordinator" in screen.window.toast.accessibleName()


def test_the_palette_opens_the_field_of_a_reply(screen: Screen) -> None:
    reply = next(one for one in screen.entry.commands() if one.text == "Reply without a change…")
    assert reply.why_not == ""
    reply.run()
    assert screen.entry.cards.card.returned.findChild(QLineEdit).hasFocus()


def test_what_is_half_written_stays_on_its_card(screen: Screen) -> None:
    messages = screen.entry.cards.card.returned
    screen.clicks(next(one for one in messages.findChildren(Button) if "…" in one.text()))
    field = messages.findChild(QLineEdit)
    screen.qtbot.keyClicks(field, "the time")
    screen.entry.desk.unit_changed.emit(OTHER)
    QApplication.processEvents()
    assert messages.findChild(QLineEdit).text() == "the time", "a thumbnail that comes changes nothing here"
    screen.qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not field.isVisible()
    screen.entry.go_to(OTHER, "B2")
    assert all(one.text() == "" for one in messages.findChildren(QLineEdit) if one.isVisible())


def test_what_was_not_answered_is_told_at_hand_in_and_the_rest_goes(
    screen: Screen, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen.presses("2")
    screen.clicks(screen.entry.panes.hand_in_button)
    page = screen.entry.hand_in
    assert page._left_open._words.text() == "1 item that came back is neither changed nor replied to."
    screen.clicks(page._left_open._switch)
    screen.waits_for(lambda: any(one.isVisible() for one in page.findChildren(PointLink)))
    links = [one.text() for one in page.findChildren(PointLink) if one.isVisible()]
    assert links == [f"市{OTHER} B2: Returned by 何敏: {SOURCE}"]
    screen.qtbot.keyClicks(page._left_open.field, "I am asking the office")
    target = tmp_path / "again.evalpkg"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_kw: (str(target), ""))
    assert "Only what is newer goes into the file." in page._known_words.text()
    assert page._known_words.isVisible()
    screen.clicks(page._primary)
    assert page.place().receipt.left_out > 10
    report = desk.merges_one(target)
    assert (report.verdict, report.changed) == ("merge", 1)
    assert {one.item: one.state for one in all_asked(desk.project)} == {"A2": "answered", "B2": "sent"}


def test_history_tells_the_question_and_the_reply(screen: Screen) -> None:
    says(screen, "The time limit is on page 2")
    past = history(screen.entry.project, OTHER, "A2")
    assert [(one.kind, one.text) for one in past] == [
        ("answer", ""),
        ("question", TIME),
        ("reply", "The time limit is on page 2"),
    ]
    screen.entry.histories.open()
    panel = QApplication.activePopupWidget()
    rows = panel.table._model._rows
    assert [row.answer for row in rows] == ["Reply", "Question", "Full"]
    panel.close()


def test_in_chinese_too(screen: Screen) -> None:
    screen.window.change_language("zh_CN")
    screen.waits()
    assert bars(screen)[0][1].startswith("何敏")
    assert "退回" in bars(screen)[0][1]
