"""Deductions: full marks, less what each finding costs. The scores are worked out by hand from 100 × max(floor, points − Σ) / points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.form.refusal import ValueRefused
from evalapp.form.scales import Deduction, Deductions

DEAD = Deduction(id="dead", each=1, cap=10)
ERROR = Deduction(id="error", each=0.5)
DOWN = Deduction(id="down", each=30, sole=True)
LOST = Deduction(id="lost", each=50, cap=80, sole=True)
LINKS = Deductions(points=75, kinds=(DEAD, ERROR, DOWN, LOST))
BELOW = Deductions(points=20, floor=-10, kinds=(DEAD, ERROR))
RAISED = Deductions(points=20, floor=5, kinds=(DEAD, ERROR))
PENALTY = Deductions(points=0, floor=-6, kinds=(DEAD, ERROR))


@pytest.mark.parametrize(
    ("typed", "recorded"),
    [
        ("none", "none"),
        ("dead=3", "dead=3"),
        ("error=1;dead=3", "dead=3;error=1"),  # in the form's order
        (" error = 1 ； dead ＝ ３ ", "dead=3;error=1"),
        ("dead=3;", "dead=3"),
        ("dead=0;error=2", "error=2"),  # what does not occur is left out
        ("dead=0", "none"),
        ("dead=3.0", "dead=3"),
    ],
)
def test_reads_what_people_type(typed: str, recorded: str) -> None:
    assert LINKS.read(typed) == recorded
    assert LINKS.read(recorded) == recorded


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "not a list of findings such as dead=2; known are dead; error; down; lost"),
        ("broken=1", "known are dead; error; down; lost, and “none”"),
        ("dead", "not a list of findings"),
        ("3", "not a list of findings"),
        ("dead=1;dead=2", "not a list of findings"),
        ("none;dead=1", "not a list of findings"),
        ("dead=-1", "how often “dead” was found is a whole number from 0"),
        ("dead=1.5", "how often “dead” was found"),
        ("dead=", "how often “dead” was found"),
        ("dead=1234567890", "how often “dead” was found"),
    ],
)
def test_refuses_the_rest_with_a_reason(typed: str, reason: str) -> None:
    with pytest.raises(ValueRefused, match=reason):
        LINKS.read(typed)


@pytest.mark.parametrize(
    ("scale", "value", "points"),
    [
        (LINKS, "none", 75),
        (LINKS, "dead=3", 72),
        (LINKS, "dead=3;error=3", 70.5),  # 3 and 1.5 off
        (LINKS, "dead=25", 65),  # at most 10 off
        (LINKS, "dead=25;error=4", 63),
        (LINKS, "down=1", 45),
        (LINKS, "dead=25;error=4;down=1", 45),  # a sole finding is taken alone
        (LINKS, "dead=4;error=1;down=2", 15),  # also where it occurs twice
        (LINKS, "down=1;lost=1", 25),  # of two sole findings the dearer one
        (LINKS, "lost=2", 0),  # 80 off at most, and not below 0
        (LINKS, "error=999", 0),
        (BELOW, "error=50", -5),
        (BELOW, "error=100", -10),
        (RAISED, "error=100", 5),
        (PENALTY, "none", 0),
        (PENALTY, "dead=2;error=1", -2.5),
        (PENALTY, "dead=9", -6),
    ],
)
def test_points_less_what_each_finding_costs(scale: Deductions, value: str, points: float) -> None:
    full = scale.points or -scale.floor  # a penalty is measured against the most that it can take
    assert scale.score(value) == pytest.approx(100 * points / full, abs=1e-12)


@pytest.mark.parametrize(
    ("scale", "worst", "best", "full"),
    [(LINKS, 0, 75, 75), (BELOW, -10, 20, 20), (RAISED, 5, 20, 20), (PENALTY, -6, 0, 6)],
)
def test_how_many_points_there_are(scale: Deductions, worst: float, best: float, full: float) -> None:
    assert scale.extremes() == (worst, best)
    assert scale.maximum() == full


@pytest.mark.parametrize(
    ("value", "seen", "hit"), [("none", [], False), ("dead=3", ["dead"], True), ("dead=3;down=1", ["dead", "down"], True)]
)  # fmt: skip
def test_expressions_see_what_occurs_and_any_finding_is_a_hit(value: str, seen: list[str], hit: bool) -> None:
    assert LINKS.cel(value) == seen
    assert LINKS.is_hit(value) is hit
    assert LINKS.number(value) is None


def test_an_answer_fits_another_edition_while_the_findings_are_the_same() -> None:
    dearer = Deductions(points=9, kinds=(Deduction(id="error", each=3), Deduction(id="dead", each=1)))
    assert dearer.shape() == BELOW.shape()
    assert dearer.shape() != LINKS.shape()


counts = st.fixed_dictionaries({kind.id: st.integers(0, 200) for kind in (DEAD, ERROR)})


@given(counts)
def test_counts_are_recorded_and_read_back(found: dict[str, int]) -> None:
    recorded = BELOW.recorded(found)
    assert BELOW.counts(recorded) == {name: n for name, n in found.items() if n}
    assert BELOW.read(recorded) == recorded
    assert -50 <= (BELOW.score(recorded) or 0.0) <= 100


@given(counts, st.sampled_from(["dead", "error"]))
def test_one_finding_more_never_earns_more(found: dict[str, int], name: str) -> None:
    more = found | {name: found[name] + 1}
    assert (BELOW.score(BELOW.recorded(more)) or 0.0) <= (BELOW.score(BELOW.recorded(found)) or 0.0)
