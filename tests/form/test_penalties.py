"""Scales that take points away: what an answer takes is its score out of 100 times the most that the scale can take."""

import pytest

from evalapp.form.scales import (
    Binary,
    Checklist,
    Count,
    Deduction,
    Deductions,
    Option,
    Options,
    Rounds,
    Scale,
    Tick,
)

LEAK = Binary(points=-5)
LEVELS = Options(
    options=(Option(value="no", points=0), Option(value="some", points=-1.5), Option(value="many", points=-4))
)
TICKS = Checklist(ticks=(Tick(id="a", points=-1), Tick(id="b", points=-2.5)))
EACH = Count(each=-0.5)
BOUNDED = Count(each=-0.5, floor=-2)
FOUND = Deductions(points=0, floor=-6, kinds=(Deduction(id="a", each=2), Deduction(id="b", each=0.5, cap=1)))


@pytest.mark.parametrize(
    ("scale", "most", "taken"),
    [
        (LEAK, 5, {"yes": -5, "no": 0}),
        (LEVELS, 4, {"no": 0, "some": -1.5, "many": -4}),
        (TICKS, 3.5, {"none": 0, "a": -1, "a;b": -3.5}),
        (EACH, 0.5, {"0": 0, "1": -0.5, "30": -15}),  # without a floor there is no end
        (BOUNDED, 2, {"0": 0, "3": -1.5, "30": -2}),
        (FOUND, 6, {"none": 0, "a=2;b=9": -5, "a=7": -6}),
        (Rounds(n=2, of=LEAK), 5, {"yes;no": -2.5, "yes;": -5, "no;no": 0}),
    ],
)
def test_what_an_answer_takes(scale: Scale, most: float, taken: dict[str, float]) -> None:
    assert scale.maximum() == most
    assert scale.findings() == []
    for value, points in taken.items():
        assert (scale.score(value) or 0.0) / 100 * most == pytest.approx(points, abs=1e-12)


@pytest.mark.parametrize("scale", [LEAK, LEVELS, TICKS, EACH, BOUNDED, FOUND])
def test_in_the_base_such_a_scale_earns_nothing(scale: Scale) -> None:
    assert scale.pointless()
    extremes = scale.extremes()
    assert extremes is not None
    assert extremes[0] < 0
    assert extremes[1] <= 0
