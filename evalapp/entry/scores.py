"""Final values as a table, ``unit,item,value[,state]``: read whole or not at all (FORM rule 1)."""

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.tables import Row, Table
from evalapp.entry.final import BLANK, STATES, Final, Finals, State
from evalapp.entry.roster import Roster, Unit, by_label
from evalapp.form.refusal import ValueRefused
from evalapp.form.scales import Derived
from evalapp.form.tree import Node, Tree


class _Trouble(Struct, frozen=True):
    """What is wrong with one cell."""

    column: str
    what: str


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
        findings += [
            _("{file}, row {line}, column {column}: {what}").format(
                file=table.source, line=row.line, column=table.heading(entry.column), what=entry.what
            )
            for entry in trouble
        ]
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
) -> tuple[list[_Trouble], Final]:
    trouble = []
    unit, item = row.get("unit"), row.get("item")
    if not unit:
        trouble.append(_Trouble("unit", _("the cell is empty")))
    elif unit not in units:
        trouble.append(_Trouble("unit", _("“{unit}” is not on the roster").format(unit=unit)))
    key = units[unit].key if unit in units else unit
    first = seen.setdefault((key, item), row.line)
    if first != row.line:
        trouble.append(
            _Trouble(
                "item",
                _("unit “{unit}” and item “{item}” stand in row {line} already").format(
                    unit=unit, item=item, line=first
                ),
            )
        )
    if item not in tree.by_code:
        trouble.append(_Trouble("item", _("the form has no item “{item}”").format(item=item)))
        return trouble, BLANK
    node = tree.node(item)
    if not node.is_leaf:
        trouble.append(
            _Trouble("item", _("“{item}” is a group; only its items are answered").format(item=item))
        )
        return trouble, BLANK
    entry = units.get(unit)
    if entry is not None and node.kind != entry.sort:
        trouble.append(
            _Trouble("item", _("“{item}” is not answered for “{unit}”").format(item=item, unit=entry.name))
        )
        return trouble, BLANK
    found, final = _final(node, row)
    return trouble + found, final


def _final(node: Node, row: Row) -> tuple[list[_Trouble], Final]:
    """A leaf's final value out of a row, or what is wrong with the row's value and state."""
    value, given = row.get("value"), row.get("state")
    state = _state(given) if given else ("answered" if value else "blank")
    if state is None:
        return [
            _Trouble(
                "state", _("“{state}” is not one of {states}").format(state=given, states=", ".join(STATES))
            )
        ], BLANK
    if state == "answered":
        return _answer(node, value)
    if state != "blank" and isinstance(node.scale, Derived):
        return [_Trouble("state", _("this value is computed from other answers and is not entered"))], BLANK
    if value:
        return [
            _Trouble(
                "value", _("“{value}” stands beside the state “{state}”").format(value=value, state=state)
            )
        ], BLANK
    if state != "blank" and state not in node.item.states:
        return [
            _Trouble("state", _("this item does not offer the state “{state}”").format(state=state))
        ], BLANK
    return [], Final(state)


def _answer(node: Node, value: str) -> tuple[list[_Trouble], Final]:
    assert node.scale is not None
    if not value:
        return [_Trouble("value", _("the state is “answered”, but the value is missing"))], BLANK
    try:
        return [], Final("answered", node.scale.read(value))
    except ValueRefused as refusal:
        return [_Trouble("value", str(refusal))], BLANK


def _state(text: str) -> State | None:
    return next((state for state in STATES if state == text), None)
