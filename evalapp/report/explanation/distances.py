"""What parts two totals, or the printed parts of one from its printed whole, in sentences."""

from decimal import Decimal

from evalapp.base.i18n import _, ngettext
from evalapp.report.figures import plain, signed
from evalapp.score.contributions import Contributions
from evalapp.score.printed import PrintedGap


def contribution_lines(found: Contributions, of: frozenset[str] | None = None, most: int = 0) -> list[str]:
    """What makes up the distance of two totals, the largest first; ``of`` these items (None: all), ``most`` (0: all)."""
    lines = [_("Distance of the totals: {points} points.").format(points=signed(found.distance))]
    concerned = tuple(one for one in found.items if of is None or one.code in of)
    if of is not None:
        lines.append(
            _("{points} of it come from here.").format(points=signed(sum(one.points for one in concerned)))
        )
    items = concerned[:most] if most else concerned
    lines += [
        _("{item}: {points} ({here} here, {there} there)").format(
            item=one.code, points=signed(one.points), here=_or_none(one.here), there=_or_none(one.there)
        )
        for one in items
    ]
    left = concerned[len(items) :]
    if left:
        lines.append(
            ngettext("{n} further item: {points}", "{n} further items: {points}", len(left)).format(
                n=len(left), points=signed(sum(one.points for one in left))
            )
        )
    if not found.additive:
        lines.append(
            _(
                "The points do not simply add up here. Each figure is what the distance would lose if that item alone were "
                "as it is there; {rest} cannot be given to a single item."
            ).format(rest=signed(found.rest))
        )
    return lines


def gap_words(gap: PrintedGap) -> str:
    """Why printed parts do not add up to the printed total."""
    return _(
        "The printed parts {parts} add up to {together}, the total is {total}: each number is rounded by itself, "
        "and the total is formed from unrounded parts."
    ).format(
        parts=" + ".join(_plain(part) for _code, part in gap.parts),
        together=_plain(gap.together),
        total=_plain(gap.total),
    )


def _or_none(number: float | None) -> str:
    return "–" if number is None else plain(number)


def _plain(number: Decimal) -> str:
    return format(number, "f")
