"""Ranks, grades and group means (rules 15 and 16)."""

from collections.abc import Mapping, Sequence

from tests.score.naive.answers import Units
from tests.score.naive.numbers import guarded, mean, rounded, sample_sd
from tests.score.naive.sheet import Sheet
from tests.score.naive.totals import Total


class Order:
    """How the form compares numbers."""

    def __init__(self, sheet: Sheet, units: Units) -> None:
        self._sheet, self._units = sheet, units

    def shown(self, x: float) -> float:
        """The number on which ranks and grades are made."""
        decimals = self._sheet.policy.get("rank_decimals")
        return guarded(x) if decimals is None else rounded(x, decimals)

    def ranks(self, found: Mapping[str, float], groups: Mapping[str, str]) -> dict[str, int]:
        """The rank of each name among those of its group."""
        return {
            name: self._rank(x, [found[other] for other in found if groups[other] == groups[name]])
            for name, x in found.items()
        }

    def _rank(self, x: float, others: Sequence[float]) -> int:
        better = [self.shown(other) for other in others if self.shown(other) > self.shown(x)]
        dense = self._sheet.policy.get("rank_ties", "competition") == "dense"
        return 1 + len(set(better) if dense else better)

    def among_units(self, found: Mapping[str, float]) -> dict[str, int]:
        return self.ranks(found, self._within())

    def _within(self) -> dict[str, str]:
        column = self._units.within
        return {unit: self._units.rows[unit][column] if column else "" for unit in self._units.whole()}

    def grades(self, totals: Mapping[str, Total]) -> dict[str, str]:
        """The grade of every unit that has one."""
        within = self._within()
        found = {}
        for unit, total in totals.items():
            cohort = [
                other.points
                for code, other in totals.items()
                if other.points is not None and within[code] == within[unit]
            ]
            found[unit] = self._grade(total, cohort)
        return found

    def _grade(self, total: Total, cohort: Sequence[float]) -> str:
        key = {"vetoed": "fail", "failed": "fail", "passed": "pass"}.get(total.status)
        if key is not None:
            named = [grade["id"] for grade in self._sheet.grades if grade.get(key)]
            if named or key == "pass":
                return str(named[0]) if named else ""
        if total.points is None:
            return ""
        numbers = [self.shown(x) for x in cohort]
        fits = (
            grade["id"]
            for grade in self._sheet.grades
            if self._fits(grade, self.shown(total.points), numbers)
        )
        return str(next(fits, ""))

    def _fits(self, grade: Mapping[str, object], x: float, cohort: Sequence[float]) -> bool:
        limits = {
            key: float(str(grade[key])) for key in ("min", "above", "top", "sd") if grade.get(key) is not None
        }
        if not limits:
            return not grade.get("fail") and not grade.get("pass")
        ((kind, limit),) = limits.items()
        if kind == "min":
            return guarded(x) >= guarded(limit)
        if kind == "above":
            return guarded(x) > guarded(limit)
        if kind == "top":
            return guarded(sum(other > x for other in cohort) / len(cohort)) < guarded(limit)
        return guarded(x) >= guarded(mean(cohort) + limit * sample_sd(cohort))

    def means(self, column: str, totals: Mapping[str, Total]) -> dict[str, tuple[int, int, float | None]]:
        """By each value of the column: units with points, all units, and the mean of the unrounded points."""
        found = {}
        for value in dict.fromkeys(self._units.rows[unit][column] for unit in totals):
            if not value:
                continue
            every = [total for unit, total in totals.items() if self._units.rows[unit][column] == value]
            points = [total.points for total in every if total.points is not None]
            found[value] = len(points), len(every), mean(points) if points else None
        return found
