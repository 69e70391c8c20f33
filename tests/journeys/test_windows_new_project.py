"""A project founded in the window from an office's own workbook, shared out by branches, handed out and opened."""

import csv
import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from evalapp.base.resources import resource_folder
from evalapp.store.queries import assignments, people, settings
from evalapp.ui.coordinator.page import CoordinatorPage
from evalapp.ui.start.new_project import NewProjectPage
from evalapp.ui.start.page import StartPage
from evalapp.work.answering import record_answers
from evalapp.work.barring import barred_units
from evalapp.work.board import board
from evalapp.work.made_up import made_up_answer
from evalapp.work.project import open_project
from tests.journeys.test_windows_whole_job import Account

PROVINCES = ("山东省", "江苏省", "浙江省")
PEOPLE = "王晓岚,WXL\n赵启明,ZQM\n孙雅宁,SYN\n刘文博,LWB"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise|grabbing)", extend=True),
]


@pytest.fixture
def account(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Account]:
    return lambda name: Account(tmp_path / name, qapp, qtbot, monkeypatch)


@pytest.fixture
def office_list(tmp_path: Path) -> Path:
    """Three provinces as an office keeps them: a title, headings of its own, codes as numbers, an empty line."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(("2026 年度评估城市一览",))
    sheet.append(("序", "所在省份名", "地市全称", "国标区划码", "联系人"))
    with (resource_folder() / "rosters" / "prefectures.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["province"] in PROVINCES]
    for number, row in enumerate(rows, 1):
        sheet.append((number, row["province"], row["name"], int(row["code"]), "张"))
        if number == 5:
            sheet.append(())
    book.save(tmp_path / "一览.xlsx")
    return tmp_path / "一览.xlsx"


def found_project(coordinator: Account, roster: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of three provinces, one conflict of interest, a sample of 30 percent, whole branches."""
    start = coordinator.window.page
    assert isinstance(start, StartPage)
    coordinator.clicks(start.new_project)
    page = coordinator.window.page
    assert isinstance(page, NewProjectPage)
    coordinator.qtbot.keyClicks(page.name, "lu-su 2026")
    page.coordinator.setText("何敏")
    page.form.read(next(coordinator.session.forms.glob("small.toml")))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args, **_kw: (str(roster), ""))
    page.units.choice.setCurrentIndex(page.units.choice.findText("From a file…"))
    page.units._on_chosen()
    assert "Line 8 is empty" in page.units.words.text()
    box = page.units.matcher._boxes[3]
    if box.currentData() != "code":
        box.setCurrentIndex(box.findData("code"))
        box.activated.emit(box.currentIndex())
    view = page.units.picker.list
    place = next(number for number, row in enumerate(view.rows()) if row.name == "浙江省")
    view.setCurrentIndex(view.model().index(place, 0))
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert page.units.counted.text().startswith("29 units")
    page.staff.box.setPlainText(PEOPLE)
    page.plan.mode.press(4)
    page.plan.by.press(2)
    page.plan.seed.setText("7")
    page.plan.seed.textEdited.emit("7")
    coordinator.waits_for(lambda: page.plan.preview.isVisible() and not page._pause.isActive())
    coordinator.waits()
    matrix = page.plan.preview.matrix
    jinan = next(
        column
        for column in range(matrix.model().columnCount())
        if matrix.model().headerData(column, Qt.Orientation.Horizontal) == "济南"
    )
    matrix.setCurrentIndex(matrix.model().index(0, jinan))
    coordinator.clicks(page.plan.bar)
    assert page.staff.conflicts.toPlainText() == "WXL: 济南市"
    coordinator.saves_as(file)
    coordinator.qtbot.keyClick(page.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    coordinator.waits_for(lambda: isinstance(coordinator.window.page, CoordinatorPage))


def test_two_provinces_by_branch_with_a_sample_and_a_conflict(
    account: Callable[[str], Account], office_list: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator = account("coordinator")
    file = tmp_path / "coordinator" / "lusu.evalproj"
    found_project(coordinator, office_list, file, monkeypatch)
    folder = tmp_path / "tasks"
    coordinator.chooses_folder(folder)
    coordinator.clicks(coordinator.desk.handout.write_button)
    coordinator.waits_for(lambda: len(list(folder.glob("*.evalpkg"))) == 4)

    expected = what_was_planned(coordinator, file)
    submission = None
    for task in sorted(folder.glob("*.evalpkg")):
        assessor = account(task.stem)
        assessor.saves_as(tmp_path / task.stem / "mine.evalproj")
        assessor.window.open_file(task)
        assessor.waits()
        desk = assessor.entry.desk
        pages = [desk.page(row.unit.key) for row in desk.units]
        assert {(page.unit.key, leaf.code) for page in pages for leaf in page.leaves} == expected[task.stem]
        assert sum(row.progress.leaves for row in desk.units) == wanted(expected[task.stem])
        if len(expected[task.stem]) == min(map(len, expected.values())):
            submission = everything_handed_in(assessor, expected[task.stem], tmp_path / "in" / task.name)
        assessor.closes()

    assert submission is not None
    coordinator.desk.go("board")
    coordinator.chooses_files(submission)
    inbox = coordinator.desk.board.inbox
    coordinator.clicks(inbox.add_button)
    coordinator.waits_for(inbox.merge_button.isEnabled)
    coordinator.clicks(inbox.merge_button)
    code = submission.stem
    coordinator.waits_for(
        lambda: came_in(coordinator, file, code) == (wanted(expected[code]), wanted(expected[code]))
    )


def wanted(cells: set[tuple[str, str]]) -> int:
    """How many of the cells are open work while they are blank: notes (C) are welcome and never missed."""
    return sum(1 for _unit, item in cells if item != "C")


def everything_handed_in(assessor: Account, cells: set[tuple[str, str]], file: Path) -> Path:
    """All that the task asks for is answered in one go; nothing is left open then, so handing in asks for no comment."""
    page = assessor.entry
    tree = page.desk.project.tree
    answers = {cell: made_up_answer(tree.node(cell[1]), 0.7, random.Random(str(cell))) for cell in cells}
    record_answers(
        page.desk.project, {cell: answer for cell, answer in answers.items() if answer is not None}
    )
    assessor.saves_as(file)
    assessor.clicks(page.panes.hand_in_button)
    assessor.waits_for(lambda: len(page.hand_in._boxes) == len(page.desk.units))
    for box in page.hand_in._boxes.values():
        box.setChecked(True)  # cities of which only notes are asked are not proposed
    assessor.qtbot.keyClick(page.hand_in, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assessor.waits_for(file.exists)
    assessor.waits()
    return file


def came_in(coordinator: Account, file: Path, code: str) -> tuple[int, int]:
    """Answers expected of a person and handed in."""
    with open_project(coordinator.session, file) as project:
        row = next(row for row in board(project).rows if row.code == code)
    return row.leaves, sum(cell.handed_in for cell in row.cells.values())


def what_was_planned(coordinator: Account, file: Path) -> dict[str, set[tuple[str, str]]]:
    """The cells of each person as recorded, after all that was promised of them was looked at."""
    with open_project(coordinator.session, file) as project:
        ((barred, unit),) = barred_units(project)
        with project.file.read() as connection:
            codes = {one.id: one.code for one in people(connection).values()}
            rows = assignments(connection)
            chosen = {name: row.value for name, row in settings(connection).items()}
        branch = {leaf.code: project.tree.path(leaf.code)[0].code for leaf in project.tree.leaves}
    assert (codes[barred], unit) == ("WXL", "370100")
    assert json.loads(chosen["sample"]) == {"share": 30, "seed": 7, "by": "branch", "level": 1}
    held: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in rows:
        held[codes[row.subject]].add((row.unit, row.item))
    times = Counter(cell for cells in held.values() for cell in cells)
    assert {item for _unit, item in times} == set(branch)
    twice = {(unit, branch[item]) for (unit, item), n in times.items() if n == 2}
    assert Counter(name for _unit, name in twice) == dict.fromkeys(set(branch.values()), 9)
    assert len({unit for unit, _item in times}) == 29
    assert not {cell for cell in held["WXL"] if cell[0] == "370100"}
    return dict(held)
