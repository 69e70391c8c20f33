"""The short notations of cells: how they are written, what else is read, and what is not understood."""

from typing import Any

import pytest

from evalapp.form.excel.codec import read_label, read_number, read_text, write_label, write_number, write_text
from evalapp.form.excel.notation import (
    CellRefused,
    read_names,
    read_rule,
    read_weights,
    write_names,
    write_rule,
    write_weights,
)

STEPS = {"method": "steps", "at": [[95, 1], [99, 1.5]]}

RULES: list[tuple[dict[str, Any], str, str]] = [
    (STEPS, ">=95:1; >=99:1.5", ">=95:1; >=99:1.5"),
    ({"method": "steps", "direction": "lower", "at": [[-1, 2], [0.5, 1]]}, "<=-1:2; <=0.5:1", "<=-1:2; <=0.5:1"),
    ({"method": "steps", "at": [[0.30000000000000004, 1]]}, ">=0.30000000000000004:1", ">=0.30000000000000004:1"),
    ({"method": "steps", "at": []}, '{ method = "steps", at = [] }', '{ method = "steps", at = [] }'),
    ({"method": "linear", "from": 100, "to": 0}, "linear 100->0", "线性 100->0"),
    ({"method": "linear", "from": -1.5, "to": -3, "direction": "lower"}, "linear -1.5->-3 lower", "线性 -1.5->-3 越低越好"),
    ({"method": "target", "target": 90}, "target 90", "目标 90"),
    ({"method": "minmax"}, "minmax", "极差"),
    ({"method": "minmax", "range": [0, 10], "if_equal": 5, "direction": "lower"}, "minmax 0..10 if_equal=5 lower", "极差 0..10 if_equal=5 越低越好"),
    ({"method": "best", "direction": "lower"}, "best lower", "最优 越低越好"),
    ({"method": "zscore", "mean": 50, "sd": 10}, "zscore mean=50 sd=10", "标准分 mean=50 sd=10"),
    ({"method": "rank", "ties": "average"}, "rank average", "名次 并列取均"),
    ({"method": "percentile", "range": [0, 1], "ties": "min"}, "percentile 0..1 min", "百分位 0..1 并列取低"),
    ({"method": "distance", "target": 0.5}, "distance 0.5", "距离 0.5"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "english", "chinese"), RULES)
def test_a_rule_is_written_shortly_and_read_in_both_languages(
    rule: dict[str, Any], english: str, chinese: str
) -> None:
    assert (write_rule(rule, "en"), write_rule(rule, "zh")) == (english, chinese)
    assert read_rule(english) == read_rule(chinese) == rule


def test_a_rule_that_says_what_holds_anyway_is_the_same_rule() -> None:
    assert write_rule({**STEPS, "direction": "higher"}, "en") == ">=95:1; >=99:1.5"


@pytest.mark.parametrize(
    "text",
    [
        "≥95:1；≥99:1.5",
        "＞＝95：1，>= 99 : 1.5",
        "95:1\n99:1.5",
        " >=95.0:1; >=99:1.50; ",
        '{ method = "steps", at = [[95, 1], [99, 1.5]] }',
    ],
)
def test_steps_are_read_however_they_are_typed(text: str) -> None:
    assert read_rule(text) == STEPS


@pytest.mark.parametrize(
    "text",
    [
        "linear 100 -> 0",
        "线性 100→0",
        "Linear 100 to 0",
        "线性 100 到 0",
        "linear from=100 to=0",
        "linear, 100->0",
    ],
)
def test_a_line_is_read_however_it_is_typed(text: str) -> None:
    assert read_rule(text) == {"method": "linear", "from": 100, "to": 0}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (">=95", "“>=95” is no step; a step is >=95:1"),
        (">=95:1 >=99:2", "“>=95:1 >=99:2” is no step"),
        (">95:1", "“>95:1” is no step"),
        (">=95%:1", "“>=95%:1” is no step"),
        (">=95:1; <=3:1", "steps all begin with >= or all with <="),
        (
            "liner 0->100",
            "“liner” is no rule; steps are written >=95:1; >=99:1.5, other rules begin with steps, linear, target",
        ),
        ("minmx", "(did you mean “minmax”?)"),
        ("linear 0", "“0” is not understood here"),
        ("minmax lower higher", "“higher” says a second time what “direction” is"),
        ("{ method = 'steps' } x", "begins like a value in TOML but is none"),
        ("{ method = 'steps' }\nx = 1", "begins like a value in TOML but is none"),
        ("{" * 5000, "begins like a value in TOML but is none"),
    ],
)
def test_a_rule_that_is_not_understood_is_quoted(text: str, said: str) -> None:
    with pytest.raises(CellRefused) as refused:
        read_rule(text)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["A1", "A2"], "A1; A2"),
        ([], ""),
        (["a;b"], '["a;b"]'),
        (["a，b", "c"], '["a，b", "c"]'),
        ([" a"], '[" a"]'),
        (["[x]"], '["[x]"]'),
        ([""], '[""]'),
    ],
)
def test_names_are_parted_by_semicolons_or_stand_as_in_toml(names: list[str], text: str) -> None:
    assert write_names(names) == text
    assert read_names(text) == names


def test_names_may_be_parted_otherwise() -> None:
    assert read_names("A1，A2、A3\nA4;;A5") == ["A1", "A2", "A3", "A4", "A5"]


@pytest.mark.parametrize(
    ("weights", "text"),
    [
        ({"A.1": 20, "B": 0}, "A.1=20; B=0"),
        ({"A": 1 / 3, "B": -0.5}, "A=0.3333333333333333; B=-0.5"),
        ({}, "{}"),
        ({"A；1": 4}, '{ "A；1" = 4 }'),
        ({"": 4}, '{ "" = 4 }'),
        ({f"A{n}": n for n in range(12)}, "\n".join(f"A{n}={n}" for n in range(12))),
    ],
)
def test_weights_stand_beside_their_codes_or_as_in_toml(weights: dict[str, float], text: str) -> None:
    assert write_weights(weights) == text
    assert read_weights(text) == weights


def test_weights_are_read_however_they_are_typed() -> None:
    assert read_weights("A.1 ＝ ２０；B=0，\nC=1.50") == {"A.1": 20, "B": 0, "C": 1.5}


@pytest.mark.parametrize("text", ["A", "A=", "=4", "A=x", "A=1; A=2"])
def test_weights_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(CellRefused):
        read_weights(text)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("文字", "文字"),
        ("=1+1", "=1+1"),
        ('"有"', '"有"'),
        ("{ a }", "{ a }"),
        ("two\nlines", "two\nlines"),
        ("", '""""""'),
        (" a", '""" a"""'),
        ("a\tb", '"""a\\tb"""'),
        ('"""', '"""\\"\\"\\""""'),
        ("a\u200b", '"""a\\u200B"""'),
    ],
)
def test_a_text_stands_as_it_is_where_a_cell_keeps_it(text: str, cell: str) -> None:
    assert write_text(text) == cell
    assert read_text(cell) == text


@pytest.mark.parametrize(
    ("label", "cells"),
    [
        ("是", ("是", "")),
        ({"zh": "是", "en": "Yes"}, ("是", "Yes")),
        ({"zh": "是"}, ("是", "—")),
        ({"en": "Yes"}, ("", "Yes")),
        ({}, ("{}", "")),
        ("{}", ('"""{}"""', "")),
        ({"zh": "是", "en": "—"}, ("是", '"""—"""')),
    ],
)
def test_a_text_in_two_languages_stands_in_two_cells(label: Any, cells: tuple[str, str]) -> None:
    assert write_label(label) == cells
    assert read_label(*(cell or None for cell in cells)) == label


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("40", 40),
        (" ４０ ", 40),
        ("1.50", 1.5),
        ("-3", -3),
        ("−3", -3),
        ("20%", 0.2),
        ("12.5 ％", 0.125),
        ("1e-7", 1e-7),
        ("0.30000000000000004", 0.1 + 0.2),
    ],
)
def test_a_number_stored_as_text_is_a_number(typed: str, number: float) -> None:
    found = read_number(typed)
    assert (found, type(found)) == (number, type(number))


def test_a_number_that_a_spreadsheet_would_round_is_written_as_text() -> None:
    assert [write_number(x) for x in (40, 0.1, 1e12, 100 / 3, 0.1 + 0.2, -0.0)] == [
        40,
        0.1,
        1e12,
        "33.333333333333336",
        "0.30000000000000004",
        "-0.0",
    ]
