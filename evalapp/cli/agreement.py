"""``evalapp agreement``: how far assessors agree, in a project or in a table of ratings."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from evalapp.base.i18n import _, current_language
from evalapp.base.numbers import display
from evalapp.cli.output import Json, emit, failures, note, progress_bar, say_line, show_table
from evalapp.form.catalogue import find_form
from evalapp.form.label import Label, say
from evalapp.merge.agreement.alpha import FEWEST_UNITS
from evalapp.merge.agreement.figures import UNFIT, Figure
from evalapp.merge.agreement.summary import STATISTICS, Figures
from evalapp.merge.agreement.words import (
    left_word,
    level_word,
    statistic_word,
    why_in_short,
    why_sentence,
)
from evalapp.work.agreement import Agreement, By, is_project, project_agreement, table_agreement
from evalapp.work.project import open_project
from evalapp.work.session import Session

_SHARES = ("exact", "within_one_step")

Named = Sequence[tuple[str, Figures]]
"""Figures, and whose they are as tables print it."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "agreement",
        help=_(
            "How far assessors agree, at their first sign-offs. Of a project, or of a table unit,item,assessor,value[,state]."
        ),
    )(agreement)


def agreement(
    source: Annotated[Path, typer.Argument(metavar="PROJECT|RATINGS.csv")],
    form: Annotated[str, typer.Option("--form")] = "",
    by: Annotated[By, typer.Option("--by")] = "all",
    seed: Annotated[int, typer.Option("--seed", min=0)] = 1,
    as_json: Json = False,
) -> None:
    """Percent agreement, κ, α and ICC."""
    of_project = is_project(source)
    if of_project and form:
        raise typer.BadParameter(
            _("A project has its form in it; --form is for a table of ratings."), param_hint="--form"
        )
    session = Session()
    synthetic = False
    with failures(as_json), progress_bar(_("Comparing the assessors")) as progress:
        if of_project:
            with open_project(session, source) as project:
                synthetic = project.about.synthetic
                found = project_agreement(project, by=by, seed=seed, progress=progress)
        else:
            path = find_form(form, session.forms) if form else None
            found = table_agreement(source, path, by=by, seed=seed, progress=progress)
    if as_json:
        emit(found)
    else:
        _print(found, by, of_project=of_project)
    if synthetic:
        note(_("Synthetic data: all answers are made up."))


def _print(found: Agreement, by: By, *, of_project: bool) -> None:
    groups = [(_titled(one.item, one.title), one.figures) for one in found.groups]
    items = [(_titled(one.item, one.title), one.figures) for one in found.items]
    couples = [
        (f"{_person(one.a.code, one.a.name)} – {_person(one.b.code, one.b.name)}", one.figures)
        for one in found.pairs
    ]
    _details([("", found.whole)], "")
    if by == "all":
        _overview(_("Group"), groups, ["interval"] * len(groups))
        _overview(_("Item"), items, [one.level for one in found.items])
        _overview(_("Pair"), couples, ["interval"] * len(couples))
    elif by == "group":
        _details(groups, _("Group"))
    elif by == "item":
        _details(items, _("Item"))
    else:
        _details(couples, _("Pair"))
    say_line("")
    for line in _method(found, by, of_project=of_project):
        say_line(line)


def _titled(code: str, title: Label) -> str:
    text = say(title, current_language())
    return f"{code} {text}" if text and text != code else code


def _person(code: str, name: str) -> str:
    return f"{name} {code}" if name != code else code


def _details(named: Named, heading: str) -> None:
    """Every statistic of each; without a heading there is only one, and what does not fit it is said, too."""
    rows = []
    for name, figures in named:
        for statistic in STATISTICS:
            figure: Figure = getattr(figures, statistic)
            if heading and figure.why in UNFIT:
                continue
            row = (
                statistic_word(statistic),
                _number(figure.value, share=statistic in _SHARES) if not figure.why else "–",
                _interval(figure, wanted=statistic.startswith("alpha")),
                figure.n,
                figure.n_excluded,
                _sentence(figure),
            )
            rows.append((name, *row) if heading else row)
    if heading:
        say_line("")
    columns = (_("Statistic"), _("Figure"), _("95 % interval"), _("Used"), _("Left out"), _("Remarks"))
    show_table((heading, *columns) if heading else columns, rows)


def _overview(heading: str, named: Named, levels: Iterable[str]) -> None:
    """A line for each: the figures to look at first; α by the level of measurement, by scores from interval on."""
    rows = []
    for (name, figures), level in zip(named, levels, strict=True):
        kind = level if level in ("nominal", "ordinal") else "interval"
        alpha: Figure = getattr(figures, f"alpha_{kind}")
        rows.append(
            (
                *(name, figures.exact.n),
                *(_in_short(figure, share=True) for figure in (figures.exact, figures.within_one_step)),
                *(_in_short(figure, beside=alpha.n) for figure in (figures.kappa, figures.kappa_quadratic)),
                *(
                    _in_short(alpha),
                    _interval(alpha, wanted=True),
                    level_word(kind),
                    alpha.n,
                    alpha.n_excluded,
                ),
                _remarks(alpha),
            )
        )
    if not rows:
        return
    say_line("")
    columns = (
        *(
            _("Cells compared"),
            _("Exact"),
            _("Within one step"),
            "κ",
            _("κ quadratic"),
            "α",
            _("95 % interval"),
        ),
        *(_("Level"), _("Used"), _("Left out"), _("Remarks")),
    )
    show_table((heading, *columns), rows)


def _in_short(figure: Figure, *, share: bool = False, beside: int | None = None) -> str:
    """A figure in a cell; what it rests on in brackets where that is not ``beside`` it in the table."""
    if figure.why:
        return why_in_short(figure.why)
    text = _number(figure.value, share=share)
    return text if beside in (None, figure.n) else f"{text} ({figure.n})"


def _number(value: float | None, *, share: bool = False) -> str:
    if value is None:
        return "–"
    return f"{display(100 * value, 1)} %" if share else display(value, 3)


def _interval(figure: Figure, *, wanted: bool) -> str:
    """The interval; ``wanted``: whether the statistic has one at all."""
    if figure.low is None or figure.high is None:
        return _("too few units") if wanted and figure.value is not None else "–"
    return f"{display(figure.low, 3)} … {display(figure.high, 3)}"


def _remarks(figure: Figure) -> str:
    """How many assessments a cell has, why cells were left out and how many."""
    parts = [] if figure.k is None else [f"k = {figure.k}"]
    if figure.why not in figure.excluded or len(figure.excluded) > 1:
        parts += [
            _("{n} {reason}").format(n=n, reason=left_word(reason)) for reason, n in figure.excluded.items()
        ]
    return _("; ").join(parts)


def _sentence(figure: Figure) -> str:
    """Why there is no value, and the remarks."""
    sentence, remarks = why_sentence(figure.why), _remarks(figure)
    if sentence and remarks:
        return _("{sentence} {remarks}").format(sentence=sentence, remarks=remarks)
    return sentence or remarks


def _method(found: Agreement, by: By, *, of_project: bool) -> Iterable[str]:
    """What the figures mean, in sentences."""
    if of_project:
        yield _(
            "What counts is what each assessor answered at the first sign-off of each unit; corrections and decisions "
            "after it make no difference."
        )
    if found.form:
        yield _(
            "Within one step: neighbouring options in the order of their points, one tick of a checklist, one finding that "
            "costs points; yes and no must be equal."
        )
        if found.tolerance:
            yield _(
                "What is counted or measured is within one step where scores differ by at most {tolerance} (the tolerance)."
            ).format(tolerance=display(found.tolerance, 1))
        else:
            yield _(
                "What is counted or measured is within one step where scores are equal (the tolerance is 0)."
            )
        yield _(
            "α interval and ICC go by scores, 0 to 100; not found is 0. Not applicable and unable to assess have no score."
        )
    else:
        yield _(
            "No form was given: the categories are those that occur, and numbers count as measured. "
            "Within one step: whole numbers at most 1 apart."
        )
    yield _(
        "Of several items, chance is taken within each. Intervals: {draws} draws of whole units with replacement, seed {seed}; "
        "none for fewer than {fewest} units, nor where too few differ."
    ).format(draws=found.draws, seed=found.seed, fewest=FEWEST_UNITS)
    if by == "all":
        yield _(
            "–: the statistic does not fit such answers. In brackets: what κ rests on, where that is not “Used”."
        )
