"""Where printed parts do not add up to the printed total: each is rounded by itself (DOMAIN: 30.40 + 31.76 + 11.58, 73.73)."""

from decimal import Decimal
from math import isnan

from msgspec import Struct

from evalapp.base.numbers import half_up
from evalapp.score.results import Results


class PrintedGap(Struct, frozen=True, kw_only=True):
    """Printed parts, their printed sum, and the printed total, half-up to the form's ``decimals``."""

    parts: tuple[tuple[str, Decimal], ...]
    together: Decimal
    total: Decimal


def printed_gap(results: Results, row: int) -> PrintedGap | None:
    """The difference that rounding makes to a unit's table of parts; None where the parts add up or are not the total's.

    The parts are the top items, each as it counts: by its effective weight, bonus and penalty as granted.
    """
    decimals = results.tree.form.policy.decimals
    exact: list[tuple[str, float]] = []
    for root in results.tree.roots:
        node = results.tree.nodes[root]
        if node.scored:
            part = float(results.node_score[row, root] * results.node_weight[row, root] / 100)
        elif node.part in {"bonus", "penalty"}:
            part = float(results.node_points[row, root])
        else:
            continue
        if not isnan(part):
            exact.append((node.code, part))
    total = float(results.points[row])
    if isnan(total) or abs(sum(part for _code, part in exact) - total) > 1e-9 * max(1.0, abs(total)):
        return None
    parts = tuple((code, half_up(part, decimals)) for code, part in exact)
    together = sum((part for _code, part in parts), Decimal(0))
    printed = half_up(total, decimals)
    return None if together == printed else PrintedGap(parts=parts, together=together, total=printed)
