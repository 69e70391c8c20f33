"""Which revisions count at all: authority, keys, chains, withdrawals (RECORD R4, R6, R8, R12–R14).

A revision that does not count stays in the union with one of the ``REASONS``; nothing is ever thrown away.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from evalapp.entry.contents import Answer, Content, Enrolment, SignOff

NEWER = "newer"  # made by a newer version
AUTHORITY = "authority"  # the author may not write this kind, or not for this subject
KEY = "key"  # the device's key is not (yet) accepted for its person
GAP = "gap"  # an earlier part of the chain has not come
FAR_AHEAD = "far_ahead"  # the counter leaps beyond what honest use reaches
WITHDRAWN = "withdrawn"  # a withdrawal names it
REASONS = (NEWER, AUTHORITY, FAR_AHEAD, KEY, GAP, WITHDRAWN)
"""In the order in which they are given: a revision with several carries the first."""

LAMPORT_LEAP = 1_000_000


class Key(Struct, frozen=True):
    """A key that a person used, in the order in which its proof counts (RECORD R12)."""

    lamport: int
    id: str
    key: str


def accepted_keys(enrolled: Iterable[Key], judged: Mapping[str, bool]) -> frozenset[str]:
    """The keys that speak for a person.

    ``enrolled``: keys with a valid proof; without a coordinator's word only the first of them, by (Lamport, id), counts,
    so that a second laptop with the same task is held for a person to judge. ``judged``: keys that a coordinator has
    accepted or refused, which settles it.
    """
    accepted = {key for key, yes in judged.items() if yes}
    candidates = sorted(
        (key for key in enrolled if judged.get(key.key) is not False), key=lambda key: (key.lamport, key.id)
    )
    if candidates and not accepted:
        accepted.add(candidates[0].key)
    return frozenset(accepted)


def has_authority(content: Content, author: str, subject: str, coordinators: frozenset[str]) -> bool:
    """Whether the author may write this content (RECORD R13, kind × role).

    Assessors answer and sign off for themselves and enrol their own key; everything else is a coordinator's.
    """
    if author in coordinators:
        return True
    if isinstance(content, Answer | SignOff | Enrolment):
        return subject == author
    return False


def gaps(seqs: Sequence[int]) -> int:
    """The first sequence number of a device that is missing (RECORD R9): what lies beyond it is held."""
    expected = 1
    for seq in sorted(set(seqs)):
        if seq != expected:
            break
        expected += 1
    return expected
