"""``evalapp robustness``: of a project, and of plain files."""

import csv
import io
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command_line import DATA, SMALL_FORM, Account, records
from tests.cli.conftest import Office

EXAMPLE = DATA / "integrated-service"
FILES = (
    "--form",
    "integrated-service",
    "--scores",
    EXAMPLE / "scores.csv",
    "--roster",
    EXAMPLE / "roster.csv",
)
SMALL_ROWS = [
    ("甲", "A1", "yes"), ("甲", "A2", "full"), ("甲", "A3", "time"), ("甲", "B1", "1"), ("甲", "B2", "90"), ("甲", "B3", "1/20"),
    ("乙", "A1", "yes"), ("乙", "A2", "none"), ("乙", "A3", "none"), ("乙", "B1", "4"), ("乙", "B2", "10"), ("乙", "B3", "19/20"),
    ("丙", "A1", "no"), ("丙", "A2", "part"), ("丙", "B1", "2"), ("丙", "B2", "50"), ("丙", "B3", "10/20"),
]  # fmt: skip


@pytest.fixture
def analyst(tmp_path: Path) -> Account:
    return Account(tmp_path / "analyst")


def small(analyst: Account, rows: list[tuple[str, str, str]] = SMALL_ROWS) -> tuple[object, ...]:
    return ("--form", SMALL_FORM, "--scores", analyst.writes("s.csv", ("unit", "item", "value"), rows))


def units(found: Any) -> dict[str, Any]:
    return {unit["unit"]: unit for unit in found["found"]["units"]}


# What it says ---------------------------------------------------------------------------------------------------------


def test_without_a_name_top_weights_are_drawn_by_25_per_cent(analyst: Account) -> None:
    found = analyst.asks("robustness", *FILES)
    assert found["options"] == "--draws 10000 --seed 1 --weights ±25% --level 1 --top 10"
    factors = found["found"]["factors"]
    assert (factors["weights"], factors["level"], factors["aggregation"], factors["assessors"]) == (
        "±25%",
        1,
        [],
        False,
    )
    assert found["found"]["draws"] == 10_000


def test_ranks_of_units_over_the_draws(analyst: Account) -> None:
    found = units(
        analyst.asks("robustness", *small(analyst), "--weights", "±90%", "--draws", 2000, "--top", 1)
    )
    for unit in found.values():
        assert unit["best"] <= unit["low"] <= unit["median"] <= unit["high"] <= unit["worst"]
        assert unit["best"] <= unit["mean"] <= unit["worst"]
        assert unit["drawn"] == 2000
        assert sum(unit["grades"].values()) == pytest.approx(1)
        assert unit["in_grade"] == unit["grades"][unit["grade"]]
    assert sum(unit["in_top"] for unit in found.values()) == pytest.approx(1)
    assert {found[name]["rank"] for name in "甲乙丙"} == {1, 2, 3}
    assert (found["甲"]["best"], found["甲"]["worst"]) == (1, 3)


def test_the_options_that_it_prints_repeat_it(analyst: Account) -> None:
    words = (
        "--weights",
        "dirichlet:20",
        "--aggregation",
        "form,harmonic",
        "--normalisation",
        "form,percentile:1:100",
    )
    first = analyst.asks(
        "robustness", *FILES, *words, "--draws", 300, "--seed", 5, "--level", "all", "--normalise", "cohort"
    )
    again = analyst.asks("robustness", *FILES, *shlex.split(first["options"]))
    assert again == first
    other = analyst.asks("robustness", *FILES, *shlex.split(first["options"].replace("--seed 5", "--seed 6")))
    assert other["found"]["units"] != first["found"]["units"]


def test_the_table_says_the_same_and_all_that_repeats_it(analyst: Account) -> None:
    words = ("--weights", "±50%", "--draws", 500, "--aggregation", "form,geometric", "--top", 3)
    shown = analyst.types("robustness", *FILES, *words)
    data = analyst.asks("robustness", *FILES, *words)
    for unit in data["found"]["units"]:
        (line,) = [line for line in shown.out.splitlines() if line.split()[1:2] == [unit["unit"]]]
        assert unit["name"] in line
        if unit["mean"] is not None:
            assert f"{unit['mean']:.2f}" in line
    for text in (data["options"], data["form"], data["results"], *data["method"]):
        assert text in shown.out
    assert "500 draws, seed 1 (random numbers: PCG64 of NumPy" in shown.out
    assert "each is multiplied by a number drawn evenly from 0.5 to 1.5" in shown.out
    assert "each draw takes one of form, geometric" in shown.out
    assert "Top 3" in shown.out


def test_what_it_rests_on_is_that_of_compute(analyst: Account) -> None:
    computed = analyst.types("compute", *FILES)
    found = analyst.asks("robustness", *FILES, "--draws", 10)
    hashes = dict(re.findall(r"(\w+) SHA-256 (\w+)", computed.err))
    assert (found["form"], found["results"]) == (hashes["Form"], hashes["Results"])


def test_settings_are_taken_over_the_form(analyst: Account) -> None:
    path = analyst.path("g.toml")
    analyst.folder.mkdir(parents=True, exist_ok=True)
    path.write_text('[policy]\nweights = "relative"\n[weights]\nA = 1\nB = 999\n', encoding="utf-8")
    with_settings = analyst.asks("robustness", *small(analyst), "--settings", path, "--draws", 100)
    without = analyst.asks("robustness", *small(analyst), "--draws", 100)
    assert with_settings["settings"]
    assert without["settings"] == ""
    assert units(with_settings)["乙"]["in_top"] == 1.0
    assert units(with_settings)["乙"]["best"] == units(with_settings)["乙"]["worst"] == 1
    assert with_settings["results"] != without["results"]


def test_ranks_go_to_a_file_too(analyst: Account) -> None:
    out = analyst.path("ranks.csv")
    found = units(analyst.asks("robustness", *FILES, "--draws", 100, "-o", out))
    rows = records(out)
    assert [row["unit"] for row in rows] == list(found)
    for row in rows:
        for name in ("rank", "median", "low", "high", "best", "worst"):
            assert row[name] == ("" if found[row["unit"]][name] is None else str(found[row["unit"]][name]))
    again = analyst.types("robustness", *FILES, "-o", EXAMPLE / "scores.csv", "--json", status=1)
    assert again.json["error"]["code"] == "same_file"


def test_items_left_out_in_the_order_of_what_they_move(analyst: Account) -> None:
    shown = analyst.types("robustness", *small(analyst), "--draws", 10).out
    table = shown[shown.index("Without item") :].split("\n\n")[0].splitlines()[1:]
    shifts = [float(re.search(r" (\d+\.\d{3}) ", line).group(1)) for line in table]  # type: ignore[union-attr]
    assert shifts == sorted(shifts, reverse=True)
    assert shifts[0] > 0
    assert "A1 Has an entrance" in "\n".join(table)
    found = analyst.asks("robustness", *small(analyst), "--draws", 10)["found"]["one_out"]
    assert {one["item"] for one in found} == {"A", "A1", "A2", "A3", "B", "B1", "B2", "B3"}


def test_coherence_is_said_in_words_where_there_is_no_figure(analyst: Account) -> None:
    two = [row for row in SMALL_ROWS if row[0] != "丙"]
    shown = analyst.types("robustness", *small(analyst, two), "--draws", 10).out
    assert "Fewer than three units have all of these scores." in shown
    same = [(name, item, value) for name in "甲乙丙丁" for first, item, value in SMALL_ROWS if first == "甲"]
    shown = analyst.types("robustness", *small(analyst, same), "--draws", 10).out
    assert "All units have the same score: there is no variance." in shown
    assert "No rank changes when any single item is left out." in shown


def test_where_nobody_is_ranked_that_is_said(analyst: Account) -> None:
    waiting = [row for row in SMALL_ROWS if row[1] != "B3"]
    shown = analyst.types("robustness", *small(analyst, waiting), "--draws", 10)
    assert "No unit has a rank both in the results and in a draw, so there is no mean shift." in shown.out


@pytest.mark.parametrize("form", ["integrated-service", "gov-site-inspection", "losi", "mobile-service"])
def test_no_figure_is_ever_nan(analyst: Account, form: str) -> None:
    folder = DATA / form
    files = ("--form", form, "--scores", folder / "scores.csv", "--roster", folder / "roster.csv")
    for more in ((), ("--aggregation", "form,harmonic")):
        shown = analyst.types("robustness", *files, "--draws", 50, *more)
        data = analyst.types("robustness", *files, "--draws", 50, *more, "--json")
        for text in (shown.out, shown.err, data.out):
            assert not re.search(r"\b(nan|NaN|inf|None)\b", text)


def test_progress_and_notes_stay_off_standard_output(analyst: Account) -> None:
    found = analyst.types("robustness", *FILES, "--draws", 10)
    assert found.out.splitlines()[0].startswith("Rank")
    assert found.err.splitlines() == ["Computing the draws"]


def test_it_speaks_chinese(analyst: Account, language: Callable[[str], None]) -> None:
    english = analyst.types("robustness", *FILES, "--draws", 20, "--normalisation", "form,zscore").out
    language("zh_CN")
    chinese = analyst.types("robustness", *FILES, "--draws", 20, "--normalisation", "form,zscore").out
    for words in ("名次", "中位", "克龙巴赫", "权重", "影响力", "归一化"):
        assert words in chinese, words
    for line in english.splitlines():
        if (
            line
            and not line[0].isdigit()
            and "SHA-256" not in line
            and not line.startswith(("E", "–", "TOTAL"))
        ):
            assert line not in chinese


# Of a project ---------------------------------------------------------------------------------------------------------


def handed_in(office: Office) -> Path:
    """The desk's project with the answers of two assessors to every unit."""
    desk, wang = office.desk, office.wang
    zhao = Account(desk.folder.parent / "zhao")
    desk.types("project", "new", desk.path("two.evalproj"), "--form", SMALL_FORM, "--roster", desk.path("roster.csv"),
               "--assessors", desk.writes("two.csv", ("name", "code"), [("王晓岚", "WXL"), ("赵启明", "ZQM")]), "--assign", "all")  # fmt: skip
    desk.types("task", desk.path("two.evalproj"), "-o", desk.path("two"))
    names = {"甲": "370100", "乙": "370200", "丙": "370300"}
    for person, code in ((wang, "WXL"), (zhao, "ZQM")):
        mine = person.path("two.evalproj")
        person.types("open", desk.path(f"two/{code}.evalpkg"), "-o", mine)
        rows = [
            (names[unit], item, "part" if (code, unit, item) == ("ZQM", "甲", "A2") else value)
            for unit, item, value in SMALL_ROWS
        ]
        person.types("enter", mine, person.writes("two.csv", ("unit", "item", "value"), rows))
        person.types("submit", "--comment", "先交这些", mine, "-o", person.path("two.evalpkg"))
        desk.types("merge", desk.path("two.evalproj"), person.path("two.evalpkg"))
    return desk.path("two.evalproj")


def test_the_top_is_no_longer_than_the_list(analyst: Account) -> None:
    found = analyst.types("robustness", *small(analyst), "--draws", 100)
    n = len(units(analyst.asks("robustness", *small(analyst), "--draws", 100)))
    assert n < 10
    assert f"Top {n} " in found.out
    assert f"Top {n} in place of 10: no more units are ranked together." in found.out
    asked = analyst.types("robustness", *small(analyst), "--draws", 100, "--top", n).out
    assert "in place of" not in asked


def test_of_a_project_with_two_assessors(office: Office) -> None:
    project = handed_in(office)
    found = office.desk.asks("robustness", project, "--assessors", "--draws", 400)
    assert found["found"]["factors"]["cells"] == 1
    assert units(found)["370100"]["rank"] is None
    assert units(found)["370100"]["drawn"] == 400
    assert units(found)["370100"]["best"] < units(found)["370100"]["worst"]
    shown = office.desk.types("robustness", project, "--assessors", "--draws", 400).out
    assert "1 cell with differing signed-off answers takes one of them in each draw." in shown


def test_a_factor_that_cannot_be_varied_is_1_and_named(office: Office, analyst: Account) -> None:
    for words in ((office.project, "--assessors"), (*FILES, "--assessors"), (*FILES, "--level", "7")):
        found = analyst.types("robustness", *words, "--json", status=1)
        assert found.json["error"]["code"] in ("factor", "level")
        assert "Nothing was computed." in found.json["error"]["message"]
        assert found.json["error"]["message"] in found.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Give a project, or --form and --scores"),
        (("--form", "losi"), "Give a project, or --form and --scores"),
        (("a.evalproj", "--form", "losi"), "A project has its form and its scores in it"),
        ((*FILES, "--draws", "0"), "--draws"),
        ((*FILES, "--draws", "1000001"), "--draws"),
        ((*FILES, "--seed", "-1"), "--seed"),
        ((*FILES, "--weights", "much"), "“much” is no way to draw weights"),
        ((*FILES, "--weights", "±0%"), "--weights"),
        ((*FILES, "--aggregation", "median"), "“median” is no aggregation"),
        ((*FILES, "--normalisation", "rank"), "percentile"),
        ((*FILES, "--level", "top"), "“top” is no level"),
        ((*FILES, "--normalise", "words"), "--normalise"),
        (
            (*FILES, "--normalise", "cohort"),
            "--normalise: It says what --normalisation concerns, which is not given",
        ),
        (
            (*FILES, "--weights", "±10%", "--normalise", "numbers"),
            "--normalise: It says what --normalisation",
        ),
        ((*FILES, "--top", "0"), "--top"),
    ],
    ids=str,
)
def test_wrong_usage_is_2_and_says_how(analyst: Account, words: tuple[object, ...], said: str) -> None:
    found = analyst.types("robustness", *words, status=2)
    assert said in " ".join(found.err.replace("│", " ").split())


def test_a_form_that_ranks_nobody(analyst: Account) -> None:
    folder = DATA / "case-library"
    files = ("--form", "case-library", "--scores", folder / "scores.csv", "--roster", folder / "roster.csv")
    found = analyst.types("robustness", *files, "--json", status=1)
    assert found.json["error"]["code"] == "nothing_ranked"
    empty = analyst.writes("e.csv", ("unit", "item", "value"), [])
    found = analyst.types("robustness", "--form", SMALL_FORM, "--scores", empty, "--json", status=1)
    assert found.json["error"]["code"] == "nothing_ranked"


def test_csv_of_ranks_can_be_read_by_anybody(analyst: Account) -> None:
    out = analyst.path("ranks.csv")
    analyst.types("robustness", *FILES, "--draws", 10, "-o", out)
    data = out.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert len(list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))) == 13
