"""Robustness of a project: which answers its draws take, and what they are repeated by."""

from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.entry.final import Final
from evalapp.score.results import compute
from evalapp.score.robustness.plan import DEFAULT_WEIGHTS, Plan
from evalapp.score.robustness.summary import UnitRanks
from evalapp.work.changing import assign
from evalapp.work.results import project_results
from evalapp.work.robustness import RobustnessReport, project_robustness
from tests.people import UNITS, Desk, Field, founded

U1, U2, U3 = UNITS
DRAWS = 4000


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Two assessors, three units each."""
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="all")
    yield desk
    desk.project.close()


@pytest.fixture
def wang(desk: Desk) -> Field:
    return desk.assessor("WXL")


@pytest.fixture
def zhao(desk: Desk) -> Field:
    return desk.assessor("ZQM")


def both_answer(wang: Field, zhao: Field, differing: Mapping[tuple[str, str], tuple[str, str]]) -> None:
    """All units alike but for ``differing``; the second unit is a little worse, the third worse still."""
    for unit, minutes in ((U1, "10"), (U2, "30"), (U3, "50")):
        for who, person in enumerate((wang, zhao)):
            own = {item: values[who] for (where, item), values in differing.items() if where == unit}
            person.answers_all(unit, {"B2": minutes, **own})


def found_in(desk: Desk, **plan: Any) -> RobustnessReport:
    return project_robustness(desk.project, Plan(draws=DRAWS, **plan), Progress())


def unit_of(report: RobustnessReport, code: str) -> UnitRanks:
    return next(unit for unit in report.found.units if unit.unit == code)


def refusal(desk: Desk) -> str:
    with pytest.raises(AppError) as refused:
        found_in(desk, assessors=True)
    assert refused.value.code == "factor"
    return str(refused.value)


def shares_by_hand(
    desk: Desk, cells: Mapping[tuple[str, str], tuple[str, ...]], unit: str
) -> dict[int, float]:
    """The ranks of a unit under every combination of answers, each as likely as any other."""
    results = project_results(desk.project).results
    row = [entry.key for entry in results.roster].index(unit)
    shares: dict[int, float] = {}
    ways = list(product(*cells.values()))
    for way in ways:
        finals = results.finals | {
            cell: Final("answered", value) for cell, value in zip(cells, way, strict=True)
        }
        rank = int(compute(results.tree, desk.project.rules, results.roster, finals).rank[row])
        shares[rank] = shares.get(rank, 0.0) + 1 / len(ways)
    return shares


def assert_as_by_hand(desk: Desk, cells: Mapping[tuple[str, str], tuple[str, ...]]) -> None:
    report = found_in(desk, assessors=True, top=1)
    for code in UNITS:
        shares, unit = shares_by_hand(desk, cells, code), unit_of(report, code)
        assert (unit.best, unit.worst) == (min(shares), max(shares)), code
        assert unit.mean == pytest.approx(sum(rank * share for rank, share in shares.items()), abs=0.06)
        assert unit.in_top == pytest.approx(shares.get(1, 0.0), abs=0.03)
        assert unit.drawn == DRAWS


def test_each_draw_takes_an_answer_of_each_cell(desk: Desk, wang: Field, zhao: Field) -> None:
    cells = {(U1, "A2"): ("full", "none"), (U2, "B3"): ("19/20", "2/20")}
    both_answer(wang, zhao, cells)
    desk.merges(wang.hands_in(), zhao.hands_in())
    desk.decides(U1, "A2", "full")
    desk.decides(U2, "B3", "19/20")
    assert unit_of(found_in(desk, assessors=True), U1).rank == 1
    assert_as_by_hand(desk, cells)


def test_an_answer_that_opens_or_shuts_others_does_so_in_the_draws(
    desk: Desk, wang: Field, zhao: Field
) -> None:
    cells = {(U1, "A1"): ("yes", "no"), (U1, "A2"): ("part", "none"), (U3, "A3"): ("time;cost", "place")}
    both_answer(wang, zhao, cells)
    desk.merges(wang.hands_in(), zhao.hands_in())
    for (unit, item), (value, _other) in cells.items():
        desk.decides(unit, item, value)
    assert_as_by_hand(desk, cells)


def test_a_unit_without_decisions_has_ranks_in_the_draws_only(desk: Desk, wang: Field, zhao: Field) -> None:
    cells = {(U1, "A2"): ("full", "none")}
    both_answer(wang, zhao, cells)
    desk.merges(wang.hands_in(), zhao.hands_in())
    unit = unit_of(found_in(desk, assessors=True), U1)
    assert (unit.rank, unit.drawn, unit.mean_shift) == (None, DRAWS, None)
    assert_as_by_hand(desk, cells)


def test_what_is_corrected_counts_as_corrected_and_what_is_not_signed_off_not_at_all(
    desk: Desk, wang: Field, zhao: Field
) -> None:
    both_answer(wang, zhao, {(U1, "A2"): ("full", "none")})
    desk.merges(wang.hands_in(), zhao.hands_in())
    desk.decides(U1, "A2", "full")
    zhao.answers(U1, "A2", "part")
    desk.merges(zhao.hands_in())
    assert_as_by_hand(desk, {(U1, "A2"): ("full", "part")})
    zhao.answers(U1, "A2", "full")
    desk.merges(zhao.hands_in())
    assert "agree in all 18 cells" in refusal(desk)


def test_an_answer_taken_back_is_none(desk: Desk, wang: Field, zhao: Field) -> None:
    both_answer(wang, zhao, {(U1, "A2"): ("full", "none"), (U2, "A2"): ("full", "none")})
    zhao.answers(U1, "A2")
    desk.merges(wang.hands_in(), zhao.hands_in())
    report = found_in(desk, assessors=True)
    assert report.found.factors.cells == 1


def test_an_assessor_who_is_not_assigned_any_more_does_not_count(
    desk: Desk, wang: Field, zhao: Field
) -> None:
    both_answer(wang, zhao, {(U1, "A2"): ("full", "none"), (U2, "A2"): ("full", "none")})
    desk.merges(wang.hands_in(), zhao.hands_in())
    assign(desk.project, U1, desk.person("ZQM"), active=False)
    assert found_in(desk, assessors=True).found.factors.cells == 1


def test_with_a_single_assessor_everywhere_it_is_refused(tmp_path: Path) -> None:
    desk = founded(tmp_path, codes=("WXL",), mode="all")
    wang = desk.assessor("WXL")
    wang.answers_all(U1)
    desk.merges(wang.hands_in(U1))
    assert "no cell has signed-off answers of two assessors" in refusal(desk)
    desk.project.close()


def test_an_assessors_own_file_has_no_other_assessors(desk: Desk, wang: Field) -> None:
    wang.answers_all(U1)
    with pytest.raises(AppError) as refused:
        project_robustness(wang.project, Plan(draws=10, assessors=True), Progress())
    assert refused.value.code == "factor"
    assert "Use a coordinator's project" in str(refused.value)
    report = project_robustness(wang.project, Plan(draws=10, weights=DEFAULT_WEIGHTS), Progress())
    assert unit_of(report, U1).rank == 1


def test_the_report_says_what_it_rests_on(desk: Desk, wang: Field, zhao: Field) -> None:
    both_answer(wang, zhao, {(U1, "A2"): ("full", "none")})
    desk.merges(wang.hands_in(), zhao.hands_in())
    desk.decides(U1, "A2", "full")
    report = found_in(desk, assessors=True, weights=DEFAULT_WEIGHTS, seed=3)
    assert report.form == desk.project.about.form_hash
    assert report.settings == ""
    assert len(report.results) == 64
    assert report.options == f"--draws {DRAWS} --seed 3 --weights ±25% --assessors --level 1 --top 10"
    assert any("1 cell with differing signed-off answers" in line for line in report.method)
    assert found_in(desk, assessors=True, weights=DEFAULT_WEIGHTS, seed=3) == report
