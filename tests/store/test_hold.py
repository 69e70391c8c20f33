"""A project is open in one process at a time, whatever that process does with its files."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from evalapp.base.errors import AppError
from evalapp.store.hold import SUFFIX
from evalapp.store.project_file import create_project_file, facts, open_project_file, set_facts

REPOSITORY = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="only POSIX drops the locks of closed files")

OPENS = """
import sys
from pathlib import Path
from evalapp.base.errors import AppError
from evalapp.store.project_file import facts, open_project_file
try:
    file = open_project_file(Path(sys.argv[1]))
    with file.read() as connection:
        print(facts(connection).get("word", "nothing"), flush=True)
except AppError as error:
    sys.exit(error.code)
if sys.argv[2] == "stays":
    sys.stdin.read()
file.close()
"""


def other_process(path: Path, *, stays: bool = False) -> subprocess.Popen[str]:
    """Another process that opens the project, reads it and closes it, or stays until its input ends."""
    return subprocess.Popen(
        [sys.executable, "-c", OPENS, str(path), "stays" if stays else "goes"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )


def said(process: subprocess.Popen[str]) -> tuple[str, str]:
    out, err = process.communicate(timeout=60)
    return out.strip(), err.strip()


@contextmanager
def staying(path: Path) -> Iterator[subprocess.Popen[str]]:
    process = other_process(path, stays=True)
    assert process.stdout is not None
    assert process.stdout.readline()
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "山东.evalproj"
    create_project_file(path, {"word": "first"}).close()
    return path


def beside(path: Path) -> set[str]:
    return {entry.name for entry in path.parent.iterdir()} - {path.name}


@pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
def test_after_a_file_dialog_nobody_takes_the_log_away(project: Path, qtbot: QtBot) -> None:
    """Qt's own dialog looks into the files it lists, at which the system drops SQLite's locks."""
    file = open_project_file(project)
    dialog = QFileDialog(None, "", str(project.parent))
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.show()
    qtbot.wait(500)
    for name in beside(project) | {project.name}:
        (project.parent / name).read_bytes()
    with file.write() as connection:
        set_facts(connection, {"word": "saved"})
    assert said(other_process(project)) == ("", "in_use")
    with file.write() as connection:
        set_facts(connection, {"word": "saved again"})
    file.close()
    assert said(other_process(project)) == ("saved again", "")
    assert beside(project) == set()


def test_one_process_may_open_it_twice_and_holds_it_until_the_last_is_closed(project: Path) -> None:
    one, two = open_project_file(project), open_project_file(project)
    one.close()
    one.close()
    assert said(other_process(project)) == ("", "in_use")
    with two.read() as connection:
        assert facts(connection)["word"] == "first"
    two.close()
    assert said(other_process(project)) == ("first", "")


def test_what_another_process_holds_is_refused_and_free_after_its_death(project: Path) -> None:
    with staying(project) as other:
        with pytest.raises(AppError) as refused:
            open_project_file(project)
        assert refused.value.code == "in_use"
        assert project.name in str(refused.value)
        other.kill()
        other.wait()
        file = open_project_file(project)
        file.close()
    assert beside(project) == set()


def test_a_lock_file_left_behind_holds_nothing(project: Path) -> None:
    project.with_name(project.name + SUFFIX).write_text(str(os.getppid()))
    open_project_file(project).close()
    assert beside(project) == set()


def test_looking_at_a_file_keeps_the_locks_of_the_open_one(project: Path) -> None:
    def locked() -> set[str]:
        numbers = {
            str((project.parent / name).stat().st_ino) for name in (project.name, project.name + "-shm")
        }
        return {
            number
            for line in Path("/proc/locks").read_text().splitlines()
            if (number := line.split()[5].rpartition(":")[2]) in numbers
        }

    if not Path("/proc/locks").exists():
        pytest.skip("only Linux lists its locks")
    file = open_project_file(project)
    with file.read() as connection:
        facts(connection)
    before = locked()
    open_project_file(project).close()
    assert len(before) == 2
    assert locked() == before
    file.close()
