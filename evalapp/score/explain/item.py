"""How an item came to its score and points."""

from msgspec import Struct

from evalapp.entry.roster import Unit
from evalapp.form.cohort_rules import COHORT_RULES
from evalapp.form.model import Aggregation
from evalapp.form.scales import Scale
from evalapp.form.tree import Node
from evalapp.score.explain.cohort import Compared, compared_item
from evalapp.score.explain.terms import Term, mean_of, some, terms_of
from evalapp.score.results import Results
from evalapp.score.status import Status


class Below(Struct, frozen=True, kw_only=True):
    """What a sub-unit contributed to a rolled-up item."""

    unit: Unit
    status: Status
    value: str
    score: float | None


class ItemExplanation(Struct, frozen=True, kw_only=True):
    """How an item came to its score.

    Of a leaf: ``value`` and ``scale``; of a group: ``terms`` and the ``mean`` of them before it was compared over all units, and
    the ``coverage`` that it needs, 0…1. ``weight`` is the effective share of the full score in points, None where there is none.
    Of a group beside the base: ``parts``, what each item below it earned. ``gate_open`` is the bonus gate's, None elsewhere.
    """

    unit: Unit
    node: Node
    status: Status
    value: str
    scale: Scale | None
    score: float | None
    points: float | None
    nominal: float
    weight: float | None
    aggregation: Aggregation
    terms: tuple[Term, ...]
    mean: float | None
    compared: Compared | None
    below: tuple[Below, ...]
    hit: bool
    coverage: float = 0.0
    parts: tuple[tuple[str, float | None], ...] = ()
    gate_open: bool | None = None


def explain_item(results: Results, row: int, code: str) -> ItemExplanation:
    """How the item ``code`` of a row of the roster came about. KeyError where the form has no such item."""
    tree, node = results.tree, results.tree.node(code)
    score = float(results.node_score[row, node.index])
    is_group = not node.is_leaf and node.scored
    terms = terms_of(results, row, node.children) if is_group else ()
    policy = tree.form.policy
    aggregation = node.item.aggregation or policy.aggregation
    rule = node.item.normalise if is_group else (node.scale.rule if node.scale is not None else None)
    hits = results.matrix.hits.get(node.index)
    return ItemExplanation(
        unit=results.roster[row],
        node=node,
        status=results.node_status_of(row, node.index),
        value=results.value(row, node.index),
        scale=node.scale,
        score=some(score),
        points=some(float(results.node_points[row, node.index])),
        nominal=results.weight_of(row, node.index),
        weight=some(float(results.node_weight[row, node.index])),
        aggregation=aggregation,
        terms=terms,
        mean=mean_of(results, row, node.children, aggregation) if is_group else None,
        compared=compared_item(results, row, node, rule) if isinstance(rule, COHORT_RULES) else None,
        below=_below(results, row, node),
        hit=bool(hits is not None and hits[row]),
        coverage=policy.min_coverage if node.item.min_coverage is None else node.item.min_coverage,
        parts=_parts(results, row, node),
        gate_open=bool(results.gate[row]) if node.part == "bonus" else None,
    )


def _below(results: Results, row: int, node: Node) -> tuple[Below, ...]:
    rollup = node.item.rollup
    if rollup is None:
        return ()
    members = results.population.below.get(rollup.kind, {}).get(row, ())
    return tuple(
        Below(
            unit=results.roster[int(sub)],
            status=results.node_status_of(int(sub), node.index),
            value=results.value(int(sub), node.index) if node.is_leaf else "",
            score=some(float(results.node_score[int(sub), node.index])),
        )
        for sub in members
    )


def _parts(results: Results, row: int, node: Node) -> tuple[tuple[str, float | None], ...]:
    """What the items of a group beside the base earned."""
    if node.is_leaf or node.part not in ("bonus", "penalty"):
        return ()
    below = [results.tree.nodes[child] for child in node.children]
    return tuple((child.code, some(float(results.node_points[row, child.index]))) for child in below)
