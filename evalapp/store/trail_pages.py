"""Pages of the trail: filtered, in order of time, each found by the key of the row before it."""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from sqlalchemy import Connection

from evalapp.entry.revision import Revision, decode
from evalapp.merge.eligibility import NEWER
from evalapp.store.history import clock_of

COUNTS, NOT = "counts", "not"
_MANY = 5000


class Wanted(Struct, frozen=True, kw_only=True):
    """Which rows are wanted; what is left empty does not narrow.

    ``person`` wrote it or is its subject. ``items`` are all codes of an item, ``since`` and ``until`` seconds since 1970, the
    second excluded, ``batch`` a number of a merged file and 0 what was written here. ``standing`` is COUNTS, NOT or a reason.
    """

    person: str = ""
    author: str = ""
    subject: str = ""
    unit: str = ""
    items: tuple[str, ...] = ()
    kind: int | None = None
    since: int | None = None
    until: int | None = None
    batch: int | None = None
    standing: str = ""


class Key(Struct, frozen=True):
    """Where a page ended: the next one begins behind it."""

    at: int
    n: int


class TrailRow(Struct, frozen=True, kw_only=True):
    """A revision with where it came from; ``revision`` is None where a newer version made it. ``clock`` as history has it.

    ``replaced`` are the revisions that it names as replaced, as far as they are here. People are ids.
    """

    key: Key
    id: str
    kind: int
    unit: str
    item: str
    subject: str
    author: str
    device: str
    seq: int
    lamport: int
    batch: int
    file: str
    standing: str
    clock: str
    revision: Revision | None
    replaced: tuple[Revision, ...] = ()


class _Query(Struct, frozen=True):
    """A source of rows with its conditions."""

    source: str
    where: str
    values: tuple[object, ...]


def page(
    connection: Connection, wanted: Wanted, *, newest: bool = True, after: Key | None = None, limit: int = 100
) -> list[TrailRow]:
    """At most ``limit`` rows behind ``after``, the newest or the oldest first."""
    order, sign = ("DESC", "<") if newest else ("ASC", ">")
    found: list[tuple[int, int]] = []
    for query in _queries(connection, wanted):
        # In two steps, since an index finds a place in time, and within one second a number, but not the pair of them.
        steps: list[tuple[str, tuple[int, ...]]] = [("", ())]
        if after is not None:
            steps = [
                (f" AND t.at = ? AND t.n {sign} ?", (after.at, after.n)),
                (f" AND t.at {sign} ?", (after.at,)),
            ]
        mine: list[tuple[int, int]] = []
        for behind, place in steps:
            if len(mine) < limit:
                rows = connection.exec_driver_sql(
                    f"SELECT t.at, t.n FROM {query.source} WHERE {query.where}{behind} "
                    f"ORDER BY t.at {order}, t.n {order} LIMIT {int(limit) - len(mine)}",
                    (*query.values, *place),
                )
                mine.extend((at, n) for at, n in rows)
        found.extend(mine)
    found.sort(reverse=newest)
    return _rows(connection, found[:limit])


def every_row(
    connection: Connection, wanted: Wanted, *, newest: bool, chunk: int = 2000
) -> Iterator[list[TrailRow]]:
    """All rows in order, in parts, in one view of the file."""
    after: Key | None = None
    while part := page(connection, wanted, newest=newest, after=after, limit=chunk):
        yield part
        after = part[-1].key


def total(connection: Connection, wanted: Wanted) -> int:
    """How many rows there are."""
    return sum(
        int(
            connection.exec_driver_sql(f"SELECT count(*) FROM {q.source} WHERE {q.where}", q.values).scalar()
            or 0
        )
        for q in _queries(connection, wanted)
    )


def counts_by(connection: Connection, wanted: Wanted, column: str) -> dict[object, int]:
    """How many rows there are by ``kind``, ``batch``, or ``author`` (person ids)."""
    found: dict[object, int] = {}
    for q in _queries(connection, wanted, by=column):
        rows = connection.exec_driver_sql(
            f"SELECT t.{column}, count(*) FROM {q.source} WHERE {q.where} GROUP BY t.{column}", q.values
        )
        for value, count in rows:
            found[value] = found.get(value, 0) + int(count)
    if column == "author":
        named = connection.exec_driver_sql("SELECT p, id FROM trail_person").all()
        names: dict[object, str] = {row[0]: row[1] for row in named}
        found = {names.get(value, ""): count for value, count in found.items()}
    return found


def reasons(connection: Connection, wanted: Wanted) -> dict[str, int]:
    """How many of the rows do not count, by reason."""
    where, values = _conditions(connection, wanted, standing=False)
    rows = connection.exec_driver_sql(
        f"SELECT i.reason, count(*) FROM ineligible i CROSS JOIN trail t ON t.n = i.n WHERE {where} GROUP BY i.reason",
        values,
    )
    return {str(reason): int(count) for reason, count in rows}


def _queries(connection: Connection, wanted: Wanted, by: str = "") -> list[_Query]:
    """The rows as sources that do not overlap: who is a person's author or subject is asked for in two parts."""
    if not wanted.person:
        return [_query(connection, wanted, by)]
    p = _number(connection, wanted.person)
    wrote, about = (_query(connection, wanted, by, (name, p)) for name in ("author", "subject"))
    return [wrote, _Query(about.source, f"{about.where} AND t.author <> ?", (*about.values, p))]


def _query(connection: Connection, wanted: Wanted, by: str, more: tuple[str, int] | None = None) -> _Query:
    where, values = _conditions(connection, wanted, standing=True)
    narrow: list[tuple[str, object]] = [("unit", wanted.unit)] if wanted.unit else []
    narrow += [("item", wanted.items[0])] if len(wanted.items) == 1 else []
    narrow += [("kind", wanted.kind)] if wanted.kind is not None else []
    narrow += [("batch", wanted.batch)] if wanted.batch is not None else []
    narrow += [("author", _number(connection, wanted.author))] if wanted.author else []
    narrow += [("subject", _number(connection, wanted.subject))] if wanted.subject else []
    if more is not None:
        narrow.append(more)
        where, values = f"{where} AND t.{more[0]} = ?", (*values, more[1])
    if wanted.standing not in ("", COUNTS) and _count(connection, "ineligible", "", ()) <= _MANY:
        return _Query("ineligible i CROSS JOIN trail t ON t.n = i.n", where, values)
    best = min(
        ((_count(connection, "trail", f"{name} = ?", (value,)), name) for name, value in narrow),
        default=(_MANY + 1, by or "at"),
    )
    # With nothing that narrows, counting walks along the column that it counts by, and a page along the time.
    name = best[1] if best[0] <= _MANY or len(narrow) == 1 or by else "at"
    if wanted.since is not None or wanted.until is not None:
        name = best[1] if best[0] <= _MANY else "at"
    return _Query(f"trail t INDEXED BY trail_{name}", where, values)


def _conditions(connection: Connection, wanted: Wanted, *, standing: bool) -> tuple[str, tuple[object, ...]]:
    parts: list[tuple[str, object]] = []
    if wanted.unit:
        parts.append(("t.unit = ?", wanted.unit))
    if wanted.kind is not None:
        parts.append(("t.kind = ?", wanted.kind))
    if wanted.batch is not None:
        parts.append(("t.batch = ?", wanted.batch))
    if wanted.author:
        parts.append(("t.author = ?", _number(connection, wanted.author)))
    if wanted.subject:
        parts.append(("t.subject = ?", _number(connection, wanted.subject)))
    if wanted.since is not None:
        parts.append(("t.at >= ?", wanted.since))
    if wanted.until is not None:
        parts.append(("t.at < ?", wanted.until))
    where, values = ["1 = 1", *(sql for sql, _value in parts)], [value for _sql, value in parts]
    if wanted.items:
        where.append(f"t.item IN ({', '.join('?' * len(wanted.items))})")
        values += wanted.items
    if standing and wanted.standing == COUNTS:
        where.append("NOT EXISTS (SELECT 1 FROM ineligible x WHERE x.n = t.n)")
    elif standing and wanted.standing == NOT:
        where.append("EXISTS (SELECT 1 FROM ineligible x WHERE x.n = t.n)")
    elif standing and wanted.standing:
        where.append("EXISTS (SELECT 1 FROM ineligible x WHERE x.n = t.n AND x.reason = ?)")
        values.append(wanted.standing)
    return " AND ".join(where), tuple(values)


def _count(connection: Connection, table: str, where: str, values: Sequence[object]) -> int:
    """How many rows match, counted no further than is worth it."""
    condition = f" WHERE {where}" if where else ""
    found = connection.exec_driver_sql(
        f"SELECT count(*) FROM (SELECT 1 FROM {table}{condition} LIMIT {_MANY + 1}) AS many", tuple(values)
    ).scalar()
    return int(found or 0)


def _number(connection: Connection, person: str) -> int:
    found = connection.exec_driver_sql("SELECT p FROM trail_person WHERE id = ?", (person,)).scalar()
    return -1 if found is None else int(found)


_ROW = (
    "SELECT t.n, r.id, t.kind, t.unit, t.item, s.s, s.subject, d.person, d.id, r.seq, r.lamport, t.batch, b.name, "
    "b.at, i.reason, r.body, "
    "(SELECT p.body FROM revision p WHERE p.device = r.device AND p.seq = r.seq - 1 ORDER BY p.body DESC LIMIT 1) "
    "FROM trail t JOIN revision r ON r.n = t.n JOIN slot s ON s.s = r.slot JOIN device d ON d.d = r.device "
    "LEFT JOIN batch b ON b.b = r.batch LEFT JOIN ineligible i ON i.n = r.n WHERE t.n IN ({numbers})"
)


def _rows(connection: Connection, keys: Sequence[tuple[int, int]]) -> list[TrailRow]:
    numbers = ", ".join(str(int(n)) for _at, n in keys)
    found = {row[0]: row for row in connection.exec_driver_sql(_ROW.format(numbers=numbers))}
    rows = []
    for at, n in keys:
        _n, identity, kind, unit, item, slot, subject, person, device, seq, lamport, *rest = found[n]
        batch, file, merged, reason, body, before = rest
        revision = None if reason == NEWER else decode(body)
        rows.append(
            TrailRow(
                key=Key(at, n),
                id=identity.hex(),
                kind=kind,
                unit=unit,
                item=item,
                subject=subject,
                author=person.hex(),
                device=device.hex(),
                seq=seq,
                lamport=lamport,
                batch=batch,
                file=file or "",
                standing=reason or "",
                clock="" if revision is None else clock_of(revision.at, before, merged),
                revision=revision,
                replaced=_replaced(connection, slot, revision),
            )
        )
    return rows


def _replaced(connection: Connection, slot: int, revision: Revision | None) -> tuple[Revision, ...]:
    """What a revision replaces, in its slot or, where its item has had another code, in those beside it."""
    if revision is None or not revision.replaces:
        return ()
    names = {bytes.fromhex(name) for name in revision.replaces}
    rows = connection.exec_driver_sql("SELECT id, body FROM revision WHERE slot = ?", (slot,)).all()
    found = [decode(body) for identity, body in rows if identity in names]
    if len(found) < len(names) and revision.unit:
        beside = connection.exec_driver_sql(
            "SELECT r.id, r.body FROM slot o JOIN slot s ON s.unit = o.unit AND s.kind = o.kind AND s.subject = o.subject "
            "JOIN revision r ON r.slot = s.s WHERE o.s = ? AND s.s <> o.s",
            (slot,),
        )
        found += [decode(body) for identity, body in beside if identity in names]
    return tuple(found)
