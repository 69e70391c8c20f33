"""Withdrawals and what they take out: stretches of chains, until a release lifts them (RECORD R8)."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Connection

from evalapp.entry.contents import KIND_NUMBERS, Release, Withdrawal
from evalapp.entry.revision import Revision, decode
from evalapp.store.chains import Rows, Stretch, extent, rows_of

RANGE_KINDS = frozenset(KIND_NUMBERS[name] for name in ("withdrawal", "release"))


def withdrawals_in_force(connection: Connection) -> list[tuple[str, Revision, Withdrawal]]:
    """Every withdrawal that counts and that no release has lifted, with its id and its revision, as they came."""
    found: list[tuple[str, Revision, Withdrawal]] = []
    lifted: set[str] = set()
    kinds = ", ".join(str(kind) for kind in sorted(RANGE_KINDS))
    rows = connection.exec_driver_sql(
        "SELECT r.id, r.body FROM slot s JOIN revision r ON r.slot = s.s LEFT JOIN ineligible i ON i.n = r.n "
        f"WHERE s.unit = '' AND s.kind IN ({kinds}) AND (i.n IS NULL OR i.reason = 'withdrawn') ORDER BY r.n"
    ).all()
    for identity, body in rows:
        revision = decode(body)
        if isinstance(revision.content, Withdrawal):
            found.append((identity.hex(), revision, revision.content))
        elif isinstance(revision.content, Release):
            lifted.update(revision.content.withdrawals)
    return [one for one in found if one[0] not in lifted]


def stretches_by_device(
    connection: Connection, withdrawals: Iterable[Withdrawal]
) -> dict[int, list[Stretch]]:
    """What withdrawals take out, by device; a range whose tip has not come names nothing yet."""
    found: dict[int, list[Stretch]] = {}
    for withdrawal in withdrawals:
        for part in withdrawal.ranges:
            tip = bytes.fromhex(part.tip)
            row = connection.exec_driver_sql(
                "SELECT d.d, r.seq FROM device d JOIN revision r ON r.device = d.d WHERE d.id = ? AND r.id = ?",
                (bytes.fromhex(part.device), tip),
            ).first()
            if row is not None:
                found.setdefault(int(row[0]), []).append(Stretch(part.first, int(row[1]), tip))
    return found


def rows_withdrawn(connection: Connection, d: int, stretches: list[Stretch]) -> Rows:
    """The rows of a device that its stretches name."""
    return rows_of(connection, d, extent(connection, d), stretches)


def taken_out(connection: Connection, withdrawal: Withdrawal) -> Counter[int]:
    """How many revisions a withdrawal takes out, by the batch that brought them; 0 stands for what was written here."""
    found: Counter[int] = Counter()
    for d, stretches in stretches_by_device(connection, (withdrawal,)).items():
        rows = rows_withdrawn(connection, d, stretches)
        for batch, count in connection.exec_driver_sql(
            f"SELECT coalesce(r.batch, 0), count(*) FROM revision r WHERE r.device = ? AND {rows.where} GROUP BY 1",
            (d, *rows.values),
        ):
            found[int(batch)] += int(count)
    return found
