"""States and values of the leaves of one unit: entered, ruled out, rolled up or derived (rules 1, 2 and 3)."""

from collections.abc import Callable, Mapping
from math import isfinite
from typing import NamedTuple

from tests.score.naive import scales
from tests.score.naive.cel import references, value_of
from tests.score.naive.numbers import RefusedError, mean, number, plain
from tests.score.naive.sheet import Plain, Sheet

Roster = list[dict[str, str]]
Scores = Mapping[tuple[str, str], tuple[str, str]]
STATES = ("answered", "not_found", "not_applicable", "unable", "blank")


class Leaf(NamedTuple):
    """A leaf's state, its value where it is answered, and the value as it is written."""

    state: str
    value: scales.Value = None
    text: str = ""


class Units:
    """The roster: units, their sub-units, and what expressions read of them."""

    def __init__(self, sheet: Sheet, roster: Roster | None, scores: Scores) -> None:
        if roster is None:
            codes = dict.fromkeys(unit for unit, _item in scores)
            roster = [{"code": code, "name": code} for code in codes]
        self._sheet = sheet
        self.rows = {row["code"]: row for row in roster}
        if len(self.rows) < len(roster):
            raise RefusedError("the roster has a code twice")
        self.within = sheet.units.get("within", "")
        for column in (
            *sheet.units.get("number", []),
            *sheet.units.get("means", []),
            *filter(None, [self.within]),
        ):
            if any(column not in row for row in roster):
                raise RefusedError(f"the roster has no column “{column}”")
        for row in roster:
            parent = row.get("parent", "")
            if parent and (parent not in self.rows or self.rows[parent].get("parent", "")):
                raise RefusedError(f"sub-unit {row['code']} has the parent “{parent}”, which is no unit")
        self.columns = {code: self._columns(row) for code, row in self.rows.items()}

    def _columns(self, row: Mapping[str, str]) -> dict[str, str | float | None]:
        found: dict[str, str | float | None] = dict(row)
        for column in self._sheet.units.get("number", []):
            value = number(row[column])
            if value is None and row[column].strip():
                raise RefusedError(f"“{row[column]}” in column {column} of {row['code']} is no number")
            found[column] = value
        return found

    def is_sub(self, unit: str) -> bool:
        return self.rows[unit].get("parent", "") != ""

    def parent(self, unit: str) -> str:
        return self.rows[unit].get("parent", "")

    def whole(self) -> list[str]:
        """Without the sub-units."""
        return [code for code in self.rows if not self.is_sub(code)]

    def subs(self, unit: str, kind: str) -> list[str]:
        return [
            code
            for code, row in self.rows.items()
            if row.get("parent", "") == unit and row.get("kind", "") == kind
        ]

    def cohort(self, unit: str) -> list[str]:
        """The units (or the sub-units of the same kind) with which ``unit`` is compared."""
        mine = self.rows[unit]
        return [
            code
            for code, row in self.rows.items()
            if self.is_sub(code) == self.is_sub(unit)
            and (not self.is_sub(unit) or row.get("kind", "") == mine.get("kind", ""))
            and (not self.within or row[self.within] == mine[self.within])
        ]


class Answers:
    """What is known of every leaf of every unit."""

    def __init__(self, sheet: Sheet, units: Units, scores: Scores) -> None:
        self._sheet, self._units = sheet, units
        self._entered: dict[tuple[str, str], Leaf] = {}
        self._known: dict[tuple[str, str], Leaf] = {}
        self._profiles: dict[str, Plain | None] = {}
        wrong = [trouble for cell, given in scores.items() if (trouble := self._enter(cell, given))]
        if wrong:
            raise RefusedError(*wrong)

    def _enter(self, cell: tuple[str, str], given: tuple[str, str]) -> str:
        """Take one row in (rule 1), or say what is wrong with it."""
        (unit, code), (state, text) = cell, given
        place = f"{unit}, {code}: "
        state = state or ("answered" if text else "blank")
        if unit not in self._units.rows:
            return place + f"“{unit}” is not on the roster"
        if code not in self._sheet.items or not self._sheet.is_leaf(code):
            return place + f"“{code}” is no item that is answered"
        if state not in STATES:
            return place + f"“{state}” is no state"
        if not self.is_asked(unit, code):
            return place + f"“{code}” is not answered for “{unit}”"
        scale = self._sheet.scale(code)
        if state == "blank" and not text:
            return ""
        if scale["kind"] == "derived":
            return place + "a derived value is not entered"
        if state != "answered":
            if text:
                return place + f"“{text}” stands beside the state “{state}”"
            if state not in self._sheet.items[code].get("states", ["not_found", "not_applicable", "unable"]):
                return place + f"the state “{state}” is not offered"
            self._entered[cell] = Leaf(state)
            return ""
        if not text:
            return place + "the state is “answered”, but the value is missing"
        try:
            self._entered[cell] = Leaf("answered", scales.read(scale, text), scales.written(scale, text))
        except RefusedError as refused:
            return place + str(refused)
        return ""

    def profile(self, unit: str) -> Plain | None:
        """The first that fits the unit."""
        if unit not in self._profiles:
            fits = (
                profile for profile in self._sheet.profiles if self.expression(unit, profile["when"]) is True
            )
            self._profiles[unit] = next(fits, None)
        return self._profiles[unit]

    def lives(self, unit: str, code: str) -> bool:
        """Whether there is such an item for the unit.

        At a roll-up and above it the weights are those of the unit, below it those of the sub-unit.
        """
        at = self._sheet.rolled_at(code)
        parent = self._units.parent(unit)
        if parent and at is not None:
            below = [each for each in self._sheet.path(code) if at in self._sheet.path(each) and each != at]
            own = self.profile(unit)
            return self.lives(parent, at) and all(self._sheet.weight(each, own) > 0 for each in below)
        return self._sheet.lives(code, self.profile(unit))

    def subs(self, unit: str, code: str) -> list[str]:
        """The sub-units that answer the rolled-up item ``code``."""
        return self._units.subs(unit, self._sheet.rollup(code)["kind"])

    def is_asked(self, unit: str, code: str) -> bool:
        """Whether ``unit`` itself has the leaf: below a roll-up only its sub-units do."""
        at = self._sheet.rolled_at(code)
        if self._units.is_sub(unit):
            return at is not None and self._sheet.rollup(at)["kind"] == self._units.rows[unit].get("kind", "")
        return at is None or self._sheet.combined_at(code) == code

    def leaf(self, unit: str, code: str) -> Leaf:
        """Rule 2."""
        if (unit, code) not in self._known:
            self._known[unit, code] = self._leaf(unit, code)
        return self._known[unit, code]

    def _leaf(self, unit: str, code: str) -> Leaf:
        if not self._applies(unit, code):
            return Leaf("not_applicable")
        scale = self._sheet.scale(code)
        entered = self._entered.get((unit, code))
        if entered is not None:
            missed = scale["kind"] == "rounds" and entered.state == "answered"
            if missed and len(entered.value) < scale.get("needed", 1):
                return Leaf("unable", None, entered.text)
            return entered
        if self._sheet.rolled_at(code) is not None and not self._units.is_sub(unit):
            return self._rolled(unit, code)
        if scale["kind"] == "derived":
            return self._derived(unit, code)
        return Leaf("blank")

    def _applies(self, unit: str, code: str) -> bool:
        """Conditions from a roll-up downwards are the sub-units', those above it the unit's."""
        path = self._sheet.path(code)
        at = self._sheet.rolled_at(code)
        if at is not None:
            place = path.index(at)
            path = path[place:] if self._units.is_sub(unit) else path[:place]
        conditions = [
            self._sheet.items[each]["applies"] for each in path if "applies" in self._sheet.items[each]
        ]
        return all(self.expression(unit, condition) is not False for condition in conditions)

    def applies_above(self, unit: str, code: str) -> bool:
        """Whether a rolled-up item is asked for at all: what the unit's own conditions say."""
        return self._applies(unit, code)

    def expression(self, unit: str, source: str, **numbers: float) -> object | None:
        """The value of an expression for ``unit``; None where something that it reads is missing."""
        read, asked, _columns = references(source)
        states, answers = {}, {}
        for code in read | asked:
            leaf = self.leaf(unit, code)
            states[code] = leaf.state
            if leaf.state == "answered" and leaf.value is not None:
                answers[code] = scales.for_expressions(self._sheet.scale(code), leaf.value)
        return value_of(source, self._units.columns[unit], answers, states, numbers)

    def _derived(self, unit: str, code: str) -> Leaf:
        source = self._sheet.scale(code)["value"]
        read, _asked, _columns = references(source)
        states = [self.leaf(unit, each).state for each in read]
        if "blank" in states:
            return Leaf("blank")
        found = self.expression(unit, source)
        if found is None:
            return Leaf("unable")
        if isinstance(found, bool):
            return Leaf("answered", found, "yes" if found else "no")
        if not isinstance(found, (int, float)):
            raise RefusedError(f"“{source}” of {code} is neither a number nor true or false")
        if not isfinite(found):  # divided by 0
            return Leaf("unable")
        return Leaf("answered", float(found), plain(float(found)))

    def _rolled(self, unit: str, code: str) -> Leaf:
        """Rule 3."""
        rollup, scale = self._sheet.rollup(code), self._sheet.scale(code)
        found = [self.leaf(sub, code) for sub in self.subs(unit, code)]
        found = [leaf for leaf in found if leaf.state != "not_applicable"]
        if not found:
            return Leaf("not_applicable")
        any_ = self._sheet.is_any(code)
        if any_ and any(leaf.state == "answered" and scales.is_hit(scale, leaf.value) for leaf in found):
            return Leaf("answered", True, "yes")
        blank = [leaf for leaf in found if leaf.state == "blank"]
        if blank and self._sheet.unanswered() == "pending":
            return Leaf("blank")
        if any_ and any(leaf.state == "unable" for leaf in found):
            return Leaf("unable")
        counted = [leaf for leaf in found if leaf.state in ("answered", "not_found")]
        zero = self._sheet.unanswered() == "zero"
        if not counted:
            return Leaf("blank" if blank and (zero or len(blank) == len(found)) else "unable")
        if any_:
            return Leaf("answered", False, "no")
        if all(leaf.state == "not_found" for leaf in counted):
            return Leaf("not_found")
        counted += [Leaf("not_found")] * (len(blank) if zero else 0)
        if not self._sheet.rolls_values(code):
            return Leaf("answered")  # naive.groups combines the scores
        if rollup["take"] == "pooled":
            return _pooled([leaf.text for leaf in counted if leaf.state == "answered"])
        take = TAKE[rollup["take"]]
        value = take([float(leaf.value) if leaf.state == "answered" else 0.0 for leaf in counted])
        return Leaf("answered", value, plain(value))


TAKE: dict[str, Callable[[list[float]], float]] = {"mean": mean, "sum": sum, "min": min, "max": max}


def _pooled(texts: list[str]) -> Leaf:
    """Σn/Σd of rates."""
    parts = [text.partition("/") for text in texts]
    n, d = sum(float(part[0]) for part in parts), sum(float(part[2]) for part in parts)
    return Leaf("answered", 100 * n / d, f"{plain(n)}/{plain(d)}")
