"""Answers as words in a cell: labels, codes, numbers and states in both languages, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.entry.cell_words import (
    CellAnswer,
    cell_words,
    for_spreadsheet,
    from_spreadsheet,
    read_cell,
    read_value,
    read_written,
    scale_words,
    tick_words,
)
from evalapp.form.reader import read_form_file
from evalapp.form.refusal import ValueRefused
from evalapp.form.scales import Checklist, Tick
from evalapp.form.tree import Node, build_tree
from tests import all_kinds
from tests.people import SMALL

SMALL_TREE = build_tree(read_form_file(SMALL))
EVERY = [
    leaf for tree in (SMALL_TREE, all_kinds.tree()) for leaf in tree.leaves if leaf.scale and leaf.scale.typed
]


@pytest.mark.parametrize(
    ("item", "text", "value"),
    [
        ("A1", "是", "yes"), ("A1", "Yes", "yes"), ("A1", "0", "no"), ("A1", " 否 ", "no"), ("A1", "√", "yes"),
        ("A2", "完全一致", "full"), ("A2", "part", "part"), ("A2", "PART", "part"), ("A2", "None", "none"),
        ("A3", "时限；地点", "time;place"), ("A3", "地点、time", "time;place"), ("A3", "无", "none"),
        ("A3", "费用\n时限", "time;cost"), ("B1", "12", "12"), ("B1", "１２", "12"), ("B2", "98.5\u00a0", "98.5"),
        ("B3", "19/20", "19/20"), ("B3", '="19/20"', "19/20"), ("B3", "19／20", "19/20"), ("C", "一句话", "一句话"),
        ("C", "'不适用", "不适用"),
    ],
)  # fmt: skip
def test_a_cell_says_a_value(item: str, text: str, value: str) -> None:
    assert read_cell(SMALL_TREE.node(item), from_spreadsheet(text)) == CellAnswer("answered", value)


@pytest.mark.parametrize(
    ("text", "state", "reason"),
    [
        ("未找到", "not_found", ""),
        ("not found", "not_found", ""),
        ("不适用：没有轨道交通", "not_applicable", "没有轨道交通"),
        ("N/A", "not_applicable", ""),
        ("Unable to assess: site down", "unable", "site down"),
        ("无法评估", "unable", ""),
    ],
)
@pytest.mark.parametrize("item", ["A1", "A2", "B2", "B3"])
def test_a_cell_says_a_state(item: str, text: str, state: str, reason: str) -> None:
    assert read_cell(SMALL_TREE.node(item), text) == CellAnswer(state, "", reason)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("item", "text"),
    [("A1", "也许"), ("A2", "基本统一"), ("A3", "时限；颜色"), ("B1", "1,000"), ("B1", "-1"), ("B2", "985"), ("B2", "1.25"),
     ("B3", "95 %"), ("B3", "2021-01-20")],
)  # fmt: skip
def test_what_the_scale_does_not_take_is_refused_with_its_reason(item: str, text: str) -> None:
    with pytest.raises(ValueRefused, match="“"):
        read_cell(SMALL_TREE.node(item), text)


def _answers(leaf: Node) -> list[tuple[str, str]]:
    assert leaf.scale is not None
    return [("answered", leaf.scale.read(value)) for value in leaf.scale.examples()] + [
        (state, "") for state in leaf.item.states
    ]


@pytest.mark.parametrize("leaf", EVERY, ids=lambda leaf: leaf.code)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_answer_of_every_scale_comes_back(leaf: Node, language: str) -> None:
    for state, value in _answers(leaf):
        words = for_spreadsheet(cell_words(leaf, state, value, language))
        assert read_cell(leaf, from_spreadsheet(words)) == CellAnswer(state, value)  # type: ignore[arg-type]


_WORDS = st.text(st.sampled_from("a'\"=+-/1 是\n；：") | st.characters(codec="utf-8"), max_size=12)


@given(_WORDS | st.sampled_from(["不适用", "not found: x", "1/2", "=1+1", "'", "''=1", "-3"]))
def test_every_text_comes_back(text: str) -> None:
    leaf = SMALL_TREE.node("C")
    assert leaf.scale is not None
    try:
        value = leaf.scale.read(text)
    except ValueRefused:
        return
    words = for_spreadsheet(cell_words(leaf, "answered", value, "zh_CN"))
    assert read_cell(leaf, from_spreadsheet(words)) == CellAnswer("answered", value)


@pytest.mark.parametrize(
    ("words", "cell"),
    [
        ("19/20", '="19/20"'),
        ("1-2", '="1-2"'),
        ('=HYPERLINK("x")', '="=HYPERLINK(""x"")"'),
        ("-3.5", "-3.5"),
        ("+86 10", '="+86 10"'),
        ("完全一致", "完全一致"),
    ],
)
def test_a_spreadsheet_takes_words_as_words(words: str, cell: str) -> None:
    assert for_spreadsheet(words) == cell
    assert from_spreadsheet(cell) == words


def test_a_tick_whose_label_holds_a_comma_goes_by_it_where_it_can_be_read() -> None:
    scale = Checklist(
        ticks=(Tick(id="a", label="新闻、公告"), Tick(id="b", label="表格;附件"), Tick(id="c", label="电话"))
    )
    assert read_value(scale, "新闻、公告；电话") == "a;c"
    assert [tick_words(scale, tick.id, tick.label, "zh") for tick in scale.ticks] == [
        "新闻、公告",
        "b",
        "电话",
    ]
    assert scale_words(scale, "a;c", "zh") == "新闻、公告；电话"
    assert scale_words(scale, "a;b", "zh") == "a;b"


def test_tables_take_the_recorded_form_first_and_labels_beside_it() -> None:
    options, ticks = (SMALL_TREE.node(item).scale for item in ("A2", "A3"))
    assert options is not None and ticks is not None
    for text, recorded in (("part", "part"), ("部分一致", "part"), ("Part", "part")):
        assert read_written(options, text) == recorded
    for text, recorded in (
        ("time;cost", "time;cost"),
        ("时限；费用", "time;cost"),
        ("无", "none"),
        ("none", "none"),
    ):
        assert read_written(ticks, text) == recorded
    with pytest.raises(ValueRefused):
        read_written(options, "差不多")
