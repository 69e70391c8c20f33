"""The local table of flags for a second look: they never leave the laptop."""

from collections.abc import Mapping

from sqlalchemy import Connection


def flagged_items(connection: Connection, unit: str) -> dict[str, str]:
    """The items of a unit that are flagged, with when (UTC)."""
    rows = connection.exec_driver_sql("SELECT item, at FROM flag WHERE unit = ? ORDER BY item", (unit,))
    return {str(item): str(at) for item, at in rows}


def all_flagged_items(connection: Connection) -> frozenset[str]:
    """The items that are flagged for any unit."""
    return frozenset(item for (item,) in connection.exec_driver_sql("SELECT DISTINCT item FROM flag"))


def set_flag(connection: Connection, unit: str, item: str, at: str) -> None:
    """Flag an item of a unit at a time; "" takes the flag away."""
    connection.exec_driver_sql("DELETE FROM flag WHERE unit = ? AND item = ?", (unit, item))
    if at:
        connection.exec_driver_sql("INSERT INTO flag (unit, item, at) VALUES (?, ?, ?)", (unit, item, at))


def move_flags(connection: Connection, codes: Mapping[str, str]) -> None:
    """Let flags follow their items' codes, old to new."""
    rows = connection.exec_driver_sql("SELECT unit, item, at FROM flag ORDER BY unit, item").all()
    moving = [(unit, item, at) for unit, item, at in rows if codes.get(item, item) != item]
    for unit, item, _at in moving:
        set_flag(connection, unit, item, "")
    for unit, item, at in moving:
        set_flag(connection, unit, codes[item], at)
