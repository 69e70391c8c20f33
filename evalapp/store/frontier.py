"""What lies before and behind a frontier: the tips that a publication names (RECORD R20)."""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from sqlalchemy import Connection

from evalapp.entry.contents import ChainTip
from evalapp.store.chains import Rows, Stretch, extent, rows_of
from evalapp.store.copying import TABLES, copy_rows, copy_table
from evalapp.store.project_file import ProjectFile, facts, set_facts


class Later(Struct, frozen=True):
    """A revision behind a frontier: its number and id, its slot, and the merged file that brought it (None: written here)."""

    n: int
    id: str
    kind: int
    unit: str
    item: str
    subject: str
    batch: int | None


def beyond(connection: Connection, tips: Sequence[ChainTip], kinds: Sequence[int]) -> Iterator[Later]:
    """What counts, is of these kinds and lies behind the frontier, in the order in which it came."""
    wanted = ", ".join(str(int(kind)) for kind in kinds)
    found: list[Later] = []
    for d, inside in _inside(connection, tips):
        rows = connection.exec_driver_sql(
            "SELECT r.n, r.id, s.kind, s.unit, s.item, s.subject, r.batch FROM revision r JOIN slot s ON s.s = r.slot "
            "LEFT JOIN ineligible i ON i.n = r.n "
            f"WHERE r.device = ? AND NOT ({inside.where}) AND s.kind IN ({wanted}) AND i.n IS NULL",
            (d, *inside.values),
        )
        found += [
            Later(n, identity.hex(), kind, unit, item, subject, batch)
            for n, identity, kind, unit, item, subject, batch in rows
        ]
    yield from sorted(found, key=lambda one: one.n)


def body_of(connection: Connection, n: int) -> bytes:
    """The bytes of the revision with this number."""
    return bytes(connection.exec_driver_sql("SELECT body FROM revision WHERE n = ?", (n,)).scalar_one())


def file_names(connection: Connection) -> dict[int, str]:
    """The names of the merged files by their batch."""
    return {batch: name for batch, name in connection.exec_driver_sql("SELECT b, name FROM batch")}  # noqa: C416


def missing_tips(connection: Connection, tips: Sequence[ChainTip]) -> int:
    """How many of the tips this file does not hold: what is published there cannot be computed again here yet."""
    return sum(
        connection.exec_driver_sql(
            "SELECT 1 FROM revision r JOIN device d ON d.d = r.device WHERE d.id = ? AND r.seq = ? AND r.id = ?",
            (bytes.fromhex(tip.device), tip.seq, bytes.fromhex(tip.id)),
        ).scalar()
        is None
        for tip in tips
    )


def decision_ids(connection: Connection) -> dict[int, str]:
    """By number in this file: the ids of the decisions that stand in cells."""
    rows = connection.exec_driver_sql(
        "SELECT r.n, r.id FROM cell c JOIN revision r ON r.n = c.decision_n WHERE c.decision_n IS NOT NULL"
    )
    return {n: identity.hex() for n, identity in rows}


def copy_up_to(connection: Connection, tips: Sequence[ChainTip], target: ProjectFile) -> None:
    """Fill an empty project file with what lies before the frontier: revisions, seals, forms and facts; nothing is derived."""
    with target.write() as new:
        set_facts(new, facts(connection))
        for table in ("form", "device", "batch", "slot"):
            copy_table(connection, new, table)
        columns = TABLES["revision"]
        for d, inside in _inside(connection, tips):
            names = ", ".join(f"r.{name}" for name in columns)
            rows = connection.exec_driver_sql(
                f"SELECT {names} FROM revision r WHERE r.device = ? AND {inside.where} ORDER BY r.n",
                (d, *inside.values),
            )
            copy_rows(new, "revision", columns, rows)
        copy_rows(new, "seal", TABLES["seal"], _seals(connection, tips))


def _seals(connection: Connection, tips: Sequence[ChainTip]) -> list[tuple[object, ...]]:
    """The seals of the copy: a seal behind the frontier proves what leads to it, so there it stands at the frontier's tip."""
    reach = {tip.device: tip for tip in tips}
    names = ", ".join(f's."{name}"' for name in TABLES["seal"])
    found: dict[tuple[object, ...], tuple[object, ...]] = {}
    for row in connection.exec_driver_sql(
        f"SELECT d.id, {names} FROM seal s JOIN device d ON d.d = s.device"
    ):
        identity, d, seq, tip, key, count, signature = row
        end = reach.get(identity.hex())
        if end is None:
            continue
        if seq > end.seq:
            way = rows_of(connection, d, extent(connection, d), [Stretch(end.seq, seq, tip)])
            held = connection.exec_driver_sql(
                f"SELECT 1 FROM revision r WHERE r.device = ? AND r.id = ? AND {way.where}",
                (d, bytes.fromhex(end.id), *way.values),
            ).scalar()
            if not held:
                continue
            seq, tip = end.seq, bytes.fromhex(end.id)
        found[d, seq, tip, key] = (d, seq, tip, key, count, signature)
    return list(found.values())


def _inside(connection: Connection, tips: Sequence[ChainTip]) -> Iterator[tuple[int, Rows]]:
    """Each device with the condition on its revisions that lie before the frontier."""
    by_device = {tip.device: tip for tip in tips}
    for d, identity in connection.exec_driver_sql("SELECT d, id FROM device ORDER BY d").all():
        tip = by_device.get(identity.hex())
        stretches = [] if tip is None else [Stretch(1, tip.seq, bytes.fromhex(tip.id))]
        yield d, rows_of(connection, d, extent(connection, d), stretches)
