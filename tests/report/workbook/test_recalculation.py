"""Every formula of the workbook against an independent calculator."""

from functools import cache
from math import isnan
from pathlib import Path
from typing import Any

import msgspec
import pytest
from openpyxl.utils.cell import coordinate_to_tuple

from evalapp.base.i18n import use_language
from evalapp.base.progress import Progress
from evalapp.form.label import say
from evalapp.report.dataset import Dataset
from evalapp.report.words import status_word
from evalapp.report.workbook import write_workbook
from evalapp.report.workbook.grid import ROOT
from evalapp.report.workbook.layout import layout
from evalapp.report.workbook.steps import steps
from evalapp.score.results import Results
from tests import all_kinds, asem
from tests.report import made_up, small_forms
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


def calculation(workbook: Path) -> dict[int, dict[int, float]]:
    """The numbers of the calculation sheet by row and column, both counted from 0."""
    found: dict[int, dict[int, float]] = {}
    for (sheet, reference), value in values(workbook).items():
        if sheet == "Calculation" and isinstance(value, float):
            row, column = coordinate_to_tuple(reference)
            found.setdefault(row - 1, {})[column - 1] = value
    return found


def expected(number: float) -> Any:
    """What stands in a number's cell: nothing but words where there is none."""
    return None if isnan(number) else pytest.approx(number, abs=1e-9)


def shandong() -> Results:
    """The 16 cities on the shipped form; one of them is waited for."""
    return made_up.results(blank=[("371400", "A2.3"), ("371400", "B1.1")])


NAMES = [*POLICIES, "shandong", "asem", "all-kinds", *small_forms.FORMS, *made_up.SHIPPED]
POISONS = {
    "shandong": "points",
    "parts": "bonus",
    "vetoes": "status",
    "profiles": "nominal",
    "cohorts": "root_score",
    "towns": "node_score",
}
"""What is falsified in a copy of an evaluation: an array of the results."""


@cache
def evaluated(name: str) -> Results:
    """One of the evaluations."""
    if name in POLICIES:
        return small(name)
    if name in small_forms.FORMS:
        return small_forms.results(name)
    if name == "all-kinds":
        return made_up.results(all_kinds.roster(), tree=all_kinds.tree())
    if name == "asem":
        return made_up.evaluated(asem.DATA / "asem.toml", asem.DATA)
    return shandong() if name == "shandong" else made_up.example(name)


def poisoned(results: Results, field: str) -> Dataset:
    """The same with every number of an array 1 too high."""
    return made_up.dataset(msgspec.structs.replace(results, **{field: getattr(results, field) + 1}))


CHINESE = ("parts", "vetoes", "towns", "profiles")


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory, locale_folder: Path) -> dict[str, tuple[Path, Path]]:
    """Each workbook as written and as LibreOffice saved it: ``poisoned-…`` are falsified, ``chinese-…`` in Chinese."""
    folder = tmp_path_factory.mktemp("workbooks")
    datasets = {name: made_up.dataset(evaluated(name)) for name in NAMES}
    datasets |= {f"poisoned-{name}": poisoned(evaluated(name), field) for name, field in POISONS.items()}
    for name, dataset in datasets.items():
        write_workbook(dataset, folder / f"{name}.xlsx", Progress())
    use_language("zh_CN", locale_folder)
    for name in CHINESE:
        write_workbook(datasets[name], folder / f"chinese-{name}.xlsx", Progress())
    use_language("en", locale_folder)
    files = {name: folder / f"{name}.xlsx" for name in (*datasets, *(f"chinese-{name}" for name in CHINESE))}
    calculated = recalculated(list(files.values()), folder)
    return {name: (path, calculated[name]) for name, path in files.items()}


@pytest.mark.parametrize("name", NAMES)
def test_every_formula_gives_its_cached_value(workbooks: dict[str, tuple[Path, Path]], name: str) -> None:
    written, calculated = workbooks[name]
    assert (len(formulas(written)) > 100) is evaluated(name).has_total
    assert differences(written, calculated) == []


@pytest.mark.parametrize("name", CHINESE)
def test_formulas_compare_with_the_words_of_the_workbooks_language(
    workbooks: dict[str, tuple[Path, Path]], name: str
) -> None:
    written, calculated = workbooks[f"chinese-{name}"]
    assert any("待定" in formula for formula in formulas(written).values())
    assert differences(written, calculated) == []
    for workbook in (written, calculated):
        told = [value for (sheet, _cell), value in values(workbook).items() if sheet == "核对"]
        assert told.count("OK") > 7 + 1
        assert "待查" not in told


def test_a_poisoned_workbook_is_found_out(workbooks: dict[str, tuple[Path, Path]]) -> None:
    """Proof that the comparison can fail: cached totals that are 1 too high do not survive recalculation."""
    found = differences(*workbooks["poisoned-shandong"])
    totals = [
        place for place, cached, anew in found if isinstance(anew, float) and abs(cached - anew - 1) < 1e-9
    ]
    assert len([place for place in totals if place[0] == "Ranking"]) == 15
    assert ("Check", "F5") in [place for place, _cached, _anew in found]


@pytest.mark.parametrize("name", sorted(POISONS.keys() - {"shandong"}))
def test_any_poisoned_step_is_found_out(workbooks: dict[str, tuple[Path, Path]], name: str) -> None:
    assert "Calculation" in {
        sheet for (sheet, _cell), _cached, _anew in differences(*workbooks[f"poisoned-{name}"])
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_recalculated_ranking_is_the_programs(workbooks: dict[str, tuple[Path, Path]], name: str) -> None:
    results = evaluated(name)
    if not results.has_total:
        assert "Ranking" not in {sheet for sheet, _cell in values(workbooks[name][1])}
        return
    head = "Code" if results.tree.form.policy.list == "band" else "Rank"
    rows = {row["Code"]: row for row in table(workbooks[name][1], "Ranking", head)}
    for place, unit in results.units:
        points = float(results.points[place])
        if isnan(points):
            assert unit.code not in rows
            continue
        row = rows[unit.code]
        assert row["Total"] == pytest.approx(points, abs=1e-9)
        assert row.get("Rank", int(results.rank[place])) == int(results.rank[place])
        assert row["Status"] == status_word(results.status_of(place))
        grade = results.grade_of(place)
        if results.tree.form.grades:
            assert (row["Grade"] or "") == ("" if grade is None else say(grade.name, "en"))
        for index, whole in enumerate(results.tree.form.indices):
            value, rank = float(results.indices[place, index]), int(results.index_rank[place, index])
            title = say(whole.title, "en")
            assert (row[title] or 0.0) == pytest.approx(0.0 if isnan(value) else value, abs=1e-9)
            assert (row[f"Rank by {title}"] or 0) == rank


@pytest.mark.parametrize("name", NAMES)
def test_every_check_says_ok(workbooks: dict[str, tuple[Path, Path]], name: str) -> None:
    for workbook in workbooks[name] if evaluated(name).has_total else ():
        told = [value for (sheet, _cell), value in values(workbook).items() if sheet == "Check"]
        assert told.count("OK") > 7 + 1
        assert "check" not in told


@pytest.mark.parametrize("name", NAMES)
def test_recalculated_group_scores_are_the_programs(
    workbooks: dict[str, tuple[Path, Path]], name: str
) -> None:
    """Groups, bonus and penalty groups, and the steps to the total, on the calculation sheet."""
    results = evaluated(name)
    if not results.has_total:
        return
    sheet, places, found = calculation(workbooks[name][1]), layout(results, 4), steps(results)
    for unit, _entry in results.units:
        row = sheet.get(places.row(unit), {})
        numbers: dict[int | None, float] = {
            places.column[node]: results.node_score[unit, node] for node in places.children if node != ROOT
        }
        numbers |= {
            places.beside[node]: found.beside.points[node][unit] for node in places.below if node != ROOT
        }
        totals = places.totals
        numbers |= {
            totals.root: results.root_score[unit],
            totals.base: results.base[unit],
            totals.granted: results.bonus[unit],
            totals.total: results.points[unit],
        }
        for column, number in numbers.items():
            assert column is None or row.get(column) == expected(float(number)), (unit, column)
