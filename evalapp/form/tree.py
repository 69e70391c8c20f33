"""The form's items as a tree with nominal weights (FORM rule 6)."""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from evalapp.form.model import Form, Item, Part, Veto, is_scored, needs_cohort
from evalapp.form.scales import Scale


class Node(Struct, frozen=True, kw_only=True):
    """An item in its place.

    ``part`` is that of its top-level item, but ``veto`` for a veto leaf wherever it stands. ``scored``: it is averaged
    into the base. ``nominal`` is then its weight in points of the full score, 0 where the form gives it none.
    ``worth`` is what a leaf of a bonus or penalty part earns (or takes) at full marks. ``kind`` names the sub-units for
    which it is answered, "" where the units themselves answer.
    """

    item: Item
    index: int
    level: int
    parent: int | None
    children: tuple[int, ...]
    scale: Scale | None
    part: Part = "base"
    nominal: float
    worth: float = 0.0
    scored: bool
    kind: str = ""

    @property
    def code(self) -> str:
        """The item's code."""
        return self.item.code

    @property
    def is_leaf(self) -> bool:
        """Whether the item is answered."""
        return self.scale is not None

    @property
    def full_marks(self) -> float | None:
        """Points at full marks, in the base or beside it; None where it earns none."""
        if self.scored:
            return self.nominal
        return self.worth if self.part in {"bonus", "penalty"} and self.worth else None

    @property
    def exists(self) -> bool:
        """Whether it is there at all: weight 0, here or above, means that it is not."""
        return not self.scored or self.nominal > 0


class Tree(Struct, frozen=True, kw_only=True):
    """All nodes in depth-first file order; ``roots`` and ``children`` are indices into ``nodes``.

    ``leaves`` are the answered items, in order. ``profiles`` holds the nodes' nominal weights under each of the form's
    profiles, in file order.
    """

    form: Form
    nodes: tuple[Node, ...]
    leaves: tuple[Node, ...]
    roots: tuple[int, ...]
    by_code: dict[str, int]
    profiles: tuple[tuple[float, ...], ...]

    def node(self, code: str) -> Node:
        """The node of ``code``; KeyError where the form has none."""
        return self.nodes[self.by_code[code]]

    def path(self, code: str) -> tuple[Node, ...]:
        """The node's ancestors from the top, and itself."""
        index: int | None = self.by_code[code]
        found: list[Node] = []
        while index is not None:
            found.append(self.nodes[index])
            index = self.nodes[index].parent
        return tuple(reversed(found))

    def leaves_below(self, code: str) -> tuple[Node, ...]:
        """The leaves under a group, or the leaf itself."""
        node = self.node(code)
        if node.is_leaf:
            return (node,)
        return tuple(leaf for child in node.children for leaf in self.leaves_below(self.nodes[child].code))

    def veto_of(self, leaf: Node) -> Veto:
        """What a hit on a veto leaf does: its own ``veto``, else its nearest group's, else the policy's."""
        for node in reversed(self.path(leaf.code)):
            if node.item.veto is not None:
                return node.item.veto
        return self.form.policy.veto

    @property
    def scores_anything(self) -> bool:
        """Whether units get a total: a form of words and notes alone gives none."""
        return any(node.scored or node.part in {"bonus", "penalty", "veto"} for node in self.leaves)


def compares_units(tree: Tree) -> bool:
    """Whether some score is formed by comparison with all other units."""
    return (
        tree.form.policy.normalise is not None
        or any(node.item.normalise is not None for node in tree.nodes)
        or any(leaf.scale is not None and needs_cohort(leaf.scale) for leaf in tree.leaves)
    )


def build_tree(form: Form) -> Tree:
    """The tree of a form whose items are known to be sound (each parent exists, no circle, leaves have scales)."""
    sketch = _Sketch(form)
    weights = _own_weights(form, sketch, {})
    nominal = _nominal(form, sketch, weights)
    nodes = tuple(
        Node(
            item=item,
            index=index,
            level=level,
            parent=parent,
            children=tuple(sketch.children[index]),
            scale=form.scale_of(item),
            part=sketch.part[index],
            nominal=nominal[index],
            worth=_worth(form, item, sketch.part[index]),
            scored=sketch.scored[index],
            kind=sketch.kind[index],
        )
        for index, (item, level, parent) in enumerate(sketch.order)
    )
    return Tree(
        form=form,
        nodes=nodes,
        leaves=tuple(node for node in nodes if node.is_leaf),
        roots=tuple(node.index for node in nodes if node.parent is None),
        by_code={node.code: node.index for node in nodes},
        profiles=tuple(
            tuple(_nominal(form, sketch, _own_weights(form, sketch, profile.weights)))
            for profile in form.profiles
        ),
    )


def own_weights(form: Form, given: Mapping[str, float] = MappingProxyType({})) -> list[float]:
    """The weight of every item in depth-first order, before it is shared out; ``given`` ones go before the form's."""
    return _own_weights(form, _Sketch(form), given)


def shared_out(form: Form, weights: list[float]) -> list[float]:
    """Nominal weights of all items, in points of the full score: each group's weight in the ratios of those below it."""
    return _nominal(form, _Sketch(form), weights)


class _Sketch:
    """Where each item stands: depth-first order of (item, level, parent), children, parts, what is averaged."""

    def __init__(self, form: Form) -> None:
        self.order: list[tuple[Item, int, int | None]] = []
        self.children: dict[int, list[int]] = {}
        self.part: list[Part] = []
        self.kind: list[str] = []
        self._below: dict[str, list[Item]] = {}
        for item in form.items:
            self._below.setdefault(item.parent, []).append(item)
        for item in self._below.get("", ()):
            self._place(item, 0, None)
        self.scored = [False] * len(self.order)
        for index in reversed(range(len(self.order))):
            scale = form.scale_of(self.order[index][0])
            self.scored[index] = self.part[index] == "base" and (
                is_scored(scale)
                if scale is not None
                else any(self.scored[child] for child in self.children[index])
            )

    def _place(self, item: Item, level: int, parent: int | None) -> None:
        index = len(self.order)
        self.order.append((item, level, parent))
        self.children[index] = []
        above = item.part if parent is None else self.part[parent]
        self.part.append("veto" if item.part == "veto" else above)
        kind = item.rollup.kind if item.rollup is not None else ""
        self.kind.append(kind or ("" if parent is None else self.kind[parent]))
        if parent is not None:
            self.children[parent].append(index)
        for child in self._below.get(item.code, ()):
            self._place(child, level + 1, index)


def _worth(form: Form, item: Item, part: Part) -> float:
    """Points at full marks beside the base; a penalty is never weighted, so it takes what its scale says."""
    scale = form.scale_of(item)
    if scale is None or part not in {"bonus", "penalty"}:
        return 0.0
    if part == "bonus" and item.weight is not None:
        return item.weight
    return scale.maximum() or 0.0


def _own_weights(form: Form, sketch: _Sketch, given: Mapping[str, float]) -> list[float]:
    """Weights as written, or as a profile gives them.

    Omitted: 1 in relative mode, in points mode a leaf's maximum and a group's sum.
    """
    weights = [0.0] * len(sketch.order)
    for index in reversed(range(len(sketch.order))):
        item = sketch.order[index][0]
        if not sketch.scored[index]:
            continue
        if item.code in given:
            weights[index] = given[item.code]
        elif item.weight is not None:
            weights[index] = item.weight
        elif form.policy.weights == "relative":
            weights[index] = 1.0
        else:
            scale = form.scale_of(item)
            weights[index] = (
                (scale.maximum() or 0.0)
                if scale is not None
                else sum(weights[child] for child in sketch.children[index])
            )
    return weights


def _nominal(form: Form, sketch: _Sketch, weights: list[float]) -> list[float]:
    nominal = [0.0] * len(sketch.order)
    tops = [index for index, (_item, _level, parent) in enumerate(sketch.order) if parent is None]

    def share(siblings: list[int], total: float) -> None:
        below = sum(weights[index] for index in siblings)
        for index in siblings:
            nominal[index] = total * weights[index] / below if below else 0.0
            share(sketch.children[index], nominal[index])

    share(tops, form.head.full_score)
    return nominal
