"""What was entered for an assessor by somebody else (RECORD R3)."""

from collections.abc import Sequence

from sqlalchemy import Connection

from evalapp.entry.contents import ANSWER


def tips_entered_for(
    connection: Connection, subject: str, units: Sequence[str]
) -> list[tuple[str, int, str]]:
    """The devices of others that hold answers of the subject to the units, each with its last such answer: (device, seq, id)."""
    marks = ", ".join("?" * len(units))
    rows = connection.exec_driver_sql(
        "SELECT d.id, r.seq, r.id FROM slot s JOIN revision r ON r.slot = s.s JOIN device d ON d.d = r.device "
        f"WHERE s.kind = {ANSWER} AND s.subject = ? AND s.unit IN ({marks}) AND d.person <> ? ORDER BY d.id, r.seq, r.id",
        (subject, *units, bytes.fromhex(subject)),
    )
    last = {device: (device.hex(), int(seq), identity.hex()) for device, seq, identity in rows}
    return list(last.values())
