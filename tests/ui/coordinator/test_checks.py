"""Checks over all cities in a real window: what packages bring is found, looked at side by side, and settled by keys."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from random import Random
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from evalapp.base.tables import parse_csv
from evalapp.entry.columns import SCORES
from evalapp.ui.assessor.viewer import EvidenceViewer
from evalapp.ui.coordinator.checks_page import ChecksSection
from evalapp.ui.coordinator.finding_bar import EVERY, THIS
from evalapp.ui.coordinator.findings_panel import ALL, SETTLED
from evalapp.work.answering import record_answers
from evalapp.work.answers import Entered
from evalapp.work.asking import NewQuestion, ask
from evalapp.work.changing import change_setting
from evalapp.work.checks import words_of
from evalapp.work.earlier import earlier_of_table, keep_earlier
from evalapp.work.evidence import link_evidence, screenshot_evidence
from evalapp.work.questions import all_asked
from tests.bench.big_project import form_toml
from tests.cli.command_line import records
from tests.odd_cities import FIRST, SECOND, UNITS, varied
from tests.people import Desk, Field, founded
from tests.ui.coordinator.office import Office, office_of


def picture(width: int = 640, height: int = 360) -> bytes:
    """A whole PNG of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x20\x60\xa0" * width for _row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Ten cities that two assessors answer, and what the first of them was last year."""
    desk = founded(tmp_path, codes=("WXL", "ZQM"), units=UNITS, mode="all", synthetic=True)
    table = "unit,item,value\n" + "".join(f"{unit},A1,yes\n" for unit in UNITS)
    keep_earlier(desk.project, earlier_of_table(desk.project, parse_csv(table, "last.csv", SCORES), "2021"))
    return desk


@pytest.fixture
def wang(desk: Desk) -> Field:
    field = desk.assessor("WXL")
    for unit in UNITS:
        field.answers_all(unit, varied(unit))
    return field


@pytest.fixture
def office(desk: Desk, qapp: QApplication, qtbot: QtBot) -> Iterator[Office]:
    made = office_of(desk, qtbot)
    yield made
    made.page.release()
    made.page.close()
    made.runner.close()
    made.page.deleteLater()
    assert made.told.errors == []


def opened(office: Office, *packages: Path) -> ChecksSection:
    """The packages are merged, and the checks are opened."""
    if packages:
        office.adds(*packages)
        office.click(office.page.board.inbox.merge_button)
    office.go("checks")
    office.page.activateWindow()
    office.qtbot.waitUntil(office.page.isActiveWindow)
    section = office.page.sections["checks"]
    assert isinstance(section, ChecksSection)
    section.panel.list.setFocus()
    return section


def words(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def presses(office: Office, section: ChecksSection, key: str) -> None:
    office.qtbot.keyClick(section.panel.list, key)
    office.settle()


def confirms(office: Office, section: ChecksSection, text: str = "") -> None:
    if text:
        office.qtbot.keyClicks(section.bar.words, text)
    office.qtbot.keyClick(section.bar.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    office.settle()


def kinds(section: ChecksSection) -> list[str]:
    return [row.finding.kind for row in section.panel.shown()]


def shown(section: ChecksSection) -> str:
    row = section.panel.row()
    assert row is not None
    return row.finding.kind


# A journey for each kind -----------------------------------------------------------------------------------------------


def test_a_slip_of_the_keys_is_found_asked_about_and_mended(office: Office, wang: Field) -> None:
    wang.answers(FIRST, "B2", "5.1")
    section = opened(office, wang.hands_in())
    assert kinds(section) == ["outlier"]
    assert f"市{FIRST} B2: “5.1” lies far from the rest" in words(section.view)
    assert "Assessment A" in section.view.cards[0]._who.accessibleName()
    assert "王晓岚" not in words(section), "whoever decides stays blind"
    presses(office, section, "r")
    assert section.bar.words.hasFocus()
    confirms(office, section, "51?")
    (question,) = all_asked(office.desk.project)
    assert (question.unit, question.item, question.text) == (FIRST, "B2", "51?")
    assert office.told.toasts[-1] == "1 question is asked; it goes out with the next return."
    assert section.panel.shown() == []
    assert "nothing odd is open" in words(section.empty)
    wang.answers(FIRST, "B2", "51")
    office.desk.merges(wang.hands_in())
    office.page.services.changes.announce("answers")
    office.settle()
    assert section._seen is not None
    assert section._seen.rows == ()


def test_a_service_that_has_gone_is_dismissed_for_a_reason(office: Office, wang: Field) -> None:
    wang.answers(FIRST, "A1", "no")
    section = opened(office, wang.hands_in())
    assert kinds(section) == ["jump"]
    presses(office, section, "d")
    confirms(office, section)
    assert section.bar.problem.text() == "Say in one sentence why."
    confirms(office, section, "Moved to the province's platform.")
    assert kinds(section) == []
    section.panel.filters.chosen.emit(SETTLED)
    office.settle()
    assert "Dismissed by 何敏: Moved to the province's platform." in words(section.view.messages)
    presses(office, section, "d")
    confirms(office, section)
    assert section.panel.filtered == ALL, "nothing is settled any more"
    assert kinds(section) == ["jump"]


def test_one_screenshot_for_two_cities_is_judged_for_one_of_them(office: Office, wang: Field) -> None:
    shot = screenshot_evidence(wang.project, picture(), "首页")
    for unit in (FIRST, SECOND):
        wang.answers(unit, "A2", "full", evidence=(shot,))
    section = opened(office, wang.hands_in())
    assert kinds(section) == ["reused"]
    assert [card._unit.text() for card in section.view.cards] == [f"市{FIRST}", f"市{SECOND}"]
    assert all(card.evidence._picture.isVisible() for card in section.view.cards)
    assert "王晓岚" not in words(section), "it is about the file"
    large = section.view.cards[1].evidence._picture
    office.click(large)
    (viewer,) = [
        one for one in QApplication.topLevelWidgets() if isinstance(one, EvidenceViewer) and one.isVisible()
    ]
    office.qtbot.keyClick(viewer, Qt.Key.Key_Return)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    office.page.activateWindow()
    office.qtbot.waitUntil(office.page.isActiveWindow)
    section.panel.list.setFocus()
    presses(office, section, "3")
    assert [chip.text() for chip in section.bar.choices._choices] == [
        "All 2 cells",
        f"Only 市{FIRST} A2",
        f"Only 市{SECOND} A2",
    ]
    section.bar.choices.chosen.emit("1")
    confirms(office, section, "This is the other city.")
    (place,) = {place for place, _ref in words_of(office.desk.project).pieces}
    assert place.unit == SECOND
    assert kinds(section) == ["reused"], "one of two pieces is judged"
    assert "[1] broken (何敏): This is the other city." in words(section.view)
    presses(office, section, "1")
    assert (section.bar.draft().verb, section.bar.draft().scope) == ("sound", EVERY)
    confirms(office, section)
    assert kinds(section) == []
    assert {word.status for word in words_of(office.desk.project).pieces.values()} == {"sound"}
    office.page.decide.go_to(FIRST, "A2")
    office.go("decide")
    assert "[1] sound (何敏)" in words(office.page.decide.comparison.cards[0]), (
        "it stands beside the evidence there, too"
    )


def test_answers_copied_from_another_city_are_listed_beside_each_other(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    form = tmp_path / "thirty.toml"
    form.write_bytes(form_toml(30))
    desk = founded(tmp_path / "desk", codes=("WXL",), units=UNITS, mode="all", form=form)
    wang = desk.assessor("WXL")
    for unit in UNITS:
        chance = Random(SECOND if unit == FIRST else unit)
        answers = {leaf.code: chance.choice(("full", "part", "none")) for leaf in wang.project.tree.leaves}
        record_answers(
            wang.project,
            {(unit, item): Entered(state="answered", value=value) for item, value in answers.items()},
        )
    office = office_of(desk, qtbot)
    office.adds(wang.hands_in())
    office.click(office.page.board.inbox.merge_button)
    section = opened(office)
    section.panel.filters.chosen.emit("alike")
    office.settle()
    assert kinds(section) == ["alike"]
    table = section.view.table
    assert table.isVisible()
    assert {row.unit for row in table.rows()} == {f"市{FIRST}", f"市{SECOND}"}
    table.setCurrentIndex(table.model().index(6, 0))
    office.settle()
    here = table.rows()[6]
    assert {card._who.accessibleName() for card in section.view.cards} == {"王晓岚 WXL"}, (
        "it is about the person"
    )
    assert {card._item.text().split()[0] for card in section.view.cards} == {here.item}
    assert [card._unit.text() for card in section.view.cards] == [f"市{FIRST}", f"市{SECOND}"]
    assert section.bar._offer.here == f"{here.unit} {here.item}"
    presses(office, section, "r")
    assert section.bar.draft().scope == THIS, "nobody is asked sixty questions"
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied_text = QGuiApplication.clipboard().text().splitlines()
    assert len(copied_text) == len(table.rows()) + 1
    office.page.release()
    office.page.close()
    office.runner.close()
    office.page.deleteLater()


def test_broken_evidence_is_gone_through_the_gravest_first(office: Office, wang: Field) -> None:
    wang.answers(FIRST, "A1", "yes", evidence=(screenshot_evidence(wang.project, picture(100, 60), "小图"),))
    wang.answers(FIRST, "B1", "4", evidence=(link_evidence(wang.project, "http://localhost/x"),))
    section = opened(office, wang.hands_in())
    assert kinds(section) == ["doubtful", "doubtful"]
    assert [row.finding.places[0].item for row in section.panel.shown()] == ["B1", "A1"]
    presses(office, section, "2")
    confirms(office, section)
    assert section.bar.problem.text() == "Say in one sentence why."
    confirms(office, section, "Nobody else can open it.")
    assert shown(section) == "doubtful"
    assert "100 × 60 pixels" in words(section.view)
    assert section.bar.draft().verb == "", "the next one begins anew"
    presses(office, section, "1")
    confirms(office, section)
    assert kinds(section) == []


# The page --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def odd(office: Office, wang: Field) -> ChecksSection:
    """Two slips and a service that has gone."""
    wang.answers(FIRST, "B2", "5.1")
    wang.answers(SECOND, "A1", "no")
    return opened(office, wang.hands_in())


def test_counts_by_kind_are_filters(office: Office, odd: ChecksSection) -> None:
    counts = {chip.state.code: chip.state.count for chip in odd.panel.filters._filters}
    assert counts == {"all": 2, "outlier": 1, "jump": 1}
    assert office.page._counts["checks"] == 2
    odd.panel.filters.chosen.emit("outlier")
    office.settle()
    assert shown(odd) == "outlier"
    presses(office, odd, "d")
    confirms(office, odd, "Phoned, it is true.")
    assert office.page._counts["checks"] == 1
    assert kinds(odd) == ["jump"], "an empty filter gives way to all"


def test_the_list_is_copied_and_exported(
    office: Office, odd: ChecksSection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.qtbot.keyClick(odd.panel.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Kind\tWhere\tStrength\tWhat was seen\tStanding"
    assert len(lines) == 3
    monkeypatch.setattr(odd, "ask_table", lambda: tmp_path / "odd.csv")
    office.click(odd.panel.export_button)
    assert [row["kind"] for row in records(tmp_path / "odd.csv")] == kinds(odd)
    assert office.told.toasts[-1] == "odd.csv is written."


def test_arrows_go_through_the_list_and_nothing_is_written_without_a_verb(
    office: Office, odd: ChecksSection
) -> None:
    first = odd.panel.current
    office.qtbot.keyClick(odd.panel.list, Qt.Key.Key_Down)
    office.settle()
    assert odd.panel.current != first
    assert odd.panel.position() == (2, 2)
    before = office.desk.ids()
    confirms(office, odd)
    assert odd.bar.problem.text() == "Choose what is to be done first."
    assert office.desk.ids() == before


def test_what_was_asked_elsewhere_is_known_when_one_comes_back(office: Office, odd: ChecksSection) -> None:
    odd.panel.filters.chosen.emit("outlier")
    office.settle()
    row = odd.panel.row()
    assert row is not None
    office.go("board")
    (place,) = row.finding.places
    question = NewQuestion(unit=place.unit, item=place.item, subject=place.subject, text="51?")
    assert ask(office.desk.project, (question,)) == 1
    office.go("checks")
    assert kinds(odd) == ["jump"]
    assert office.page._counts["checks"] == 1


def test_names_stand_on_the_cards_where_the_project_does_not_hide_them(
    office: Office, odd: ChecksSection
) -> None:
    assert odd.view.cards[0]._who.accessibleName() == "Assessment A"
    change_setting(office.desk.project, "blind", "off")
    office.page.services.changes.announce("settings")
    office.settle()
    assert odd.view.cards[0]._who.accessibleName() == "王晓岚 WXL"


def test_the_place_is_kept_with_what_is_half_written(office: Office, odd: ChecksSection) -> None:
    odd.panel.step(1)
    office.settle()
    presses(office, odd, "d")
    odd.bar.words.setText("Phoned")
    kept = odd.place()
    other = ChecksSection(office.desk.project, office.page.services)
    other.return_to(kept)
    other.resize(1200, 700)
    other.show()
    office.settle()
    assert other.panel.current == odd.panel.current
    assert (other.bar.draft().verb, other.bar.draft().words) == ("dismiss", "Phoned")
    other.stop()
    other.close()
    other.deleteLater()


def test_it_opens_the_cell_in_decide(office: Office, odd: ChecksSection, wang: Field) -> None:
    zhao = office.desk.assessor("ZQM")
    zhao.answers_all(FIRST, {**varied(FIRST), "B2": "50"})
    office.desk.merges(zhao.hands_in(FIRST))
    office.page.services.changes.announce("answers")
    office.settle()
    odd.panel.filters.chosen.emit("outlier")
    office.settle()
    said = [card._who.accessibleName() for card in odd.view.cards]
    assert sum("for comparison" in one for one in said) == 1, "the other assessor's answer stands beside it"
    presses(office, odd, "o")
    assert office.page.current == "decide"
    assert office.page.decide.queue.current == f"{FIRST}/B2"


def test_a_cell_that_does_not_wait_is_opened_in_decide_and_decided_there(
    office: Office, odd: ChecksSection
) -> None:
    zhao = office.desk.assessor("ZQM")
    zhao.answers_all(SECOND, {**varied(SECOND), "A1": "no"})
    zhao.answers_all(FIRST, varied(FIRST))
    office.desk.merges(zhao.hands_in(FIRST, SECOND))
    office.page.services.changes.announce("answers")
    office.settle()
    assert office.desk.cell(SECOND, "A1").status == "agreed"
    odd.panel.filters.chosen.emit("jump")
    office.settle()
    presses(office, odd, "o")
    decide = office.page.decide
    assert decide.queue.current == f"{SECOND}/A1"
    office.qtbot.keyClick(office.page, "3")
    office.settle()
    editor = decide.comparison.scale.editor
    assert editor is not None
    assert editor.press(1)
    decide.bar.choices.chosen.emit("overlooked")
    decide.bar.words.setText("The entrance is on the province's platform.")
    decide.decide()
    office.settle()
    assert office.desk.cell(SECOND, "A1").status == "decided"
    assert office.desk.cell(SECOND, "A1").final.value == "yes"
    assert decide.queue.current != f"{SECOND}/A1"


def test_stopping_leaves_a_door_to_begin_again(office: Office, wang: Field) -> None:
    office.desk.merges(wang.hands_in())
    held = Event()
    office.runner.run(office.page, lambda _progress: held.wait(10))
    office.page.go("checks")
    office.runner.cancel_named()
    held.set()
    office.settle()
    section = office.page.sections["checks"]
    assert isinstance(section, ChecksSection)
    assert "were not looked through to the end" in words(section.empty)
    office.click(section.empty.button)
    assert "nothing odd is open" in words(section.empty)


def test_without_submissions_the_way_to_the_inbox_is_shown(office: Office) -> None:
    section = opened(office)
    assert "Nothing has been handed in yet" in words(section.empty)
    office.click(section.empty.button)
    assert office.page.current == "board"


def test_where_there_is_no_room_the_list_takes_the_place_of_the_finding(
    office: Office, odd: ChecksSection
) -> None:
    office.page.resize(880, 500)
    office.settle()
    assert not odd.panel.isVisible()
    assert odd.view.isVisible()
    office.click(odd.view._list)
    assert odd.panel.isVisible()
    assert odd.panel.list.hasFocus()
    assert not odd.view.isVisible()
    office.qtbot.keyClick(odd.panel.list, Qt.Key.Key_Down)
    office.qtbot.keyClick(odd.panel.list, Qt.Key.Key_Return)
    office.settle()
    assert not odd.panel.isVisible()
    assert odd.panel.position() == (2, 2)
    assert odd.view.isVisible()
