"""One process at a time has a project open, whatever else that process does with its files.

SQLite guards a file with POSIX record locks, and the system drops all of a process's record locks on a file as soon as
that process closes any descriptor of it (sqlite.org/howtocorrupt.html, 2.2). A file dialog that looks into files to choose
their icons is enough. Another process that then opens and closes the project takes the log for left behind and
removes it, and what was saved is lost. An ``flock`` belongs to its own descriptor and is not dropped in this way.
"""

import os
import sys
from pathlib import Path

from evalapp.base.errors import AppError
from evalapp.base.i18n import _

SUFFIX = "-lock"


class Hold:
    """A share of this process's hold on a project; given back by :meth:`release`."""

    def __init__(self, path: Path, descriptor: int | None) -> None:
        self._path = path
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the share back; the last one takes the lock file away. A second call does nothing."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            _let_go(self._path, descriptor)


def hold(project: Path) -> Hold:
    """Hold ``project`` for this process, which may do so several times.

    Raises AppError("in_use") while another process holds it. Where no lock file can be made (a folder or disk that cannot be
    written to), nothing is held: nothing can be written there either.
    """
    path = project.resolve()
    path = path.with_name(path.name + SUFFIX)
    while True:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError:
            return Hold(path, None)
        try:
            held = _held(descriptor)
            there = _is_at(path, descriptor)
        except OSError:
            os.close(descriptor)
            return Hold(path, None)
        if held and there:
            return Hold(path, descriptor)
        os.close(descriptor)
        # A lock on a file that its last holder has just taken away guards nothing.
        if there:
            raise AppError(
                "in_use",
                _(
                    "{file} is open in another EvalApp window or command. Nothing was changed. "
                    "Close it there, then try again."
                ).format(file=project.name),
            )


if sys.platform == "win32":
    # Windows ties locks to descriptors, so that SQLite's own locks last.
    def _held(_descriptor: int) -> bool:
        return True

    def _is_at(_path: Path, _descriptor: int) -> bool:
        return True

    def _let_go(_path: Path, descriptor: int) -> None:
        os.close(descriptor)

else:
    import fcntl

    def _lock(descriptor: int, kind: int) -> bool:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _held(descriptor: int) -> bool:
        """Whether this process holds the lock. Who has it alone writes its number into it and then shares it with itself."""
        me = str(os.getpid()).encode()
        if _lock(descriptor, fcntl.LOCK_EX):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, me, 0)
            return _lock(descriptor, fcntl.LOCK_SH)
        return _lock(descriptor, fcntl.LOCK_SH) and os.pread(descriptor, 32, 0) == me

    def _is_at(path: Path, descriptor: int) -> bool:
        try:
            return os.path.samestat(path.stat(), os.fstat(descriptor))
        except FileNotFoundError:
            return False

    def _let_go(path: Path, descriptor: int) -> None:
        try:
            if _lock(descriptor, fcntl.LOCK_EX) and _is_at(path, descriptor):
                path.unlink(missing_ok=True)
        except OSError:
            pass  # A lock file that stays guards nothing once its descriptor is closed.
        finally:
            os.close(descriptor)
