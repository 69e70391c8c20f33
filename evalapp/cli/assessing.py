"""The assessor's commands: open a task, enter, look at problems, hand in."""

from pathlib import Path
from typing import Annotated

import typer

from evalapp.base.clock import local_time
from evalapp.base.i18n import _, current_language, ngettext
from evalapp.base.tables import read_csv
from evalapp.cli import counted
from evalapp.cli.editions import show_updates
from evalapp.cli.entering_for import enter_for_code
from evalapp.cli.output import (
    DATA_ERROR,
    USAGE,
    Json,
    check_target,
    emit,
    failures,
    note,
    progress_bar,
    say_line,
    show_table,
)
from evalapp.cli.sharing import open_shared
from evalapp.entry.columns import ANSWERS
from evalapp.form.label import say
from evalapp.work.accepting import accept_warnings
from evalapp.work.answers import my_units, unit_page
from evalapp.work.bulk import EnteredTable, enter_table, holds_workbook
from evalapp.work.imported import BroughtIn, bring_in
from evalapp.work.project import open_project
from evalapp.work.receipts import require_kind, write_receipt
from evalapp.work.recovering import open_and_recover
from evalapp.work.session import Session
from evalapp.work.sheet import write_sheet
from evalapp.work.submit import submit
from evalapp.work.tasks import read_task
from evalapp.work.units import unit_with_code
from evalapp.work.updates import UPDATING, open_update, package_kind, read_update


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        "open",
        help=_(
            "Make an assessor's project file from a task package. An update is opened in the project that is there."
        ),
    )(open_package)
    app.command(
        "enter",
        help=_(
            "Enter answers from a CSV file or a workbook. In a coordinator's project, values that come from elsewhere, from CSV. "
            "Its columns: unit,item,value[,state,justification,link]."
        ),
    )(enter)
    app.command("sheet", help=_("Write an entry workbook for Excel or WPS."))(sheet)
    app.command("problems", help=_("List what is wrong or still open in an assessor's project."))(problems)
    app.command("accept", help=_("Let the warnings about an item stand. The reason is kept and travels."))(
        accept
    )
    app.command("submit", help=_("Sign off and write the submission. Prints a receipt."))(hand_in)


def open_package(
    task: Path,
    out: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    submissions: Annotated[list[Path] | None, typer.Option("--from", metavar="SUBMISSION")] = None,
    as_json: Json = False,
) -> None:
    """An assessor's project from a task; the task is checked before its place is asked for.

    An update is opened in the project that is there; an exchange makes a coordinator's project.
    """
    with failures(as_json):
        kind = package_kind(task)
    if kind == "exchange":
        open_shared(task, out, as_json)
        return
    if kind in UPDATING:
        if submissions:
            raise typer.BadParameter(
                _("Submissions are taken back into a project that is made from a task; this is no task."),
                param_hint="--from",
            )
        _open_update(task, out, as_json)
        return
    if out is None:
        with failures(as_json):
            found = read_task(task)
        note(
            _(
                "{file} is a sound task for {name}. Say with -o which project file (.evalproj) is to be made."
            ).format(file=task, name=found.about.name)
        )
        raise typer.Exit(USAGE)
    with failures(as_json), progress_bar(_("Taking the submissions back")) as progress:
        project, back = open_and_recover(Session(), task, out, submissions or (), progress)
        with project:
            units = my_units(project)
            about = project.about
    if as_json:
        emit(
            {
                "file": out,
                "person": about.me,
                "name": about.name,
                "code": about.code,
                "units": [row.unit.code for row in units],
                **({"recovered": back} if submissions else {}),
            }
        )
        return
    say_line(
        ngettext(
            "{file} was made for {name}: {n} unit to answer.",
            "{file} was made for {name}: {n} units to answer.",
            len(units),
        ).format(file=out, name=about.name, n=len(units))
    )
    if submissions:
        say_line(
            ngettext(
                "{n} answer came back from {files}.", "{n} answers came back from {files}.", back.answers
            ).format(n=back.answers, files=counted.files(back.files))
        )


def _open_update(update: Path, project_file: Path | None, as_json: bool) -> None:
    if project_file is None:
        with failures(as_json):
            found = read_update(update)
        note(
            _(
                "{file} is a sound update for {name}. Say with -o in which project file (.evalproj) it is to be opened."
            ).format(file=update, name=found.recipient.name)
        )
        raise typer.Exit(USAGE)
    with failures(as_json), open_project(Session(), project_file) as project:
        done = open_update(project, update)
    show_updates([(update, done)], only_look=False, as_json=as_json)


def sheet(
    project_file: Annotated[Path, typer.Argument(metavar="PROJECT")],
    out: Annotated[Path, typer.Option("-o", "--output")],
    filled: Annotated[bool, typer.Option("--filled")] = False,
    unit: Annotated[list[str] | None, typer.Option("--unit")] = None,
    as_json: Json = False,
) -> None:
    """The entry workbook of the person's units."""
    with failures(as_json), open_project(Session(), project_file) as project:
        check_target(out, project_file)
        found = write_sheet(project, out, tuple(unit or ()), filled=filled)
    if as_json:
        emit(found)
        return
    say_line(
        ngettext(
            "{file} was written: {n} unit, {rows}.",
            "{file} was written: {n} units, {rows}.",
            len(found.units),
        ).format(file=found.file, n=len(found.units), rows=counted.rows(found.rows))
    )


def enter(
    project_file: Annotated[Path, typer.Argument(metavar="PROJECT")],
    scores: Path,
    marked: Annotated[Path | None, typer.Option("--marked")] = None,
    for_code: Annotated[str, typer.Option("--for", metavar="CODE")] = "",
    reason: Annotated[str, typer.Option("--reason")] = "",
    sign_off: Annotated[bool, typer.Option("--sign-off")] = False,
    as_json: Json = False,
) -> None:
    """Bulk entry, with the page's own validation; a coordinator brings in what assessors do not type."""
    if for_code:
        enter_for_code(project_file, scores, for_code, reason, sign_off=sign_off, as_json=as_json)
        return
    if reason or sign_off:
        note(_("--reason and --sign-off go with --for."))
        raise typer.Exit(USAGE)
    with failures(as_json), open_project(Session(), project_file) as project:
        check_target(marked, project_file, scores)
        brings = project.about.role == "coordinator"
        from_workbook = not brings and holds_workbook(scores)
        if marked is not None and not from_workbook:
            note(_("--marked is for workbooks (.xlsx) that an assessor enters."))
            raise typer.Exit(USAGE)
        found: BroughtIn | EnteredTable
        if from_workbook:
            from evalapp.work.sheet_entry import enter_sheet  # noqa: PLC0415 (reading workbooks takes lxml)

            found = enter_sheet(project, scores, marked)
        else:
            table = read_csv(scores, ANSWERS)
            found = bring_in(project, table) if brings else enter_table(project, table)
    if as_json:
        emit(found)
        return
    if brings:
        say_line(
            ngettext(
                "{rows} read, {n} value brought in.", "{rows} read, {n} values brought in.", found.written
            ).format(rows=counted.rows(found.rows), n=found.written)
        )
        return
    say_line(
        _("{rows} read, {answers} written.").format(
            rows=counted.rows(found.rows), answers=counted.answers(found.written)
        )
    )
    for name in found.ignored if isinstance(found, EnteredTable) else ():
        note(_("Nothing was looked for in the sheet “{sheet}”.").format(sheet=name))


def problems(project_file: Annotated[Path, typer.Argument(metavar="PROJECT")], as_json: Json = False) -> None:
    """Open errors and warnings; exit status 1 where there are errors."""
    language = current_language()
    rows: list[dict[str, object]] = []
    unanswered = 0
    with failures(as_json), open_project(Session(), project_file) as project:
        for one in my_units(project):
            for problem in unit_page(project, one.unit.key).problems:
                unanswered += problem.kind in ("unanswered", "again")
                if problem.kind != "unanswered":
                    message = say(problem.message, language)
                    row = {"unit": one.unit.code, "name": one.unit.full_name, "item": problem.item}
                    rows.append(
                        {
                            **row,
                            "severity": problem.severity,
                            "kind": problem.kind,
                            "message": message,
                            "accepted": problem.accepted,
                        }
                    )
    if as_json:
        emit({"problems": rows, "unanswered": unanswered})
    elif rows:
        names = {"error": _("Error"), "warning": _("Warning"), "info": _("Hint")}
        show_table(
            (_("Unit"), _("Item"), _("Severity"), _("Problem")),
            [(row["name"], row["item"], names[str(row["severity"])], _with_reason(row)) for row in rows],
        )
    note(
        ngettext("{n} item is not answered yet.", "{n} items are not answered yet.", unanswered).format(
            n=unanswered
        )
    )
    if any(row["severity"] == "error" for row in rows):
        raise typer.Exit(DATA_ERROR)


def _with_reason(row: dict[str, object]) -> str:
    """A problem's message, with the reason for which it stands."""
    if not row["accepted"]:
        return str(row["message"])
    return _("{message} Accepted: {reason}").format(message=row["message"], reason=row["accepted"])


def accept(
    project_file: Annotated[Path, typer.Argument(metavar="PROJECT")],
    unit: str,
    item: str,
    reason: Annotated[str, typer.Argument(metavar="REASON")],
    as_json: Json = False,
) -> None:
    """Warnings that stand for a reason."""
    with failures(as_json), open_project(Session(), project_file) as project:
        found = accept_warnings(project, unit_with_code(project, unit).key, item, reason)
    if as_json:
        emit({"accepted": found})
        return
    say_line(ngettext("{n} warning is accepted.", "{n} warnings are accepted.", found).format(n=found))


def hand_in(
    project_file: Annotated[Path, typer.Argument(metavar="PROJECT")],
    out: Annotated[Path, typer.Option("-o", "--output")],
    unit: Annotated[list[str] | None, typer.Option("--unit")] = None,
    volume_mb: Annotated[float, typer.Option("--volume-mb", min=0, metavar="MB")] = 0,
    paper: Annotated[Path | None, typer.Option("--receipt", metavar="FILE")] = None,
    comment: Annotated[str, typer.Option("--comment")] = "",
    everything: Annotated[bool, typer.Option("--everything")] = False,
    as_json: Json = False,
) -> None:
    """The submission package and its receipt."""
    with failures(as_json), open_project(Session(), project_file) as project:
        check_target(out, project_file)
        if paper is not None:
            check_target(paper, project_file)
            require_kind(paper, beside=out)
        units = tuple(unit_with_code(project, code).key for code in unit or ())
        receipt = submit(
            project,
            out,
            units,
            round(volume_mb * 1_000_000),
            comment=comment,
            everything=everything,
        )
        if paper is not None:
            write_receipt(receipt, paper)
    if as_json:
        emit(receipt)
        return
    say_line(
        ngettext(
            "{file} was written: {n} unit, {answers}, {attachments}. Since the last time: {new} and {changed}.",
            "{file} was written: {n} units, {answers}, {attachments}. Since the last time: {new} and {changed}.",
            len(receipt.units),
        ).format(
            file=receipt.path,
            n=len(receipt.units),
            answers=counted.answers(receipt.answers),
            attachments=counted.attachments(receipt.attachments),
            new=counted.new_answers(receipt.new),
            changed=counted.changed_ones(receipt.changed),
        )
    )
    say_line(f"SHA-256 {receipt.sha256}")
    if paper is not None:
        say_line(_("The receipt is in {file}.").format(file=paper))
    if receipt.left_out:
        say_line(
            ngettext(
                "{n} revision was left out, which the coordinator had received by {time}.",
                "{n} revisions were left out, which the coordinator had received by {time}.",
                receipt.left_out,
            ).format(n=receipt.left_out, time=local_time(receipt.acknowledged_at))
        )
    if receipt.volumes:
        say_line(
            _("For a mail box that takes small files, the same in {n} volumes; send all of them:").format(
                n=len(receipt.volumes)
            )
        )
        for volume in receipt.volumes:
            say_line(f"  {volume.name}")
    if receipt.kept:
        note(
            ngettext(
                "{n} further answer is to an item that does not apply; it goes along and counts nowhere.",
                "{n} further answers are to items that do not apply; they go along and count nowhere.",
                receipt.kept,
            ).format(n=receipt.kept)
        )
    if receipt.unanswered:
        note(
            ngettext(
                "{n} item is not answered; it was handed in as unanswered.",
                "{n} items are not answered; they were handed in as unanswered.",
                receipt.unanswered,
            ).format(n=receipt.unanswered)
        )
