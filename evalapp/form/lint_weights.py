"""Do the weights add up (FORM section 1, ``weights``)?"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from evalapp.base.i18n import _
from evalapp.base.numbers import from_float, guard
from evalapp.form.finding import Finding, error, warning
from evalapp.form.tree import Node, Tree

_NAMED = 3


def lint_weights(tree: Tree) -> Iterator[Finding]:
    """Findings about weights, for items that are a sound tree.

    Points: each group weighs what its children weigh together, the top what the full score is. Relative: only ratios
    count, so a group needs at least one child above 0.
    """
    position = {item.code: n for n, item in enumerate(tree.form.items)}
    for node in tree.nodes:
        if node.item.weight and not node.is_leaf and node.part == "base" and not node.scored:
            yield warning(
                ("item", position[node.code], "weight"),
                _("nothing below it is scored: its weight has no effect"),
            )
    if tree.form.policy.weights == "relative":
        yield from _relative(tree, position)
    else:
        yield from _points(tree, position)


def _relative(tree: Tree, position: dict[str, int]) -> Iterator[Finding]:
    for node in tree.nodes:
        below = [tree.nodes[child] for child in node.children if tree.nodes[child].scored]
        if node.item.weight != 0 and below and all(child.item.weight == 0 for child in below):
            yield error(
                ("item", position[node.code]), _("all items below it have weight 0; give it weight 0 too")
            )
    tops = [tree.nodes[root] for root in tree.roots if tree.nodes[root].scored]
    if tops and all(top.item.weight == 0 for top in tops):
        yield error(("item", position[tops[0].code], "weight"), _("all items of the top level have weight 0"))
    yield from _half_stated(tree, position)


def _half_stated(tree: Tree, position: Mapping[str, int]) -> Iterator[Finding]:
    """Where ratios alone count: each item that counts 1 for want of a weight, beside siblings that state theirs."""
    for siblings in (tree.roots, *(node.children for node in tree.nodes)):
        scored = [tree.nodes[index] for index in siblings if tree.nodes[index].scored]
        stated = [node for node in scored if node.item.weight]
        for node in scored if stated else ():
            if node.item.weight is None:
                yield warning(
                    ("item", position[node.code]),
                    _(
                        "it has no “weight” and so counts 1, beside {siblings}, which state theirs; "
                        "write the weight that it has"
                    ).format(siblings=_weighed(stated)),
                )


def _weighed(nodes: Sequence[Node]) -> str:
    """``B1 = 15, B2 = 12, …``."""
    named = [f"{node.code} = {from_float(node.item.weight or 0.0)}" for node in nodes[:_NAMED]]
    return ", ".join(named) + (", …" if len(nodes) > _NAMED else "")


def _points(tree: Tree, position: dict[str, int]) -> Iterator[Finding]:
    weights = weights_in_points(tree)
    for node in reversed(tree.nodes):
        if not node.scored:
            continue
        place = position[node.code]
        if node.is_leaf:
            if weights[node.index] is None:
                yield error(("item", place), _("its scale says nothing about points, so it needs a “weight”"))
            continue
        below = _sum(weights, [tree.nodes[child] for child in node.children])
        # Weight 0: the item does not exist, and what it holds need not add up.
        if node.item.weight and below is not None and guard(below) != guard(node.item.weight):
            yield error(
                ("item", place, "weight"),
                _(
                    "it weighs {weight}, but the items below it add up to {below}; change one of them. Where only "
                    'ratios are meant: weights = "relative" in [policy], and a “weight” for every item'
                ).format(weight=from_float(node.item.weight), below=from_float(below)),
            )
    tops = [tree.nodes[root] for root in tree.roots]
    total, full = _sum(weights, tops), tree.form.head.full_score
    if full > 0 and total is not None and any(top.scored for top in tops) and guard(total) != guard(full):
        yield error(
            ("form", "full_score"),
            _(
                "the items of the top level add up to {total}, but the full score is {full}; change one of them. Where "
                'only ratios are meant: weights = "relative" in [policy], and a “weight” for every item'
            ).format(total=from_float(total), full=from_float(full)),
        )


def _sum(weights: list[float | None], nodes: list[Node]) -> float | None:
    """The sum over scored nodes; None where one of them is not known."""
    found = 0.0
    for node in nodes:
        weight = weights[node.index]
        if node.scored and weight is None:
            return None
        found += weight or 0.0
    return found


def weights_in_points(tree: Tree, given: Mapping[str, float] = MappingProxyType({})) -> list[float | None]:
    """Each node's weight in points: as ``given`` or written, else the scale's maximum or the children's sum."""
    weights: list[float | None] = [None] * len(tree.nodes)
    for node in reversed(tree.nodes):
        if not node.scored:
            weights[node.index] = 0.0
        elif node.code in given or node.item.weight is not None:
            weights[node.index] = given.get(node.code, node.item.weight)
        elif node.scale is not None:
            weights[node.index] = node.scale.maximum()
        else:
            weights[node.index] = _sum(weights, [tree.nodes[child] for child in node.children])
    return weights
