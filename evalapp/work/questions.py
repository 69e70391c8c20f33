"""Questions that were put to assessors, and how far each is (RECORD R28)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from evalapp.entry.contents import Answer
from evalapp.store.project_file import Connection, facts
from evalapp.store.queries import HeadRow, PersonRow, answers_of_unit, people, roster
from evalapp.store.questions import QuestionRow, answers_seen, questions
from evalapp.work.project import Project

QuestionState = Literal["open", "sent", "answered", "closed"]
SENT = "returned."
"""Names the local facts that say when a question was last written into a return."""


class Asked(Struct, frozen=True, kw_only=True):
    """A question, and how far it is.

    ``open``: nobody was told yet; ``sent``: it stands in a return that was written here; ``answered``: an answer of the subject
    names it (in a coordinator's project: a signed-off one); ``closed``: by the reply in ``reply``. ``item`` is the code in the
    edition in force. Times are UTC.
    """

    id: str
    unit: str
    unit_code: str
    unit_name: str
    item: str
    subject: str
    subject_name: str
    asked_by: str
    at: str
    text: str
    state: QuestionState
    reply: str = ""
    replied_by: str = ""
    replied_at: str = ""


def all_asked(project: Project) -> tuple[Asked, ...]:
    """Every question that the file holds: in an assessor's project those that were put to the person."""
    with project.file.read() as connection:
        return asked(project, connection)


def waiting(every: Sequence[Asked]) -> tuple[Asked, ...]:
    """The questions that wait for an answer or a reply."""
    return tuple(one for one in every if one.state in ("open", "sent"))


def asked(project: Project, connection: Connection, unit: str = "") -> tuple[Asked, ...]:
    """The questions of one unit, or of all, unit by unit; only those at items of the edition in force."""
    assessor = project.about.role == "assessor"
    rows = questions(connection, unit, project.about.me if assessor else "")
    if not rows:
        return ()
    persons = people(connection)
    units = {one.key: one for one in roster(connection)}
    known = {} if assessor else facts(connection)
    heads = _heads(connection, rows, signed=not assessor)
    found = []
    for row in rows:
        item = item_now(project, connection, row)
        if item is None or row.unit not in units:
            continue
        first = row.replies[0] if row.replies else None
        found.append(
            Asked(
                id=row.id,
                unit=row.unit,
                unit_code=units[row.unit].code,
                unit_name=units[row.unit].full_name,
                item=item,
                subject=row.subject,
                subject_name=_name(persons, row.subject),
                asked_by=_name(persons, row.author),
                at=row.at,
                text=row.question.text,
                state=_state(row, heads.get((row.unit, row.subject), ()), known),
                reply="" if first is None else first.text,
                replied_by="" if first is None else _name(persons, first.author),
                replied_at="" if first is None else first.at,
            )
        )
    return tuple(found)


def item_now(project: Project, connection: Connection, row: QuestionRow) -> str | None:
    """The item of the edition in force that a question is about; None where it has gone."""
    reading = project.terms.reading(connection)
    item = row.item if reading is None else reading.leaf(row.question.form, row.item)
    return item if item in project.tree.by_code else None


def questions_answered(
    connection: Connection, rows: Sequence[QuestionRow], answer: Answer
) -> tuple[str, ...]:
    """The questions among ``rows``, all of one cell, that ``answer`` answers by saying something else."""
    return tuple(
        sorted(row.id for row in rows if _judged(answer) not in map(_judged, _asked_about(connection, row)))
    )


def _asked_about(connection: Connection, row: QuestionRow) -> Sequence[Answer]:
    """What a question was asked about; nothing entered where it was asked about a blank."""
    blank = Answer(form=row.question.form, state="blank")
    return answers_seen(connection, row) if row.question.seen else (blank,)


def _judged(answer: Answer) -> tuple[object, ...]:
    return answer.state, answer.value, answer.justification, answer.evidence


def _heads(
    connection: Connection, rows: Sequence[QuestionRow], *, signed: bool
) -> Mapping[tuple[str, str], Sequence[HeadRow]]:
    """By unit and subject the answers that stand, or that are signed off, where anything was asked."""
    places = {(row.unit, row.subject) for row in rows}
    return {
        (unit, subject): [
            head
            for head in answers_of_unit(connection, unit, subject)
            if (head.signed if signed else head.present)
        ]
        for unit, subject in places
    }


def _state(row: QuestionRow, heads: Collection[HeadRow], known: Mapping[str, str]) -> QuestionState:
    if row.replies:
        return "closed"
    if any(isinstance(said := head.revision.content, Answer) and row.id in said.about for head in heads):
        return "answered"
    return "sent" if SENT + row.id in known else "open"


def _name(persons: Mapping[str, PersonRow], person: str) -> str:
    return persons[person].name if person in persons else person
