"""What units were in the edition before, as it stands in the heads."""

from sqlalchemy import Connection

from evalapp.entry.contents import EARLIER, HIDDEN, LAST_EDITION, EarlierValues
from evalapp.entry.revision import decode
from evalapp.store.queries import settings


def is_hidden(connection: Connection) -> bool:
    """Whether the coordinator keeps the last edition from the assessors; so it is, too, while that is disputed."""
    setting = settings(connection).get(LAST_EDITION)
    return setting is not None and (setting.disputed or setting.value == HIDDEN)


def earlier_values(connection: Connection, unit: str) -> EarlierValues | None:
    """What a unit was in the edition before; None where nobody has said it, or two coordinators differently (RECORD R18)."""
    rows = connection.exec_driver_sql(
        "SELECT r.body FROM head h JOIN revision r ON r.n = h.n "
        "WHERE h.unit = ? AND h.item = '' AND h.kind = ? AND h.present = 1",
        (unit, EARLIER),
    )
    said = {decode(body).content for (body,) in rows}
    content = said.pop() if len(said) == 1 else None
    return content if isinstance(content, EarlierValues) else None
