"""The nominal weights that hold for each unit: the form's own, or those of a profile (FORM rule 6)."""

import numpy as np
from numpy.typing import NDArray

from evalapp.entry.profiles import profile_of
from evalapp.entry.roster import Roster
from evalapp.entry.states import FormRules
from evalapp.form.tree import Tree
from evalapp.score.guards import Floats

NO_PROFILE = -1


def unit_profiles(tree: Tree, rules: FormRules, roster: Roster) -> NDArray[np.int16]:
    """Each row's place in ``form.profiles``, -1 where no profile fits."""
    places = (profile_of(tree, rules, unit) for unit in roster)
    return np.array([NO_PROFILE if place is None else place for place in places], dtype=np.int16)


def nominal_weights(tree: Tree, profiles: NDArray[np.int16]) -> Floats:
    """Nominal weights [nodes, rows], in points of the full score; a single column where all rows share the form's own."""
    own = [node.nominal for node in tree.nodes]
    if not tree.profiles:
        return np.array(own, dtype=np.float64)[:, np.newaxis]
    table = np.array([*tree.profiles, own], dtype=np.float64)  # -1 is the last row: the form's own
    weights: Floats = table[profiles].T
    return weights
