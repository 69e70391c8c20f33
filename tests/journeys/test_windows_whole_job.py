"""The whole job through real windows: what a coordinator and three assessors click and type, each on an account of their own."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from evalapp.ui.app import make_window
from evalapp.ui.assessor.page import EntryPage
from evalapp.ui.coordinator.page import CoordinatorPage
from evalapp.ui.main_window import MainWindow
from evalapp.ui.start.new_project import NewProjectPage
from evalapp.ui.start.page import StartPage
from evalapp.work.care import info
from evalapp.work.deciding import open_cells
from evalapp.work.project import Project, open_project
from evalapp.work.results import project_results
from evalapp.work.session import Session
from tests.people import SMALL

PEOPLE = "王晓岚,WXL\n赵启明,ZQM\n孙雅宁,SYN"
SCALE_KEYS = {"A1": "1", "A2": "1", "B1": "4", "B2": "10", "B3": ("19", "20")}
"""What a careful assessor types for every city; the second city of each differs a little."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise|grabbing)", extend=True),
]


class Account:
    """One person at one laptop: a home, a window, and what the file dialogs will answer."""

    def __init__(
        self, folder: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.folder = folder
        self.qtbot = qtbot
        self.session = Session(home=folder / "home", forms=SMALL.parent)
        self.window: MainWindow = make_window(qapp, self.session)
        qtbot.addWidget(self.window)
        self.window.show()
        self._monkeypatch = monkeypatch

    def saves_as(self, path: Path) -> None:
        """The next “save as” dialogs are answered with ``path``."""
        self._monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_kw: (str(path), ""))

    def chooses_folder(self, path: Path) -> None:
        self._monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args, **_kw: str(path))

    def chooses_file(self, path: Path) -> None:
        self._monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args, **_kw: (str(path), ""))

    def chooses_files(self, *paths: Path) -> None:
        chosen = [str(path) for path in paths]
        self._monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args, **_kw: (chosen, ""))

    def waits(self) -> None:
        """Until everything given to the runner has been done and told."""
        self.qtbot.waitUntil(lambda: not self.window.runner.busy, timeout=60_000)

    def waits_for(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=60_000)

    def clicks(self, widget: object) -> None:
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.waits()

    def closes(self) -> None:
        self.window.close()

    @property
    def entry(self) -> EntryPage:
        assert isinstance(self.window.page, EntryPage)
        return self.window.page

    @property
    def desk(self) -> CoordinatorPage:
        assert isinstance(self.window.page, CoordinatorPage)
        return self.window.page


@pytest.fixture
def account(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Account]:
    return lambda name: Account(tmp_path / name, qapp, qtbot, monkeypatch)


def found_project(coordinator: Account, file: Path) -> None:
    """Through the start page and the page of a new project."""
    start = coordinator.window.page
    assert isinstance(start, StartPage)
    coordinator.clicks(start.new_project)
    page = coordinator.window.page
    assert isinstance(page, NewProjectPage)
    assert not page.make.isEnabled()
    page.name.insert("鲁评 2021")
    page.staff.box.setPlainText(PEOPLE)
    page.coordinator.insert("何敏")
    coordinator.qtbot.keyClicks(page.coordinator_code, "HM")
    page.synthetic.click()
    assert "16" in page.units.counted.text()
    coordinator.saves_as(file)
    coordinator.clicks(page.make)
    coordinator.waits_for(lambda: isinstance(coordinator.window.page, CoordinatorPage))


def hand_out(coordinator: Account, folder: Path) -> list[Path]:
    coordinator.chooses_folder(folder)
    coordinator.desk.go("tasks")
    coordinator.clicks(coordinator.desk.handout.write_button)
    coordinator.waits_for(lambda: len(list(folder.glob("*.evalpkg"))) == 3)
    return sorted(folder.glob("*.evalpkg"))


def answer_by_keys(assessor: Account, differing: int) -> None:
    """Every city from the first open item to the last, by keys; in ``differing`` cities one answer is another."""
    page = assessor.entry
    for number, row in enumerate(page.desk.units):
        page.go_to(row.unit.key, "A1")
        for item, keys in SCALE_KEYS.items():
            differs = item == "A2" and number < differing
            type_answer(assessor, row.unit.key, item, "2" if differs else keys)
        assessor.waits()
        page.go_to(row.unit.key, "A3")
        assessor.qtbot.keyClicks(page.cards.card, "12")
        assessor.waits()
    assessor.waits()
    assert all(row.progress.answered == row.progress.leaves for row in page.desk.units)


def type_answer(assessor: Account, unit: str, item: str, keys: str | tuple[str, str]) -> None:
    page, qtbot = assessor.entry, assessor.qtbot
    page.go_to(unit, item)
    card = page.cards.card
    card.setFocus()
    if item in ("A1", "A2"):
        qtbot.keyClicks(card, str(keys))
        return
    fields = [field for field in card.editor.findChildren(QLineEdit) if field.isVisible()]
    for field, text in zip(fields, (keys,) if isinstance(keys, str) else keys, strict=False):
        field.setFocus()
        qtbot.keyClicks(field, text)
    page.settle()


def hand_in(assessor: Account, file: Path) -> Path:
    page = assessor.entry
    assessor.saves_as(file)
    assessor.clicks(page.panes.hand_in_button)
    assessor.waits_for(lambda: len(page.hand_in.chosen()) == len(page.desk.units))
    assessor.qtbot.keyClick(page.hand_in, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assessor.waits_for(file.exists)
    assessor.waits()
    return file


def damaged(package: Path) -> Path:
    copy = package.with_name("damaged.evalpkg")
    data = bytearray(package.read_bytes())
    data[len(data) // 2] ^= 0xFF
    copy.write_bytes(data)
    return copy


def decide_all(coordinator: Account, file: Path) -> int:
    """Every difference: take A by key 1, a reason by chip and words, Ctrl+Enter; how many there were."""
    desk, qtbot = coordinator.desk, coordinator.qtbot
    desk.go("decide")
    coordinator.waits()
    decided = 0
    while (left := waiting(file)) > 0:
        desk.activateWindow()
        desk.setFocus()
        qtbot.waitUntil(desk.isActiveWindow)
        qtbot.keyClick(desk, "1")
        coordinator.waits()
        desk.decide.bar.choices.chosen.emit("evidence")
        desk.decide.bar.words.setText("甲的截图更全")
        qtbot.keyClick(desk.decide.bar.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        coordinator.waits()
        assert waiting(file) == left - 1, desk.decide.bar.problem.text()
        decided += 1
    return decided


def test_the_whole_job_through_windows(account: Callable[[str], Account], tmp_path: Path) -> None:
    coordinator = account("coordinator")
    project_file = tmp_path / "coordinator" / "luping.evalproj"
    found_project(coordinator, project_file)
    tasks = hand_out(coordinator, tmp_path / "tasks")

    submissions = []
    for task in tasks:
        assessor = account(task.stem)
        assessor.saves_as(tmp_path / task.stem / "mine.evalproj")
        assessor.window.open_file(task)
        answer_by_keys(assessor, differing={"SYN": 0, "WXL": 2, "ZQM": 1}[task.stem])
        submissions.append(hand_in(assessor, tmp_path / "in" / task.name))
        assessor.closes()

    shutil.copy(submissions[0], tmp_path / "in" / "again.evalpkg")
    coordinator.desk.go("board")
    coordinator.chooses_files(*submissions, damaged(submissions[0]), tmp_path / "in" / "again.evalpkg")
    inbox = coordinator.desk.board.inbox
    coordinator.clicks(inbox.add_button)
    coordinator.waits_for(inbox.merge_button.isEnabled)
    before = revisions(project_file)
    coordinator.clicks(inbox.merge_button)
    coordinator.waits_for(lambda: revisions(project_file) > before)
    with_differences = waiting(project_file)
    assert with_differences > 0

    assert decide_all(coordinator, project_file) == with_differences
    assert waiting(project_file) == 0

    coordinator.saves_as(tmp_path / "out.xlsx")
    coordinator.desk.go("export")
    coordinator.clicks(coordinator.desk.export.workbook_button)
    coordinator.waits_for((tmp_path / "out.xlsx").exists)
    with opened(coordinator, project_file) as project:
        results = project_results(project).results
    assert min(results.rank.tolist()) == 1
    assert all(rank > 0 for rank in results.rank.tolist())
    assert len(results.roster) == 16
    coordinator.closes()


def opened(coordinator: Account, file: Path) -> Project:
    return open_project(coordinator.session, file)


def revisions(file: Path) -> int:
    with open_project(Session(home=file.parent / "other", forms=SMALL.parent), file) as project:
        return info(project).revisions


def waiting(file: Path) -> int:
    with open_project(Session(home=file.parent / "other", forms=SMALL.parent), file) as project:
        return len(open_cells(project))
