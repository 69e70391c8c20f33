"""A disk that is full when a test says so, and a window in every language, theme and size."""

from collections.abc import Callable, Mapping

import pytest

from evalapp.base.errors import AppError
from evalapp.ui.assessor import desk_work
from evalapp.ui.assessor.steps import Cell
from evalapp.work.answers import Entered
from evalapp.work.project import Project
from tests.ui.windows import Screen


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Makes writing answers fail, or work again."""
    real = desk_work.record_answers
    full = False

    def record(project: Project, answers: Mapping[Cell, Entered]) -> int:
        if full:
            raise AppError("disk_full", "The disk is full.")
        return real(project, answers)

    def set_full(now: bool) -> None:
        nonlocal full
        full = now

    monkeypatch.setattr(desk_work, "record_answers", record)
    return set_full


@pytest.fixture(params=[(1366, 706), (1093, 545), (910, 512)], ids=["100 %", "125 %", "150 %"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """What a laptop of 1366 × 768 leaves for the window at three scales, in logical pixels."""
    width, height = request.param
    return width, height


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    """Every theme."""
    return str(request.param)


@pytest.fixture(params=["zh_CN", "en"])
def dressed(
    screen: Screen,
    language: Callable[[str], None],
    theme: str,
    size: tuple[int, int],
    request: pytest.FixtureRequest,
) -> Screen:
    """The module's own window in every language, theme and size; the test's words are in that language too."""
    screen.window.change_language(request.param)
    screen.waits()
    language(request.param)
    screen.window.change_theme(theme)
    screen.window.resize(*size)
    return screen
