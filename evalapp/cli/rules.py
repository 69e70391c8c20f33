"""``evalapp project rules``: what the project demands beside its form."""

from pathlib import Path
from typing import Annotated

import typer

from evalapp.base.i18n import _
from evalapp.cli.output import Json, emit, failures, show_facts
from evalapp.entry.completion import SETTING_PREFIX
from evalapp.work.changing import change_setting
from evalapp.work.project import open_project
from evalapp.work.project_rules import project_rules
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
    as_json: Json = False,
) -> None:
    """The project's rules."""
    new = {
        "tolerance": tolerance,
        "resolve": resolve,
        SETTING_PREFIX + "unanswered": unanswered,
        SETTING_PREFIX + "evidence": evidence,
        SETTING_PREFIX + "warnings": warnings,
    }
    with failures(as_json), open_project(Session(), file) as project:
        for name, value in new.items():
            if value is not None:
                change_setting(project, name, value)
        found = project_rules(project)
    if as_json:
        emit(found)
        return
    show_facts(
        {
            _("Tolerance"): found.tolerance,
            _("Differences within it"): found.resolve,
            _("Unanswered items at hand-in"): found.completion.unanswered,
            _("Missing evidence at hand-in"): found.completion.evidence,
            _("Warnings at hand-in"): found.completion.warnings,
        }
    )
