"""Which leaves a row of the roster has, and which of them assessors answer: one rule for entry, progress and comparison."""

from evalapp.entry.roster import Unit
from evalapp.form.model import is_scored
from evalapp.form.tree import Node, Tree


def leaves_of(tree: Tree, unit: Unit) -> tuple[Node, ...]:
    """The leaves of ``unit`` in the form's order, those that are brought in or computed among them.

    A unit has those of no roll-up, a sub-unit those rolled up from its kind. Weight 0 means that an item does not exist;
    for a sub-unit it is enough that some class of units has it. ``tree`` holds the unit's own weights, see
    :func:`evalapp.entry.profiles.tree_of`.
    """
    return tuple(leaf for leaf in tree.leaves if has_leaf(tree, unit, leaf))


def has_leaf(tree: Tree, unit: Unit, leaf: Node) -> bool:
    """Whether ``leaf`` is one of :func:`leaves_of`."""
    return leaf.kind == unit.sort and _exists(tree, leaf)


def asked_of(tree: Tree, unit: Unit) -> tuple[Node, ...]:
    """The leaves that assessors answer for ``unit``."""
    return tuple(leaf for leaf in leaves_of(tree, unit) if is_typed(leaf))


def expected_of(tree: Tree, unit: Unit) -> tuple[Node, ...]:
    """Those of :func:`asked_of` of which a blank is open work: words are welcome, and never missed."""
    return tuple(leaf for leaf in asked_of(tree, unit) if is_expected(leaf))


def is_typed(leaf: Node) -> bool:
    """Whether assessors answer the leaf; else it is brought in by the coordinator, or computed."""
    return leaf.scale is not None and leaf.scale.typed


def is_expected(leaf: Node) -> bool:
    """Whether a blank at this leaf is open work, where it is asked at all."""
    return leaf.scale is not None and leaf.scale.typed and is_scored(leaf.scale)


def _exists(tree: Tree, leaf: Node) -> bool:
    return leaf.exists or (bool(leaf.kind) and any(weights[leaf.index] for weights in tree.profiles))
