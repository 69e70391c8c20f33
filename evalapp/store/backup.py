"""Backups: a live database is copied by SQLite itself, then checked before it counts as one."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from evalapp.base.errors import AppError
from evalapp.base.files import atomic_write
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.store.engine import known_errors
from evalapp.store.moving import copy_union
from evalapp.store.project_file import (
    Connection,
    ProjectFile,
    create_project_file,
    has_log,
    open_project_file,
    recognise,
    set_facts,
)

KEEP = 20


def back_up(file: ProjectFile, target: Path) -> Path:
    """A verified copy of the project at ``target``, which appears only when it has been checked.

    Of a shared desk it is the union in a file, from which all else is derived when it is opened.
    """
    if file.shared:
        with atomic_write(target, verify=_verify) as temporary, file.read() as connection:
            _copy_union(connection, temporary)
        return target
    with atomic_write(target, verify=_verify) as temporary, file.read() as connection:
        _copy(connection.connection.dbapi_connection, temporary)
    return target


@contextmanager
def backed_up(file: ProjectFile, now: str) -> Iterator[Path]:
    """A verified backup beside the project, made at ``now`` for a change of it.

    Where the backup or the change is given up by an exception nothing stays of it; after the change, the newest are kept.
    """
    backup = backup_path(file.path, now)
    try:
        back_up(file, backup)
        yield backup
    except BaseException:
        discard_backup(backup)
        raise
    thin_out(backup.parent, file.path.stem)


def backup_path(project: Path, now: str) -> Path:
    """Where a backup of ``project`` made at ``now`` (UTC) goes: a folder beside it, a name that no backup of that second has."""
    stamp = now.replace("-", "").replace(":", "")
    first = project.parent / f"{project.stem}.backups" / f"{project.stem}-{stamp}.evalproj"
    free, number = first, 2
    while free.exists():
        free = first.with_stem(f"{first.stem}-{number}")
        number += 1
    return free


def thin_out(folder: Path, stem: str) -> None:
    """Keep the newest backups of a project."""
    for old in sorted(folder.glob(f"{stem}-*.evalproj"))[:-KEEP]:
        old.unlink(missing_ok=True)


def discard_backup(backup: Path) -> None:
    """Remove a backup that was not needed after all, and its folder where nothing else lies in it."""
    backup.unlink(missing_ok=True)
    with suppress(OSError):
        backup.parent.rmdir()


def restore(backup: Path, target: Path) -> None:
    """A project file ``target`` from a backup, which is checked first. An existing file is never written over."""
    if target.exists():
        raise AppError(
            "exists",
            _(
                "{file} exists already and was not touched. Choose another name, or move the old file away."
            ).format(file=target),
        )
    if not backup.is_file() or has_log(backup):
        file = open_project_file(backup)
        try:
            back_up(file, target)
        finally:
            file.close()
        return
    recognise(backup)
    # A backup is read as it lies there: it may be on a disk that cannot be written to, and must not change by being read.
    with known_errors(backup), atomic_write(target, verify=_verify) as temporary:
        source = sqlcipher.connect(f"{backup.resolve().as_uri()}?immutable=1", uri=True)
        try:
            _copy(source, temporary)
        finally:
            source.close()


def _copy(source: sqlcipher.Connection, target: Path) -> None:
    destination = sqlcipher.connect(str(target))
    try:
        source.backup(destination)
        destination.execute("PRAGMA journal_mode=DELETE")
    finally:
        destination.close()
        # The copy of a database with a log has one, too, until its mode is changed; on a full disk it stays behind.
        for suffix in ("-wal", "-shm", "-journal"):
            target.with_name(target.name + suffix).unlink(missing_ok=True)


def _copy_union(source: Connection, target: Path) -> None:
    copy = create_project_file(target, {})
    try:
        with copy.write() as connection:
            copy_union(source, connection, Progress(), shared=False)
            set_facts(connection, {"derivation_version": ""})
    finally:
        copy.close()


def _verify(path: Path) -> None:
    with known_errors(path):
        connection = sqlcipher.connect(str(path))
        try:
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
        finally:
            connection.close()
    if found != "ok":
        raise AppError(
            "backup_failed",
            _(
                "The backup did not pass its check ({reason}), so nothing was begun. Check the disk, then try again."
            ).format(reason=found),
        )
