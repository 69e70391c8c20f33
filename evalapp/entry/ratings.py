"""Ratings of several assessors as a table, ``unit,item,assessor,value[,state]``: read whole or not at all."""

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.tables import Row, Table
from evalapp.entry.final import Final
from evalapp.entry.given import Trouble, findings_of, leaf_of, read_given
from evalapp.form.tree import Tree


class Rating(Struct, frozen=True):
    """What an assessor answered at an item of a unit; these three as the table writes them. Blank where the cell is empty."""

    unit: str
    item: str
    assessor: str
    answer: Final


_PLACE = ("unit", "item", "assessor")


def read_ratings(table: Table, tree: Tree | None) -> tuple[Rating, ...]:
    """The ratings in the table's order.

    With a form every item must be a leaf of it, and values are read by its scales as in all tables; without one any item
    and value will do. Raises AppError("ratings") with every row and column that is wrong.
    """
    findings: list[str] = []
    found: list[Rating] = []
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        trouble, node = _place(row, seen), None
        if tree is not None and row.get("item"):
            wrong, node = leaf_of(tree, row)
            trouble += wrong
        wrong, answer = read_given(row, node)
        findings += findings_of(table, row, (*trouble, *wrong))
        found.append(Rating(row.get("unit"), row.get("item"), row.get("assessor"), answer))
    if findings:
        raise AppError(
            "ratings",
            _(
                "The ratings in {file} have errors. Nothing was computed. "
                "Correct the rows listed and read the file again."
            ).format(file=table.source),
            details=findings,
        )
    return tuple(found)


def _place(row: Row, seen: dict[tuple[str, ...], int]) -> list[Trouble]:
    trouble = [Trouble(column, _("the cell is empty")) for column in _PLACE if not row.get(column)]
    place = tuple(row.get(column) for column in _PLACE)
    first = seen.setdefault(place, row.line)
    if not trouble and first != row.line:
        unit, item, assessor = place
        what = _("“{assessor}” has answered item “{item}” of “{unit}” in row {line} already").format(
            assessor=assessor, item=item, unit=unit, line=first
        )
        trouble.append(Trouble("assessor", what))
    return trouble
