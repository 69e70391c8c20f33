"""What a batch brought, and what stands on it: decisions, later answers, questions answered (RECORD R7, R8, R16)."""

import json

from msgspec import Struct
from sqlalchemy import Connection

from evalapp.entry.contents import ANSWER, DECISION, REPLY, Answer, ChainRange, Decision, Reply
from evalapp.entry.revision import Revision, decode


class BatchContents(Struct, frozen=True, kw_only=True):
    """The ids of what a batch brought and the units it lies in, as far as it was not withdrawn before."""

    ids: frozenset[str]
    units: tuple[str, ...]


class Standing(Struct, frozen=True, kw_only=True):
    """A revision outside of a batch that refers to something in it, or one inside that says something of a question."""

    id: str
    n: int
    unit: str
    item: str
    revision: Revision


def contents_of_batch(connection: Connection, batch: int) -> BatchContents:
    """What a batch brought that is not withdrawn."""
    rows = connection.exec_driver_sql(
        "SELECT r.id, s.unit FROM revision r JOIN slot s ON s.s = r.slot "
        "LEFT JOIN ineligible i ON i.n = r.n AND i.reason = 'withdrawn' WHERE r.batch = ? AND i.n IS NULL",
        (batch,),
    ).all()
    return BatchContents(
        ids=frozenset(identity.hex() for identity, _unit in rows),
        units=tuple(sorted({unit for _id, unit in rows if unit})),
    )


def decisions_on(connection: Connection, contents: BatchContents) -> list[Standing]:
    """The decisions that count and weighed something of the batch, those among them that were replaced since too."""
    return [
        one
        for one in _revisions(connection, contents.units, (DECISION,), counting=True)
        if isinstance(one.revision.content, Decision)
        and contents.ids.intersection(one.revision.content.weighed)
    ]


def later_on(connection: Connection, contents: BatchContents, batch: int) -> list[Standing]:
    """The answers of other files that replaced one of the batch: they go on counting, since ancestry runs through it."""
    return [
        one
        for one in _revisions(connection, contents.units, (ANSWER,), counting=True, besides=batch)
        if contents.ids.intersection(one.revision.replaces)
    ]


def about_questions(connection: Connection, contents: BatchContents, batch: int) -> dict[str, list[str]]:
    """By question, the ids of the batch's answers and replies that name it."""
    found: dict[str, list[str]] = {}
    for one in _revisions(connection, contents.units, (ANSWER, REPLY), counting=True, of=batch):
        content = one.revision.content
        about = content.about if isinstance(content, Answer) else ()
        about = (content.about,) if isinstance(content, Reply) else about
        for question in about:
            found.setdefault(question, []).append(one.id)
    return found


def range_of(connection: Connection, n: int) -> ChainRange:
    """A single revision as a chain range."""
    device, seq, identity = connection.exec_driver_sql(
        "SELECT d.id, r.seq, r.id FROM revision r JOIN device d ON d.d = r.device WHERE r.n = ?", (n,)
    ).one()
    return ChainRange(device.hex(), int(seq), identity.hex())


def _revisions(
    connection: Connection,
    units: tuple[str, ...],
    kinds: tuple[int, ...],
    *,
    counting: bool,
    of: int | None = None,
    besides: int | None = None,
) -> list[Standing]:
    """Revisions of these kinds in these units, in the order in which they came."""
    numbers = ", ".join(str(kind) for kind in kinds)
    where = " AND i.n IS NULL" if counting else ""
    where += "" if of is None else f" AND r.batch = {of}"
    where += "" if besides is None else f" AND r.batch IS DISTINCT FROM {besides}"
    # CROSS JOIN keeps this order: from the few units to their slots.
    rows = connection.exec_driver_sql(
        "SELECT r.id, r.n, s.unit, s.item, r.body FROM json_each(?) u CROSS JOIN slot s ON s.unit = u.value "
        f"JOIN revision r ON r.slot = s.s LEFT JOIN ineligible i ON i.n = r.n WHERE s.kind IN ({numbers}){where} ORDER BY r.n",
        (json.dumps(units),),
    )
    return [
        Standing(id=identity.hex(), n=n, unit=unit, item=item, revision=decode(body))
        for identity, n, unit, item, body in rows
    ]
