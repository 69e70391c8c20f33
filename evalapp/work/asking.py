"""Giving an answer back with a question, and closing the question without a new answer (RECORD R28)."""

from collections.abc import Sequence

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.text import clean
from evalapp.entry.contents import Question, Reply
from evalapp.store.append import Draft
from evalapp.store.project_file import Connection
from evalapp.store.queries import answers_of_unit, assignments, roster
from evalapp.store.questions import questions
from evalapp.work.answering import require_asked
from evalapp.work.project import Project, require_role
from evalapp.work.questions import asked


class NewQuestion(Struct, frozen=True, kw_only=True):
    """A question that is to be asked: unit key, item, the subject's person id, and its words."""

    unit: str
    item: str
    subject: str
    text: str


def ask(project: Project, new: Sequence[NewQuestion]) -> int:
    """Ask questions, all or none; those that wait for an answer in the same words already are not asked twice. How many were.

    Raises AppError("question", "unknown_item", "not_assigned").
    """
    require_role(project, "coordinator")

    def drafts(connection: Connection) -> Sequence[Draft]:
        waiting = {
            (one.unit, one.item, one.subject, one.text)
            for one in asked(project, connection)
            if one.state != "closed"
        }
        written = []
        for one in new:
            draft = question_draft(project, connection, one)
            assert isinstance(draft.content, Question)
            place = (one.unit, one.item, one.subject, draft.content.text)
            if place not in waiting:
                waiting.add(place)
                written.append(draft)
        return written

    return sum(
        1 for read in project.write(drafts) if read.revision and isinstance(read.revision.content, Question)
    )


def question_draft(project: Project, connection: Connection, new: NewQuestion) -> Draft:
    """A question as it would be written. Raises AppError("question", "unknown_item", "not_assigned")."""
    unit = next(unit for unit in roster(connection) if unit.key == new.unit)
    place = {"unit": unit.full_name, "item": new.item}
    require_asked(project, unit, new.item)
    text = clean(new.text)
    if not text:
        raise AppError(
            "question", _("{unit} {item}: a question needs words. Nothing was asked.").format(**place)
        )
    expected = {(row.subject, row.unit, row.item) for row in assignments(connection)}
    if expected.isdisjoint({(new.subject, new.unit, ""), (new.subject, new.unit, new.item)}):
        raise AppError(
            "not_assigned",
            _("{unit} {item} is not assigned to this person. Nothing was asked.").format(**place),
        )
    heads = answers_of_unit(connection, new.unit, new.subject)
    seen = tuple(sorted(head.id for head in heads if head.item == new.item and head.present))
    content = Question(form=project.about.form_hash, text=text, seen=seen)
    return Draft(content=content, unit=new.unit, item=new.item, subject=new.subject)


def reply(project: Project, question: str, text: str) -> None:
    """Close a question without a new answer: as its subject, or as a coordinator who asks it no more.

    Raises AppError("unknown_question", "reply").
    """
    words = clean(text)
    if not words:
        raise AppError("reply", _("A reply needs words. Nothing was changed."))

    def drafts(connection: Connection) -> Sequence[Draft]:
        own = project.about.me if project.about.role == "assessor" else ""
        for row in questions(connection, subject=own):
            if row.id == question and not row.replies:
                content = Reply(about=row.id, text=words)
                return (Draft(content=content, unit=row.unit, item=row.item, subject=row.subject),)
        raise AppError(
            "unknown_question",
            _("This question is closed already, or was never asked here. Nothing was changed."),
        )

    project.write(drafts)
