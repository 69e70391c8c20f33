"""What was ever recorded: ``evalapp audit``."""

from pathlib import Path
from typing import Annotated

import typer
from msgspec import structs

from evalapp.base.clock import local_moment
from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.base.numbers import display
from evalapp.cli.output import Json, check_target, emit, failures, note, progress_bar, say_line, show_table
from evalapp.merge.words import standing_word
from evalapp.work.audit import AuditFilter, audit_counts, audit_page, choices, prepare
from evalapp.work.audit_table import export_audit
from evalapp.work.audit_words import kind_word
from evalapp.work.chain_states import ChainState, chain_states
from evalapp.work.chain_words import soundness_word
from evalapp.work.corrections import Correction, cause_of, corrections, write_corrections
from evalapp.work.project import Project, open_project
from evalapp.work.session import Session

ProjectFile = Annotated[Path, typer.Argument(metavar="PROJECT")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "audit",
        help=_(
            "Show every revision, or write them as CSV. They are chosen by person, unit, item, kind and day. With --chains "
            "how each device's chain stands, with --corrections what moved after a publication."
        ),
    )(audit)


def audit(
    project_file: ProjectFile,
    person: Annotated[str, typer.Option("--person", metavar="CODE")] = "",
    unit: Annotated[str, typer.Option("--unit", metavar="CODE")] = "",
    item: Annotated[str, typer.Option("--item", metavar="CODE")] = "",
    kind: Annotated[str, typer.Option("--kind", metavar="KIND")] = "",
    since: Annotated[str, typer.Option("--since", metavar="DATE")] = "",
    until: Annotated[str, typer.Option("--until", metavar="DATE")] = "",
    standing: Annotated[str, typer.Option("--standing", metavar="counts|not|REASON")] = "",
    oldest: Annotated[bool, typer.Option("--oldest")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000)] = 100,
    chains: Annotated[bool, typer.Option("--chains")] = False,
    corrected: Annotated[bool, typer.Option("--corrections")] = False,
    out: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    as_json: Json = False,
) -> None:
    """Revisions, chains or corrections; with ``-o`` all of them as CSV."""
    with (
        failures(as_json),
        open_project(Session(), project_file) as project,
        progress_bar(_("Reading the record")) as progress,
    ):
        check_target(out, project_file)
        if chains:
            _show_chains(chain_states(project), as_json)
            return
        if corrected:
            found = corrections(project, progress)
            if out is not None:
                write_corrections(out, found)
            _show_corrections(found, as_json, printed=out is None)
            return
        wanted = _filter(project, person, unit)
        wanted = structs.replace(wanted, item=item, kind=kind, since=since, until=until, standing=standing)
        if out is not None:
            n = export_audit(project, out, wanted, progress, newest=not oldest)
            note(ngettext("{n} revision was written.", "{n} revisions were written.", n).format(n=n))
            if as_json:
                emit({"written": n})
            return
        prepare(project, progress)
        rows = audit_page(project, wanted, newest=not oldest, limit=limit)
        counts = audit_counts(project, wanted, progress)
    if as_json:
        emit({"total": counts.total, "kinds": counts.kinds, "reasons": counts.reasons, "revisions": rows})
        return
    show_table(
        (
            _("Time"),
            _("Kind"),
            _("Unit"),
            _("Item"),
            _("Before"),
            _("After"),
            _("Text"),
            _("Reason"),
            _("Written by"),
            _("About"),
            _("Standing"),
            _("Id"),
        ),
        [
            (
                local_moment(row.at),
                kind_word(row.kind),
                row.unit_name,
                row.item,
                row.before,
                row.after,
                row.text,
                row.reason,
                row.author,
                row.subject if row.subject != row.author else "",
                _(", ").join(standing_word(word) for word in (row.standing, row.clock) if word),
                row.id[:12],
            )
            for row in rows
        ],
    )
    note(_("{shown} of {total} revisions.").format(shown=len(rows), total=counts.total))


def _filter(project: Project, person: str, unit: str) -> AuditFilter:
    """The person and the unit by their codes. Raises AppError("unknown_person", "unknown_unit")."""
    known = choices(project)
    people = [one.id for one in known.people if person in (one.code, one.id)]
    if person and len(people) != 1:
        raise AppError(
            "unknown_person",
            _("Nobody in the project has the code “{code}”, or several have. Nothing was done.").format(
                code=person
            ),
        )
    units = [one.key for one in known.units if unit in (one.code, one.key)]
    if unit and not units:
        raise AppError(
            "unknown_unit",
            _("“{unit}” is not on the roster. Nothing was changed. Check the code.").format(unit=unit),
        )
    return AuditFilter(person=people[0] if person else "", unit=units[0] if unit else "")


def _show_chains(found: tuple[ChainState, ...], as_json: bool) -> None:
    if as_json:
        emit([{"soundness": one.soundness, "chain": one} for one in found])
        return
    show_table(
        (_("Person"), _("Device"), _("Revisions"), _("Sealed up to"), _("Unproven"), _("State")),
        [
            (
                f"{one.name} {one.code}".strip(),
                one.device[:12],
                one.count,
                one.sealed or "",
                "" if one.own else one.unproven,
                soundness_word(one),
            )
            for one in found
        ],
    )


def _show_corrections(found: tuple[Correction, ...], as_json: bool, *, printed: bool) -> None:
    if as_json:
        emit(found)
        return
    if not printed:
        return
    if not found:
        say_line(_("No publication corrects another one."))
    for one in found:
        say_line(
            _("“{name}” corrects “{of}”, {time}, {by}. {note}")
            .format(name=one.name, of=one.of, time=local_moment(one.at), by=one.by, note=one.note)
            .rstrip()
        )
        show_table(
            (_("Unit"), _("Item"), _("Before"), _("After"), _("Change"), _("Rank"), _("What moved it")),
            [
                (
                    cell.unit_name,
                    cell.item,
                    cell.before,
                    cell.after,
                    "" if cell.effect is None else display(cell.effect, 2),
                    f"{_shown(cell.rank_before)} → {_shown(cell.rank_after)}",
                    cause_of(cell),
                )
                for cell in one.cells
            ],
        )


def _shown(rank: int | None) -> str:
    return "–" if rank is None else str(rank)
