"""``evalapp explain``: how a number came about, in a project or in plain files."""

from pathlib import Path
from typing import Annotated

import typer

from evalapp.base.i18n import _, current_language
from evalapp.cli.output import Json, emit, failures, say_line
from evalapp.form.catalogue import find_form
from evalapp.work.explaining import Asked, explain_in_files, explain_in_project
from evalapp.work.project import open_project
from evalapp.work.session import Session


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "explain",
        help=_(
            "Tell how a number came about. Of a unit's total, an item or an index, with all that went into it; of a project, or "
            "of plain files with --form and --scores. --against another unit, or mean, tells what parts them."
        ),
    )(explain_number)


def explain_number(
    words: Annotated[list[str], typer.Argument(metavar="[PROJECT] UNIT [ITEM]")],
    against: Annotated[str, typer.Option("--against", metavar="UNIT|mean")] = "",
    form: Annotated[str, typer.Option("--form")] = "",
    scores: Annotated[Path | None, typer.Option("--scores")] = None,
    roster: Annotated[Path | None, typer.Option("--roster")] = None,
    settings: Annotated[Path | None, typer.Option("--settings")] = None,
    as_json: Json = False,
) -> None:
    """The number's history in sentences."""
    in_files = bool(form or scores or roster or settings)
    if in_files and not (form and scores):
        raise typer.BadParameter(_("Plain files need both --form and --scores."), param_hint="--form")
    fewest = 1 if in_files else 2
    if not fewest <= len(words) <= fewest + 1:
        raise typer.BadParameter(
            _("With --form and --scores give a unit, and perhaps an item.")
            if in_files
            else _("Give a project, a unit, and perhaps an item."),
            param_hint="UNIT",
        )
    unit, *item = words if in_files else words[1:]
    asked = Asked(unit=unit, against=against, **({"item": item[0]} if item else {}))
    session = Session()
    with failures(as_json):
        if in_files:
            assert scores is not None
            path = find_form(form, session.forms)
            found = explain_in_files(path, scores, roster, settings, asked, current_language())
        else:
            with open_project(session, Path(words[0])) as project:
                found = explain_in_project(project, asked, current_language())
    if as_json:
        emit(found)
        return
    for line in found.lines:
        say_line(line)
