"""Final values as a table, ``unit,item,value[,state]``: read whole or not at all (FORM rule 1)."""

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.tables import Row, Table
from evalapp.entry.final import BLANK, Final, Finals
from evalapp.entry.given import Trouble, findings_of, leaf_of, read_given
from evalapp.entry.roster import Roster, Unit, by_label
from evalapp.form.tree import Tree


def read_scores(tree: Tree, table: Table, roster: Roster | None) -> tuple[Roster, Finals]:
    """The units and their final values.

    With a roster all its units count and no others may occur; ``unit`` is their code. Without one the units
    are those of the table, in its order. Blank cells are left out of the finals. Raises AppError("scores")
    with every row and column that is wrong.
    """
    units = by_label(roster) if roster is not None else _units(table)
    finals: Finals = {}
    seen: dict[tuple[str, str], int] = {}
    findings: list[str] = []
    for row in table.rows:
        trouble, final = _read(tree, units, row, seen)
        findings += findings_of(table, row, trouble)
        if not trouble and final != BLANK:
            finals[units[row.get("unit")].key, row.get("item")] = final
    if findings:
        raise AppError(
            "scores",
            _(
                "The scores in {file} have errors. Nothing was written. "
                "Correct the rows listed and read the file again."
            ).format(file=table.source),
            details=findings,
        )
    return (roster if roster is not None else tuple(units.values())), finals


def _units(table: Table) -> dict[str, Unit]:
    codes = dict.fromkeys(row.get("unit") for row in table.rows if row.get("unit"))
    return {
        code: Unit(key=code, code=code, name=code, columns={"code": code, "name": code}) for code in codes
    }


def _read(
    tree: Tree, units: dict[str, Unit], row: Row, seen: dict[tuple[str, str], int]
) -> tuple[list[Trouble], Final]:
    trouble = []
    unit, item = row.get("unit"), row.get("item")
    if not unit:
        trouble.append(Trouble("unit", _("the cell is empty")))
    elif unit not in units:
        trouble.append(Trouble("unit", _("“{unit}” is not on the roster").format(unit=unit)))
    key = units[unit].key if unit in units else unit
    first = seen.setdefault((key, item), row.line)
    if first != row.line:
        trouble.append(
            Trouble(
                "item",
                _("unit “{unit}” and item “{item}” stand in row {line} already").format(
                    unit=unit, item=item, line=first
                ),
            )
        )
    wrong, node = leaf_of(tree, row)
    trouble += wrong
    if node is None:
        return trouble, BLANK
    entry = units.get(unit)
    if entry is not None and node.kind != entry.sort:
        what = _("“{item}” is not answered for “{unit}”").format(item=item, unit=entry.name)
        return [*trouble, Trouble("item", what)], BLANK
    wrong, final = read_given(row, node)
    return trouble + wrong, final
