"""Scales that take points away: what an answer takes is its score out of 100 times the most that the scale can take."""

import re
from pathlib import Path

import pytest

from evalapp.form.reader import examine_form
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


REFERENCE = Path(__file__).parents[2] / "docs" / "form-reference.md"
BASE = """
[form]
id = "with-penalties"
version = "1"
title = "有减分项"
[[item]]
code = "A"
title = "A"
scale = { kind = "binary", points = 100 }
"""


def test_the_penalty_of_the_reference_is_sound_and_takes_what_is_said_there() -> None:
    told = re.search(
        r'<a id="penalties"></a>.+?```toml\n(.+?)```', REFERENCE.read_text(encoding="utf-8"), re.DOTALL
    )
    assert told is not None
    examined = examine_form((BASE + told[1]).encode(), "f")
    assert (examined.errors, examined.warnings) == ((), ())
    assert examined.form is not None
    scale = examined.form.scale_of(examined.form.items[-1])
    assert scale is not None
    most = scale.maximum()
    assert most == 6
    found = {
        value: (scale.score(value) or 0.0) / 100 * most for value in ("none", "leak=1;promise=3", "leak=9")
    }
    assert found == pytest.approx({"none": 0, "leak=1;promise=3": -3, "leak=9": -6})


def test_a_penalty_that_begins_above_nothing_is_refused() -> None:
    penalty = """
[[item]]
code = "P"
title = "P"
part = "penalty"
scale = { kind = "deductions", points = 10, findings = [{ id = "leak", each = 2 }] }
"""
    (told,) = examine_form((BASE + penalty).encode(), "f").errors
    assert "deductions begin at points = 0" in told
