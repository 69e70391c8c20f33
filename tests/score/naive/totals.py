"""Base, bonus, vetoes and the total of one unit (rules 10, 12, 13 and 14)."""

from typing import Any, NamedTuple

from tests.score.naive import scales
from tests.score.naive.answers import TAKE
from tests.score.naive.groups import Base
from tests.score.naive.numbers import guarded


class Extra(NamedTuple):
    """A bonus, penalty or veto item: its state or status, and the points it earns."""

    status: str
    points: float | None = None
    score: float | None = None


class Total(NamedTuple):
    """A unit's total. ``points`` is None where it has none; ``gate`` where there is no base to judge by."""

    status: str
    points: float | None
    base: float | None
    gate: bool | None
    unranked: bool = False


class Totals:
    """The parts around the base."""

    def __init__(self, base: Base) -> None:
        self._base, self._sheet, self._answers = base, base.sheet, base.answers

    def _top(self, unit: str, part: str) -> list[str]:
        profile = self._answers.profile(unit)
        return [
            code
            for code in self._sheet.top()
            if self._sheet.part(code) == part and self._sheet.exists(code, profile)
        ]

    def _children(self, unit: str, code: str) -> list[str]:
        profile = self._answers.profile(unit)
        return [child for child in self._sheet.children(code) if self._sheet.exists(child, profile)]

    # Penalty and bonus

    def extra(self, unit: str, code: str) -> Extra:
        """A penalty or bonus item by itself, before ``bonus.cap`` and whatever the gate says."""
        if self._sheet.is_leaf(code):
            return self._extra_leaf(unit, code)
        found = [self.extra(unit, child) for child in self._children(unit, code)]
        if all(extra.status == "not_applicable" for extra in found):
            return Extra("not_applicable")
        if any(self._is_open(extra) for extra in found):
            return Extra("pending")
        points = sum(extra.points or 0.0 for extra in found)
        return Extra("scored", min(points, self._sheet.items[code].get("cap", points)))

    def _is_open(self, extra: Extra) -> bool:
        return extra.status == "pending" or (
            extra.status == "blank" and self._sheet.unanswered() == "pending"
        )

    def _extra_leaf(self, unit: str, code: str) -> Extra:
        leaf, scale = self._answers.leaf(unit, code), self._sheet.scale(code)
        if scale["kind"] == "text":
            return Extra(leaf.state)
        bonus = self._sheet.part(code) == "bonus"
        zero = leaf.state == "not_found" or (
            leaf.state in ("blank", "unable")
            and (self._sheet.unanswered() if leaf.state == "blank" else self._sheet.unable()) == "zero"
        )
        if zero:
            return Extra(leaf.state, 0.0, 0.0 if bonus else None)
        if leaf.state != "answered":
            return Extra(leaf.state)
        if not bonus:
            return Extra(leaf.state, self._penalty(unit, code))
        score = self._base.leaf_score(unit, code).score
        assert score is not None
        weight = self._sheet.weight(code, self._answers.profile(unit))
        return Extra(leaf.state, score / 100 * weight, score)

    def _penalty(self, unit: str, code: str) -> float:
        """Points on the scale's own count, or those of the sub-units combined."""
        value = self._answers.leaf(unit, code).value
        if value is not None:
            return scales.points_of(self._sheet.scale(code), value)
        found = [(self._answers.leaf(sub, code), sub) for sub in self._answers.subs(unit, code)]
        points = [self._penalty(sub, code) for leaf, sub in found if leaf.state == "answered"]
        points += [0.0 for leaf, _sub in found if leaf.state == "not_found"]
        points += [
            0.0 for leaf, _sub in found if leaf.state == "blank" and self._sheet.unanswered() == "zero"
        ]
        return TAKE[self._sheet.items[code]["rollup"]["take"]](points)

    # The total

    def base(self, unit: str) -> tuple[str, float | None]:
        """Rule 10: ``scored``, ``pending``, ``missing`` or ``na``, and the base."""
        root = self._base.outcome(unit, "")
        if root.kind == "na":
            return "na", None
        penalties = [self.extra(unit, code) for code in self._top(unit, "penalty")]
        if root.kind == "pending" or any(self._is_open(extra) for extra in penalties):
            return "pending", None
        if root.score is None:
            return "missing", None
        points = root.score / 100 * self._sheet.full_score + sum(extra.points or 0.0 for extra in penalties)
        return "scored", max(points, float(self._sheet.policy.get("floor", 0)))

    def vetoes(self, unit: str) -> tuple[list[dict[str, Any]], bool, bool]:
        """The effects of all hits, whether a leaf may still be one, and whether any was answered."""
        hits, unsure, answered = [], False, False
        for code in self._sheet.leaves():
            if self._sheet.part(code) != "veto" or not self._answers.is_asked(unit, code):
                continue
            if not self._sheet.exists(code, self._answers.profile(unit)):
                continue
            answered |= self._answers.leaf(unit, code).state in ("answered", "not_found")
            if self._sheet.is_effect_item(code):
                continue
            status = self.veto_status(unit, code)
            hits += [self._sheet.veto_effect(code)] if status == "vetoed" else []
            unsure |= status == "pending"
        return hits, unsure, answered

    def veto_status(self, unit: str, code: str) -> str:
        """``vetoed``, ``pending``, ``not_applicable`` or ``scored`` of a veto leaf or a group of them."""
        if not self._sheet.is_leaf(code):
            found = {self.veto_status(unit, child) for child in self._children(unit, code)}
            return next(
                (status for status in ("vetoed", "pending", "scored") if status in found), "not_applicable"
            )
        leaf = self._answers.leaf(unit, code)
        if leaf.state == "answered":
            return "vetoed" if scales.is_hit(self._sheet.scale(code), leaf.value) else "scored"
        if leaf.state == "unable" or (leaf.state == "blank" and self._sheet.unanswered() == "pending"):
            return "pending"
        return "not_applicable" if leaf.state == "not_applicable" else "scored"

    def total(self, unit: str) -> Total:
        """Rules 12 to 14."""
        kind, base = self.base(unit)
        gate = self._gate(unit, base)
        hits, unsure, answered = self.vetoes(unit)
        effects = [hit["effect"] for hit in hits]
        if "fail" in effects:
            return Total("vetoed", None, base, gate, unranked=True)
        if "zero" in effects:
            return Total("vetoed", 0.0, base, gate)
        if "fixed" in effects:
            return Total(
                "vetoed", min(float(hit["points"]) for hit in hits if hit["effect"] == "fixed"), base, gate
            )
        if answered and not hits and not unsure and not self._base.applies(unit):
            return Total("passed", None, base, gate)
        if kind == "pending" or (unsure and not hits):
            return Total("pending", None, base, gate)
        if base is None:
            if hits:
                return Total("vetoed", None, None, None)
            return Total("insufficient" if kind == "missing" else "not_applicable", None, None, None)
        bonus = [self.extra(unit, code) for code in self._top(unit, "bonus")] if gate else []
        if any(self._is_open(extra) for extra in bonus):
            return Total("pending", None, base, gate)
        points = self._with_bonus(base, sum(extra.points or 0.0 for extra in bonus))
        if hits:
            return Total("vetoed", min([points, *(float(hit["points"]) for hit in hits)]), base, gate)
        line = self._sheet.policy.get("fail_below")
        failed = line is not None and guarded(base) < guarded(line)
        return Total("failed" if failed else "ranked", points, base, gate)

    def _with_bonus(self, base: float, bonus: float) -> float:
        limit = self._sheet.policy.get("bonus", {}).get("cap")
        total = base + (bonus if limit is None else min(bonus, limit))
        cap = self._sheet.policy.get("cap")
        return total if cap is None else min(total, float(cap))

    def _gate(self, unit: str, base: float | None) -> bool | None:
        """Whether the bonus counts: a gate that cannot be judged is shut, without a base there is none."""
        if base is None:
            return None
        gate = self._sheet.policy.get("bonus", {}).get("gate")
        return True if gate is None else self._answers.expression(unit, gate, base=base) is True
