"""``evalapp compute``: numbers from plain files, without a project."""

from pathlib import Path

import pytest

from tests import asem
from tests.cli.command_line import SMALL_FORM, Account, records

SCORES = ("unit", "item", "value")
Rows = dict[tuple[str, str], dict[str, str]]


@pytest.fixture
def analyst(tmp_path: Path) -> Account:
    return Account(tmp_path / "analyst")


@pytest.fixture(scope="module", params=asem.CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> asem.Case:
    found = request.param
    assert isinstance(found, asem.Case)
    return found


def recomputed(folder: Path, form: Path, scores: Path) -> Rows:
    """The index of sustainable connectivity, computed to a file."""
    analyst = Account(folder)
    out = analyst.path("index.csv")
    analyst.types("compute", "--form", form, "--scores", scores, "--roster", asem.ROSTER, "-o", out)
    return {(row["unit"], row["item"]): row for row in records(out)}


@pytest.fixture(scope="module")
def connectivity(case: asem.Case, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    folder = tmp_path_factory.mktemp("asem")
    return recomputed(folder, asem.write_form(case.form(), folder), asem.write_scores(case, folder))


@pytest.mark.parametrize("table", ["normalised", "aggregated"])
def test_the_published_scores(connectivity: Rows, case: asem.Case, table: str) -> None:
    for row in case.expected(table):
        unit = row.pop("uCode")
        for item, score in row.items():
            found = connectivity[unit, item]["score"]
            if score == "":
                assert found == "", (unit, item)
            else:
                assert float(found) == pytest.approx(float(score), abs=1e-9), (unit, item)


def test_the_published_ranks(connectivity: Rows, case: asem.Case) -> None:
    for row in case.expected("ranks"):
        unit = row.pop("uCode")
        assert {item: connectivity[unit, item]["rank"] for item in row} == row
        assert connectivity[unit, "TOTAL"]["rank"] == row["Index"]


def test_the_files_of_the_repository_are_the_first_case(tmp_path: Path) -> None:
    kept = recomputed(tmp_path, asem.DATA / "asem.toml", asem.DATA / "scores.csv")
    for row in asem.A1.expected("aggregated"):
        found = float(kept[row["uCode"], "TOTAL"]["score"])
        assert found == pytest.approx(float(row["Index"]), abs=1e-9), row["uCode"]


def test_a_country_without_data_is_not_ranked(tmp_path: Path) -> None:
    """Laos has no value at all; of Mongolia a whole branch is missing, more than the threshold lets pass."""
    case = asem.B3
    found = recomputed(tmp_path, asem.write_form(case.form(), tmp_path), asem.write_scores(case, tmp_path))
    for country in ("LAO", "MNG", "BRN"):
        assert found[country, "TOTAL"]["status"] == "insufficient"
        assert found[country, "TOTAL"]["rank"] == ""
    assert found["MNG", "Political"]["status"] == "scored"


def test_without_a_roster_the_units_are_those_of_the_table(analyst: Account, tmp_path: Path) -> None:
    form, scores = asem.DATA / "asem.toml", asem.DATA / "scores.csv"
    found = analyst.asks("compute", "--form", form, "--scores", scores)
    assert {(row["unit"], row["item"]): row["rank"] for row in found} == {
        place: int(row["rank"]) if row["rank"] else None
        for place, row in recomputed(tmp_path, form, scores).items()
    }


def test_without_a_roster_nothing_is_compared_inside_a_column(analyst: Account) -> None:
    scores = analyst.writes("scores.csv", SCORES, complete("甲"))
    form = analyst.path("within.toml")
    form.write_text(
        SMALL_FORM.read_text(encoding="utf-8").replace("[units]", '[units]\nwithin = "region"'),
        encoding="utf-8",
    )
    found = analyst.types("compute", "--form", form, "--scores", scores, status=1)
    assert "compares units with others of the same “region”" in found.err
    assert found.out == ""


def complete(unit: str) -> list[tuple[str, str, str]]:
    values = {"A1": "yes", "A2": "full", "A3": "time;cost;place", "B1": "4", "B2": "10", "B3": "19/20"}
    return [(unit, item, value) for item, value in values.items()]


def test_numbers_may_be_written_full_width(analyst: Account) -> None:
    plain = analyst.writes("plain.csv", SCORES, [*complete("甲")])
    wide = analyst.writes(
        "wide.csv",
        SCORES,
        [
            (u, i, v.translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789/."}))
            for u, i, v in complete("甲")
        ],
    )
    assert analyst.asks("compute", "--form", SMALL_FORM, "--scores", wide) == analyst.asks(
        "compute", "--form", SMALL_FORM, "--scores", plain
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encodings_of_spreadsheets(analyst: Account, encoding: str) -> None:
    table = analyst.writes("scores.csv", SCORES, complete("菏泽市"), encoding=encoding)
    assert {row["unit"] for row in analyst.asks("compute", "--form", SMALL_FORM, "--scores", table)} == {
        "菏泽市"
    }


def test_a_unit_of_the_roster_without_scores_is_not_ranked(analyst: Account) -> None:
    table = analyst.writes("scores.csv", SCORES, complete("1"))
    roster = analyst.writes(
        "roster.csv", ("code", "name", "province"), [("1", "甲", "某省"), ("2", "乙", "某省")]
    )
    found = analyst.types("compute", "--form", SMALL_FORM, "--scores", table, "--roster", roster, "--json")
    ranks = {row["unit"]: row["rank"] for row in found.json if row["item"] == "TOTAL"}
    assert (ranks["1"], ranks["2"]) == (1, None)
    assert "乙" in found.err


def test_all_errors_are_listed_with_row_and_column(analyst: Account) -> None:
    rows = [
        ("1", "A1", "yes"),
        ("9", "A1", "yes"),
        ("1", "Z9", "yes"),
        ("1", "A2", "perfect"),
        ("1", "B2", "985"),
        ("1", "B2", "5"),
        ("1", "A1", "no"),
        ("1", "A", "yes"),
        ("", "B1", "1"),
    ]
    table = analyst.writes("scores.csv", SCORES, rows)
    roster = analyst.writes("roster.csv", ("code", "name", "province"), [("1", "甲", "某省")])
    out = analyst.path("out.csv")
    found = analyst.types(
        "compute", "--form", SMALL_FORM, "--scores", table, "--roster", roster, "-o", out, "--json", status=1
    )
    places = [detail.removeprefix("scores.csv, ").split(":")[0] for detail in found.details]
    assert places == [
        "row 3, column unit",
        "row 4, column item",
        "row 5, column value",
        "row 6, column value",
        "row 7, column item",
        "row 8, column item",
        "row 9, column item",
        "row 10, column unit",
    ]
    assert not out.exists()


def test_a_roster_with_errors(analyst: Account) -> None:
    table = analyst.writes("scores.csv", SCORES, complete("1"))
    roster = analyst.writes(
        "roster.csv",
        ("code", "name", "province"),
        [("1", "甲", "某省"), ("1", "乙", "某省"), ("3", "", "某省")],
    )
    found = analyst.types(
        "compute", "--form", SMALL_FORM, "--scores", table, "--roster", roster, "--json", status=1
    )
    assert [detail.split(":")[0] for detail in found.details] == [
        "roster.csv, row 3, column code",
        "roster.csv, row 4, column name",
    ]


def test_a_result_never_replaces_what_it_was_made_from(analyst: Account) -> None:
    table = analyst.writes("scores.csv", SCORES, complete("1"))
    before = table.read_bytes()
    found = analyst.types("compute", "--form", SMALL_FORM, "--scores", table, "-o", table, "--json", status=1)
    assert found.json["error"]["code"] == "same_file"
    assert table.read_bytes() == before


def test_an_answer_to_an_item_that_does_not_apply_counts_nowhere(analyst: Account) -> None:
    rows = [(unit, item, "no" if item == "A1" else value) for unit, item, value in complete("甲")]
    found = analyst.asks(
        "compute", "--form", SMALL_FORM, "--scores", analyst.writes("scores.csv", SCORES, rows)
    )
    ticked = next(row for row in found if row["item"] == "A3")
    assert (ticked["status"], ticked["value"], ticked["points"], ticked["rank"]) == (
        "not_applicable",
        "",
        None,
        None,
    )


def test_units_that_are_equal_share_their_rank(analyst: Account) -> None:
    rows = [*complete("丙"), *complete("甲"), *complete("乙")]
    rows = [(unit, item, "0" if (unit, item) == ("甲", "B1") else value) for unit, item, value in rows]
    found = analyst.asks(
        "compute", "--form", SMALL_FORM, "--scores", analyst.writes("scores.csv", SCORES, rows)
    )
    assert {row["unit"]: row["rank"] for row in found if row["item"] == "TOTAL"} == {
        "丙": 1,
        "乙": 1,
        "甲": 3,
    }


CONDITIONED = """
[form]
id = "ports"
version = "1"
title = "口岸"
[[item]]
code = "A"
title = "甲"
scale = { kind = "number", max = 60 }
[[item]]
code = "B"
title = "乙"
applies = "unit.kind == 'port'"
scale = { kind = "number", max = 40 }
"""


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (("port", "port"), []),
        (("port", "inland"), ["B: 1 entered answer is not used, since the item does not apply."]),
        (
            ("prot", "prot"),
            [
                "B: 2 entered answers are not used, since the item does not apply.",
                "No row of the roster has “port” (did you mean “prot”?) in kind, by which it is said where B applies.",
            ],
        ),
    ],
)
def test_answers_that_a_condition_rules_out_are_told(
    analyst: Account, kinds: tuple[str, str], said: list[str]
) -> None:
    roster = [("1", "甲市", kinds[0]), ("2", "乙市", kinds[1])]
    scores = [("1", "A", "60"), ("1", "B", "40"), ("2", "A", "30"), ("2", "B", "10")]
    files = (
        *("--scores", analyst.writes("scores.csv", SCORES, scores)),
        *("--roster", analyst.writes("roster.csv", ("code", "name", "kind"), roster)),
    )
    analyst.path("ports.toml").write_text(CONDITIONED, encoding="utf-8")
    told = analyst.types("compute", "--form", analyst.path("ports.toml"), *files).err.splitlines()
    assert [line for line in told if "SHA-256" not in line] == said
