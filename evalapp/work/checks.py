"""What becomes of findings: dismissed with a reason, evidence judged, a question to the assessor; each a revision."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.text import clean
from evalapp.entry.contents import Review, ReviewStatus
from evalapp.merge.oddities.finding import Finding, Place
from evalapp.merge.oddities.settled import PREFIX, Pieces, Standing, Word, standing_of, word_of
from evalapp.store.append import Draft
from evalapp.store.project_file import Connection
from evalapp.store.queries import people
from evalapp.store.reviews import ReviewRow, reviews, reviews_replaced
from evalapp.work.asking import NewQuestion, ask
from evalapp.work.looking import Looked
from evalapp.work.project import Project, require_role
from evalapp.work.questions import asked, waiting

NEED_REASON: tuple[ReviewStatus, ...] = ("weak", "broken")
NAMING = ("alike", "reused")
"""Kinds that are about people: only these tell assessors' names, so that whoever decides can stay blind."""


class Words(Struct, frozen=True, kw_only=True, eq=False):
    """All words of coordinators: on pieces of evidence, on findings by key; and the places where questions wait."""

    pieces: Pieces
    findings: Mapping[str, Word]
    asked: frozenset[Place]


class Checked(Struct, frozen=True, kw_only=True):
    """A finding with what became of it; ``word`` is what was said where it was dismissed, or had been for something else."""

    finding: Finding
    standing: Standing
    word: Word | None = None


def words_of(project: Project) -> Words:
    """Everything that was said of evidence and findings so far."""
    require_role(project, "coordinator")
    with project.file.read() as connection:
        every = reviews(connection)
        replaced = {identity for row in every for identity in row.replaces}
        rows = [row for row in every if row.id not in replaced]
        names = {key: person.name for key, person in people(connection).items()}
        today = _codes_today(project, connection, {row.item for row in rows if row.unit})
        places = frozenset(
            Place(one.unit, one.item, one.subject) for one in waiting(asked(project, connection))
        )
    of_pieces: dict[tuple[Place, str], list[ReviewRow]] = defaultdict(list)
    of_findings: dict[str, list[ReviewRow]] = defaultdict(list)
    for row in rows:
        if row.review.ref.startswith(PREFIX):
            of_findings[row.review.ref.removeprefix(PREFIX)].append(row)
        else:
            place = Place(row.unit, today.get(row.item, row.item), row.subject)
            of_pieces[place, row.review.ref].append(row)
    return Words(
        pieces={key: _word(those, names) for key, those in of_pieces.items()},
        findings={key: _word(those, names) for key, those in of_findings.items()},
        asked=places,
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


def checked(looked: Looked, words: Words) -> tuple[Checked, ...]:
    """The findings in their order, each with what became of it."""
    return tuple(
        Checked(
            finding=finding,
            standing=standing_of(finding, words.pieces, words.findings, words.asked),
            word=words.findings.get(finding.key),
        )
        for finding in looked.findings
    )


def dismiss(project: Project, finding: Finding, reason: str) -> None:
    """Put a finding aside for a reason, as long as it rests on the same. Raises AppError("reason")."""
    _review(project, [(_slot_of(finding), PREFIX + finding.key)], "sound", _reason(reason), finding.about)


def reopen(project: Project, finding: Finding) -> None:
    """Take a dismissal back."""
    _review(project, [(_slot_of(finding), PREFIX + finding.key)], "open", "", "")


def _slot_of(finding: Finding) -> Place:
    """A slot of its own: the cells of a finding may change while it is the same."""
    return Place("", finding.key, "")


def judge_evidence(
    project: Project,
    looked: Looked,
    finding: Finding,
    status: ReviewStatus,
    reason: str,
    places: Sequence[Place] = (),
) -> int:
    """Say what is to be made of the evidence that a finding is about, at these places or all; how many pieces that was.

    ``weak`` and ``broken`` need a reason: AppError("reason").
    """
    words = _reason(reason) if status in NEED_REASON else clean(reason)
    pieces = [
        (place, piece.ref)
        for place in (places or finding.places)
        for piece in looked.said[place].evidence
        if piece.ref in finding.refs
    ]
    return _review(project, list(dict.fromkeys(pieces)), status, words, "")


def ask_about(project: Project, finding: Finding, text: str, places: Sequence[Place]) -> int:
    """Turn a finding into a question at each of these places; how many were asked that do not wait already.

    Raises AppError("question", "unknown_item", "not_assigned").
    """
    if not clean(text):
        raise AppError("question", _("A question needs words. Nothing was asked."))
    known = [place for place in places if place in finding.places]
    return ask(
        project,
        [NewQuestion(unit=one.unit, item=one.item, subject=one.subject, text=text) for one in known],
    )


def _reason(reason: str) -> str:
    words = clean(reason)
    if not words:
        raise AppError("reason", _("Say in one sentence why. Nothing was changed."))
    return words


def _review(
    project: Project, pieces: Sequence[tuple[Place, str]], status: ReviewStatus, reason: str, saw: str
) -> int:
    """Write reviews, each replacing those of the same piece; what stands already is not said again."""
    require_role(project, "coordinator")

    def drafts(connection: Connection) -> Sequence[Draft]:
        found = []
        for place, ref in pieces:
            content = Review(ref=ref, status=status, reason=reason, saw=saw)
            items = project.family(connection, place.item) if place.unit else (place.item,)
            before = reviews_replaced(connection, place.unit, items, place.subject, ref)
            stands = len(before) == 1 and before[0].review == content
            if not stands and (before or status != "open"):
                found.append(
                    Draft(
                        content=content,
                        unit=place.unit,
                        item=place.item,
                        subject=place.subject,
                        replaces=tuple(sorted(row.id for row in before)),
                    )
                )
        return found

    return len(project.write(drafts))
