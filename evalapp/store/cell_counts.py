"""How many cells there are of which kind, without reading them."""

from collections.abc import Sequence

from sqlalchemy import Connection

from evalapp.merge.cells import OPEN


def count_settled(connection: Connection, items: Sequence[str]) -> dict[str, int]:
    """By unit, how many of ``items`` have a final value or wait for a decision."""
    marks = ", ".join("?" * len(items))
    rows = connection.exec_driver_sql(
        f"SELECT unit, count(*) FROM cell WHERE item IN ({marks}) AND (final_state <> 'blank' OR status IN "
        f"({', '.join('?' * len(OPEN))})) GROUP BY unit",
        (*items, *OPEN),
    )
    return {str(unit): int(count) for unit, count in rows}


def count_classes(connection: Connection, items: Sequence[str]) -> dict[str, int]:
    """How many cells of ``items`` there are of each match class."""
    marks = ", ".join("?" * len(items))
    rows = connection.exec_driver_sql(
        f'SELECT "class", count(*) FROM cell WHERE item IN ({marks}) GROUP BY "class"', tuple(items)
    )
    return {str(name): int(count) for name, count in rows}


def standing_of_cells(connection: Connection) -> dict[tuple[str, str], str]:
    """The status of every cell that somebody answered or decided; of the rest nothing."""
    rows = connection.exec_driver_sql(
        'SELECT unit, item, status, "class" FROM cell WHERE "class" <> \'none\' OR decision_n IS NOT NULL'
    )
    return {(str(unit), str(item)): str(status) for unit, item, status, _class in rows}
