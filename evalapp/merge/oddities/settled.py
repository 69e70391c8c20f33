"""What became of findings and of evidence: the words of coordinators, and how long they hold."""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from evalapp.entry.contents import Review, ReviewStatus
from evalapp.merge.oddities.finding import Finding, Place

Standing = Literal["open", "asked", "reviewed", "dismissed"]
"""``asked``: a question about one of its cells waits; ``reviewed``: somebody has judged all of its evidence."""
STANDINGS: tuple[Standing, ...] = ("open", "asked", "reviewed", "dismissed")
PREFIX = "finding:"


class Word(Struct, frozen=True, kw_only=True):
    """What coordinators made of a piece of evidence or of a finding: its status, why, who and when (UTC).

    ``disputed``: two said different things unaware of each other; the status is then ``open``, and the reason holds both words.
    """

    status: ReviewStatus
    reason: str = ""
    by: str = ""
    at: str = ""
    saw: str = ""
    disputed: bool = False


Pieces = Mapping[tuple[Place, str], Word]
"""By place and ``ref``: the word on a piece of evidence."""


def word_of(said: Sequence[tuple[Review, str, str]]) -> Word:
    """One word out of the heads of one ``ref``, each with its author's name and time; the first where they say the same.

    No clock chooses: where they differ, nothing is settled (RECORD R18).
    """
    first, by, at = said[0]
    if len({(review.status, review.saw) for review, _by, _at in said}) == 1:
        return Word(status=first.status, reason=first.reason, by=by, at=at, saw=first.saw)
    reasons = "; ".join(f"{name}: {review.status} {review.reason}".strip() for review, name, _at in said)
    return Word(status="open", reason=reasons, by=by, at=at, disputed=True)


def standing_of(
    finding: Finding, pieces: Pieces, findings: Mapping[str, Word], asked: Collection[Place]
) -> Standing:
    """What became of a finding.

    ``findings`` holds words on findings by key: one that was found sound is dismissed, as long as it rests on the same. ``asked``
    are the places at which questions wait for an answer.
    """
    word = findings.get(finding.key)
    if word is not None and word.status == "sound" and word.saw == finding.about:
        return "dismissed"
    if any(place in asked for place in finding.places):
        return "asked"
    if finding.refs and all(_is_judged(finding, place, pieces) for place in finding.places):
        return "reviewed"
    return "open"


def _is_judged(finding: Finding, place: Place, pieces: Pieces) -> bool:
    """Whether a piece that the finding is about was judged at a place. A page may be named by several addresses."""
    words = [pieces[place, ref] for ref in finding.refs if (place, ref) in pieces]
    return any(word.status != "open" for word in words)
