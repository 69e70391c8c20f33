"""A published index from another field, recomputed: the sustainable connectivity of 51 countries."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evalapp.base.tables import read_csv
from evalapp.entry.columns import ROSTER, SCORES
from evalapp.entry.rosters import read_roster
from evalapp.entry.scores import read_scores
from evalapp.entry.states import compile_rules
from evalapp.form.reader import examine_form, read_form_file
from evalapp.form.tree import Tree, build_tree
from evalapp.score.listing import listing
from evalapp.score.results import Results, compute
from tests import asem
from tests.asem import CASES, Case, records

DENOMINATORS = ("Area", "Energy", "GDP", "Population")


def computed(form: Path, scores: Path, roster: Path = asem.ROSTER) -> Results:
    tree = build_tree(read_form_file(form))
    units = read_roster(read_csv(roster, ROSTER), tree.form.units)
    roster_of_scores, finals = read_scores(tree, read_csv(scores, SCORES), units)
    return compute(tree, compile_rules(tree), roster_of_scores, finals)


@pytest.fixture(scope="module")
def tree() -> Tree:
    return build_tree(read_form_file(asem.DATA / "asem.toml"))


@pytest.fixture(scope="module")
def results() -> Results:
    return computed(asem.DATA / "asem.toml", asem.DATA / "scores.csv")


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> Case:
    found = request.param
    assert isinstance(found, Case)
    return found


@pytest.fixture(scope="module")
def recomputed(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Results:
    folder = tmp_path_factory.mktemp("asem")
    return computed(asem.write_form(case.form(), folder), asem.write_scores(case, folder))


def test_the_form_says_what_the_index_says_of_itself(tree: Tree) -> None:
    published = [row for row in records("iMeta.csv") if row["Type"] in ("Indicator", "Aggregate")]
    assert {row["iCode"] for row in published} == set(tree.by_code)
    for row in published:
        node = tree.node(row["iCode"])
        assert (node.item.parent, node.item.weight) == (row["Parent"], float(row["Weight"]))
        assert node.is_leaf == (row["Type"] == "Indicator")
        if node.is_leaf:
            assert node.item.scale == ("higher" if row["Direction"] == "1" else "lower")


def test_the_scores_are_the_published_data(tree: Tree) -> None:
    given = {(row["unit"], row["item"]): row["value"] for row in records("scores.csv")}
    data = {
        (row["uCode"], leaf.code): row[leaf.code] for row in records("iData_raw.csv") for leaf in tree.leaves
    }
    assert given == data


def test_a_variant_of_the_form_has_no_faults(case: Case, tmp_path: Path) -> None:
    examined = examine_form(asem.write_form(case.form(), tmp_path).read_bytes(), case.name)
    assert (examined.errors, examined.warnings) == ((), ())


@pytest.mark.parametrize("table", ["normalised", "aggregated"])
def test_the_scores_of_all_items_agree(recomputed: Results, case: Case, table: str) -> None:
    places = {unit.code: place for place, unit in enumerate(recomputed.roster)}
    for row in case.expected(table):
        unit = row.pop("uCode")
        for code, score in row.items():
            found = recomputed.node_score[places[unit], recomputed.tree.by_code[code]]
            assert found == pytest.approx(float(score or "nan"), abs=1e-9, nan_ok=True), (unit, code)


def test_the_ranks_of_all_groups_agree(recomputed: Results, case: Case) -> None:
    places = {unit.code: place for place, unit in enumerate(recomputed.roster)}
    for row in case.expected("ranks"):
        unit = row.pop("uCode")
        for code, rank in row.items():
            found = recomputed.node_rank[places[unit], recomputed.tree.by_code[code]]
            assert found == int(rank or 0), (unit, code)
        assert recomputed.rank[places[unit]] == int(row["Index"] or 0)


def test_the_best_connected_countries(results: Results) -> None:
    best = [results.roster[place] for place in listing(results)[:3]]
    assert [unit.code for unit in best] == ["DEU", "GBR", "FRA"]


def test_indicators_by_size_of_the_country(tmp_path: Path) -> None:
    """The indicators that the publisher divides by area, population and so on, with these as columns of the roster."""
    divided = {row["iCode"]: row["Denominator"] for row in records("iMeta.csv") if row["Denominator"]}
    data = {row["uCode"]: row for row in records("iData_raw.csv")}
    sizes = [(unit, row["uName"], *(row[name] for name in DENOMINATORS)) for unit, row in data.items()]
    found = computed(
        asem.write_form(by_size(divided), tmp_path),
        asem.write_table(
            "scores.csv",
            [
                ("unit", "item", "value"),
                *(
                    (unit, raw(code) if code in divided else code, value)
                    for unit, code, value in asem.A1.scores()
                ),
            ],
            tmp_path,
        ),
        asem.write_table("roster.csv", [("code", "name", *DENOMINATORS), *sizes], tmp_path),
    )
    assert set(divided.values()) == set(DENOMINATORS)
    for code, column in divided.items():
        cells = [(data[unit.code][code], data[unit.code][column]) for unit in found.roster]
        # Expressions get numbers of nine decimals (FORM rule 11), what they give is not rounded.
        values = np.array(
            [round(float(x), 9) / round(float(size), 9) if x and size else np.nan for x, size in cells]
        )
        low, high = np.nanmin(values), np.nanmax(values)
        scores = found.node_score[:, found.tree.by_code[code]]
        assert scores == pytest.approx(100 * (values - low) / (high - low), abs=1e-9, nan_ok=True), code


def raw(code: str) -> str:
    return f"{code} as counted"


def by_size(divided: dict[str, str]) -> dict[str, Any]:
    """The form whose indicators in ``divided`` are a counted number, a note, over a column of the roster."""
    document = asem.plain_form()
    document["units"] = {"number": [*DENOMINATORS]}
    counted: list[dict[str, Any]] = [{"code": "counted", "title": "原始数据", "part": "note"}]
    for item in document["item"]:
        if column := divided.get(code := item["code"]):
            assert item["scale"] == "higher"
            number = {
                "code": raw(code),
                "title": item["title"],
                "parent": "counted",
                "scale": {"kind": "number"},
            }
            counted.append(number)
            value = f"answer['{raw(code)}'] / unit.{column}"
            item["scale"] = {"kind": "derived", "value": value, "points": {"method": "minmax"}}
    document["item"] += counted
    return document
