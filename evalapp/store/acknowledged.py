"""How far a coordinator has what an assessor wrote: told in tasks, updates and returns, kept in the assessor's file.

The next submission then carries only what came after (RECORD R9 and section 5, "did you get it?").
"""

from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import Connection

from evalapp.entry.contents import ChainTip
from evalapp.store.chains import extent
from evalapp.store.project_file import facts, set_facts
from evalapp.store.union import find_device

_TIPS, _AT = "acknowledged", "acknowledged_at"
_decoder = msgspec.json.Decoder(tuple[ChainTip, ...])


def tips_held(connection: Connection, person: str) -> tuple[ChainTip, ...]:
    """The ends of a person's chains that this file holds whole; a chain with a gap or a fork is not vouched for."""
    found = []
    rows = connection.exec_driver_sql(
        "SELECT d, id FROM device WHERE person = ? ORDER BY id", (bytes.fromhex(person),)
    ).all()
    for d, identity in rows:
        size = extent(connection, d)
        if size.is_line and size.last:
            tip = connection.exec_driver_sql(
                "SELECT id FROM revision WHERE device = ? AND seq = ?", (d, size.last)
            ).scalar_one()
            found.append(ChainTip(identity.hex(), size.last, tip.hex()))
    return tuple(found)


def keep_acknowledged(connection: Connection, tips: Sequence[ChainTip], at: str) -> bool:
    """Keep what a coordinator's package said at ``at`` (UTC); whether it is something else than was known.

    A package older than the last one says nothing new.
    """
    known = facts(connection)
    if at <= known.get(_AT, ""):
        return False
    text = msgspec.json.encode(tuple(tips)).decode()
    set_facts(connection, {_TIPS: text, _AT: at})
    return text != known.get(_TIPS, "[]")


def acknowledged(connection: Connection) -> tuple[Mapping[str, int], str]:
    """By device how far it was acknowledged, and when that was said (UTC; "" where it never was).

    Only what this file holds too: a tip that is not in a whole chain here says nothing.
    """
    known = facts(connection)
    found = {}
    for tip in _decoder.decode(known.get(_TIPS, "[]")):
        d = find_device(connection, tip.device)
        if d is not None and extent(connection, d).is_line and _holds(connection, d, tip):
            found[tip.device] = tip.seq
    return found, known.get(_AT, "") if found else ""


def _holds(connection: Connection, d: int, tip: ChainTip) -> bool:
    at = connection.exec_driver_sql("SELECT id FROM revision WHERE device = ? AND seq = ?", (d, tip.seq))
    return at.scalar() == bytes.fromhex(tip.id)
