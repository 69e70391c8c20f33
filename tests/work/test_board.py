"""What the coordinator's board counts as expected."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from evalapp.work.board import board
from tests.people import Desk, founded

UNIT = "370100"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """One assessor, one unit of the small form, where A3 applies if A1 is yes."""
    desk = founded(tmp_path, codes=("WXL",), mode="single", units=(UNIT,))
    yield desk
    desk.project.close()


def counted(desk: Desk) -> tuple[int, int]:
    found = board(desk.project)
    return found.answered, found.leaves


def test_a_unit_is_complete_without_the_items_that_do_not_apply_to_it(desk: Desk) -> None:
    wang = desk.assessor("WXL")
    assert counted(desk) == (0, 6)
    for item, value in {"A1": "no", "A2": "full", "B1": "0", "B2": "10", "B3": "19/20"}.items():
        wang.answers(UNIT, item, value)
    desk.merges(wang.hands_in())
    assert counted(desk) == (5, 5)


def test_an_answer_that_no_longer_applies_is_not_counted(desk: Desk) -> None:
    wang = desk.assessor("WXL")
    wang.answers_all(UNIT)
    wang.answers(UNIT, "A1", "no")
    wang.answers(UNIT, "B1", "0")
    desk.merges(wang.hands_in())
    assert counted(desk) == (5, 5)
