"""The arithmetic of FORM rules 4 to 16 once more: a unit at a time, nothing but dictionaries and recursion.

It shares no code with ``evalapp.score``; only the form as written and Python's ``round`` are common ground.
"""

from math import exp, log

from evalapp.form.model import Form, Item
from evalapp.form.rules import Minmax
from evalapp.form.scales import Number, Options

Answers = dict[tuple[str, str], str]
Cell = dict[str, object]
SPECIAL = ("not_found", "not_applicable", "unable", "blank")


def results(form: Form, units: dict[str, dict[str, str]], answers: Answers) -> dict[tuple[str, str], Cell]:
    """points, score, weight, rank, grade, status by (unit, item), TOTAL among them."""
    found: dict[tuple[str, str], Cell] = {}
    for unit in units:
        for code, cell in Sheet(form, units, answers, unit).cells().items():
            found[unit, code] = cell
    codes = [item.code for item in form.items]
    for code in [*codes, "TOTAL"]:
        field = "points" if code == "TOTAL" else "score"
        for unit in units:
            peers = [other for other in units if within(form, units, other) == within(form, units, unit)]
            numbers = [compared(form, found[other, code].get(field)) for other in peers]
            mine = compared(form, found[unit, code].get(field))
            better = [x for x in numbers if x is not None and mine is not None and x > mine]
            dense = form.policy.rank_ties == "dense"
            found[unit, code]["rank"] = None if mine is None else 1 + len(set(better) if dense else better)
            if code == "TOTAL":
                present = [x for x in numbers if x is not None]
                found[unit, code]["grade"] = grade(form, mine, present, found[unit, code]["status"])
    return found


def within(form: Form, units: dict[str, dict[str, str]], unit: str) -> str:
    return units[unit][form.units.within] if form.units.within else ""


def compared(form: Form, x: object) -> float | None:
    if not isinstance(x, float):
        return None
    guarded = round(x, 9)
    if form.policy.rank_decimals is None:
        return guarded
    whole = round(abs(guarded) * 10**9)
    step = 10 ** (9 - form.policy.rank_decimals)
    rounded = (2 * whole + step) // (2 * step)
    return float((rounded if guarded >= 0 else -rounded) / 10.0**form.policy.rank_decimals)


def grade(form: Form, mine: float | None, numbers: list[float], status: object) -> str:
    if mine is None:
        return ""
    n = len(numbers)
    average = sum(numbers) / n
    spread = (sum((x - average) ** 2 for x in numbers) / (n - 1)) ** 0.5 if n > 1 else 0.0
    for entry in form.grades:
        rest = entry.min is None and entry.above is None and entry.top is None and entry.sd is None
        if (
            (entry.fail and status == "failed")
            or (entry.min is not None and mine >= entry.min)
            or (entry.above is not None and mine > entry.above)
            or (entry.top is not None and round(len([x for x in numbers if x > mine]) / n, 9) < entry.top)
            or (entry.sd is not None and mine >= round(average + entry.sd * spread, 9))
            or (rest and not entry.fail)
        ):
            return entry.id
    return ""


class Sheet:
    """One unit's arithmetic."""

    def __init__(self, form: Form, units: dict[str, dict[str, str]], answers: Answers, unit: str) -> None:
        self.form, self.units, self.answers, self.unit = form, units, answers, unit
        self.below = {item.code: [i for i in form.items if i.parent == item.code] for item in form.items}
        self.top = [item for item in form.items if not item.parent]
        self.nominals: dict[str, float] = {}
        self.share_out(self.top, form.head.full_score)

    def state(self, item: Item, unit: str = "") -> str:
        given = self.answers.get((unit or self.unit, item.code), "blank")
        return given if given in SPECIAL else "answered"

    def own_weight(self, item: Item) -> float:
        return 1.0 if item.weight is None else item.weight

    def share_out(self, siblings: list[Item], whole: float) -> None:
        weights = sum(self.own_weight(item) for item in siblings)
        for item in siblings:
            self.nominals[item.code] = whole * self.own_weight(item) / weights if weights else 0.0
            self.share_out(self.below[item.code], self.nominals[item.code])

    def nominal(self, item: Item) -> float:
        return self.nominals[item.code]

    def na_policy(self, item: Item) -> str:
        if item.not_applicable:
            return item.not_applicable
        parent = next((other for other in self.form.items if other.code == item.parent), None)
        return self.na_policy(parent) if parent else self.form.policy.not_applicable

    def leaf_score(self, item: Item) -> float:
        value = self.answers[self.unit, item.code]
        scale = item.scale
        if isinstance(scale, Options):
            points = {option.value: option.points for option in scale.options}
            return 100 * points[value] / max(points.values())
        assert isinstance(scale, Number)
        if not isinstance(scale.points, Minmax):
            return 100 * float(value) / (scale.max or 1)
        rule, here = scale.points, within(self.form, self.units, self.unit)
        cohort = [
            float(self.answers[unit, item.code])
            for unit in self.units
            if within(self.form, self.units, unit) == here and self.state(item, unit) == "answered"
        ]
        start, end = rule.range
        if min(cohort) == max(cohort):
            return end if rule.if_equal is None else rule.if_equal
        share = (float(value) - min(cohort)) / (max(cohort) - min(cohort))
        return start + (end - start) * (share if rule.direction == "higher" else 1 - share)

    def leaf(self, item: Item) -> tuple[str, float | None]:
        """What the leaf is to its group, and its score."""
        state, policy = self.state(item), self.form.policy
        if state == "answered":
            return "scored", self.leaf_score(item)
        if state == "not_found":
            return "scored", 0.0
        if state == "not_applicable":
            fixed = {"zero": 0.0, "full": 100.0}.get(self.na_policy(item))
            return ("absent", None) if fixed is None else ("scored", fixed)
        rule = policy.unanswered if state == "blank" else policy.unable
        return {"pending": ("pending", None), "zero": ("scored", 0.0), "reweight": ("missing", None)}[rule]

    def node(self, item: Item) -> tuple[str, float | None]:
        if not self.nominal(item):
            return "absent", None
        if item.scale is not None:
            return self.leaf(item)
        status, score, _used = self.group(item)
        fixed = {"zero": 0.0, "full": 100.0}.get(self.na_policy(item))
        if status == "not_applicable" and fixed is not None:
            return "scored", fixed
        kinds = {"not_applicable": "absent", "insufficient": "missing"}
        return kinds.get(status, status), score

    def children(self, item: Item | None) -> list[Item]:
        return [child for child in (self.below[item.code] if item else self.top) if self.nominal(child)]

    def lost(self, item: Item) -> float:
        """The weight of the `rescale` leaves at or below ``item`` that do not apply."""
        if item.scale is not None:
            gone = self.state(item) == "not_applicable" and self.na_policy(item) == "rescale"
            return self.nominal(item) if gone else 0.0
        fixed = self.na_policy(item) in ("zero", "full")
        if fixed and self.group(item)[0] == "not_applicable":
            return 0.0
        return sum(self.lost(child) for child in self.children(item))

    def group(self, item: Item | None) -> tuple[str, float | None, dict[str, float]]:
        policy = self.form.policy
        coverage = item.min_coverage if item and item.min_coverage is not None else policy.min_coverage
        kinds = {child.code: self.node(child) for child in self.children(item)}
        applicable = [child for child in self.children(item) if kinds[child.code][0] != "absent"]
        scored = [child for child in applicable if kinds[child.code][0] == "scored"]
        if not applicable:
            return "not_applicable", None, {}
        if any(kind == "pending" for kind, _score in kinds.values()):
            return "pending", None, {}
        if not scored or round(len(scored) / len(applicable), 9) < round(coverage, 9):
            return "insufficient", None, {}
        given = sum(
            self.nominal(child)
            for child in self.children(item)
            if kinds[child.code][0] == "absent" and self.na_policy(child) == "equal"
        )
        used = {
            child.code: self.nominal(child) - self.lost(child) + given / len(applicable) for child in scored
        }
        pairs = [(used[child.code], float(kinds[child.code][1] or 0)) for child in scored]
        aggregation = (item.aggregation if item else None) or policy.aggregation
        return "scored", average(aggregation, pairs), used

    def cells(self) -> dict[str, Cell]:
        status, score, _used = self.group(None)
        found: dict[str, Cell] = {}
        full = self.form.head.full_score
        weight = {"pending": None, "scored": full}.get(status, 0.0)
        self.fill(found, None, weight)
        if score is not None:
            base = max(score / 100 * full, self.form.policy.floor)
            points = base if self.form.policy.cap is None else min(base, self.form.policy.cap)
            line = self.form.policy.fail_below
            status = "failed" if line is not None and round(base, 9) < round(line, 9) else "ranked"
            found["TOTAL"] = {"points": points, "score": 100 * points / full, "status": status}
        else:
            found["TOTAL"] = {"points": None, "score": None, "status": status}
        return found

    def fill(self, found: dict[str, Cell], item: Item | None, weight: float | None) -> None:
        used = self.group(item)[2]
        whole = sum(used.values())
        for child in self.below[item.code] if item else self.top:
            here = (
                None if weight is None else weight * used[child.code] / whole if child.code in used else 0.0
            )
            score = self.node(child)[1]
            points = None if score is None else score / 100 * self.nominal(child)
            if child.scale is not None:
                status = self.state(child)
            else:
                status = self.group(child)[0] if self.nominal(child) else ""
                self.fill(found, child, here)
            found[child.code] = {"points": points, "score": score, "weight": here, "status": status}


def average(aggregation: str, pairs: list[tuple[float, float]]) -> float:
    whole = sum(weight for weight, _score in pairs)
    if aggregation == "arithmetic":
        return sum(weight * score for weight, score in pairs) / whole
    if any(round(score, 9) == 0 for _weight, score in pairs):
        return 0.0
    if aggregation == "geometric":
        return exp(sum(weight * log(score) for weight, score in pairs) / whole)
    return whole / sum(weight / score for weight, score in pairs)
