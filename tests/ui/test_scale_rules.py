"""What stands under an editor: which value earns how many points, as points of the full score."""

import pytest

from evalapp.form.cohort_rules import Minmax
from evalapp.form.model import Item
from evalapp.form.rules import Linear, Steps
from evalapp.form.scales import Binary, Checklist, Count, Number, Rate, Scale, Tick
from evalapp.form.tree import Node
from evalapp.ui.scale_rules import rule_words

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
        (Number(points=Minmax()), 5, "Scored by comparison with all other cities, once all have answered."),
        (Binary(), 5, ""),
    ],
)
def test_a_rule_in_one_line(scale: Scale, nominal: float, words: str) -> None:
    assert rule_words(node(scale, nominal)).replace("\N{NO-BREAK SPACE}", " ") == words
