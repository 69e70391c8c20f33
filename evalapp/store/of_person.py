"""What a person wrote, and what a file brought, counted by kind."""

from sqlalchemy import Connection

from evalapp.entry.contents import KIND_NUMBERS

_NAMES = {number: name for name, number in KIND_NUMBERS.items()}


def kinds_of_person(connection: Connection, person: str) -> dict[str, int]:
    """How many revisions of each kind a person wrote that this file holds and that count."""
    rows = connection.exec_driver_sql(
        "SELECT s.kind, count(*) FROM device d JOIN revision r ON r.device = d.d JOIN slot s ON s.s = r.slot "
        "LEFT JOIN ineligible i ON i.n = r.n WHERE d.person = ? AND i.n IS NULL GROUP BY s.kind",
        (bytes.fromhex(person),),
    )
    return {_NAMES.get(kind, ""): count for kind, count in rows}


def kinds_of_batch(connection: Connection, batch: int) -> dict[str, int]:
    """How many revisions of each kind a merged file brought."""
    rows = connection.exec_driver_sql(
        "SELECT s.kind, count(*) FROM revision r JOIN slot s ON s.s = r.slot WHERE r.batch = ? GROUP BY s.kind",
        (batch,),
    )
    return {_NAMES.get(kind, ""): count for kind, count in rows}
