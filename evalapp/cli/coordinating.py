"""The coordinator's commands: tasks, merge, conflicts, decisions."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.cli import counted
from evalapp.cli.deciding import decide_file
from evalapp.cli.editions import show_updates
from evalapp.cli.output import (
    DATA_ERROR,
    USAGE,
    Json,
    emit,
    failures,
    note,
    progress_bar,
    say_line,
    show_table,
)
from evalapp.entry.evidence import Evidence
from evalapp.entry.final import State
from evalapp.entry.problems import state_name
from evalapp.merge.words import again_sentence, match_word, source_word
from evalapp.work.again import to_be_given_again
from evalapp.work.blinding import NamesKnown
from evalapp.work.carried import CarriedOver
from evalapp.work.cell_change import CellChange, change_words
from evalapp.work.covers import with_covers
from evalapp.work.deciding import (
    AcceptedWarning,
    QueueRow,
    cell_view,
    decided_cells,
    match_counts,
)
from evalapp.work.entered_by import EnteredBy
from evalapp.work.handing_out import renew_secret
from evalapp.work.impact import weighed_queue
from evalapp.work.merging import MergeReport, dry_run, merge
from evalapp.work.on_behalf import person_with_code
from evalapp.work.project import Project, open_project
from evalapp.work.session import Session
from evalapp.work.tasks import write_tasks, write_updates
from evalapp.work.updates import Updated, is_for_updates, open_update


class Side(Struct, frozen=True, kw_only=True):
    """An assessment as ``conflicts --json`` gives it: the label stands for the name.

    ``carried``: what it was in an earlier edition of the form, if it was given there. ``entered_by``: who entered it for the
    assessor, and why.
    """

    label: str
    state: State
    value: str
    points: float | None
    justification: str
    evidence: tuple[Evidence, ...]
    carried: CarriedOver | None
    accepted: tuple[AcceptedWarning, ...]
    entered_by: EnteredBy | None = None


class EarlierDecision(Struct, frozen=True, kw_only=True):
    """What was decided before, in the words of the columns of ``decide``; ``names``: uncovered or open, where they were known."""

    state: State
    value: str
    reason_category: str
    reason: str
    names: NamesKnown = ""


class Conflict(Struct, frozen=True, kw_only=True, rename={"match": "class"}):
    """A cell that waits, as ``conflicts --json`` gives it; the keys stay the same in every language.

    ``again``: answers of an earlier edition of the form that are to be given again. ``change``: what each outcome would make of
    the unit's total, rank and grade, None for what is decided.
    """

    unit: str
    name: str
    item: str
    status: str
    match: str
    staleness: str
    effect: float
    assessments: tuple[Side, ...]
    decided: EarlierDecision | None
    basis: str
    again: tuple[CarriedOver, ...]
    change: CellChange | None = None


ProjectFile = Annotated[Path, typer.Argument(metavar="PROJECT")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        "task",
        help=_(
            "Write a task package for every assessor. With --update, an update for the project that each has."
        ),
    )(task)
    app.command(
        "merge",
        help=_(
            "Take submissions in. With --dry-run it only says what would happen. An assessor's project takes updates."
        ),
    )(merge_files)
    app.command(
        "conflicts",
        help=_(
            "List the cells that wait for a decision. Effect: how far apart the answers are, as a share of the scale, times the "
            "item's weight for the unit, halved where neither rank nor grade depends on it; 100 is the whole scale of the "
            "heaviest item, or a veto."
        ),
    )(conflicts)
    app.command(
        "decide",
        help=_(
            "Decide from a CSV file. Its columns: unit,item,value,reason_category,reason,basis[,state]. Or by a rule for small "
            "gaps: --rule, first with --dry-run; --rules lists those applied, --take-back withdraws one of them."
        ),
    )(decide_file)


def task(
    project_file: ProjectFile,
    out: Annotated[Path, typer.Option("-o", "--output")],
    update: Annotated[bool, typer.Option("--update")] = False,
    only: Annotated[list[str] | None, typer.Option("--only", metavar="CODE")] = None,
    covers: Annotated[bool, typer.Option("--covers")] = False,
    contact: Annotated[str, typer.Option("--contact")] = "",
    new_secret: Annotated[bool, typer.Option("--new-secret")] = False,
    as_json: Json = False,
) -> None:
    """A task package per assessor, or an update for the project that each of them has."""
    if (new_secret and not only) or (update and (new_secret or covers)):
        note(_("--new-secret goes with --only; neither it nor --covers goes with --update."))
        raise typer.Exit(USAGE)
    with (
        failures(as_json),
        open_project(Session(), project_file) as project,
        progress_bar(_("Writing updates") if update else _("Writing tasks")) as progress,
    ):
        persons = [person_with_code(project, code).id for code in only or ()]
        if new_secret:
            renew_secret(project, persons)
        written = (write_updates if update else write_tasks)(project, out, progress, persons)
        if covers:
            written = with_covers(project, written, contact)
    if as_json:
        emit(written)
        return
    for one in written:
        say_line(
            ngettext("{file} for {name}: {n} unit", "{file} for {name}: {n} units", one.units).format(
                file=one.path, name=one.name, n=one.units
            )
        )


def merge_files(
    project_file: ProjectFile,
    files: list[Path],
    only_look: Annotated[bool, typer.Option("--dry-run")] = False,
    as_json: Json = False,
) -> None:
    """Merge submissions; a folder stands for the packages in it. Exit status 1 where a file was refused.

    In an assessor's project, the coordinator's updates are opened.
    """
    updates: list[tuple[Path, Updated]] = []
    with (
        failures(as_json),
        open_project(Session(), project_file) as project,
        progress_bar(_("Looking through the files") if only_look else _("Merging")) as progress,
    ):
        packages = _packages(files)
        if is_for_updates(project, packages):
            updates = [(path, open_update(project, path, only_look=only_look)) for path in packages]
        else:
            report = (dry_run if only_look else merge)(project, packages, progress)
    if updates:
        show_updates(updates, only_look=only_look, as_json=as_json)
        return
    if as_json:
        emit(report)
    else:
        _print_report(report, only_look=only_look)
    if any(file.verdict == "refused" for file in report.files):
        raise typer.Exit(DATA_ERROR)


def _packages(files: Sequence[Path]) -> list[Path]:
    """The files, with folders replaced by the packages in them. Raises AppError("nothing") for a folder without any."""
    found: list[Path] = []
    for file in files:
        inside = sorted(file.glob("*.evalpkg")) if file.is_dir() else [file]
        if not inside:
            raise AppError(
                "nothing",
                _("There is no package (.evalpkg) in {folder}. The project is unchanged.").format(
                    folder=file
                ),
            )
        found += inside
    return found


def _print_report(report: MergeReport, *, only_look: bool) -> None:
    verdicts = {
        "merge": _("Merged") if report.written else _("Can be merged"),
        "part": _("Partly merged") if report.written else _("Partly mergeable"),
        "repeat": _("Duplicate"),
        "confirm": _("Needs confirming"),
        "refused": _("Refused"),
    }
    show_table(
        (_("File"), _("Assessor"), _("New"), _("Changed"), _("Same"), _("Set aside"), _("Verdict")),
        [
            (
                file.path.name,
                f"{file.name} {file.assessor_code}",
                file.answers,
                file.changed,
                file.unchanged,
                file.held + file.unreadable,
                verdicts[file.verdict],
            )
            for file in report.files
        ],
    )
    for file in report.files:
        say_line(file.reason if file.path.name in file.reason else f"{file.path.name}: {file.reason}")
    if only_look:
        note(_("Dry run: nothing was written."))
    elif not report.written:
        note(
            _("Nothing new: the project is unchanged; {waiting}.").format(
                waiting=counted.waiting(report.conflicts_after)
            )
        )
    else:
        note(
            _("{new} and {changed} were merged; {waiting}. Backup: {backup}").format(
                new=counted.new_answers(report.answers),
                changed=counted.changed_ones(report.changed),
                waiting=counted.waiting(report.conflicts_after),
                backup=report.backup,
            )
        )


def conflicts(
    project_file: ProjectFile,
    decided: Annotated[bool, typer.Option("--decided")] = False,
    as_json: Json = False,
) -> None:
    """The queue of decisions, ready to be filled in and given to ``evalapp decide``; below it decisions with new material.

    ``--decided`` lists all decisions that stand, so that one can be made anew.
    """
    with failures(as_json), open_project(Session(), project_file) as project:
        rows = [_conflict(project, row) for row in weighed_queue(project)]
        standing = [row for row in decided_cells(project) if decided or row.staleness]
        below = [_conflict(project, row) for row in standing]
        counts = match_counts(project)
        again = to_be_given_again(project)
    if as_json:
        emit({"open": rows, "decided" if decided else "material": below, "classes": counts, "again": again})
        return
    _print_conflicts([*rows, *below])
    note("  ".join(f"{match_word(name)} {count}" for name, count in counts.items()))
    if again.answers:
        note(again_sentence(again.answers))
    if again.cells:
        note(
            ngettext(
                "{n} cell has no other answer, and is in none of these classes.",
                "{n} cells have no other answer, and are in none of these classes.",
                again.cells,
            ).format(n=again.cells)
        )


def _status(row: Conflict) -> str:
    return _("decided, new material") if row.staleness == "new_material" else source_word(row.status)


def _print_conflicts(rows: Sequence[Conflict]) -> None:
    given = [{one.label: one.value or state_name(one.state) for one in row.assessments} for row in rows]
    labels = sorted({"A", "B"}.union(*given))
    show_table(
        (
            *(_("Code"), _("Unit"), _("Item"), _("Status"), _("Comparison"), _("Effect"), _("Changes")),
            *labels,
            *(_("Decided"), _("Basis")),
        ),
        [
            (
                *(row.unit, row.name, row.item),
                *(_status(row), match_word(row.match), row.effect, change_words(row.change)),
                *(answers.get(label, "") for label in labels),
                "" if row.decided is None else row.decided.value or state_name(row.decided.state),
                row.basis,
            )
            for row, answers in zip(rows, given, strict=True)
        ],
    )


def _conflict(project: Project, row: QueueRow) -> Conflict:
    view = cell_view(project, row.unit, row.item)
    return Conflict(
        unit=view.unit.code,
        name=view.unit.full_name,
        item=row.item,
        status=view.status,
        match=view.match,
        staleness=view.staleness,
        effect=round(row.effect, 1),
        change=row.change,
        assessments=tuple(
            Side(
                label=one.label,
                state=one.state,
                value=one.value,
                points=one.points,
                justification=one.justification,
                accepted=one.accepted,
                evidence=one.evidence,
                carried=one.carried,
                entered_by=one.entered_by,
            )
            for one in view.assessments
        ),
        decided=None
        if view.decided is None
        else EarlierDecision(
            state=view.decided.state,
            value=view.decided.value,
            reason_category=view.decided.category,
            reason=view.decided.reason,
            names=view.decided.names,
        ),
        basis=view.basis,
        again=tuple(earlier.carried for earlier in view.again),
    )
