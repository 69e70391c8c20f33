"""The rows of the results (rule 17)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from tests.score.naive.answers import Answers, Roster, Scores, Units
from tests.score.naive.groups import Base
from tests.score.naive.ranks import Order
from tests.score.naive.sheet import Sheet
from tests.score.naive.totals import Total, Totals


class Row(NamedTuple):
    unit: str
    item: str
    value: str = ""
    points: float | None = None
    score: float | None = None
    weight: float | None = None
    rank: int | None = None
    grade: str = ""
    status: str = ""


Rows = dict[tuple[str, str], Row]


def evaluate(
    form: Mapping[str, Any], roster: Roster | None, scores: Scores, settings: Mapping[str, Any] | None = None
) -> Rows:
    """The rows by unit and item. Raises RefusedError."""
    sheet = Sheet(form, settings)
    units = Units(sheet, roster, scores)
    base = Base(sheet, units, Answers(sheet, units, scores))
    return _Writer(base, Totals(base), Order(sheet, units)).rows()


class _Writer:
    def __init__(self, base: Base, totals: Totals, order: Order) -> None:
        self._base, self._totals, self._order = base, totals, order
        self._sheet, self._units, self._answers = base.sheet, base.units, base.answers
        self._found: dict[str, Total] = {unit: totals.total(unit) for unit in self._units.whole()}

    def rows(self) -> Rows:
        rows: Rows = {}
        for unit in self._units.rows:
            for row in self._items(unit):
                rows[unit, row.item] = row
        self._rank_items(rows)
        if self._sheet.counts():
            self._add_totals(rows)
            self._add_means(rows)
        self._add_indices(rows)
        return rows

    # Items

    def _items(self, unit: str) -> list[Row]:
        pending = not self._units.is_sub(unit) and self._found[unit].status == "pending"
        shares = {} if self._units.is_sub(unit) or pending else self._base.effective(unit)
        rows = [self._item(unit, code, shares) for code in self._sheet.items if self._has(unit, code)]
        return [row for row in rows if row is not None]

    def _has(self, unit: str, code: str) -> bool:
        """Whether the unit has the item: below a roll-up only its sub-units do, and what is not answered must exist."""
        if not self._answers.is_asked(unit, code):
            return False
        return self._sheet.is_leaf(code) or self._exists(unit, code)

    def _exists(self, unit: str, code: str) -> bool:
        profile = self._answers.profile(unit)
        if self._sheet.is_scored(code):
            return self._sheet.lives(code, profile)
        return self._sheet.exists(code, profile)

    def _item(self, unit: str, code: str, shares: Mapping[str, float | None]) -> Row | None:
        part = self._sheet.part(code)
        if self._sheet.is_leaf(code):
            leaf = self._answers.leaf(unit, code)
            value = leaf.text if leaf.state != "not_applicable" else ""
            row = Row(unit, code, value=value, status=leaf.state)
            if part in ("note", "veto") or self._sheet.scale(code)["kind"] == "text":
                return row
            if self._units.is_sub(unit) and self._sheet.rolls_values(code):
                return row
            if not self._exists(unit, code):
                return row._replace(weight=self._absent(code, shares)) if part == "base" else row
        elif part == "veto":
            return Row(unit, code, status=self._totals.veto_status(unit, code))
        elif part == "note" or (part == "base" and not self._sheet.is_scored(code)):
            return None
        else:
            row = Row(unit, code)
        return self._base_row(row, shares) if part == "base" else self._extra_row(row)

    def _absent(self, code: str, shares: Mapping[str, float | None]) -> float | None:
        """The weight of what does not exist: 0, or nothing where nothing can be said of the nearest group that does."""
        above = [each for each in ["", *self._sheet.path(code)] if each in shares]
        return None if not above or shares[above[-1]] is None else 0.0

    def _base_row(self, row: Row, shares: Mapping[str, float | None]) -> Row:
        outcome = self._base.outcome(row.unit, row.item)
        if not row.status:
            status = {
                "scored": "scored",
                "pending": "pending",
                "na": "not_applicable",
                "missing": "insufficient",
            }
            row = row._replace(status="vetoed" if outcome.vetoed else status[outcome.kind])
        row = row._replace(weight=shares.get(row.item))
        if outcome.score is None:
            return row
        return row._replace(
            score=outcome.score, points=outcome.score / 100 * self._base.nominal(row.unit, row.item)
        )

    def _extra_row(self, row: Row) -> Row:
        extra = self._totals.extra(row.unit, row.item)
        points, status = extra.points, extra.status
        shut = not self._units.is_sub(row.unit) and self._found[row.unit].gate is False
        if shut and self._sheet.part(row.item) == "bonus" and row.item in self._sheet.top():
            points = 0.0
            status = "scored" if status == "pending" else status
        return row._replace(points=points, score=extra.score, status=status)

    def _rank_items(self, rows: Rows) -> None:
        unranked = {unit for unit, total in self._found.items() if total.unranked}
        for code in self._sheet.items:
            found = {}
            for unit in self._units.whole():
                row = rows.get((unit, code))
                if row is not None and row.score is not None and unit not in unranked:
                    found[unit] = row.score
            for unit, rank in self._order.among_units(found).items():
                rows[unit, code] = rows[unit, code]._replace(rank=rank)

    # Totals, means, indices

    def _add_totals(self, rows: Rows) -> None:
        full = self._sheet.full_score
        points = {unit: total.points for unit, total in self._found.items() if total.points is not None}
        ranks = self._order.among_units(points)
        grades = self._order.grades(self._found)
        for unit, total in self._found.items():
            row = Row(unit, "TOTAL", grade=grades[unit], status=total.status, rank=ranks.get(unit))
            if total.points is not None:
                row = row._replace(points=total.points, score=100 * total.points / full, weight=full)
            rows[unit, "TOTAL"] = row

    def _add_means(self, rows: Rows) -> None:
        for column in self._sheet.units.get("means", []):
            found = self._order.means(column, self._found)
            points = {value: mean for value, (_n, _every, mean) in found.items() if mean is not None}
            ranks = self._order.ranks(points, dict.fromkeys(points, ""))
            for value, (n, every, mean) in found.items():
                name = f"{column}={value}"
                score = None if mean is None else 100 * mean / self._sheet.full_score
                rows[name, "TOTAL"] = Row(
                    name, "TOTAL", f"{n}/{every}", mean, score, rank=ranks.get(value), status="mean"
                )

    def _add_indices(self, rows: Rows) -> None:
        for index in self._sheet.indices:
            figures: dict[str, float] = {}
            for unit in self._units.whole():
                row = Row(unit, index["id"])
                if "items" in index:
                    pairs = [
                        (weight, rows[unit, code].score)
                        for code, weight in index["items"].items()
                        if (unit, code) in rows and rows[unit, code].score is not None
                    ]
                    if pairs:
                        total = sum(weight for weight, _score in pairs)
                        score = sum(weight * (score or 0.0) for weight, score in pairs) / total
                        row = row._replace(score=score)
                else:
                    points = self._found[unit].points
                    if points is not None or "total" not in index["value"]:
                        found = self._answers.expression(unit, index["value"], total=points or 0.0)
                        row = row._replace(points=None if found is None else float(str(found)))
                figure = row.score if row.score is not None else row.points
                rows[unit, index["id"]] = row._replace(status="insufficient" if figure is None else "scored")
                if figure is not None and not self._found[unit].unranked:
                    figures[unit] = figure
            for unit, rank in self._order.among_units(figures).items():
                rows[unit, index["id"]] = rows[unit, index["id"]]._replace(rank=rank)
