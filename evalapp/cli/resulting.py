"""Results, computation without a project, exports, the demonstration."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from evalapp.base.files import write_bytes
from evalapp.base.i18n import _
from evalapp.base.numbers import display
from evalapp.cli.output import Json, check_target, emit, failures, note, progress_bar, say_line, show_table
from evalapp.form.catalogue import find_form
from evalapp.score.results import ResultRow, Results, rows
from evalapp.work.demo import make_demo
from evalapp.work.export import export_charts, export_workbook, no_charts
from evalapp.work.project import open_project
from evalapp.work.results import compute_files, project_digest, project_results, why_not_ranked
from evalapp.work.session import Session

ProjectFile = Annotated[Path, typer.Argument(metavar="PROJECT")]
COLUMNS = ("unit", "item", "value", "points", "score", "weight", "rank", "grade", "status")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        "results",
        help=_("Scores, ranks and grades of a project. As CSV on standard output, or to a file."),
    )(results)
    app.command(
        "compute",
        help=_("Compute without a project. From a form and a table unit,item,value[,state]."),
    )(compute)
    app.command(
        "demo", help=_("The whole job, demonstrated. On the 16 cities of Shandong, with made-up answers.")
    )(demo)


def register_exports(app: typer.Typer) -> None:
    """Add the commands to ``evalapp export``."""
    app.command("workbook", help=_("Write the consolidated workbook of a project."))(workbook)
    app.command("charts", help=_("Write the charts of a project. As PNG, SVG and PDF."))(charts)


def results(
    project_file: ProjectFile,
    out: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    as_json: Json = False,
) -> None:
    """A project's results."""
    with failures(as_json), open_project(Session(), project_file) as project:
        check_target(out, project_file)
        found = project_results(project)
        if found.in_dispute:
            note(
                _("Rules in dispute: {names}. What depends on them is pending.").format(
                    names=", ".join(found.in_dispute)
                )
            )
        if project.about.synthetic:
            note(_("Synthetic data: all answers are made up."))
        _write(found.results, out, as_json, found.remarks)
        note(_("Results SHA-256 {hash}").format(hash=project_digest(project, found.results)))


def compute(
    form: Annotated[str, typer.Option("--form")],
    scores: Annotated[Path, typer.Option("--scores")],
    roster: Annotated[Path | None, typer.Option("--roster")] = None,
    settings: Annotated[Path | None, typer.Option("--settings")] = None,
    out: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    as_json: Json = False,
) -> None:
    """Results of plain files."""
    with failures(as_json):
        path = find_form(form, Session().forms)
        check_target(out, path, scores, *(file for file in (roster, settings) if file))
        found = compute_files(path, scores, roster, settings)
        _write(found.results, out, as_json, found.remarks)
        note(_("Form SHA-256 {hash}").format(hash=found.form))
        if found.settings:
            note(_("Settings SHA-256 {hash}").format(hash=found.settings))
        note(_("Results SHA-256 {hash}").format(hash=found.digest))


def _write(found: Results, out: Path | None, as_json: bool, remarks: Iterable[str]) -> None:
    table = list(rows(found))
    if as_json:
        emit(table)
    elif out is None:
        typer.echo(_csv(table), nl=False)
    if out is not None:
        write_bytes(out, ("\ufeff" + _csv(table)).encode())
    for remark in remarks:
        note(remark)
    for line in why_not_ranked(found):
        note(line)


def _csv(table: Iterable[ResultRow]) -> str:
    """The rows as CSV; numbers unrounded, an absent one empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in table:
        cells = msgspec.structs.asdict(row)
        writer.writerow(["" if cells[name] is None else cells[name] for name in COLUMNS])
    return text.getvalue()


def workbook(
    project_file: ProjectFile, out: Annotated[Path, typer.Option("-o", "--output")], as_json: Json = False
) -> None:
    """The workbook."""
    with (
        failures(as_json),
        open_project(Session(), project_file) as project,
        progress_bar(_("Writing the workbook")) as progress,
    ):
        check_target(out, project_file)
        path = export_workbook(project, out, progress)
    if as_json:
        emit({"file": path, "size": path.stat().st_size})
    else:
        say_line(str(path))


def charts(
    project_file: ProjectFile, out: Annotated[Path, typer.Option("-o", "--output")], as_json: Json = False
) -> None:
    """The charts."""
    with (
        failures(as_json),
        open_project(Session(), project_file) as project,
        progress_bar(_("Drawing the charts")) as progress,
    ):
        written = export_charts(project, out, progress)
    if not written:
        note(no_charts(project))
    if as_json:
        emit({"files": written})
    else:
        for path in written:
            say_line(str(path))


def demo(folder: Path, as_json: Json = False) -> None:
    """The whole job, with accounts of its own under ``folder``."""
    session = Session(home=folder / "accounts" / "coordinator")
    with failures(as_json), progress_bar(_("Demonstration")) as progress:
        found = make_demo(session, folder, progress)
    if as_json:
        emit(found)
        return
    show_table(
        (_("Rank"), _("City"), _("Total")),
        [(rank, name, display(points, 2)) for rank, name, points in found.ranking],
    )
    say_line(_("Project: {file}").format(file=found.project))
    say_line(_("Workbook: {file}").format(file=found.workbook))
    say_line(_("Charts: {folder}").format(folder=found.project.parent / "charts"))
    note(_("Synthetic data: all answers are made up."))
