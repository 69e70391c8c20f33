"""A disk that is full when a test says so."""

from collections.abc import Callable, Mapping

import pytest

from evalapp.base.errors import AppError
from evalapp.ui.assessor import desk_work
from evalapp.ui.assessor.steps import Cell
from evalapp.work.answers import Entered
from evalapp.work.project import Project


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
