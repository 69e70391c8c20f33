"""Objections from units: ``evalapp objection``."""

from pathlib import Path
from typing import Annotated

import typer

from evalapp.base.clock import local_date
from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.base.tables import read_csv
from evalapp.cli.output import Json, check_target, emit, failures, note, say_line, show_table
from evalapp.entry.columns import OBJECTIONS
from evalapp.entry.objection import Outcome
from evalapp.work.evidence import file_evidence
from evalapp.work.objection_table import record_table, write_table
from evalapp.work.objection_words import outcome_word, state_word
from evalapp.work.objections import (
    OUTCOMES,
    NewObjection,
    Objected,
    objection,
    objections,
    record_objections,
    respond,
)
from evalapp.work.project import open_project
from evalapp.work.session import Session
from evalapp.work.units import unit_with_code

ProjectFile = Annotated[Path, typer.Argument(metavar="PROJECT")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "objection",
        help=_(
            "Record and answer objections from units, and list them. An objection changes no value: only a decision does, which "
            "the response may name."
        ),
    )(object_or_respond)


def object_or_respond(
    project_file: ProjectFile,
    unit: Annotated[str, typer.Option("--unit", metavar="CODE")] = "",
    item: Annotated[str, typer.Option("--item", metavar="CODE")] = "",
    received: Annotated[str, typer.Option("--received", metavar="DATE")] = "",
    text: Annotated[str, typer.Option("--text", metavar="TEXT")] = "",
    reference: Annotated[str, typer.Option("--reference", metavar="NUMBER")] = "",
    sender: Annotated[str, typer.Option("--from", metavar="NAME")] = "",
    deadline: Annotated[str, typer.Option("--deadline", metavar="DATE")] = "",
    document: Annotated[list[Path] | None, typer.Option("--file", metavar="FILE")] = None,
    table: Annotated[Path | None, typer.Option("--table", metavar="OBJECTIONS.csv")] = None,
    response_to: Annotated[str, typer.Option("--respond", metavar="ID")] = "",
    outcome: Annotated[str, typer.Option("--outcome", metavar="|".join(OUTCOMES))] = "",
    decision: Annotated[str, typer.Option("--decision", metavar="ID")] = "",
    out: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    as_json: Json = False,
) -> None:
    """One objection, a table of them, or a response; then the list where nothing was recorded."""
    with failures(as_json), open_project(Session(), project_file) as project:
        check_target(out, project_file, *(path for path in (table,) if path is not None))
        recorded: tuple[str, ...] = ()
        same = 0
        if table is not None:
            n, same = record_table(project, read_csv(table, OBJECTIONS), table.parent)
            note(ngettext("{n} objection was recorded.", "{n} objections were recorded.", n).format(n=n))
        if response_to:
            one = objection(project, response_to)
            respond(project, one.id, _outcome(outcome), text, decision)
        elif unit:
            new = NewObjection(
                unit=unit_with_code(project, unit).key,
                item=item,
                received=received,
                text=text,
                reference=reference,
                sender=sender,
                deadline=deadline,
                evidence=tuple(file_evidence(project, path) for path in document or ()),
            )
            recorded = record_objections(project, [new])
            same += 1 - len(recorded)
        found = objections(project)
        if out is not None:
            write_table(out, found)
    if same:
        note(ngettext("{n} was recorded before.", "{n} were recorded before.", same).format(n=same))
    if as_json:
        emit({"objections": [_as_data(one) for one in found], "recorded": recorded})
    elif out is None:
        _print(found)


def _outcome(word: str) -> Outcome:
    for known in OUTCOMES:
        if word == known:
            return known
    raise AppError(
        "outcome",
        _("“{word}” is no outcome; there are {known}. Nothing was recorded.").format(
            word=word, known=", ".join(OUTCOMES)
        ),
    )


def _as_data(one: Objected) -> dict[str, object]:
    return {
        "id": one.id,
        "unit": one.unit_code,
        "unit_name": one.unit_name,
        "item": one.item,
        "state": one.state,
        "objection": one.content,
        "by": one.by,
        "at": one.at,
        "responses": one.said,
    }


def _print(found: tuple[Objected, ...]) -> None:
    if not found:
        say_line(_("No objection was recorded."))
        return
    show_table(
        (
            _("Unit"),
            _("Item"),
            _("Received"),
            _("Reference"),
            _("From"),
            _("Objection"),
            _("Deadline"),
            _("State"),
            _("Response"),
            _("Id"),
        ),
        [
            (
                one.unit_name,
                one.item or _("the whole unit"),
                one.content.received,
                one.content.reference,
                one.content.sender,
                one.content.text,
                one.content.deadline,
                state_word(one.state),
                _("; ").join(
                    _("{outcome}: {text} ({name}, {day})").format(
                        outcome=outcome_word(said.outcome),
                        text=said.text,
                        name=said.by,
                        day=local_date(said.at),
                    )
                    for said in one.said
                ),
                one.id[:12],
            )
            for one in found
        ],
    )
