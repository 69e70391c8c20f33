"""Editions of a form: ``evalapp form diff`` and ``evalapp project edition``, and what an update did."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from msgspec import structs

from evalapp.base.files import read_bytes, write_bytes
from evalapp.base.i18n import _, ngettext
from evalapp.cli.output import Json, check_target, emit, failures, note, say_line
from evalapp.form.changes import Change, Difference, Meaning
from evalapp.form.diff import difference
from evalapp.form.mapping_file import MAX_BYTES, mapping_text
from evalapp.form.proposal import propose
from evalapp.form.shape import Edition
from evalapp.work.editions import Adoption, TextFile, adopt_edition, form_named
from evalapp.work.form_files import form_toml, require_free
from evalapp.work.project import open_project
from evalapp.work.session import Session
from evalapp.work.updates import Updated


def register_diff(app: typer.Typer) -> None:
    """Add the command to ``evalapp form``."""
    app.command(
        "diff",
        help=_("Compare two editions of a form. Tells what each change means for answers that are there."),
    )(diff)


def register_edition(app: typer.Typer) -> None:
    """Add the command to ``evalapp project``."""
    app.command(
        "edition",
        help=_(
            "Bring another edition of the form into force. With --dry-run it only says what would happen."
        ),
    )(edition)


def diff(
    before: str,
    after: str,
    mapping: Annotated[Path | None, typer.Option("--mapping")] = None,
    replace: Annotated[bool, typer.Option("--replace")] = False,
    as_json: Json = False,
) -> None:
    """The difference between two editions, and perhaps the proposal of a mapping."""
    session = Session()
    with failures(as_json):
        found = difference(form_named(session, before), form_named(session, after))
        if mapping is not None:
            check_target(mapping, Path(before), Path(after))
            require_free(mapping, replace=replace)
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
    if found.before.id != found.after.id:
        note(
            _(
                "These are two forms, “{before}” and “{after}”, not two editions of one: neither can take the other's place in a "
                "project. They are compared code by code."
            ).format(before=found.before.id, after=found.after.id)
        )
    show_difference(found)
    if mapping is not None:
        note(
            _("A proposal for the mapping was written to {file}: look it through before it is used.").format(
                file=mapping
            )
        )


def _named(edition: Edition) -> dict[str, str]:
    return {"id": edition.id, "version": edition.version, "hash": edition.hash}


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


def edition(
    project_file: Annotated[Path, typer.Argument(metavar="PROJECT")],
    form: Annotated[Path, typer.Argument(metavar="FORM")],
    mapping: Annotated[list[Path] | None, typer.Option("--mapping")] = None,
    only_look: Annotated[bool, typer.Option("--dry-run")] = False,
    as_json: Json = False,
) -> None:
    """Another edition comes into force."""
    with failures(as_json), open_project(Session(), project_file) as project:
        found = adopt_edition(
            project,
            TextFile(*form_toml(form)),
            [TextFile(read_bytes(path, MAX_BYTES), path.name) for path in mapping or ()],
            only_look=only_look,
        )
    if as_json:
        emit(_adoption(found))
        return
    show_difference(found.difference)
    say_line("")
    say_line(answers_line(found))
    for one in found.items:
        parts = {
            _("through the mapping"): one.mapped,
            _("to be given again"): one.again,
            _("the item is gone"): one.gone,
        }
        say_line(f"  {one.item}  " + "; ".join(f"{words}: {n}" for words, n in parts.items() if n))
    if found.decisions:
        say_line(
            _(
                "Decisions: {n}. To be confirmed, since the mapping joins values: {confirm}. Without a counterpart: {lost}."
            ).format(n=found.decisions, confirm=found.decisions_to_confirm, lost=found.decisions_lost)
        )
    if found.settings_refused:
        note(
            _(
                "What the project sets over its form does not fit this edition and counts as unset: {reason}"
            ).format(reason=found.settings_refused)
        )
    if only_look:
        note(_("Dry run: nothing was written."))
    else:
        note(
            _(
                "Edition {version} is in force. Write updates for the assessors with “evalapp task PROJECT -o DIR --update”. "
                "Backup: {backup}"
            ).format(version=found.version, backup=found.backup)
        )


def _adoption(found: Adoption) -> dict[str, object]:
    whole = structs.asdict(found)
    del whole["difference"]
    return {**whole, "changes": found.difference.changes}


def answers_line(found: Adoption | Updated) -> str:
    """What comes of the answers that are there, in one line."""
    return _(
        "Answers: {as_is} as they are, {mapped} through the mapping, {again} to be given again, {gone} of items that are gone."
    ).format(as_is=found.as_is, mapped=found.mapped, again=found.again, gone=found.gone)


def show_updates(updates: Sequence[tuple[Path, Updated]], *, only_look: bool, as_json: bool) -> None:
    """What updates did to an assessor's project, or would do, one after the other."""
    if as_json:
        emit({"updates": [{"file": path, **structs.asdict(found)} for path, found in updates]})
        return
    for path, found in updates:
        if not found.written and not only_look:
            say_line(_("Everything in {file} is in the project already.").format(file=path))
            continue
        if found.before != found.version:
            say_line(
                _("{file}: edition {before} → {version}.").format(
                    file=path, before=found.before, version=found.version
                )
            )
            say_line(answers_line(found))
        else:
            say_line(_("{file}: edition {version} stays in force.").format(file=path, version=found.version))
        if found.questions:
            say_line(
                ngettext(
                    "{n} question waits for an answer.", "{n} questions wait for an answer.", found.questions
                ).format(n=found.questions)
            )
        if found.written:
            note(_("Backup: {backup}").format(backup=found.backup))
    if only_look:
        note(_("Dry run: nothing was written."))


def _place(change: Change) -> str:
    if change.table == "item":
        return change.subject or "–"
    return f"[{change.table}] {change.subject}".strip()
