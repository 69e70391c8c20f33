"""``evalapp project earlier``: what units were in the edition before, for assessors to see beside the fields."""

from pathlib import Path
from typing import Annotated

import typer
from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.base.tables import read_csv
from evalapp.cli.output import Json, emit, failures, note, say_line
from evalapp.entry.columns import SCORES
from evalapp.work.earlier import (
    WHYS,
    EarlierPlan,
    LeftOut,
    Why,
    earlier_of_project,
    earlier_of_table,
    keep_earlier,
    show_last_edition,
)
from evalapp.work.project import Project, open_project
from evalapp.work.session import Session

_LISTED = 20


class TakenOver(Struct, frozen=True, kw_only=True):
    """What ``project earlier --json`` gives. ``units`` is how many were written, 0 in a dry run."""

    label: str
    dry_run: bool
    taken: int
    units: int
    left_out: dict[str, int]
    details: tuple[LeftOut, ...]


def register(app: typer.Typer) -> None:
    """Add the command to ``evalapp project``."""
    app.command(
        "earlier",
        help=_(
            "Take over last year's values. They come out of last year's project or a CSV file; assessors see them beside the "
            "fields, never as answers."
        ),
    )(earlier)


def earlier(
    file: Path,
    source: Annotated[Path | None, typer.Argument(metavar="[SOURCE]")] = None,
    label: Annotated[str, typer.Option("--label")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    show: Annotated[bool | None, typer.Option("--show/--hide")] = None,
    as_json: Json = False,
) -> None:
    """Plan, say what would be taken over, and write it."""
    with failures(as_json), open_project(Session(), file) as project:
        if source is None and show is None:
            raise AppError(
                "usage",
                _(
                    "Name a project file or a CSV file to take over, or --show or --hide. Nothing was changed."
                ),
            )
        plan = None if source is None else _planned(project, source, label)
        units = 0
        if plan is not None and not dry_run:
            units = keep_earlier(project, plan)
        if show is not None and not dry_run:
            show_last_edition(project, shown=show)
    if plan is not None:
        _tell(plan, units, dry_run, as_json)
    elif as_json:
        emit({"last_edition": "shown" if show else "hidden"})
    if show is not None and not as_json and not dry_run:
        say_line(
            _("Assessors see the last edition from their next task or update on.")
            if show
            else _("The last edition is kept from assessors from their next task or update on.")
        )


def _planned(project: Project, source: Path, label: str) -> EarlierPlan:
    if source.suffix.lower() == ".csv":
        return earlier_of_table(project, read_csv(source, SCORES), label)
    with open_project(Session(), source) as before:
        return earlier_of_project(project, before, label)


def _tell(plan: EarlierPlan, units: int, dry_run: bool, as_json: bool) -> None:
    counts = {why: len(plan.left(why)) for why in WHYS}
    if as_json:
        emit(
            TakenOver(
                label=plan.label,
                dry_run=dry_run,
                taken=plan.taken,
                units=units,
                left_out={why: n for why, n in counts.items() if n},
                details=plan.left_out,
            )
        )
        return
    for why, n in counts.items():
        if n:
            note(_reason(why).format(n=n))
    for one in plan.left_out[:_LISTED]:
        note(f"  {one.unit} {one.item} {one.value}".rstrip())
    n = plan.taken
    of = {"label": plan.label, "n": n, "units": len(plan.values)}
    if dry_run:
        text = ngettext(
            "{n} value of {label} would be taken over, for {units} units. Nothing was written.",
            "{n} values of {label} would be taken over, for {units} units. Nothing was written.",
            n,
        )
    else:
        text = ngettext(
            "{n} value of {label} was taken over, for {units} units.",
            "{n} values of {label} were taken over, for {units} units.",
            n,
        )
    say_line(text.format(**of))


def _reason(why: Why) -> str:
    return {
        "unknown_unit": _("Left out, no such unit here: {n}"),
        "unknown_item": _("Left out, no such item is answered here for that unit: {n}"),
        "other_scale": _("Left out, the item is answered in another way by now: {n}"),
        "does_not_fit": _("Left out, the value does not fit the scale: {n}"),
        "no_value": _("Left out, there is no single value: {n}"),
    }[why]
