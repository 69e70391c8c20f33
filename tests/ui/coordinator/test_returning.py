"""Giving a cell back with a question while comparing, and writing the returns (RECORD R28)."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from evalapp.ui.coordinator import handout_page
from evalapp.ui.coordinator.decide_page import DecideSection
from evalapp.ui.coordinator.decision_bar import EVERYBODY, RETURN
from evalapp.work.deciding import cell_view
from evalapp.work.questions import Asked, all_asked
from tests.people import Field
from tests.ui.coordinator.office import CITY, Office

WHY = "Which page did you count?"


def asks(office: Office, text: str = WHY, of: str = "") -> None:
    """By keys: R, the question, Ctrl+Enter; ``of``: one of the two by letter."""
    office.qtbot.keyClick(office.page, "r")
    office.settle()
    bar = office.page.decide.bar
    if of:
        bar.choices.chosen.emit(of)
    assert bar.words.hasFocus()
    office.qtbot.keyClicks(bar.words, text)
    office.qtbot.keyClick(bar.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    office.settle()


def questions(office: Office) -> tuple[Asked, ...]:
    return all_asked(office.desk.project)


def bars(section: DecideSection) -> list[str]:
    view = section._view
    assert view is not None
    return [message.text for message in section._messages(view)]


def test_both_are_asked_and_the_next_cell_comes(merged: Office, decide: DecideSection) -> None:
    first = decide.queue.current.partition("/")[2]
    asks(merged)
    assert {(one.item, one.text, one.state) for one in questions(merged)} == {(first, WHY, "open")}
    assert {one.subject_name for one in questions(merged)} == {"王晓岚", "赵启明"}
    assert merged.desk.cell(CITY, first).status == "pending", "a question decides nothing"
    assert decide.queue.current.partition("/")[2] not in ("", first)
    assert merged.told.toasts[-1] == "2 questions are asked; they go out with the next return."
    decide.go_to(CITY, first)
    merged.settle()
    assert sorted(text[:10] for text in bars(decide)) == ["Asked of A", "Asked of B"]
    assert all("王" not in text and "赵" not in text for text in bars(decide)), "names stay hidden"


def test_one_is_asked_by_letter(merged: Office, decide: DecideSection) -> None:
    first = decide.queue.current.partition("/")[2]
    asks(merged, of="B")
    (one,) = questions(merged)
    side = next(side for side in cell_view(merged.desk.project, CITY, first).assessments if side.label == "B")
    assert one.subject == side.person


def test_a_question_needs_words(merged: Office, decide: DecideSection) -> None:
    asks(merged, text=" ")
    assert questions(merged) == ()
    assert decide.bar.problem.text() == "Say what is unclear."


def test_a_question_is_no_reason_for_a_decision(merged: Office, decide: DecideSection) -> None:
    merged.qtbot.keyClick(merged.page, "r")
    merged.settle()
    decide.bar.words.setText(WHY)
    assert (decide.bar.draft().verb, decide.bar.draft().category) == (RETURN, EVERYBODY)
    decide.bar.verbs.verb_chosen.emit("A")
    draft = decide.bar.draft()
    assert (draft.verb, draft.category, draft.reason) == ("A", "", "")


def test_the_returns_are_written_and_the_answer_comes_back(
    merged: Office,
    decide: DecideSection,
    field_work: tuple[Field, Field],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asks(merged)
    merged.go("tasks")
    card = merged.page.handout.returns
    assert card.isVisible()
    assert card.words.text().startswith("2 not sent yet, 0 sent, 0 answered, 0 closed by a reply.")
    monkeypatch.setattr(handout_page, "ask_folder", lambda *_args: tmp_path / "returns")
    merged.click(card.button)
    assert sorted(path.name for path in (tmp_path / "returns").iterdir()) == [
        "WXL-return.evalpkg",
        "ZQM-return.evalpkg",
    ]
    assert {one.state for one in questions(merged)} == {"sent"}
    wang, _zhao = field_work
    wang.opens_update(tmp_path / "returns" / "WXL-return.evalpkg")
    (item,) = wang.page(CITY).returned
    wang.answers(CITY, item, "none" if item == "A2" else "9", text="looked again")
    merged.desk.merges(wang.hands_in())
    states = {one.subject_name: one.state for one in questions(merged)}
    assert states == {"王晓岚": "answered", "赵启明": "sent"}
    QApplication.processEvents()


def test_without_a_question_there_is_no_card(merged: Office) -> None:
    merged.go("tasks")
    assert merged.page.handout.returns.isHidden()
