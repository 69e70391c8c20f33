"""The ranking as bars, coloured by grade, with the mean."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import offset_copy
from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.base.numbers import display
from evalapp.form.label import say
from evalapp.form.model import Grade
from evalapp.report.charts import legend
from evalapp.report.charts.legend import Entry
from evalapp.report.charts.pages import left_out, pages
from evalapp.report.charts.style import (
    MILLIMETRE,
    NO_CAPTION,
    WIDTH,
    Caption,
    Style,
    chart_style,
    framed,
    nice_ticks,
    panel,
    put,
    value_axis,
)
from evalapp.report.words import status_word
from evalapp.score.grades import NO_GRADE
from evalapp.score.results import Results
from evalapp.score.status import FAILED, VETOED

ROW = 5.4 * MILLIMETRE
NUMBERS = 13 * MILLIMETRE
"""The width of the column of totals, in inches."""


Mark = Literal["", "failed", "vetoed"]
_HATCHES: dict[Mark, str] = {"failed": "////", "vetoed": "xxxx"}


class Bar(Struct, frozen=True, kw_only=True):
    """One unit: its rank (0 where none is printed), total, grade by its place from the best (-1 for none).

    ``mark`` is set where it failed, or where a veto limits its points.
    """

    name: str
    rank: int
    points: float
    grade: int
    mark: Mark = ""


class RankingData(Struct, frozen=True, kw_only=True):
    """One page of the ranking. ``low`` and ``high`` bound the axis of all pages alike."""

    title: str
    subtitle: str
    bars: tuple[Bar, ...]
    grades: tuple[str, ...]
    mean: float
    mean_label: str
    low: float
    high: float
    decimals: int
    caption: Caption


def data(results: Results, language: str, caption: Caption = NO_CAPTION) -> tuple[RankingData, ...]:
    """The ranking on as many pages as it takes, units in listing order; no page where nobody has points."""
    form = results.tree.form
    points = results.points[~np.isnan(results.points)]
    order = _best_first(form.grades)
    names = tuple(say(form.grades[place].name, language) for place in order)
    under = Caption(
        source=caption.source, synthetic=caption.synthetic, notes=(*left_out(results), *caption.notes)
    )
    return tuple(
        RankingData(
            title=title(results, page.cohort, language),
            subtitle=page.subtitle,
            bars=tuple(_bar(results, unit, order) for unit in page.units),
            grades=names,
            mean=(mean := float(results.points[list(page.cohort)].mean())),
            mean_label=_("mean {mean}").format(mean=display(mean, form.policy.decimals)),
            low=min(0.0, float(points.min())),
            high=max(form.head.full_score, float(points.max())),
            decimals=form.policy.decimals,
            caption=under,
        )
        for page in pages(results, language)
    )


def _best_first(grades: tuple[Grade, ...]) -> list[int]:
    """The places of the grades in the form, the one for those who fail at the end, wherever it is written."""
    return sorted(range(len(grades)), key=lambda place: grades[place].fail)


def _bar(results: Results, unit: int, order: list[int]) -> Bar:
    marks: dict[int, Mark] = {FAILED: "failed", VETOED: "vetoed"}
    return Bar(
        name=results.roster[unit].name,
        rank=0 if results.tree.form.policy.list == "band" else int(results.rank[unit]),
        points=float(results.points[unit]),
        grade=-1 if int(results.grade[unit]) == NO_GRADE else order.index(int(results.grade[unit])),
        mark=marks.get(int(results.status[unit]), ""),
    )


def title(results: Results, cohort: Sequence[int], language: str) -> str:
    """The finding: who leads, with how much, against which mean; where only bands are published, how many reach the best.

    ``cohort`` are the units that are ranked with each other.
    """
    form, points = results.tree.form, results.points[list(cohort)]
    best, mean = (display(float(number), form.policy.decimals) for number in (points.max(), points.mean()))
    leaders = [results.roster[unit].name for unit in cohort if int(results.rank[unit]) == 1]
    if len(cohort) == 1:
        return _("{name} has {points} points").format(name=leaders[0], points=best)
    unit = say(form.head.object, language) or _("Unit")
    said = {"object": unit, "count": len(cohort), "mean": mean}
    if form.policy.list == "band" and form.grades:
        reached = next(
            (place for place in _best_first(form.grades) if place in results.grade[list(cohort)]), None
        )
        if reached is not None:
            n = sum(int(results.grade[unit]) == reached for unit in cohort)
            return _("{n} reach {grade}; the {object} mean (n = {count}) is {mean}").format(
                n=n, grade=say(form.grades[reached].name, language), **said
            )
    if len(leaders) > 1:
        return _(
            "{name} and {n} more lead with {points} points; the {object} mean (n = {count}) is {mean}"
        ).format(name=leaders[0], n=len(leaders) - 1, points=best, **said)
    return _("{name} leads with {points} points; the {object} mean (n = {count}) is {mean}").format(
        name=leaders[0], points=best, **said
    )


def draw(figure: Figure, page: RankingData, style: Style | None = None) -> None:
    """Draw one page; the figure gets the size that it needs."""
    style = style or chart_style()
    chart = style.chart
    entries = legend.lines(_entries(page, style), style, WIDTH - 8 * MILLIMETRE)
    above = len(entries) * legend.LINE + (2 * MILLIMETRE if entries else 0.0)
    height = above + 5 * MILLIMETRE + ROW * len(page.bars) + 10 * MILLIMETRE
    frame = framed(figure, style, page.title, page.caption, height=height, subtitle=page.subtitle)
    names = [style.elided(bar.name, chart["label_pt"], 120) for bar in page.bars]
    label = max(style.width(name, chart["label_pt"], "bold") for name in names) / 72
    numbers = max(style.width(str(bar.rank or ""), chart["label_pt"]) for bar in page.bars) / 72
    left = frame.left + numbers + label + 5 * MILLIMETRE
    axes = panel(
        figure,
        style,
        frame,
        (
            left,
            frame.bottom + 10 * MILLIMETRE,
            frame.right - NUMBERS,
            frame.top - above - 5 * MILLIMETRE,
        ),
    )
    ticks = nice_ticks(page.low, page.high)
    axes.set_xlim(page.low, max(page.high, 0.0))
    axes.set_ylim(len(page.bars) - 0.5, -0.5)
    axes.set_yticks([])
    value_axis(
        axes, style, _("total (points)"), [tick for tick in ticks if page.low <= tick <= page.high + 1e-9]
    )
    _bars(axes, page, style)
    _numbers(axes, page, style)
    inches = axes.get_position().width * frame.width
    for place, (bar, name) in enumerate(zip(page.bars, names, strict=True)):
        own = axes.get_yaxis_transform()
        put(
            axes, -2 * MILLIMETRE / inches, place, name, style,
            size=chart["label_pt"], weight="bold", ha="right", va="center", transform=own,
        )  # fmt: skip
        if bar.rank:
            put(
                axes, -(label + 4 * MILLIMETRE) / inches, place, str(bar.rank), style,
                size=chart["label_pt"], colour="text_2", ha="right", va="center", transform=own,
            )  # fmt: skip
    _mean(axes, page, style)
    legend.draw(figure, entries, style, frame, left)


def _bars(axes: Axes, page: RankingData, style: Style) -> None:
    fills = style.grades(len(page.grades))
    for place, bar in enumerate(page.bars):
        fill, edge = (
            fills[bar.grade] if bar.grade >= 0 else (style.colours["accent"], style.colours["accent"])
        )
        if bar.mark and edge == fill:
            edge = style.ground  # a hatch has the colour of the edge
        axes.barh(
            place,
            bar.points,
            height=0.62,
            color=fill,
            edgecolor=edge,
            linewidth=0.8,
            hatch=_HATCHES.get(bar.mark),
        )


def _numbers(axes: Axes, page: RankingData, style: Style) -> None:
    """The totals in a column of their own at the right, where neither the mean nor a bar runs through them."""
    for place, bar in enumerate(page.bars):
        put(
            axes, 1.0, place, display(bar.points, page.decimals), style,
            size=style.chart["label_pt"], weight="bold", ha="right", va="center",
            transform=offset_copy(
                axes.get_yaxis_transform(), axes.get_figure(root=True), x=72 * NUMBERS, units="points"
            ),
        )  # fmt: skip


def _mean(axes: Axes, page: RankingData, style: Style) -> None:
    """The mean as a dashed line on a light ground, so that it is seen on dark bars too; labelled above the bars."""
    if len(page.bars) < 2 and page.mean == page.bars[0].points:
        return
    axes.axvline(page.mean, color=style.ground, linewidth=2.2, zorder=2.4)
    axes.axvline(page.mean, color=style.line("reference_line"), linewidth=1.0, dashes=(4, 3), zorder=2.5)
    put(
        axes, page.mean, 1.0, page.mean_label, style,
        size=style.chart["tick_pt"], colour="text_2", ha="center", va="bottom",
        transform=axes.get_xaxis_transform(),
    )  # fmt: skip


def _entries(page: RankingData, style: Style) -> list[Entry]:
    """The grades that occur on this page, and what hatched bars are."""
    fills, found = style.grades(len(page.grades)), []
    for grade in sorted({bar.grade for bar in page.bars if bar.grade >= 0}):
        count = sum(bar.grade == grade for bar in page.bars)
        fill, edge = fills[grade]
        found.append(Entry(words=f"{page.grades[grade]} · {count}", fill=fill, edge=edge))
    for mark, hatch in _HATCHES.items():
        count = sum(bar.mark == mark for bar in page.bars)
        if count:
            words = f"{status_word(mark)} · {count}"
            found.append(Entry(words=words, fill=style.ground, edge=style.colours["text_2"], hatch=hatch))
    return found
