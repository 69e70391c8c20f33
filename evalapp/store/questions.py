"""Questions on answers, with what was said to them (RECORD R28)."""

from collections import defaultdict

from msgspec import Struct
from sqlalchemy import Connection

from evalapp.entry.contents import ANSWER, QUESTION, REPLY, Answer, Question, Reply
from evalapp.entry.revision import Revision, decode


class ReplyRow(Struct, frozen=True):
    """What closed a question: who said what, when (UTC)."""

    author: str
    at: str
    text: str


class QuestionRow(Struct, frozen=True, kw_only=True):
    """A question with its replies, the first one first. ``item`` is the code in the edition under which it was asked."""

    id: str
    unit: str
    item: str
    subject: str
    author: str
    at: str
    question: Question
    replies: tuple[ReplyRow, ...] = ()


def questions(connection: Connection, unit: str = "", subject: str = "") -> list[QuestionRow]:
    """The questions that count, of one unit or all, to one subject or all: by unit, item and counter."""
    replies: dict[str, list[ReplyRow]] = defaultdict(list)
    for _id, revision in _heads(connection, REPLY, unit, subject):
        content = revision.content
        if isinstance(content, Reply):
            replies[content.about].append(ReplyRow(revision.author, revision.at, content.text))
    return [
        QuestionRow(
            id=identity,
            unit=revision.unit,
            item=revision.item,
            subject=revision.subject,
            author=revision.author,
            at=revision.at,
            question=revision.content,
            replies=tuple(replies.get(identity, ())),
        )
        for identity, revision in _heads(connection, QUESTION, unit, subject)
        if isinstance(revision.content, Question)
    ]


def _heads(connection: Connection, kind: int, unit: str, subject: str) -> list[tuple[str, Revision]]:
    where = "".join((" AND h.unit = :unit" if unit else "", " AND h.subject = :subject" if subject else ""))
    rows = connection.exec_driver_sql(
        "SELECT r.id, r.body FROM head h JOIN revision r ON r.n = h.n "
        f"WHERE h.kind = :kind AND h.present = 1{where} ORDER BY h.unit, h.item, r.lamport, r.id",
        {"kind": kind, "unit": unit, "subject": subject},
    )
    return [(identity.hex(), decode(body)) for identity, body in rows]


def answers_seen(connection: Connection, row: QuestionRow) -> list[Answer]:
    """The answers that a question was asked about, as far as this file holds them."""
    rows = connection.exec_driver_sql(
        "SELECT r.id, r.body FROM slot s JOIN revision r ON r.slot = s.s WHERE s.unit = ? AND s.subject = ? AND s.kind = ?",
        (row.unit, row.subject, ANSWER),
    )
    seen = frozenset(row.question.seen)
    contents = [decode(body).content for identity, body in rows if identity.hex() in seen]
    return [content for content in contents if isinstance(content, Answer)]
