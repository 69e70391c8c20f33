"""The trust that follows from a file's revisions: words about people and keys, and what proves each of them."""

from collections.abc import Sequence

from sqlalchemy import Connection

from evalapp.entry.contents import KIND_NUMBERS, ChainTip, Founding
from evalapp.entry.revision import decode
from evalapp.merge.trust import Trust, Word, established
from evalapp.store.chains import Stretch, extent, rows_of
from evalapp.store.project_file import facts
from evalapp.store.union import find_device

TRUST_KINDS = frozenset(
    KIND_NUMBERS[name] for name in ("project", "person", "enrolment", "key", "grant", "release", "adoption")
)
"""Kinds that may change which keys are accepted or what is let through."""


def load_trust(connection: Connection, founding_id: str) -> Trust:
    """The trust that follows from the founding, person, enrolment, key, grant and release revisions in the union.

    ``founding_id`` names the one founding revision that this file was made from: a second one, whoever wrote it, founds
    nothing.
    """
    words, proofs = _words(connection)
    founding = next(
        (word.content for word in words if word.id == founding_id and isinstance(word.content, Founding)),
        None,
    )
    return established(founding, words, proofs.proved, proofs.within)


def _words(connection: Connection) -> tuple[list[Word], "_Proofs"]:
    """Revisions of the trust kinds, as every laptop lists them: by counter and id."""
    kinds = ", ".join(str(kind) for kind in sorted(TRUST_KINDS))
    rows = connection.exec_driver_sql(
        "SELECT r.n, r.id, r.device, r.batch IS NOT NULL, d.key, s.subject, r.body FROM slot s "
        "JOIN revision r ON r.slot = s.s JOIN device d ON d.d = r.device "
        f"LEFT JOIN ineligible i ON i.n = r.n AND i.reason = 'newer' WHERE s.unit = '' AND s.kind IN ({kinds}) AND i.n IS NULL "
        "ORDER BY r.lamport, r.id"
    ).all()
    proofs = _Proofs(connection)
    words = []
    for n, identity, d, came, key, subject, body in rows:
        revision = decode(body)
        proofs.place(n, d, "" if came or key is None else key.hex())
        words.append(
            Word(
                n=n,
                id=identity.hex(),
                author=revision.author,
                subject=subject,
                replaces=revision.replaces,
                content=revision.content,
            )
        )
    return words, proofs


class _Proofs:
    """Which revisions a key has proved: written by this account with it, or under a tip that it has sealed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._places: dict[int, tuple[int, str]] = {}
        self._sealed: dict[tuple[int, str], set[int]] = {}
        self._before: dict[ChainTip, set[int]] = {}

    def place(self, n: int, d: int, written_with: str) -> None:
        """Note down on which device a revision stands, and with which key this account wrote it ("" for others')."""
        self._places[n] = (d, written_with)

    def proved(self, word: Word, key: str) -> bool:
        """Whether ``key`` has proved the revision."""
        d, written_with = self._places[word.n]
        if written_with == key:
            return True
        if (d, key) not in self._sealed:
            seals = self._connection.exec_driver_sql(
                'SELECT seq, tip FROM seal WHERE device = ? AND "key" = ?', (d, bytes.fromhex(key))
            ).all()
            self._sealed[d, key] = self._up_to(d, [Stretch(1, seq, tip) for seq, tip in seals])
        return word.n in self._sealed[d, key]

    def within(self, word: Word, tips: Sequence[ChainTip]) -> bool:
        """Whether the revision lies on the way to one of the tips."""
        for tip in tips:
            if tip not in self._before:
                d = find_device(self._connection, tip.device)
                stretches = [Stretch(1, tip.seq, bytes.fromhex(tip.id))]
                self._before[tip] = set() if d is None else self._up_to(d, stretches)
        return any(word.n in self._before[tip] for tip in tips)

    def _up_to(self, d: int, tips: Sequence[Stretch]) -> set[int]:
        if not tips:
            return set()
        rows = rows_of(self._connection, d, extent(self._connection, d), tips)
        found = self._connection.exec_driver_sql(
            f"SELECT r.n FROM revision r WHERE r.device = ? AND {rows.where}", (d, *rows.values)
        )
        return {n for (n,) in found}


def adopted_projects(connection: Connection) -> frozenset[str]:
    """The ids of the projects that this one has taken in."""
    return frozenset(load_trust(connection, facts(connection)["founding"]).adopted)


def load_coordinators(connection: Connection, founding_id: str) -> frozenset[str]:
    """Who the coordinators are: from the table of people, or from trust itself while that table is still empty."""
    rows = connection.exec_driver_sql("SELECT id FROM person WHERE role = 'coordinator'").all()
    if rows:
        return frozenset(person for (person,) in rows)
    return load_trust(connection, founding_id).coordinators
