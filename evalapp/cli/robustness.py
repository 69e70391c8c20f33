"""``evalapp robustness``: how firm the ranks are, in a project or in plain files."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from evalapp.base.files import write_bytes
from evalapp.base.i18n import _, current_language
from evalapp.base.numbers import display
from evalapp.cli.output import Json, check_target, emit, failures, note, progress_bar, say_line, show_table
from evalapp.form.catalogue import find_form
from evalapp.form.label import Label, say
from evalapp.score.robustness.coherence import Correlations
from evalapp.score.robustness.plan import (
    DEFAULT_WEIGHTS,
    MOST_DRAWS,
    Misspelt,
    Plan,
    Scope,
    read_aggregation,
    read_level,
    read_normalisation,
    read_weights,
)
from evalapp.score.robustness.summary import Robustness, UnitRanks
from evalapp.score.robustness.words import why_not_without, why_sentence
from evalapp.work.project import open_project
from evalapp.work.robustness import RobustnessReport, files_robustness, project_robustness
from evalapp.work.session import Session

COLUMNS = (
    "unit", "name", "within", "rank", "drawn", "median", "low", "high", "best", "worst", "mean", "mean_shift",
    "in_top", "grade", "in_grade",
)  # fmt: skip
_ITEMS_LISTED = 15
_WIDEST = 12

T = TypeVar("T")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "robustness",
        help=_(
            "How firm ranks are, with other weights, means or assessors. Of a project, or of plain files with --form and "
            "--scores. What is named is varied; without a name, the weights of the top level by ±25 %. Ranks without each "
            "item, Cronbach α, correlations."
        ),
    )(robustness)


def robustness(
    source: Annotated[Path | None, typer.Argument(metavar="PROJECT")] = None,
    draws: Annotated[int, typer.Option("--draws", min=1, max=MOST_DRAWS)] = 10_000,
    seed: Annotated[int, typer.Option("--seed", min=0, max=2**63 - 1)] = 1,
    weights: Annotated[str, typer.Option("--weights", metavar="±X%|dirichlet[:C]")] = "",
    level: Annotated[str, typer.Option("--level", metavar="N|all")] = "",
    aggregation: Annotated[str, typer.Option("--aggregation", metavar="MEAN,…")] = "",
    normalisation: Annotated[str, typer.Option("--normalisation", metavar="METHOD,…")] = "",
    normalise: Annotated[Scope | None, typer.Option("--normalise")] = None,
    assessors: Annotated[bool, typer.Option("--assessors")] = False,
    top: Annotated[int, typer.Option("--top", min=1)] = 10,
    form: Annotated[str, typer.Option("--form")] = "",
    scores: Annotated[Path | None, typer.Option("--scores")] = None,
    roster: Annotated[Path | None, typer.Option("--roster")] = None,
    settings: Annotated[Path | None, typer.Option("--settings")] = None,
    out: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    as_json: Json = False,
) -> None:
    """Rank intervals, items left out, coherence."""
    if normalise and not normalisation:
        raise typer.BadParameter(
            _(
                "It says what --normalisation concerns, which is not given: give both, such as --normalisation minmax,form."
            ),
            param_hint="--normalise",
        )
    _check_source(source, form, scores, roster, settings)
    plan = Plan(
        draws=draws,
        seed=seed,
        top=top,
        level=_read("--level", read_level, level),
        weights=_read("--weights", read_weights, weights) if weights else None,
        aggregation=_read("--aggregation", read_aggregation, aggregation) if aggregation else (),
        normalisation=_read("--normalisation", read_normalisation, normalisation) if normalisation else (),
        scope=normalise or "numbers",
        assessors=assessors,
    )
    if not plan.varies:
        plan = Plan(draws=draws, seed=seed, top=top, level=plan.level, weights=DEFAULT_WEIGHTS)
    session, synthetic = Session(), False
    with failures(as_json), progress_bar(_("Computing the draws")) as progress:
        if source is not None:
            check_target(out, source)
            with open_project(session, source) as project:
                synthetic = project.about.synthetic
                found = project_robustness(project, plan, progress)
        else:
            assert scores is not None
            path = find_form(form, session.forms)
            check_target(out, path, scores, *(file for file in (roster, settings) if file))
            found = files_robustness(path, scores, roster, settings, plan, progress)
        if out is not None:
            write_bytes(out, ("\ufeff" + _csv(found.found.units)).encode())
    _tell(found, synthetic=synthetic, as_json=as_json)


def _check_source(source: Path | None, form: str, scores: Path | None, *more: Path | None) -> None:
    if source is not None and (form or scores or any(more)):
        raise typer.BadParameter(
            _("A project has its form and its scores in it; give either a project or --form and --scores."),
            param_hint="--form",
        )
    if source is None and not (form and scores):
        raise typer.BadParameter(_("Give a project, or --form and --scores."), param_hint="PROJECT")


def _read(option: str, read: Callable[[str], T], text: str) -> T:
    try:
        return read(text)
    except Misspelt as misspelt:
        raise typer.BadParameter(str(misspelt), param_hint=option) from misspelt


def _tell(report: RobustnessReport, *, synthetic: bool, as_json: bool) -> None:
    if report.in_dispute:
        note(
            _("Rules in dispute: {names}. What depends on them is pending.").format(
                names=", ".join(report.in_dispute)
            )
        )
    if as_json:
        emit(report)
    else:
        _print(report)
    if synthetic:
        note(_("Synthetic data: all answers are made up."))


def _print(report: RobustnessReport) -> None:
    found = report.found
    _print_units(found)
    _print_one_out(found)
    _print_coherence(found)
    say_line("")
    if found.top < found.top_asked:
        say_line(
            _("Top {n} in place of {asked}: no more units are ranked together.").format(
                n=found.top, asked=found.top_asked
            )
        )
    for line in report.method:
        say_line(line)
    say_line(_("To repeat: {options}").format(options=report.options))
    say_line(_("Form SHA-256 {hash}").format(hash=report.form))
    if report.settings:
        say_line(_("Settings SHA-256 {hash}").format(hash=report.settings))
    say_line(_("Results SHA-256 {hash}").format(hash=report.results))


def _print_units(found: Robustness) -> None:
    within = any(unit.within for unit in found.units)
    graded = any(unit.grades for unit in found.units)
    rows = []
    for unit in found.units:
        row = [_whole(unit.rank), unit.unit, unit.name]
        row += [unit.within] if within else []
        row += [_whole(unit.median), _range(unit.low, unit.high), _range(unit.best, unit.worst)]
        row += [_number(unit.mean, 2), _number(unit.mean_shift, 2), _share(unit.in_top)]
        row += [unit.grade or "–", _share(unit.in_grade) if unit.grade else "–"] if graded else []
        row += [str(unit.drawn)]
        rows.append(row)
    show_table(
        (
            *(_("Rank"), _("Code"), _("Unit")),
            *((_("Ranked within"),) if within else ()),
            *(_("Median"), _("5 %–95 %"), _("Best–worst"), _("Mean rank"), _("Mean shift")),
            _("Top {n}").format(n=found.top),
            *((_("Grade"), _("In it")) if graded else ()),
            _("Draws with a rank"),
        ),
        rows,
    )
    say_line("")
    say_line(
        _("Mean shift over all units and draws: {shift} places.").format(shift=display(found.mean_shift, 3))
        if found.mean_shift is not None
        else _("No unit has a rank both in the results and in a draw, so there is no mean shift.")
    )


def _print_one_out(found: Robustness) -> None:
    moving = sorted(
        (one for one in found.one_out if one.moved or not one.compared),
        key=lambda one: -(one.mean_shift or 0.0),
    )
    say_line("")
    if not moving:
        say_line(_("No rank changes when any single item is left out."))
        return
    rows = [
        (
            _titled(one.item, one.title),
            one.level,
            _number(one.mean_shift, 3),
            f"{one.moved}/{one.compared}",
            "–"
            if one.mover is None
            else _("{unit} {rank} → {without}").format(
                unit=one.mover.name, rank=one.mover.rank, without=one.mover.without
            ),
            one.ranked,
            why_not_without(one.why),
        )
        for one in moving[:_ITEMS_LISTED]
    ]
    show_table(
        (
            *(_("Without item"), _("Tree level"), _("Mean shift"), _("Moved"), _("Moves farthest")),
            *(_("Units ranked"), _("Remarks")),
        ),
        rows,
    )
    if len(moving) > _ITEMS_LISTED:
        say_line(
            _("{n} more items change a rank when left out: see --json.").format(n=len(moving) - _ITEMS_LISTED)
        )


def _print_coherence(found: Robustness) -> None:
    say_line("")
    show_table(
        (_("Cronbach α"), _("Leaves"), "α", _("Units used"), _("Left out"), _("Remarks")),
        [
            (
                *(_titled(one.item, one.title), one.leaves, _number(one.value, 3), one.used, one.excluded),
                why_sentence(one.why),
            )
            for one in found.alpha
        ],
    )
    say_line("")
    show_table(
        (
            _("Influence, level {level}").format(level=found.compared_level),
            *(_("Weight"), "r", "r²", _("Share of the r²"), _("Remarks")),
        ),
        [
            (
                *(_titled(one.item, one.title), _share(one.weight), _number(one.correlation, 3)),
                *(_number(one.squared, 3), _share(one.share), why_sentence(one.why)),
            )
            for one in found.influence
        ],
    )
    for name, table in (("Pearson", found.correlations.pearson), ("Spearman", found.correlations.spearman)):
        _print_matrix(name, found.correlations, table)


def _print_matrix(name: str, found: Correlations, table: Sequence[Sequence[float | None]]) -> None:
    places = range(len(found.items)) if len(found.items) <= _WIDEST else (len(found.items) - 1,)
    say_line("")
    show_table(
        (_("Correlation ({name})").format(name=name), *(found.items[place] for place in places)),
        [
            (item, *(_number(row[place], 3) for place in places))
            for item, row in zip(found.items, table, strict=True)
        ],
    )


def _csv(units: Sequence[UnitRanks]) -> str:
    """The units as CSV; an absent number is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for unit in units:
        cells = [getattr(unit, name) for name in COLUMNS]
        writer.writerow(["" if cell is None else cell for cell in cells])
    return text.getvalue()


def _titled(code: str, title: Label) -> str:
    text = say(title, current_language())
    return f"{code} {text}" if text and text != code else code


def _whole(number: int | None) -> str:
    return "–" if number is None else str(number)


def _number(number: float | None, decimals: int) -> str:
    return "–" if number is None else display(number, decimals)


def _share(share: float | None) -> str:
    return "–" if share is None else f"{display(100 * share, 1)} %"


def _range(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return "–"
    return str(low) if low == high else f"{low}–{high}"
