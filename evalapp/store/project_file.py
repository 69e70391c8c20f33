"""A project file: made, opened, recognised; one writer and many readers."""

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.trouble import system_reason
from evalapp.store import schema
from evalapp.store.engine import File, known_error, known_errors
from evalapp.store.hold import Hold, hold

__all__ = [
    "Connection",
    "ProjectFile",
    "create_project_file",
    "discard",
    "facts",
    "open_project_file",
    "set_facts",
]


class Database(Protocol):
    """Where a project's tables lie: a file, or a schema of a server."""

    @property
    def shared(self) -> bool:
        """Whether others write to it at the same time."""

    def writing(self) -> AbstractContextManager[Connection]:
        """One durable transaction, beside which nobody writes; rolled back when the block raises."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A consistent view; nothing read outlives it as a row."""

    def dispose(self) -> None:
        """Let go of it."""


class ProjectFile:
    """An open project file. Nothing read from it outlives the block it was read in, but as plain values."""

    def __init__(self, path: Path, database: Database, held: Hold | None) -> None:
        self.path = path
        self._database = database
        self._hold = held

    @property
    def shared(self) -> bool:
        """Whether others write to the same database at the same time."""
        return self._database.shared

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One durable transaction. Raises AppError for a full disk, a lock, a damaged file; nothing is then changed."""
        with self._database.writing() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view."""
        with self._database.reading() as connection:
            yield connection

    def close(self) -> None:
        """Give the file back: its write-ahead log is folded in, and no other file stays beside it."""
        self._database.dispose()
        if self._hold is not None:
            self._hold.release()


def create_project_file(path: Path, facts: Mapping[str, str]) -> ProjectFile:
    """A new project file with ``facts``. Raises AppError("exists") rather than write over a file."""
    if path.exists():
        raise AppError(
            "exists",
            _(
                "{file} exists already and was not touched. Choose another name, or move the old file away."
            ).format(file=path),
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AppError(
            "cannot_write",
            _("The folder {folder} could not be made: {reason}. Choose another folder.").format(
                folder=path.parent, reason=system_reason(error)
            ),
        ) from error
    file = ProjectFile(path, File(path), hold(path))
    try:
        with file.write() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id={schema.APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={schema.SCHEMA_VERSION}")
            schema.base.create_all(connection)
            schema.derived.create_all(connection)
            for trigger in schema.TRIGGERS:
                connection.exec_driver_sql(trigger)
            set_facts(connection, {"derivation_version": str(schema.DERIVATION_VERSION), **facts})
    except BaseException:
        discard(file)
        raise
    return file


def discard(file: ProjectFile) -> None:
    """Remove a project file that could not be filled: half a project would be worse than none."""
    file.close()
    for suffix in ("", "-wal", "-shm"):
        file.path.with_name(file.path.name + suffix).unlink(missing_ok=True)


def open_project_file(path: Path) -> ProjectFile:
    """The project file ``path``.

    Raises AppError("not_found", "not_a_project", "newer_version", "in_use", "damaged", …) without changing anything.
    """
    if not path.is_file():
        raise AppError(
            "not_found",
            _("{file} is not there. Check the name, or whether the drive it lies on is connected.").format(
                file=path
            ),
        )
    recognise(path)
    file = ProjectFile(path, File(path), hold(path))
    try:
        with file.read() as connection:
            application = connection.exec_driver_sql("PRAGMA application_id").scalar()
            version = connection.exec_driver_sql("PRAGMA user_version").scalar() or 0
        _require_ours(path, application, version)
        _complete(file)
    except AppError as error:
        file.close()
        if error.code == "cannot_open" and not os.access(path.parent, os.W_OK):
            raise known_error("read_only", path) from error
        raise
    except BaseException:
        file.close()
        raise
    return file


def _complete(file: ProjectFile) -> None:
    """Make the local tables that the file's program did not know. They hold nothing that travels, so the version stays."""
    with file.read() as connection:
        known = connection.exec_driver_sql(
            "SELECT 1 FROM sqlite_master WHERE name = ?", (schema.flag.name,)
        ).scalar()
    if not known:
        with file.write() as connection:
            schema.flag.create(connection)


def recognise(path: Path) -> None:
    """Look at the head of a file without marking it, as SQLite otherwise does with every file that it opens.

    Raises AppError("not_a_project", "newer_version", "cannot_open"). A file with a log beside it is left to be opened: what its
    head will say may still stand in the log. The head is read through SQLite, which knows whether this process has the
    file open already and then keeps its locks.
    """
    if has_log(path):
        return
    with known_errors(path):
        connection = sqlcipher.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
        finally:
            connection.close()
    _require_ours(path, application, version)


def has_log(path: Path) -> bool:
    """Whether a log with changes that are not in the file yet lies beside it."""
    logs = (path.with_name(path.name + suffix) for suffix in ("-wal", "-journal"))
    return any(log.is_file() and log.stat().st_size > 0 for log in logs)


def _require_ours(path: Path, application: object, version: int) -> None:
    if application != schema.APPLICATION_ID:
        raise known_error("not_a_project", path)
    if version > schema.SCHEMA_VERSION:
        raise AppError(
            "newer_version",
            _(
                "{file} was made by a newer version of EvalApp. Nothing was changed. Install that version."
            ).format(file=path.name),
        )


def facts(connection: Connection) -> dict[str, str]:
    """The facts of the file: project id, role, whose file it is, versions. At a shared desk the own ones are the account's."""
    rows = connection.exec_driver_sql("SELECT key, value FROM project")
    own = connection.get_execution_options().get("own_facts", {})
    return {**{key: value for key, value in rows}, **own}  # noqa: C416 (a Row is no pair to the type checker)


def set_facts(connection: Connection, new: Mapping[str, str]) -> None:
    """Write local facts, replacing those of the same name."""
    if new:
        connection.exec_driver_sql(
            "INSERT INTO project (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            list(new.items()),
        )
