"""What becomes of findings: dismissed with a reason, evidence judged, a question to the assessor; each a revision."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.text import clean
from evalapp.entry.contents import Review, ReviewStatus
from evalapp.merge.oddities.finding import Finding, Place
from evalapp.merge.oddities.settled import PREFIX, Pieces, Standing, Word, standing_of
from evalapp.store.append import Draft
from evalapp.store.project_file import Connection
from evalapp.store.reviews import reviews_replaced
from evalapp.work.asking import NewQuestion, ask
from evalapp.work.judged import all_words
from evalapp.work.looking import Looked
from evalapp.work.project import Project, require_role
from evalapp.work.questions import asked, waiting

NEED_REASON: tuple[ReviewStatus, ...] = ("weak", "broken")


def is_about_people(finding: Finding) -> bool:
    """Whether a finding cannot be told without assessors' names; all others leave whoever decides blind."""
    people = {place.subject for place in finding.places}
    shared_file = finding.kind == "reused" and not any("://" in ref for ref in finding.refs)
    return finding.kind == "alike" or (shared_file and len(people) > 1)


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
        pieces, findings = all_words(project, connection)
        places = frozenset(
            Place(one.unit, one.item, one.subject) for one in waiting(asked(project, connection))
        )
    return Words(pieces=pieces, findings=findings, asked=places)


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
