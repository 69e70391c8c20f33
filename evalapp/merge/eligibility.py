"""Which revisions count at all: authority, keys, chains, withdrawals (RECORD R4, R6, R8, R12–R14).

A revision that does not count stays in the union with one of the ``REASONS``; nothing is ever thrown away.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from evalapp.entry.contents import KIND_NUMBERS, Content, kind_number

NEWER = "newer"  # made by a newer version
AUTHORITY = "authority"  # the author may not write this kind, or not for this subject
KEY = "key"  # the device's key is not (yet) accepted for its person
GAP = "gap"  # an earlier part of the chain has not come
EDITION = "edition"  # it speaks of an edition of the form that has not come
FAR_AHEAD = "far_ahead"  # the counter leaps beyond what honest use reaches
WITHDRAWN = "withdrawn"  # a withdrawal names it
FOREIGN = "foreign"  # it rules a project that was adopted, not this one
REASONS = (NEWER, AUTHORITY, FOREIGN, FAR_AHEAD, EDITION, KEY, GAP, WITHDRAWN)
"""In the order in which they are given: a revision with several carries the first."""
RELEASABLE = frozenset({KEY, GAP, FAR_AHEAD})
"""What a release by name lets count: the rest follows from what a revision says, or from what has not come yet."""

NOT_HELD = (WITHDRAWN, FOREIGN)
"""Reasons for which a revision does not count and that nobody is to judge."""
OWN_KINDS = frozenset(KIND_NUMBERS[name] for name in ("answer", "reply", "signoff", "enrolment"))
"""What an assessor may write, for the own person only."""
DECIDING_KINDS = frozenset(
    KIND_NUMBERS[name] for name in ("decision", "answer", "signoff", "reply", "question")
)
"""What a coordinator of an adopted project may write here, for others too (RECORD R27)."""

LAMPORT_LEAP = 1_000_000


class Key(Struct, frozen=True):
    """An enrolment with a valid proof: its revision's id, the key, and the enrolments that its author saw (RECORD R12)."""

    id: str
    key: str
    replaces: tuple[str, ...] = ()


def accepted_keys(enrolled: Iterable[Key], judged: Mapping[str, bool]) -> frozenset[str]:
    """The keys that speak for a person.

    ``judged``: keys that a coordinator has accepted or refused, which settles it. Without a word the key that was enrolled
    first counts, and one enrolled in sight of it waits to be judged. First is what nobody's enrolment precedes, never what
    has the smaller counter or came earlier: where two laptops enrolled without knowing of each other, both wait.
    """
    enrolments = tuple(enrolled)
    known = {one.id for one in enrolments}
    first = {one.key for one in enrolments if known.isdisjoint(one.replaces)}
    accepted = {key for key, yes in judged.items() if yes}
    candidates = {key for key in first if judged.get(key) is not False}
    if len(candidates) == 1 and not accepted:
        accepted |= candidates
    return frozenset(accepted)


def has_authority(content: Content, author: str, subject: str, coordinators: frozenset[str]) -> bool:
    """Whether the author may write this content (RECORD R13, kind × role).

    Assessors answer, reply and sign off for themselves and enrol their own key; everything else is a coordinator's.
    """
    if author in coordinators:
        return True
    return subject == author and kind_number(content) in OWN_KINDS


def gaps(seqs: Sequence[int]) -> int:
    """The first sequence number of a device that is missing (RECORD R9): what lies beyond it is held."""
    expected = 1
    for seq in sorted(set(seqs)):
        if seq != expected:
            break
        expected += 1
    return expected
