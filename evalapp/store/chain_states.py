"""How each device's chain stands in the file: how long, whole or forked, how far proved by which key (RECORD R4, R9, R10)."""

from collections import defaultdict

from msgspec import Struct
from sqlalchemy import Connection


class SealedUpTo(Struct, frozen=True, kw_only=True):
    """The last seal of a key over a chain."""

    key: str
    seq: int
    tip: str


class ChainRow(Struct, frozen=True, kw_only=True):
    """A device's chain: ``count`` revisions at ``places`` numbers, the highest of them ``last``, some of them held.

    ``key`` is the one that this file itself vouches for: of this account, or of whoever wrote the task.
    """

    device: str
    person: str
    key: str
    count: int
    places: int
    last: int
    held: int
    here: bool
    seals: tuple[SealedUpTo, ...]

    @property
    def is_whole(self) -> bool:
        """Whether no number is missing."""
        return self.places == self.last

    @property
    def is_forked(self) -> bool:
        """Whether two revisions claim one number."""
        return self.count > self.places


def chain_rows(connection: Connection) -> list[ChainRow]:
    """All devices that the file has met, by person and id."""
    seals: dict[int, list[SealedUpTo]] = defaultdict(list)
    rows = connection.exec_driver_sql(
        'SELECT device, "key", seq, tip FROM seal ORDER BY device, seq DESC, "key"'
    )
    for d, key, seq, tip in rows:
        if key.hex() not in {known.key for known in seals[d]}:
            seals[d].append(SealedUpTo(key=key.hex(), seq=seq, tip=tip.hex()))
    held = {
        d: int(count)
        for d, count in connection.exec_driver_sql(
            "SELECT r.device, count(*) FROM ineligible i CROSS JOIN revision r ON r.n = i.n GROUP BY r.device"
        )
    }
    # Whether somebody wrote here shows at the end of the chain alone: asking every row would read the whole file.
    found = connection.exec_driver_sql(
        'SELECT d.d, d.id, d.person, d."key", c.n, c.places, c.last, '
        "(SELECT r.batch IS NULL FROM revision r WHERE r.device = d.d AND r.seq = c.last ORDER BY r.batch IS NULL DESC LIMIT 1) "
        "FROM (SELECT device, count(*) AS n, count(DISTINCT seq) AS places, max(seq) AS last FROM revision GROUP BY device) c "
        "JOIN device d ON d.d = c.device ORDER BY d.person, d.id"
    )
    return [
        ChainRow(
            device=device.hex(),
            person="" if person is None else person.hex(),
            key="" if key is None else key.hex(),
            count=count,
            places=places,
            last=last,
            held=held.get(d, 0),
            here=bool(here),
            seals=tuple(seals[d]),
        )
        for d, device, person, key, count, places, last, here in found
    ]
