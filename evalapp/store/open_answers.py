"""What was answered and decided in cells that are not settled, without reading a revision's body."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection

from evalapp.entry.contents import ANSWER, DECISION
from evalapp.entry.final import State
from evalapp.merge.cells import OPEN
from evalapp.store.heads_table import AGAIN

UNSETTLED = (*OPEN, "missing")


class OpenAnswer(NamedTuple):
    """A signed-off answer of a cell, as it reads in the edition in force; ``id`` is its revision's."""

    unit: str
    item: str
    subject: str
    state: State
    value: str
    id: str


class OpenDecision(NamedTuple):
    """One of several decisions of a cell in dispute, or the one that is to be confirmed."""

    unit: str
    item: str
    state: State
    value: str


def open_answers(connection: Connection, statuses: Iterable[str] = UNSETTLED) -> list[OpenAnswer]:
    """The answers to all cells of these statuses, also of people who are no longer assigned to them."""
    rows = connection.exec_driver_sql(
        "SELECT h.unit, h.item, h.subject, h.state, h.value, r.id FROM cell c "
        f"CROSS JOIN head h ON h.unit = c.unit AND h.item = c.item AND h.kind = {ANSWER} AND h.signed = 1 "
        f"AND h.carried < {AGAIN} JOIN revision r ON r.n = h.n WHERE c.status IN ({_quoted(statuses)})"
    )
    return [
        OpenAnswer(unit, item, subject, state, value, identity.hex())
        for unit, item, subject, state, value, identity in rows
    ]


def open_decisions(connection: Connection) -> list[OpenDecision]:
    """The decisions of cells that are disputed or to be confirmed."""
    rows = connection.exec_driver_sql(
        "SELECT h.unit, h.item, h.state, h.value FROM cell c "
        f"CROSS JOIN head h ON h.unit = c.unit AND h.item = c.item AND h.kind = {DECISION} AND h.signed = 1 "
        "WHERE c.status IN ('to_confirm', 'disputed') ORDER BY h.unit, h.item, h.n"
    )
    return [OpenDecision(*row) for row in rows]


def decisions_of_cell(connection: Connection, unit: str, item: str) -> list[int]:
    """The numbers of the decisions of a cell that no other replaces: several in a dispute."""
    rows = connection.exec_driver_sql(
        "SELECT n FROM head WHERE unit = ? AND item = ? AND kind = ? AND signed = 1 ORDER BY n",
        (unit, item, DECISION),
    )
    return [int(n) for (n,) in rows]


def _quoted(statuses: Iterable[str]) -> str:
    return ", ".join(f"'{status}'" for status in statuses if status.isidentifier())
