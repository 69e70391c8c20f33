"""The words for how far an objection is, and what became of it, in the language in force."""

from evalapp.base.i18n import _
from evalapp.entry.objection import Outcome
from evalapp.work.objections import ObjectionState


def state_word(state: ObjectionState) -> str:
    """How far an objection is."""
    return {
        "open": _("waits for a response"),
        "answered": _("answered"),
        "disputed": _("answered differently"),
    }[state]


def outcome_word(outcome: Outcome) -> str:
    """What became of an objection."""
    return {"upheld": _("upheld"), "in_part": _("upheld in part"), "rejected": _("rejected")}[outcome]
