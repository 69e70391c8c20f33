"""Random scales by the part they stand in, and random values on them."""

from random import Random
from typing import Any

Scale = dict[str, Any]
NUMERIC = ("count", "number", "rate", "imported")
COHORT = ("minmax", "best", "zscore", "rank", "percentile", "distance")


def some(random: Random, chance: float) -> bool:
    return random.random() < chance


def weighted(random: Random, **shares: float) -> str:
    """One of the keywords, by their shares."""
    return random.choices(list(shares), list(shares.values()))[0]


def base_scale(random: Random) -> Scale:
    """A scale that can earn points."""
    kind = weighted(
        random,
        binary=1,
        options=2,
        checklist=1.5,
        count=1.5,
        number=4,
        rate=2,
        deductions=1.5,
        imported=1,
        rounds=1.2,
    )
    if kind == "rounds":
        return rounds(
            random,
            _earning(
                random, random.choice(("binary", "options", "number", "rate", "deductions", "checklist"))
            ),
        )
    return _earning(random, kind, cohort=True)


def rounds(random: Random, of: Scale) -> Scale:
    n = random.randint(2, 4)
    return {"kind": "rounds", "n": n, "needed": random.randint(1, n), "of": of}


def _earning(random: Random, kind: str, cohort: bool = False) -> Scale:
    if kind == "binary":
        return {"kind": "binary", "points": random.choice((1, 2, 5.5))}
    if kind == "options":
        least = random.choice((0, 0, 0, 0, 1, -1))
        points = [4, random.choice((1.5, 2, 3)), least]
        return {"kind": "options", "options": [{"value": f"o{n}", "points": p} for n, p in enumerate(points)]}
    if kind == "checklist":
        return _checklist(random)
    if kind == "count":
        return _count(random, cohort)
    if kind == "deductions":
        return _deductions(random, 10)
    if kind == "imported":
        return {"kind": "imported", "max": random.choice((5, 100))}
    scale: Scale = {"kind": kind}
    if kind == "number":
        scale |= random.choice(({"min": 0}, {"min": 0, "decimals": 1}))
    if kind == "rate" and some(random, 0.4):
        return scale
    if kind == "number" and some(random, 0.3):
        return scale | {"max": 12}
    return scale | {"points": rule(random, 100 if kind == "rate" else 12, cohort)}


def _checklist(random: Random) -> Scale:
    ticks = [{"id": f"t{n}", "points": random.choice((1, 1, 2, 0.5))} for n in range(random.randint(2, 4))]
    scale: Scale = {"kind": "checklist", "ticks": ticks}
    how = random.choice(("plain", "cap", "steps", "negative"))
    if how == "cap":
        scale["cap"] = random.choice((1, 2))
    elif how == "steps":
        scale["points"] = {"method": "steps", "at": [[1, 1], [2, 3]]}
    elif how == "negative":
        ticks.append({"id": "bad", "points": -0.5})
    return scale


def _count(random: Random, cohort: bool) -> Scale:
    if some(random, 0.3):
        return {"kind": "count", "points": rule(random, 12, cohort)}
    if some(random, 0.15):
        return {"kind": "count", "each": -1, "cap": 4, "floor": -2}
    return {"kind": "count", "each": random.choice((0.5, 1, 2)), "cap": random.choice((3, 8))}


def _deductions(random: Random, points: float) -> Scale:
    findings: list[dict[str, Any]] = [{"id": "f0", "each": random.choice((1, 2.5))}, {"id": "f1", "each": 4}]
    if some(random, 0.4):
        findings[0]["cap"] = 3
    if some(random, 0.3):
        findings[1]["sole"] = True
    scale = {"kind": "deductions", "points": points, "findings": findings}
    return scale | {"floor": -4} if points <= 0 or some(random, 0.15) else scale


def rule(random: Random, top: float, cohort: bool) -> dict[str, Any]:
    """A points rule for values from 0 to ``top``."""
    method = random.choice(("steps", "linear", "target", *(COHORT * 2 if cohort else ())))
    if method in COHORT:
        return cohort_rule(random, method, top)
    lower = some(random, 0.4)
    if method == "steps":
        at = [[0.8 * top, 4], [0.5 * top, 3], [0.25 * top, 1]]
        if lower:
            at = [[0, 4], [0.25 * top, 2], [0.5 * top, 1]]
        found: dict[str, Any] = {"at": at}
    elif method == "linear":
        found = {"from": 0.75 * top, "to": 0.25 * top} if lower else {"from": 0.25 * top, "to": 0.5 * top}
    else:
        found = {"target": 0.5 * top}
    return {"method": method, **found, **({"direction": "lower"} if lower else {})}


def cohort_rule(random: Random, method: str, top: float) -> dict[str, Any]:
    found: dict[str, Any] = {"method": method}
    if method in ("minmax", "percentile") and some(random, 0.6):
        found["range"] = random.choice(([1, 100], [0, 80], [20, 60]))
    if method in ("minmax", "percentile") and some(random, 0.3):
        found["if_equal"] = 50
    if method in ("rank", "percentile") and some(random, 0.5):
        found["ties"] = "average"
    if method == "zscore" and some(random, 0.8):
        found |= {"mean": 50, "sd": 10}
    if method == "distance":
        found["target"] = 0.5 * top
    return found | ({"direction": "lower"} if some(random, 0.4) else {})


def penalty_scale(random: Random) -> Scale:
    """A scale whose answers take points away."""
    kind = random.choice(("binary", "options", "count", "deductions", "checklist", "rounds"))
    if kind == "binary":
        return {"kind": "binary", "points": -2}
    if kind == "options":
        return {"kind": "options", "options": [{"value": "o0", "points": 0}, {"value": "o1", "points": -3.5}]}
    if kind == "count":
        return {"kind": "count", "each": -0.5, **({"floor": -2} if some(random, 0.5) else {})}
    if kind == "deductions":
        return _deductions(random, 0)
    if kind == "rounds":
        return rounds(random, {"kind": "binary", "points": -4})
    return {"kind": "checklist", "ticks": [{"id": "t0", "points": -1}, {"id": "t1", "points": -2.5}]}


def veto_scale(random: Random) -> Scale:
    """A scale on which an answer can be a hit."""
    kind = weighted(random, binary=4, count=1, checklist=1, deductions=1, options=1, rounds=1)
    if kind == "options":
        return {"kind": "options", "options": [
            {"value": "o0", "points": 1}, {"value": "o1", "points": 0}, {"value": "o2", "points": 0, "veto": True}
        ]}  # fmt: skip
    if kind == "rounds":
        return rounds(random, {"kind": "binary"})
    if kind == "checklist":
        return {"kind": "checklist", "ticks": [{"id": "t0"}, {"id": "t1"}]}
    if kind == "deductions":
        return _deductions(random, 1)
    return {"kind": kind}


def note_scale(random: Random) -> Scale:
    kind = random.choice(("text", "count", "number", "binary", "rate", "options"))
    return _earning(random, "options") if kind == "options" else {"kind": kind}


def value(random: Random, scale: Scale, hits: float = 0.5) -> str:
    """A value that the scale takes; ``hits`` is how often a yes, tick or finding occurs."""
    kind = scale["kind"]
    if kind == "binary":
        return "yes" if some(random, hits) else "no"
    if kind == "options":
        options = [option["value"] for option in scale["options"]]
        return str(options[-1] if some(random, hits / 2) else random.choice(options[:-1]))
    if kind == "checklist":
        return ";".join(tick["id"] for tick in scale["ticks"] if some(random, hits)) or "none"
    if kind == "deductions":
        found = [f"{one['id']}={random.randint(1, 4)}" for one in scale["findings"] if some(random, hits)]
        return ";".join(found) or "none"
    if kind == "count":
        return str(random.randint(1, 12) if some(random, max(hits, 0.2)) else 0)
    if kind == "rate":
        whole = random.choice((1, 4, 7, 20, 100))
        return f"{random.randint(0, whole)}/{whole}"
    if kind == "rounds":
        rounds_ = [
            value(random, scale["of"], hits).replace(";", ",") if some(random, 0.7) else ""
            for _ in range(scale["n"])
        ]
        rounds_[0] = rounds_[0] or value(random, scale["of"], hits).replace(";", ",")
        return ";".join(rounds_)
    if kind == "text":
        return random.choice(("one", "two words"))
    # Few different values, so that there are ties.
    top = min(scale.get("max", 100 if kind == "imported" else 12), 12)
    return random.choice(
        (
            "0",
            str(int(top / 4)),
            str(int(top / 2)),
            str(round(top / 3, 1)),
            str(int(top)),
            str(random.randint(0, int(top))),
        )
    )


def maximum(scale: dict[str, Any]) -> float | None:
    """The points at full marks that the scale itself names."""
    if scale["kind"] == "rounds":
        return maximum(scale["of"])
    rule = scale.get("points")
    if isinstance(rule, dict):
        return max(points for _x, points in rule["at"]) if rule["method"] == "steps" else None
    if scale["kind"] in ("binary", "deductions"):
        return float(scale["points"])
    if scale["kind"] == "options":
        return float(max(option["points"] for option in scale["options"]))
    if scale["kind"] == "checklist":
        return float(scale.get("cap", sum(tick["points"] for tick in scale["ticks"])))
    return (
        scale.get("cap" if scale["kind"] == "count" else "max")
        if scale["kind"] in ("count", "number", "derived")
        else None
    )


def full_marks(scale: Scale) -> str | None:
    """A value that earns as much as any can; None where only the cohort says, or nobody types it."""
    kind = scale["kind"]
    rule = scale.get("points")
    lower = isinstance(rule, dict) and rule.get("direction") == "lower"
    if kind in ("text", "derived") or (isinstance(rule, dict) and rule["method"] in COHORT):
        return None
    if kind == "rounds":
        one = full_marks(scale["of"])
        return None if one is None else ";".join([one.replace(";", ",")] * scale["n"])
    if kind == "options":
        return str(max(scale["options"], key=lambda option: option["points"])["value"])
    if kind == "checklist":
        return ";".join(tick["id"] for tick in scale["ticks"] if tick["points"] > 0)
    if kind == "count" and scale.get("each", 1) < 0:
        return "0"
    if kind == "imported":
        return str(scale["max"])
    return {
        "binary": "yes",
        "deductions": "none",
        "rate": "0/7" if lower else "7/7",
        "count": "0" if lower else "12",
        "number": "0" if lower else "12",
    }[kind]
