"""Rules from a measured value to a score, and what is wrong with them as written."""

import pytest

from evalapp.form.cohort_rules import Best, CohortRule, Distance, Minmax, Percentile, RankOrder, Zscore
from evalapp.form.rules import Linear, Rule, Steps, Target, is_cohort_rule

COHORT: tuple[CohortRule, ...] = (Minmax(), Best(), Zscore(), RankOrder(), Percentile(), Distance(target=5))


@pytest.mark.parametrize(
    ("rule", "value", "score"),
    [
        # In proportion to a target, and never more than full marks.
        (Target(target=40), 0, 0),
        (Target(target=40), 10, 25),
        (Target(target=40), 40, 100),
        (Target(target=40), 50, 100),
        (Target(target=40), -10, -25),
        # Fewer are better: full marks up to the target, beyond it target / value.
        (Target(target=5, direction="lower"), 0, 100),
        (Target(target=5, direction="lower"), 5, 100),
        (Target(target=5, direction="lower"), 5.0000000001, 100),  # the line is compared with a guard
        (Target(target=5, direction="lower"), 20, 25),
        # The best step reached.
        (Steps(at=((60, 1), (80, 2), (95, 4))), 59.999, 0),
        (Steps(at=((60, 1), (80, 2), (95, 4))), 60, 25),
        (Steps(at=((60, 1), (80, 2), (95, 4))), 79.9999999999, 50),
        (Steps(at=((95, 4), (60, 1), (80, 2))), 99, 100),  # in whatever order they are written
        (Steps(at=((1, 2), (3, 1.5), (5, 1)), direction="lower"), 0, 100),
        (Steps(at=((1, 2), (3, 1.5), (5, 1)), direction="lower"), 2, 75),
        (Steps(at=((1, 2), (3, 1.5), (5, 1)), direction="lower"), 5.1, 0),
        (Steps(at=((0, -2), (5, 4))), 3, -50),
        # A straight line.
        (Linear(start=0, end=50), 10, 20),
        (Linear(start=50, end=100), 40, 0),
        (Linear(start=30, end=10, direction="lower"), 15, 75),
        (Linear(start=-10, end=10), 0, 50),
    ],
)
def test_scores(rule: Target | Steps | Linear, value: float, score: float) -> None:
    assert rule.score(value) == pytest.approx(score, abs=1e-12)


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (Target(target=0), "“target” must be above 0"),
        (Target(target=-3, direction="lower"), "“target” must be above 0"),
        (Steps(at=()), "at least one"),
        (Steps(at=((1, 1), (1, 2))), "begin at the same value"),
        (Steps(at=((1, 0),)), "the best step earns no points"),
        (Steps(at=((60, 4), (80, 2))), "the step at 80 earns less than the one at 60"),
        (Steps(at=((5, 1), (1, 0.5)), direction="lower"), "the step at 1 earns less than the one at 5"),
        (Linear(start=3, end=3), "are the same"),
        (Linear(start=1, end=3, direction="lower"), "“from” must be larger"),
        (Minmax(range=(100, 0)), "run upwards"),
        (Minmax(range=(1, 100), if_equal=0), "“if_equal” must lie within"),
        (Percentile(range=(5, 5)), "run upwards"),
        (Percentile(if_equal=101), "“if_equal” must lie within"),
        (Zscore(sd=0), "“sd” must be above 0"),
        (Zscore(sd=-1), "“sd” must be above 0"),
    ],
)
def test_what_is_wrong_with_a_rule(rule: Rule, reason: str) -> None:
    (found,) = rule.findings()
    assert reason in found


@pytest.mark.parametrize(
    "rule",
    [
        *COHORT,
        Target(target=0.5),
        Linear(start=3, end=1),
        Linear(start=3, end=1, direction="lower"),
        Steps(at=((60, 1), (80, 1), (95, 4))),
        Steps(at=((0, -2), (5, 4))),
        Minmax(range=(-5, 5), if_equal=0),
        Percentile(range=(1, 100), ties="average", if_equal=100),
        Zscore(mean=50, sd=10, direction="lower"),
        Distance(target=-5),
    ],
)
def test_what_is_right_is_not_blamed(rule: Rule) -> None:
    assert rule.findings() == []


def test_only_rules_over_the_cohort_have_no_score_for_a_single_value() -> None:
    assert all(rule.score(3.0) is None and rule.maximum() is None for rule in COHORT)
    assert all(is_cohort_rule(rule) for rule in COHORT)
    assert not any(is_cohort_rule(rule) for rule in (None, Target(target=1), Linear(start=0, end=1), Steps(at=((1, 1),))))  # fmt: skip


def test_only_steps_say_how_many_points_there_are() -> None:
    assert Steps(at=((60, 1), (80, 2.5))).maximum() == 2.5
    assert Target(target=4).maximum() is None
    assert Linear(start=0, end=4).maximum() is None
