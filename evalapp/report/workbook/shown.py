"""What a cell of the calculation shows: a number, or the word for why there is none."""

from math import isnan

from evalapp.base.i18n import _
from evalapp.form.tree import Node
from evalapp.report.words import status_word
from evalapp.score.results import Results
from evalapp.score.status import ANSWERED, BLANK, NOT_FOUND, NOTHING, PENDING, UNABLE, status_name

NONE = "–"
"""Stands where a unit has no such item: its weight is 0 for it, or it is asked of others."""


def hit_word() -> str:
    """The word for a veto item that was hit."""
    return _("hit")


def no_hit_word() -> str:
    """The word for a veto item that was checked and not hit."""
    return _("no hit")


def part_word(part: str) -> str:
    """The word for a part beside the base, as heads of columns say it."""
    return {"bonus": _("bonus points"), "penalty": _("penalty points"), "veto": _("veto")}.get(part, "")


def gate_word(is_open: bool) -> str:
    """The word for the bonus gate."""
    return _("open") if is_open else _("shut")


def applies_word(applies: bool) -> str:
    """The word for whether any item of the base applies."""
    return _("yes") if applies else _("no")


def shown(results: Results, unit: int, node: int) -> float | str:
    """A base item's score, or the word for why there is none; what waits for an answer is pending."""
    score = float(results.node_score[unit, node])
    if not isnan(score):
        return score
    if not results.weight_of(unit, node):
        return NONE
    return word_for(results, int(results.node_status[unit, node]))


def word_for(results: Results, status: int) -> str:
    """The word for a leaf or group without a number: what is waited for is pending, by the form's policies."""
    policy = results.tree.form.policy
    if status == NOTHING:
        return NONE
    waits = (status == BLANK and policy.unanswered == "pending") or (
        status == UNABLE and policy.unable == "pending"
    )
    return status_word("pending") if waits or status == PENDING else status_word(status_name(status))


def veto_shown(results: Results, unit: int, leaf: int) -> str:
    """Whether a veto leaf was hit, or why that is not known; in a group of weight 0 there is no such item."""
    if not _veto_exists(results, unit, leaf):
        return NONE
    if results.matrix.hits[leaf][unit]:
        return hit_word()
    status = int(results.node_status[unit, leaf])
    if status in (ANSWERED, NOT_FOUND):
        return no_hit_word()
    return status_word("unable") if status == UNABLE else word_for(results, status)


def given_below(results: Results, unit: int, leaf: Node) -> float | str:
    """What a sub-unit gives to a leaf that is rolled up: the number that is combined, or the word for why it gives none."""
    column = results.matrix.column[leaf.index]
    status = int(results.matrix.states[unit, column])
    if status == NOT_FOUND or (status == BLANK and results.tree.form.policy.unanswered == "zero"):
        return 0.0
    if status != ANSWERED:
        return status_word("unable") if status == UNABLE else word_for(results, status)
    by_value = leaf.item.rollup is not None and leaf.item.rollup.of == "value"
    number = float((results.matrix.numbers if by_value else results.matrix.scores)[unit, column])
    return results.value(unit, leaf.index) if isnan(number) else number


def hits_of(results: Results, unit: int) -> str:
    """The codes of the veto items that a unit hit."""
    hit = [
        leaf for leaf, rows in results.matrix.hits.items() if rows[unit] and _veto_exists(results, unit, leaf)
    ]
    return _(", ").join(results.tree.nodes[leaf].code for leaf in sorted(hit))


def _veto_exists(results: Results, unit: int, leaf: int) -> bool:
    above = results.tree.nodes[leaf].parent
    in_base = above is not None and results.tree.nodes[above].part == "base"
    return not in_base or results.weight_of(unit, above or 0) > 0
