"""How a few units and people are called, without reading the whole roster."""

import json
from collections.abc import Iterable

from msgspec import Struct
from sqlalchemy import Connection


class Label(Struct, frozen=True):
    """A code, and the name that pages print."""

    code: str
    name: str


def unit_labels(connection: Connection, keys: Iterable[str]) -> dict[str, Label]:
    """The units with these keys, also those taken off the roster; a sub-unit with the name of the unit above it."""
    rows = connection.exec_driver_sql(
        "SELECT unit, code, name, columns FROM unit_row WHERE unit IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(set(keys))),),
    ).all()
    parents = {unit: dict(json.loads(columns)).get("parent", "") for unit, _code, _name, columns in rows}
    above = dict[str, str]()
    wanted = json.dumps(sorted({code for code in parents.values() if code}))
    for code, name in connection.exec_driver_sql(
        "SELECT code, name FROM unit_row WHERE removed = 0 AND code IN (SELECT value FROM json_each(?)) ORDER BY place, unit",
        (wanted,),
    ):
        above[code] = name
    return {
        unit: Label(code, f"{above[parents[unit]]} · {name}" if parents[unit] in above else name)
        for unit, code, name, _columns in rows
    }


def person_labels(connection: Connection, persons: Iterable[str]) -> dict[str, Label]:
    """The people with these ids."""
    rows = connection.exec_driver_sql(
        "SELECT id, code, name FROM person WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(set(persons))),),
    )
    return {identity: Label(code, name) for identity, code, name in rows}
