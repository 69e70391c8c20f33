"""How far each assessor was told to have been received: kept where tasks, updates and returns are written (RECORD section 5)."""

from collections.abc import Iterable

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from evalapp.entry.contents import ChainTip
from evalapp.store.acknowledged import tips_held
from evalapp.store.project_file import facts, set_facts

_TOLD = "told."
"""Names the local facts that say what a person was told last."""


class Told(Struct, frozen=True):
    """What a person was told last, at ``at`` (UTC): the ends of the chains that had come whole by then."""

    at: str
    tips: tuple[ChainTip, ...]

    @property
    def revisions(self) -> int:
        """How many revisions that covers."""
        return sum(tip.seq for tip in self.tips)


_decoder = msgspec.json.Decoder(Told)


def keep_told(connection: Connection, persons: Iterable[str], at: str) -> None:
    """Note down that a package written at ``at`` tells these persons how far they were received."""
    set_facts(
        connection,
        {
            _TOLD + person: msgspec.json.encode(Told(at, tips_held(connection, person))).decode()
            for person in persons
        },
    )


def told(connection: Connection) -> dict[str, Told]:
    """By person what was told last; who was never written to is absent."""
    return {
        key.removeprefix(_TOLD): _decoder.decode(value)
        for key, value in facts(connection).items()
        if key.startswith(_TOLD)
    }
