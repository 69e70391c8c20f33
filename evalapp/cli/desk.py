"""The shared desk: ``evalapp project move`` and ``project join``."""

from pathlib import Path
from typing import Annotated

import typer

from evalapp.base.i18n import _, ngettext
from evalapp.cli.output import Json, emit, failures, progress_bar, say_line
from evalapp.work.moving import join, move_to_file, move_to_server
from evalapp.work.project import open_project
from evalapp.work.session import Session


def register(project: typer.Typer) -> None:
    """Add the commands to ``evalapp project``."""
    project.command(
        "move",
        help=_(
            "Move a project to a PostgreSQL server, or back into a file. What it was in stays as it is and takes nothing more."
        ),
    )(move)
    project.command(
        "join",
        help=_("Write a desk file for a project on a server. It takes a coordinator's key."),
    )(join_desk)


def move(
    file: Path,
    out: Annotated[Path, typer.Option("-o", "--output")],
    server: Annotated[str, typer.Option("--server", metavar="URL")] = "",
    as_json: Json = False,
) -> None:
    """To a server, or into a file."""
    with (
        failures(as_json),
        open_project(Session(), file) as project,
        progress_bar(_("Moving the project")) as progress,
    ):
        done = (
            move_to_server(project, server, out, progress) if server else move_to_file(project, out, progress)
        )
    if as_json:
        emit(done)
        return
    say_line(
        ngettext(
            "{n} revision was moved. From now on open {file}.",
            "{n} revisions were moved. From now on open {file}.",
            done.revisions,
        ).format(n=done.revisions, file=done.target)
    )


def join_desk(
    url: Annotated[str, typer.Argument(metavar="URL")],
    out: Annotated[Path, typer.Option("-o", "--output")],
    project: Annotated[str, typer.Option("--project", metavar="ID")] = "",
    as_json: Json = False,
) -> None:
    """A desk file for this account."""
    with failures(as_json):
        desk = join(Session(), url, out, project)
    if as_json:
        emit(desk)
        return
    say_line(_("{file} opens the shared project as {name}.").format(file=out, name=desk.name or desk.code))
