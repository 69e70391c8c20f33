"""Entering a workbook: the rows of all its sheets through the page's rules, all or none, every error by its cell."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.files import read_bytes, write_bytes
from evalapp.base.i18n import _, current_language, ngettext
from evalapp.base.numbers import from_float
from evalapp.base.tables import MAX_BYTES
from evalapp.entry.contents import Answer
from evalapp.entry.problems import state_name
from evalapp.entry.sheet_stamp import Stamp
from evalapp.form.excel.package import WorkbookRefused
from evalapp.form.excel.sheets import read_sheets
from evalapp.report.entry_workbook.rows import shown_value
from evalapp.store.history import history_of_cell
from evalapp.work.answering import Whose, answer_of, record_answers
from evalapp.work.answers import Entered
from evalapp.work.bulk import CheckedTable, EnteredTable, check_table
from evalapp.work.project import Project, require_role
from evalapp.work.sheet_cells import Refused, SheetTable, table_of
from evalapp.work.table_findings import Finding


class SheetAnswers(Struct, frozen=True):
    """What a workbook says: rows read, the answers of those that say something, sheets in which nothing was looked for."""

    rows: int
    answers: dict[tuple[str, str], Entered]
    ignored: tuple[str, ...]


def enter_sheet(project: Project, path: Path, marked: Path | None = None) -> EnteredTable:
    """Write what :func:`read_sheet` finds; raises what it raises."""
    found = read_sheet(project, path, marked)
    return EnteredTable(found.rows, record_answers(project, found.answers), found.ignored)


def read_sheet(
    project: Project, path: Path, marked: Path | None = None, whose: Whose | None = None
) -> SheetAnswers:
    """What the workbook ``path`` says that differs from what it said when it was written. Nothing is entered yet.

    Empty cells leave everything as it is. Raises AppError: "workbook" where it cannot be read, "other_project",
    "other_assessor", "other_edition", "columns", and "scores" with every wrong cell. Nothing is then written but, for
    "scores", the copy ``marked`` of the workbook, in which these cells are coloured and commented. ``whose`` names the
    assessor for whom a coordinator enters: then it is the copy of a record, and everything that stands in it is meant.
    """
    require_role(project, "assessor" if whose is None else "coordinator")
    whose = whose or Whose(person=project.about.me)
    entering = whose if whose.name else None
    data = read_bytes(path, MAX_BYTES)
    try:
        found = table_of(read_sheets(data, lambda _name: True), path.name, whole=entering is not None)
    except WorkbookRefused as unreadable:
        raise AppError(
            "workbook",
            _("{file} cannot be read as a workbook: {reason}. Nothing was written.").format(
                file=path.name, reason=unreadable
            ),
        ) from unreadable
    if found.stamp is not None:
        _require_ours(project, found.stamp, path.name, whose)

    def called(line: int) -> str:
        spot = found.spots[line]
        return f"{spot.sheet}!{spot.row}"

    checked = check_table(project, found.table, called, entering)
    overtaken = () if entering or found.stamp is None else _overtaken(project, found.stamp, checked)
    refused = _every(found, (*checked.findings, *overtaken))
    if refused:
        raise _refusal(path.name, data, refused, marked)
    return SheetAnswers(len(found.table.rows), checked.answers, found.ignored)


def _overtaken(project: Project, stamp: Stamp, checked: CheckedTable) -> Iterator[Finding]:
    """Rows that were entered from this workbook once, and whose answer was changed elsewhere since.

    A workbook that is filled in bit by bit and entered each time still holds what it held before: without this it would
    quietly bring back answers that were corrected in the program.
    """
    with project.file.read() as connection:
        for (unit, item), entered in checked.answers.items():
            past = [
                (one.revision.content.state, one.revision.content.value)
                for one in history_of_cell(connection, unit, (item,), project.about.me)
                if one.revision is not None
                and isinstance(one.revision.content, Answer)
                and one.revision.lamport > stamp.after
            ]
            answer = answer_of(project, unit, item, entered)
            said = (answer.state, answer.value)
            if past and said != past[-1] and said in past[:-1]:
                state, value = past[-1]
                reason = _(
                    "this was entered before and has been changed in the project since, to “{now}”; empty the cell to keep that, "
                    "or write a new workbook with --filled to change it back"
                ).format(now=_words(project, item, value) or state_name(state))
                yield Finding(checked.lines[(unit, item)], "value" if answer.value else "state", reason)


def _words(project: Project, item: str, value: str) -> str:
    """A recorded value as its cell shows it."""
    shown = shown_value(project.tree.node(item).scale, value, "en" if current_language() == "en" else "zh")
    return from_float(shown) if isinstance(shown, float) else shown


def _every(found: SheetTable, findings: Sequence[Finding]) -> list[Refused]:
    """Everything that is wrong, in the order in which one goes through the workbook."""
    placed = (found.spots[finding.line].refuse(finding.column, finding.reason) for finding in findings)
    order = {name: n for n, name in enumerate(found.names)}
    return sorted((*found.refused, *placed), key=lambda one: (order[one.sheet], one.row, one.column))


def _require_ours(project: Project, stamp: Stamp, file: str, whose: Whose) -> None:
    """A workbook says whose it is; another's is refused whole, so that no code can match by chance."""
    about = project.about
    if stamp.project != about.project:
        raise AppError(
            "other_project",
            _(
                "{file} was written for another project ({title}). Nothing was written. Enter it in that project's file."
            ).format(file=file, title=stamp.title),
        )
    if stamp.person != whose.person and whose.name:
        raise AppError(
            "other_assessor",
            _("{file} is the entry workbook of {name}, not of {other}. Nothing was written.").format(
                file=file, name=stamp.name, other=whose.name
            ),
        )
    if stamp.person != whose.person:
        raise AppError(
            "other_assessor",
            _(
                "{file} is the entry workbook of {name}, this project file is that of {me}. Nothing was written. "
                "Everybody enters their own workbook."
            ).format(file=file, name=stamp.name, me=f"{about.name} {about.code}"),
        )
    if stamp.form != about.form_hash:
        raise AppError(
            "other_edition",
            _(
                "{file} was written for another edition of the form ({title}); in force is {now}. Nothing was written. "
                "Write a new workbook with evalapp sheet and copy the answers that still fit."
            ).format(file=file, title=stamp.title, now=project.form_title(current_language())),
        )


def _refusal(file: str, data: bytes, refused: Sequence[Refused], marked: Path | None) -> AppError:
    message = ngettext(
        "{file} has {n} error. Nothing was written. Correct the cell listed, then enter the file again.",
        "{file} has {n} errors. Nothing was written. Correct the cells listed, then enter the file again.",
        len(refused),
    ).format(file=file, n=len(refused))
    if marked is not None:
        message = f"{message} {_mark(data, refused, marked)}"
    line = _("{file}, sheet “{sheet}”, cell {cell}: {reason}")
    details = [line.format(file=file, sheet=one.sheet, cell=one.cell, reason=one.reason) for one in refused]
    return AppError("scores", message, details=details)


def _mark(data: bytes, refused: Sequence[Refused], marked: Path) -> str:
    """Write the marked copy; what is said of it."""
    from evalapp.form.excel.marks import mark_cells  # noqa: PLC0415 (openpyxl is slow to import)

    reasons: dict[tuple[str, str], list[str]] = {}
    for one in refused:
        reasons.setdefault((one.sheet, one.cell), []).append(one.reason)
    try:
        copy = mark_cells(data, reasons)
    except WorkbookRefused:
        return _("No marked copy was made: the workbook cannot be written again.")
    write_bytes(marked, copy)
    return _("In the copy {file} these cells are coloured and commented.").format(file=marked)
