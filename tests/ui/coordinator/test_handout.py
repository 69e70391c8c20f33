"""The page of task files: all in one go, again for one, an update for whom something changed, a new secret."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from evalapp.work.changing import assign, keys_awaiting
from tests.people import Field
from tests.ui.coordinator.office import CITY, Office


@pytest.fixture
def handed(office: Office, tmp_path: Path) -> Office:
    """The page after all tasks were written by Ctrl+Enter."""
    office.go("tasks")
    office.page.handout.ask_folder = lambda: tmp_path / "out"  # type: ignore[method-assign]
    office.page.activateWindow()
    office.page.setFocus()
    office.qtbot.waitUntil(office.page.isActiveWindow)
    office.qtbot.keyClick(office.page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    office.settle()
    return office


def choose(office: Office, code: str) -> None:
    table = office.page.handout.table
    table.selectRow(next(n for n, row in enumerate(table.rows()) if row.code == code))


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_all_tasks_with_their_covers(handed: Office, tmp_path: Path) -> None:
    assert files(tmp_path / "out") == ["WXL-cover.pdf", "WXL.evalpkg", "ZQM-cover.pdf", "ZQM.evalpkg"]
    rows = handed.page.handout.table.rows()
    assert [(row.code, row.units, row.items, row.standing) for row in rows] == [
        ("WXL", 1, 6, "current"),
        ("ZQM", 1, 6, "current"),
    ]


def test_one_is_written_again_by_its_key(handed: Office, tmp_path: Path) -> None:
    handed.page.handout.ask_folder = lambda: tmp_path / "one"  # type: ignore[method-assign]
    handed.page.handout.covers.setChecked(False)
    choose(handed, "ZQM")
    handed.qtbot.keyClick(handed.page, "w")
    handed.settle()
    assert files(tmp_path / "one") == ["ZQM.evalpkg"]
    assert (
        handed.told.toasts[-1] == "The task of 赵启明 is written again: the same task, with the same secret."
    )


def test_whoever_was_given_something_else_is_named_and_gets_an_update(
    handed: Office, tmp_path: Path, field_work: tuple[Field, Field]
) -> None:
    wang, zhao = field_work
    assign(handed.desk.project, CITY, handed.desk.person("ZQM"), active=False)
    handed.page.services.changes.announce("settings")
    handed.settle()
    messages = handed.page.handout.messages
    assert not messages.isHidden()
    handed.page.handout.ask_folder = lambda: tmp_path / "updates"  # type: ignore[method-assign]
    messages.acted.emit("updates")
    handed.settle()
    assert files(tmp_path / "updates") == ["ZQM-update.evalpkg"]
    assert messages.isHidden()
    assert wang.page(CITY).progress.answered == 6
    zhao.opens_update(tmp_path / "updates" / "ZQM-update.evalpkg")
    assert zhao.overview() == (), "the update tells of what was taken away"


def test_a_new_secret_is_given_after_a_question(handed: Office, tmp_path: Path) -> None:
    choose(handed, "WXL")
    before = handed.desk.ids()
    handed.qtbot.keyClick(handed.page, "n")
    handed.settle()
    assert handed.desk.ids() == before, "it only asks"
    handed.page.handout.messages.acted.emit(f"new-secret {handed.desk.person('WXL')}")
    handed.settle()
    assert len(handed.desk.ids()) == len(before) + 1
    handed.page.handout.ask_folder = lambda: tmp_path / "new"  # type: ignore[method-assign]
    handed.qtbot.keyClick(handed.page, "w")
    handed.settle()
    assert handed.told.toasts[-1] == "The task of 王晓岚 is written, with the new secret."
    handed.desk.tasks["WXL"] = tmp_path / "new" / "WXL.evalpkg"
    fresh = handed.desk.assessor("WXL", home="fresh")
    fresh.answers_all(CITY)
    handed.desk.merges(fresh.hands_in())
    assert keys_awaiting(handed.desk.project) == (), "nothing had come from the old laptop"
