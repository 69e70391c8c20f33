"""The local table of private notes: they never leave the laptop."""

from collections.abc import Mapping

from sqlalchemy import Connection


def note_at(connection: Connection, unit: str, item: str) -> str:
    """The note about a cell; "" for none."""
    found = connection.exec_driver_sql(
        "SELECT text FROM private_note WHERE unit = ? AND item = ?", (unit, item)
    ).scalar()
    return str(found or "")


def noted_items(connection: Connection, unit: str) -> frozenset[str]:
    """The items of a unit that have a note."""
    rows = connection.exec_driver_sql("SELECT item FROM private_note WHERE unit = ?", (unit,))
    return frozenset(item for (item,) in rows)


def all_noted_items(connection: Connection) -> frozenset[str]:
    """The items of any unit that have a note."""
    return frozenset(item for (item,) in connection.exec_driver_sql("SELECT DISTINCT item FROM private_note"))


def keep_note(connection: Connection, unit: str, item: str, text: str, at: str) -> None:
    """Keep a note in place of the one that is there; an empty one is taken away."""
    if not text:
        connection.exec_driver_sql("DELETE FROM private_note WHERE unit = ? AND item = ?", (unit, item))
        return
    connection.exec_driver_sql(
        "INSERT INTO private_note (unit, item, text, at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (unit, item) DO UPDATE SET text = excluded.text, at = excluded.at",
        (unit, item, text, at),
    )


def move_notes(connection: Connection, codes: Mapping[str, str]) -> None:
    """Let notes follow their items' codes, old to new; where there is one at the new code, the old one is put below it."""
    rows = connection.exec_driver_sql(
        "SELECT unit, item, text, at FROM private_note ORDER BY unit, item"
    ).all()
    moving = [row for row in rows if codes.get(row[1], row[1]) != row[1]]
    for unit, item, _text, at in moving:
        keep_note(connection, unit, item, "", at)
    for unit, item, text, at in moving:
        there = note_at(connection, unit, codes[item])
        keep_note(connection, unit, codes[item], "\n".join(part for part in (there, text) if part), at)
