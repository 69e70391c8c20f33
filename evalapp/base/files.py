"""Files appear whole or not at all: written beside their place, synced, checked, then moved there."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.trouble import system_reason


@contextmanager
def atomic_write(path: Path, verify: Callable[[Path], None] | None = None) -> Iterator[Path]:
    """A temporary path beside ``path`` to write to; on leaving, it replaces ``path`` in one step.

    ``verify`` may reopen the finished temporary file and raise; then, and whenever the block raises, ``path`` is left as
    it was and the temporary file is removed. Raises AppError("cannot_write") when the folder, the disk or the permissions
    do not allow it.
    """
    if path.exists() and not path.is_file():
        raise AppError(
            "cannot_write",
            _("{file} is no file and was not replaced. Choose another name.").format(file=path),
        )
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        if verify is not None:
            verify(temporary)
        _sync(temporary)
        os.replace(temporary, path)
        _sync_folder(path.parent)
    except OSError as error:
        raise AppError(
            "cannot_write",
            _(
                "{file} was not written: {reason}. What was there before is unchanged. "
                "Free some space or choose another folder, then try again."
            ).format(file=path, reason=system_reason(error)),
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_bytes(path: Path, data: bytes) -> None:
    """Put ``data`` into ``path``, whole or not at all."""
    with atomic_write(path) as temporary:
        temporary.write_bytes(data)


def read_bytes(path: Path, limit: int) -> bytes:
    """The content of ``path``; AppError("cannot_read") if it is absent, unreadable or longer than ``limit`` bytes."""
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise AppError(
            "cannot_read",
            _(
                "{file} could not be read: {reason}. Check the name, or whether the drive is connected."
            ).format(file=path, reason=system_reason(error)),
        ) from error
    if len(data) > limit:
        raise AppError(
            "too_large",
            _(
                "{file} is larger than {limit} bytes and was not read. Check that it is the right file."
            ).format(file=path, limit=limit),
        )
    return data


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the new name itself durable where the system lets a folder be synced (Windows does not)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
