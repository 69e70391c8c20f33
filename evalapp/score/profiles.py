"""The nominal weights that hold for each unit: the form's own, or those of a profile (FORM rule 6)."""

import numpy as np
from numpy.typing import NDArray

from evalapp.entry.roster import Roster, Unit
from evalapp.entry.states import FormRules, unit_columns
from evalapp.form.expression import UnitContext, holds
from evalapp.form.tree import Tree
from evalapp.score.guards import Floats

NO_PROFILE = -1


def profile_of(tree: Tree, rules: FormRules, unit: Unit) -> int:
    """The place in ``form.profiles`` of the first profile that fits the unit; -1 where none does."""
    for place, when in enumerate(rules.profiles):
        if holds(when, UnitContext(unit_columns(tree, when.columns, unit), {}, {})):
            return place
    return NO_PROFILE


def unit_profiles(tree: Tree, rules: FormRules, roster: Roster) -> NDArray[np.int16]:
    """Each row's profile, as :func:`profile_of` gives it."""
    if not rules.profiles:
        return np.full(len(roster), NO_PROFILE, dtype=np.int16)
    return np.array([profile_of(tree, rules, unit) for unit in roster], dtype=np.int16)


def nominal_weights(tree: Tree, profiles: NDArray[np.int16]) -> Floats:
    """Nominal weights [nodes, rows], in points of the full score; a single column where all rows share the form's own."""
    own = [node.nominal for node in tree.nodes]
    if not tree.profiles:
        return np.array(own, dtype=np.float64)[:, np.newaxis]
    table = np.array([*tree.profiles, own], dtype=np.float64)  # -1 is the last row: the form's own
    weights: Floats = table[profiles].T
    return weights
