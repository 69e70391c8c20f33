"""Scores of leaves and groups of the base, and the weights they get (rules 3 to 9)."""

from collections.abc import Sequence
from math import exp, log
from typing import Any, NamedTuple

from tests.score.naive import scales
from tests.score.naive.answers import TAKE, Answers, Units
from tests.score.naive.cohort import by_rule
from tests.score.naive.numbers import RefusedError, guarded
from tests.score.naive.sheet import Sheet


class Outcome(NamedTuple):
    """What an item comes to: ``scored``, ``missing``, ``pending`` or ``na``; an ``na`` one may have a score.

    ``vetoed``: a hit with effect item made it 0.
    """

    kind: str
    score: float | None = None
    vetoed: bool = False


class Base:
    """The base of a form over all units."""

    def __init__(self, sheet: Sheet, units: Units, answers: Answers) -> None:
        self.sheet, self.units, self.answers = sheet, units, answers
        self._raw: dict[tuple[str, str], Outcome] = {}
        self._final: dict[tuple[str, str], Outcome] = {}

    def lives(self, unit: str, code: str) -> bool:
        return self.answers.lives(unit, code)

    def nominal(self, unit: str, code: str) -> float:
        """N of rule 6."""
        return self.sheet.nominal(code, self.answers.profile(unit))

    def inner(self, unit: str, code: str) -> float:
        """N as it counts inside a group: for a sub-unit, what is above the roll-up does not matter."""
        at = self.sheet.rolled_at(code)
        if not self.units.is_sub(unit) or at is None:
            return self.nominal(unit, code)
        if code == at:
            return 1.0
        above, profile = self.sheet.items[code]["parent"], self.answers.profile(unit)
        every = sum(self.sheet.weight(child, profile) for child in self.children(unit, above))
        return self.inner(unit, above) * self.sheet.weight(code, profile) / every

    def children(self, unit: str, code: str) -> list[str]:
        return [
            child
            for child in self.sheet.children(code)
            if self.sheet.part(child) == "base" and self.sheet.is_scored(child) and self.lives(unit, child)
        ]

    # Leaves

    def cohort(self, unit: str, code: str) -> list[float]:
        """The answered values with which the unit's own is compared (rule 4)."""
        found = (
            self.answers.leaf(other, code)
            for other in self.units.cohort(unit)
            if self.lives(other, code) and self.answers.is_asked(other, code)
        )
        return [float(leaf.value) for leaf in found if leaf.state == "answered"]

    def leaf_score(self, unit: str, code: str) -> Outcome:
        """Rules 4 and 5, for a leaf of the base or of the bonus."""
        leaf, scale = self.answers.leaf(unit, code), self.sheet.scale(code)
        if leaf.state == "answered" and leaf.value is None:
            return Outcome("scored", self._combined_leaf(unit, code))
        if leaf.state == "answered":
            cohort = self.cohort(unit, code) if scales.is_compared(scale) else ()
            return Outcome("scored", scales.score_of(scale, leaf.value, cohort))
        if leaf.state == "not_found":
            return Outcome("scored", 0.0)
        if leaf.state == "not_applicable":
            return self._not_applicable(code)
        policy = self.sheet.unanswered() if leaf.state == "blank" else self.sheet.unable()
        return {
            "pending": Outcome("pending"),
            "zero": Outcome("scored", 0.0),
            "reweight": Outcome("missing"),
        }[policy]

    def _not_applicable(self, code: str) -> Outcome:
        policy = self.sheet.not_applicable(code) if code else "reweight"
        return Outcome("na", {"zero": 0.0, "full": 100.0}.get(policy))

    def _combined_leaf(self, unit: str, code: str) -> float:
        """The sub-units' scores of a leaf of which at least one is answered (rule 3)."""
        scores = []
        for sub in self.answers.subs(unit, code):
            state = self.answers.leaf(sub, code).state
            if state == "answered":
                scores.append(self.leaf_score(sub, code).score or 0.0)
            elif state == "not_found" or (state == "blank" and self.sheet.unanswered() == "zero"):
                scores.append(0.0)
        return TAKE[self.sheet.items[code]["rollup"]["take"]](scores)

    def _combined_group(self, unit: str, code: str) -> Outcome:
        """The sub-units' scores of a group."""
        rollup = self.sheet.items[code]["rollup"]
        if not self.answers.applies_above(unit, code):
            return self._not_applicable(code)
        found = [self.raw(sub, code) for sub in self.answers.subs(unit, code)]
        found = [outcome for outcome in found if outcome.kind != "na"]
        if not found:
            return self._not_applicable(code)
        if any(outcome.kind == "pending" for outcome in found):
            return Outcome("pending")
        counted = [outcome.score for outcome in found if outcome.score is not None]
        if not counted:
            return Outcome("missing")
        return Outcome("scored", TAKE[rollup["take"]](counted))

    # Groups

    def raw(self, unit: str, code: str) -> Outcome:
        """An item's outcome before ``normalise``; ``""`` is the root."""
        if (unit, code) not in self._raw:
            if self.sheet.is_leaf(code):
                outcome = self.leaf_score(unit, code)
            elif code and "rollup" in self.sheet.items[code] and not self.units.is_sub(unit):
                outcome = self._combined_group(unit, code)
            else:
                outcome = self._group(unit, code)
            self._raw[unit, code] = outcome
        return self._raw[unit, code]

    def outcome(self, unit: str, code: str) -> Outcome:
        """An item's outcome, normalised over all units where the form says so (rule 9)."""
        if (unit, code) not in self._final:
            self._final[unit, code] = self._normalised(unit, code)
        return self._final[unit, code]

    def _normalised(self, unit: str, code: str) -> Outcome:
        raw = self.raw(unit, code)
        rule = self.sheet.items[code].get("normalise") if code else self.sheet.policy.get("normalise")
        rolled_here = bool(code) and "rollup" in self.sheet.items[code] and self.units.is_sub(unit)
        if rule is None or raw.kind != "scored" or raw.vetoed or rolled_here:
            return raw
        assert raw.score is not None
        cohort = []
        for other in self.units.cohort(unit):
            if code and not self.lives(other, code):
                continue
            found = self.raw(other, code)
            if found.kind == "scored" and not found.vetoed and found.score is not None:
                cohort.append(found.score)
        return Outcome("scored", by_rule(rule, raw.score, cohort))

    def _group(self, unit: str, code: str) -> Outcome:
        hit, unsure = self._effect_items(unit, code)
        if hit:
            return Outcome("scored", 0.0, vetoed=True)
        found = {child: self.outcome(unit, child) for child in self.children(unit, code)}
        if all(_is_absent(outcome) for outcome in found.values()):
            return self._not_applicable(code)
        if unsure or any(outcome.kind == "pending" for outcome in found.values()):
            return Outcome("pending")
        applicable = [outcome for outcome in found.values() if not _is_absent(outcome)]
        scored = [outcome for outcome in applicable if outcome.score is not None]
        needed = self.sheet.own(code, "min_coverage", 0)
        if not scored or guarded(len(scored) / len(applicable)) < guarded(needed):
            return Outcome("missing")
        weights = self.weights_used(unit, code)
        pairs = []
        for child, weight in weights.items():
            score = found[child].score
            assert score is not None
            pairs.append((weight, score))
        name = f"{unit}, {code or 'TOTAL'}"
        return Outcome("scored", _mean(self.sheet.own(code, "aggregation", "arithmetic"), pairs, name))

    def _effect_items(self, unit: str, code: str) -> tuple[bool, bool]:
        """Whether a veto leaf that stands in the group was hit, and whether one may still be."""
        hit = unsure = False
        for child in self.sheet.children(code):
            if not (self.sheet.is_leaf(child) and self.sheet.is_effect_item(child)):
                continue
            if not self.sheet.exists(child, self.answers.profile(unit)):
                continue
            leaf = self.answers.leaf(unit, child)
            if leaf.state == "answered" and scales.is_hit(self.sheet.scale(child), leaf.value):
                hit = True
            if leaf.state == "unable" or (leaf.state == "blank" and self.sheet.unanswered() == "pending"):
                unsure = True
        return hit, unsure

    def applies(self, unit: str, code: str = "") -> bool:
        """Whether anything at or below applies, by its state, whatever it counts as."""
        if code and self._is_lowest(unit, code):
            return self.raw(unit, code).kind != "na"
        if code and self.raw(unit, code).vetoed:
            return True
        return any(self.applies(unit, child) for child in self.children(unit, code))

    # Weights

    def weights_used(self, unit: str, code: str) -> dict[str, float]:
        """Rule 8: the weights of the children that have a score."""
        children = self.children(unit, code)
        found = {child: self.outcome(unit, child) for child in children}
        applicable = [child for child in children if not _is_absent(found[child])]
        weights = {}
        for child in applicable:
            weights[child] = self.inner(unit, child) - self._rescaled(unit, child)
        for child in children:
            if found[child].kind == "na" and self.sheet.not_applicable(child) == "equal":
                for other in applicable:
                    weights[other] += self.inner(unit, child) / len(applicable)
        return {child: weight for child, weight in weights.items() if found[child].score is not None}

    def _rescaled(self, unit: str, code: str) -> float:
        """N of the leaves below ``code`` that do not apply under ``rescale``; a rolled-up group is one leaf here.

        What does not apply but counts as 0 or 100 does so with its full weight, whatever is below it, and so does a group
        that a veto made 0.
        """
        lost = 0.0
        outcome = self.outcome(unit, code)
        if (
            self._is_lowest(unit, code)
            or outcome.vetoed
            or (outcome.kind == "na" and not _is_absent(outcome))
        ):
            return lost
        for child in self.children(unit, code):
            if not self._is_lowest(unit, child):
                lost += self._rescaled(unit, child)
            elif self.outcome(unit, child).kind == "na" and self.sheet.not_applicable(child) == "rescale":
                lost += self.inner(unit, child)
        return lost

    def _is_lowest(self, unit: str, code: str) -> bool:
        """Whether the unit has nothing below ``code``."""
        return self.sheet.is_leaf(code) or (
            "rollup" in self.sheet.items[code] and not self.units.is_sub(unit)
        )

    def effective(self, unit: str) -> dict[str, float | None]:
        """Rule 17: shares of the full score; None where the root or a group above is pending."""
        found: dict[str, float | None] = {}
        self._spread(unit, "", self.sheet.full_score, found)
        return found

    def _spread(self, unit: str, code: str, share: float | None, found: dict[str, Any]) -> None:
        outcome = self.outcome(unit, code)
        if outcome.kind == "pending" and not self.sheet.is_leaf(code):
            share = None
        if outcome.score is None and share is not None:
            share = 0.0
        found[code] = share
        if code and self._is_lowest(unit, code):
            return
        if share is None or share == 0 or outcome.vetoed:
            used = {}
        else:
            used = self.weights_used(unit, code)
        total = sum(used.values())
        for child in self.children(unit, code):
            part = None if share is None else (share * used[child] / total if child in used else 0.0)
            self._spread(unit, child, part, found)


def _is_absent(outcome: Outcome) -> bool:
    """Not applicable, and not counted as 0 or 100 either."""
    return outcome.kind == "na" and outcome.score is None


def _mean(kind: str, pairs: Sequence[tuple[float, float]], name: str) -> float:
    """The mean of (weight, score) pairs (rule 8)."""
    total = sum(weight for weight, _score in pairs)
    if kind == "arithmetic":
        return sum(weight * score for weight, score in pairs) / total
    if any(guarded(score) < 0 for _weight, score in pairs):
        raise RefusedError(f"{name}: a score below 0 has no {kind} mean")
    if any(guarded(score) == 0 for _weight, score in pairs):
        return 0.0
    if kind == "geometric":
        return exp(sum(weight * log(score) for weight, score in pairs) / total)
    return total / sum(weight / score for weight, score in pairs)
