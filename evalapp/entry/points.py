"""What one answer is worth by itself, before anything is averaged: for comparing answers, never for totals."""

from evalapp.entry.final import State
from evalapp.form.tree import Node


def points_of(leaf: Node, state: State, value: str) -> float | None:
    """Points of the full score that the answer earns, below 0 where it takes some away.

    ``value`` is a recorded one. None where it has none by itself: a veto item and a note have no points, a cohort rule needs
    all units, too few rounds say nothing.
    """
    full = leaf.full_marks
    if full is None:
        return None
    if state == "not_found":
        return 0.0
    if state != "answered" or leaf.scale is None:
        return None
    score = leaf.scale.score(value)
    return None if score is None else score / 100 * full
