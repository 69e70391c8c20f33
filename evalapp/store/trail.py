"""The trail: one narrow row a revision, by which an audit finds its page in a project of a million (RECORD R32).

It is a local index, made when it is first asked for and then brought up to date with what has come since: revisions are only
ever added, and their numbers only grow. Importing never waits for it. A damaged or older trail is made anew.
"""

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, MetaData, SmallInteger, Table, Text

from evalapp.base.progress import Progress
from evalapp.store.project_file import facts, set_facts

_VERSION = "1"
_CHUNK = 20_000
_MANY = 50_000

_tables = MetaData()
trail = Table(
    "trail",
    _tables,
    Column("n", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),  # seconds since 1970, as the writer's clock had it
    Column("kind", SmallInteger, nullable=False),
    Column("unit", Text, nullable=False),
    Column("item", Text, nullable=False),
    Column("subject", Integer, nullable=False),  # a number of trail_person, 0 for nobody
    Column("author", Integer, nullable=False),
    Column("batch", Integer, nullable=False),  # 0 for what was written here
    Index("trail_at", "at"),
    Index("trail_kind", "kind", "at"),
    Index("trail_unit", "unit", "at"),
    Index("trail_item", "item", "at"),
    Index("trail_subject", "subject", "at"),
    Index("trail_author", "author", "at"),
    Index("trail_batch", "batch", "at"),
)
trail_person = Table(
    "trail_person",
    _tables,
    Column("p", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
)

# The time stands before anything that people can fill, so that its first key is the right one.
_WRITTEN = 'CAST(substr(r.body, instr(r.body, CAST(\'"at":"\' AS BLOB)) + 6, 20) AS TEXT)'
_SECONDS = f"coalesce(CAST(strftime('%s', {_WRITTEN}) AS INTEGER), 0)"
_INSERT = (
    "INSERT INTO trail (n, at, kind, unit, item, subject, author, batch) "
    f"SELECT r.n, {_SECONDS}, s.kind, s.unit, s.item, coalesce(f.p, 0), coalesce(w.p, 0), coalesce(r.batch, 0) "
    "FROM revision r JOIN slot s ON s.s = r.slot JOIN device d ON d.d = r.device "
    "LEFT JOIN trail_person f ON f.id = s.subject LEFT JOIN trail_person w ON w.id = lower(hex(d.person)) "
    "WHERE r.n > ? AND r.n <= ?"
)


def is_behind(connection: Connection) -> bool:
    """Whether revisions have come since the trail was brought up to date, or there is none yet."""
    if facts(connection).get("trail_version") != _VERSION:
        return True
    return _last(connection, "trail") < _last(connection, "revision")


def follow(connection: Connection, progress: Progress) -> None:
    """Bring the trail up to date. Raises Cancelled; the caller's transaction then leaves it as it was."""
    if facts(connection).get("trail_version") != _VERSION:
        _tables.drop_all(connection)
        _tables.create_all(connection)
        set_facts(connection, {"trail_version": _VERSION})
    _number_people(connection)
    first, last = _last(connection, "trail"), _last(connection, "revision")
    anew = last - first > _MANY
    indexes = sorted(trail.indexes, key=lambda index: str(index.name)) if anew else []
    for index in indexes:
        index.drop(connection)
    for begin in range(first, last, _CHUNK):
        progress.step(begin - first, last - first)
        connection.exec_driver_sql(_INSERT, (begin, min(begin + _CHUNK, last)))
    for index in indexes:
        progress.step(last - first, last - first)
        index.create(connection)


def _last(connection: Connection, table: str) -> int:
    return int(connection.exec_driver_sql(f"SELECT coalesce(max(n), 0) FROM {table}").scalar() or 0)


def _number_people(connection: Connection) -> None:
    """People and subjects get small numbers, which make the indexes a third as large."""
    connection.exec_driver_sql(
        "INSERT INTO trail_person (id) SELECT id FROM (SELECT lower(hex(person)) AS id FROM device "
        "UNION SELECT subject FROM slot WHERE subject <> '') known WHERE id NOT IN (SELECT id FROM trail_person) ORDER BY id"
    )
