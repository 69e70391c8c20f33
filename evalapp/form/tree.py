"""The form's items as a tree with nominal weights (FORM rule 6)."""

from msgspec import Struct

from evalapp.form.model import Form, Item, is_scored
from evalapp.form.scales import Scale


class Node(Struct, frozen=True, kw_only=True):
    """An item in its place. ``nominal`` is its weight in points of the full score; 0 where it is never scored."""

    item: Item
    index: int
    level: int
    parent: int | None
    children: tuple[int, ...]
    scale: Scale | None
    nominal: float
    scored: bool

    @property
    def code(self) -> str:
        """The item's code."""
        return self.item.code

    @property
    def is_leaf(self) -> bool:
        """Whether the item is answered."""
        return self.scale is not None


class Tree(Struct, frozen=True, kw_only=True):
    """All nodes in depth-first file order; ``roots`` and ``children`` are indices into ``nodes``.

    ``leaves`` are the answered items, in order.
    """

    form: Form
    nodes: tuple[Node, ...]
    leaves: tuple[Node, ...]
    roots: tuple[int, ...]
    by_code: dict[str, int]

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


def build_tree(form: Form) -> Tree:
    """The tree of a form whose items are known to be sound (each parent exists, no circle, leaves have scales)."""
    below: dict[str, list[Item]] = {}
    for item in form.items:
        below.setdefault(item.parent, []).append(item)
    order: list[tuple[Item, int, int | None]] = []
    children: dict[int, list[int]] = {}

    def place(item: Item, level: int, parent: int | None) -> None:
        index = len(order)
        order.append((item, level, parent))
        children[index] = []
        if parent is not None:
            children[parent].append(index)
        for child in below.get(item.code, ()):
            place(child, level + 1, index)

    for item in below.get("", ()):
        place(item, 0, None)
    scored = _scored(form, order, children)
    weights = _own_weights(form, order, children, scored)
    nominal = _nominal(form, order, children, weights)
    nodes = tuple(
        Node(
            item=item,
            index=index,
            level=level,
            parent=parent,
            children=tuple(children[index]),
            scale=form.scale_of(item),
            nominal=nominal[index],
            scored=scored[index],
        )
        for index, (item, level, parent) in enumerate(order)
    )
    return Tree(
        form=form,
        nodes=nodes,
        leaves=tuple(node for node in nodes if node.is_leaf),
        roots=tuple(node.index for node in nodes if node.parent is None),
        by_code={node.code: node.index for node in nodes},
    )


_Order = list[tuple[Item, int, int | None]]


def _scored(form: Form, order: _Order, children: dict[int, list[int]]) -> list[bool]:
    scored = [False] * len(order)
    for index in reversed(range(len(order))):
        scale = form.scale_of(order[index][0])
        scored[index] = (
            is_scored(scale) if scale is not None else any(scored[child] for child in children[index])
        )
    return scored


def _own_weights(
    form: Form, order: _Order, children: dict[int, list[int]], scored: list[bool]
) -> list[float]:
    """Weights as written; omitted: 1 in relative mode, in points mode a leaf's maximum and a group's sum."""
    weights = [0.0] * len(order)
    for index in reversed(range(len(order))):
        item = order[index][0]
        if not scored[index]:
            continue
        if item.weight is not None:
            weights[index] = item.weight
        elif form.policy.weights == "relative":
            weights[index] = 1.0
        else:
            scale = form.scale_of(item)
            weights[index] = (
                (scale.maximum() or 0.0)
                if scale is not None
                else sum(weights[child] for child in children[index])
            )
    return weights


def _nominal(form: Form, order: _Order, children: dict[int, list[int]], weights: list[float]) -> list[float]:
    nominal = [0.0] * len(order)
    tops = [index for index, (_item, _level, parent) in enumerate(order) if parent is None]

    def share(siblings: list[int], total: float) -> None:
        below = sum(weights[index] for index in siblings)
        for index in siblings:
            nominal[index] = total * weights[index] / below if below else 0.0
            share(children[index], nominal[index])

    share(tops, form.head.full_score)
    return nominal
