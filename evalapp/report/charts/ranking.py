"""The ranking as bars, coloured by grade, with the mean."""

from math import isnan

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.transforms import offset_copy
from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.base.numbers import display
from evalapp.form.label import say
from evalapp.report.charts.style import (
    MILLIMETRE,
    NO_CAPTION,
    Caption,
    Style,
    chart_style,
    framed,
    nice_ticks,
    panel,
    put,
    value_axis,
)
from evalapp.score.grades import NO_GRADE
from evalapp.score.listing import listing
from evalapp.score.results import Results
from evalapp.score.status import FAILED

PAGE = 32
"""Bars to a page: as many as still carry their numbers."""
ROW = 5.4 * MILLIMETRE
NUMBERS = 13 * MILLIMETRE
"""The width of the column of totals, in inches."""


class Bar(Struct, frozen=True, kw_only=True):
    """One unit: its rank (0 where none is printed), total, grade by its place (-1 for none)."""

    name: str
    rank: int
    points: float
    grade: int
    failed: bool = False


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
    order = [unit for unit in listing(results) if not isnan(float(results.points[unit]))]
    if not order:
        return ()
    points = results.points[order]
    mean = float(points.mean())
    bars = tuple(
        Bar(
            name=results.roster[unit].name,
            rank=0 if form.policy.list == "band" else int(results.rank[unit]),
            points=float(results.points[unit]),
            grade=-1 if int(results.grade[unit]) == NO_GRADE else int(results.grade[unit]),
            failed=int(results.status[unit]) == FAILED,
        )
        for unit in order
    )
    pages = even_pages(len(bars), PAGE)
    names = tuple(say(entry.name, language) for entry in form.grades)
    left = tuple(unit.name for row, unit in results.units if isnan(float(results.points[row])))
    notes = (*_left_out(left), *caption.notes)
    return tuple(
        RankingData(
            title=title(results, language),
            subtitle=page_words(number, pages),
            bars=bars[first:last],
            grades=names,
            mean=mean,
            mean_label=_("mean {mean}").format(mean=display(mean, form.policy.decimals)),
            low=min(0.0, float(points.min())),
            high=max(form.head.full_score, float(points.max())),
            decimals=form.policy.decimals,
            caption=Caption(source=caption.source, synthetic=caption.synthetic, notes=notes),
        )
        for number, (first, last) in enumerate(pages, 1)
    )


def title(results: Results, language: str) -> str:
    """The finding: who leads, with how much, against which mean."""
    points = results.points[~np.isnan(results.points)]
    decimals = results.tree.form.policy.decimals
    best, mean = display(float(points.max()), decimals), display(float(points.mean()), decimals)
    order = listing(results)
    leaders = [results.roster[unit].name for unit in order if results.points[unit] == points.max()]
    if len(points) == 1:
        return _("{name} has {points} points").format(name=leaders[0], points=best)
    unit = say(results.tree.form.head.object, language) or _("Unit")
    if len(leaders) > 1:
        return _(
            "{name} and {n} more lead with {points} points; the {object} mean (n = {count}) is {mean}"
        ).format(name=leaders[0], n=len(leaders) - 1, points=best, count=len(points), object=unit, mean=mean)
    return _("{name} leads with {points} points; the {object} mean (n = {count}) is {mean}").format(
        name=leaders[0], points=best, count=len(points), object=unit, mean=mean
    )


def even_pages(n: int, most: int) -> list[tuple[int, int]]:
    """``n`` rows on as few pages as hold ``most`` each, as even as can be: first and last row."""
    pages = max(1, -(-n // most))
    return [(n * page // pages, n * (page + 1) // pages) for page in range(pages)]


def page_words(number: int, pages: list[tuple[int, int]]) -> str:
    """Which part of the list a page shows; "" where there is only one."""
    first, last = pages[number - 1]
    if len(pages) == 1:
        return ""
    return _("Places {first} to {last} of {n}; page {number} of {pages}").format(
        first=first + 1, last=last, n=pages[-1][1], number=number, pages=len(pages)
    )


def draw(figure: Figure, page: RankingData, style: Style | None = None) -> None:
    """Draw one page; the figure gets the size that it needs."""
    style = style or chart_style()
    chart = style.chart
    used = sorted({bar.grade for bar in page.bars if bar.grade >= 0})
    legend = 7 * MILLIMETRE if used else 0.0
    height = legend + 5 * MILLIMETRE + ROW * len(page.bars) + 10 * MILLIMETRE
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
            frame.top - legend - 5 * MILLIMETRE,
        ),
    )
    ticks = nice_ticks(page.low, page.high)
    axes.set_xlim(min(ticks[0], page.low), max(page.high, 0.0))
    axes.set_ylim(len(page.bars) - 0.5, -0.5)
    axes.set_yticks([])
    value_axis(axes, style, _("total (points)"), [tick for tick in ticks if tick <= page.high + 1e-9])
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
    if used:
        _legend(figure, page, used, style, (left, frame.top - 3 * MILLIMETRE, frame.width, frame.height))


def _bars(axes: Axes, page: RankingData, style: Style) -> None:
    fills = style.grades(len(page.grades))
    for place, bar in enumerate(page.bars):
        fill, edge = (
            fills[bar.grade] if bar.grade >= 0 else (style.colours["accent"], style.colours["accent"])
        )
        axes.barh(
            place,
            bar.points,
            height=0.62,
            color=fill,
            edgecolor=edge,
            linewidth=0.8,
            hatch="////" if bar.failed else None,
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


def _legend(
    figure: Figure, page: RankingData, used: list[int], style: Style, at: tuple[float, float, float, float]
) -> None:
    """The grades that occur on this page, each with its colour and its number of units."""
    x, y, width, height = at
    fills = style.grades(len(page.grades))
    side = 3 * MILLIMETRE
    for grade in used:
        fill, edge = fills[grade]
        figure.add_artist(
            Rectangle(
                (x / width, (y - side / 2) / height),
                side / width,
                side / height,
                facecolor=fill,
                edgecolor=edge,
                linewidth=0.8,
                transform=figure.transFigure,
            )
        )
        count = sum(bar.grade == grade for bar in page.bars)
        said = f"{page.grades[grade]} · {count}"
        put(
            figure, (x + side + 1.2 * MILLIMETRE) / width, y / height, said, style,
            size=style.chart["tick_pt"], colour="text_2", va="center",
        )  # fmt: skip
        x += side + 6 * MILLIMETRE + style.width(said, style.chart["tick_pt"]) / 72


def _left_out(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        return ()
    return (
        _("Not ranked ({n}): {names}").format(
            n=len(names), names=_(", ").join(names[:8]) + (" …" if len(names) > 8 else "")
        ),
    )
