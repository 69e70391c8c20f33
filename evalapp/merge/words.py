"""The words for how answers compare, how a cell came to its value and why a revision does not count, in the language in force."""

from collections.abc import Iterable

from evalapp.base.i18n import _, ngettext
from evalapp.entry.roster import Unit


def match_word(match: str) -> str:
    """The word for how the assessors' answers to a cell compare."""
    match match:
        case "agree":
            return _("agree")
        case "tolerance":
            return _("within tolerance")
        case "differ":
            return _("differ")
        case "evidence":
            return _("evidence differs")
        case "text":
            return _("texts differ")
        case "missing":
            return _("one is missing")
        case "single":
            return _("single assessment")
        case "none":
            return _("nobody has answered")
        case _:
            return match


def source_word(status: str) -> str:
    """The word for how a cell came to its final value."""
    match status:
        case "single":
            return _("single assessment")
        case "agreed":
            return _("agreed")
        case "averaged":
            return _("mean within tolerance")
        case "decided":
            return _("decided")
        case "to_confirm":
            return _("decided, to confirm")
        case "disputed":
            return _("disputed")
        case "pending":
            return _("to decide")
        case "missing":
            return _("missing")
        case _:
            return status


def items_in_the_way(items: Iterable[str], below: Iterable[tuple[Unit, tuple[str, ...]]]) -> tuple[str, ...]:
    """The items that keep a unit from its rank, those of its sub-units with the sub-unit's name."""
    return (*items, *(f"{unit.name} {item}" for unit, found in below for item in found))


def again_sentence(answers: int) -> str:
    """That so many answers of earlier editions of the form wait for their assessors; "" for none."""
    if not answers:
        return ""
    return ngettext(
        "{n} answer of an earlier edition is to be given again under this one. Updates ask for it: "
        "“evalapp task PROJECT -o FOLDER --update”.",
        "{n} answers of earlier editions are to be given again under this one. Updates ask for them: "
        "“evalapp task PROJECT -o FOLDER --update”.",
        answers,
    ).format(n=answers)


def batch_word(revisions: int, withdrawn: int) -> str:
    """How much of a merged file was withdrawn; "" for nothing."""
    if not withdrawn:
        return ""
    if withdrawn >= revisions:
        return _("withdrawn")
    return ngettext("{n} revision withdrawn", "{n} revisions withdrawn", withdrawn).format(n=withdrawn)


def standing_word(reason: str) -> str:
    """Why a recorded revision does not count, or what is wrong with its time."""
    match reason:
        case "newer":
            return _("written by a newer version")
        case "authority":
            return _("the author may not write this")
        case "key":
            return _("the key is not accepted")
        case "gap":
            return _("an earlier part has not come")
        case "edition":
            return _("its edition of the form has not come")
        case "far_ahead":
            return _("its counter is out of bounds")
        case "foreign":
            return _("it rules the adopted project, not this one")
        case "withdrawn":
            return _("withdrawn")
        case "backwards":
            return _("its time lies before that of the one before it")
        case "ahead":
            return _("its time lies after it came in")
        case _:
            return reason


def answer_word(what: str, *, standing: bool = True) -> str:
    """What was said of a key, or of held revisions, and whether it stands."""
    match what:
        case "accepted":
            return _("accepted")
        case "refused":
            return _("not accepted")
        case _:
            return _("released") if standing else _("taken back")


def unreadable_word(reason: str) -> str:
    """Why bytes are no revision, in the language in force; a reason that concerns an answer is in words already."""
    match reason:
        case "not in canonical form":
            return _("it is not written as EvalApp writes")
        case "it does not follow the revision before it":
            return _("it does not follow the entry before it")
        case "it does not precede the revision after it":
            return _("it does not precede the entry after it")
        case "the chain is out of order":
            return _("its entries are out of order")
        case "the device belongs to another person":
            return _("it claims to come from another person's computer")
        case "it claims to have been written by this account, which never sealed it":
            return _("it claims to have been written in this project, where nobody wrote it")
        case "a counter is out of range":
            return _("a counter is out of bounds")
        case _:
            return reason
