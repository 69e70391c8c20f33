"""The forms that draws choose among: other means, other ways to put numbers on one scale."""

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.form.cohort_rules import COHORT_RULES
from evalapp.form.direction import Direction
from evalapp.form.model import Aggregation, needs_cohort
from evalapp.form.rules import Linear
from evalapp.form.scales import Count, Derived, Imported, Number, Rate, Scale
from evalapp.form.tree import Node, Tree
from evalapp.score.matrix import LeafMatrix
from evalapp.score.robustness.case import Case, cannot_vary
from evalapp.score.robustness.plan import FORMS_OWN, Normalisation, Plan, Scope

_MEASURED = (Number, Count, Rate, Imported, Derived)


class Structure(Struct, frozen=True, kw_only=True):
    """A form that a draw can meet, and what it changes of the one in force ("form": nothing)."""

    tree: Tree
    aggregation: str
    normalisation: Normalisation


def structures(case: Case, plan: Plan) -> tuple[tuple[Structure, ...], ...]:
    """The forms by [normalisation][aggregation], each of them the form in force where that factor stands still.

    Raises AppError("factor") where a factor can change nothing in this form.
    """
    tree = case.results.tree
    if plan.aggregation:
        _check_aggregation(tree, plan.aggregation)
    if plan.normalisation:
        _check_normalisation(case, plan)
    return tuple(
        tuple(
            Structure(
                tree=aggregated(normalised(tree, case.results.matrix, rule, plan.scope), mean),
                aggregation=mean,
                normalisation=rule,
            )
            for mean in plan.aggregation or ("form",)
        )
        for rule in plan.normalisation or (FORMS_OWN,)
    )


def aggregated(tree: Tree, mean: str) -> Tree:
    """The form with this mean in every group and in the total."""
    if mean == "form":
        return tree
    kind: Aggregation = mean  # type: ignore[assignment]  # one of AGGREGATIONS
    policy = msgspec.structs.replace(tree.form.policy, aggregation=kind)
    nodes = tuple(
        msgspec.structs.replace(node, item=msgspec.structs.replace(node.item, aggregation=None))
        for node in tree.nodes
    )
    return _with_nodes(
        msgspec.structs.replace(tree, form=msgspec.structs.replace(tree.form, policy=policy)), nodes
    )


def normalised(tree: Tree, matrix: LeafMatrix, rule: Normalisation, scope: Scope) -> Tree:
    """The form with numbers scored by this cohort rule, and groups (and the total) that are normalised by it too."""
    if rule.method == "form":
        return tree
    varied = {leaf.index for leaf in varied_leaves(tree, matrix, scope)}
    nodes = []
    for node in tree.nodes:
        if node.index in varied and node.scale is not None:
            scored = rule.rule(_direction(node.scale))
            nodes.append(msgspec.structs.replace(node, scale=_scored_by(node.scale, scored)))
        elif node.item.normalise is not None:
            other = rule.rule(node.item.normalise.direction)
            nodes.append(
                msgspec.structs.replace(node, item=msgspec.structs.replace(node.item, normalise=other))
            )
        else:
            nodes.append(node)
    policy = tree.form.policy
    if policy.normalise is not None:
        policy = msgspec.structs.replace(policy, normalise=rule.rule(policy.normalise.direction))
    changed = msgspec.structs.replace(tree, form=msgspec.structs.replace(tree.form, policy=policy))
    return _with_nodes(changed, tuple(nodes))


def varied_leaves(tree: Tree, matrix: LeafMatrix, scope: Scope) -> tuple[Node, ...]:
    """The leaves of the base that normalisation concerns: whose answers are numbers, or only those that a cohort rule scores."""
    said = {node for (_row, node), value in matrix.values.items() if value in ("yes", "no")}
    return tuple(
        leaf
        for leaf in tree.leaves
        if leaf.scored
        and isinstance(leaf.scale, _MEASURED)
        and (scope == "numbers" or needs_cohort(leaf.scale))
        and leaf.index not in said
        and _weighs(tree, leaf)
    )


def normalised_groups(tree: Tree) -> tuple[str, ...]:
    """The codes of the groups that the form normalises; ``TOTAL`` for the whole."""
    groups = tuple(
        node.code for node in tree.nodes if node.item.normalise is not None and _weighs(tree, node)
    )
    return (*groups, "TOTAL") if tree.form.policy.normalise is not None else groups


def _weighs(tree: Tree, node: Node) -> bool:
    return node.nominal > 0 or any(weights[node.index] > 0 for weights in tree.profiles)


def _with_nodes(tree: Tree, nodes: tuple[Node, ...]) -> Tree:
    return msgspec.structs.replace(tree, nodes=nodes, leaves=tuple(node for node in nodes if node.is_leaf))


def _direction(scale: Scale) -> Direction:
    """Which end of the numbers is the better one, by the form's own scale."""
    rule = scale.rule
    if isinstance(rule, Linear):
        return "higher" if rule.start < rule.end else "lower"
    if rule is not None:
        return rule.direction
    return "lower" if isinstance(scale, Count) and scale.each < 0 else "higher"


def _scored_by(scale: Scale, rule: object) -> Scale:
    """The scale with its numbers scored by a rule; how an answer is read stays."""
    match scale:
        case Count():
            return Count(points=rule)  # type: ignore[arg-type]  # msgspec does not look at it
        case Rate():
            return Rate(points=rule)  # type: ignore[arg-type]
        case Derived():
            return Derived(value=scale.value, points=rule)  # type: ignore[arg-type]
        case _:
            return Number(points=rule)  # type: ignore[arg-type]


def _check_aggregation(tree: Tree, means: Sequence[str]) -> None:
    own = {tree.form.policy.aggregation} | {
        node.item.aggregation for node in tree.nodes if node.scored and node.item.aggregation
    }
    factor = _("The factor “aggregation”")
    if all(mean == "form" or {mean} == own for mean in means):
        raise cannot_vary(
            factor,
            _("only the form's own aggregation was named."),
            _("Name another one beside it, such as arithmetic,geometric."),
        )
    groups = [tree.roots, *(node.children for node in tree.nodes)]
    if not any(
        sum(tree.nodes[child].scored and _weighs(tree, tree.nodes[child]) for child in group) > 1
        for group in groups
    ):
        raise cannot_vary(
            factor,
            _("no group of this form has two items, and every mean of one score is that score."),
            _("Vary another factor."),
        )


def _check_normalisation(case: Case, plan: Plan) -> None:
    tree, matrix = case.results.tree, case.results.matrix
    factor = _("The factor “normalisation”")
    if all(rule.method == "form" for rule in plan.normalisation):
        raise cannot_vary(
            factor,
            _("only the form's own way of scoring was named."),
            _("Name another one beside it, such as form,minmax,zscore."),
        )
    leaves, groups = varied_leaves(tree, matrix, plan.scope), normalised_groups(tree)
    if not leaves and not groups:
        numbers = varied_leaves(tree, matrix, "numbers")
        if numbers:
            raise cannot_vary(
                factor,
                _("no item or group of this form is scored by comparison."),
                _("With --normalise numbers, the {n} items that are answered by numbers are varied.").format(
                    n=len(numbers)
                ),
            )
        raise cannot_vary(
            factor,
            _("no scored item of this form is answered by a number, and nothing is scored by comparison."),
            _("Vary another factor."),
        )
    varied = {leaf.code: leaf for leaf in leaves}
    averaged = [
        _("unit {unit}, item {item}").format(unit=unit.code, item=code)
        for unit in case.results.roster
        for code, leaf in varied.items()
        if not isinstance(leaf.scale.rule if leaf.scale else None, COHORT_RULES)
        and (final := case.results.finals.get((unit.key, code))) is not None
        and final.score is not None
    ]
    if averaged:
        raise cannot_vary(
            factor,
            _("cells in which two answers were averaged have points but no number: {cells}.").format(
                cells="; ".join(averaged[:5]) + (" …" if len(averaged) > 5 else "")
            ),
            _("Decide these cells, or vary only what is scored by comparison (--normalise cohort)."),
        )
