"""A cell that a value is to be settled for: where it is, and the value in its recorded form."""

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.entry.asked import leaves_of
from evalapp.entry.cell_words import read_written
from evalapp.entry.final import State
from evalapp.entry.roster import Unit
from evalapp.form.refusal import ValueRefused
from evalapp.form.scales import Derived
from evalapp.form.tree import Node
from evalapp.store.project_file import Connection
from evalapp.store.queries import roster
from evalapp.work.project import Project


def place_of(project: Project, connection: Connection, unit_key: str, item: str) -> tuple[Unit, Node]:
    """The unit and the leaf of a cell that somebody can decide. Raises AppError("unknown_cell")."""
    unit = next((unit for unit in roster(connection) if unit.key == unit_key), None)
    leaves = {} if unit is None else {leaf.code: leaf for leaf in leaves_of(project.tree_of(unit), unit)}
    if unit is None or item not in leaves or isinstance(leaves[item].scale, Derived):
        raise AppError(
            "unknown_cell",
            _("There is no item “{item}” for “{unit}”. Nothing was changed. Check both codes.").format(
                item=item, unit=unit_key
            ),
        )
    return unit, leaves[item]


def settled_value(unit: Unit, node: Node, state: State, value: str) -> str:
    """A decided value in its recorded form, "" for a state. Raises AppError("value") where it cannot be decided."""
    place = {"unit": unit.full_name, "item": node.code}
    if state == "answered":
        assert node.scale is not None
        try:
            return read_written(node.scale, value)
        except ValueRefused as refused:
            raise AppError(
                "value", _("{unit} {item}: {reason}. Nothing was decided.").format(**place, reason=refused)
            ) from refused
    if state == "blank" or state not in node.item.states:
        raise AppError(
            "value", _("{unit} {item}: this state is not offered here. Nothing was decided.").format(**place)
        )
    return ""
