"""``evalapp project rules``: what the project demands beside its form."""

from pathlib import Path
from typing import Annotated

import typer

from evalapp.base.clock import local_time
from evalapp.base.i18n import _, ngettext
from evalapp.cli.output import Json, emit, failures, note, say_line, show_facts, show_table
from evalapp.entry.completion import SETTING_PREFIX
from evalapp.entry.contents import LAST_EDITION
from evalapp.entry.project_settings import BLIND, DEADLINE, RESOLVE, TOLERANCE
from evalapp.merge.words import source_word
from evalapp.work.foreseeing import NOBODY, Foreseen
from evalapp.work.project import open_project
from evalapp.work.project_rules import project_rules
from evalapp.work.rule_changes import (
    change_settings,
    disputes,
    foresee_settings,
    setting_lines,
    setting_word,
    value_word,
)
from evalapp.work.session import Session


def register(app: typer.Typer) -> None:
    """Add the command to ``evalapp project``."""
    app.command(
        "rules",
        help=_(
            "Set what the project demands beside its form. Without options, show it. The rules for hand-in are block (must be "
            "mended), warn (takes a comment) or ignore; assessors learn of them by their task, an update or a return."
        ),
    )(rules)


def rules(
    file: Path,
    tolerance: Annotated[str | None, typer.Option("--tolerance", metavar="POINTS")] = None,
    resolve: Annotated[str | None, typer.Option("--resolve", metavar="RULE")] = None,
    unanswered: Annotated[str | None, typer.Option("--unanswered", metavar="RULE")] = None,
    evidence: Annotated[str | None, typer.Option("--evidence", metavar="RULE")] = None,
    warnings: Annotated[str | None, typer.Option("--warnings", metavar="RULE")] = None,
    blind: Annotated[str | None, typer.Option("--blind", metavar="on|off")] = None,
    last_edition: Annotated[str | None, typer.Option("--last-edition", metavar="shown|hidden")] = None,
    deadline: Annotated[str | None, typer.Option("--deadline", metavar="DAY")] = None,
    only_look: Annotated[bool, typer.Option("--dry-run")] = False,
    lines: Annotated[bool, typer.Option("--history")] = False,
    as_json: Json = False,
) -> None:
    """The project's rules; all options in one step, or with ``--dry-run`` what they would move."""
    asked = {
        TOLERANCE: tolerance,
        RESOLVE: resolve,
        SETTING_PREFIX + "unanswered": unanswered,
        SETTING_PREFIX + "evidence": evidence,
        SETTING_PREFIX + "warnings": warnings,
        BLIND: blind,
        LAST_EDITION: last_edition,
        DEADLINE: deadline,
    }
    new = {name: value for name, value in asked.items() if value is not None}
    with failures(as_json), open_project(Session(), file) as project:
        if only_look:
            seen = foresee_settings(project, new)
        elif new:
            change_settings(project, new)
        found, history, open_ones = project_rules(project), setting_lines(project), disputes(project)
    if only_look:
        show_foreseen(seen, as_json=as_json)
        return
    if as_json:
        emit(history if lines else found)
        return
    for dispute in open_ones:
        said = _(", ").join(f"{value_word(dispute.name, one.value)} ({one.by})" for one in dispute.said)
        note(_("In dispute: {rule}: {said}").format(rule=setting_word(dispute.name), said=said))
    if lines:
        show_table(
            (_("Time"), _("Set by"), _("Rule"), _("Before"), _("From then on")),
            [
                (
                    local_time(one.at),
                    one.by,
                    setting_word(one.name),
                    value_word(one.name, one.before),
                    value_word(one.name, one.after),
                )
                for one in history
            ],
        )
        return
    show_facts(
        {
            _("Tolerance"): found.tolerance,
            _("Differences within it"): found.resolve,
            _("Unanswered items at hand-in"): found.completion.unanswered,
            _("Missing evidence at hand-in"): found.completion.evidence,
            _("Warnings at hand-in"): found.completion.warnings,
            _("Deciding without names"): "on" if found.blind else "off",
            _("Last edition for assessors"): "shown" if found.last_edition else "hidden",
            _("Deadline"): found.deadline or "–",
        }
    )


def show_foreseen(seen: Foreseen, *, as_json: bool) -> None:
    """What a change would move; nothing was written."""
    if as_json:
        emit(seen)
        return
    for before, after, count in seen.counts():
        words = ngettext("{n} cell: {before}, then {after}", "{n} cells: {before}, then {after}", count)
        say_line(words.format(n=count, before=_standing(before), after=_standing(after)))
    if not seen.moves:
        say_line(_("Nothing that is in the comparison by now would change."))
    note(_("Dry run: nothing was written."))


def _standing(status: str) -> str:
    return _("nobody's answer") if status == NOBODY else source_word(status)
