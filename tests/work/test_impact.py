"""What open cells would change, and the queue in that order."""

from pathlib import Path

import pytest

from evalapp.work.deciding import cell_view, open_cells
from evalapp.work.impact import change_of_cell, weighed_queue
from tests.people import Desk, Field, founded

CITY, OTHER, THIRD = "370100", "370200", "370300"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Three cities that two assessors answer."""
    return founded(tmp_path, codes=("WXL", "ZQM"), synthetic=True)


def answered(desk: Desk, *values: dict[str, dict[str, str]]) -> list[Field]:
    """Everybody answers everything, some items differently, and it is merged."""
    people = [desk.assessor(code) for code in ("WXL", "ZQM")[: len(values)]]
    for person, given in zip(people, values, strict=True):
        for unit in (CITY, OTHER, THIRD):
            person.answers_all(unit, given.get(unit))
    desk.merges(*(person.hands_in() for person in people))
    return people


def row_of(desk: Desk, unit: str, item: str):  # type: ignore[no-untyped-def]
    return next(row for row in weighed_queue(desk.project) if (row.unit, row.item) == (unit, item))


def test_each_assessment_says_where_the_city_would_stand(desk: Desk) -> None:
    answered(desk, {OTHER: {"B2": "20"}}, {OTHER: {"B2": "20"}, CITY: {"A2": "none"}})
    change = row_of(desk, CITY, "A2").change
    by_value = {one.value: one.standing for one in change.outcomes}
    # 10 + 20 + 10 + 20 + 25 × 0.9 + 15 × 0.95 = 96.75; the others 94.25 and 96.75
    assert (by_value["full"].points, by_value["full"].rank) == (pytest.approx(96.75), 1)
    assert (by_value["none"].points, by_value["none"].rank) == (pytest.approx(76.75), 3)
    assert (change.kind, change.ranks) == ("rank", (3, 1))
    labels = {one.label: one.value for one in cell_view(desk.project, CITY, "A2").assessments}
    assert {one.label: one.value for one in change.outcomes} == labels


def test_a_grade_that_would_change_is_said_before_the_rank(desk: Desk) -> None:
    low = {"A2": "none", "B1": "2", "B2": "100"}
    answered(desk, {CITY: low | {"A2": "full"}}, {CITY: low | {"A2": "none"}})
    change = row_of(desk, CITY, "A2").change
    # 64.25 or 44.25; the line is at 60
    assert {one.value: one.standing.grade for one in change.outcomes} == {"full": "good", "none": "weak"}
    assert (change.kind, change.ranks) == ("grade", (3, 3))


def test_the_queue_goes_by_distance_times_weight_times_change(desk: Desk) -> None:
    # In the first city 5 of 20 points differ and cost it the first place; in the last 10 differ and it stays last.
    last = {"A2": "none", "B2": "100", "B3": "0/20"}
    answered(
        desk,
        {THIRD: last},
        {THIRD: last | {"B1": "2"}, CITY: {"B1": "3"}},
    )
    rows = {(row.unit, row.item): row for row in weighed_queue(desk.project)}
    heaviest = 25
    assert rows[CITY, "B1"].change.kind == "rank"
    assert rows[CITY, "B1"].effect == pytest.approx(100 * 0.25 * 20 / heaviest)
    assert rows[THIRD, "B1"].change.kind == "points"
    assert rows[THIRD, "B1"].effect == pytest.approx(100 * 0.5 * 20 / heaviest / 2)
    assert sorted(row.effect for row in open_cells(desk.project)) == [pytest.approx(20), pytest.approx(40)]


def test_what_nobody_answered_yet_counts_as_the_mean_of_the_others(desk: Desk) -> None:
    wang, zhao = desk.assessor("WXL"), desk.assessor("ZQM")
    for person in (wang, zhao):
        person.answers_all(OTHER)
        person.answers_all(CITY, {"B1": "4" if person is wang else "2", "A2": ""})
    desk.merges(wang.hands_in(CITY, OTHER), zhao.hands_in(CITY, OTHER))
    change = row_of(desk, CITY, "B1").change
    # the missing A2 counts 20, as the other city has; the third city as that one everywhere
    assert {one.value: one.standing.points for one in change.outcomes} == {
        "4": pytest.approx(96.75),
        "2": pytest.approx(86.75),
    }
    assert (change.kind, change.ranks) == ("rank", (3, 1))


def test_a_cell_that_only_one_answered_is_tried_with_full_marks_and_nothing(desk: Desk) -> None:
    without = {"A1": "no", "A3": ""}
    wang, _zhao = answered(desk, {CITY: without}, {CITY: without})
    wang.answers_all(CITY, {"A3": "time"})
    desk.merges(wang.hands_in())
    assert cell_view(desk.project, CITY, "A1").status == "pending"
    desk.decides(CITY, "A1", "yes")
    outcomes = row_of(desk, CITY, "A3").change.outcomes
    assert [(one.label, one.points) for one in outcomes] == [("A", 4), ("full", 10), ("zero", 0)]


def test_a_decision_to_confirm_is_among_the_outcomes(desk: Desk) -> None:
    wang, _zhao = answered(desk, {}, {CITY: {"B1": "2"}})
    desk.decides(CITY, "B1", "3")
    wang.answers(CITY, "B1", "1")
    desk.merges(wang.hands_in())
    found = {one.label: one.value for one in row_of(desk, CITY, "B1").change.outcomes}
    assert sorted(found.values()) == ["1", "2", "3"]
    assert found["decided"] == "3"


def test_a_settled_cell_is_looked_at_when_it_is_asked_for(desk: Desk) -> None:
    answered(desk, {}, {CITY: {"A2": "none"}})
    desk.decides(CITY, "A2", "part")
    change = change_of_cell(desk.project, CITY, "A2")
    assert {one.label for one in change.outcomes} == {"A", "B", "decided"}
    assert change.kind == "rank"
