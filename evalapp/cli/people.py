"""``evalapp project people`` and ``evalapp project replace``: who is there, and another in somebody's place."""

from pathlib import Path
from typing import Annotated

import typer

from evalapp.base.i18n import _, ngettext
from evalapp.cli.output import USAGE, Json, emit, failures, note, say_line, show_table
from evalapp.cli.rules import show_foreseen
from evalapp.work.handing_out import to_write_again
from evalapp.work.on_behalf import person_with_code
from evalapp.work.project import open_project
from evalapp.work.replacing import Replacement, plan_replacement, replace_assessor
from evalapp.work.session import Session
from evalapp.work.staff import add_person, staff


def register(app: typer.Typer) -> None:
    """Add the commands to ``evalapp project``."""
    app.command("people", help=_("List the assessors with their load and progress, or add one."))(people)
    app.command(
        "replace",
        help=_(
            "Let another assessor answer what is open from now on. The handed-in work stays in the comparison or leaves it; "
            "--dry-run counts first what that moves."
        ),
    )(replace)


def people(
    file: Path,
    name: Annotated[str, typer.Option("--add", metavar="NAME")] = "",
    code: Annotated[str, typer.Option("--code", metavar="CODE")] = "",
    as_json: Json = False,
) -> None:
    """The assessors."""
    with failures(as_json), open_project(Session(), file) as project:
        if name or code:
            add_person(project, name, code)
        found = staff(project)
    if as_json:
        emit(found.rows)
        return
    show_table(
        (_("Code"), _("Name"), _("Units"), _("Items"), _("Answered"), _("Handed in"), _("Keys")),
        [
            (row.code, row.name, row.units, row.items, row.answered, row.handed_in, len(row.keys))
            for row in found.rows
        ],
    )


def replace(
    file: Path,
    old: Annotated[str, typer.Argument(metavar="OLD")],
    new: Annotated[str, typer.Argument(metavar="NEW")],
    handed_in: Annotated[str, typer.Option("--handed-in", metavar="stay|leave")] = "stay",
    reason: Annotated[str, typer.Option("--reason")] = "",
    only_look: Annotated[bool, typer.Option("--dry-run")] = False,
    as_json: Json = False,
) -> None:
    """One assessor in the place of another, by their codes."""
    if handed_in not in ("stay", "leave"):
        note(_("--handed-in is stay or leave."))
        raise typer.Exit(USAGE)
    with failures(as_json), open_project(Session(), file) as project:
        change = Replacement(
            old=person_with_code(project, old).id,
            new=person_with_code(project, new).id,
            handed_in="leave" if handed_in == "leave" else "stay",
        )
        plan = plan_replacement(project, change)
        if not only_look:
            replace_assessor(project, change, reason)
        again = to_write_again(project)
    if as_json:
        emit(plan)
        return
    say_line(
        ngettext("{n} unit is passed on.", "{n} units are passed on.", len(plan.passed)).format(
            n=len(plan.passed)
        )
    )
    if only_look:
        show_foreseen(plan.foreseen, as_json=False)
    elif again:
        note(
            _("Write anew with “task --update”, or “task” for whoever has none: {codes}").format(
                codes=_(", ").join(row.code for row in again)
            )
        )
