"""The shape that all findings have: what, where, how strong, and why."""

import hashlib
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

Kind = Literal["outlier", "alike", "jump", "reused", "doubtful"]
KINDS: tuple[Kind, ...] = ("outlier", "alike", "jump", "reused", "doubtful")
"""Values far from their peers; answer sets that are the same; leaps since the edition before; evidence used twice; evidence
that is broken, weak or missing."""


class Place(Struct, frozen=True, order=True, gc=False):
    """An answer that a finding is about: unit key, item code, and whose it is."""

    unit: str
    item: str
    subject: str


class Finding(Struct, frozen=True, kw_only=True):
    """Something to look at. It accuses nobody: it says what was seen, in numbers.

    ``key`` names it as long as it is the same thing at the same place, ``about`` is a digest of what it rests on: what was said
    of the finding holds while both are the same. ``strength`` is 0…100, for the order only. ``why`` is a whole sentence in the
    language in force. ``refs`` are the pieces of evidence that it is about, as answers name them.
    """

    kind: Kind
    key: str
    places: tuple[Place, ...]
    strength: float
    why: str
    about: str
    refs: tuple[str, ...] = ()


def key_of(kind: Kind, *parts: str) -> str:
    """The kind and sixteen digits that stand for ``parts``."""
    return f"{kind}-{digest(parts)}"


def digest(parts: Iterable[str]) -> str:
    """Sixteen digits that stand for these texts in this order."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(f"{len(part)}:{part}".encode())
    return whole.hexdigest()[:16]


def strongest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """In the order in which they are looked at; equal ones by kind and key, so that the order is always the same."""
    return tuple(sorted(findings, key=lambda one: (-one.strength, KINDS.index(one.kind), one.key)))


def clipped(strength: float) -> float:
    """A strength within its bounds, without decimals that nobody reads."""
    return round(min(100.0, max(0.0, strength)), 1)
