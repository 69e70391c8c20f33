"""``evalapp project batches``, ``held`` and ``who``: what has come in, taking it back, letting it count, whose it is."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from msgspec import structs

from evalapp.base.clock import local_time
from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.cli import counted
from evalapp.cli.output import Json, emit, failures, note, say_line, show_table
from evalapp.merge.words import answer_word, batch_word, match_word, source_word, standing_word
from evalapp.work.doubts import Doubt, accept, answered, doubts, listed_assessors, refuse, take_up
from evalapp.work.held import HeldRevision, held_revisions, release_held, unreadable_lines
from evalapp.work.project import Project, open_project, require_role
from evalapp.work.received import ReceivedFile, received_files
from evalapp.work.session import Session
from evalapp.work.withdrawing import Dependents, restore_batch, what_depends, withdraw_batch


def register(app: typer.Typer) -> None:
    """Add the commands to ``evalapp project``."""
    app.command(
        "batches",
        help=_(
            "List the merged files. With --withdraw, take one back; with --restore, let it count again. A withdrawal tells first "
            "what depends on the file; without --reason it stops there."
        ),
    )(batches)
    app.command(
        "held",
        help=_(
            "List what is held, and why. With --release, let it count; an id may be cut short where it is the only one."
        ),
    )(held)
    app.command(
        "who",
        help=_(
            "List who is in doubt. That is second laptops, shared codes and people unknown; answer by --accept or --refuse "
            "with the key, which may be cut short. A key that was spoken of can be judged anew in the window."
        ),
    )(who)


def batches(
    file: Path,
    withdraw: Annotated[int | None, typer.Option("--withdraw", metavar="N")] = None,
    restore: Annotated[int | None, typer.Option("--restore", metavar="N")] = None,
    with_decisions: Annotated[bool, typer.Option("--decisions")] = False,
    reason: Annotated[str, typer.Option("--reason")] = "",
    as_json: Json = False,
) -> None:
    """Merged files; one of them withdrawn, or let count again."""
    if withdraw is not None and restore is not None:
        raise typer.BadParameter(_("Give --withdraw or --restore, not both."))
    with failures(as_json), open_project(Session(), file) as project:
        require_role(project, "coordinator")
        if withdraw is not None:
            _withdraw(project, withdraw, reason, with_decisions=with_decisions, as_json=as_json)
            return
        if restore is not None:
            _restore(project, restore, reason, as_json=as_json)
            return
        found = received_files(project)
    if as_json:
        emit([_without_ids(row) for row in found])
        return
    _print_files(found)


def _without_ids(row: ReceivedFile) -> dict[str, object]:
    return {**structs.asdict(row), "is_withdrawn": row.is_withdrawn}


def _print_files(found: Sequence[ReceivedFile]) -> None:
    show_table(
        (
            *(_("Batch"), _("Time"), _("File"), _("Assessor"), _("New"), _("Changed"), _("Set aside")),
            *(_("Standing"), _("Comment")),
        ),
        [
            (
                row.batch,
                local_time(row.at),
                row.file,
                f"{row.name} {row.code}".strip(),
                row.answers,
                row.changed,
                row.held,
                batch_word(row.revisions, row.withdrawn),
                row.comment,
            )
            for row in found
        ],
    )
    for row in found:
        for taken in row.withdrawals:
            note(
                _("Batch {n} was withdrawn by {name} on {time}: {reason}").format(
                    n=row.batch, name=taken.name, time=local_time(taken.at), reason=taken.reason
                )
            )


def _withdraw(project: Project, batch: int, reason: str, *, with_decisions: bool, as_json: bool) -> None:
    found = what_depends(project, batch)
    chosen = [one.id for one in found.decisions] if with_decisions else []
    withdrawal = withdraw_batch(project, batch, reason, decisions=chosen) if reason.strip() else ""
    if as_json:
        emit({"withdrawal": withdrawal, "depends": found})
        return
    _print_dependents(found)
    if not withdrawal:
        note(_("Nothing was changed. To withdraw the file, say why with --reason."))
        return
    say_line(
        ngettext(
            "Batch {batch} is withdrawn: {n} revision no longer counts and stays in the history.",
            "Batch {batch} is withdrawn: {n} revisions no longer count and stay in the history.",
            found.revisions,
        ).format(batch=batch, n=found.revisions)
    )


def _print_dependents(found: Dependents) -> None:
    for one in found.decisions:
        note(
            _(
                "{unit} {item}: the decision of {name} ({value}) weighed it; its value holds, to be confirmed."
            ).format(unit=one.unit_name, item=one.item, name=one.name, value=one.words)
            if one.stands
            else _("{unit} {item}: an earlier decision of {name} ({value}) weighed it.").format(
                unit=one.unit_name, item=one.item, name=one.name, value=one.words
            )
        )
    for later in found.later:
        note(
            _("{unit} {item}: {name} has corrected it since ({value}); that goes on counting.").format(
                unit=later.unit_name, item=later.item, name=later.name, value=later.words
            )
        )
    for question in found.questions:
        note(
            _("{unit} {item}: the question to {name} waits again.").format(
                unit=question.unit_name, item=question.item, name=question.name
            )
        )
    if found.cells:
        show_table(
            (_("Unit"), _("Item"), _("Status"), _("Afterwards"), _("Comparison")),
            [
                (
                    cell.unit_name,
                    cell.item,
                    source_word(cell.status_before) or "–",
                    source_word(cell.status_after) or _("nobody has answered"),
                    match_word(cell.match_after) or "–",
                )
                for cell in found.cells
            ],
        )


def _restore(project: Project, batch: int, reason: str, *, as_json: bool) -> None:
    lifted = restore_batch(project, batch, reason)
    if as_json:
        emit({"lifted": lifted})
        return
    say_line(
        ngettext(
            "Batch {batch} counts again: {n} withdrawal was lifted.",
            "Batch {batch} counts again: {n} withdrawals were lifted.",
            len(lifted),
        ).format(batch=batch, n=len(lifted))
    )


def held(
    file: Path,
    release: Annotated[list[str] | None, typer.Option("--release", metavar="ID")] = None,
    reason: Annotated[str, typer.Option("--reason")] = "",
    as_json: Json = False,
) -> None:
    """What is held and what could not be read; held revisions let count by name."""
    with failures(as_json), open_project(Session(), file) as project:
        require_role(project, "coordinator")
        rows = held_revisions(project)
        if release:
            done = release_held(project, [_whole(rows, name) for name in release], reason)
            if as_json:
                emit(done)
                return
            say_line(
                _("{revisions} released, {answers} among them; {waiting}.").format(
                    revisions=counted.revisions(done.revisions),
                    answers=counted.answers(done.answers),
                    waiting=counted.waiting(done.conflicts_after),
                )
            )
            return
        lines = unreadable_lines(project)
    if as_json:
        emit({"held": rows, "unreadable": lines})
        return
    _print_held(rows)
    for line in lines:
        note(
            _("{file}: a line of {name} could not be read and was set aside: {reason}").format(
                file=line.file, name=line.name or "?", reason=line.words
            )
        )


def _print_held(rows: Sequence[HeldRevision]) -> None:
    show_table(
        (
            *(_("Id"), _("Reason"), _("Assessor"), _("Unit"), _("Item"), _("Answer"), _("Justification")),
            *(_("Since"), _("File")),
        ),
        [
            (
                row.id[:16],
                standing_word(row.reason) + (f": {row.missing}" if row.missing else ""),
                f"{row.name} {row.code}".strip(),
                row.unit_name,
                row.item,
                row.words,
                row.text,
                local_time(row.at),
                row.file,
            )
            for row in rows
        ],
    )


def _whole(rows: Sequence[HeldRevision], name: str) -> str:
    """The id that begins as ``name`` does; ``name`` itself where none or several do."""
    found = [row.id for row in rows if row.id.startswith(name.lower())]
    if len(found) > 1:
        raise AppError(
            "ambiguous",
            _("Several held revisions begin with {id}. Nothing was changed. Give more of the id.").format(
                id=name
            ),
        )
    return found[0] if found else name


def who(
    file: Path,
    accept_key: Annotated[str, typer.Option("--accept", metavar="KEY")] = "",
    refuse_key: Annotated[str, typer.Option("--refuse", metavar="KEY")] = "",
    same: Annotated[str, typer.Option("--as", metavar="ASSESSOR")] = "",
    as_json: Json = False,
) -> None:
    """The questions about who somebody is; one of them answered by the key that it is about."""
    if accept_key and refuse_key:
        raise typer.BadParameter(_("Give --accept or --refuse, not both."))
    with failures(as_json), open_project(Session(), file) as project:
        require_role(project, "coordinator")
        waiting = doubts(project)
        if accept_key or refuse_key:
            doubt = _about(waiting, accept_key or refuse_key)
            if refuse_key:
                refuse(project, doubt)
            elif same:
                take_up(project, doubt, "", "", in_place_of=_assessor(project, same))
            else:
                accept(project, doubt)
            waiting = doubts(project)
        said = answered(project)
    if as_json:
        emit({"waiting": waiting, "answered": said})
        return
    for doubt in waiting:
        note(_question(doubt))
    show_table(
        (_("Person"), _("Answer"), _("Digits of the key"), _("Reason"), _("Answered by"), _("Time")),
        [
            (
                f"{one.name or one.person[:8]} {one.code}".strip(),
                answer_word(one.what, standing=one.standing),
                one.key[:16],
                one.reason,
                one.by,
                local_time(one.at),
            )
            for one in said
        ],
    )


def _question(doubt: Doubt) -> str:
    name = f"{doubt.name} {doubt.code}".strip() or doubt.person[:8]
    key = doubt.key[:16]
    if doubt.kind == "unknown":
        return _(
            "{key}: {name} is not in this project. --accept enters the person, with --as in place of a listed one."
        ).format(key=key, name=name)
    if doubt.kind == "key":
        return ngettext(
            "{key}: {name} has written with another key; {n} revision waits. Is it {name}?",
            "{key}: {name} has written with another key; {n} revisions wait. Is it {name}?",
            doubt.held,
        ).format(key=key, name=name, n=doubt.held)
    others = _(", ").join(other.name for other in doubt.others)
    return _("{key}: {name} and {others} have the same code. --accept says that they are two people.").format(
        key=key, name=name, others=others
    )


def _about(waiting: Sequence[Doubt], key: str) -> Doubt:
    found = [doubt for doubt in waiting if doubt.key.startswith(key.lower())]
    if len(found) != 1:
        raise AppError(
            "unknown_key",
            _(
                "No question waits about the key {key}. Nothing was changed. List the questions, and copy the key."
            ).format(key=key),
        )
    return found[0]


def _assessor(project: Project, word: str) -> str:
    found = [one.person for one in listed_assessors(project) if word in (one.code, one.name)]
    if len(found) != 1:
        raise AppError(
            "unknown_person",
            _("“{word}” is not one assessor of the project. Nothing was changed. Give the code.").format(
                word=word
            ),
        )
    return found[0]
