"""Scales: reading what was written, and what it scores (FORM section 1, "Scales")."""

from collections.abc import Sequence
from typing import Any

from tests.score.naive.cohort import COHORT, Rule, by_rule, highest_step, steps
from tests.score.naive.numbers import RefusedError, decimals_of, mean, number, plain

Scale = dict[str, Any]
Value = Any
_YES, _NO = ("yes", "1", "true", "是"), ("no", "0", "false", "否")
NUMERIC = ("count", "number", "rate", "imported", "derived")


def read(scale: Scale, text: str) -> Value:
    """The value that ``text`` writes. Raises RefusedError."""
    kind = scale["kind"]
    if kind == "binary":
        return _yes_or_no(text)
    if kind == "options":
        return _one_of(text, [option["value"] for option in scale["options"]])
    if kind == "checklist":
        return _ticks(scale, text)
    if kind == "deductions":
        return _findings(scale, text)
    if kind == "rate":
        return _rate(text)
    if kind == "rounds":
        return _rounds(scale, text)
    if kind == "text":
        return text
    if kind == "derived":
        raise RefusedError(f"“{text}”: a derived value is not entered")
    return _number(scale, text)


def _yes_or_no(text: str) -> bool:
    word = text.strip().lower()
    if word not in _YES + _NO:
        raise RefusedError(f"“{text}” is neither yes nor no")
    return word in _YES


def _one_of(text: str, known: Sequence[str]) -> str:
    if text not in known:
        raise RefusedError(f"“{text}” is not one of {', '.join(known)}")
    return text


def _ticks(scale: Scale, text: str) -> list[str]:
    if text == "none":
        return []
    known = [tick["id"] for tick in scale["ticks"]]
    found = [_one_of(part.strip(), known) for part in text.split(";")]
    return [name for name in known if name in found]


def _findings(scale: Scale, text: str) -> dict[str, float]:
    found: dict[str, float] = {}
    if text == "none":
        return found
    known = [finding["id"] for finding in scale["findings"]]
    for part in text.split(";"):
        name, equals, times = part.partition("=")
        _one_of(name.strip(), known)
        if not equals or name.strip() in found:
            raise RefusedError(f"“{text}” does not say each finding once with its number")
        found[name.strip()] = _whole(times)
    return found


def _whole(text: str) -> float:
    found = number(text)
    if found is None or found < 0 or found != int(found):
        raise RefusedError(f"“{text}” is no whole number from 0")
    return found


def _rate(text: str) -> float:
    first, slash, second = text.partition("/")
    n, d = number(first), number(second)
    if not slash or n is None or d is None:
        raise RefusedError(f"“{text}” is not written n/d")
    if d <= 0 or n < 0 or n > d:
        raise RefusedError(f"“{text}” is not a part of a whole")
    return 100 * n / d


def _rounds(scale: Scale, text: str) -> list[Value]:
    """The rounds that took place."""
    parts = text.split(";")
    if len(parts) != scale["n"]:
        raise RefusedError(f"“{text}” does not have {scale['n']} rounds")
    return [read(scale["of"], _outer(scale, part)) for part in parts if part.strip()]


def _outer(scale: Scale, part: str) -> str:
    """One round as the scale itself writes it: a comma stands for ``;`` inside a round."""
    return (
        part.strip().replace(",", ";") if scale["of"]["kind"] in ("checklist", "deductions") else part.strip()
    )


def written(scale: Scale, text: str) -> str:
    """The one way to write a value that was read."""
    kind = scale["kind"]
    if kind == "rounds":
        parts = [
            written(scale["of"], _outer(scale, part)) if part.strip() else "" for part in text.split(";")
        ]
        return ";".join(part.replace(";", ",") for part in parts)
    value = read(scale, text)
    if kind == "binary":
        return "yes" if value else "no"
    if kind == "checklist":
        return ";".join(tick["id"] for tick in scale["ticks"] if tick["id"] in value) or "none"
    if kind == "deductions":
        found = [finding["id"] for finding in scale["findings"] if value.get(finding["id"])]
        return ";".join(f"{name}={int(value[name])}" for name in found) or "none"
    if kind == "rate":
        return "/".join(plain(float(part)) for part in text.split("/"))
    return plain(value) if kind in NUMERIC else text.strip()


def _number(scale: Scale, text: str) -> float:
    if scale["kind"] == "count":
        return _whole(text)
    found = number(text)
    if found is None:
        raise RefusedError(f"“{text}” is no number")
    imported = scale["kind"] == "imported"
    low, high = scale.get("min", 0 if imported else None), scale.get("max", 100 if imported else None)
    if (low is not None and found < low) or (high is not None and found > high):
        raise RefusedError(f"“{text}” is outside {low} … {high}")
    if "decimals" in scale and decimals_of(text) > scale["decimals"]:
        raise RefusedError(f"“{text}” has more than {scale['decimals']} decimals")
    return found


def for_expressions(scale: Scale, value: Value) -> object:
    """What ``answer['code']`` gives."""
    return list(value) if scale["kind"] == "deductions" else value


def rule_of(scale: Scale) -> Rule | None:
    return scale.get("points") if isinstance(scale.get("points"), dict) else None


def is_compared(scale: Scale) -> bool:
    """Whether the score depends on the other units."""
    rule = rule_of(scale)
    return rule is not None and rule["method"] in COHORT


def points_of(scale: Scale, value: Value) -> float:
    """Points on the scale's own count, as a penalty takes them."""
    kind, rule = scale["kind"], rule_of(scale)
    if kind == "rounds":
        return mean([points_of(scale["of"], each) for each in value])
    if kind == "binary":
        return float(scale.get("points", 1) if value else 0)
    if kind == "options":
        return float(_option(scale, value)["points"])
    if kind == "checklist":
        if rule is not None:
            return steps(rule, len(value))
        total = sum(tick.get("points", 1) for tick in scale["ticks"] if tick["id"] in value)
        every = sum(tick.get("points", 1) for tick in scale["ticks"])
        return float(min(scale.get("cap", max(every, 0)), total))
    if kind == "deductions":
        return _deducted(scale, value)
    if rule is not None:
        assert rule["method"] == "steps"
        return steps(rule, value)
    if kind == "count":
        total = scale.get("each", 1) * value
        total = min(scale.get("cap", total), total)
        return float(max(scale.get("floor", total), total))
    return float(value)


def _option(scale: Scale, value: str) -> dict[str, Any]:
    return next(option for option in scale["options"] if option["value"] == value)


def _deducted(scale: Scale, value: dict[str, float]) -> float:
    taken = {}
    for finding in scale["findings"]:
        amount = finding["each"] * value.get(finding["id"], 0)
        taken[finding["id"]] = min(finding.get("cap", amount), amount)
    sole = [
        taken[finding["id"]]
        for finding in scale["findings"]
        if finding.get("sole") and value.get(finding["id"])
    ]
    deducted = max(sole) if sole else sum(taken.values())
    return float(max(scale.get("floor", 0), scale.get("points", 0) - deducted))


def maximum(scale: Scale) -> float | None:
    """Points at full marks; None where the scale names none."""
    kind, rule = scale["kind"], rule_of(scale)
    if kind == "rounds":  # of the scale that is repeated
        return maximum(scale["of"])
    if rule is not None:
        return highest_step(rule) if rule["method"] == "steps" else None
    if kind in ("binary", "deductions"):
        return float(scale.get("points", 1))
    if kind == "options":
        return float(max(option["points"] for option in scale["options"]))
    if kind == "checklist":
        return float(scale.get("cap", sum(tick.get("points", 1) for tick in scale["ticks"])))
    if kind == "count":
        return scale.get("cap")
    if kind in ("number", "derived"):
        return scale.get("max")
    return None


def score_of(scale: Scale, value: Value, cohort: Sequence[float]) -> float:
    """0…100 at full marks."""
    kind, rule = scale["kind"], rule_of(scale)
    if kind == "rounds":
        return mean([score_of(scale["of"], each, ()) for each in value])
    if kind in NUMERIC and rule is not None:
        return by_rule(rule, value, cohort)
    if kind == "rate":
        return float(value)
    if kind == "imported":
        return float(100 * value / scale.get("max", 100))
    full = maximum(scale)
    assert full
    return 100 * points_of(scale, value) / full


def is_hit(scale: Scale, value: Value) -> bool:
    """Whether the answer of a veto leaf is a veto (rule 13)."""
    if isinstance(value, bool):  # as it is, or rolled up from sub-units
        return value
    if scale["kind"] == "rounds":
        return any(is_hit(scale["of"], each) for each in value)
    if scale["kind"] == "derived":
        return bool(value > 0)
    if scale["kind"] == "options":
        return bool(_option(scale, value).get("veto", False))
    if scale["kind"] == "deductions":
        return any(value.values())
    return bool(value)
