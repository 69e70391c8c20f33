"""Points rules: what one value scores, alone or among the values of a cohort (FORM section 1, rules 4, 9 and 11)."""

from collections.abc import Sequence
from typing import Any

from tests.score.naive.numbers import RefusedError, guarded, mean, sample_sd

Rule = dict[str, Any]
COHORT = ("minmax", "best", "zscore", "rank", "percentile", "distance")


def is_lower(rule: Rule) -> bool:
    return rule.get("direction", "higher") == "lower"


def steps(rule: Rule, value: float) -> float:
    """Points of the best step that the value reaches; 0 where it reaches none."""
    if is_lower(rule):
        reached = [points for x, points in rule["at"] if guarded(value) <= guarded(x)]
    else:
        reached = [points for x, points in rule["at"] if guarded(value) >= guarded(x)]
    return float(max(reached, default=0))


def highest_step(rule: Rule) -> float:
    return max(points for _x, points in rule["at"])


def by_rule(rule: Rule, value: float, cohort: Sequence[float]) -> float:
    """The score of ``value``; ``cohort`` are the values it is compared with, itself among them."""
    method = rule["method"]
    if method == "steps":
        return 100 * steps(rule, value) / highest_step(rule)
    if method == "linear":
        share = (value - rule["from"]) / (rule["to"] - rule["from"])
        return 100 * max(0.0, min(1.0, share))
    if method == "target":
        return _target(rule, value)
    if method == "minmax":
        return _minmax(rule, value, cohort)
    if method == "best":
        return _best(rule, value, cohort)
    if method == "zscore":
        return _zscore(rule, value, cohort)
    if method == "rank":
        return _rank(rule, value, cohort)
    if method == "percentile":
        return _percentile(rule, value, cohort)
    if method == "distance":
        return _distance(rule, value, cohort)
    raise AssertionError(method)


def _target(rule: Rule, value: float) -> float:
    target = rule["target"]
    if is_lower(rule):
        return 100.0 if guarded(value) <= guarded(target) else 100 * target / value
    return 100 * min(1.0, value / target)


def _best(rule: Rule, value: float, cohort: Sequence[float]) -> float:
    if any(guarded(other) < 0 for other in cohort):
        raise RefusedError
    if is_lower(rule):
        lowest = min(cohort)
        return 100.0 if guarded(value) == guarded(lowest) else 100 * lowest / value
    highest = max(cohort)
    return 0.0 if guarded(highest) == 0 else 100 * value / highest


def _minmax(rule: Rule, value: float, cohort: Sequence[float]) -> float:
    low, high = rule.get("range", [0, 100])
    lowest, highest = min(cohort), max(cohort)
    if guarded(lowest) == guarded(highest):
        return float(rule.get("if_equal", high))
    place = (highest - value) if is_lower(rule) else (value - lowest)
    return float(low + (high - low) * place / (highest - lowest))


def _zscore(rule: Rule, value: float, cohort: Sequence[float]) -> float:
    spread = sample_sd(cohort)
    z = 0.0 if spread == 0 else (value - mean(cohort)) / spread
    if is_lower(rule):
        z = -z
    return float(rule.get("mean", 0) + rule.get("sd", 1) * z)


def _rank(rule: Rule, value: float, cohort: Sequence[float]) -> float:
    """1 is the worst, n the best; equal values share the lowest of their places or the mean of them."""
    mine = guarded(value)
    others = [guarded(other) for other in cohort]
    worse = sum(other > mine if is_lower(rule) else other < mine for other in others)
    equal = sum(other == mine for other in others)
    if rule.get("ties", "min") == "average":
        return worse + (equal + 1) / 2
    return float(worse + 1)


def _percentile(rule: Rule, value: float, cohort: Sequence[float]) -> float:
    low, high = rule.get("range", [0, 100])
    if len({guarded(other) for other in cohort}) < 2:
        return float(rule.get("if_equal", high))
    return float(low + (high - low) * (_rank(rule, value, cohort) - 1) / (len(cohort) - 1))


def _distance(rule: Rule, value: float, cohort: Sequence[float]) -> float:
    target = rule["target"]
    if is_lower(rule):
        reached = guarded(value) <= guarded(target)
        return 100.0 if reached else 100 * (max(cohort) - value) / (max(cohort) - target)
    reached = guarded(value) >= guarded(target)
    return 100.0 if reached else 100 * (value - min(cohort)) / (target - min(cohort))
