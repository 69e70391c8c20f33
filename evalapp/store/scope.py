"""Which units a branch of a project shows (RECORD R26): a local fact, for what follows from the union is the same everywhere."""

import json
from collections.abc import Sequence

from sqlalchemy import Connection

_SCOPE = "scope"


def set_scope(connection: Connection, units: Sequence[str]) -> None:
    """Show these units only; all of them where none is named."""
    connection.exec_driver_sql("DELETE FROM project WHERE key = ?", (_SCOPE,))
    if units:
        text = json.dumps(sorted(units), ensure_ascii=False)
        connection.exec_driver_sql("INSERT INTO project (key, value) VALUES (?, ?)", (_SCOPE, text))


def scope(connection: Connection) -> frozenset[str] | None:
    """The units that this file shows; None where it shows all."""
    found = connection.exec_driver_sql("SELECT value FROM project WHERE key = ?", (_SCOPE,)).scalar()
    return None if found is None else frozenset(json.loads(found))
