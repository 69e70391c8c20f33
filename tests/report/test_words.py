"""Recorded values and statuses as workbooks print them."""

import pytest

from evalapp.report.words import category_word, rolled_words, status_word, value_words
from tests import all_kinds

TREE = all_kinds.tree()


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [
        ("A1", "dead=3;leak=1", "链接不可用 × 3, 泄露个人信息 × 1"),
        ("A1", "none", "nothing found"),
        ("A2", "90;;60", "90 分 | — | 60 分"),
        ("A3", "once;", "一次接通 | —"),
        ("A6", "88.5", "88.5"),
        ("A7", "66.666666667", "66.6667"),
        ("A7", "80", "80"),
        ("V2", "no", "no"),
        ("A1", "", ""),
    ],
)
def test_a_value_in_words(code: str, value: str, words: str) -> None:
    assert value_words(TREE.node(code).scale, value, "zh_CN") == words


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [("B1", "38/40", "38/40 (95.0 %)"), ("B1", "87.5", "87.5 %"), ("B2", "0.75", "0.75"), ("A4", "12.5", "12.5 天"), ("V1", "yes", "yes")],
)  # fmt: skip
def test_what_sub_units_came_to(code: str, value: str, words: str) -> None:
    assert rolled_words(TREE.node(code).scale, value, "zh_CN") == words


def test_statuses_and_categories_have_words() -> None:
    assert [status_word("vetoed"), status_word("passed"), category_word("imported")] == [
        "vetoed",
        "passed",
        "brought in from elsewhere",
    ]
