"""Derived tables of the small kinds: roster, people, assignments, settings, sign-offs. Rebuilt whole when touched."""

import json
from collections.abc import Sequence

from sqlalchemy import Connection

from evalapp.entry.contents import (
    KIND_NUMBERS,
    SIGNOFF,
    Assignment,
    Content,
    Founding,
    PersonEntry,
    Setting,
    SignOff,
    UnitEntry,
)
from evalapp.entry.revision import decode
from evalapp.merge.trust import Trust

CELL_KINDS = frozenset(KIND_NUMBERS[name] for name in ("unit", "assignment", "setting"))
"""Kinds whose change may move every cell."""
MODEL_KINDS = frozenset(
    KIND_NUMBERS[name]
    for name in ("project", "person", "unit", "assignment", "setting", "enrolment", "key", "grant")
)


def rebuild_read_models(connection: Connection, trust: Trust) -> None:
    """Write the read models anew from the heads of their kinds.

    Several heads with different content are a dispute (RECORD R18): the first by id is shown and marked, and what
    depends on it waits; nothing is chosen by time.
    """
    for table in ("unit_row", "person", "assignment", "setting"):
        connection.exec_driver_sql(f"DELETE FROM {table}")
    units, people, assignments, settings = [], {}, [], []
    for (_kind, unit, item, subject), contents in _heads_by_slot(connection):
        content, disputed = contents[0], int(len(set(contents)) > 1)
        if isinstance(content, UnitEntry):
            columns = json.dumps(content.columns, ensure_ascii=False)
            units.append(
                (unit, content.place, content.code, content.name, columns, int(content.removed), disputed)
            )
        elif isinstance(content, PersonEntry):
            people[subject] = (content.name, content.code)
        elif isinstance(content, Founding):
            people[content.person] = (content.name, content.code)
        elif isinstance(content, Setting):
            settings.append((item, content.value, disputed))
        elif isinstance(content, Assignment) and content.active and not _bars(contents):
            assignments.append((unit, item, subject, content.place))
    _insert(connection, "unit_row", units)
    _insert(
        connection,
        "person",
        [
            (
                person,
                name,
                code,
                _role(person, trust),
                json.dumps(sorted(trust.keys.get(person, ()))),
            )
            for person, (name, code) in people.items()
        ],
    )
    _insert(connection, "assignment", assignments)
    _insert(connection, "setting", settings)


def _bars(contents: Sequence[Content]) -> bool:
    """Whether some coordinator bars the subject: nobody answers a unit while that is in dispute."""
    return any(isinstance(one, Assignment) and one.barred for one in contents)


def _role(person: str, trust: Trust) -> str:
    if person in trust.coordinators:
        return "coordinator"
    if person in trust.deciders:
        return "guest"
    return "former" if person in trust.former else "assessor"


def _heads_by_slot(connection: Connection) -> list[tuple[tuple[int, str, str, str], list[Content]]]:
    kinds = ", ".join(str(kind) for kind in sorted(MODEL_KINDS))
    found: dict[tuple[int, str, str, str], list[Content]] = {}
    rows = connection.exec_driver_sql(
        "SELECT h.kind, h.unit, h.item, h.subject, r.body FROM head h JOIN revision r ON r.n = h.n "
        f"WHERE h.kind IN ({kinds}) ORDER BY h.kind, h.unit, h.item, h.subject, r.id"
    )
    for kind, unit, item, subject, body in rows:
        found.setdefault((kind, unit, item, subject), []).append(decode(body).content)
    return list(found.items())


def _insert(connection: Connection, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.exec_driver_sql(f"INSERT INTO {table} VALUES ({marks})", list(rows))


def rebuild_signoffs(connection: Connection) -> set[tuple[str, str]]:
    """Write anew how far each subject has signed off each unit on each device; the (subject, unit) pairs that moved.

    A sign-off that was withdrawn or is held covers nothing (RECORD R15).
    """
    before = {
        (subject, unit, device): (seq, at)
        for subject, unit, device, seq, at in connection.exec_driver_sql(
            "SELECT subject, unit, device, seq, at FROM signoff"
        )
    }
    devices = {
        identity.hex(): d for identity, d in connection.exec_driver_sql("SELECT id, d FROM device").all()
    }
    after: dict[tuple[str, str, int], tuple[int, str]] = {}
    rows = connection.exec_driver_sql(
        "SELECT r.body FROM slot s JOIN revision r ON r.slot = s.s LEFT JOIN ineligible i ON i.n = r.n "
        "WHERE s.unit = '' AND s.kind = ? AND i.n IS NULL",
        (SIGNOFF,),
    ).all()
    for (body,) in rows:
        revision = decode(body)
        assert isinstance(revision.content, SignOff)
        for unit in revision.content.units:
            for tip in revision.content.tips:
                place = (revision.subject, unit, devices.get(tip.device, 0))
                if place[2]:
                    seq, at = after.get(place, (0, ""))
                    after[place] = (max(seq, tip.seq), max(at, revision.at))
    if after != before:
        connection.exec_driver_sql("DELETE FROM signoff")
        _insert(connection, "signoff", [(*place, *reach) for place, reach in after.items()])
    return {
        place[:2]
        for place in before.keys() | after.keys()
        if before.get(place, (0, ""))[0] != after.get(place, (0, ""))[0]
    }
