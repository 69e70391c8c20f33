"""Which leaves assessors answer for which row of the roster."""

import pytest

from evalapp.entry.asked import asked_of, expected_of, leaves_of
from evalapp.entry.points import points_of
from evalapp.entry.profiles import profile_of, tree_of
from evalapp.entry.roster import in_families
from evalapp.entry.states import compile_rules
from tests.all_kinds import JINAN, YANJI, ZIBO, roster, tree

TREE = tree()
RULES = compile_rules(TREE)
UNITS = {unit.code: unit for unit in roster()}

OWN = ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "J1", "J2", "P1", "P2", "V1", "V2", "N1", "N2", "N3"]


def codes(found: object) -> list[str]:
    return [leaf.code for leaf in found]  # type: ignore[attr-defined]


def test_a_unit_is_asked_what_is_typed_and_not_rolled_up() -> None:
    unit = UNITS[JINAN]
    assert codes(leaves_of(TREE, unit)) == OWN
    assert codes(asked_of(TREE, unit)) == [code for code in OWN if code not in ("A6", "A7", "V2")]
    assert codes(expected_of(TREE, unit)) == [code for code in OWN if code not in ("A6", "A7", "V2", "N3")]


def test_a_sub_unit_is_asked_what_is_rolled_up_from_its_kind() -> None:
    assert codes(leaves_of(TREE, UNITS[YANJI])) == ["B1", "B2"]


def test_a_profile_takes_items_out_and_gives_others_their_weight() -> None:
    small = UNITS[ZIBO]
    assert [profile_of(TREE, RULES, UNITS[code]) for code in (JINAN, ZIBO, YANJI)] == [None, 0, None]
    own = tree_of(TREE, RULES, small)
    assert "A5" not in codes(leaves_of(own, small))
    assert own.node("A1").nominal == 30
    assert own.node("A1").full_marks == 30
    assert TREE.node("A1").nominal == 20


def test_towns_are_called_with_their_city_and_follow_it() -> None:
    assert [unit.full_name for unit in in_families(roster())] == [
        "济南市", "济南市 · 燕矶镇", "济南市 · 城关镇", "青岛市", "青岛市 · 城关镇", "淄博市", "淄博市 · 双杨镇",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "value", "points"),
    [
        ("A1", "dead=3;form=2", 16),
        ("A1", "leak=1;dead=3", 5),
        ("A1", "none", 20),
        ("A2", "90;;60", 7.5),
        ("A2", "90;;", None),
        ("A3", "once;later", 3.5),
        ("A5", "150", None),
        ("J1", "yes", 2),
        ("J2", "7", 3),
        ("P1", "yes", -3),
        ("P2", "late=2", -2),
        ("V1", "yes", None),
        ("N1", "3", None),
    ],
)
def test_what_an_answer_is_worth_by_itself(code: str, value: str, points: float | None) -> None:
    earned = points_of(TREE.node(code), "answered", value)
    assert earned == (None if points is None else pytest.approx(points))


def test_not_found_earns_nothing_where_there_are_points() -> None:
    assert [points_of(TREE.node(code), "not_found", "") for code in ("A1", "P1", "V1", "N1")] == [
        0,
        0,
        None,
        None,
    ]
