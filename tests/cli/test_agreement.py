"""``evalapp agreement``: of a project, and of a table of ratings with or without a form."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from evalapp.merge.agreement.summary import STATISTICS
from tests.cli.command_line import SMALL_FORM, Account
from tests.cli.conftest import Office

COLUMNS = ("unit", "item", "assessor", "value")
STATED = (*COLUMNS, "state")
KRIPPENDORFF = {
    "A": "1 2 3 3 2 1 4 1 2 . . .",
    "B": "1 2 3 3 2 2 4 1 2 5 . 3",
    "C": ". 3 3 3 2 3 4 2 2 5 1 .",
    "D": "1 2 3 3 2 4 4 1 2 5 1 .",
}
"""The example of Krippendorff (2011): four observers, twelve units."""


@pytest.fixture
def analyst(tmp_path: Path) -> Account:
    return Account(tmp_path / "analyst")


def printed_rows() -> list[tuple[str, str, str, str]]:
    return [
        (f"u{unit}", "一", who, value)
        for who, values in KRIPPENDORFF.items()
        for unit, value in enumerate(values.split())
        if value != "."
    ]


def pairwise(*answers: tuple[str, str, str]) -> list[tuple[str, str, str, str]]:
    """Rows of two assessors, from (item, answer of X, answer of Y); each goes to a unit of its own."""
    return [
        (f"市{number}", item, who, value)
        for number, (item, one, other) in enumerate(answers)
        for who, value in (("X", one), ("Y", other))
    ]


def table_of(analyst: Account, rows: Iterable[tuple[str, ...]]) -> Path:
    return analyst.writes("ratings.csv", COLUMNS, rows)


# A table without a form -----------------------------------------------------------------------------------------------


def test_numbers_without_a_form(analyst: Account) -> None:
    table = table_of(analyst, printed_rows())
    found = analyst.asks("agreement", table)
    figures = found["whole"]
    assert [round(figures[f"alpha_{level}"]["value"], 3) for level in ("nominal", "ordinal", "interval")] == [
        0.743,
        0.815,
        0.849,
    ]
    assert figures["alpha_ratio"] == {
        "value": None, "why": "no_zero", "n": 0, "k": None, "excluded": {"no_zero": 12}, "low": None, "high": None,
    }  # fmt: skip
    assert (figures["alpha_nominal"]["n"], figures["alpha_nominal"]["excluded"]) == (11, {"alone": 1})
    assert (found["form"], found["units"], found["draws"]) == (False, 12, 1000)
    assert [one["item"] for one in found["items"]] == ["一"]
    assert found["groups"] == []
    assert len(found["pairs"]) == 6
    said = analyst.types("agreement", table).out
    assert "No form was given: the categories are those that occur, and numbers count as measured." in said


def test_the_table_says_what_each_figure_rests_on(analyst: Account) -> None:
    lines = analyst.types("agreement", table_of(analyst, printed_rows())).out.splitlines()
    nominal = next(line for line in lines if line.startswith("Krippendorff α, nominal"))
    name, value, bounds, *rest = (part.strip() for part in nominal.split("  ") if part.strip())
    assert (name, value, rest) == (
        "Krippendorff α, nominal",
        "0.743",
        ["11", "1", "1 handed in by fewer than two"],
    )
    low, high = (float(bound) for bound in bounds.split(" … "))
    assert low < 0.743 < high
    ratio = next(line for line in lines if line.startswith("Krippendorff α, ratio"))
    assert ratio.split("  ")[-1].strip() == "This needs a measured number of which 0 means nothing."


def test_words_are_categories(analyst: Account) -> None:
    rows = pairwise(("q", "好", "好"), ("q", "差", "差"), ("q", "中", "好"), ("q", "差", "中"))
    figures = analyst.asks("agreement", table_of(analyst, rows))["whole"]
    assert figures["exact"]["value"] == 0.5
    assert figures["kappa"]["value"] == pytest.approx((0.5 - 5 / 16) / (1 - 5 / 16))
    assert figures["kappa_linear"]["why"] == figures["alpha_interval"]["why"] == "unordered"


def test_numbers_may_be_written_in_several_ways(analyst: Account) -> None:
    rows = pairwise(("q", "4.0", "4"), ("q", "２", "2"), ("q", "+1", "1.50"))
    figures = analyst.asks("agreement", table_of(analyst, rows))["whole"]
    assert figures["exact"]["value"] == pytest.approx(2 / 3)


def test_a_seed_gives_the_same_interval_again(analyst: Account) -> None:
    table = table_of(analyst, printed_rows())
    first = analyst.asks("agreement", table, "--seed", 5)
    assert analyst.asks("agreement", table, "--seed", 5) == first
    assert (
        analyst.asks("agreement", table, "--seed", 6)["whole"]["alpha_interval"]
        != first["whole"]["alpha_interval"]
    )
    assert "seed 5;" in analyst.types("agreement", table, "--seed", 5).out


# A table with a form --------------------------------------------------------------------------------------------------


def test_a_form_says_what_values_are_worth(analyst: Account) -> None:
    rows = [
        *pairwise(("A2", "full", "部分一致"), ("A2", "none", "none"), ("A2", "full", "full"), ("B3", "19/20", "38/40"), ("A1", "是", "yes")),
        ("市9", "C", "X", "words are not compared"),
    ]  # fmt: skip
    found = analyst.asks("agreement", table_of(analyst, rows), "--form", SMALL_FORM)
    assert [(one["item"], one["level"]) for one in found["items"]] == [
        ("A1", "nominal"),
        ("A2", "ordinal"),
        ("B3", "ratio"),
    ]
    assert [one["item"] for one in found["groups"]] == ["A", "B"]
    by_item = {one["item"]: one["figures"] for one in found["items"]}
    assert by_item["A2"]["within_one_step"]["value"] == 1
    assert by_item["B3"]["exact"]["value"] == 0
    assert by_item["B3"]["within_one_step"]["value"] == 1
    assert by_item["A1"]["exact"]["value"] == 1


PARTS = """
[form]
id = "parts"
version = "1"
title = "单项否决、加分和不填的指标"
[[item]]
code = "V"
title = "单项否决"
part = "veto"
[[item]]
code = "V1"
parent = "V"
title = "首页不更新"
scale = { kind = "binary" }
[[item]]
code = "K"
title = "得分"
[[item]]
code = "K1"
parent = "K"
title = "扣分"
scale = { kind = "deductions", points = 60, findings = [ { id = "dead", each = 1 } ] }
[[item]]
code = "K2"
parent = "K"
title = "第三方测评"
weight = 40
scale = { kind = "imported" }
[[item]]
code = "K3"
parent = "K"
title = "不存在"
weight = 0
scale = { kind = "binary" }
"""


def test_what_assessors_answer_is_compared_in_every_part(analyst: Account) -> None:
    """Veto items too; not what is brought in, nor what has no weight."""
    analyst.folder.mkdir(parents=True, exist_ok=True)
    form = analyst.path("parts.toml")
    form.write_text(PARTS, encoding="utf-8")
    rows = pairwise(("V1", "no", "yes"), ("K1", "dead=3", "dead=2"), ("K2", "80", "70"), ("K3", "yes", "no"))
    found = analyst.asks("agreement", table_of(analyst, rows), "--form", form)
    assert [one["item"] for one in found["items"]] == ["V1", "K1"]
    assert [one["item"] for one in found["groups"]] == ["V", "K"]
    assert found["items"][1]["figures"]["within_one_step"]["value"] == 1


def test_states_stand_in_a_column_of_their_own(analyst: Account) -> None:
    rows = [
        ("市0", "A2", "X", "full", ""),
        ("市0", "A2", "Y", "", "not_found"),
        ("市1", "A2", "X", "", "unable"),
        ("市1", "A2", "Y", "part", ""),
        ("市2", "A2", "X", "", ""),
        ("市2", "A2", "Y", "part", "answered"),
    ]
    table = analyst.writes("ratings.csv", STATED, rows)
    figures = analyst.asks("agreement", table, "--form", SMALL_FORM)["whole"]
    assert (figures["exact"]["n"], figures["exact"]["excluded"]) == (2, {"blank": 1})
    assert (figures["kappa"]["n"], figures["kappa"]["excluded"]) == (1, {"blank": 1, "unable": 1})


def test_chinese_headings_and_gb_18030(analyst: Account) -> None:
    rows = [("济南市", "A2", "王", "完全一致"), ("济南市", "A2", "赵", "full")]
    table = analyst.writes("评分.csv", ("城市", "指标", "评估员", "取值"), rows, encoding="gb18030")
    found = analyst.asks("agreement", table, "--form", SMALL_FORM)
    assert found["whole"]["exact"]["value"] == 1
    assert [one["a"]["code"] for one in found["pairs"]] == ["王"]


# Errors ---------------------------------------------------------------------------------------------------------------


def test_all_errors_are_listed_with_row_and_column(analyst: Account) -> None:
    rows = [
        ("1", "A1", "X", "yes", ""),
        ("", "A1", "X", "yes", ""),
        ("1", "", "X", "yes", ""),
        ("1", "A1", "", "yes", ""),
        ("1", "A1", "X", "no", ""),
        ("1", "Z9", "X", "yes", ""),
        ("1", "A", "X", "yes", ""),
        ("1", "A2", "X", "perfect", ""),
        ("1", "B2", "X", "985", ""),
        ("1", "B3", "X", "1/2", "unable"),
        ("2", "B3", "X", "", "lost"),
        ("3", "B3", "X", "", "answered"),
    ]
    table = analyst.writes("ratings.csv", STATED, rows)
    found = analyst.types("agreement", table, "--form", SMALL_FORM, "--json", status=1)
    assert found.json["error"]["code"] == "ratings"
    assert [detail.removeprefix("ratings.csv, ").split(":")[0] for detail in found.details] == [
        "row 3, column unit",
        "row 4, column item",
        "row 5, column assessor",
        "row 6, column assessor",
        "row 7, column item",
        "row 8, column item",
        "row 9, column value",
        "row 10, column value",
        "row 11, column value",
        "row 12, column state",
        "row 13, column value",
    ]
    assert "“X” has answered item “A1” of “1” in row 2 already" in found.err
    assert "Nothing was computed" in found.err


def test_a_column_is_missing(analyst: Account) -> None:
    table = analyst.writes("ratings.csv", ("unit", "item", "value"), [])
    found = analyst.types("agreement", table, "--json", status=1)
    assert found.json["error"]["code"] == "columns"
    assert "the column “评估员/assessor” is missing" in found.err


def test_what_is_not_there_is_named(analyst: Account, tmp_path: Path) -> None:
    assert "gone.csv" in analyst.types("agreement", tmp_path / "gone.csv", status=1).err
    table = table_of(analyst, printed_rows())
    assert "no-such-form" in analyst.types("agreement", table, "--form", "no-such-form", status=1).err


def test_an_error_in_chinese(analyst: Account, language: Callable[[str], None]) -> None:
    language("zh_CN")
    table = analyst.writes("评分.csv", ("评估对象", "指标", "评估员", "取值"), [("1", "A2", "王", "很好")])
    found = analyst.types("agreement", table, "--form", SMALL_FORM, status=1)
    assert "评分.csv 第 2 行，取值 列：" in found.err
    assert "未进行任何计算" in found.err


# What cannot be told --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "words", "short"),
    [
        ([], "Nothing has been handed in.", ""),
        ([("1", "q", "X", "3"), ("2", "q", "X", "4")], "Only one assessor has handed in: there is nothing to compare.", "one assessor"),
        ([("1", "q", "X", "3"), ("2", "q", "Y", "4")], "Nothing has two answers that can be compared.", "no pair"),
        (pairwise(("q", "3", "3"), ("q", "3", "3")), "All answers are equal: what chance would bring about cannot be told.", "all equal"),
    ],
    ids=["empty", "one", "apart", "constant"],
)  # fmt: skip
def test_it_is_said_in_words(analyst: Account, rows: list[tuple[str, ...]], words: str, short: str) -> None:
    table = table_of(analyst, rows)
    found = analyst.types("agreement", table)
    assert words in found.out
    assert short in found.out
    assert "nan" not in found.out.lower()
    lines = [
        line
        for line in found.out.splitlines()
        if line.startswith(("Cohen", "Weighted", "Fleiss", "Kripp", "ICC"))
    ]
    assert len(lines) == 14
    assert not [line for line in lines if " 0.000 " in line or " 1.000 " in line]
    figures = analyst.asks("agreement", table)["whole"]
    assert {figures[name]["value"] for name in STATISTICS[2:]} == {None}
    assert "" not in {figures[name]["why"] for name in STATISTICS[2:]}


# A project ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def merged(office: Office, tmp_path: Path) -> Office:
    """All three have answered and handed in; two of them saw A2 otherwise."""
    for code, value in (("WXL", "full"), ("ZQM", "part"), ("SYN", "none")):
        person = Account(tmp_path / code)
        mine = person.path("mine.evalproj")
        units = person.asks("open", office.desk.path(f"tasks/{code}.evalpkg"), "-o", mine)["units"]
        rows = [
            (unit, item, value if item == "A2" else answer)
            for unit in units
            for item, answer in (
                ("A1", "yes"), ("A2", ""), ("A3", "time"), ("B1", "4"), ("B2", unit[3:4]), ("B3", "1/2"),
            )
        ]  # fmt: skip
        person.types("enter", mine, person.writes("a.csv", ("unit", "item", "value"), rows))
        person.types("submit", mine, "-o", office.desk.path(f"in/{code}.evalpkg"))
    office.desk.types("merge", office.project, office.desk.path("in"))
    return office


def test_a_project(merged: Office) -> None:
    found = merged.desk.asks("agreement", merged.project)
    assert found["whole"]["exact"] == {
        "value": pytest.approx(15 / 18), "why": "", "n": 18, "k": None, "excluded": {}, "low": None, "high": None,
    }  # fmt: skip
    assert [one["item"] for one in found["items"]] == ["A1", "A2", "A3", "B1", "B2", "B3"]
    assert {one["a"]["name"] for one in found["pairs"]} == {"孙雅宁", "王晓岚"}
    assert found["items"][0]["figures"]["kappa"]["why"] == "constant"
    assert found["form"] is True


def test_the_overview_and_the_details(merged: Office) -> None:
    lines = merged.desk.types("agreement", merged.project).out.splitlines()
    assert lines[0].split("  ")[0] == "Statistic"
    heads = [line.split()[0] for line in lines if "Cells compared" in line]
    assert heads == ["Group", "Item", "Pair", "Assessor", "Week"]
    a1 = next(line for line in lines if line.startswith("A1 "))
    cells = [part.strip() for part in a1.split("  ") if part.strip()]
    assert cells == [
        "A1 Has an entrance",
        "3",
        "100.0 %",
        "100.0 %",
        "all equal",
        "–",
        "all equal",
        "–",
        "nominal",
        "3",
        "0",
    ]
    b2 = next(line for line in lines if line.startswith("B2 "))
    assert b2.split()[-6:] == ["too", "few", "units", "interval", "3", "0"]
    assert any(line.startswith("孙雅宁 SYN – 王晓岚 WXL") for line in lines)
    assert "What counts is what each assessor answered at the first sign-off" in "\n".join(lines)
    details = merged.desk.types("agreement", merged.project, "--by", "item").out.splitlines()
    assert sum(line.startswith("A2 ") for line in details) == len(STATISTICS) - 1
    assert sum(line.startswith("B2 ") for line in details) == len(STATISTICS) - 5
    assert not [line for line in details if line.startswith("孙雅宁")]
    weeks = merged.desk.types("agreement", merged.project, "--by", "week").out.splitlines()
    assert any(line.startswith("Week  ") and "Statistic" in line for line in weeks)


def test_severe_lenient_and_straight_lining(merged: Office) -> None:
    """Three cities are too few for an interval, and so for a verdict."""
    said = merged.desk.types("agreement", merged.project, "--by", "assessor").out
    lines = said.splitlines()
    head = next(place for place, line in enumerate(lines) if "Points against the others" in line)
    assert "It says who differs, not who is right." in said
    for line in lines[head + 1 : head + 4]:
        name, _points, bounds, *_rest = (part.strip() for part in line.split("  ") if part.strip())
        assert name.split()[1] in {"SYN", "WXL", "ZQM"}
        assert bounds == "too few units"
    found = merged.desk.asks("agreement", merged.project, "--by", "assessor")
    assert [one["assessor"]["code"] for one in found["assessors"]] == ["SYN", "WXL", "ZQM"]
    assert {one["leaning"] for one in found["assessors"]} == {""}
    assert all(one["severity"]["n"] > 0 for one in found["assessors"])
    assert found["items"] == found["weeks"] == []


def test_a_verdict_from_a_table(analyst: Account) -> None:
    """In twelve cities X gives a step less than Y."""
    rows = []
    for city in range(12):
        rows += [(f"市{city}", "A2", "X", "none"), (f"市{city}", "A2", "Y", "part")]
    found = analyst.asks("agreement", table_of(analyst, rows), "--form", SMALL_FORM)
    assert {one["assessor"]["code"]: one["leaning"] for one in found["assessors"]} == {
        "X": "severe",
        "Y": "lenient",
    }


def test_a_table_of_the_figures(merged: Office) -> None:
    out = merged.desk.path("agreement.csv")
    merged.desk.types("agreement", merged.project, "-o", out)
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    found = merged.desk.asks("agreement", merged.project)
    assert [row["by"] for row in rows[:2]] == ["whole", "group"]
    assert len(rows) == 1 + sum(
        len(found[name]) for name in ("groups", "items", "pairs", "assessors", "weeks")
    )
    b2 = next(row for row in rows if (row["by"], row["code"]) == ("item", "B2"))
    figures = next(one["figures"] for one in found["items"] if one["item"] == "B2")
    assert float(b2["exact"]) == pytest.approx(figures["exact"]["value"], abs=1e-9)
    assert (b2["n"], b2["why"]) == (str(figures["alpha_interval"]["n"]), figures["alpha_interval"]["why"])
    a1 = next(row for row in rows if (row["by"], row["code"]) == ("item", "A1"))
    assert (a1["alpha"], a1["why"]) == ("", "constant")


def test_in_chinese(merged: Office, language: Callable[[str], None]) -> None:
    language("zh_CN")
    said = merged.desk.types("agreement", merged.project, "--by", "all").out
    for words in (
        "完全一致率",
        "加权 κ（二次）",
        "Krippendorff α（定序）",
        "指标组",
        "全部相同",
        "以每名评估员对每个对象首次签署时的答案为准",
    ):
        assert words in said, words
    assert "A2 跨渠道一致" in said
    known = {"Cohen", "Fleiss", "Krippendorff", "ICC", "SYN", "WXL", "ZQM"}
    latin = {word for word in said.split() if word.isascii() and word.isalpha() and len(word) > 1}
    assert latin == known


def test_made_up_answers_are_called_so(tmp_path: Path) -> None:
    desk = Account(tmp_path / "desk")
    roster = desk.writes("roster.csv", ("code", "name", "province"), [("1", "甲", "省")])
    project = desk.path("p.evalproj")
    desk.types("project", "new", project, "--form", SMALL_FORM, "--roster", roster, "--synthetic")
    assert "Synthetic data: all answers are made up." in desk.types("agreement", project).err


def test_a_form_beside_a_project_is_wrong_usage(merged: Office) -> None:
    found = merged.desk.types("agreement", merged.project, "--form", SMALL_FORM, status=2)
    assert "A project has its form in it" in found.err
