"""Every setting ever written that counts, in the order in which every laptop lists them."""

from msgspec import Struct
from sqlalchemy import Connection

from evalapp.entry.contents import SETTING, Setting
from evalapp.entry.revision import decode


class SettingRevision(Struct, frozen=True, kw_only=True):
    """A setting as it was written. ``is_head``: it holds now; with another head of the name it is in dispute."""

    id: str
    name: str
    value: str
    author: str
    at: str
    replaces: tuple[str, ...]
    is_head: bool


def setting_history(connection: Connection) -> list[SettingRevision]:
    """The revisions of all settings, the oldest first (RECORD R6)."""
    rows = connection.exec_driver_sql(
        "SELECT r.id, s.item, r.body, h.n IS NOT NULL FROM slot s JOIN revision r ON r.slot = s.s "
        f"LEFT JOIN ineligible i ON i.n = r.n LEFT JOIN head h ON h.kind = {SETTING} AND h.unit = s.unit AND h.item = s.item "
        f"AND h.subject = s.subject AND h.n = r.n WHERE s.unit = '' AND s.kind = {SETTING} AND i.n IS NULL "
        "ORDER BY r.lamport, r.id"
    )
    found = []
    for identity, name, body, head in rows:
        revision = decode(body)
        assert isinstance(revision.content, Setting)
        found.append(
            SettingRevision(
                id=identity.hex(),
                name=name,
                value=revision.content.value,
                author=revision.author,
                at=revision.at,
                replaces=revision.replaces,
                is_head=bool(head),
            )
        )
    return found
