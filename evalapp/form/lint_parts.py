"""Do the parts fit together: base, bonus, penalty, veto and note, sub-units, and what only some of them can say?"""

from collections.abc import Iterator

from evalapp.base.i18n import _
from evalapp.base.numbers import from_float
from evalapp.form.cohort_rules import RankOrder, Zscore
from evalapp.form.finding import Finding, Path, error, warning
from evalapp.form.model import Form, Rollup, Veto
from evalapp.form.rules import Linear
from evalapp.form.scales import (
    Binary,
    Checklist,
    Count,
    Deductions,
    Derived,
    Imported,
    Number,
    Options,
    Rate,
    Rounds,
    Scale,
    Words,
)
from evalapp.form.tree import Node, Tree

_NUMBERS = (Count, Number, Rate, Imported, Derived)
_HITS = (Binary, Checklist, Count, Deductions, Derived)


def lint_parts(tree: Tree) -> Iterator[Finding]:
    """Findings about parts, vetoes, caps, normalising and roll-ups, for items that are a sound tree."""
    position = {item.code: n for n, item in enumerate(tree.form.items)}
    for node in tree.nodes:
        path = ("item", position[node.code])
        yield from _part(tree, node, path)
        yield from _points(node, path)
        yield from _only_base(node, path)
        yield from _only_groups(node, path)
        yield from _veto(tree, node, path)
        yield from _rollup(tree, node, path)
    yield from _beside_others(tree, position)
    yield from _policy(tree.form, tree)


def _beside_others(tree: Tree, position: dict[str, int]) -> Iterator[Finding]:
    """Places and standard scores do not run from 0 to 100, so that beside other items their weight means little."""
    leaves = [(leaf, leaf.scale.rule) for leaf in tree.leaves if leaf.scored and leaf.scale is not None]
    for leaf, rule in leaves:
        odd = isinstance(rule, RankOrder) or (isinstance(rule, Zscore) and (rule.mean, rule.sd) == (0, 1))
        if odd and any(type(other) is not type(rule) for _leaf, other in leaves):
            yield warning(
                ("item", position[leaf.code], "scale"),
                _(
                    "“{method}” does not score from 0 to 100 as other items do; take “percentile”, "
                    "or a “zscore” with mean = 50 and sd = 10"
                ).format(method="rank" if isinstance(rule, RankOrder) else "zscore"),
            )


def _part(tree: Tree, node: Node, path: Path) -> Iterator[Finding]:
    part = node.item.part
    if node.parent is None or part == "base":
        return
    top = tree.path(node.code)[0]
    above = tree.nodes[node.parent]
    if part == "veto" and node.is_leaf and above.part == "base":
        return
    if part != top.item.part or (part == "veto" and above.part != "veto"):
        yield error(
            (*path, "part"),
            _("“part” stands on an item of the top level; only a veto leaf may also stand in a base group"),
        )


def _idle_weight(weight: float, path: Path, told: str) -> Finding:
    """A weight where none has an effect: a slip, but for 0, by which an author means to switch the item off."""
    if weight == 0:
        return error((*path, "weight"), _("0 does not switch this item off; leave the item out"))
    return warning((*path, "weight"), told)


def _points(node: Node, path: Path) -> Iterator[Finding]:
    """Can answers earn, take or hit what their part is about?"""
    scale = node.scale
    if scale is None:
        if node.item.weight is not None and node.part != "base":
            told = _("“weight” has an effect on base groups and on leaves of base and bonus only")
            yield _idle_weight(node.item.weight, path, told)
        return
    if isinstance(scale, Words):
        return
    if node.part in {"base", "bonus"}:
        why = scale.pointless()
        if why:
            yield error((*path, "scale"), why)
        elif node.part == "bonus" and node.item.weight is None and scale.maximum() is None:
            yield error(path, _("its scale says nothing about points, so it needs a “weight”"))
    elif node.part == "penalty":
        yield from (error((*path, "scale"), message) for message in _penalty(scale))
    elif node.part == "veto" and not _can_hit(scale):
        yield error(
            (*path, "scale"),
            _("no answer on this scale is a hit; use binary, count, checklist, or options with veto = true"),
        )
    if node.item.weight is not None and node.part in {"penalty", "veto", "note"}:
        told = _("“weight” has an effect on leaves of base and bonus only")
        yield _idle_weight(node.item.weight, path, told)
    if isinstance(scale, Options) and node.part != "veto" and any(option.veto for option in scale.options):
        yield warning((*path, "scale"), _("“veto” of an option has an effect on veto items only"))


def _penalty(scale: Scale) -> Iterator[str]:
    one = scale.one if isinstance(scale, Rounds) else scale
    extremes = one.extremes()
    if extremes is None:
        yield _(
            "answers on this scale take no points away; "
            "use binary, options, checklist, count or deductions with points of 0 or below"
        )
    elif isinstance(one, Deductions) and (one.points != 0 or one.floor >= 0):
        yield _(
            "a penalty takes points away: deductions begin at points = 0, and “floor” is the most they can take, "
            "such as floor = -5"
        )
    elif isinstance(one, Count) and (one.each > 0 or one.cap is not None):
        yield _(
            "a penalty takes points away: “each” is below 0, such as each = -0.5, and “floor” is the most that "
            "all together can take; there is no “cap”"
        )
    elif extremes[1] > 0 or extremes[0] >= 0 or _some_tick_earns(one):
        yield _("a penalty takes points away: the points of its answers are 0 or below, such as points = -2")


def _some_tick_earns(scale: Scale) -> bool:
    return isinstance(scale, Checklist) and any(tick.points > 0 for tick in scale.ticks)


def _can_hit(scale: Scale) -> bool:
    if isinstance(scale, Rounds):
        return _can_hit(scale.one)
    if isinstance(scale, Options):
        return any(option.veto for option in scale.options)
    return isinstance(scale, _HITS)


def _only_base(node: Node, path: Path) -> Iterator[Finding]:
    """Keys about averaging, where nothing is averaged."""
    if node.part == "base":
        return
    item = node.item
    for key, value in (
        ("aggregation", item.aggregation),
        ("min_coverage", item.min_coverage),
        ("not_applicable", item.not_applicable),
    ):
        # What has an effect on groups only is said of leaves anyway.
        if value is not None and (not node.is_leaf or key == "not_applicable"):
            yield warning((*path, key), _("“{key}” has an effect in the base only").format(key=key))


def _only_groups(node: Node, path: Path) -> Iterator[Finding]:
    item = node.item
    if item.cap is not None:
        if item.cap <= 0:
            yield error((*path, "cap"), _("“cap” must be above 0"))
        if node.is_leaf or node.part != "bonus":
            yield warning((*path, "cap"), _("“cap” has an effect on bonus groups only"))
    if item.normalise is not None:
        if node.is_leaf:
            yield error(
                (*path, "normalise"),
                _(
                    "“normalise” stands on a group; a leaf has such a rule in its scale: points = {example}"
                ).format(example='{ method = "minmax" }'),
            )
        elif not node.scored:
            yield warning((*path, "normalise"), _("nothing below it is scored: “normalise” has no effect"))
        yield from (error((*path, "normalise"), message) for message in item.normalise.findings())


def _veto(tree: Tree, node: Node, path: Path) -> Iterator[Finding]:
    if node.item.veto is None:
        return
    yield from _effect(tree, node.item.veto, (*path, "veto"))
    hits = [leaf for leaf in tree.leaves_below(node.code) if leaf.part == "veto"]
    if not hits:
        yield warning((*path, "veto"), _("there is no veto item here: “veto” has no effect"))
    elif node.item.veto.effect == "item":
        yield from (error((*path, "veto"), message) for message in _group_of(tree, hits, node))


def _group_of(tree: Tree, hits: list[Node], of: Node | None) -> Iterator[str]:
    """The effect “item” makes the group of the veto leaf 0, so there must be a group that is scored.

    ``of`` is where the effect is said, None for the policy; leaves and groups between may say something else.
    """
    for leaf in hits:
        said = next((node for node in reversed(tree.path(leaf.code)) if node.item.veto is not None), None)
        if said is not of:
            continue
        above = None if leaf.parent is None else tree.nodes[leaf.parent]
        if above is None or above.part == "veto":
            yield _("the effect “item” is for a veto leaf that stands in a base group")
            return
        if not above.scored:
            yield _("the effect “item” makes the group 0, but nothing in “{code}” is scored").format(
                code=above.code
            )
            return


def _effect(tree: Tree, veto: Veto, path: Path) -> Iterator[Finding]:
    needs = veto.effect in {"fixed", "cap"}
    if needs and veto.points is None:
        yield error(path, _("the effect “{effect}” needs “points”").format(effect=veto.effect))
    elif not needs and veto.points is not None:
        yield error(path, _("“points” belongs to the effects fixed and cap"))
    elif veto.points is not None and not 0 <= veto.points <= tree.form.head.full_score:
        yield warning(
            path,
            _("“points” of a veto lies between 0 and the full score of {full}").format(
                full=from_float(tree.form.head.full_score)
            ),
        )


def _rollup(tree: Tree, node: Node, path: Path) -> Iterator[Finding]:
    rollup, scale = node.item.rollup, node.scale
    if rollup is None:
        return
    path = (*path, "rollup")
    if not rollup.kind.strip():
        yield error(path, _("“{key}” must not be empty or have spaces at its ends").format(key="kind"))
    above = next((one for one in tree.path(node.code)[:-1] if one.item.rollup is not None), None)
    if above is not None:
        yield error(path, _("“{code}” above it is rolled up already").format(code=above.code))
    if scale is None:
        if node.part in {"bonus", "penalty", "note"}:
            yield error(path, _("outside the base, “rollup” stands on leaves; give it to the items below"))
        elif (rollup.take == "any") != (node.part == "veto") or rollup.take == "pooled":
            yield error(path, _("a group takes mean, sum, min or max; one of the veto part takes any"))
    else:
        yield from (error(path, message) for message in _rolled_leaf(node, scale, rollup))
    if _rewards_missing(node, scale, rollup):
        yield warning(
            path,
            _(
                "“not found” of a sub-unit counts as the value 0, which is good on this scale; take not_found out of its "
                'states, or say of = "score"'
            ),
        )
    if rollup.take == "sum" and (scale is None or rollup.of == "score"):
        yield warning(
            path,
            _("a sum of scores passes full marks with the second sub-unit; take the mean, or add up values"),
        )


def _rewards_missing(node: Node, scale: Scale | None, rollup: Rollup) -> bool:
    """Whether a sub-unit's not found (0 by FORM rule 3) makes a unit better off: where lower values are better."""
    rule = None if scale is None else scale.rule
    counts = (
        rollup.of == "value"
        and rollup.take in {"mean", "sum", "min", "pooled"}
        and node.part in {"base", "bonus"}
    )
    lower = (
        rule.start > rule.end if isinstance(rule, Linear) else rule is not None and rule.direction == "lower"
    )
    return counts and lower and "not_found" in node.item.states


def _rolled_leaf(node: Node, scale: Scale, rollup: Rollup) -> Iterator[str]:
    if isinstance(scale, Words):
        yield _("texts cannot be rolled up")
    elif rollup.take == "any":
        if node.part != "veto":
            yield _("“any” is for veto items; for others take the max")
    elif rollup.take == "pooled":
        if not isinstance(scale, Rate) or rollup.of == "score":
            yield _("“pooled” adds up the counts of a rate, with of = “value”")
    elif rollup.of == "score" and node.part in {"veto", "note"}:
        yield _("answers without a score are rolled up by their values")
    elif rollup.of == "value" and not isinstance(scale, _NUMBERS):
        if node.part == "veto":
            yield _("the answers on this scale are no numbers; say take = {value}").format(value='"any"')
        elif node.part == "note":
            yield _("the answers on this scale are no numbers, and a note has no score to roll up either")
        else:
            yield _("the answers on this scale are no numbers; say of = {value}").format(value='"score"')


def _policy(form: Form, tree: Tree) -> Iterator[Finding]:
    policy = form.policy
    parts = {leaf.part for leaf in tree.leaves}
    if parts & {"bonus", "penalty"} and not any(leaf.scored for leaf in tree.leaves):
        first = next(leaf for leaf in tree.leaves if leaf.part in {"bonus", "penalty"})
        yield error(
            ("item", [item.code for item in form.items].index(tree.path(first.code)[0].code)),
            _("its points are added to those of the base, and nothing in the base is scored"),
        )
    if policy.bonus.cap is not None and policy.bonus.cap <= 0:
        yield error(("policy", "bonus", "cap"), _("“cap” must be above 0"))
    if (policy.bonus.cap is not None or policy.bonus.gate) and "bonus" not in parts:
        yield warning(("policy", "bonus"), _("the form has no bonus item: “bonus” has no effect"))
    yield from _effect(tree, policy.veto, ("policy", "veto"))
    hits = [leaf for leaf in tree.leaves if leaf.part == "veto"]
    if policy.veto != Veto() and not hits:
        yield warning(("policy", "veto"), _("the form has no veto item: “veto” has no effect"))
    if policy.veto.effect == "item":
        yield from (error(("policy", "veto"), message) for message in _group_of(tree, hits, None))
    if policy.normalise is not None:
        yield from (error(("policy", "normalise"), message) for message in policy.normalise.findings())
