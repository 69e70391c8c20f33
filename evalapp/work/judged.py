"""What coordinators made of evidence: read from the reviews, for every page on which evidence stands."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from evalapp.entry.evidence import Evidence
from evalapp.merge.oddities.finding import Place
from evalapp.merge.oddities.settled import PREFIX, Pieces, Word, word_of
from evalapp.store.project_file import Connection
from evalapp.store.queries import people
from evalapp.store.reviews import ReviewRow, reviews
from evalapp.work.project import Project


class Judged(Struct, frozen=True):
    """The word on the piece of this number among an answer's evidence, counted from 1."""

    number: int
    word: Word


def all_words(project: Project, connection: Connection, unit: str = "") -> tuple[Pieces, Mapping[str, Word]]:
    """The words on pieces of evidence, of one unit or all, and those on findings by key; what was replaced says nothing."""
    every = reviews(connection, unit)
    replaced = {identity for row in every for identity in row.replaces}
    rows = [row for row in every if row.id not in replaced]
    names = {key: person.name for key, person in people(connection).items()} if rows else {}
    today = _codes_today(project, connection, {row.item for row in rows if row.unit})
    pieces: dict[tuple[Place, str], list[ReviewRow]] = defaultdict(list)
    findings: dict[str, list[ReviewRow]] = defaultdict(list)
    for row in rows:
        if row.review.ref.startswith(PREFIX):
            findings[row.review.ref.removeprefix(PREFIX)].append(row)
        else:
            place = Place(row.unit, today.get(row.item, row.item), row.subject)
            pieces[place, row.review.ref].append(row)
    return (
        {key: _word(those, names) for key, those in pieces.items()},
        {key: _word(those, names) for key, those in findings.items()},
    )


def judged_of(pieces: Pieces, place: Place, evidence: Sequence[Evidence]) -> tuple[Judged, ...]:
    """What was made of the evidence at a place; what nobody judged, or a word that was taken back, is left out."""
    return tuple(
        Judged(number, word)
        for number, piece in enumerate(evidence, 1)
        if (word := pieces.get((place, piece.ref))) is not None and (word.status != "open" or word.disputed)
    )


def _codes_today(project: Project, connection: Connection, items: set[str]) -> dict[str, str]:
    """The code in the edition in force of items that were reviewed under another one."""
    gone = items - project.tree.by_code.keys()
    if not gone:
        return {}
    return {
        old: leaf.code
        for leaf in project.tree.leaves
        for old in project.family(connection, leaf.code)
        if old in gone
    }


def _word(rows: Sequence[ReviewRow], names: Mapping[str, str]) -> Word:
    return word_of([(row.review, names.get(row.author, row.author), row.at) for row in rows])
