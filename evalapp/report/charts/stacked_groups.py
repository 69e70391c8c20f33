"""The totals as stacked bars: what each top item adds."""

from math import isnan

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.base.numbers import display
from evalapp.form.label import say
from evalapp.report.charts.ranking import PAGE, ROW, even_pages, page_words
from evalapp.report.charts.style import (
    MILLIMETRE,
    NO_CAPTION,
    Caption,
    Frame,
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
from evalapp.score.listing import listing
from evalapp.score.results import Results

MOST_NUMBERS = 32
_HATCH_LINE = 0.5


class Stack(Struct, frozen=True, kw_only=True):
    """One unit: the points of each top item and the total."""

    name: str
    parts: tuple[float, ...]
    total: float


class StackedData(Struct, frozen=True, kw_only=True):
    """One page. ``high`` ends the axis of all pages alike."""

    title: str
    subtitle: str
    groups: tuple[str, ...]
    stacks: tuple[Stack, ...]
    low: float
    high: float
    decimals: int
    caption: Caption


def data(results: Results, language: str, caption: Caption = NO_CAPTION) -> tuple[StackedData, ...]:
    """The stacked totals on as many pages as it takes, in listing order.

    Where all means are arithmetic, a part is what the top item adds to the total: score × effective weight; where
    weights shifted, this is said. Else it is the item's points by its nominal weight, and the parts do not add up.
    """
    tree = results.tree
    order = [unit for unit in listing(results) if not isnan(float(results.points[unit]))]
    tops = [root for root in tree.roots if tree.nodes[root].nominal]
    if not order or not tops:
        return ()
    nominal = np.array([tree.nodes[root].nominal for root in tops])
    adds_up = tree.form.policy.aggregation == "arithmetic"
    weights = (
        results.node_weight[:, tops]
        if adds_up
        else np.broadcast_to(nominal, (len(results.roster), len(tops)))
    )
    parts = np.nan_to_num(results.node_score[:, tops]) * np.nan_to_num(weights) / 100
    notes = list(caption.notes)
    if not adds_up:
        notes.append(_("The parts do not add up to the total: it is not an arithmetic mean."))
    elif bool((np.abs(weights[order] - nominal) > 1e-9).any()):
        notes.append(_("Where a top item was left out, the others count with their grown weights."))
    pages = even_pages(len(order), PAGE)
    groups = tuple(say(tree.nodes[root].item.title, language) or tree.nodes[root].code for root in tops)
    stacks = tuple(
        Stack(
            name=results.roster[unit].name,
            parts=tuple(parts[unit].tolist()),
            total=float(results.points[unit]),
        )
        for unit in order
    )
    return tuple(
        StackedData(
            title=_title(groups, parts[order], stacks, tree.form.policy.decimals),
            subtitle=page_words(number, pages),
            groups=groups,
            stacks=stacks[first:last],
            low=min(0.0, float(np.minimum(parts[order], 0.0).sum(axis=1).min())),
            high=max(tree.form.head.full_score, float(parts[order].sum(axis=1).max())),
            decimals=tree.form.policy.decimals,
            caption=Caption(source=caption.source, synthetic=caption.synthetic, notes=tuple(notes)),
        )
        for number, (first, last) in enumerate(pages, 1)
    )


def _title(groups: tuple[str, ...], parts: Floats, stacks: tuple[Stack, ...], decimals: int) -> str:
    """The finding: in which top item the units differ most."""
    if len(stacks) == 1:
        best = int(parts[0].argmax())
        return _("{group} brings {points} of the {total} points of {name}").format(
            group=groups[best],
            points=display(float(parts[0, best]), decimals),
            total=display(stacks[0].total, decimals),
            name=stacks[0].name,
        )
    spread = parts.max(axis=0) - parts.min(axis=0)
    widest = int(spread.argmax())
    return _("The units differ most in {group}: from {low} to {high} points").format(
        group=groups[widest],
        low=display(float(parts[:, widest].min()), decimals),
        high=display(float(parts[:, widest].max()), decimals),
    )


def draw(figure: Figure, page: StackedData, style: Style | None = None) -> None:
    """Draw one page; the figure gets the size that it needs."""
    style = style or chart_style()
    chart = style.chart
    rows = _legend_rows(page, style)
    legend = (3 + 5 * len(rows)) * MILLIMETRE
    height = legend + ROW * len(page.stacks) + 10 * MILLIMETRE
    frame = framed(figure, style, page.title, page.caption, height=height, subtitle=page.subtitle)
    names = [style.elided(stack.name, chart["label_pt"], 120) for stack in page.stacks]
    left = (
        frame.left + max(style.width(name, chart["label_pt"], "bold") for name in names) / 72 + 2 * MILLIMETRE
    )
    box = (left, frame.bottom + 10 * MILLIMETRE, frame.right - 13 * MILLIMETRE, frame.top - legend)
    axes = panel(figure, style, frame, box)
    ticks = nice_ticks(page.low, page.high)
    axes.set_xlim(min(ticks[0], page.low), page.high)
    axes.set_ylim(len(page.stacks) - 0.5, -0.5)
    axes.set_yticks([])
    value_axis(axes, style, _("points"), [tick for tick in ticks if tick <= page.high + 1e-9])
    inches = box[2] - box[0]
    for place, name in enumerate(names):
        put(
            axes, -2 * MILLIMETRE / inches, place, name, style,
            size=chart["label_pt"], weight="bold", ha="right", va="center", transform=axes.get_yaxis_transform(),
        )  # fmt: skip
    _stacks(axes, page, style, inches)
    _legend(figure, page, rows, style, frame, left)


def _stacks(axes: Axes, page: StackedData, style: Style, inches: float) -> None:
    low, high = axes.get_xlim()
    numbers = len(page.stacks) * len(page.groups) <= MOST_NUMBERS
    for place, stack in enumerate(page.stacks):
        right, below = 0.0, 0.0
        for group, part in enumerate(stack.parts):
            start = right if part >= 0 else below
            drawn = axes.barh(
                place, part, left=start, height=0.62, color=style.series(group),
                edgecolor=style.ground, linewidth=0.6, hatch=style.hatch(group) or None,
            )  # fmt: skip
            drawn[0].set_hatch_linewidth(_HATCH_LINE)
            said = display(part, page.decimals)
            fits = part / (high - low) * inches * 72 > style.width(said, 8) + 6
            if numbers and part > 0 and fits:
                put(
                    axes, start + part / 2, place, said, style, size=8, colour="text", ha="center", va="center",
                ).set_bbox({"facecolor": style.ground, "edgecolor": "none", "pad": 1.0})  # fmt: skip
            right, below = (right + part, below) if part >= 0 else (right, below + part)
        put(
            axes, right, place, display(stack.total, page.decimals), style,
            size=style.chart["label_pt"], weight="bold", ha="left", va="center", transform=beside(axes, 4),
        )  # fmt: skip


def _legend_rows(page: StackedData, style: Style) -> list[list[int]]:
    """The groups of each legend line."""
    rows: list[list[int]] = [[]]
    used, room = 0.0, 150 * MILLIMETRE * 72
    for group, name in enumerate(page.groups):
        need = style.width(name, style.chart["tick_pt"]) + 28
        if used + need > room and rows[-1]:
            rows.append([])
            used = 0.0
        rows[-1].append(group)
        used += need
    return rows


def _legend(
    figure: Figure, page: StackedData, rows: list[list[int]], style: Style, frame: Frame, left: float
) -> None:
    side = 3 * MILLIMETRE
    wide = len(rows) > 1
    for row, groups in enumerate(rows):
        x, y = (frame.left if wide else left), frame.top - (2.5 + 5 * row) * MILLIMETRE
        for group in groups:
            swatch = Rectangle(
                (x / frame.width, (y - side / 2) / frame.height),
                1.6 * side / frame.width,
                side / frame.height,
                facecolor=style.series(group),
                edgecolor=style.ground,
                hatch=style.hatch(group) or None,
                linewidth=0.6,
                transform=figure.transFigure,
            )
            swatch.set_hatch_linewidth(_HATCH_LINE)
            figure.add_artist(swatch)
            put(
                figure, (x + 1.6 * side + 1.2 * MILLIMETRE) / frame.width, y / frame.height, page.groups[group], style,
                size=style.chart["tick_pt"], colour="text_2", va="center",
            )  # fmt: skip
            x += 1.6 * side + 5 * MILLIMETRE + style.width(page.groups[group], style.chart["tick_pt"]) / 72
