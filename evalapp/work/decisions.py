"""Decisions as they were made: the one in force, and those that disagree (RECORD R16–R18)."""

from collections.abc import Mapping

from msgspec import Struct

from evalapp.entry.final import State
from evalapp.store.open_answers import decisions_of_cell
from evalapp.store.project_file import Connection
from evalapp.store.queries import CellRow, PersonRow, decision_of
from evalapp.work.blinding import KnownNames, NamesKnown


class Decided(Struct, frozen=True, kw_only=True):
    """The decision in force, or the latest where several disagree; ``names`` says what its author knew of them."""

    state: State
    value: str
    category: str
    reason: str
    name: str
    at: str
    names: NamesKnown = ""


def decided_in(
    connection: Connection, row: CellRow | None, people: Mapping[str, PersonRow]
) -> Decided | None:
    """The decision that a cell shows; None where nobody has decided it."""
    if row is None or row.decision_n is None:
        return None
    return _read(connection, row.decision_n, people, KnownNames(connection))


def disputing(
    connection: Connection, row: CellRow | None, people: Mapping[str, PersonRow]
) -> tuple[Decided, ...]:
    """All decisions of a cell in dispute, the first one first; none for any other cell."""
    if row is None or row.status != "disputed":
        return ()
    known = KnownNames(connection)
    found = [_read(connection, n, people, known) for n in decisions_of_cell(connection, row.unit, row.item)]
    return tuple(sorted(found, key=lambda one: (one.at, one.name, one.value)))


def _read(connection: Connection, n: int, people: Mapping[str, PersonRow], known: KnownNames) -> Decided:
    found = decision_of(connection, n)
    author = people.get(found.revision.author)
    return Decided(
        state=found.decision.state,
        value=found.decision.value,
        category=found.decision.reason_category,
        reason=found.decision.reason,
        name="" if author is None else author.name,
        at=found.revision.at,
        names=known.of(found.revision),
    )
