"""What `evalapp explain` answers, in projects and of plain files."""

from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.work.explaining import Asked, explain_in_files, explain_in_project
from tests.people import GOOD, SMALL, Desk, edition, founded, mapping
from tests.work.test_editions import SCALE

U1, U2, U3 = "370100", "370200", "370300"

FORM = """
[form]
id = "f"
version = "1"
title = "f"
[[profile]]
id = "small"
when = "unit.size == 'small'"
weights = { A = 30, B = 70 }
[[index]]
id = "digital"
title = { zh = "数字化", en = "Digital" }
items = { A1 = 1, B = 3 }
[[index]]
id = "rounded"
title = "rounded"
value = "total / 10.0"
[[item]]
code = "A"
title = "A"
weight = 50
[[item]]
code = "A1"
parent = "A"
title = "A1"
weight = 50
scale = { kind = "number", points = { method = "steps", at = [[10, 4], [5, 1]] } }
[[item]]
code = "B"
title = "B"
weight = 50
scale = { kind = "number", max = 100 }
"""
ROSTER = "code,name,size\nu,青岛,small\nv,济南,large\nw,济南,large\n"
SCORES = "unit,item,value,state\nu,A1,5,\nu,B,50,\nv,A1,10,\nv,B,,unable\nw,A1,10,\nw,B,90,\n"


def lines(folder: Path, **asked: str) -> list[str]:
    for name, text in (("f.toml", FORM), ("roster.csv", ROSTER), ("scores.csv", SCORES)):
        (folder / name).write_text(text, encoding="utf-8")
    files = (folder / "f.toml", folder / "scores.csv", folder / "roster.csv")
    return list(explain_in_files(*files, None, Asked(**asked), "en").lines)


def test_plain_files_need_no_project_and_a_name_is_as_good_as_a_code(tmp_path: Path) -> None:
    assert lines(tmp_path, unit="青岛")[-2:] == lines(tmp_path, unit="u")[-2:]
    with pytest.raises(AppError, match="“济南” is not on the roster"):
        lines(tmp_path, unit="济南")  # two bear this name


def test_points_are_of_the_weight_that_the_units_profile_gives(tmp_path: Path) -> None:
    assert lines(tmp_path, unit="u", item="A1") == [
        "A1 A1: score 25 of 100, 7.5 of 30 points.",
        "Answer: 5.",
        "It counts: points by steps (10 or more: 4, 5 or more: 1, otherwise 0).",
        "Of the total, 30 points rest on it; its nominal weight is 30.",
    ]


def test_an_index_names_what_it_is_the_mean_of(tmp_path: Path) -> None:
    assert lines(tmp_path, unit="u", item="digital") == [
        "digital Digital: 43.75.",
        "(A1 25 × 1 + B 50 × 3) / 4 = 43.75",
        "Rank 3.",
    ]
    assert lines(tmp_path, unit="v", item="digital")[1:3] == [
        "(A1 100 × 1) / 1 = 100",
        "B has no score and is left out.",
    ]
    assert lines(tmp_path, unit="u", item="rounded")[:2] == ["rounded rounded: 4.25.", "It is total / 10.0."]
    with pytest.raises(AppError, match=r"no item “digtal”.*digital"):
        lines(tmp_path, unit="u", item="digtal")


def test_below_an_item_stands_its_part_of_the_distance(tmp_path: Path) -> None:
    said = lines(tmp_path, unit="u", item="B", against="w")
    assert said[-3:] == [
        "Distance of the totals: −52.5 points.",
        "−10 of it come from here.",
        "B: −10 (35 here, 45 there)",
    ]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path / "desk", codes=("WXL", "ZQM"), mode="all")


def explained(desk: Desk, item: str) -> tuple[str, ...]:
    return explain_in_project(desk.project, Asked(unit=U1, item=item), "en").lines


def test_what_is_answered_and_not_decided_is_not_taken_for_unanswered(desk: Desk) -> None:
    for code, value in (("WXL", "2"), ("ZQM", "3")):
        person = desk.assessor(code)
        person.answers_all(U1, {**GOOD, "B1": value})
        desk.merges(person.hands_in())
    awaited = "B1: the assessors have answered (differ); a decision is awaited."
    assert explained(desk, "B1")[-1] == awaited
    assert explained(desk, "B")[-1] == awaited
    assert explained(desk, "TOTAL")[-1] == awaited
    assert awaited not in explained(desk, "A")


def test_what_is_to_be_given_again_says_so(desk: Desk, tmp_path: Path) -> None:
    for code in ("WXL", "ZQM"):
        person = desk.assessor(code)
        person.answers_all(U1, {**GOOD, "A2": "none"})
        desk.merges(person.hands_in())
    newer = edition(tmp_path, "2", *SCALE)
    desk.brings(
        newer, mapping(SMALL, newer, 'from = "A2"\nto = "A2"\nvalues = { full = "full", part = "most" }')
    )
    assert explained(desk, "A2")[-1] == (
        "A2: answered under an earlier edition, to be given again under this one."
    )
