"""Objections and what is said to them: contents of revisions, as :mod:`evalapp.entry.contents` has the others."""

from typing import Literal

from evalapp.entry.evidence import Evidence
from evalapp.entry.recorded import Recorded


class Objection(Recorded, frozen=True, kw_only=True, tag="objection"):
    """What somebody brings forward against a result: about (unit, item), or the whole unit where the slot names no item.

    ``received`` and ``deadline`` are days (ISO), ``reference`` the number under which it came, ``sender`` from whom. It changes
    no value: only a decision does.
    """

    text: str
    received: str
    reference: str = ""
    sender: str = ""
    deadline: str = ""
    evidence: tuple[Evidence, ...] = ()


Outcome = Literal["upheld", "in_part", "rejected"]
"""What became of an objection."""


class Response(Recorded, frozen=True, kw_only=True, tag="response"):
    """What the coordinators say to the objection ``about``; ``decision`` is the decision that it led to, if it led to one.

    It stands in the slot of the objection. One that corrects another names it among what it replaces.
    """

    about: str
    outcome: Outcome
    text: str
    decision: str = ""
