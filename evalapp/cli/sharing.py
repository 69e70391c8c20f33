"""Several coordinators: ``evalapp key``, ``exchange``, ``project coordinators``, ``grant``, ``revoke`` and ``branch``."""

from pathlib import Path
from typing import Annotated

import typer

from evalapp.base.clock import local_time
from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.cli.output import (
    USAGE,
    Json,
    emit,
    failures,
    note,
    progress_bar,
    say_line,
    show_facts,
    show_table,
)
from evalapp.work.adopting import adopt, look_at
from evalapp.work.board import units_of
from evalapp.work.branching import write_branch
from evalapp.work.coordinators import Coordinator, coordinators, grant, take_back
from evalapp.work.exchanging import Exchanged, write_exchange
from evalapp.work.joining import open_exchange
from evalapp.work.key_cards import SUFFIX, KeyCard, own_key_card, read_key_card, short_key, write_key_card
from evalapp.work.project import Project, open_project
from evalapp.work.session import Session
from evalapp.work.units import units_named

ProjectFile = Annotated[Path, typer.Argument(metavar="PROJECT")]
To = Annotated[list[str] | None, typer.Option("--to", metavar="CODE")]


def register(app: typer.Typer, project: typer.Typer) -> None:
    """Add the commands to ``evalapp`` and ``evalapp project``."""
    app.command(
        "key",
        help=_(
            "Show the key of this account. With -o it is written as a file for the coordinator who is to grant it."
        ),
    )(key)
    app.command(
        "exchange",
        help=_(
            "Write all that a project holds for other coordinators. They merge it, or open it as their own project."
        ),
    )(exchange)
    project.command("coordinators", help=_("List who decides in a project."))(list_coordinators)
    project.command("grant", help=_("Let a further person decide, by the key of their account."))(grant_to)
    project.command(
        "revoke",
        help=_(
            "End a coordinator's office. What has come of theirs by then still counts, what they write later does not."
        ),
    )(revoke)
    project.command(
        "adopt",
        help=_(
            "Take an independent project in. Its people's answers count as further assessors' where both have a unit; its rules "
            "and roster do not."
        ),
    )(adopt_project)
    project.command(
        "branch",
        help=_(
            "Give a province a branch of a project. It is the same project, of which some units are seen; what is decided there "
            "is merged like any exchange."
        ),
    )(branch)


def key(
    out: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    name: Annotated[str, typer.Option("--name")] = "",
    as_json: Json = False,
) -> None:
    """This account's key."""
    with failures(as_json):
        card = own_key_card(Session(), name)
        if out is not None:
            write_key_card(card, out)
    if as_json:
        emit(card)
        return
    say_line(card.key)
    note(_("Read out to the coordinator, it begins with {key}.").format(key=short_key(card.key)))


def list_coordinators(file: Path, as_json: Json = False) -> None:
    """Who decides in a project."""
    with failures(as_json), open_project(Session(), file) as project:
        found = coordinators(project)
    if as_json:
        emit(found)
        return
    show_table(
        (_("Code"), _("Name"), _("Account key"), _("Since"), _("Granted by"), _("Until")),
        [
            (
                one.code,
                one.name,
                ", ".join(short_key(name) for name in one.keys),
                local_time(one.since),
                one.by,
                local_time(one.until) if one.until else "",
            )
            for one in found
        ],
    )


def grant_to(
    file: Path,
    key: Annotated[str, typer.Option("--key", metavar="KEY")],
    code: Annotated[str, typer.Option("--code")],
    name: Annotated[str, typer.Option("--name")] = "",
    out: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    as_json: Json = False,
) -> None:
    """A further coordinator, and at once what the project holds for that person."""
    with failures(as_json), open_project(Session(), file) as project:
        card = _card(key)
        person = grant(project, name=name or card.name, code=code, key=card.key)
        written = None
        if out is not None:
            with progress_bar(_("Writing the exchange")) as progress:
                written = write_exchange(project, out, progress, to=(person,))
        (found,) = [one for one in coordinators(project) if one.person == person]
    if as_json:
        emit({"coordinator": found, "exchange": written})
        return
    say_line(
        _("{name} ({code}) decides in this project from now on.").format(name=found.name, code=found.code)
    )
    if written is not None:
        _say_written(written)


def _card(word: str) -> KeyCard:
    """A key as it was given: the name of a file, or the key itself."""
    path = Path(word)
    return read_key_card(path) if path.suffix == SUFFIX or path.is_file() else KeyCard(key=word)


def revoke(file: Path, code: str, as_json: Json = False) -> None:
    """End an office."""
    with failures(as_json), open_project(Session(), file) as project:
        one = _with_code(project, code)
        take_back(project, one.person)
    if as_json:
        emit({"person": one.person})
        return
    say_line(_("{name} decides no more. What had come of theirs by now still counts.").format(name=one.name))


def adopt_project(
    file: Path,
    package: Path,
    only_look: Annotated[bool, typer.Option("--dry-run")] = False,
    undecided: Annotated[bool, typer.Option("--without-decisions")] = False,
    as_json: Json = False,
) -> None:
    """Another project, by an exchange that it wrote for adoption."""
    with (
        failures(as_json),
        open_project(Session(), file) as project,
        progress_bar(_("Taking the project in")) as progress,
    ):
        found = (look_at if only_look else adopt)(project, package, progress, decisions=not undecided)
    if as_json:
        emit(found)
        return
    show_facts(
        {
            _("Project"): found.title,
            _("Founded by"): f"{found.founder} ({short_key(found.key)})",
            _("Assessors"): found.assessors,
            _("New units"): len(found.new_units),
            _("Units on both rosters"): len(found.overlapping),
        }
    )
    if found.merged is None:
        note(_("Nothing was written. Compare the key with the other office before taking the project in."))


def exchange(
    project_file: ProjectFile,
    out: Annotated[Path, typer.Option("-o", "--output")],
    to: To = None,
    for_adoption: Annotated[bool, typer.Option("--for-adoption")] = False,
    as_json: Json = False,
) -> None:
    """Everything for the other coordinators."""
    with failures(as_json), open_project(Session(), project_file) as project:
        persons = [_with_code(project, code).person for code in to or ()]
        with progress_bar(_("Writing the exchange")) as progress:
            written = write_exchange(project, out, progress, to=persons, for_adoption=for_adoption)
    if as_json:
        emit(written)
        return
    _say_written(written)


def open_shared(package: Path, out: Path | None, as_json: bool) -> None:
    """A coordinator's project from an exchange."""
    if out is None:
        note(
            _(
                "{file} is an exchange between coordinators. Say with -o which project file (.evalproj) is to be made."
            ).format(file=package)
        )
        raise typer.Exit(USAGE)
    with (
        failures(as_json),
        progress_bar(_("Making the project")) as progress,
        open_exchange(Session(), package, out, progress) as project,
    ):
        about, units = project.about, units_of(project)
    if as_json:
        emit(
            {
                "file": out,
                "person": about.me,
                "name": about.name,
                "code": about.code,
                "units": [unit.code for unit in units],
            }
        )
        return
    say_line(
        ngettext(
            "{file} was made for {name}, who decides in it: {n} unit.",
            "{file} was made for {name}, who decides in it: {n} units.",
            len(units),
        ).format(file=out, name=about.name, n=len(units))
    )


def branch(
    file: Path,
    units: Annotated[list[str], typer.Option("--units", metavar="CODE|COLUMN=VALUE")],
    out: Annotated[Path, typer.Option("-o", "--output")],
    to: Annotated[str | None, typer.Option("--to", metavar="CODE")] = None,
    as_json: Json = False,
) -> None:
    """Some units for a province: a project file for this account, or a package for another coordinator."""
    with failures(as_json), open_project(Session(), file) as project:
        keys = [
            unit.key for unit in units_named(project, [part for word in units for part in word.split(",")])
        ]
        with progress_bar(_("Writing the branch")) as progress:
            if to is None:
                written = write_branch(project, out, keys, progress)
            else:
                written = write_exchange(
                    project, out, progress, to=(_with_code(project, to).person,), units=keys
                )
    if as_json:
        emit(written)
        return
    _say_written(written)


def _with_code(project: Project, code: str) -> Coordinator:
    for one in coordinators(project):
        if one.code == code and not one.until:
            return one
    raise AppError(
        "recipient",
        _(
            "No coordinator has the code “{code}”. Nothing was written. “evalapp project coordinators” lists them."
        ).format(code=code),
    )


def _say_written(written: Exchanged) -> None:
    say_line(
        ngettext("{file}: {n} revision", "{file}: {n} revisions", written.revisions).format(
            file=written.path, n=written.revisions
        )
    )
