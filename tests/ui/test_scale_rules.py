"""What stands under an editor: which value earns how many points, as points of the full score."""

import pytest

from evalapp.form.cohort_rules import Best, Distance, Minmax, Percentile, RankOrder, Zscore
from evalapp.form.model import Form, Item, Policy, Veto
from evalapp.form.rules import Linear, Steps, Target
from evalapp.form.scales import (
    Binary,
    Checklist,
    Count,
    Deduction,
    Deductions,
    Derived,
    Imported,
    Number,
    Option,
    Options,
    Rate,
    Rounds,
    Scale,
    Tick,
)
from evalapp.form.tree import Node, Tree, build_tree
from evalapp.ui.scale_rules import hit_words, rule_words, veto_words
from evalapp.ui.scales import brief_words, rolled_words, scale_state, value_words, weight_words
from tests import all_kinds

ROUNDS = "The mean of the rounds; at least 3 of 4 are needed, a missed one stays empty. "
AFTERWARDS = "Computed by the coordinator, once all have answered."
TICKS = tuple(Tick(id=name) for name in "abcd")


def node(scale: Scale, nominal: float) -> Node:
    return Node(
        item=Item(code="A", title="A", scale=scale),
        index=0,
        level=0,
        parent=None,
        children=(),
        scale=scale,
        nominal=nominal,
        scored=True,
    )


@pytest.mark.parametrize(
    ("scale", "nominal", "words"),
    [
        (
            Rate(points=Steps(at=((80, 1), (100, 2)))),
            4,
            "100 %: 4 points · 80 % or more: 2 points · otherwise 0 points",
        ),
        (
            Number(unit="days", min=0, points=Steps(at=((30, 2), (90, 1)), direction="lower")),
            2,
            "30 days or less: 2 points · 90 days or less: 1 point · otherwise 0 points",
        ),
        (
            Checklist(ticks=TICKS, points=Steps(at=((2, 1),))),
            3,
            "2 or more ticked: 3 points · otherwise 0 points",
        ),
        (Checklist(ticks=TICKS, cap=2), 2, "At most 2 points in all."),
        (Checklist(ticks=TICKS), 4, ""),
        (Count(each=5, cap=20), 10, "Each earns 2.5 points, at most 10 points."),
        (
            Count(points=Steps(at=((0, 2), (3, 1)), direction="lower")),
            2,
            "0: 2 points · 3 or less: 1 point · otherwise 0 points",
        ),
        (Rate(), 15, "0 % earns 0 points, 100 % earns 15 points; in proportion between."),
        (
            Number(unit="s", points=Linear(start=90, end=15)),
            2,
            "90 s earns 0 points, 15 s earns 2 points; in proportion between.",
        ),
        (Number(max=50), 5, "0 earns 0 points, 50 earns 5 points; in proportion between."),
        (
            Number(points=Minmax()),
            5,
            "Of all cities, the lowest value earns 0 points, the highest 5 points; in proportion between. "
            + AFTERWARDS,
        ),
        (
            Number(points=Minmax(range=(20, 80), direction="lower")),
            10,
            "Of all cities, the highest value earns 2 points, the lowest 8 points; in proportion between. "
            + AFTERWARDS,
        ),
        (
            Rate(points=Best()),
            4,
            "The highest value of all cities earns 4 points; others in proportion to it. " + AFTERWARDS,
        ),
        (
            Count(points=Zscore(mean=50, sd=10)),
            10,
            "By the distance from the mean of all cities: the mean earns 5 points, a standard deviation better 6 points. "
            + AFTERWARDS,
        ),
        (
            Number(points=RankOrder(direction="lower")),
            10,
            "By place among all cities, counted from the highest value: the last place scores 1. "
            + AFTERWARDS,
        ),
        (
            Number(points=Percentile()),
            10,
            "By place among all cities: the lowest value earns 0 points, the highest 10 points, even steps between. "
            + AFTERWARDS,
        ),
        (
            Number(unit="%", points=Distance(target=95)),
            10,
            "The lowest value of all cities earns 0 points, 95 % earns 10 points; in proportion between. "
            + AFTERWARDS,
        ),
        (
            Number(unit="days", points=Target(target=10, direction="lower")),
            5,
            "10 days or less earns 5 points; above it in proportion.",
        ),
        (Imported(), 15, "0 earns 0 points, 100 earns 15 points; in proportion between."),
        (Derived(value="1.0", max=60), 6, "0 earns 0 points, 60 earns 6 points; in proportion between."),
        (Deductions(points=5, kinds=(Deduction(id="a", each=1),)), 10, ""),
        (
            Deductions(points=5, floor=-5, kinds=(Deduction(id="a", each=1),)),
            10,
            "At most 20 points are taken.",
        ),
        (
            Rounds(n=4, needed=3, of=Rate()),
            10,
            ROUNDS + "0 % earns 0 points, 100 % earns 10 points; in proportion between.",
        ),
        (Binary(), 5, ""),
    ],
)
def test_a_rule_in_one_line(scale: Scale, nominal: float, words: str) -> None:
    assert rule_words(node(scale, nominal)).replace("\N{NO-BREAK SPACE}", " ") == words


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        (Veto(), "This fails the city: no points, no rank."),
        (Veto(effect="zero"), "The total is then 0."),
        (Veto(effect="fixed", points=59), "The total is then 59 points, whatever the rest."),
        (Veto(effect="cap", points=60), "The total is then at most 60 points."),
        (Veto(effect="item"), "“A Services” then gets 0 points."),
    ],
)
def test_what_a_hit_does_is_said(effect: Veto, words: str) -> None:
    items = (
        Item(code="A", title="Services"),
        Item(code="A1", title="A1", parent="A", part="veto", scale=Binary()),
        Item(code="A2", title="A2", parent="A", scale=Binary()),
    )
    tree = build_tree(Form(head=all_kinds.tree().form.head, items=items, policy=Policy(veto=effect)))
    expected = words.replace("city", "site")
    assert veto_words(tree, tree.node("A1")) == expected
    assert scale_state(tree, tree.node("A1")).rule == f"“Yes” is a hit. {expected}"
    assert veto_words(tree, tree.node("A2")) == ""


@pytest.mark.parametrize(
    ("scale", "words"),
    [
        (Count(), "Any number above 0 is a hit."),
        (Checklist(ticks=TICKS), "Any tick is a hit."),
        (Deductions(points=0, kinds=(Deduction(id="a", each=1),)), "Any finding is a hit."),
        (
            Options(options=(Option(value="a", points=0), Option(value="b", points=0, veto=True))),
            "These are hits: b.",
        ),
        (Rounds(n=2, of=Binary()), "“Yes” is a hit. One round is enough."),
    ],
)
def test_which_answer_is_a_hit_is_said(scale: Scale, words: str) -> None:
    assert hit_words(veto_leaf(scale)) == words


def veto_leaf(scale: Scale) -> Node:
    form = Form(head=all_kinds.tree().form.head, items=(Item(code="V", title="V", part="veto", scale=scale),))
    return build_tree(form).node("V")


TREE: Tree = all_kinds.tree()


@pytest.mark.parametrize(
    ("code", "value", "words", "brief"),
    [
        ("A1", "dead=3;leak=1", "Dead link × 3, Personal data shown × 1", "4 findings"),
        ("A1", "none", "Nothing found", "Nothing found"),
        ("A2", "90;;60", "90 marks · — · 60 marks", "90 marks · — · 60 marks"),
        ("A3", ";later", "— · After several calls", "— · After several calls"),
        ("A6", "88.5", "88.5", "88.5"),
        ("A7", "66.666666667", "66.6667", "66.6667"),
        ("V2", "yes", "Yes", "Yes"),
    ],
)
def test_values_in_words(code: str, value: str, words: str, brief: str) -> None:
    scale = TREE.node(code).scale
    assert (value_words(scale, value), brief_words(scale, value)) == (words, brief)


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [
        ("B1", "38/40", "38/40 (95.0 %)"),
        ("B1", "87.5", "87.5 %"),
        ("B2", "0.75", "0.75"),
        ("V1", "yes", "Yes"),
    ],
)
def test_what_sub_units_came_to_in_words(code: str, value: str, words: str) -> None:
    assert rolled_words(TREE.node(code).scale, value) == words


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [
        ("A1", "dead=3;form=2", "Lost 4 of 20 points"),
        ("A1", "none", "Lost 0 of 20 points"),
        ("A1", "leak=1;dead=9", "Lost 15 of 20 points"),
        ("A1", "", ""),
        ("A1", "dead=x", ""),
        ("P2", "late=2", "Takes 2 points"),
        ("A2", "90;;", "1 of 3 rounds; with fewer than 2 it counts as unable to assess"),
        ("A2", "90;;60", "2 of 3 rounds, on average 7.5 points"),
    ],
)
def test_what_a_value_comes_to_is_said_while_it_is_given(code: str, value: str, words: str) -> None:
    tally = scale_state(TREE, TREE.node(code)).tally
    assert tally is not None
    assert tally(value) == words


def test_what_an_item_is_worth() -> None:
    said = {code: weight_words(TREE.node(code)) for code in ("A1", "J2", "P1", "V1", "N1")}
    assert said == {
        "A1": "20 points",
        "J2": "+3 points",
        "P1": "−3 points",
        "V1": "Veto item",
        "N1": "Not scored",
    }


def test_what_findings_cost_is_said_in_points_of_the_full_score() -> None:
    options = scale_state(TREE, TREE.node("A1")).options
    assert [option.anchor for option in options] == [
        "−1 point each, at most −10",
        "−0.5 points each",
        "−15 points each; taken alone",
    ]
