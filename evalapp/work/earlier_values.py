"""What a unit was in the edition before, as assessors see it beside the fields."""

from msgspec import Struct

from evalapp.entry.contents import EarlierValue
from evalapp.store.earlier import earlier_values, is_hidden
from evalapp.store.project_file import Connection


class Earlier(Struct, frozen=True):
    """The answers of an edition before, by item; ``label`` names it. Nothing of it is an answer in this one."""

    label: str
    values: dict[str, EarlierValue]


def earlier_of(connection: Connection, unit: str) -> Earlier | None:
    """What a unit was; None where nothing is known of it, or the coordinator keeps it hidden."""
    said = None if is_hidden(connection) else earlier_values(connection, unit)
    return None if said is None else Earlier(said.label, {value.item: value for value in said.values})
