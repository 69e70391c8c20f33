"""Do the parts fit together: base, bonus, penalty, veto and note, sub-units, and what only some of them can say?"""

from collections.abc import Iterator

from evalapp.base.i18n import _
from evalapp.form.finding import Finding, Path, error, warning
from evalapp.form.model import Form, Veto
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
        yield from _only_groups(node, path)
        yield from _veto(tree, node, path)
        yield from _rollup(tree, node, path)
    yield from _policy(tree.form, tree)


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


def _points(node: Node, path: Path) -> Iterator[Finding]:
    """Can answers earn, take or hit what their part is about?"""
    scale = node.scale
    if scale is None:
        if node.item.weight is not None and node.part != "base":
            yield warning(
                (*path, "weight"),
                _("“weight” has an effect on base groups and on leaves of base and bonus only"),
            )
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
        extremes = scale.extremes()
        if extremes is None or extremes[1] > 0 or extremes[0] >= 0:
            yield error(
                (*path, "scale"),
                _(
                    "a penalty takes points away: the points of its answers are 0 or below, such as points = -2"
                ),
            )
    elif node.part == "veto" and not _can_hit(scale):
        yield error(
            (*path, "scale"),
            _("no answer on this scale is a hit; use binary, count, checklist, or options with veto = true"),
        )
    if node.item.weight is not None and node.part in {"penalty", "veto", "note"}:
        yield warning((*path, "weight"), _("“weight” has an effect on leaves of base and bonus only"))
    if isinstance(scale, Options) and node.part != "veto" and any(option.veto for option in scale.options):
        yield warning((*path, "scale"), _("“veto” of an option has an effect on veto items only"))
    yield from _below_zero(scale, path)


def _below_zero(scale: Scale, path: Path) -> Iterator[Finding]:
    """Shares of a target or of the best have no meaning for values below 0."""
    method = getattr(scale.rule, "__struct_config__", None)
    if not isinstance(scale, Number) or method is None or method.tag not in {"best", "target"}:
        return
    if scale.min is None or scale.min < 0:
        yield warning(
            (*path, "scale"),
            _("“{method}” has a meaning for values from 0 only: say min = 0").format(method=method.tag),
        )


def _can_hit(scale: Scale) -> bool:
    if isinstance(scale, Rounds):
        return _can_hit(scale.one)
    if isinstance(scale, Options):
        return any(option.veto for option in scale.options)
    return isinstance(scale, _HITS)


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
    yield from _effect(node.item.veto, (*path, "veto"))
    hits = [leaf for leaf in tree.leaves_below(node.code) if leaf.part == "veto"]
    if not hits:
        yield warning((*path, "veto"), _("there is no veto item here: “veto” has no effect"))
    elif node.item.veto.effect == "item" and any(_in_veto_part(tree, leaf) for leaf in hits):
        yield error((*path, "veto"), _("the effect “item” is for a veto leaf that stands in a base group"))


def _in_veto_part(tree: Tree, leaf: Node) -> bool:
    return leaf.parent is None or tree.nodes[leaf.parent].part == "veto"


def _effect(veto: Veto, path: Path) -> Iterator[Finding]:
    needs = veto.effect in {"fixed", "cap"}
    if needs and veto.points is None:
        yield error(path, _("the effect “{effect}” needs “points”").format(effect=veto.effect))
    elif not needs and veto.points is not None:
        yield error(path, _("“points” belongs to the effects fixed and cap"))


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
    elif rollup.take == "any":
        if node.part != "veto":
            yield error(path, _("“any” is for veto items; for others take the max"))
    elif rollup.take == "pooled":
        if not isinstance(scale, Rate) or rollup.of == "score":
            yield error(path, _("“pooled” adds up the counts of a rate, with of = “value”"))
    elif rollup.of == "value" and not isinstance(scale, _NUMBERS):
        yield error(
            path, _("the answers on this scale are no numbers; say of = {value}").format(value='"score"')
        )
    elif rollup.of == "score" and (node.part in {"veto", "note"} or isinstance(scale, Words)):
        yield error(path, _("answers without a score are rolled up by their values"))


def _policy(form: Form, tree: Tree) -> Iterator[Finding]:
    policy = form.policy
    parts = {leaf.part for leaf in tree.leaves}
    if policy.bonus.cap is not None and policy.bonus.cap <= 0:
        yield error(("policy", "bonus"), _("“cap” must be above 0"))
    if (policy.bonus.cap is not None or policy.bonus.gate) and "bonus" not in parts:
        yield warning(("policy", "bonus"), _("the form has no bonus item: “bonus” has no effect"))
    yield from _effect(policy.veto, ("policy", "veto"))
    if policy.veto.effect == "item" and any(
        leaf.part == "veto" and _in_veto_part(tree, leaf) and not _overridden(tree, leaf)
        for leaf in tree.leaves
    ):
        yield error(("policy", "veto"), _("the effect “item” is for a veto leaf that stands in a base group"))
    if policy.normalise is not None:
        yield from (error(("policy", "normalise"), message) for message in policy.normalise.findings())


def _overridden(tree: Tree, leaf: Node) -> bool:
    return any(node.item.veto is not None for node in tree.path(leaf.code))
