"""``evalapp checks``: what a careful coordinator looks for over all units before publishing."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.cli.output import Json, check_target, emit, failures, note, progress_bar, say_line, show_table
from evalapp.merge.oddities.finding import KINDS, Finding
from evalapp.work.checks import checked, dismiss, reopen, words_of
from evalapp.work.checks_table import ListedFinding, export_findings, kind_word, listed, standing_word
from evalapp.work.looking import Looked, look_through
from evalapp.work.project import open_project
from evalapp.work.session import Session

ProjectFile = Annotated[Path, typer.Argument(metavar="PROJECT")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "checks",
        help=_(
            "Look for what is odd over all units. Values far from the rest, answer sets that are the same, leaps since the last "
            "edition, evidence used twice, broken or weak evidence."
        ),
    )(checks)


def checks(
    project_file: ProjectFile,
    out: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    kind: Annotated[list[str] | None, typer.Option("--kind")] = None,
    every: Annotated[bool, typer.Option("--all")] = False,
    put_aside: Annotated[str, typer.Option("--dismiss", metavar="KEY")] = "",
    take_back: Annotated[str, typer.Option("--reopen", metavar="KEY")] = "",
    reason: Annotated[str, typer.Option("--reason")] = "",
    as_json: Json = False,
) -> None:
    """The findings that are open, the strongest first; with ``--all`` also those that are settled."""
    with (
        failures(as_json),
        open_project(Session(), project_file) as project,
        progress_bar(_("Looking through the answers")) as progress,
    ):
        wanted = _kinds(kind or [])
        check_target(out, project_file)
        looked = look_through(project, progress)
        if put_aside:
            dismiss(project, _finding(looked, put_aside), reason)
        if take_back:
            reopen(project, _finding(looked, take_back))
        found = [
            one
            for one in checked(looked, words_of(project))
            if one.finding.kind in wanted and (every or one.standing == "open")
        ]
        rows = listed(looked, found)
        if out is not None:
            export_findings(out, rows)
    if as_json:
        emit({"findings": rows, "counts": _counts(rows)})
    elif out is None:
        _print(rows)
    note(ngettext("{n} finding is open.", "{n} findings are open.", _open(rows)).format(n=_open(rows)))


def _kinds(named: list[str]) -> frozenset[str]:
    for name in named:
        if name not in KINDS:
            raise AppError(
                "kind",
                _("“{kind}” is no kind of finding; there are {known}. Nothing was done.").format(
                    kind=name, known=", ".join(KINDS)
                ),
            )
    return frozenset(named or KINDS)


def _finding(looked: Looked, key: str) -> Finding:
    for finding in looked.findings:
        if finding.key == key:
            return finding
    raise AppError(
        "unknown_finding",
        _(
            "There is no finding “{key}”. Nothing was changed. “evalapp checks PROJECT --all” lists them."
        ).format(key=key),
    )


def _counts(rows: tuple[ListedFinding, ...]) -> dict[str, int]:
    counts = Counter(row.kind for row in rows)
    return {kind: counts[kind] for kind in KINDS}


def _open(rows: tuple[ListedFinding, ...]) -> int:
    return sum(1 for row in rows if row.standing == "open")


def _print(rows: tuple[ListedFinding, ...]) -> None:
    if not rows:
        say_line(_("Nothing odd was found."))
        return
    show_table(
        (_("Kind"), _("Strength"), _("Standing"), _("What was seen"), _("Key")),
        [
            (kind_word(row.kind), round(row.strength), standing_word(row.standing), row.why, row.key)
            for row in rows
        ],
    )
