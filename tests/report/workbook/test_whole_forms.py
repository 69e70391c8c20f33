"""Sheets of forms with parts, vetoes, profiles, cohorts and sub-units, as people read them."""

import re
from math import isnan
from pathlib import Path

import pytest

from evalapp.base.progress import Progress
from evalapp.form.reader import read_form_file
from evalapp.form.tree import build_tree
from evalapp.report.words import rolled_words, status_word
from evalapp.report.workbook import write_workbook
from evalapp.report.workbook.method_values import values_not_formulas
from evalapp.report.workbook.shown import NONE, gate_word, hit_word, no_hit_word
from evalapp.score.results import Results
from evalapp.score.status import STATUSES
from tests.report import made_up, small_forms
from tests.report.spreadsheet import formulas, opened, table, values

EXTRA = {
    "parts": [],
    "vetoes": [],
    "profiles": ["Cohort figures", "Weights"],
    "cohorts": ["Cohort figures"],
    "towns": ["Sub-units", "Rolled-up items", "Cohort figures"],
}
"""The sheets that only such a form needs."""


KNOWN = (
    "ABS AND AVERAGE COLUMNS COUNT COUNTA COUNTIF EXACT EXP IF INDEX ISNUMBER LN MATCH MAX MIN N NOT OR RANK ROUND ROWS "
    "STDEV SUM SUMPRODUCT"
)
"""The functions that are used: Excel 2010, WPS and LibreOffice all have them."""


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Results, Path]]:
    """Each small form's results and workbook."""
    folder = tmp_path_factory.mktemp("whole")
    found = {name: (small_forms.results(name), folder / f"{name}.xlsx") for name in small_forms.FORMS}
    for results, path in found.values():
        write_workbook(made_up.dataset(results), path, Progress())
    return found


@pytest.mark.parametrize("name", EXTRA)
def test_a_form_has_the_sheets_that_it_needs(workbooks: dict[str, tuple[Results, Path]], name: str) -> None:
    names = opened(workbooks[name][1], cached=True).sheetnames
    between = names[names.index("Calculation") + 1 : names.index("Effective weights")]
    assert between == EXTRA[name]
    listed = [row[0] for row in opened(workbooks[name][1], cached=True)["Cover"].iter_rows(values_only=True)]
    assert set(names[1:]) <= set(listed)


@pytest.mark.parametrize("name", EXTRA)
def test_formulas_use_only_functions_that_every_spreadsheet_knows(
    workbooks: dict[str, tuple[Results, Path]], name: str
) -> None:
    used = {
        function
        for formula in formulas(workbooks[name][1]).values()
        for function in re.findall(r"([A-Z][A-Z.]*)\(", formula)
    }
    assert used <= set(KNOWN.split())


def test_the_ranking_shows_base_penalties_and_what_was_granted_of_the_bonus(
    workbooks: dict[str, tuple[Results, Path]],
) -> None:
    results, path = workbooks["parts"]
    rows = {row["Code"]: row for row in table(path, "Ranking", "Rank")}
    shut = 0
    for place, unit in results.units:
        if isnan(float(results.points[place])):
            continue
        row = rows[unit.code]
        assert row["基本\n(100)"] == pytest.approx(float(results.root_score[place]))
        assert row["Base points"] == pytest.approx(float(results.base[place]))
        assert row["Bonus granted"] == pytest.approx(float(results.bonus[place]))
        tops = [row["加分\nbonus points"], row["另加\nbonus points"]]
        if not results.gate[place]:
            shut += 1
            assert tops == [0.0, 0.0]
        assert row["扣分\npenalty points"] <= 0
    assert 0 < shut < len(rows)


def test_the_ranking_names_the_veto_items_that_were_hit(workbooks: dict[str, tuple[Results, Path]]) -> None:
    results, path = workbooks["vetoes"]
    matrix, tree = results.matrix, results.tree
    for row in table(path, "Ranking", "Rank"):
        place = next(place for place, unit in results.units if unit.code == row["Code"])
        hit = [tree.nodes[leaf].code for leaf in sorted(matrix.hits) if matrix.hits[leaf][place]]
        assert (row["Veto items hit"] or "") == ", ".join(hit)
    reasons = [
        value
        for (sheet, _cell), value in values(path).items()
        if sheet == "Ranking" and ("vetoed: VF" in str(value) or str(value).endswith("passed"))
    ]
    assert "不合格 · vetoed: VF" in reasons
    assert "合格 · passed" in reasons


def test_sub_units_stand_on_their_own_sheets_and_in_no_ranking(
    workbooks: dict[str, tuple[Results, Path]],
) -> None:
    results, path = workbooks["towns"]
    subs = {unit.code for unit in results.roster if unit.parent}
    rows = {row["Code"]: row for row in table(path, "Sub-units", "Code") if row["Code"] in subs}
    assert set(rows) == subs
    on = {sheet for (sheet, _cell), value in values(path).items() if value in subs}
    assert "Sub-units" in on
    assert not on & {"Ranking", "Group matrix", "All items", "Calculation", "Effective weights", "Check"}
    offices = [row for row in rows.values() if row["kind"] == "office"]
    assert offices
    assert all(row["所在镇"] == NONE for row in offices)


def test_rolled_up_items_say_where_they_come_from(workbooks: dict[str, tuple[Results, Path]]) -> None:
    results, path = workbooks["towns"]
    rows = {(row["Code"], row["Item"]): row for row in table(path, "Rolled-up items", "Code")}
    items = ["M", "S", "L", "R", "X", "G", "O", "V1", "J", "N"]
    assert [item for unit, item in rows if unit == "c0"] == items
    place = next(place for place, unit in results.units if unit.code == "c0")
    row = rows["c0", "M"]
    towns = [unit for unit in results.roster if unit.parent == "c0"]
    assert row["Sub-units"] == len(towns)
    assert all(town.name in row["From"] for town in towns)
    node = results.tree.node("M").index
    assert row["Value"] == pytest.approx(float(results.matrix.numbers[place, results.matrix.column[node]]))
    assert row["Score"] == pytest.approx(float(results.node_score[place, node]))
    live = [formula for (sheet, _cell), formula in formulas(path).items() if sheet == "Rolled-up items"]
    assert any(formula.startswith("AVERAGE('Sub-units'!") for formula in live)
    assert any(formula.startswith("SUM('Sub-units'!") for formula in live)


def test_every_unit_has_the_weights_of_its_profile_by_formula(
    workbooks: dict[str, tuple[Results, Path]],
) -> None:
    results, path = workbooks["profiles"]
    rows = table(path, "Weights", "Profile")
    assert [row["Profile"] for row in rows] == [NONE, "1 large · site", "2 small"]
    assert sum(row["Units"] for row in rows) == len(results.units)
    looked_up = [
        formula
        for (sheet, _cell), formula in formulas(path).items()
        if sheet == "Calculation" and "MATCH" in formula
    ]
    assert len(looked_up) == len(results.tree.nodes) * len(results.units)
    listed = {row["Code"]: row for row in table(path, "Calculation", "Code")}
    large = [unit.code for place, unit in results.units if results.profile[place] == 0]
    assert large
    assert all(listed[code]["B"] == NONE for code in large)


def test_values_of_other_scales_read_as_what_they_became() -> None:
    tree = small_forms.results("towns").tree
    rate, count = tree.node("R").scale, tree.node("V1").scale
    assert rolled_words(rate, "87.5", "en") == "87.5 %"
    assert rolled_words(rate, "7/8", "en") == "7/8 (87.5 %)"
    assert rolled_words(count, "yes", "en") == "yes"
    assert rolled_words(count, "", "en") == ""


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_two_words_in_cells_are_the_same(language: str, request: pytest.FixtureRequest) -> None:
    """Formulas tell states apart by their words."""
    if language == "zh_CN":
        request.getfixturevalue("chinese")
    words = [status_word(status) for status in STATUSES if status]
    words += [hit_word(), no_hit_word(), gate_word(True), gate_word(False), NONE]
    assert len({word.lower() for word in words}) == len(words)
    assert not any(set(word) & set("*?~") for word in words)


VALUES = {
    "gov-internet-service": ["Leaf scores", "Conditions"],
    "gov-site-inspection": [
        "Leaf scores",
        "Conditions",
        "Computed answers",
        "Weights used",
        "Bonus and penalty",
        "Gate",
        "Veto hits",
    ],
    "new-media-reach": ["Leaf scores", "Conditions", "Computed answers", "Bonus and penalty"],
    "open-data": ["Leaf scores", "Conditions", "Computed answers", "Indices"],
    "mobile-service": ["Leaf scores", "Conditions", "Weights used"],
    "losi": ["Leaf scores"],
}


@pytest.mark.parametrize("form", VALUES)
def test_the_method_names_what_is_a_value(form: str, tmp_path: Path) -> None:
    tree = build_tree(read_form_file(made_up.REPOSITORY / "forms" / f"{form}.toml"))
    lines = values_not_formulas(tree)
    assert [label for label, _sentence in lines] == VALUES[form]
    write_workbook(made_up.dataset(made_up.example(form)), tmp_path / "workbook.xlsx", Progress())
    told = {
        value for (sheet, _cell), value in values(tmp_path / "workbook.xlsx").items() if sheet == "Method"
    }
    assert {sentence for _label, sentence in lines} <= told


@pytest.mark.parametrize("form", made_up.SHIPPED)
def test_no_column_of_a_ranking_is_empty(form: str, tmp_path: Path) -> None:
    results = made_up.example(form)
    if not results.has_total:
        return
    path = tmp_path / "workbook.xlsx"
    write_workbook(made_up.dataset(results), path, Progress())
    rows = table(path, "Ranking", "Code" if results.tree.form.policy.list == "band" else "Rank")
    assert rows
    for title in rows[0]:
        assert any(row[title] is not None for row in rows), title
