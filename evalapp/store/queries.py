"""Reading the derived tables, as frozen structs."""

import json
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, structs
from sqlalchemy import Connection

from evalapp.entry.contents import ANSWER, KIND_NUMBERS, Answer, Content, Decision, Founding
from evalapp.entry.final import Final, Finals, State
from evalapp.entry.revision import Revision, decode
from evalapp.entry.roster import Roster, Unit, with_names_above
from evalapp.store.heads_table import AGAIN, AS_IS
from evalapp.store.scope import scope


class SettingRow(Struct, frozen=True):
    """A setting in force; ``disputed`` where two coordinators set it differently."""

    value: str
    disputed: bool


class PersonRow(Struct, frozen=True):
    """A person of the project."""

    id: str
    name: str
    code: str
    role: str
    keys: tuple[str, ...]


class AssignmentRow(Struct, frozen=True):
    """A subject is expected to answer a unit (all items where ``item`` is empty)."""

    unit: str
    item: str
    subject: str
    place: int


class HeadRow(Struct, frozen=True):
    """A present answer of one subject, with its revision.

    ``item`` and ``answer`` are as they read in the edition in force; ``revision`` is what was written. ``carried`` tells the
    difference (see heads_table); with AGAIN the answer's state is blank, its words and evidence are those of the old one.
    """

    n: int
    id: str
    unit: str
    item: str
    subject: str
    present: bool
    signed: bool
    revision: Revision
    answer: Answer
    carried: int = AS_IS


class CellRow(Struct, frozen=True):
    """A row of the table of cells."""

    unit: str
    item: str
    match: str
    status: str
    final: Final
    severity: float
    staleness: str
    missing: tuple[str, ...]
    decision_n: int | None


def founding(connection: Connection, identity: str) -> Founding:
    """The founding revision with this id; KeyError where the file does not hold it."""
    rows = connection.exec_driver_sql(
        "SELECT r.id, r.body FROM slot s JOIN revision r ON r.slot = s.s WHERE s.unit = '' AND s.kind = ?",
        (KIND_NUMBERS["project"],),
    )
    for found, body in rows:
        if found.hex() == identity and isinstance(content := decode(body).content, Founding):
            return content
    raise KeyError("founding")


def settings(connection: Connection) -> dict[str, SettingRow]:
    """All settings by name."""
    rows = connection.exec_driver_sql("SELECT name, value, disputed FROM setting")
    return {name: SettingRow(value, bool(disputed)) for name, value, disputed in rows}


def roster(connection: Connection) -> Roster:
    """The units on the roster, in its order; removed ones are left out, and in a branch those beside it."""
    rows = connection.exec_driver_sql(
        "SELECT unit, code, name, columns FROM unit_row WHERE removed = 0 ORDER BY place, unit"
    )
    shown = scope(connection)
    return with_names_above(unit_of(*row) for row in rows if shown is None or row[0] in shown)


def unit_on_roster(connection: Connection, key: str) -> Unit | None:
    """The unit with this key as :func:`roster` has it, without reading all of it; None where it is not on the roster."""
    row = connection.exec_driver_sql(
        "SELECT unit, code, name, columns FROM unit_row WHERE unit = ? AND removed = 0", (key,)
    ).first()
    shown = scope(connection)
    if row is None or (shown is not None and key not in shown):
        return None
    unit = unit_of(*row)
    above = (
        connection.exec_driver_sql(
            "SELECT name FROM unit_row WHERE code = ? AND removed = 0 ORDER BY place DESC, unit DESC LIMIT 1",
            (unit.parent,),
        ).first()
        if unit.parent
        else None
    )
    return unit if above is None else structs.replace(unit, of=above[0])


def removed_units(connection: Connection) -> Roster:
    """The units taken off the roster."""
    rows = connection.exec_driver_sql(
        "SELECT unit, code, name, columns FROM unit_row WHERE removed = 1 ORDER BY place, unit"
    )
    return tuple(unit_of(*row) for row in rows)


def unit_of(key: str, code: str, name: str, columns: str) -> Unit:
    """A unit out of its row; ``columns`` is the JSON of the further ones."""
    return Unit(
        key=key, code=code, name=name, columns={"code": code, "name": name, **dict(json.loads(columns))}
    )


def people(connection: Connection) -> dict[str, PersonRow]:
    """Everybody in the project, by person id."""
    rows = connection.exec_driver_sql("SELECT id, name, code, role, keys FROM person ORDER BY role, code, id")
    return {row[0]: PersonRow(row[0], row[1], row[2], row[3], tuple(json.loads(row[4]))) for row in rows}


def assignments(connection: Connection, unit: str | None = None) -> tuple[AssignmentRow, ...]:
    """Who is expected to answer what, in order of units and places; of one unit or of all."""
    where, values = ("", ()) if unit is None else (" WHERE unit = ?", (unit,))
    rows = connection.exec_driver_sql(
        f"SELECT unit, item, subject, place FROM assignment{where} ORDER BY unit, place, subject", values
    )
    return tuple(AssignmentRow(*row) for row in rows)


_HEADS = (
    "SELECT h.n, r.id, h.unit, h.item, h.subject, h.present, h.signed, r.body, h.carried, h.state, h.value "
    "FROM head h JOIN revision r ON r.n = h.n "
    f"WHERE h.kind = {ANSWER}"
)


def answers_of_unit(connection: Connection, unit: str, subject: str | None = None) -> list[HeadRow]:
    """The heads of all answers to a unit, of one subject or of all."""
    if subject is None:
        return list(
            _head_rows(
                connection.exec_driver_sql(_HEADS + " AND h.unit = ? ORDER BY h.item, h.subject", (unit,))
            )
        )
    rows = connection.exec_driver_sql(
        _HEADS + " AND h.unit = ? AND h.subject = ? ORDER BY h.item", (unit, subject)
    )
    return list(_head_rows(rows))


def answers_of_cell(connection: Connection, unit: str, item: str) -> list[HeadRow]:
    """The heads of all subjects' answers to a cell."""
    rows = connection.exec_driver_sql(
        _HEADS + " AND h.unit = ? AND h.item = ? ORDER BY h.subject, r.id", (unit, item)
    )
    return list(_head_rows(rows))


def answers_again(connection: Connection) -> list[tuple[str, str, str, bool]]:
    """The signed-off answers that are to be given again: (unit, item, subject, whether the cell has no other)."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT h.unit, h.item, h.subject, "
        "NOT EXISTS (SELECT 1 FROM cell c WHERE c.unit = h.unit AND c.item = h.item) "
        f"FROM head h WHERE h.kind = {ANSWER} AND h.carried = {AGAIN} AND h.signed = 1"
    )
    return [(unit, item, subject, bool(alone)) for unit, item, subject, alone in rows]


def all_answers(connection: Connection) -> Iterator[HeadRow]:
    """The heads of every answer in the file."""
    yield from _head_rows(connection.exec_driver_sql(_HEADS + " ORDER BY h.unit, h.item, h.subject"))


def _head_rows(rows: Iterable[tuple]) -> Iterator[HeadRow]:  # type: ignore[type-arg]
    for n, identity, unit, item, subject, present, signed, body, carried, state, value in rows:
        revision = decode(body)
        answer = revision.content
        if isinstance(answer, Answer):
            if carried != AS_IS:
                answer = structs.replace(answer, state=state, value=value)
            yield HeadRow(
                n,
                identity.hex(),
                unit,
                item,
                subject,
                bool(present),
                bool(signed),
                revision,
                answer,
                carried,
            )


class AnswerCount(Struct, frozen=True):
    """How many present answers of a state a subject has for a unit; ``signed`` of them are signed off."""

    subject: str
    unit: str
    item: str
    state: State
    signed: bool


def answer_states(connection: Connection) -> Iterator[AnswerCount]:
    """State of every present answer, without its words: for progress."""
    rows = connection.exec_driver_sql(
        f"SELECT subject, unit, item, state, signed FROM head WHERE kind = {ANSWER} AND present = 1"
    )
    for subject, unit, item, state, signed in rows:
        yield AnswerCount(subject, unit, item, state, bool(signed))


_CELLS = (
    'SELECT unit, item, "class", status, final_state, final_value, points, severity, staleness, missing, decision_n '
    "FROM cell"
)


def cells(connection: Connection, statuses: Iterable[str] = (), limit: int = -1) -> list[CellRow]:
    """The cells with one of ``statuses`` (all where none is named), the weightiest first; at most ``limit``."""
    wanted = ", ".join(f"'{status}'" for status in statuses if status.isidentifier())
    where = f" WHERE status IN ({wanted})" if wanted else ""
    rows = connection.exec_driver_sql(
        f"{_CELLS}{where} ORDER BY severity DESC, unit, item"
        + (f" LIMIT {int(limit)}" if limit >= 0 else ""),
    )
    return [_cell(row) for row in rows]


def cells_of_unit(connection: Connection, unit: str) -> list[CellRow]:
    """The cells of a unit that somebody has answered or decided."""
    rows = connection.exec_driver_sql(_CELLS + " WHERE unit = ? ORDER BY item", (unit,))
    return [_cell(row) for row in rows]


def cells_of_items(connection: Connection, items: Sequence[str]) -> list[CellRow]:
    """The cells of these items that somebody has answered or decided."""
    marks = ", ".join("?" * len(items))
    rows = connection.exec_driver_sql(f"{_CELLS} WHERE item IN ({marks}) ORDER BY unit, item", tuple(items))
    return [_cell(row) for row in rows]


def cell(connection: Connection, unit: str, item: str) -> CellRow | None:
    """One cell; None where nobody has answered."""
    row = connection.exec_driver_sql(_CELLS + " WHERE unit = ? AND item = ?", (unit, item)).first()
    return None if row is None else _cell(row)


def _cell(row: tuple) -> CellRow:  # type: ignore[type-arg]
    unit, item, match, status, state, value, score, severity, staleness, missing, decision = row
    return CellRow(
        unit,
        item,
        match,
        status,
        Final(state, value, score),
        severity,
        staleness,
        tuple(part for part in missing.split(";") if part),
        decision,
    )


def finals(connection: Connection) -> Finals:
    """Every final value that scoring uses."""
    rows = connection.exec_driver_sql("SELECT unit, item, final_state, final_value, points FROM cell")
    return {(unit, item): Final(state, value, score) for unit, item, state, value, score in rows}


def own_finals(connection: Connection, subject: str) -> Finals:
    """One subject's present answers as if they were final."""
    rows = connection.exec_driver_sql(
        f"SELECT unit, item, state, value FROM head WHERE kind = {ANSWER} AND present = 1 AND subject = ?",
        (subject,),
    )
    return {(unit, item): Final(state, value) for unit, item, state, value in rows}


def own_finals_of_unit(connection: Connection, subject: str, unit: str) -> dict[str, Final]:
    """One subject's present answers to a unit by item, as if they were final."""
    rows = connection.exec_driver_sql(
        f"SELECT item, state, value FROM head WHERE kind = {ANSWER} AND present = 1 AND unit = ? AND subject = ?",
        (unit, subject),
    )
    return {item: Final(state, value) for item, state, value in rows}


class DecisionRow(Struct, frozen=True):
    """A decision: what was written, what it says in the edition in force, and how it came to say that (``carried``)."""

    revision: Revision
    decision: Decision
    carried: int


def decision_of(connection: Connection, n: int) -> DecisionRow:
    """The decision revision numbered ``n`` in this file."""
    body, state, value, carried = connection.exec_driver_sql(
        "SELECT r.body, h.state, h.value, h.carried FROM revision r "
        "JOIN slot s ON s.s = r.slot JOIN head h ON h.unit = s.unit AND h.kind = s.kind AND h.n = r.n WHERE r.n = ?",
        (n,),
    ).one()
    revision = decode(body)
    assert isinstance(revision.content, Decision)
    said = revision.content
    if carried != AS_IS:
        said = structs.replace(said, state=state, value=value)
    return DecisionRow(revision, said, carried)


def heads_of_kinds(
    connection: Connection, kinds: Iterable[int]
) -> list[tuple[int, str, str, str, bytes, Content]]:
    """Heads of the small kinds with their bytes: (kind, unit, item, subject, body, content)."""
    wanted = ", ".join(str(int(kind)) for kind in kinds)
    rows = connection.exec_driver_sql(
        "SELECT h.kind, h.unit, h.item, h.subject, r.body FROM head h JOIN revision r ON r.n = h.n "
        f"WHERE h.kind IN ({wanted}) AND h.present = 1 ORDER BY r.lamport, r.id"
    )
    return [
        (kind, unit, item, subject, body, decode(body).content) for kind, unit, item, subject, body in rows
    ]


def revisions_of_kinds(
    connection: Connection, kinds: Iterable[int]
) -> list[tuple[int, str, str, str, bytes, Content]]:
    """As :func:`heads_of_kinds`, with everything that counts or counted before it was replaced."""
    wanted = ", ".join(str(int(kind)) for kind in kinds)
    rows = connection.exec_driver_sql(
        "SELECT s.kind, s.unit, s.item, s.subject, r.body FROM slot s JOIN revision r ON r.slot = s.s "
        f"LEFT JOIN ineligible i ON i.n = r.n WHERE s.kind IN ({wanted}) AND i.n IS NULL ORDER BY r.lamport, r.id"
    )
    return [
        (kind, unit, item, subject, body, decode(body).content) for kind, unit, item, subject, body in rows
    ]


def attachment(connection: Connection, sha256: str) -> bytes | None:
    """An attachment's bytes."""
    found = connection.exec_driver_sql(
        "SELECT data FROM attachment WHERE sha256 = ?", (bytes.fromhex(sha256),)
    ).scalar()
    return None if found is None else bytes(found)


def attachment_sizes(connection: Connection) -> dict[str, int]:
    """By SHA-256 (hex): the bytes of every attachment that is here."""
    rows = connection.exec_driver_sql("SELECT sha256, size FROM attachment")
    return {bytes(sha256).hex(): int(size) for sha256, size in rows}


def signed_units(connection: Connection) -> dict[tuple[str, str], str]:
    """By (subject, unit): when it was last signed off (UTC)."""
    rows = connection.exec_driver_sql("SELECT subject, unit, max(at) FROM signoff GROUP BY subject, unit")
    return {(subject, unit): at for subject, unit, at in rows}
