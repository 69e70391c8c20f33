"""Work away from the GUI thread: one writer thread, results on the GUI thread.

The worker only ever holds the number of a job. Owners and callbacks stay on the GUI thread, so that no
QObject can lose its last reference in the worker and be destroyed there.
"""

import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

import msgspec
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from evalapp.base.progress import Progress

T = TypeVar("T")


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """The work under way: its name in the user's words, how far it is (``total`` 0: unknown) and its last message."""

    name: str
    done: int = 0
    total: int = 0
    message: str = ""


class _Job:
    """What the GUI thread keeps of one piece of work."""

    def __init__(
        self,
        owner: QObject,
        name: str,
        done: Callable[[Any], None] | None,
        failed: Callable[[Exception], None] | None,
        report: Callable[[int, int, str], None] | None,
        progress: Progress,
    ) -> None:
        self.owner = owner
        self.name = name
        self.done = done
        self.failed = failed
        self.report = report
        self.progress = progress


class TaskRunner(QObject):
    """Runs work one piece after the other on a thread of its own, in the order in which it was given.

    Signals:
        running_changed: a Running while named work is under way, None when it has ended.
        failed_unseen: the exception of work whose caller gave no ``failed``; the window shows or logs it.
    """

    running_changed = Signal(object)
    failed_unseen = Signal(object)
    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="evalapp-writer")
        self._jobs: dict[int, _Job] = {}
        self._last = 0
        self._posted.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        owner: QObject,
        work: Callable[[Progress], T],
        *,
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        progress: Callable[[int, int, str], None] | None = None,
        name: str = "",
    ) -> Progress:
        """Queue ``work``; it is called with a Progress, on the writer thread, in the caller's language.

        ``done(result)`` or ``failed(exception)`` follows on the GUI thread, unless ``owner`` is gone by then;
        cancelled work fails with Cancelled. ``progress(done, total, message)`` is called on the GUI thread
        too. Work takes plain data only: a function or partial, never a method of a widget. ``name`` shows it
        in the status line.
        """
        self._last += 1
        number = self._last
        handle = Progress(_Reporter(self._posted.emit, number) if progress or name else None)
        self._jobs[number] = _Job(owner, name, done, failed, progress, handle)
        if name:
            self.running_changed.emit(Running(name=name))
        self._writer.submit(copy_context().run, _carry_out, self._posted.emit, number, work, handle)
        return handle

    @property
    def busy(self) -> bool:
        """Whether work is queued or under way."""
        return bool(self._jobs)

    @Slot()
    def cancel_named(self) -> None:
        """Ask the named work to stop at its next step."""
        for job in self._jobs.values():
            if job.name:
                job.progress.cancel()

    def close(self, *, cancel: bool = False) -> None:
        """Wait until what is queued has run (``cancel``: until it has stopped).

        Nothing is delivered afterwards.
        """
        if cancel:
            for job in self._jobs.values():
                job.progress.cancel()
        self._writer.shutdown(wait=True)
        self._posted.disconnect(self._deliver)
        self._jobs.clear()

    @Slot(object)
    def _deliver(self, message: tuple[int, str, Any]) -> None:
        number, kind, payload = message
        job = self._jobs.get(number)
        if job is None:
            return
        alive = isValid(job.owner)
        if kind == "progress":
            if job.name:
                done, total, text = payload
                self.running_changed.emit(Running(name=job.name, done=done, total=total, message=text))
            if job.report is not None and alive:
                job.report(*payload)
            return
        del self._jobs[number]
        if job.name and not any(other.name for other in self._jobs.values()):
            self.running_changed.emit(None)
        if kind == "done":
            if job.done is not None and alive:
                job.done(payload)
        elif job.failed is None:
            self.failed_unseen.emit(payload)
        elif alive:
            job.failed(payload)


class GarbageTimer(QObject):
    """Collects garbage on the GUI thread only: a collection in a worker could destroy QObjects there."""

    def __init__(self, parent: QObject, every_ms: int = 5000) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_timeout)
        self._timer.start(every_ms)

    @Slot()
    def _on_timeout(self) -> None:
        gc.collect()


class _Reporter:
    """Posts progress of one job; called on the worker."""

    def __init__(self, post: Callable[[object], None], number: int) -> None:
        self._post = post
        self._number = number

    def __call__(self, done: int, total: int, message: str) -> None:
        self._post((self._number, "progress", (done, total, message)))


def _carry_out(
    post: Callable[[object], None], number: int, work: Callable[[Progress], Any], handle: Progress
) -> None:
    try:
        result = work(handle)
    except Exception as error:  # noqa: BLE001 - handed to the GUI thread, which decides
        post((number, "failed", error))
    else:
        post((number, "done", result))
