"""Rows from one project database into another, in parts: for publications, for backups of a shared desk, for moving a project."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

_PART = 5000
TABLES = {
    "form": ("hash", "toml"),
    "device": ("d", "id", "person", "key"),
    "batch": ("b", "at", "drop_number", "source_sha256", "name", "counts"),
    "slot": ("s", "kind", "unit", "item", "subject"),
    "revision": ("n", "id", "slot", "device", "seq", "lamport", "batch", "body"),
    "seal": ("device", "seq", "tip", "key", "count", "signature"),
    "unreadable": ("u", "b", "reason", "bytes"),
}
"""The base tables that a copy carries, in an order in which rows find what they point at; attachments go one by one."""
NUMBERED = {"device": "d", "batch": "b", "slot": "s", "revision": "n", "unreadable": "u"}
"""The tables whose rows are numbered by the database."""


def copy_rows(
    target: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Insert rows into an empty table."""
    names = ", ".join(f'"{name}"' for name in columns)
    statement = f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})"
    part: list[tuple[object, ...]] = []
    for row in rows:
        part.append(tuple(row))
        if len(part) == _PART:
            target.exec_driver_sql(statement, part)
            part = []
    if part:
        target.exec_driver_sql(statement, part)


def copy_table(source: Connection, target: Connection, table: str) -> None:
    """Copy one of ``TABLES`` as a whole."""
    columns = TABLES[table]
    names = ", ".join(f'"{name}"' for name in columns)
    copy_rows(target, table, columns, source.exec_driver_sql(f"SELECT {names} FROM {table} ORDER BY 1, 2"))


def copy_attachments(source: Connection, target: Connection) -> None:
    """Copy the attachments, one at a time."""
    names = source.exec_driver_sql("SELECT sha256 FROM attachment ORDER BY sha256").all()
    for (sha256,) in names:
        row = source.exec_driver_sql(
            "SELECT sha256, kind, size, data FROM attachment WHERE sha256 = ?", (sha256,)
        ).one()
        copy_rows(target, "attachment", ("sha256", "kind", "size", "data"), [row])
