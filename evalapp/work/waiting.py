"""The cells that wait for a coordinator, counted in one way wherever they are counted."""

from evalapp.entry.final import Final
from evalapp.entry.roster import Unit
from evalapp.entry.states import leaf_states
from evalapp.merge.cells import OPEN
from evalapp.store.project_file import Connection
from evalapp.store.queries import CellRow, cells, finals, roster
from evalapp.work.project import Project


def waiting_cells(project: Project, connection: Connection) -> list[CellRow]:
    """Cells that are pending, to confirm or disputed, the weightiest first.

    Cells of items that do not apply to their unit wait for nothing and are left out, as are units off the roster.
    """
    units = {unit.key: unit for unit in roster(connection)}
    rows = [row for row in cells(connection, OPEN) if row.unit in units]
    if not project.rules.applies:
        return rows
    applicable = _applicable(project, connection, {row.unit: units[row.unit] for row in rows})
    return [row for row in rows if row.item in applicable[row.unit]]


def _applicable(project: Project, connection: Connection, units: dict[str, Unit]) -> dict[str, set[str]]:
    """The leaves of each unit that the form does not rule out."""
    of_unit: dict[str, dict[str, Final]] = {key: {} for key in units}
    for (unit_key, item), final in finals(connection).items():
        if unit_key in of_unit:
            of_unit[unit_key][item] = final
    found = {}
    for key, unit in units.items():
        entered = of_unit[key]
        states = leaf_states(project.tree, project.rules, unit, entered)
        found[key] = {
            code
            for code, state in states.items()
            if state != "not_applicable" or (code in entered and entered[code].state == "not_applicable")
        }
    return found
