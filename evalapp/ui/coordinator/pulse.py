"""At a shared desk: what other coordinators record is shown without being asked for."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot

from evalapp.base.progress import Progress
from evalapp.ui.services import Services
from evalapp.work.project import Project

EVERY_MS = 5000
"""How often it is asked whether anything has come."""


class Pulse(QObject):
    """Asks a shared project, and announces that everything may have changed where somebody has written; files are left alone."""

    def __init__(self, project: Project, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self._project = project
        self._services = services
        self._last: tuple[int, int] | None = None
        self._asking = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.ask)
        if project.shared:
            self._timer.start()

    def stop(self) -> None:
        """Ask no more: the project is given back."""
        self._timer.stop()

    @Slot()
    def ask(self) -> None:
        """Ask now, unless an answer is still awaited; a server that does not answer is asked again later."""
        if self._asking:
            return
        self._asking = True
        self._services.runner.run(
            self, partial(_pulse, self._project), done=self._on_told, failed=self._on_failed
        )

    def _on_told(self, pulse: tuple[int, int]) -> None:
        self._asking = False
        before, self._last = self._last, pulse
        if before is not None and pulse != before:
            self._services.changes.announce("answers", "decisions", "roster", "settings", "batches")

    def _on_failed(self, _error: Exception) -> None:
        self._asking = False


def _pulse(project: Project, _progress: Progress) -> tuple[int, int]:
    return project.pulse()
