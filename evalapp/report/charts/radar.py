"""One unit against the mean and the best over the level-2 items, in score rates."""

from math import cos, isnan, pi, sin

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.base.numbers import display, guard
from evalapp.form.label import say
from evalapp.report.charts.style import (
    MILLIMETRE,
    NO_CAPTION,
    Caption,
    Frame,
    Style,
    chart_style,
    framed,
    panel,
    put,
)
from evalapp.report.words import status_word
from evalapp.score.results import Results

FEWEST, MOST = 3, 16
_RINGS = (25, 50, 75, 100)


class RadarData(Struct, frozen=True, kw_only=True):
    """Score rates in per cent along the axes; NaN where the unit has no score."""

    title: str
    name: str
    axes: tuple[str, ...]
    own: tuple[float, ...]
    mean: tuple[float, ...]
    best: tuple[float, ...]
    others: int
    caption: Caption


def axes_of(results: Results) -> tuple[int, ...]:
    """The items that make the axes: level 2, or level 1 where that gives too few or too many; none without three."""
    tree, weights = results.tree, results.nominal.max(axis=0)
    of_units = [node for node in tree.nodes if not node.kind or node.item.rollup is not None]
    for level in (1, 0, 2):
        found = tuple(node.index for node in of_units if node.level == level and weights[node.index] > 0)
        if FEWEST <= len(found) <= MOST:
            return found
    return ()


def data(results: Results, unit: int, language: str, caption: Caption = NO_CAPTION) -> RadarData | None:
    """One unit's radar; None where the form has too few items for one, or the unit has no score on any axis."""
    places = axes_of(results)
    if not places:
        return None
    tree = results.tree
    rates = results.node_score[:, list(places)]
    own = tuple(rates[unit].tolist())
    if all(isnan(rate) for rate in own):
        return None
    cohort = next(members for members in results.population.cohorts if unit in members)
    columns = [column[~np.isnan(column)] for column in rates[cohort].T]
    mean = tuple(float(column.mean()) if len(column) else float("nan") for column in columns)
    best = tuple(float(column.max()) if len(column) else float("nan") for column in columns)
    names = tuple(say(tree.nodes[place].item.title, language) or tree.nodes[place].code for place in places)
    lacking = [name for name, rate in zip(names, own, strict=True) if isnan(rate)]
    notes = [_("No score: {items}").format(items=_(", ").join(lacking))] if lacking else []
    if isnan(float(results.points[unit])):
        word = status_word(results.status_of(unit))
        notes.append(_("No total: {status}").format(status=word))
    return RadarData(
        title=_title(results.roster[unit].name, names, own, mean, len(cohort)),
        name=results.roster[unit].name,
        axes=names,
        own=own,
        mean=mean,
        best=best,
        others=len(cohort),
        caption=Caption(source=caption.source, synthetic=caption.synthetic, notes=(*notes, *caption.notes)),
    )


def _title(
    name: str, axes: tuple[str, ...], own: tuple[float, ...], mean: tuple[float, ...], units: int
) -> str:
    """The finding: on how many axes above the mean, where highest, where lowest."""
    present = [place for place, rate in enumerate(own) if not isnan(rate)]
    high, low = max(present, key=lambda place: own[place]), min(present, key=lambda place: own[place])
    if units == 1:
        return _("{name}: highest in {high}, lowest in {low}").format(
            name=name, high=axes[high], low=axes[low]
        )
    above = sum(guard(own[place]) > guard(mean[place]) for place in present)
    return _("{name} is above the mean in {above} of {n}; highest in {high}, lowest in {low}").format(
        name=name, above=above, n=len(present), high=axes[high], low=axes[low]
    )


def draw(figure: Figure, chart: RadarData, style: Style | None = None) -> None:
    """Draw the radar; the figure gets the size that it needs."""
    style = style or chart_style()
    height = 96 * MILLIMETRE
    frame = framed(figure, style, chart.title, chart.caption, height=height)
    middle = (frame.left + frame.right) / 2
    axes = panel(
        figure, style, frame,
        (middle - 71 * MILLIMETRE, frame.bottom, middle + 71 * MILLIMETRE, frame.top - 7 * MILLIMETRE),
    )  # fmt: skip
    limit = max(100.0, *(rate for rate in chart.best if not isnan(rate)))
    axes.set_aspect("equal")
    axes.set_xlim(-1.6, 1.6)
    axes.set_ylim(-1.0, 1.0)
    axes.set_axis_off()
    axes.set_xlim(-2.0, 2.0)
    axes.set_ylim(-1.24, 1.24)
    angles = [pi / 2 - 2 * pi * place / len(chart.axes) for place in range(len(chart.axes))]
    _web(axes, angles, limit, style)
    reference = style.line("reference_line")
    if chart.others > 1:
        _ring(
            axes,
            chart.best,
            angles,
            limit,
            color=reference,
            linewidth=1.1,
            linestyle=(0, (1, 1.6)),
            label="best",
        )
        _ring(
            axes, chart.mean, angles, limit,
            color=style.categorical[1], linewidth=1.3, linestyle=(0, (4, 2.4)), label="mean",
        )  # fmt: skip
    colour = style.categorical[0]
    if not any(isnan(rate) for rate in chart.own):
        xs, ys = _points(chart.own, angles, limit)
        axes.fill(xs, ys, color=colour, alpha=0.13, linewidth=0)
    _ring(axes, chart.own, angles, limit, color=colour, linewidth=2.0, marker="o", markersize=4, label="own")
    _names(axes, chart, angles, style)
    _legend(figure, chart, style, frame)


def _points(rates: tuple[float, ...], angles: list[float], limit: float) -> tuple[list[float], list[float]]:
    """The closed line through the rates; what lies below 0 is drawn at the centre."""
    lengths = [rate if isnan(rate) else max(0.0, rate) / limit for rate in rates]
    xs = [length * cos(angle) for length, angle in zip(lengths, angles, strict=True)]
    ys = [length * sin(angle) for length, angle in zip(lengths, angles, strict=True)]
    return [*xs, xs[0]], [*ys, ys[0]]


def _ring(axes: Axes, rates: tuple[float, ...], angles: list[float], limit: float, **look: object) -> None:
    axes.plot(*_points(rates, angles, limit), solid_joinstyle="round", clip_on=False, **look)  # type: ignore[arg-type]


def _web(axes: Axes, angles: list[float], limit: float, style: Style) -> None:
    width, colour = style.chart["grid"]["width"], style.line("grid")
    for ring in _RINGS:
        outer = ring == _RINGS[-1]
        _ring(
            axes, (float(ring),) * len(angles), angles, limit,
            color=style.line("axis") if outer else colour, linewidth=width, label="_web",
        )  # fmt: skip
        angle = (angles[0] + angles[1]) / 2
        reach = ring / limit * cos(pi / len(angles))
        put(
            axes, reach * cos(angle), reach * sin(angle), f"{ring} %", style,
            size=6.5, colour="text_3", ha="center", va="center",
        ).set_bbox({"facecolor": style.ground, "edgecolor": "none", "pad": 0.4, "alpha": 0.75})  # fmt: skip
    for angle in angles:
        axes.plot([0, cos(angle)], [0, sin(angle)], color=colour, linewidth=width, label="_web")


def _names(axes: Axes, chart: RadarData, angles: list[float], style: Style) -> None:
    """Each axis with the unit's rate under its name."""
    for angle, name, rate in zip(angles, chart.axes, chart.own, strict=True):
        side = "center" if abs(cos(angle)) < 0.2 else "left" if cos(angle) > 0 else "right"
        size = style.chart["label_pt"]
        said = "–" if isnan(rate) else f"{display(rate, 1)} %"
        x, y = 1.09 * cos(angle), 1.13 * sin(angle)
        room = 110.0 if side == "center" else (2.0 - abs(x)) / 4.0 * 142 * MILLIMETRE * 72
        shown = style.wrapped(name, size, room)[:2]
        put(
            axes, x, y, "\n".join((*shown, said)), style,
            size=size, ha=side, va="center", linespacing=1.25, multialignment=side,
        )  # fmt: skip


def _legend(figure: Figure, chart: RadarData, style: Style, frame: Frame) -> None:
    """Direct labels of the three lines on one line above the radar."""
    entries: list[tuple[str, dict[str, object]]] = [
        (chart.name, {"color": style.categorical[0], "linewidth": 2.0, "marker": "o", "markersize": 4})
    ]
    if chart.others > 1:
        entries += [
            (
                _("mean of {n}").format(n=chart.others),
                {"color": style.categorical[1], "linewidth": 1.3, "linestyle": (0, (4, 2.4))},
            ),
            (
                _("best in each"),
                {"color": style.line("reference_line"), "linewidth": 1.1, "linestyle": (0, (1, 1.6))},
            ),
        ]
    x, y = frame.left, frame.top - 2.5 * MILLIMETRE
    size, dash = style.chart["tick_pt"], 8 * MILLIMETRE
    for name, look in entries:
        xs = [x / frame.width, (x + dash / 2) / frame.width, (x + dash) / frame.width]
        marks = {"markevery": [1]} if "marker" in look else {}
        figure.add_artist(Line2D(xs, [y / frame.height] * 3, transform=figure.transFigure, **look, **marks))  # type: ignore[arg-type]
        put(
            figure, (x + dash + 1.5 * MILLIMETRE) / frame.width, y / frame.height, name, style,
            size=size, colour="text_2", va="center",
        )  # fmt: skip
        x += dash + 6 * MILLIMETRE + style.width(name, size) / 72
    put(
        figure, frame.right / frame.width, y / frame.height, _("score rate, a ring is 25 %"), style,
        size=size, colour="text_3", va="center", ha="right",
    )  # fmt: skip
