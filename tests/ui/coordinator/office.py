"""A coordinator's page with real files behind it, and what the window was told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from evalapp.base.home import Settings
from evalapp.ui.changes import Changes
from evalapp.ui.coordinator.page import CoordinatorPage
from evalapp.ui.services import Services
from evalapp.ui.tasks import TaskRunner
from tests.people import Desk, Field

CITY = "370100"


@dataclass
class Told:
    """What the page said to the window."""

    toasts: list[str] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    saves: int = 0

    def count_save(self) -> None:
        self.saves += 1


@dataclass
class Office:
    """The desk's page, shown."""

    desk: Desk
    page: CoordinatorPage
    runner: TaskRunner
    told: Told
    qtbot: QtBot

    def settle(self) -> None:
        """Wait until all work has come back."""
        self.qtbot.waitUntil(self._idle, timeout=20_000)

    def _idle(self) -> bool:
        return not self.runner.busy

    def go(self, section: str) -> None:
        self.page.go(section)
        self.settle()

    def click(self, button: QWidget) -> None:
        from PySide6.QtCore import Qt

        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def adds(self, *paths: Path) -> None:
        """Choose files in the dialog."""
        self.page.board.inbox.ask_files = _answer(paths)  # type: ignore[method-assign]
        self.page.board.inbox.add_button.click()
        self.settle()


def _answer(paths: Sequence[Path]) -> Callable[[], Sequence[Path]]:
    return lambda: paths


def office_of(desk: Desk, qtbot: QtBot, width: int = 1366, height: int = 700) -> Office:
    """A page on the desk's project. It is given back by ``page.release()``."""
    told = Told()
    runner = TaskRunner()
    services = Services(
        session=desk.session,
        runner=runner,
        changes=Changes(runner),
        toast=told.toasts.append,
        warns=told.toasts.append,
        saved=told.count_save,
        failed=told.errors.append,
        open_file=lambda _path: None,
        go_home=lambda: None,
        settings=Settings,
        keep_settings=lambda _settings: None,
    )
    page = CoordinatorPage(desk.project, services)
    page.resize(width, height)
    page.show()
    made = Office(desk, page, runner, told, qtbot)
    made.settle()
    return made


def differing(wang: Field, zhao: Field, unit: str = CITY) -> None:
    """Two assessors who agree on a unit except for A2 and B1."""
    wang.answers_all(unit)
    zhao.answers_all(unit, {"A2": "part", "B1": "2"})


def damaged(package: Path) -> Path:
    """A copy of a package with one byte changed in the middle."""
    found = bytearray(package.read_bytes())
    found[len(found) // 2] ^= 0xFF
    copy = package.with_name(f"damaged-{package.name}")
    copy.write_bytes(bytes(found))
    return copy
