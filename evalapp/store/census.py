"""How many answers and decisions there are, and how they read in the edition in force: before and after it is another one."""

from msgspec import Struct
from sqlalchemy import Connection

from evalapp.entry.contents import ANSWER, DECISION
from evalapp.store.heads_table import AGAIN


class Counted(Struct, frozen=True):
    """A present answer or decision: the item at which it stands, and how it came there (``carried``, see heads_table)."""

    item: str
    carried: int


class Census(Struct, frozen=True):
    """Present answers and decisions by the number of their revision, and the decisions whose cell is to be confirmed.

    Blank answers are left out, but those that are to be given again.
    """

    answers: dict[int, Counted]
    decisions: dict[int, Counted]
    to_confirm: frozenset[int]


def census(connection: Connection) -> Census:
    """Everything that is answered and decided by now."""
    confirm = connection.exec_driver_sql(
        "SELECT decision_n FROM cell WHERE decision_n IS NOT NULL AND status = 'to_confirm'"
    )
    return Census(
        _present(connection, ANSWER), _present(connection, DECISION), frozenset(n for (n,) in confirm)
    )


def _present(connection: Connection, kind: int) -> dict[int, Counted]:
    rows = connection.exec_driver_sql(
        "SELECT n, item, carried FROM head WHERE kind = ? AND present = 1 AND (state <> 'blank' OR carried = ?)",
        (kind, AGAIN),
    )
    return {n: Counted(item, carried) for n, item, carried in rows}
