"""Rows and columns of the sheets of calculation, by the names under which other sheets refer to them."""

from collections.abc import Sequence

from msgspec import Struct

from evalapp.report.workbook.address import cell, quoted, span

ROOT = -1
"""The place of the whole among the groups."""

Columns = tuple[int, int]
"""The first and the last of some columns that stand side by side."""


class VetoColumns(Struct, frozen=True, kw_only=True):
    """The columns of the veto leaves, side by side with those of the same effect; None where there are none.

    ``fail``, ``exact`` (zero and fixed) and ``cap`` concern the total, as do all of ``of_total``; ``of_group`` only the
    group in which they stand.
    """

    column: dict[int, int]
    everything: Columns | None = None
    of_total: Columns | None = None
    fail: Columns | None = None
    exact: Columns | None = None
    cap: Columns | None = None
    of_group: dict[int, Columns] = {}


class Ranked(Struct, frozen=True, kw_only=True):
    """The columns of a figure that units are ranked by: its value, what of it is compared, the rank.

    ``first_of_value`` marks the first unit of each value, for dense ranks; None for others.
    """

    value: int
    compared: int
    first_of_value: int | None
    rank: int


class TotalColumns(Struct, frozen=True, kw_only=True):
    """The columns from the score of the whole to the grade; None for a step that the form does not have.

    ``mean`` is the score of the whole before it is compared with others, ``granted`` the bonus behind gate and cap,
    ``before_veto`` what base and bonus come to, ``applies`` whether any base item applies.
    """

    mean: int | None
    root: int
    penalty: int | None
    base: int
    earned: int | None
    gate: int | None
    granted: int | None
    before_veto: int | None
    applies: int | None
    set_to: int | None
    at_most: int | None
    ranked: Ranked
    status: int
    grade: int | None
    indices: tuple[Ranked, ...]

    @property
    def total(self) -> int:
        """The column of the total."""
        return self.ranked.value

    @property
    def last(self) -> int:
        """The last column."""
        if self.indices:
            return self.indices[-1].rank
        return self.status if self.grade is None else self.grade


class Grid(Struct, frozen=True, kw_only=True):
    """Rows and columns of a sheet of calculation, counted from 0: a row a unit, a column an item.

    ``units`` are places in the roster. ``nodes`` are the items of the base, level by level from the top, so that the
    children of every group stand side by side; ``column`` says where, ``children`` from where to where. ``beside``
    and ``below`` say the same of bonus and penalty items. ``before`` holds the columns of what is compared with the other
    units, by item. ``weights`` moves an item's column to that of the unit's own nominal weight, ``used`` to that
    of the weight used in the mean; 0 where all units share the weights in the head. ``cohort`` numbers the groups that
    are ranked apart, ``profile`` names the weights that hold; ``cohorts`` says which cohort a unit is in, from 1.
    """

    name: str
    units: tuple[int, ...]
    line: dict[int, int]
    labels: tuple[str, ...]
    profile: int | None
    cohort: int | None
    cohorts: dict[int, int]
    nodes: tuple[int, ...]
    column: dict[int, int]
    children: dict[int, Columns]
    beside: dict[int, int]
    below: dict[int, Columns]
    vetoes: VetoColumns
    before: dict[int, int]
    weights: int
    used: int
    title_row: int
    weight_row: int
    leaf_row: int
    first_row: int

    @property
    def last_row(self) -> int:
        """The last unit's row."""
        return self.first_row + max(1, len(self.units)) - 1

    def row(self, unit: int) -> int:
        """The row of a unit by its place in the roster."""
        return self.line[unit]

    def at(self, unit: int, col: int) -> str:
        """A unit's cell, as other sheets refer to it."""
        return f"{quoted(self.name)}!{cell(self.row(unit), col, fixed='c')}"

    def several(self, units: Sequence[int], col: int) -> str:
        """The cells of units that stand below each other, as other sheets refer to them."""
        rows = [self.row(unit) for unit in units]
        return f"{quoted(self.name)}!{span(min(rows), col, max(rows), col, fixed='c')}"

    def whole(self, col: int) -> str:
        """A whole column of units, as other sheets refer to it."""
        return f"{quoted(self.name)}!{self.own(col)}"

    def own(self, col: int) -> str:
        """A whole column of units, as the sheet itself refers to it."""
        return span(self.first_row, col, self.last_row, col, fixed="rc")

    def weight(self, unit: int, node: int) -> str:
        """The cell of an item's nominal weight for a unit, as other sheets refer to it."""
        if self.weights:
            return self.at(unit, self.column[node] + self.weights)
        return f"{quoted(self.name)}!{cell(self.weight_row, self.column[node], fixed='rc')}"


class Layout(Grid, frozen=True, kw_only=True):
    """The calculation sheet: the units without their sub-units, and their totals.

    ``tops`` are the columns of the top items of the penalty and of the bonus part.
    """

    tops: dict[str, Columns]
    totals: TotalColumns
