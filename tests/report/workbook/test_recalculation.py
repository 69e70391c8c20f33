"""Every formula of the workbook against an independent calculator."""

from math import isnan
from pathlib import Path

import msgspec
import pytest

from evalapp.base.progress import Progress
from evalapp.report.dataset import Dataset
from evalapp.report.workbook import write_workbook
from evalapp.score.results import Results
from tests.report import made_up
from tests.report.spreadsheet import differences, formulas, recalculated, soffice, table, values
from tests.score.evaluation import evaluate, tree_of

pytestmark = pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")

ITEMS = """
A 40
  A1 10
    A11 4
    A12 6
  A2 30
B 60
  B1 20
  B2 30
  B3 10
"""
ANSWERS = """
u1: A11=80 A12=60 A2=90 B1=70 B2=55.5 B3=91
u2: A11=not_applicable A12=60 A2=90 B1=70 B2=unable B3=91
u3: A11=not_applicable A12=not_applicable A2=33 B1=70 B2=0 B3=12.25
u4: A11=80 A12=60 A2=90 B1=70 B2=55.5 B3=91
u5: A11=1 A12=2 A2=3 B1=not_applicable B2=not_applicable B3=not_applicable
u6: A11=100 A12=100 A2=100 B1=100 B3=100
u7: A11=not_found A12=5 A2=unable B1=7 B2=unable B3=unable
"""
GRADES = """
good above=70
fair min=40
poor fail=true
rest
"""
REGIONS = """
u1 region=north
u2 region=south
u3 region=north
u4 region=north
u5 region=south
u6 region=south
u7 region=south
"""
POLICIES: dict[str, dict[str, object]] = {
    "arithmetic": {},
    "geometric": {"aggregation": "geometric", "unanswered": "zero"},
    "harmonic": {"aggregation": "harmonic", "rank_ties": "dense"},
    "equal": {"not_applicable": "equal", "unanswered": "reweight"},
    "rescale": {"not_applicable": "rescale", "unable": "zero"},
    "full": {"not_applicable": "full", "unable": "pending"},
    "coverage": {"min_coverage": 0.6, "unanswered": "reweight"},
    "lines": {"fail_below": 45.0, "floor": 20.0, "cap": 75.0, "grades": GRADES},
    "cohorts": {"within": "region", "means": ("region",), "rank_decimals": 0},
    "dense": {"within": "region", "rank_ties": "dense", "grades": "top top=0.3\nrest"},
    "banded": {"list": "band", "grades": GRADES, "weights": "relative"},
}


def small(name: str) -> Results:
    """A small evaluation under one of the policies."""
    return evaluate(tree_of(ITEMS, **POLICIES[name]), ANSWERS, REGIONS)  # type: ignore[arg-type]


def shandong() -> Results:
    """The 16 cities on the shipped form; one of them is waited for."""
    return made_up.results(blank=[("371400", "A2.3"), ("371400", "B1.1")])


def poisoned(dataset: Dataset) -> Dataset:
    """The same with every total 1 too high."""
    results = msgspec.structs.replace(dataset.results, points=dataset.results.points + 1)
    return msgspec.structs.replace(dataset, results=results)


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """Each workbook as written and as LibreOffice saved it."""
    folder = tmp_path_factory.mktemp("workbooks")
    datasets = {name: made_up.dataset(small(name)) for name in POLICIES}
    datasets["shandong"] = made_up.dataset(shandong())
    datasets["poisoned"] = poisoned(datasets["shandong"])
    for name, dataset in datasets.items():
        write_workbook(dataset, folder / f"{name}.xlsx", Progress())
    files = {name: folder / f"{name}.xlsx" for name in datasets}
    calculated = recalculated(list(files.values()), folder)
    return {name: (path, calculated[name]) for name, path in files.items()}


@pytest.mark.parametrize("name", [*POLICIES, "shandong"])
def test_every_formula_gives_its_cached_value(workbooks: dict[str, tuple[Path, Path]], name: str) -> None:
    written, calculated = workbooks[name]
    assert len(formulas(written)) > 100
    assert differences(written, calculated) == []


def test_a_poisoned_workbook_is_found_out(workbooks: dict[str, tuple[Path, Path]]) -> None:
    """Proof that the comparison can fail: cached totals that are 1 too high do not survive recalculation."""
    found = differences(*workbooks["poisoned"])
    totals = [
        place for place, cached, anew in found if isinstance(anew, float) and abs(cached - anew - 1) < 1e-9
    ]
    assert len([place for place in totals if place[0] == "Ranking"]) == 15
    assert ("Check", "F5") in [place for place, _cached, _anew in found]


@pytest.mark.parametrize("name", [*POLICIES, "shandong"])
def test_the_recalculated_ranking_is_the_programs(workbooks: dict[str, tuple[Path, Path]], name: str) -> None:
    results = shandong() if name == "shandong" else small(name)
    head = "Code" if name == "banded" else "Rank"
    rows = {row["Code"]: row for row in table(workbooks[name][1], "Ranking", head)}
    for place, unit in enumerate(results.roster):
        points = float(results.points[place])
        if isnan(points):
            assert unit.code not in rows
            continue
        row = rows[unit.code]
        assert row["Total"] == pytest.approx(points, abs=1e-9)
        assert row.get("Rank", int(results.rank[place])) == int(results.rank[place])
        grade = results.grade_of(place)
        if results.tree.form.grades:
            assert (row["Grade"] or "") == (
                "" if grade is None else grade.name if name != "shandong" else row["Grade"]
            )


@pytest.mark.parametrize("name", [*POLICIES, "shandong"])
def test_every_check_says_ok(workbooks: dict[str, tuple[Path, Path]], name: str) -> None:
    for workbook in workbooks[name]:
        told = [value for (sheet, _cell), value in values(workbook).items() if sheet == "Check"]
        assert told.count("OK") > 7 + 1
        assert "check" not in told


def test_recalculated_group_scores_are_the_programs(workbooks: dict[str, tuple[Path, Path]]) -> None:
    results = shandong()
    rows = {row["Code"]: row for row in table(workbooks["shandong"][1], "Calculation", "Code")}
    for place, unit in enumerate(results.roster):
        for node in results.tree.nodes:
            if node.is_leaf or not node.nominal:
                continue
            assert not isinstance(node.item.title, str)
            score, told = float(results.node_score[place, node.index]), rows[unit.code][node.item.title.en]
            if isnan(score):
                assert told == "pending"
            else:
                assert told == pytest.approx(score, abs=1e-9)
