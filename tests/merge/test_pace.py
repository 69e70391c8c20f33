"""When the work will be done, going on as it does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.merge.pace import WINDOW, days_needed

TODAY = 1000


@pytest.mark.parametrize(
    ("days", "remaining", "needed"),
    [
        ([], 5, None),
        ([], 0, 0),
        ([TODAY] * 10, 10, 1),  # all today: ten a day
        ([TODAY] * 10, 11, 2),
        ([TODAY - 1, TODAY], 3, 3),  # one a day
        ([TODAY - 6] * 7, 10, 10),  # seven in a week: one a day
        ([TODAY - 30] * 62 + [TODAY] * 7, 7, 7),  # the last week tells, not the month before it
        ([TODAY - 19] * 10, 10, 20),  # nothing in the last week: ten in twenty days
        ([TODAY + 3], 4, None),  # a clock that is ahead tells nothing
    ],
)
def test_worked_out_by_hand(days: list[int], remaining: int, needed: int | None) -> None:
    assert days_needed(days, TODAY, remaining) == needed


@given(st.lists(st.integers(TODAY - 40, TODAY), min_size=1), st.integers(1, 500))
def test_more_to_do_never_needs_less_and_a_pace_is_kept(days: list[int], remaining: int) -> None:
    needed, more = (days_needed(days, TODAY, n) for n in (remaining, remaining + 1))
    assert needed is not None and more is not None and 1 <= needed <= more
    recent = [day for day in days if day > TODAY - WINDOW]
    span = min(WINDOW, TODAY - min(days) + 1) if recent else TODAY - min(days) + 1
    assert (needed - 1) * len(recent or days) < remaining * span <= needed * len(recent or days)
