"""Agreement by assessor and by week, what stands behind percentages, and items with the same steps."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import structs

from evalapp.base.clock import days_of_week, local_week
from evalapp.base.errors import AppError, Cancelled
from evalapp.base.progress import Progress
from evalapp.work.agreement import lines, project_agreement, study_of, with_coefficients
from evalapp.work.agreement_parts import parts, rows_of
from evalapp.work.agreement_steps import step_counts, step_scales
from evalapp.work.ratings import Rater
from tests.people import UNITS, Clock, Desk, Field, founded

U1, U2, U3 = UNITS


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Three assessors, three units each."""
    desk = founded(tmp_path, mode="all")
    yield desk
    desk.project.close()


def three(desk: Desk) -> tuple[Field, Field, Field]:
    return desk.assessor("WXL"), desk.assessor("ZQM"), desk.assessor("SYN")


def at(person: Field, day: int) -> Field:
    """The person's clock says that it is this day of October 2021."""
    clock = person.session.world.now
    assert isinstance(clock, Clock)
    clock.moment = datetime(2021, 10, day, 4, tzinfo=UTC)
    return person


def test_by_assessor_the_others_are_not_compared_among_themselves(desk: Desk) -> None:
    wang, zhao, sun = three(desk)
    for person, step in ((wang, "full"), (zhao, "none"), (sun, "none")):
        person.answers_all(U1, {"A2": step})
    desk.merges(wang.hands_in(), zhao.hands_in(), sun.hands_in())
    found = project_agreement(desk.project)
    a2 = next(one for one in found.items if one.item == "A2").figures.exact
    assert (a2.value, a2.n) == (pytest.approx(1 / 3), 1)
    by_code = {one.assessor.code: one for one in found.assessors}
    shares = {code: (one.figures.exact.value, one.figures.exact.n) for code, one in by_code.items()}
    assert shares == {
        "WXL": (pytest.approx(10 / 12), 12),
        "ZQM": (pytest.approx(11 / 12), 12),
        "SYN": (pytest.approx(11 / 12), 12),
    }
    assert by_code["WXL"].severity.value == pytest.approx(100 / 6)
    assert by_code["ZQM"].severity.value == pytest.approx(-50 / 6)
    assert {one.leaning for one in found.assessors} == {""}  # one unit gives no certainty


def test_a_unit_belongs_to_the_week_in_which_its_last_assessor_signed_off(desk: Desk) -> None:
    """U1 in the week of 18 October; U2 a week later, since one was late; a correction later still makes no difference."""
    wang, zhao, _sun = three(desk)
    for person in (wang, zhao):
        for unit in (U1, U2):
            person.answers_all(unit, {"B1": "2"} if (person, unit) == (zhao, U2) else {})
    first = [at(wang, 20).hands_in(U1, U2), at(zhao, 21).hands_in(U1)]
    late = at(zhao, 27).hands_in(U2)
    zhao.answers(U1, "A2", "none")
    desk.merges(*first, late, at(zhao, 29).hands_in(U1))
    weeks = {one.week: one.figures.exact for one in project_agreement(desk.project, by="week").weeks}
    assert {week: (exact.value, exact.n) for week, exact in weeks.items()} == {
        "2021-W42": (1, 6),
        "2021-W43": (pytest.approx(5 / 6), 6),
    }
    assert days_of_week("2021-W42") == ("10-18", "10-24")


def test_a_clock_that_nobody_can_read_has_no_week() -> None:
    assert local_week("yesterday") == ""
    assert local_week("2021-01-02T12:00:00Z") == "2020-W53"


def test_percentages_come_with_the_pairs_they_count(desk: Desk) -> None:
    wang, zhao, sun = three(desk)
    wang.answers_all(U1, {"A2": "full"})
    zhao.answers_all(U1, {"A2": "part"})
    sun.answers_all(U1, {"A2": "none"})
    desk.merges(wang.hands_in(), zhao.hands_in(), sun.hands_in())
    study = study_of(desk.project)
    by_item = {line.part.code: line for line in lines(study, "item")}
    a2 = by_item["A2"]
    assert (a2.pairs, a2.equal, a2.near, a2.exact.n) == (3, 0, 2, 1)
    assert (a2.name, a2.level) == ("A2 Same on every channel", "ordinal")
    assert [line.name for line in lines(study, "pair")] == [
        "孙雅宁 SYN – 王晓岚 WXL",
        "孙雅宁 SYN – 赵启明 ZQM",
        "王晓岚 WXL – 赵启明 ZQM",
    ]
    for kind in ("whole", "group", "pair", "assessor", "week"):
        for part in parts(study.found, kind):
            rows = study.compared.only(rows_of(study.found, study.compared, part))
            (line,) = (one for one in lines(study, kind) if one.part == part)
            assert (line.pairs, line.equal) == (rows.n, rows.equal.sum())


def test_coefficients_are_those_of_the_command(desk: Desk) -> None:
    wang, zhao, _sun = three(desk)
    for unit in UNITS:
        wang.answers_all(unit)
        zhao.answers_all(unit, {"A2": "part"} if unit == U1 else {})
    desk.merges(wang.hands_in(), zhao.hands_in())
    study, whole = study_of(desk.project), project_agreement(desk.project)
    found = {line.part.code: with_coefficients(study, line).figures for line in lines(study, "item")}
    assert found == {one.item: one.figures for one in whole.items}
    (pair,) = lines(study, "pair")
    assert with_coefficients(study, pair).figures == whole.pairs[0].figures


def test_what_is_gathered_can_be_stopped(desk: Desk) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        study_of(desk.project, progress)


def test_only_a_coordinator_may(desk: Desk) -> None:
    with pytest.raises(AppError) as failure:
        study_of(desk.assessor("WXL").project)
    assert failure.value.code == "role"


def test_items_with_the_same_steps(desk: Desk) -> None:
    """In the small form A2 alone has options, and A1 is yes or no."""
    wang, zhao, _sun = three(desk)
    wang.answers_all(U1)
    zhao.answers(U1, "A2", state="unable", text="网站打不开")
    desk.merges(wang.hands_in(), zhao.hands_in(everything=True))
    found = study_of(desk.project).found
    scales = {
        tuple(found.items[place].code for place in one.items): [
            step.value or step.state for step in one.steps
        ]
        for one in step_scales(found)
    }
    assert scales == {("A1",): ["yes", "no"], ("A2",): ["full", "part", "none", "unable"]}
    counts = [(one.steps, one.binary, len(one.items)) for one in step_counts(found)]
    assert counts == [(2, True, 1), (3, False, 1)]


def test_two_people_with_one_code_are_two(desk: Desk) -> None:
    wang, zhao, _sun = three(desk)
    for person in (wang, zhao):
        person.answers_all(U1)
    desk.merges(wang.hands_in(), zhao.hands_in())
    found = study_of(desk.project).found
    alike = structs.replace(found, raters=tuple(Rater("X", rater.name) for rater in found.raters))
    assert [one.code for one in parts(alike, "assessor")] == ["X#2", "X#3"]
    assert [one.code for one in parts(alike, "pair")] == ["X#2 X#3"]
