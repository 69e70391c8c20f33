"""The command that decides: from a table, or by a rule for small gaps."""

from pathlib import Path
from typing import Annotated

import typer
from msgspec import Struct

from evalapp.base.i18n import _, ngettext
from evalapp.base.tables import read_csv
from evalapp.cli import counted
from evalapp.cli.output import Json, emit, failures, note, progress_bar, say_line, show_table
from evalapp.entry.columns import DECISIONS
from evalapp.work.board import units_of
from evalapp.work.deciding import open_cells
from evalapp.work.decision_table import decide_table
from evalapp.work.project import Project, open_project
from evalapp.work.session import Session
from evalapp.work.small_gaps import (
    RulePreview,
    apply_rule,
    preview,
    read_rule,
    reopened_by,
    rules_applied,
    take_back,
)

ProjectFile = Annotated[Path, typer.Argument(metavar="PROJECT")]


class Reopened(Struct, frozen=True, kw_only=True):
    """What taking a rule back comes to: its id, and the cells (unit key, item) that wait again."""

    rule: str
    cells: tuple[tuple[str, str], ...]
    written: bool


def decide_file(
    project_file: ProjectFile,
    decisions: Annotated[Path | None, typer.Argument()] = None,
    rule: Annotated[str, typer.Option("--rule")] = "",
    only_look: Annotated[bool, typer.Option("--dry-run")] = False,
    listed: Annotated[bool, typer.Option("--rules")] = False,
    back: Annotated[str, typer.Option("--take-back", metavar="ID")] = "",
    as_json: Json = False,
) -> None:
    """Decisions from a table, all or none; or by a rule, which is shown first and can be taken back."""
    if sum((decisions is not None, bool(rule), listed, bool(back))) != 1:
        raise typer.BadParameter(_("Give a table of decisions, or one of --rule, --rules and --take-back."))
    with failures(as_json), open_project(Session(), project_file) as project:
        if decisions is not None:
            _from_table(project, decisions, as_json=as_json)
        elif rule:
            _by_rule(project, rule, only_look=only_look, as_json=as_json)
        elif back:
            _taken_back(project, back, only_look=only_look, as_json=as_json)
        else:
            _applied(project, as_json=as_json)


def _from_table(project: Project, decisions: Path, *, as_json: bool) -> None:
    recorded = decide_table(project, read_csv(decisions, DECISIONS))
    left = len(open_cells(project))
    if as_json:
        emit({"decided": recorded.written, "same": recorded.same, "open": left})
        return
    said = _("{recorded}; {left}.").format(
        recorded=counted.decisions_recorded(recorded.written), left=counted.still_waiting(left)
    )
    if recorded.same:
        said = ngettext(
            "{recorded}, {n} was there already; {left}.",
            "{recorded}, {n} were there already; {left}.",
            recorded.same,
        ).format(
            recorded=counted.decisions_recorded(recorded.written),
            n=recorded.same,
            left=counted.still_waiting(left),
        )
    say_line(said)


def _by_rule(project: Project, text: str, *, only_look: bool, as_json: bool) -> None:
    wanted = read_rule(text)
    with progress_bar(_("Looking at what the rule would decide")) as progress:
        seen = preview(project, wanted, progress)
    written = 0 if only_look else apply_rule(project, wanted, seen)
    if as_json:
        emit({"rule": seen.words, "cells": seen.cells, "moved": seen.moved, "decided": written})
        return
    _print_preview(seen)
    if only_look:
        note(_("Dry run: nothing was written."))
    else:
        say_line(
            _("{recorded}; {left}.").format(
                recorded=counted.decisions_recorded(written),
                left=counted.still_waiting(len(open_cells(project))),
            )
        )


def _print_preview(seen: RulePreview) -> None:
    say_line(seen.words)
    show_table(
        (_("Unit"), _("Item"), _("Given"), _("Decided")),
        [
            (one.unit_name, one.item, "  ".join(f"{label} {value}" for label, value in one.given), one.value)
            for one in seen.cells
        ],
    )
    for moved in seen.moved:
        say_line(
            _("{unit}: rank {before} → {after}").format(
                unit=moved.name, before=moved.before.rank or "—", after=moved.after.rank or "—"
            )
        )


def _applied(project: Project, *, as_json: bool) -> None:
    found = rules_applied(project)
    if as_json:
        emit(found)
        return
    show_table(
        (_("Time"), _("Author"), _("Decided"), _("In force"), _("Rule"), _("Id")),
        [
            (
                one.at,
                one.name,
                len(one.cells),
                _("taken back") if one.taken_back else one.standing,
                one.words,
                one.id,
            )
            for one in found
        ],
    )


def _taken_back(project: Project, wanted: str, *, only_look: bool, as_json: bool) -> None:
    cells = reopened_by(project, wanted)
    if not only_look:
        take_back(project, wanted, _("The rule was taken back."))
    if as_json:
        emit(Reopened(rule=wanted, cells=cells, written=not only_look))
        return
    names = {unit.key: unit.name for unit in units_of(project)}
    for unit, item in cells:
        say_line(f"{names.get(unit, unit)} {item}")
    if only_look:
        note(_("Dry run: nothing was written."))
    else:
        say_line(
            ngettext(
                "The rule was taken back; {n} cell waits again.",
                "The rule was taken back; {n} cells wait again.",
                len(cells),
            ).format(n=len(cells))
        )
