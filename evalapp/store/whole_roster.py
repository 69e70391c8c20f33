"""The roster of the whole project, of which a branch shows a part (RECORD R26)."""

from sqlalchemy import Connection

from evalapp.entry.roster import Roster
from evalapp.store.queries import unit_of


def whole_roster(connection: Connection) -> Roster:
    """Every unit on the roster, those beside the branch too."""
    rows = connection.exec_driver_sql(
        "SELECT unit, code, name, columns FROM unit_row WHERE removed = 0 ORDER BY place, unit"
    )
    return tuple(unit_of(*row) for row in rows)
