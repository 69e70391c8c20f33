"""Editions of a form: ``evalapp form diff`` and ``evalapp project edition``."""

from pathlib import Path
from typing import Annotated

import typer

from evalapp.base.files import write_bytes
from evalapp.base.i18n import _, ngettext
from evalapp.cli.output import Json, check_target, emit, failures, note, say_line
from evalapp.form.changes import Change, Difference, Meaning
from evalapp.form.diff import difference
from evalapp.form.mapping_file import mapping_text
from evalapp.form.proposal import propose
from evalapp.form.shape import Edition
from evalapp.work.editions import form_named
from evalapp.work.session import Session


def register_diff(app: typer.Typer) -> None:
    """Add the command to ``evalapp form``."""
    app.command(
        "diff",
        help=_("Compare two editions of a form. Tells what each change means for answers that are there."),
    )(diff)


def diff(
    before: str,
    after: str,
    mapping: Annotated[Path | None, typer.Option("--mapping")] = None,
    as_json: Json = False,
) -> None:
    """The difference between two editions, and perhaps the proposal of a mapping."""
    session = Session()
    with failures(as_json):
        found = difference(form_named(session, before), form_named(session, after))
        if mapping is not None:
            check_target(mapping, Path(before), Path(after))
            text = mapping_text(propose(found.before, found.after), found.before, found.after)
            write_bytes(mapping, text.encode())
    if as_json:
        emit(
            {
                "before": _named(found.before),
                "after": _named(found.after),
                "changes": found.changes,
                "unchanged": found.unchanged,
                "safe": found.is_safe,
                "mapping": mapping,
            }
        )
        return
    show_difference(found)
    if mapping is not None:
        note(
            _("A proposal for the mapping was written to {file}: look it through before it is used.").format(
                file=mapping
            )
        )


def _named(edition: Edition) -> dict[str, str]:
    return {"version": edition.version, "hash": edition.hash}


def show_difference(found: Difference) -> None:
    """The changes, grouped by what they mean for answers."""
    say_line(
        f"{found.before.version} ({found.before.hash[:12]}) → {found.after.version} ({found.after.hash[:12]})"
    )
    meanings: dict[Meaning, str] = {
        "safe": _("Safe: answers count as they are"),
        "mapping": _("Needs a mapping: without it these answers are to be given again"),
        "destructive": _("Destructive: these answers are to be given again, or count no more"),
    }
    for meaning, title in meanings.items():
        changes = found.of(meaning)
        if changes:
            say_line("")
            say_line(f"{title} ({len(changes)})")
        for change in changes:
            say_line(f"  {'*' if change.scores else ' '} {_place(change)}  {change.words}")
    say_line("")
    if any(change.scores for change in found.changes):
        say_line(_("* results change although no answer does"))
    say_line(
        ngettext("{n} item did not change.", "{n} items did not change.", found.unchanged).format(
            n=found.unchanged
        )
    )


def _place(change: Change) -> str:
    if change.table == "item":
        return change.subject or "–"
    return f"[{change.table}] {change.subject}".strip()
