"""The totals as stacked bars: what each top item adds."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.base.numbers import display
from evalapp.form.label import say
from evalapp.report.charts import legend
from evalapp.report.charts.pages import left_out, pages
from evalapp.report.charts.ranking import ROW
from evalapp.report.charts.style import (
    MILLIMETRE,
    NO_CAPTION,
    WIDTH,
    Caption,
    Style,
    beside,
    chart_style,
    framed,
    nice_ticks,
    panel,
    put,
    value_axis,
)
from evalapp.score.guards import Floats
from evalapp.score.results import Results

MOST_NUMBERS = 32
_LIMITED = " *"
"""Stands behind a total that is not the sum of its parts."""
_TAKEN = "////"

Kind = Literal["base", "bonus", "penalty"]


class Group(Struct, frozen=True, kw_only=True):
    """What a part of the bars stands for."""

    name: str
    kind: Kind = "base"


class Stack(Struct, frozen=True, kw_only=True):
    """One unit: the points of each part and the total; ``limited``: a limit or a veto makes the total another than their sum."""

    name: str
    parts: tuple[float, ...]
    total: float
    limited: bool = False


class StackedData(Struct, frozen=True, kw_only=True):
    """One page. ``low`` and ``high`` bound the axis of all pages alike."""

    title: str
    subtitle: str
    groups: tuple[Group, ...]
    stacks: tuple[Stack, ...]
    low: float
    high: float
    decimals: int
    caption: Caption


def data(results: Results, language: str, caption: Caption = NO_CAPTION) -> tuple[StackedData, ...]:
    """The stacked totals on as many pages as it takes, in listing order; none where there is only one part.

    The parts are the top items of the base, or what stands right below it where there is only one, and bonus and penalty
    as they were granted. Where all means are arithmetic, a part is what the item adds to the total: score × effective
    weight; where weights shifted, this is said. Else it is the item's points by its nominal weight, and the parts do not
    add up.
    """
    listed = pages(results, language)
    order = [unit for page in listed for unit in page.units]
    items = _items(results)
    groups = (*(_named(results, item, language) for item in items), *_beside(results, language))
    if not order or len(groups) < 2:
        return ()
    adds_up = _adds_up(results)
    parts = _parts(results, items, groups, adds_up=adds_up)
    totals = results.points[order]
    limited = np.abs(parts.sum(axis=1) - results.points) > 1e-9 * np.maximum(1.0, np.abs(results.points))
    notes = (*_notes(results, items, order, limited, adds_up=adds_up), *left_out(results), *caption.notes)
    under = Caption(source=caption.source, synthetic=caption.synthetic, notes=notes)
    return tuple(
        StackedData(
            title=_title(results, groups, parts, page.cohort),
            subtitle=page.subtitle,
            groups=groups,
            stacks=tuple(
                Stack(
                    name=results.roster[unit].name,
                    parts=tuple(parts[unit].tolist()),
                    total=float(results.points[unit]),
                    limited=adds_up and bool(limited[unit]),
                )
                for unit in page.units
            ),
            low=min(0.0, float(totals.min()), float(np.minimum(parts[order], 0.0).sum(axis=1).min())),
            high=max(
                results.tree.form.head.full_score, float(np.maximum(parts[order], 0.0).sum(axis=1).max())
            ),
            decimals=results.tree.form.policy.decimals,
            caption=under,
        )
        for page in listed
    )


def _items(results: Results) -> tuple[int, ...]:
    """The items whose points make up the base: the top ones, or those below where there is only one."""
    tree = results.tree
    weights = results.nominal[results.population.units if len(results.nominal) > 1 else slice(None)].max(
        axis=0
    )
    found = [root for root in tree.roots if weights[root] > 0]
    while len(found) == 1 and len(below := _below(results, weights, found[0])) > 1:
        found = below
    return tuple(found)


def _below(results: Results, weights: Floats, index: int) -> list[int]:
    """What stands below an item, where its parts are the item's points."""
    node = results.tree.nodes[index]
    aggregation = node.item.aggregation or results.tree.form.policy.aggregation
    if aggregation != "arithmetic" or node.item.normalise is not None or node.item.rollup is not None:
        return []
    return [child for child in node.children if weights[child] > 0]


def _named(results: Results, index: int, language: str) -> Group:
    node = results.tree.nodes[index]
    return Group(name=say(node.item.title, language) or node.code)


def _beside(results: Results, language: str) -> tuple[Group, ...]:
    """Bonus and penalty, by their title where there is only one such item at the top."""
    found = []
    kinds: tuple[tuple[Kind, str], ...] = (("bonus", _("Bonus")), ("penalty", _("Penalties")))
    for kind, word in kinds:
        tops = [root for root in results.tree.roots if results.tree.nodes[root].part == kind]
        if any(leaf.part == kind and leaf.worth for leaf in results.tree.leaves):
            name = _named(results, tops[0], language).name if len(tops) == 1 else word
            found.append(Group(name=name, kind=kind))
    return tuple(found)


def _adds_up(results: Results) -> bool:
    policy = results.tree.form.policy
    return policy.aggregation == "arithmetic" and policy.normalise is None


def _parts(results: Results, items: tuple[int, ...], groups: tuple[Group, ...], *, adds_up: bool) -> Floats:
    """The points of each part, [rows, parts]."""
    of_items = list(items)
    weights = (results.node_weight if adds_up else results.nominal)[:, of_items]
    found = [np.nan_to_num(results.node_score[:, of_items]) * np.nan_to_num(weights) / 100]
    for group in groups[len(items) :]:
        given = results.bonus if group.kind == "bonus" else results.penalty
        found.append(np.nan_to_num(given)[:, np.newaxis])
    return np.hstack(found)


def _notes(
    results: Results, items: tuple[int, ...], order: list[int], limited: np.ndarray, *, adds_up: bool
) -> list[str]:
    """What a reader must know to add the parts up."""
    if not adds_up:
        if results.tree.form.policy.normalise is not None:
            return [
                _("The parts do not add up to the total: it was put in relation to those of the other units.")
            ]
        return [_("The parts do not add up to the total: it is not an arithmetic mean.")]
    notes = []
    nominal = np.broadcast_to(results.nominal, results.node_weight.shape)
    shifted = np.abs(results.node_weight - nominal)[np.ix_(order, items)] > 1e-9
    if bool(shifted.any()):
        notes.append(_("Where a top item was left out, the others count with their grown weights."))
    if bool(limited[order].any()):
        notes.append(_("* A limit or a veto makes this total another than the sum of its parts."))
    return notes


def _title(results: Results, groups: tuple[Group, ...], parts: Floats, cohort: Sequence[int]) -> str:
    """The finding: in which part the units differ most."""
    decimals, members = results.tree.form.policy.decimals, list(cohort)
    inside = parts[members]
    if len(members) == 1:
        best = int(inside[0].argmax())
        return _("{group} brings {points} of the {total} points of {name}").format(
            group=groups[best].name,
            points=display(float(inside[0, best]), decimals),
            total=display(float(results.points[members[0]]), decimals),
            name=results.roster[members[0]].name,
        )
    widest = int((inside.max(axis=0) - inside.min(axis=0)).argmax())
    return _("The units differ most in {group}: from {low} to {high} points").format(
        group=groups[widest].name,
        low=display(float(inside[:, widest].min()), decimals),
        high=display(float(inside[:, widest].max()), decimals),
    )


def draw(figure: Figure, page: StackedData, style: Style | None = None) -> None:
    """Draw one page; the figure gets the size that it needs."""
    style = style or chart_style()
    chart = style.chart
    rows = legend.lines(_entries(page, style), style, WIDTH - 8 * MILLIMETRE)
    above = 3 * MILLIMETRE + len(rows) * legend.LINE
    height = above + ROW * len(page.stacks) + 10 * MILLIMETRE
    frame = framed(figure, style, page.title, page.caption, height=height, subtitle=page.subtitle)
    names = [style.elided(stack.name, chart["label_pt"], 120) for stack in page.stacks]
    left = (
        frame.left + max(style.width(name, chart["label_pt"], "bold") for name in names) / 72 + 2 * MILLIMETRE
    )
    box = (left, frame.bottom + 10 * MILLIMETRE, frame.right - 15 * MILLIMETRE, frame.top - above)
    axes = panel(figure, style, frame, box)
    ticks = nice_ticks(page.low, page.high)
    axes.set_xlim(page.low * 1.02, page.high)
    axes.set_ylim(len(page.stacks) - 0.5, -0.5)
    axes.set_yticks([])
    value_axis(axes, style, _("points"), [tick for tick in ticks if page.low <= tick <= page.high + 1e-9])
    if page.low < 0:
        axes.axvline(0.0, color=style.line("axis"), linewidth=style.chart["axis"]["width"])
    inches = box[2] - box[0]
    for place, name in enumerate(names):
        put(
            axes, -2 * MILLIMETRE / inches, place, name, style,
            size=chart["label_pt"], weight="bold", ha="right", va="center", transform=axes.get_yaxis_transform(),
        )  # fmt: skip
    _stacks(axes, page, style, inches)
    legend.draw(figure, rows, style, frame, left)


def _stacks(axes: Axes, page: StackedData, style: Style, inches: float) -> None:
    low, high = axes.get_xlim()
    numbers = len(page.stacks) * len(page.groups) <= MOST_NUMBERS
    looks = _entries(page, style)
    for place, stack in enumerate(page.stacks):
        right, below = 0.0, 0.0
        for look, part in zip(looks, stack.parts, strict=True):
            start = right if part >= 0 else below
            drawn = axes.barh(
                place, part, left=start, height=0.62, color=look.fill,
                edgecolor=look.edge, linewidth=0.6, hatch=look.hatch or None,
            )  # fmt: skip
            drawn[0].set_hatch_linewidth(legend.HATCH_LINE)
            said = display(part, page.decimals)
            fits = abs(part) / (high - low) * inches * 72 > style.width(said, 8) + 6
            if numbers and part and fits:
                put(
                    axes, start + part / 2, place, said, style, size=8, colour="text", ha="center", va="center",
                ).set_bbox({"facecolor": style.ground, "edgecolor": "none", "pad": 1.0})  # fmt: skip
            right, below = (right + part, below) if part >= 0 else (right, below + part)
        total = display(stack.total, page.decimals) + (_LIMITED if stack.limited else "")
        put(
            axes, right, place, total, style,
            size=style.chart["label_pt"], weight="bold", ha="left", va="center", transform=beside(axes, 4),
        )  # fmt: skip


def _entries(page: StackedData, style: Style) -> list[legend.Entry]:
    """The look of each part; bonus has a colour of its own, penalties are hollow, for they are taken away."""
    found = []
    for place, group in enumerate(page.groups):
        fill, edge, hatch = style.series(place), style.ground, style.hatch(place)
        if group.kind == "bonus":
            fill, hatch = style.colours["grade_1"], ""
        elif group.kind == "penalty":
            fill, edge, hatch = style.ground, style.colours["text_2"], _TAKEN
        found.append(legend.Entry(words=group.name, fill=fill, edge=edge, hatch=hatch, wide=True))
    return found
