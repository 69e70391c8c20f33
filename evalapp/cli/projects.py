"""``evalapp project``: founding a project, looking at it, keeping it safe."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from evalapp.base.clock import local_time
from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.cli import counted
from evalapp.cli.founding import new
from evalapp.cli.output import (
    DATA_ERROR,
    Json,
    emit,
    failures,
    note,
    progress_bar,
    say_line,
    show_facts,
    show_table,
)
from evalapp.entry.problems import state_name
from evalapp.merge.words import standing_word
from evalapp.work.care import PastAnswer, back_up_project, check_project, history, info, restore_project
from evalapp.work.project import open_project
from evalapp.work.scoring import scoring_remarks, scoring_settings, set_scoring
from evalapp.work.session import Session
from evalapp.work.units import unit_with_code


def register(app: typer.Typer) -> None:
    """Add the commands to ``evalapp project``."""
    app.command("new", help=_("Found a project. It needs a form, a roster and a list of assessors."))(new)
    app.command("info", help=_("Tell what a project file holds."))(show_info)
    app.command(
        "check", help=_("Check a project file. Looks at pages, hashes, chains, seals and derived tables.")
    )(check)
    app.command("backup", help=_("Write a verified backup."))(backup)
    app.command("restore", help=_("Make a project file from a backup."))(restore)
    app.command(
        "settings",
        help=_("Set weights, policies, grades and profiles over the form's. Without a file, show them."),
    )(show_settings)
    app.command(
        "history",
        help=_(
            "List all that was recorded for a unit and item. In the order of counters, not of clocks: “Weighed” tells which "
            "answers a decision knew. The item may be a code of any edition."
        ),
    )(show_history)


def show_settings(
    file: Path,
    settings: Annotated[Path | None, typer.Argument(metavar="[SETTINGS.toml]")] = None,
    as_json: Json = False,
) -> None:
    """What the project sets in place of its form."""
    with failures(as_json):
        if settings is not None:
            with open_project(Session(), file) as project:
                set_scoring(project, settings)
        with open_project(Session(), file) as project:
            found = scoring_settings(project)
            looked_at = scoring_remarks(project, found)
    if as_json:
        emit(found)
        return
    for name in found.disputed:
        note(
            _(
                "Coordinators set “{table}” differently; the form's own holds until one of them decides."
            ).format(table=name)
        )
    if found.refused:
        note(
            _("The settings do not fit the form in force and are not used: {reason}").format(
                reason=found.refused
            )
        )
    for remark in looked_at:
        note(remark)
    if found.settings.is_empty:
        say_line(_("Everything is as the form says."))
        return
    say_line(found.toml.rstrip())
    say_line(f"# SHA-256 {found.hash}")


def show_info(file: Path, as_json: Json = False) -> None:
    """A project at a glance."""
    with failures(as_json), open_project(Session(), file) as project:
        found = info(project)
    if as_json:
        emit(found)
        return
    show_facts(
        {
            _("Title"): found.about.title,
            _("Role"): _("Coordinator") if found.about.role == "coordinator" else _("Assessor"),
            _("Person"): f"{found.about.name} {found.about.code}",
            _("Project id"): found.about.project,
            _("Form"): f"{found.form}  {found.about.form_hash[:16]}",
            **(
                {_("Editions"): _(", ").join(f"{version} {name[:16]}" for version, name in found.editions)}
                if found.editions
                else {}
            ),
            _("Units"): found.units,
            _("Assessors"): found.assessors,
            _("Revisions"): found.revisions,
            _("Held"): found.held,
            _("Attachments"): f"{found.attachments} ({found.attachment_bytes} B)",
        }
    )
    if found.about.synthetic:
        note(_("Synthetic data: all answers are made up."))


def check(file: Path, as_json: Json = False) -> None:
    """Is the file sound? Exit status 1 where it is not."""
    with failures(as_json), open_project(Session(), file) as project, progress_bar(_("Checking")) as progress:
        found = check_project(project, progress)
    if as_json:
        emit(
            {
                "revisions": found.revisions,
                "attachments": found.attachments,
                "seals": found.seals,
                "faults": found.faults,
            }
        )
    for fault in found.faults:
        note(fault)
    if found.faults:
        note(_("The file is not sound. Keep it, and restore the latest backup under another name."))
        raise typer.Exit(DATA_ERROR)
    if not as_json:
        say_line(
            _("Sound: {revisions}, {seals}, {attachments}.").format(
                revisions=counted.revisions(found.revisions),
                seals=counted.seals(found.seals),
                attachments=counted.attachments(found.attachments),
            )
        )


def backup(
    file: Path, out: Annotated[Path | None, typer.Option("-o", "--output")] = None, as_json: Json = False
) -> None:
    """A verified backup."""
    with failures(as_json), open_project(Session(), file) as project:
        if out is not None and out.exists():
            raise AppError(
                "exists",
                _(
                    "{file} exists already and was not touched. Choose another name, or move the old file away."
                ).format(file=out),
            )
        path = back_up_project(project, out)
    if as_json:
        emit({"backup": path})
    else:
        say_line(str(path))


def restore(
    backup_file: Annotated[Path, typer.Argument(metavar="BACKUP")],
    out: Annotated[Path, typer.Option("-o", "--output")],
    as_json: Json = False,
) -> None:
    """A project file from a backup."""
    with failures(as_json):
        restore_project(backup_file, out)
    if as_json:
        emit({"file": out})
    else:
        say_line(str(out))


def show_history(file: Path, unit: str, item: str, as_json: Json = False) -> None:
    """A cell's history."""
    with failures(as_json), open_project(Session(), file) as project:
        key = unit_with_code(project, unit).key
        found = history(project, key, item)
    if as_json:
        emit(found)
        return
    kinds = {
        "answer": _("answer"),
        "decision": _("decision"),
        "question": _("question"),
        "reply": _("reply"),
        "reveal": _("names uncovered"),
        "objection": _("objection"),
        "response": _("response"),
    }
    several = any(one.edition for one in found)
    decided = any(one.kind == "decision" for one in found)
    numbers = {one.id: number for number, one in enumerate(found, 1)}
    show_table(
        (
            *(_("No."), _("Time"), _("Kind"), _("Author"), _("State"), _("Value"), _("Text")),
            *((_("Weighed"),) if decided else ()),
            _("Standing"),
            *((_("Edition"),) if several else ()),
        ),
        [
            (
                numbers[one.id],
                local_time(one.at),
                kinds[one.kind],
                _author(one),
                state_name(one.state) if one.kind in ("answer", "decision") else "",
                one.value,
                one.text,
                *((_weighed(one, numbers),) if decided else ()),
                _(", ").join(standing_word(word) for word in (one.standing, one.clock) if word),
                *((one.edition,) if several else ()),
            )
            for one in found
        ],
    )


def _author(one: PastAnswer) -> str:
    """Who wrote it, and for whom where it is somebody else's answer."""
    if one.kind != "answer" or one.author == one.subject:
        return one.author
    return _("{author} for {subject} ({reason})").format(
        author=one.author, subject=one.subject, reason=one.on_behalf or "–"
    )


def _weighed(one: PastAnswer, numbers: Mapping[str, int]) -> str:
    """The lines that a decision weighed, by their numbers; a question mark for what has not come."""
    if one.kind != "decision":
        return ""
    known = sorted(numbers[identity] for identity in one.weighed if identity in numbers)
    unknown = ["?"] * (len(one.weighed) - len(known))
    return _(", ").join((*map(str, known), *unknown)) or "–"
