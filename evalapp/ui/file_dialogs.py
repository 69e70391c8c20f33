"""The one place that asks for files and folders, and that knows where such a dialog begins.

It begins in the folder of the file asked for last, or of the project that is open; else in the user's documents; never in the
folder that the program happens to run in.
"""

from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

_FOLDER = "folder_of_files"


class FileKind(Struct, frozen=True):
    """What may be chosen: one word or two in the user's language, and the suffixes, the first of which new files get."""

    words: str
    suffixes: tuple[str, ...]

    def pattern(self) -> str:
        """As file dialogs list it: ``Submissions (*.evalpkg)``."""
        return f"{self.words} ({' '.join(f'*{suffix}' for suffix in self.suffixes)})"


def ask_file(parent: QWidget, title: str, kind: FileKind) -> Path | None:
    """One file to read; None if the user thinks better of it."""
    chosen, _pattern = QFileDialog.getOpenFileName(parent, title, str(folder_of_files()), kind.pattern())
    return _used(chosen)


def ask_files(parent: QWidget, title: str, kind: FileKind | None = None) -> tuple[Path, ...]:
    """Files to read, of any kind where none is named; empty if the user thinks better of it."""
    pattern = "" if kind is None else kind.pattern()
    chosen, _pattern = QFileDialog.getOpenFileNames(parent, title, str(folder_of_files()), pattern)
    if chosen:
        begin_beside(Path(chosen[0]))
    return tuple(Path(name) for name in chosen)


def ask_new_file(
    parent: QWidget, title: str, proposed: Path | str, kind: FileKind | None = None
) -> Path | None:
    """Where a file is to be written: a name alone is proposed in the folder where dialogs begin.

    A file of a kind gets its suffix, and the question whether a file that is there may be replaced is asked of that very name.
    """
    at = folder_of_files() / proposed
    pattern = "" if kind is None else kind.pattern()
    while True:
        chosen, _pattern = QFileDialog.getSaveFileName(parent, title, str(at), pattern)
        path = _used(chosen)
        if path is None or kind is None or path.suffix.lower() in kind.suffixes:
            return path
        at = path.with_name(path.name + kind.suffixes[0])
        if not at.exists():
            return at


def ask_folder(parent: QWidget, title: str, begin: Path | None = None) -> Path | None:
    """A folder; None if the user thinks better of it."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(begin or folder_of_files()))
    if chosen:
        _remember(Path(chosen))
    return Path(chosen) if chosen else None


def folder_of_files() -> Path:
    """Where the next dialog begins."""
    application = QCoreApplication.instance()
    kept = application.property(_FOLDER) if application is not None else None
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    places = [Path(place) for place in (kept, documents) if place]
    return next((place for place in places if place.is_dir()), Path.home())


def begin_beside(path: Path) -> None:
    """Let dialogs begin in the folder of a file: a project that was opened, or a file that was chosen."""
    _remember(path.resolve().parent)


def _used(chosen: str) -> Path | None:
    if not chosen:
        return None
    begin_beside(Path(chosen))
    return Path(chosen)


def _remember(folder: Path) -> None:
    application = QCoreApplication.instance()
    if application is not None:
        application.setProperty(_FOLDER, str(folder))
