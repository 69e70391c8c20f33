"""``evalapp agreement``: how far assessors agree, in a project or in a table of ratings."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from evalapp.base.files import write_bytes
from evalapp.base.i18n import _
from evalapp.base.numbers import display
from evalapp.cli.output import Json, check_target, emit, failures, note, progress_bar, say_line, show_table
from evalapp.form.catalogue import find_form
from evalapp.merge.agreement.alpha import FEWEST_UNITS
from evalapp.merge.agreement.figures import UNFIT, Figure
from evalapp.merge.agreement.ratings import Level
from evalapp.merge.agreement.summary import STATISTICS, Figures
from evalapp.merge.agreement.words import statistic_word, why_sentence
from evalapp.work.agreement import (
    Agreement,
    AssessorAgreement,
    By,
    is_project,
    lines_of,
    project_agreement,
    table_agreement,
)
from evalapp.work.agreement_table import (
    interval_words,
    level_shown,
    number_words,
    overview_cells,
    overview_columns,
    person_words,
    remarks,
    severity_cells,
    severity_columns,
    severity_method,
    straight_cells,
    straight_columns,
    straight_method,
    table_csv,
    titled,
    week_method,
    week_words,
)
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
    out: Annotated[Path | None, typer.Option("-o", "--output")] = None,
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
        check_target(out, source)
        if of_project:
            with open_project(session, source) as project:
                synthetic = project.about.synthetic
                found = project_agreement(project, by=by, seed=seed, progress=progress)
        else:
            path = find_form(form, session.forms) if form else None
            found = table_agreement(source, path, by=by, seed=seed, progress=progress)
        if out is not None:
            write_bytes(out, ("\ufeff" + table_csv(lines_of(found))).encode())
    if as_json:
        emit(found)
    else:
        _print(found, by, of_project=of_project)
    if synthetic:
        note(_("Synthetic data: all answers are made up."))


def _print(found: Agreement, by: By, *, of_project: bool) -> None:
    named: dict[By, tuple[str, Named, Sequence[Level]]] = {
        "group": (_("Group"), [(titled(one.item, one.title), one.figures) for one in found.groups], ()),
        "item": (
            _("Item"),
            [(titled(one.item, one.title), one.figures) for one in found.items],
            [one.level for one in found.items],
        ),
        "pair": (
            _("Pair"),
            [(f"{person_words(one.a)} – {person_words(one.b)}", one.figures) for one in found.pairs],
            (),
        ),
        "assessor": (
            _("Assessor"),
            [(person_words(one.assessor), one.figures) for one in found.assessors],
            (),
        ),
        "week": (_("Week"), [(week_words(one.week), one.figures) for one in found.weeks], ()),
    }
    _details([("", found.whole)], "")
    if by == "all":
        for heading, some, levels in named.values():
            _overview(heading, some, levels)
    else:
        heading, some, _levels = named[by]
        _details(some, heading)
    _habits(found.assessors)
    say_line("")
    for line in _method(found, by, of_project=of_project):
        say_line(line)


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
                number_words(figure.value, share=statistic in _SHARES) if not figure.why else "–",
                interval_words(figure, wanted=statistic.startswith("alpha")),
                figure.n,
                figure.n_excluded,
                _sentence(figure),
            )
            rows.append((name, *row) if heading else row)
    if heading:
        say_line("")
    columns = (_("Statistic"), _("Figure"), _("95 % interval"), _("Used"), _("Left out"), _("Remarks"))
    show_table((heading, *columns) if heading else columns, rows)


def _overview(heading: str, named: Named, levels: Sequence[Level]) -> None:
    """A line for each: the figures to look at first; α by the level of measurement, by scores from interval on."""
    rows = []
    for place, (name, figures) in enumerate(named):
        level = level_shown(levels[place]) if levels else "interval"
        rows.append(overview_cells(name, figures.exact, figures.within_one_step, figures, level))
    if rows:
        say_line("")
        show_table(overview_columns(heading), rows)


def _habits(assessors: Sequence[AssessorAgreement]) -> None:
    """Who is severe or lenient, and who gives one step over and over."""
    if not assessors:
        return
    say_line("")
    show_table(
        severity_columns(), [severity_cells(person_words(one.assessor), one.severity) for one in assessors]
    )
    straight = [
        straight_cells(person_words(one.assessor), scale) for one in assessors for scale in one.straightness
    ]
    if straight:
        say_line("")
        show_table(straight_columns(), straight)


def _sentence(figure: Figure) -> str:
    """Why there is no value, and the remarks."""
    sentence, further = why_sentence(figure.why), remarks(figure)
    if sentence and further:
        return _("{sentence} {remarks}").format(sentence=sentence, remarks=further)
    return sentence or further


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
    if by == "week" or (by == "all" and found.weeks):
        yield week_method()
    if found.assessors:
        yield severity_method()
    if any(one.straightness for one in found.assessors):
        yield straight_method()
    if by == "all":
        yield _(
            "–: the statistic does not fit such answers. In brackets: what κ rests on, where that is not “Used”."
        )
