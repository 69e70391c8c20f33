"""The weights that hold for a unit: those of the first profile whose condition is true of it, else the form's own."""

from msgspec import structs

from evalapp.entry.roster import Unit
from evalapp.entry.states import FormRules, unit_columns
from evalapp.form.expression import UnitContext, holds
from evalapp.form.tree import Tree


def profile_of(tree: Tree, rules: FormRules, unit: Unit) -> int | None:
    """The place of the unit's profile in the file; None where none fits. A sub-unit is asked by its own row of the roster.

    Raises ExpressionError where a condition does not fit the roster.
    """
    if not rules.profiles:
        return None
    context = UnitContext(unit_columns(tree, rules.columns, unit), {}, {})
    return next(
        (place for place, condition in enumerate(rules.profiles) if holds(condition, context) is True), None
    )


def under_profile(tree: Tree, profile: int | None) -> Tree:
    """The tree with the nominal weights of a profile; the tree itself for None."""
    if profile is None:
        return tree
    weights = tree.profiles[profile]
    nodes = tuple(structs.replace(node, nominal=weights[node.index]) for node in tree.nodes)
    return structs.replace(tree, nodes=nodes, leaves=tuple(node for node in nodes if node.is_leaf))


def tree_of(tree: Tree, rules: FormRules, unit: Unit) -> Tree:
    """The tree with the weights that hold for ``unit``."""
    return under_profile(tree, profile_of(tree, rules, unit))
