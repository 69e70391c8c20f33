"""How long work tells its progress and learns that it should stop."""

import threading
import time
from collections.abc import Callable

from evalapp.base.errors import Cancelled

Report = Callable[[int, int, str], None]


class Progress:
    """Handed to long work, which calls :meth:`step` often; steps reach ``report`` at most ten times a second.

    ``report(done, total, message)`` is called on the working thread. ``total`` is 0 when unknown.
    """

    def __init__(self, report: Report | None = None, every: float = 0.1) -> None:
        self._report = report
        self._every = every
        self._next = 0.0
        self._cancelled = threading.Event()

    def step(self, done: int, total: int = 0, message: str = "") -> None:
        """Say how far the work is. Raises Cancelled once :meth:`cancel` was called."""
        if self._cancelled.is_set():
            raise Cancelled
        if self._report is None:
            return
        now = time.monotonic()
        if now >= self._next or done == total:
            self._next = now + self._every
            self._report(done, total, message)

    def cancel(self) -> None:
        """Ask the work to stop at its next step. May be called from any thread."""
        self._cancelled.set()
