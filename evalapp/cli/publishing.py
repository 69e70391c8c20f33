"""Publications: ``evalapp publish``, ``publications`` and ``diff``."""

from pathlib import Path
from typing import Annotated

import typer

from evalapp.base.clock import local_time
from evalapp.base.i18n import _, ngettext
from evalapp.cli.output import DATA_ERROR, Json, emit, failures, note, progress_bar, say_line, show_table
from evalapp.work.project import open_project
from evalapp.work.publication_diff import Difference, difference
from evalapp.work.publication_table import export_difference
from evalapp.work.publication_words import (
    cause_words,
    change_of,
    change_words,
    check_words,
    moved_by_words,
    rank_words,
    score_words,
)
from evalapp.work.publications import Published, Verified, publication, publications, since, verify_all
from evalapp.work.publishing import publish, readiness
from evalapp.work.session import Session

ProjectFile = Annotated[Path, typer.Argument(metavar="PROJECT")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("publish", help=_("Freeze the results under a name. Nothing that comes later changes them."))(
        publish_as
    )
    app.command(
        "publications",
        help=_(
            "List what was published, and what has come since. With --check each is computed again from what it rests on."
        ),
    )(list_publications)
    app.command(
        "diff", help=_("Tell which ranks moved between publications, and why. With one name, since then.")
    )(diff)


def publish_as(
    project_file: ProjectFile,
    name: Annotated[str, typer.Argument(metavar="NAME")],
    note_text: Annotated[str, typer.Option("--note", metavar="TEXT")] = "",
    waive: Annotated[str, typer.Option("--waive", metavar="REASON")] = "",
    corrects: Annotated[str, typer.Option("--corrects", metavar="NAME")] = "",
    as_json: Json = False,
) -> None:
    """A publication of the results as they are."""
    with failures(as_json), open_project(Session(), project_file) as project:
        ready = readiness(project)
        before = publication(project, corrects).id if corrects else ""
        with progress_bar(_("Publishing")) as progress:
            made = publish(project, name, note=note_text, waiver=waive, corrects=before, progress=progress)
    for sentence in ready.not_ranked:
        note(sentence)
    if as_json:
        emit(made)
        return
    say_line(
        _("“{name}” is published. SHA-256 of the results: {digest}").format(
            name=made.name, digest=made.digest
        )
    )
    if made.corrects:
        say_line(
            ngettext(
                "{n} cell is otherwise than in the publication that it corrects.",
                "{n} cells are otherwise than in the publication that it corrects.",
                len(made.content.moved),
            ).format(n=len(made.content.moved))
        )


def list_publications(
    project_file: ProjectFile,
    check: Annotated[bool, typer.Option("--check")] = False,
    as_json: Json = False,
) -> None:
    """What was published; exit status 1 where a check finds that something is not what it was."""
    checked: dict[str, Verified] = {}
    with failures(as_json), open_project(Session(), project_file) as project:
        found = publications(project)
        later = {one.id: since(project, one) for one in found}
        if check:
            with progress_bar(_("Computing again")) as progress:
                checked = verify_all(project, progress)
    if as_json:
        emit([{"publication": one, "since": later[one.id], "check": checked.get(one.id)} for one in found])
    else:
        show_table(
            (_("Publication"), _("Time"), _("Published by"), _("Results"), _("Since then"), _("Check")),
            [
                (
                    one.name,
                    local_time(one.at),
                    one.by,
                    one.digest[:12],
                    str(sum(later[one.id].values())),
                    _check_word(one, checked),
                )
                for one in found
            ],
        )
    if any(not one.sound for one in checked.values()):
        raise typer.Exit(DATA_ERROR)


def _check_word(one: Published, checked: dict[str, Verified]) -> str:
    return check_words(checked[one.id]) if one.id in checked else ""


def diff(
    project_file: ProjectFile,
    before: Annotated[str, typer.Argument(metavar="PUBLICATION")],
    after: Annotated[str, typer.Argument(metavar="[PUBLICATION]")] = "",
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE.csv")] = None,
    as_json: Json = False,
) -> None:
    """Two publications compared; with a file name as a table too."""
    with failures(as_json), open_project(Session(), project_file) as project:
        found = difference(project, before, after)
        if output is not None:
            export_difference(output, found)
    if as_json:
        emit(found)
        return
    _say_difference(found)


def _say_difference(found: Difference) -> None:
    if found.same and not found.units:
        say_line(_("The results are the same."))
    for cause in found.rules:
        say_line(cause_words(cause))
    if not found.units:
        return
    show_table(
        (_("Unit"), _("Rank"), _("Score"), _("Change"), _("What moved it")),
        [
            (
                unit.name,
                f"{rank_words(unit.before)} → {rank_words(unit.after)}",
                f"{score_words(unit.before)} → {score_words(unit.after)}",
                change_words(change_of(unit)),
                moved_by_words(unit),
            )
            for unit in found.units
        ],
    )
