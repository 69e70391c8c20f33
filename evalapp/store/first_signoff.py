"""What every assessor stood by at the first sign-off of a unit, whatever came after it (RECORD R15)."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from evalapp.entry.contents import ANSWER, SIGNOFF, ChainTip, SignOff
from evalapp.entry.editions import Carried, Reading
from evalapp.entry.final import Final, State
from evalapp.entry.revision import decode
from evalapp.merge.heads import heads
from evalapp.store.chains import Stretch, extent, rows_of

_Row = Any
"""(slot, unit, item, subject, n, id, device, seq, n where it is ineligible, body)"""


class FirstSignOff(Struct, frozen=True):
    """The first sign-off of a unit: the tips that it named, and when it was written, by the clock of the assessor's laptop."""

    tips: tuple[ChainTip, ...]
    at: str


class FirstAnswer(Struct, frozen=True):
    """What a subject stood by for a cell. More than one answer: the subject's laptops said different things.

    None: what was given under an earlier edition of the form is to be given again (RECORD R23).
    """

    unit: str
    item: str
    subject: str
    answers: tuple[Final, ...]


def first_signoffs(connection: Connection) -> dict[tuple[str, str], FirstSignOff]:
    """By (subject, unit): the first sign-off of the unit.

    First is the least by counter and id among those that count: not withdrawn, not held.
    """
    rows = connection.exec_driver_sql(
        "SELECT r.body FROM slot s JOIN revision r ON r.slot = s.s LEFT JOIN ineligible i ON i.n = r.n "
        "WHERE s.unit = '' AND s.kind = ? AND i.n IS NULL ORDER BY r.lamport, r.id",
        (SIGNOFF,),
    )
    found: dict[tuple[str, str], FirstSignOff] = {}
    for (body,) in rows:
        revision = decode(body)
        assert isinstance(revision.content, SignOff)
        for unit in revision.content.units:
            found.setdefault((revision.subject, unit), FirstSignOff(revision.content.tips, revision.at))
    return found


def answers_at_first_signoff(
    connection: Connection,
    signoffs: dict[tuple[str, str], FirstSignOff],
    reading: Reading | None = None,
) -> Iterator[FirstAnswer]:
    """The heads of every answer among what the first sign-off of its unit covered, blank ones left out.

    What was answered, corrected or withdrawn by a later revision makes no difference; what a withdrawal names is out,
    as everywhere. Answers of other editions of the form are read by ``reading`` (RECORD R23); those without an
    image are no answers.
    """
    covers = _Coverage(connection, signoffs)
    rows = connection.exec_driver_sql(
        "SELECT r.slot, s.unit, s.item, s.subject, r.n, r.id, r.device, r.seq, i.n, r.body FROM slot s "
        "JOIN revision r ON r.slot = s.s LEFT JOIN ineligible i ON i.n = r.n "
        f"WHERE s.kind = {ANSWER} ORDER BY r.slot, r.n"
    )
    families: dict[tuple[str, str, frozenset[str]], list[_Row]] = defaultdict(list)
    for _slot, group in groupby(rows, itemgetter(0)):
        revisions = list(group)
        unit, item, subject = revisions[0][1:4]
        if reading is not None and not reading.is_plain(item):
            families[(unit, subject, reading.family(item))] += revisions
            continue
        under = _covered(revisions, covers)
        yield from _first(unit, item, subject, [_answer(row) for row in _heads(revisions, under)])
    for (unit, subject, _items), revisions in families.items():
        assert reading is not None
        read = {row[4]: _read(row, reading) for row in _covered(revisions, covers)}
        for item in sorted({one.item for one in read.values() if one is not None}):
            under = [row for row in revisions if (one := read.get(row[4])) is not None and one.item == item]
            found = [one for row in _heads(revisions, under) if (one := read[row[4]]) is not None]
            said = [Final(one.state, one.value) for one in found if not one.again]
            yield from _first(unit, item, subject, said)
            if found and not said:
                yield FirstAnswer(unit, item, subject, ())


def _covered(revisions: list[_Row], covers: "_Coverage") -> list[_Row]:
    return [row for row in revisions if row[8] is None and covers.has(row[3], row[1], row[6], row[7], row[4])]


def _first(unit: str, item: str, subject: str, said: list[Final]) -> Iterator[FirstAnswer]:
    answers = dict.fromkeys(said)
    given = tuple(answer for answer in answers if answer.state != "blank")
    if given:
        # An answer beside a blank is a contradiction too: one laptop took back what the other left standing.
        yield FirstAnswer(unit, item, subject, tuple(answers) if len(answers) > 1 else given)


def _heads(revisions: list[_Row], under: list[_Row]) -> list[_Row]:
    if len(revisions) == 1:
        return under
    replaces = {row[5].hex(): _replaces_decoder.decode(row[9]).replaces for row in revisions}
    by_id = {row[5].hex(): row for row in under}
    return [by_id[name] for name in heads(replaces, by_id)]


class _Replaces(Struct):
    replaces: tuple[str, ...] = ()


class _Content(Struct):
    form: str
    state: State
    value: str = ""


class _Body(Struct):
    content: _Content


_replaces_decoder = msgspec.json.Decoder(_Replaces)
_body_decoder = msgspec.json.Decoder(_Body)


def _answer(row: _Row) -> Final:
    content = _body_decoder.decode(row[9]).content
    return Final(content.state, content.value)


def _read(row: _Row, reading: Reading) -> Carried | None:
    """What an answer is in the edition in force."""
    content = _body_decoder.decode(row[9]).content
    return reading.read(content.form, row[2], content.state, content.value)


class _Coverage:
    """Which revisions a first sign-off covers: those of the lines that end in its tips (RECORD R15, R10)."""

    def __init__(self, connection: Connection, signoffs: dict[tuple[str, str], FirstSignOff]) -> None:
        self._connection = connection
        self._signoffs = signoffs
        self._number = {
            identity.hex(): d for identity, d in connection.exec_driver_sql("SELECT id, d FROM device").all()
        }
        self._extents = {d: extent(connection, d) for d in self._number.values()}
        self._tips: dict[tuple[str, str], dict[int, ChainTip]] = {}
        self._lines: dict[ChainTip, frozenset[int]] = {}

    def has(self, subject: str, unit: str, d: int, seq: int, n: int) -> bool:
        """Whether the subject's first sign-off of the unit covers revision ``n`` at ``seq`` of device ``d``."""
        place = (subject, unit)
        if place not in self._tips:
            tips = self._signoffs[place].tips if place in self._signoffs else ()
            self._tips[place] = {self._number[tip.device]: tip for tip in tips if tip.device in self._number}
        tip = self._tips[place].get(d)
        if tip is None or seq > tip.seq:
            return False
        return self._extents[d].is_line or n in self._line(d, tip)

    def _line(self, d: int, tip: ChainTip) -> frozenset[int]:
        """What leads to a tip of a device whose chain is forked or has gaps: a number alone says nothing there."""
        if tip not in self._lines:
            rows = rows_of(
                self._connection, d, self._extents[d], [Stretch(1, tip.seq, bytes.fromhex(tip.id))]
            )
            found = self._connection.exec_driver_sql(
                f"SELECT r.n FROM revision r WHERE r.device = ? AND {rows.where}", (d, *rows.values)
            )
            self._lines[tip] = frozenset(n for (n,) in found)
        return self._lines[tip]
