"""Heads of answers and decisions in a file of several editions, as they read in the edition in force (RECORD R23).

The revisions of an item may lie in slots of several codes, since the item's code may differ between editions: these slots are
derived together, and each head stands at the item that it means in the edition in force.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

from evalapp.base.progress import Progress
from evalapp.entry.contents import ANSWER, DECISION, Answer, Decision
from evalapp.entry.editions import Carried, Reading
from evalapp.entry.revision import decode
from evalapp.store.engine import plain_rows
from evalapp.store.heads_table import (
    AGAIN,
    AS_IS,
    INSERT_HEADS,
    LOSSY,
    MAPPED,
    REVISIONS_OF_TOUCHED,
    Coverage,
    Row,
    fill_touched,
    head_numbers,
    judged,
    refresh_plain,
)

_PART = 500
_Family = tuple[int, str, frozenset[str]]
"""(kind, subject, the codes among which the item's revisions may lie)"""


def refresh_heads(
    connection: Connection,
    touched: Iterable[int],
    coverage: Coverage,
    reading: Reading | None,
    progress: Progress,
) -> set[tuple[str, str]]:
    """Derive the heads of the touched slots anew from all their revisions; the (unit, item) cells that may have moved."""
    if reading is None:
        return refresh_plain(connection, touched, coverage, progress)
    plain, families = _told_apart(connection, sorted(touched), reading)
    cells = refresh_plain(connection, plain, coverage, progress)
    for number, (unit, those) in enumerate(sorted(families.items())):
        progress.step(number, len(families))
        cells |= _refresh_unit(connection, unit, those, coverage, reading)
    return cells


def _told_apart(
    connection: Connection, slots: list[int], reading: Reading
) -> tuple[list[int], dict[str, set[_Family]]]:
    """Slots that read as they are; and by unit the families of those that do not."""
    plain: list[int] = []
    families: dict[str, set[_Family]] = defaultdict(set)
    for start in range(0, len(slots), _PART):
        part = ", ".join(str(s) for s in slots[start : start + _PART])
        rows = connection.exec_driver_sql(
            f"SELECT s, kind, unit, item, subject FROM slot WHERE s IN ({part}) ORDER BY s"
        )
        for s, kind, unit, item, subject in rows:
            if kind not in (ANSWER, DECISION) or reading.is_plain(item):
                plain.append(s)
            else:
                families[unit].add((kind, subject, reading.family(item)))
    return plain, families


def _refresh_unit(
    connection: Connection, unit: str, families: set[_Family], coverage: Coverage, reading: Reading
) -> set[tuple[str, str]]:
    """Derive the heads of some families of a unit anew."""
    of_slot: dict[int, tuple[_Family, str]] = {}
    slots = connection.exec_driver_sql(
        "SELECT s, kind, item, subject FROM slot WHERE unit = ?", (unit,)
    ).all()
    for s, kind, item, subject in slots:
        family = (kind, subject, reading.family(item))
        if family in families:
            of_slot[s] = (family, item)
    connection.exec_driver_sql(
        "DELETE FROM head WHERE unit = ? AND item = ? AND kind = ? AND subject = ?",
        [(unit, item, kind, subject) for kind, subject, codes in families for item in codes],
    )
    fill_touched(connection, list(of_slot))
    revisions: dict[_Family, list[Row]] = defaultdict(list)
    for row in plain_rows(connection, REVISIONS_OF_TOUCHED):
        revisions[of_slot[row[0]][0]].append(row)
    items = {s: item for s, (_family, item) in of_slot.items()}
    found = []
    for (kind, subject, _codes), rows in revisions.items():
        covered = coverage.get((subject, unit), {}) if kind == ANSWER else None
        found += [
            (unit, item, kind, subject, *rest)
            for item, rest in _heads_of_family(rows, items, covered, reading)
        ]
    if found:
        connection.exec_driver_sql(INSERT_HEADS, found)
    return {(unit, item) for _kind, _subject, codes in families for item in codes}


def _heads_of_family(
    revisions: list[Row], items: dict[int, str], covered: dict[int, int] | None, reading: Reading
) -> Iterator[tuple[str, tuple[object, ...]]]:
    """The head rows of a family, each with the item at which it stands; ancestry runs through all of its slots."""
    read: dict[int, tuple[Carried, int]] = {}
    at: dict[str, list[Row]] = defaultdict(list)
    for row in revisions:
        if row[6] is None and (found := _read(row, items[row[0]], reading)) is not None:
            read[row[1]] = found
            at[found[0].item].append(row)
    for item, eligible in at.items():
        present, signed = head_numbers(revisions, eligible, covered)
        for row in eligible:
            n = row[1]
            if n in present or n in signed:
                carried, how = read[n]
                digest = judged(decode(row[5]))[2]
                yield (
                    item,
                    (n, carried.state, carried.value, digest, int(n in present), int(n in signed), how),
                )


def _read(row: Row, item: str, reading: Reading) -> tuple[Carried, int] | None:
    """What a revision is in the edition in force, and how it came to be; None where it is nowhere there."""
    content = decode(row[5]).content
    assert isinstance(content, Answer | Decision)
    found = reading.read(content.form, item, content.state, content.value)
    if found is None:
        return None
    if found.again:
        return found, AGAIN
    if (content.form or reading.first) == reading.edition:
        return found, AS_IS
    if found.lossy:
        return found, LOSSY
    same = (found.item, found.state, found.value) == (item, content.state, content.value)
    return found, AS_IS if same else MAPPED
