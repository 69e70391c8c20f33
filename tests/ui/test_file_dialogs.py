"""Where file dialogs begin, what they list, and that they speak the user's language."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from evalapp.ui.file_dialogs import (
    FileKind,
    ask_file,
    ask_files,
    ask_folder,
    ask_new_file,
    begin_beside,
    folder_of_files,
)
from evalapp.ui.qt_words import translate_qt
from tests.people import founded
from tests.ui.windows import Screen

SUBMISSIONS = FileKind("Submissions", (".evalpkg",))


class Dialogs:
    """Stands in for Qt's dialogs: keeps what they were given, and answers in turn."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[tuple[str, str]] = []
        self.answers: list[object] = []
        for name in ("getOpenFileName", "getOpenFileNames", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, name, self._file)
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", self._folder)

    def _file(self, _parent: QWidget, _title: str, begin: str, pattern: str = "") -> tuple[object, str]:
        self.asked.append((begin, pattern))
        return self.answers.pop(0), pattern

    def _folder(self, _parent: QWidget, _title: str, begin: str) -> object:
        self.asked.append((begin, ""))
        return self.answers.pop(0)


@pytest.fixture
def dialogs(monkeypatch: pytest.MonkeyPatch, qapp: QApplication, tmp_path: Path) -> Dialogs:
    documents = tmp_path / "Documents"
    documents.mkdir()
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _kind: str(documents))
    qapp.setProperty("folder_of_files", None)
    return Dialogs(monkeypatch)


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_the_first_dialog_begins_in_the_documents_and_the_next_where_the_last_file_was(
    dialogs: Dialogs, parent: QWidget, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    dialogs.answers = [str(stick / "a.evalpkg"), [], ""]
    assert ask_file(parent, "Open", SUBMISSIONS) == stick / "a.evalpkg"
    assert ask_files(parent, "Add") == ()
    assert ask_folder(parent, "Where") is None
    assert dialogs.asked == [
        (str(tmp_path / "Documents"), "Submissions (*.evalpkg)"),
        (str(stick), ""),
        (str(stick), ""),
    ]


def test_a_folder_that_is_gone_is_not_gone_to(dialogs: Dialogs, tmp_path: Path) -> None:
    begin_beside(tmp_path / "pulled out" / "a.evalpkg")
    assert folder_of_files() == tmp_path / "Documents"


def test_a_new_file_gets_its_suffix_and_is_not_replaced_unasked(
    dialogs: Dialogs, parent: QWidget, tmp_path: Path
) -> None:
    dialogs.answers = [str(tmp_path / "mine"), str(tmp_path / "mine"), str(tmp_path / "mine.EVALPKG")]
    assert ask_new_file(parent, "Write", "WXL.evalpkg", SUBMISSIONS) == tmp_path / "mine.evalpkg"
    (tmp_path / "mine.evalpkg").write_text("there")
    assert ask_new_file(parent, "Write", "WXL.evalpkg", SUBMISSIONS) == tmp_path / "mine.EVALPKG"
    begun = [begin for begin, _pattern in dialogs.asked]
    assert begun == [
        str(tmp_path / "Documents" / "WXL.evalpkg"),
        str(tmp_path / "WXL.evalpkg"),
        str(tmp_path / "mine.evalpkg"),
    ]


def test_a_window_begins_beside_the_project_opened_last(
    dialogs: Dialogs, tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    desk = founded(tmp_path / "work")
    path = desk.project.path
    desk.project.close()
    screen = Screen(qapp, qtbot, tmp_path / "home")
    assert folder_of_files() == tmp_path / "Documents"
    screen.window.open_file(path)
    assert folder_of_files() == path.parent
    screen.window.close()
    qapp.setProperty("folder_of_files", None)
    Screen(qapp, qtbot, tmp_path / "home").window.close()
    assert folder_of_files() == path.parent


def test_qt_speaks_the_language_of_the_window(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, language: Callable[[str], None]
) -> None:
    def words() -> str:
        return QCoreApplication.translate("QFileDialog", "File &name:")

    screen = Screen(qapp, qtbot, tmp_path / "home")
    assert words() == "File &name:"
    screen.window.change_language("zh_CN")
    assert words() == "文件名称(&N)："
    screen.window.change_language("en")
    assert words() == "File &name:"
    screen.window.close()
    language("zh_CN")
    translate_qt(qapp)
    assert words() == "文件名称(&N)："
    language("en")
    translate_qt(qapp)
    assert words() == "File &name:"
