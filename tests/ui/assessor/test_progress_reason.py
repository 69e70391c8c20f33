"""Progress never falls silently: beside it stands what took something away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evalapp.base.i18n import use_language
from evalapp.base.resources import resource_folder
from evalapp.entry.evidence import Evidence
from evalapp.ui.assessor.progress_reason import why_changed
from evalapp.work.answers import UnitPage, unit_page
from tests.people import Field, founded
from tests.ui.windows import Screen

CITY = "370100"
LINK = Evidence(kind="link", ref="https://example.invalid/", at="2021-10-21T01:00:00Z")


@pytest.fixture
def wang(tmp_path: Path) -> Field:
    """A3 applies only where A1 is answered with yes."""
    return founded(tmp_path / "desk", codes=("WXL", "ZQM"), units=(CITY,)).assessor("WXL")


def page(wang: Field) -> UnitPage:
    return unit_page(wang.project, CITY)


def test_more_answers_need_no_reason(wang: Field) -> None:
    before = page(wang)
    wang.answers(CITY, "A1", "yes")
    assert why_changed(before, page(wang)) == ""
    assert why_changed(before, before) == ""


def test_what_no_longer_applies_is_named_with_the_figures(wang: Field) -> None:
    wang.answers(CITY, "A1", "yes")
    wang.answers(CITY, "A3", "time;cost;place")
    before = page(wang)
    wang.answers(CITY, "A1", "no")
    assert why_changed(before, page(wang)) == "A3 no longer applies: to answer −1, answered −1, valid −1"
    assert why_changed(page(wang), before) == "A3 applies again: to answer +1, answered +1, valid +1"


def test_an_answer_that_was_taken_back_and_evidence_that_went(wang: Field) -> None:
    wang.answers(CITY, "A2", "full", evidence=[LINK])
    before = page(wang)
    wang.answers(CITY, "A2", "full")
    gone = why_changed(before, page(wang))
    assert gone.startswith("The evidence of A2 was taken away: ")
    assert "with evidence −1" in gone
    wang.answers(CITY, "A2", "", state="blank")
    assert why_changed(before, page(wang)).startswith("The answer to A2 was taken back: answered −1")


def test_it_is_said_in_chinese_too(wang: Field) -> None:
    wang.answers(CITY, "A1", "yes")
    wang.answers(CITY, "A3", "time;cost;place")
    before = page(wang)
    wang.answers(CITY, "A1", "no")
    use_language("zh_CN", resource_folder() / "locale")
    try:
        assert why_changed(before, page(wang)) == "A3 转为不适用，应答 −1、已答 −1、有效 −1"
    finally:
        use_language("en", resource_folder() / "locale")


@pytest.fixture
def screen(wang: Field, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    wang.answers(CITY, "A1", "yes")
    wang.answers(CITY, "A3", "time;cost;place")
    wang.project.close()
    made = Screen(qapp, qtbot, wang.session.home)
    made.window.resize(1366, 768)
    made.window.open_file(wang.project.path)
    yield made
    made.window.close()


def test_the_reason_stands_under_the_bars_until_it_gets_better(screen: Screen) -> None:
    screen.entry.go_to(CITY, "A1")
    reason = screen.entry.problems.reason
    assert not reason.isVisible()
    screen.entry.cards.card.answered.emit("no")
    screen.waits()
    assert reason.isVisible()
    assert (
        reason.text()
        == reason.accessibleName()
        == "A3 no longer applies: to answer −1, answered −1, valid −1"
    )
    screen.entry.go_to(CITY, "B1")
    assert reason.isVisible(), "going elsewhere takes nothing away"
    screen.entry.cards.card.answered.emit("4")
    screen.waits()
    assert not reason.isVisible()
