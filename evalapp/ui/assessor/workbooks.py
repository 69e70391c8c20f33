"""Answering in Excel or WPS: the entry workbook is written, and taken back with the page's rules, undone in one step."""

from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.base.progress import Progress
from evalapp.base.tables import read_csv
from evalapp.entry.columns import ANSWERS
from evalapp.ui.assessor.desk import EntryDesk
from evalapp.ui.assessor.steps import Cell
from evalapp.ui.file_dialogs import FileKind, ask_file, ask_new_file
from evalapp.ui.services import Services
from evalapp.work.answers import Entered
from evalapp.work.bulk import answers_of_table, holds_workbook
from evalapp.work.project import Project
from evalapp.work.sheet import WrittenSheet, write_sheet

_TOLD = 8
"""So many wrong cells are named in the window; the marked copy shows all of them."""


class FileAnswers(Struct, frozen=True):
    """A file that was read: its rows, and what they say by cell."""

    rows: int
    answers: dict[Cell, Entered]


class Workbooks(QObject):
    """Writes and reads the files of a spreadsheet program. ``settle`` records what is half typed."""

    def __init__(
        self, desk: EntryDesk, services: Services, settle: Callable[[], None], page: QWidget
    ) -> None:
        super().__init__(page)
        self._desk, self._services, self._settle, self._page = desk, services, settle, page

    @Slot()
    def write(self) -> None:
        """Write the entry workbook of all cities, with the answers that are there."""
        self._settle()
        project = self._desk.project
        proposed = project.path.with_suffix(".xlsx")
        path = ask_new_file(self._page, _("Write the entry workbook"), proposed, _workbooks())
        if path is not None:
            self._services.runner.run(
                self,
                partial(_write, project, path),
                done=partial(_written, self._services),
                failed=self._services.failed,
                name=_("Writing the entry workbook"),
            )

    @Slot()
    def enter(self) -> None:
        """Enter a workbook or a table that was filled in; all of it or nothing."""
        self._settle()
        path = ask_file(self._page, _("Enter a workbook or a table"), _answers())
        if path is not None:
            self._services.runner.run(
                self,
                partial(_read, self._desk.project, path),
                done=self.take,
                failed=self._services.failed,
                name=_("Reading the file"),
            )

    def take(self, found: FileAnswers) -> None:
        """Write what a file says, in one step that Ctrl+Z takes back; what is there already is left alone."""
        new = {cell: said for cell, said in found.answers.items() if self._desk.entered(*cell) != said}
        if not new:
            self._services.toast(_("Everything in the file stands here already."))
            return
        self._desk.enter_block(
            new, partial(self._tell, found.rows, len(new)), self._services.failed, name=_("Entering the file")
        )

    def _tell(self, rows: int, n: int) -> None:
        read = ngettext("{n} row read", "{n} rows read", rows).format(n=rows)
        written = ngettext("{n} answer written", "{n} answers written", n).format(n=n)
        self._services.toast(_("{read}, {written}. Ctrl+Z takes it back.").format(read=read, written=written))


def _workbooks() -> FileKind:
    return FileKind(_("Workbooks"), (".xlsx",))


def _answers() -> FileKind:
    return FileKind(_("Workbooks and tables"), (".xlsx", ".csv"))


def _write(project: Project, path: Path, _progress: Progress) -> WrittenSheet:
    return write_sheet(project, path, filled=True)


def _written(services: Services, found: WrittenSheet) -> None:
    services.toast(
        ngettext(
            "{file} is written, a sheet for {n} city. Fill it in, save it, and enter it here.",
            "{file} is written, a sheet for each of {n} cities. Fill it in, save it, and enter it here.",
            len(found.units),
        ).format(file=found.file.name, n=len(found.units))
    )


def _read(project: Project, path: Path, _progress: Progress) -> FileAnswers:
    if not holds_workbook(path):
        table = read_csv(path, ANSWERS)
        return FileAnswers(len(table.rows), answers_of_table(project, table))
    from evalapp.work.sheet_entry import read_sheet  # noqa: PLC0415 (reading workbooks takes lxml)

    try:
        found = read_sheet(project, path, _free(path))
    except AppError as error:
        raise _shortened(error) from error
    return FileAnswers(found.rows, found.answers)


def _free(path: Path) -> Path:
    """Where the marked copy goes: beside the workbook, under a name that nothing has."""
    stem = _("{name}-marked").format(name=path.stem)
    names = (f"{stem}-{number}" if number > 1 else stem for number in count(1))
    return next(found for name in names if not (found := path.with_name(f"{name}.xlsx")).exists())


def _shortened(error: AppError) -> AppError:
    """An error with the first of its lines, and how many more there are."""
    more = len(error.details) - _TOLD
    if more <= 0:
        return error
    lines = (*error.details[:_TOLD], ngettext("and {n} more", "and {n} more", more).format(n=more))
    return AppError(error.code, error.message, details=lines)
