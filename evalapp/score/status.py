"""What a cell, a group or a total ended as: the codes that arrays hold and the words that tables print."""

from typing import Final, Literal

Status = Literal[
    "answered",
    "not_found",
    "not_applicable",
    "unable",
    "blank",
    "scored",
    "insufficient",
    "pending",
    "vetoed",
    "passed",
    "failed",
    "ranked",
    "",
]
STATUSES: Final[tuple[Status, ...]] = (
    "answered",
    "not_found",
    "not_applicable",
    "unable",
    "blank",
    "scored",
    "insufficient",
    "pending",
    "vetoed",
    "passed",
    "failed",
    "ranked",
    "",
)
"""Leaves take the first five (the states of an answer), groups and totals the others; "" says nothing."""

(
    ANSWERED,
    NOT_FOUND,
    NOT_APPLICABLE,
    UNABLE,
    BLANK,
    SCORED,
    INSUFFICIENT,
    PENDING,
    VETOED,
    PASSED,
    FAILED,
    RANKED,
    NOTHING,
) = range(len(STATUSES))


def status_name(code: int) -> Status:
    """The word for a code out of a status array."""
    return STATUSES[int(code)]
