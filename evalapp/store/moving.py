"""A whole project from one database into another: the union and the list of merged files; what is local stays (RECORD R29)."""

from collections.abc import Iterator

from sqlalchemy import Connection

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.store.copying import NUMBERED, TABLES, copy_attachments, copy_table
from evalapp.store.derive import Terms, rebuild
from evalapp.store.project_file import facts, set_facts

OWN_FACTS = ("me", "role", "name", "code")
"""Facts of whose file it is, which a shared desk does not hold: every coordinator has them in a desk file."""
_LEFT_BEHIND = ("scope", "moved_to", "acknowledged", "acknowledged_at", "derivation_version")


def copy_union(source: Connection, target: Connection, progress: Progress, *, shared: bool) -> None:
    """Fill the empty tables of ``target``; derived tables are left empty. ``shared``: nobody's own facts go along."""
    left = (*_LEFT_BEHIND, *(OWN_FACTS if shared else ()))
    set_facts(target, {name: value for name, value in facts(source).items() if name not in left})
    for number, table in enumerate(TABLES):
        progress.step(number, len(TABLES) + 1, table)
        copy_table(source, target, table)
    progress.step(len(TABLES), len(TABLES) + 1, "attachment")
    copy_attachments(source, target)
    if target.dialect.name == "postgresql":
        _count_on(target)


def _count_on(target: Connection) -> None:
    """Let the server number further rows after those that came with their numbers."""
    for table, column in NUMBERED.items():
        target.exec_driver_sql(
            f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), "
            f"(SELECT coalesce(max({column}), 0) + 1 FROM {table}), false)"
        )


def derive_anew(target: Connection, terms: Terms, progress: Progress) -> None:
    """Derive all that follows from a union that was just copied."""
    rebuild(target, terms, progress)


def require_same(source: Connection, target: Connection) -> None:
    """Raises AppError("moving_failed") where ids, seals, forms or attachments of the two are not the same."""
    for query in _COMPARED:
        ours, theirs = (_rows(connection, query) for connection in (source, target))
        if any(one != other for one, other in zip(ours, theirs, strict=True)):
            raise AppError(
                "moving_failed",
                _(
                    "The copy is not what it was copied from. Nothing was moved, and the copy is removed. Try again; if it "
                    "happens again, check the project file."
                ),
            )


_COMPARED = (
    "SELECT count(*) FROM revision",
    "SELECT count(*) FROM seal",
    "SELECT count(*) FROM attachment",
    "SELECT r.id, d.id, r.seq FROM revision r JOIN device d ON d.d = r.device ORDER BY r.id, d.id",
    'SELECT d.id, s.seq, s.tip, s."key", s.signature FROM seal s JOIN device d ON d.d = s.device ORDER BY 1, 2, 3, 4',
    "SELECT hash FROM form ORDER BY hash",
    "SELECT sha256, size FROM attachment ORDER BY sha256",
)


def _rows(connection: Connection, query: str) -> Iterator[tuple[object, ...]]:
    for row in connection.exec_driver_sql(query):
        yield tuple(row)
