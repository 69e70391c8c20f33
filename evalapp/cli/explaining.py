"""``evalapp explain``: how a number came about."""

from pathlib import Path
from typing import Annotated

import typer

from evalapp.base.i18n import _, current_language
from evalapp.cli.output import Json, emit, failures, say_line
from evalapp.work.explaining import explain
from evalapp.work.project import open_project
from evalapp.work.session import Session


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "explain",
        help=_("Tell how a number came about. Of a unit's total or of an item, with all that went into it."),
    )(explain_number)


def explain_number(
    project_file: Annotated[Path, typer.Argument(metavar="PROJECT")],
    unit: str,
    item: Annotated[str, typer.Argument()] = "TOTAL",
    against: Annotated[str, typer.Option("--against")] = "",
    as_json: Json = False,
) -> None:
    """The number's history in sentences."""
    with failures(as_json), open_project(Session(), project_file) as project:
        found = explain(project, unit, item, against, current_language())
    if as_json:
        emit(found)
        return
    for line in found.lines:
        say_line(line)
