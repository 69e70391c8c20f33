"""The one way to a database file: SQLAlchemy Core over sqlcipher3, durable, foreign keys on, writers first in line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from evalapp.base.errors import AppError
from evalapp.base.i18n import _

# SQLite's answers that are the user's world (disk, drive, permissions), by the start of their messages.
_KNOWN = {
    "database or disk is full": "disk_full",
    "disk I/O error": "disk_error",
    "attempt to write a readonly database": "read_only",
    "unable to open database file": "cannot_open",
    "database is locked": "locked",
    "file is not a database": "not_a_project",
    "file is encrypted": "not_a_project",
    "database disk image is malformed": "damaged",
}
CACHE_KIB = 64 * 1024
CHECKPOINT_PAGES = 4000
"""So many pages the log may hold before a commit puts them where they belong: of single answers to a large project it takes
hundreds to fill it, so that hardly any of them waits some 40 ms for that.
"""


def open_engine(path: Path) -> Engine:
    """An engine on the database file ``path``, which is made if it does not exist.

    Connections run in WAL mode with synchronous=FULL; where the file system refuses WAL (some network drives), SQLite
    keeps its rollback journal, which is as safe and slower.
    """

    def connect() -> Any:
        connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False)
        try:
            for pragma in (
                "busy_timeout=5000",
                "journal_mode=WAL",
                "synchronous=FULL",
                "foreign_keys=ON",
                "recursive_triggers=ON",
                "trusted_schema=OFF",
                f"cache_size=-{CACHE_KIB}",
                f"wal_autocheckpoint={CHECKPOINT_PAGES}",
            ):
                connection.execute("PRAGMA " + pragma)
        except sqlcipher.Error:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, module=sqlcipher, poolclass=QueuePool, pool_size=4)
    event.listen(engine, "begin", _begin)
    return engine


class File:
    """A project in a file, as :class:`evalapp.store.project_file.ProjectFile` asks of a database."""

    shared = False

    def __init__(self, path: Path) -> None:
        self._path = path
        self._engine = open_engine(path)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One durable transaction that holds the write lock from its first statement."""
        with known_errors(self._path), _writing(self._engine) as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view."""
        with known_errors(self._path), _reading(self._engine) as connection:
            yield connection

    def dispose(self) -> None:
        """Give the file back: its write-ahead log is folded in."""
        self._engine.dispose()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))


@contextmanager
def known_errors(path: Path) -> Iterator[None]:
    """Turn what the user can do something about into an AppError; anything else is our mistake and passes."""
    try:
        yield
    except Exception as error:
        original = getattr(error, "orig", error)
        if not isinstance(original, sqlcipher.Error):
            raise
        text = str(original)
        code = next((code for start, code in _KNOWN.items() if text.startswith(start)), None)
        if code is None:
            raise
        raise known_error(code, path) from error


def known_error(code: str, path: Path) -> AppError:
    """The AppError for something that the user can do something about."""
    return AppError(code, _sentence(code).format(file=path.name))


def _sentence(code: str) -> str:
    if code == "disk_full":
        return _(
            "Not saved in {file}: the disk is full. Everything saved before is intact. Free some space, then try again."
        )
    if code == "read_only":
        return _(
            "{file} cannot be written to. Nothing was changed. Copy it to a folder of your own, then open the copy."
        )
    if code == "locked":
        return _(
            "{file} is being written by another program. Nothing was changed. Close the other window, then try again."
        )
    if code == "not_a_project":
        return _("{file} is not a project file. Nothing was changed. Project files end in .evalproj.")
    if code == "damaged":
        return _(
            "{file} is damaged. Nothing was changed. Keep it, and restore the latest backup with "
            "“evalapp project restore”."
        )
    if code == "cannot_open":
        return _(
            "{file} could not be opened. Nothing was changed. Check that the drive is connected and that this account "
            "may use the folder, then try again."
        )
    return _(
        "The drive reported an error at {file}. What was saved before is kept. Check that the drive is connected, then try again."
    )


def plain_rows(
    connection: Connection, sql: str, values: tuple[object, ...] = ()
) -> Iterator[tuple[Any, ...]]:
    """Rows as the driver gives them, for loops over every revision, slot or cell of an import."""
    cursor = connection.exec_driver_sql(sql, values).cursor
    assert cursor is not None
    return iter(cursor.fetchall())


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that holds the write lock from its first statement; rolled back when the block raises."""
    with engine.execution_options(sqlite_begin="BEGIN IMMEDIATE").begin() as connection:
        yield connection


@contextmanager
def _reading(engine: Engine) -> Iterator[Connection]:
    """A consistent view of the file for the length of the block; nothing read outlives it as a row."""
    with engine.connect() as connection:
        yield connection
        connection.rollback()
