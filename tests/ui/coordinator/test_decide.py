"""Deciding by keys, without names."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from evalapp.entry.evidence import Evidence
from evalapp.ui.coordinator.decide_page import DecideSection
from evalapp.ui.coordinator.decision_bar import Draft
from evalapp.ui.coordinator.evidence_view import Picture
from evalapp.ui.coordinator.page import CoordinatorPage
from evalapp.ui.pictures import image_bytes
from evalapp.ui.widgets.chips import FilterChips
from evalapp.ui.widgets.painted_choice import PaintedChoice
from evalapp.work.care import history
from evalapp.work.changing import add_assessor, change_setting
from evalapp.work.create import Assessor
from evalapp.work.deciding import cell_view, open_cells
from evalapp.work.evidence import link_evidence, screenshot_evidence
from evalapp.work.withdrawing import withdraw_batch
from tests.people import Field
from tests.ui.coordinator.office import CITY, Office


def words(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def presses(office: Office, key: str) -> None:
    office.qtbot.keyClick(office.page, key)
    office.settle()


def confirms(office: Office, reason: str = "Two screenshots of the same day.") -> None:
    office.page.decide.bar.choices.chosen.emit("evidence")
    office.page.decide.bar.words.setText(reason)
    office.qtbot.keyClick(
        office.page.decide.bar.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    office.settle()


def corrects(office: Office, person: Field, item: str, value: str, text: str = "") -> None:
    """An assessor answers again and hands in; the page hears of it."""
    person.answers(CITY, item, value, text=text)
    office.desk.merges(person.hands_in())
    office.page.services.changes.announce("answers", "decisions")
    office.settle()


def item_of(section: DecideSection) -> str:
    return section.queue.current.partition("/")[2]


def test_a_decision_by_keys_is_written_and_the_next_cell_comes(merged: Office, decide: DecideSection) -> None:
    first = item_of(decide)
    taken = cell_view(merged.desk.project, CITY, first).assessments[1]
    presses(merged, "2")
    confirms(merged)
    assert merged.desk.cell(CITY, first).status == "decided"
    assert merged.desk.cell(CITY, first).final.value == taken.value
    assert item_of(decide) not in ("", first)
    assert decide.bar.draft().verb == ""
    assert decide.queue.position() == (1, 1)


class SecondPress(QObject):
    """Presses Ctrl+Enter again as soon as a decision is written, before the next cell has come."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self.pressed = 0

    @Slot()
    def press(self) -> None:
        self.pressed += 1
        reason = self._office.page.decide.bar.words
        self._office.qtbot.keyClick(reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_key_held_too_long_decides_once(merged: Office, decide: DecideSection) -> None:
    first = item_of(decide)
    again = SecondPress(merged)
    merged.page.services.changes.changed.connect(again.press)
    presses(merged, "1")
    confirms(merged)
    assert again.pressed == 1
    past = history(merged.desk.project, CITY, first)
    assert [one.kind for one in past].count("decision") == 1
    assert item_of(decide) not in ("", first)


def test_after_a_decision_the_next_key_is_a_choice_again(merged: Office, decide: DecideSection) -> None:
    presses(merged, "2")
    decide.bar.words.setFocus()
    confirms(merged)
    writes_to = merged.page.focusWidget()
    assert writes_to is not None
    merged.qtbot.keyClick(writes_to, "1")
    merged.settle()
    assert (decide.bar.draft().verb, decide.bar.draft().reason) == ("A", "")


def test_names_are_told_only_after_the_decision(merged: Office, decide: DecideSection) -> None:
    for name in ("王晓岚", "赵启明", "WXL", "ZQM"):
        assert name not in words(merged.page)
    presses(merged, "1")
    confirms(merged)
    assert "王晓岚" in words(decide.queue)
    assert "赵启明" in words(decide.queue)
    assert "王晓岚" not in words(decide.comparison)


def test_nothing_is_written_without_verb_category_and_reason(merged: Office, decide: DecideSection) -> None:
    for said, step in (
        ("Choose an assessment or another value first.", "1"),
        ("Choose a reason.", ""),
    ):
        decide.decide()
        assert decide.bar.problem.text() == said
        if step:
            presses(merged, step)
    decide.bar.choices.chosen.emit("date")
    decide.decide()
    assert decide.bar.problem.text() == "Say in one sentence why."
    assert len(open_cells(merged.desk.project)) == 2


def test_another_value_is_given_on_the_scale(merged: Office, decide: DecideSection) -> None:
    decide.queue.list.setCurrentIndex(
        decide.queue.list.model().index([row.item for row in decide.queue.shown()].index("A2"), 0)
    )
    merged.settle()
    presses(merged, "3")
    editor = decide.comparison.scale.editor
    assert editor is not None
    assert editor.press(3)
    confirms(merged)
    assert merged.desk.cell(CITY, "A2").final.value == "none"


class Browser(QObject):
    """What would have been opened."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def browser() -> Iterator[Browser]:
    made = Browser()
    for scheme in ("https", "file"):
        QDesktopServices.setUrlHandler(scheme, made, "open")
    yield made
    for scheme in ("https", "file"):
        QDesktopServices.unsetUrlHandler(scheme)


def test_evidence_is_shown_and_links_open(
    merged: Office, decide: DecideSection, field_work: tuple[Field, Field], browser: Browser
) -> None:
    wang, _zhao = field_work
    image = QImage(400, 200, QImage.Format.Format_RGB32)
    image.fill(0)
    shot = screenshot_evidence(wang.project, image_bytes(image, "PNG"), "Service page")
    page = link_evidence(wang.project, "https://example.invalid/a2")
    local = Evidence(kind="link", ref="file:///etc/passwd", at=page.at)
    first = item_of(decide)
    wang.answers(CITY, first, {"A2": "full", "B1": "4"}[first], evidence=(shot, page, local))
    merged.desk.merges(wang.hands_in())
    merged.page.services.changes.announce("answers")
    merged.settle()
    (view,) = [card.evidence for card in decide.comparison.cards if len(card.evidence.pieces) == 3]
    (picture,) = view.findChildren(Picture)
    assert picture.isVisible()
    assert picture.accessibleName() == "Service page"
    for place in (1, 2):
        view.findChildren(FilterChips)[0].chosen.emit(str(place))
        assert not picture.isVisible()
        view.link.click()
    assert browser.opened == ["https://example.invalid/a2"]


def test_skipping_puts_a_cell_last(merged: Office, decide: DecideSection) -> None:
    first = decide.queue.current
    presses(merged, "S")
    assert decide.queue.current != first
    assert [f"{row.unit}/{row.item}" for row in decide.queue.shown()][-1] == first


def test_an_answer_that_changed_meanwhile_stops_the_decision(
    merged: Office, decide: DecideSection, field_work: tuple[Field, Field]
) -> None:
    first = item_of(decide)
    presses(merged, "1")
    wang, _zhao = field_work
    wang.answers(CITY, first, {"A2": "none", "B1": "3"}[first])
    merged.desk.merges(wang.hands_in())
    confirms(merged, "The better evidence.")
    assert merged.desk.cell(CITY, first).status == "pending"
    assert "An answer changed while you looked at it." in words(decide.comparison.messages)
    assert decide.bar.draft().verb == ""
    assert decide.bar.draft().reason == "The better evidence."


def test_what_is_typed_survives_news_of_the_same_cell(
    merged: Office, decide: DecideSection, field_work: tuple[Field, Field]
) -> None:
    first = item_of(decide)
    presses(merged, "2")
    decide.bar.words.setText("Half a sent")
    wang, _zhao = field_work
    wang.answers(CITY, first, {"A2": "none", "B1": "3"}[first])
    merged.desk.merges(wang.hands_in())
    merged.page.services.changes.announce("answers")
    merged.settle()
    assert item_of(decide) == first
    assert decide.bar.draft().reason == "Half a sent"
    assert "An answer changed while you looked at it." in words(decide.comparison.messages)


def test_a_stale_decision_comes_back_as_the_proposal(
    merged: Office, decide: DecideSection, field_work: tuple[Field, Field]
) -> None:
    merged.desk.decides(CITY, "A2", "full", reason="As the guide says")
    wang, _zhao = field_work
    corrects(merged, wang, "A2", "none")
    decide.queue.list.setCurrentIndex(decide.queue.list.model().index(0, 0))
    merged.settle()
    decide.queue.go(f"{CITY}/A2")
    decide.load()
    merged.settle()
    draft = decide.bar.draft()
    assert (draft.verb, draft.category, draft.reason) == ("other", "evidence", "As the guide says")
    label = next(
        one.label for one in cell_view(merged.desk.project, CITY, "A2").assessments if one.name == "王晓岚"
    )
    assert f"assessment {label} was changed" in words(decide.comparison.messages)
    confirms(merged, draft.reason)
    assert merged.desk.cell(CITY, "A2").final.value == "full"


def test_a_withdrawn_assessment_is_named_as_the_cause(merged: Office, decide: DecideSection) -> None:
    merged.desk.decides(CITY, "A2", "full")
    merged.desk.decides(CITY, "B1", "4")
    withdraw_batch(merged.desk.project, 1, "Sent by mistake")
    merged.page.services.changes.announce("answers", "decisions")
    merged.settle()
    assert "an assessment was withdrawn" in words(decide.comparison.messages)
    assert [row.status for row in decide.queue.shown()] == ["to_confirm", "to_confirm"]


def test_new_material_is_listed_last_and_its_decision_stands(
    merged: Office, decide: DecideSection, field_work: tuple[Field, Field]
) -> None:
    merged.desk.decides(CITY, "A2", "full", reason="As the guide says")
    wang, _zhao = field_work
    corrects(merged, wang, "A2", "full", "Seen again in the evening")
    assert [(row.item, row.status) for row in decide.queue.shown()] == [("B1", "pending"), ("A2", "decided")]
    assert "To decide 1" in words(decide.queue)
    decide.go_to(CITY, "A2")
    merged.settle()
    assert "It stands" in words(decide.comparison.messages)
    assert decide.bar.draft().reason == "As the guide says"
    confirms(merged)
    assert [(row.item, row.status) for row in decide.queue.shown()] == [("B1", "pending")]


def test_on_a_proposal_the_printed_key_takes_the_assessment_and_asks_for_a_reason_of_its_own(
    merged: Office, decide: DecideSection, field_work: tuple[Field, Field]
) -> None:
    merged.desk.decides(CITY, "B1", "3", reason="Counted again")
    wang, _zhao = field_work
    corrects(merged, wang, "B1", "1")
    decide.go_to(CITY, "B1")
    merged.settle()
    assert (decide.bar.draft().verb, decide.bar.draft().reason) == ("other", "Counted again")
    presses(merged, "2")
    assert decide.bar.draft() == Draft(verb="B")
    decide.decide()
    assert decide.bar.problem.text() == "Choose a reason."
    taken = cell_view(merged.desk.project, CITY, "B1").assessments[1]
    confirms(merged)
    assert merged.desk.cell(CITY, "B1").final.value == taken.value


def test_a_decision_that_stands_is_found_and_made_anew(merged: Office, decide: DecideSection) -> None:
    for item, value in (("A2", "full"), ("B1", "4")):
        merged.desk.decides(CITY, item, value, reason="At first sight")
    merged.page.services.changes.announce("decisions")
    merged.settle()
    assert "No difference waits for a decision." in words(merged.page)
    assert decide.queue.shown() == []
    decide.queue.filters.chosen.emit("decided")
    merged.settle()
    assert [row.item for row in decide.queue.shown()] == ["A2", "B1"]
    assert "This is decided." in words(decide.comparison.messages)
    presses(merged, "3")
    editor = decide.comparison.scale.editor
    assert editor is not None
    assert editor.press(3)
    confirms(merged)
    assert merged.desk.cell(CITY, "A2").final.value == "none"
    past = history(merged.desk.project, CITY, "A2")
    assert [one.text for one in past if one.kind == "decision"] == [
        "At first sight",
        "Two screenshots of the same day.",
    ]
    decide.queue.filters.chosen.emit("all")
    merged.settle()
    assert "No difference waits for a decision." in words(merged.page)


def test_a_half_made_decision_outlives_a_change_of_language(
    merged: Office, decide: DecideSection, qtbot: QtBot
) -> None:
    presses(merged, "2")
    decide.bar.choices.chosen.emit("date")
    decide.bar.words.setText("Half a sent")
    again = CoordinatorPage(merged.desk.project, merged.page.services)
    qtbot.addWidget(again)
    place = merged.page.place()
    merged.page.hide()
    again.resize(1366, 700)
    again.show()
    again.return_to(place)
    merged.settle()
    assert again.decide.queue.current == decide.queue.current
    assert again.decide.bar.draft() == Draft(verb="B", category="date", reason="Half a sent")


def test_when_all_is_decided_the_page_says_so(merged: Office, decide: DecideSection) -> None:
    for _turn in range(2):
        presses(merged, "1")
        confirms(merged)
    assert "No difference waits for a decision." in words(merged.page)


def test_before_anything_came_the_page_leads_to_the_inbox(office: Office) -> None:
    office.go("decide")
    assert "Nothing has been handed in yet." in words(office.page)
    office.click(office.page.decide.empty.button)
    assert office.page.current == "board"


@pytest.mark.parametrize("answered", [True, False])
def test_an_item_that_came_to_apply_by_a_decision_is_decided_like_a_difference(
    office: Office, answered: bool
) -> None:
    desk = office.desk
    wang, zhao = desk.assessor("WXL"), desk.assessor("ZQM")
    without = {"A1": "no", "A2": "full", "B1": "0", "B2": "10", "B3": "19/20"}
    for person in (wang, zhao):
        for item, value in without.items():
            person.answers(CITY, item, value)
    if answered:
        for item, value in {"A1": "yes", "A3": "time"}.items():
            wang.answers(CITY, item, value)
    desk.merges(wang.hands_in(), zhao.hands_in())
    desk.decides(CITY, "A1", "yes")
    office.go("decide")
    section = office.page.decide
    said = "only A answered this item" if answered else "nobody has answered this item"
    assert said in words(section.comparison.messages)
    assert [card.label for card in section.comparison.cards] == (["A"] if answered else [])
    presses(office, "2" if answered else "1")
    editor = section.comparison.scale.editor
    assert editor is not None
    assert editor.press(1)
    confirms(office)
    assert desk.cell(CITY, "A3").final.value == "time"
    assert "No difference waits for a decision." in words(office.page)


def test_names_can_be_uncovered_for_a_reason_and_the_page_says_so(
    merged: Office, decide: DecideSection
) -> None:
    first = item_of(decide)
    presses(merged, "N")
    assert "That is recorded with the decision." in words(decide.comparison.messages)
    assert "王晓岚" not in words(decide.comparison)
    field = merged.page.focusWidget()
    assert isinstance(field, QLineEdit)
    merged.qtbot.keyClicks(field, "He rang me")
    merged.qtbot.keyClick(field, Qt.Key.Key_Return)
    merged.settle()
    assert {card.name.text() for card in decide.comparison.cards} == {"王晓岚 WXL", "赵启明 ZQM"}
    assert "uncovered the names before deciding" in words(decide.comparison.messages)
    assert decide.comparison.names.isHidden()
    presses(merged, "1")
    confirms(merged)
    assert item_of(decide) != first
    assert {card.name.text() for card in decide.comparison.cards} == {"Name hidden"}
    assert not decide.comparison.names.isHidden()
    decide.queue.filters.chosen.emit("decided")
    merged.settle()
    assert "Names had been uncovered when it was decided." in words(decide.comparison.messages)


def test_uncovering_can_be_thought_better_of(merged: Office, decide: DecideSection) -> None:
    presses(merged, "N")
    (button,) = [
        one
        for one in decide.comparison.messages.findChildren(QPushButton)
        if one.text() == "Keep them hidden" and one.isVisible()
    ]
    merged.click(button)
    assert "recorded with the decision" not in words(decide.comparison.messages)
    assert cell_view(merged.desk.project, CITY, item_of(decide)).uncovered == ()


def test_without_blindness_names_stand_on_the_cards(merged: Office, decide: DecideSection) -> None:
    change_setting(merged.desk.project, "blind", "off")
    merged.page.services.changes.announce("settings")
    merged.settle()
    assert {card.name.text() for card in decide.comparison.cards} == {"王晓岚 WXL", "赵启明 ZQM"}
    assert decide.comparison.names.isHidden()
    box = decide.queue.narrower.boxes["group"]
    assert [box.itemText(at) for at in range(box.count())] == [
        "All assessors",
        ", ".join(sorted(("王晓岚", "赵启明"))),
    ]


def test_a_third_is_asked_and_the_cell_waits_for_them(
    merged: Office, decide: DecideSection, qtbot: QtBot
) -> None:
    first = decide.queue.current
    sun = add_assessor(merged.desk.project, Assessor("孙雅宁", "SYN"))
    presses(merged, "T")
    panel = decide.third
    assert [panel.who.itemText(at) for at in range(panel.who.count())] == ["孙雅宁 SYN · 0 units"]
    qtbot.keyClicks(panel.reason, "They saw different pages")
    merged.click(panel.confirm)
    assert "孙雅宁 is asked about 1 item." in words(panel)
    assert decide.queue.current != first
    assert "To decide 1" in words(decide.queue)
    decide.queue.filters.chosen.emit("third")
    merged.settle()
    assert decide.queue.current == first
    assert "A further assessor is asked and has not answered yet." in words(decide.comparison.messages)
    unit, _slash, item = first.partition("/")
    assert merged.desk.cell(unit, item).missing == (sun,)
    merged.click(panel.tasks)
    assert merged.page.current == "tasks"


def test_all_differences_of_a_city_are_given_to_a_third_who_answers_with_a_file_of_their_own(
    merged: Office, decide: DecideSection
) -> None:
    desk = merged.desk
    add_assessor(desk.project, Assessor("孙雅宁", "SYN"))
    presses(merged, "T")
    (part,) = [
        one for one in decide.third.what.findChildren(PaintedChoice) if one.text().startswith("open here")
    ]
    merged.click(part)
    merged.click(decide.third.confirm)
    assert decide.queue.shown() == []
    desk.writes_tasks()
    sun = desk.assessor("SYN")
    for item, value in (("A2", "none"), ("B1", "3")):
        sun.answers(CITY, item, value)
    desk.merges(sun.hands_in())
    merged.page.services.changes.announce("answers", "decisions")
    merged.settle()
    assert [card.label for card in decide.comparison.cards] == ["A", "B", "C"]
    assert [state.key for state in decide.bar.verbs.states] == ["1", "2", "3", "4", "R", "S"]
    taken = cell_view(desk.project, CITY, item_of(decide)).assessments[2]
    first = item_of(decide)
    presses(merged, "3")
    confirms(merged)
    assert desk.cell(CITY, first).final.value == taken.value


def test_two_coordinators_who_decided_differently_are_both_heard_and_a_decision_ends_it(
    merged: Office, decide: DecideSection
) -> None:
    desk = merged.desk
    other = desk.second_laptop()
    desk.decides(CITY, "A2", "part", reason="By the guide")
    other.decides(CITY, "A2", "full", reason="By telephone")
    desk.takes_over(other)
    merged.page.services.changes.announce("decisions")
    merged.settle()
    decide.go_to(CITY, "A2")
    merged.settle()
    said = words(decide.comparison.messages)
    assert "“Part”, because “By the guide”." in said
    assert "“Full”, because “By telephone”." in said
    assert "decided differently" in [decide.queue._state(row).change for row in decide.queue.shown()]
    presses(merged, "1")
    confirms(merged)
    assert desk.cell(CITY, "A2").status == "decided"
    assert cell_view(desk.project, CITY, "A2").disputing == ()
    other.project.close()
