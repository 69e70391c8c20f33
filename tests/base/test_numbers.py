"""The rules for numbers that every layer shares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.base.numbers import canonical, display, from_float, guard, half_up, is_canonical


@pytest.mark.parametrize(
    ("typed", "recorded"),
    [
        ("12.50", "12.5"),
        ("007", "7"),
        ("-0.0", "0"),
        (".5", "0.5"),
        ("12.", "12"),
        ("+3", "3"),
        (" 4 ", "4"),
        ("12.5", "12.5"),
        ("−3", "-3"),
        ("1,000", None),
        ("1e3", None),
        ("", None),
        ("-", None),
        ("٣", None),
        ("1" * 31, None),
        ("NaN", None),
    ],
)
def test_a_typed_number_has_one_recorded_form(typed: str, recorded: str | None) -> None:
    assert canonical(typed) == recorded


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_a_recorded_number_is_recorded_as_itself(number: object) -> None:
    recorded = canonical(format(number, "f"))
    assert recorded is not None
    assert is_canonical(recorded)
    assert canonical(recorded) == recorded


@pytest.mark.parametrize(
    ("x", "decimals", "printed"),
    [
        (2.675, 2, "2.68"),
        (1.005, 2, "1.01"),
        (-1.005, 2, "−1.01"),
        (-0.001, 2, "0.00"),
        (0.0, 9, "0.000000000"),
        (73.735, 2, "73.74"),
        (79.9999999999, 2, "80.00"),
        (5.0, 0, "5"),
    ],
)
def test_display_rounds_half_up_once(x: float, decimals: int, printed: str) -> None:
    assert display(x, decimals) == printed


def test_the_guard_joins_what_floats_part() -> None:
    assert guard(0.1 + 0.2) == guard(0.3)
    assert guard(29 / 100 * 100) == 29.0
    assert str(half_up(46.875, 2)) == "46.88"


@given(st.floats(min_value=-1e6, max_value=1e6))
def test_a_float_is_written_without_exponent(x: float) -> None:
    assert is_canonical(from_float(x))


@pytest.mark.parametrize(
    ("x", "text"),
    [(1e31, "1" + "0" * 31), (-2.5e30, "-25" + "0" * 29), (1e-12, "0"), (0.1 + 0.2, "0.3")],
)
def test_a_float_of_any_size_is_written_out(x: float, text: str) -> None:
    assert from_float(x) == text


def test_a_float_of_any_size_is_printed() -> None:
    assert display(1e31, 2) == "1" + "0" * 31 + ".00"
    assert display(-1e300, 0) == "−" + "1" + "0" * 300
