"""Decisions that a rule made, by the transaction in which they were written: one after the other in a device's chain."""

from msgspec import Struct
from sqlalchemy import Connection

from evalapp.entry.contents import DECISION, ChainRange, Decision
from evalapp.entry.revision import decode


class RuledDecision(Struct, frozen=True, kw_only=True):
    """One of them: its cell, whether it was withdrawn since, and whether it is the one in force."""

    unit: str
    item: str
    state: str
    value: str
    withdrawn: bool
    in_force: bool


class AppliedRow(Struct, frozen=True, kw_only=True):
    """A rule as it was applied: its words, who did it when (UTC), the stretch of the chain, and the decisions in it."""

    words: str
    author: str
    at: str
    range: ChainRange
    decisions: tuple[RuledDecision, ...]


def applied_rules(connection: Connection, category: str) -> tuple[AppliedRow, ...]:
    """Every rule that was applied, the first one first; ``category`` is the reason category that such decisions have."""
    rows = connection.exec_driver_sql(
        "SELECT d.id, r.seq, r.id, r.body, i.reason, c.decision_n = r.n FROM slot s "
        "JOIN revision r ON r.slot = s.s JOIN device d ON d.d = r.device LEFT JOIN ineligible i ON i.n = r.n "
        "LEFT JOIN cell c ON c.unit = s.unit AND c.item = s.item "
        "WHERE s.kind = ? AND (i.n IS NULL OR i.reason = 'withdrawn') ORDER BY d.id, r.seq, r.id",
        (DECISION,),
    )
    found: list[AppliedRow] = []
    last = ("", 0)
    for device, seq, identity, body, reason, current in rows:
        revision = decode(body)
        content = revision.content
        if not isinstance(content, Decision) or content.reason_category != category:
            continue
        one = RuledDecision(
            unit=revision.unit,
            item=revision.item,
            state=content.state,
            value=content.value,
            withdrawn=reason == "withdrawn",
            in_force=bool(current),
        )
        before = found[-1] if found else None
        if (
            before is not None
            and last == (device.hex(), seq - 1)
            and (before.at, before.words) == (revision.at, content.reason)
        ):
            whole = ChainRange(device.hex(), before.range.first, identity.hex())
            found[-1] = AppliedRow(
                words=before.words,
                author=before.author,
                at=before.at,
                range=whole,
                decisions=(*before.decisions, one),
            )
        else:
            found.append(
                AppliedRow(
                    words=content.reason,
                    author=revision.author,
                    at=revision.at,
                    range=ChainRange(device.hex(), seq, identity.hex()),
                    decisions=(one,),
                )
            )
        last = (device.hex(), seq)
    return tuple(sorted(found, key=lambda row: (row.at, row.range.device, row.range.first)))
