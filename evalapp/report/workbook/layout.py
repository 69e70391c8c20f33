"""Where things stand on the sheets of calculation."""

from collections.abc import Callable, Iterable, Iterator
from itertools import count

from evalapp.base.i18n import _
from evalapp.form.cohort_rules import COHORT_RULES, CohortRule
from evalapp.form.tree import Node, Tree
from evalapp.report.workbook.grid import ROOT, Columns, Grid, Layout, Ranked, TotalColumns, VetoColumns
from evalapp.score.aggregate import not_applicable_policies
from evalapp.score.population import Cohorts, Population
from evalapp.score.results import Results
from evalapp.score.rollup import leaf_rollup
from evalapp.score.vetoes import veto_leaves


def layout(results: Results, top: int) -> Layout:
    """The places of the units' calculation; the table begins in row ``top``."""
    tree, people = results.tree, results.population
    units = tuple(people.units.tolist())
    nodes, children = _level_by_level(tree, tree.roots, lambda node: _counts(tree, node) and _is_units(node))
    beside, below = _level_by_level(tree, _of_parts(tree, "penalty", "bonus"), _earns)
    labels = tuple(dict.fromkeys((*filter(None, (tree.form.units.within,)), *tree.form.units.means)))
    at = count(2 + len(labels))
    profile = next(at) if tree.form.profiles else None
    cohort = next(at) if tree.form.units.within else None
    column = {node: next(at) for node in nodes}
    beside_column = {node: next(at) for node in beside}
    vetoes = _veto_columns(tree, tuple(leaf for leaf in veto_leaves(tree) if _concerns_units(tree, leaf)), at)
    totals = _totals(tree, vetoes, {tree.nodes[node].part for node in beside}, at)
    next(at)
    before = {node: next(at) for node in nodes if rule_of(tree.nodes[node], of_units=True) is not None}
    if totals.mean is not None:
        before[ROOT] = totals.mean
    weights, used = _blocks(tree, nodes, column, at)
    return Layout(
        name=_("Calculation"),
        units=units,
        line={unit: top + 4 + place for place, unit in enumerate(units)},
        labels=labels,
        profile=profile,
        cohort=cohort,
        cohorts=_numbered(people.cohorts),
        nodes=nodes,
        column=column,
        children=_side_by_side(children, column),
        beside=beside_column,
        below=_side_by_side(below, beside_column),
        vetoes=vetoes,
        before=before,
        weights=weights,
        used=used,
        title_row=top + 1,
        weight_row=top + 2,
        leaf_row=top + 3,
        first_row=top + 4,
        tops=_tops(tree, beside_column),
        totals=totals,
    )


def sub_layout(results: Results, top: int) -> Grid | None:
    """The places of the sub-units, those of a unit side by side; None where there are none or nothing is asked of them."""
    tree, people, units = results.tree, results.population, _families(results)
    rolled = [node.index for node in tree.nodes if node.item.rollup is not None and node.scored]
    nodes, children = _level_by_level(tree, rolled, lambda node: _counts(tree, node))
    beside = [leaf.index for leaf in tree.leaves if leaf.kind and leaf.part in {"bonus", "penalty", "note"}]
    vetoed = tuple(leaf for leaf in veto_leaves(tree) if leaf.kind)
    if not units or not (nodes or beside or vetoed):
        return None
    labels = tuple(dict.fromkeys(filter(None, ("parent", "kind", tree.form.units.within))))
    at = count(2 + len(labels))
    profile = next(at) if tree.form.profiles else None
    compared = any(rule_of(tree.nodes[node], of_units=False) is not None for node in nodes)
    cohort = next(at) if compared else None
    column = {node: next(at) for node in nodes}
    beside_column = {node: next(at) for node in beside}
    vetoes = _veto_columns(tree, vetoed, at)
    next(at)
    before = {node: next(at) for node in nodes if rule_of(tree.nodes[node], of_units=False) is not None}
    weights, used = _blocks(tree, nodes, column, at)
    return Grid(
        name=_("Sub-units"),
        units=units,
        line={unit: top + 4 + place for place, unit in enumerate(units)},
        labels=labels,
        profile=profile,
        cohort=cohort,
        cohorts=_numbered(sub_cohorts(people)),
        nodes=nodes,
        column=column,
        children=_side_by_side(children, column),
        beside=beside_column,
        below={},
        vetoes=vetoes,
        before=before,
        weights=weights,
        used=used,
        title_row=top + 1,
        weight_row=top + 2,
        leaf_row=top + 3,
        first_row=top + 4,
    )


def rule_of(node: Node, *, of_units: bool) -> CohortRule | None:
    """The rule by which an item's values or scores are compared, among the units or among the sub-units.

    What is rolled up is compared once, as its units'; answers that are rolled up by their scores are compared
    where they are given.
    """
    rollup = node.item.rollup
    if node.is_leaf:
        rule = node.scale.rule if node.scale is not None else None
        of_subs = bool(node.kind) and (rollup is None or rollup.of == "score")
    else:
        rule, of_subs = node.item.normalise, bool(node.kind) and rollup is None
    return rule if isinstance(rule, COHORT_RULES) and of_units is not of_subs else None


def _counts(tree: Tree, node: Node) -> bool:
    """Whether an item of the base has a weight, under the form's own or some profile."""
    return node.scored and (node.nominal > 0 or any(weights[node.index] > 0 for weights in tree.profiles))


def _is_units(node: Node) -> bool:
    """Whether the units themselves have the item, by their own answers or rolled up."""
    return not node.kind or node.item.rollup is not None


def _concerns_units(tree: Tree, leaf: Node) -> bool:
    """Whether a veto leaf is the units' business, by their own answers or rolled up."""
    return not leaf.kind or leaf_rollup(tree, leaf) is not None


def _of_parts(tree: Tree, *parts: str) -> list[int]:
    """The top items of these parts, a part after the other."""
    return [root for part in parts for root in tree.roots if tree.nodes[root].part == part]


def _tops(tree: Tree, column: dict[int, int]) -> dict[str, Columns]:
    """From where to where the top items of each part stand."""
    found: dict[str, Columns] = {}
    for node, at in column.items():
        if tree.nodes[node].parent is None:
            first, last = found.get(tree.nodes[node].part, (at, at))
            found[tree.nodes[node].part] = (min(first, at), max(last, at))
    return found


def _earns(node: Node) -> bool:
    return bool(node.worth) or not node.is_leaf


def _level_by_level(
    tree: Tree, tops: Iterable[int], counted: Callable[[Node], bool]
) -> tuple[tuple[int, ...], dict[int, list[int]]]:
    """The counted items, breadth first, and those right below each group; a group with none below does not count."""

    def there(node: Node) -> bool:
        return counted(node) and (
            node.is_leaf or node.scored or any(there(tree.nodes[child]) for child in node.children)
        )

    children = {ROOT: [top for top in tops if there(tree.nodes[top])]}
    found: list[int] = []
    waiting = [ROOT]
    while waiting:
        group = waiting.pop(0)
        for child in children[group]:
            found.append(child)
            node = tree.nodes[child]
            if not node.is_leaf:
                children[child] = [below for below in node.children if there(tree.nodes[below])]
                waiting.append(child)
    return tuple(found), children


def _side_by_side(children: dict[int, list[int]], column: dict[int, int]) -> dict[int, Columns]:
    return {group: (column[below[0]], column[below[-1]]) for group, below in children.items() if below}


def sub_cohorts(people: Population) -> Cohorts:
    """The cohorts of the sub-units, sort after sort."""
    return tuple(members for groups in people.sub_cohorts.values() for members in groups)


def _numbered(cohorts: Cohorts) -> dict[int, int]:
    """The number of each row's cohort, from 1."""
    return {unit: number for number, members in enumerate(cohorts, 1) for unit in members.tolist()}


def _families(results: Results) -> tuple[int, ...]:
    """The sub-units, unit after unit, those of one kind together."""
    below = results.population.below
    return tuple(
        int(sub)
        for unit in results.population.units.tolist()
        for kind in below
        for sub in below[kind].get(unit, ())
    )


def _veto_columns(tree: Tree, leaves: tuple[Node, ...], at: Iterator[int]) -> VetoColumns:
    kinds: dict[tuple[int, int], list[int]] = {}
    order = {"fail": 0, "zero": 1, "fixed": 1, "cap": 2, "item": 3}
    for leaf in leaves:
        kind = order[tree.veto_of(leaf).effect]
        group = leaf.parent if kind == order["item"] and leaf.parent is not None else ROOT
        kinds.setdefault((kind, group), []).append(leaf.index)
    column = {leaf: next(at) for key in sorted(kinds) for leaf in kinds[key]}
    places = {key: (column[found[0]], column[found[-1]]) for key, found in kinds.items()}
    if not column:
        return VetoColumns(column={})
    of_total = [col for key, found in places.items() if key[0] < order["item"] for col in found]
    return VetoColumns(
        column=column,
        everything=(min(column.values()), max(column.values())),
        of_total=(min(of_total), max(of_total)) if of_total else None,
        fail=places.get((0, ROOT)),
        exact=places.get((1, ROOT)),
        cap=places.get((2, ROOT)),
        of_group={group: found for (kind, group), found in places.items() if kind == order["item"]},
    )


def _totals(tree: Tree, vetoes: VetoColumns, parts: set[str], at: Iterator[int]) -> TotalColumns:
    policy = tree.form.policy
    has_bonus, has_veto = "bonus" in parts, vetoes.everything is not None

    def column(wanted: bool) -> int | None:
        return next(at) if wanted else None

    mean, root = column(policy.normalise is not None), next(at)
    penalty, base = column("penalty" in parts), next(at)
    earned, gate = column(has_bonus), column(has_bonus and bool(policy.bonus.gate))
    granted, before_veto = column(has_bonus), column(has_veto)
    applies = column(has_veto)
    set_to, at_most = column(vetoes.exact is not None), column(vetoes.cap is not None)
    ranked = _ranked(tree, at)
    return TotalColumns(
        mean=mean,
        root=root,
        penalty=penalty,
        base=base,
        earned=earned,
        gate=gate,
        granted=granted,
        before_veto=before_veto,
        applies=applies,
        set_to=set_to,
        at_most=at_most,
        ranked=ranked,
        status=next(at),
        grade=column(bool(tree.form.grades)),
        indices=tuple(_ranked(tree, at) for _index in tree.form.indices),
    )


def _ranked(tree: Tree, at: Iterator[int]) -> Ranked:
    dense = tree.form.policy.rank_ties == "dense"
    value, compared = next(at), next(at)
    return Ranked(value=value, compared=compared, first_of_value=next(at) if dense else None, rank=next(at))


def _blocks(tree: Tree, nodes: tuple[int, ...], column: dict[int, int], at: Iterator[int]) -> tuple[int, int]:
    """How far to the right the units' own nominal weights stand, and the weights used; 0 for what is not needed."""

    def block(wanted: bool) -> int:
        if not wanted or not nodes:
            return 0
        return min([next(at) for _node in nodes]) - column[nodes[0]]

    return block(bool(tree.form.profiles)), block(
        bool({"equal", "rescale"} & set(not_applicable_policies(tree)))
    )
