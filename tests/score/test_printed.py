"""Printed parts that miss the printed total by 0.01: each is rounded by itself."""

from decimal import Decimal

import pytest

from evalapp.score.printed import printed_gap
from tests.score.written import YES, computed, number

THREE = f"A weight = 40, {number(40)}\nB weight = 40, {number(40)}\nC weight = 20, {number(20)}"


def gap(answers: str, items: str = THREE, more: str = "") -> tuple[list[str], str, str] | None:
    found = printed_gap(computed(items, f"u: {answers}", more=more), 0)
    return (
        None
        if found is None
        else ([str(part) for _code, part in found.parts], str(found.together), str(found.total))
    )


def test_tongchuan_2019() -> None:
    # 30.40 + 31.76 + 11.58 make 73.74; 73.73 was printed, from parts with more decimals.
    assert gap("A=30.396 B=31.756 C=11.576") == (["30.40", "31.76", "11.58"], "73.74", "73.73")


@pytest.mark.parametrize(
    ("answers", "together", "total"),
    [
        ("A=30.404 B=31.764 C=11.584", "73.74", "73.75"),  # each rounded down, the sum up
        ("A=10.005 B=10.005 C=10", "30.02", "30.01"),
        ("A=1.005 B=1.005 C=1.005", "3.03", "3.02"),  # 1.005 is 1.01, as a spreadsheet has it
    ],
)
def test_by_how_much_they_miss(answers: str, together: str, total: str) -> None:
    found = gap(answers)
    assert found is not None
    assert found[1:] == (together, total)


@pytest.mark.parametrize(
    "answers", ["A=30.40 B=31.76 C=11.58", "A=30.401 B=31.761 C=11.581", "A=0 B=0 C=0", "A=blank B=1 C=1"]
)
def test_where_they_add_up_or_there_is_no_total_nothing_is_said(answers: str) -> None:
    assert gap(answers) is None


def test_by_the_decimals_of_the_form() -> None:
    assert gap("A=30.4 B=31.4 C=11.4", more="policy.decimals = 0") == (["30", "31", "11"], "72", "73")
    assert gap("A=30.396 B=31.756 C=11.576", more="policy.decimals = 3") is None


def test_parts_count_as_they_count_in_the_total() -> None:
    # B does not apply: A and C carry 66⅔ and 33⅓, so 44.4433… and 11.1133… make 55.5566…
    found = printed_gap(computed(THREE, "u: A=26.666 B=not_applicable C=6.668"), 0)
    assert found is not None
    assert dict(found.parts) == {"A": Decimal("44.44"), "C": Decimal("11.11")}
    assert (found.together, found.total) == (Decimal("55.55"), Decimal("55.56"))


def test_bonus_and_penalty_are_parts_too() -> None:
    items = f"""{THREE}
    J part = "bonus", weight = 1.004, {YES}
    P part = "penalty", scale = {{ kind = "binary", points = -2.006 }}
    """
    found = printed_gap(computed(items.replace("    ", ""), "u: A=10 B=10 C=10.004 J=yes P=yes"), 0)
    assert found is not None
    assert [str(part) for _code, part in found.parts] == ["10.00", "10.00", "10.00", "1.00", "-2.01"]
    assert (found.together, found.total) == (Decimal("28.99"), Decimal("29.00"))


def test_parts_that_are_not_the_totals_say_nothing() -> None:
    # A geometric mean, a cap and a veto have no parts that add up.
    assert gap("A=30.396 B=31.756 C=11.576", more='policy.aggregation = "geometric"') is None
    assert gap("A=30.396 B=31.756 C=11.576", more="policy.cap = 50") is None
