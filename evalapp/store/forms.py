"""The editions of the form that a file holds, and what its revisions say of them (RECORD R21–R23)."""

from collections.abc import Iterable

from sqlalchemy import Connection

from evalapp.entry.contents import (
    DECISION,
    EDITION,
    MAPPING,
    QUESTION,
    SETTING,
    Answer,
    Content,
    Decision,
    MappingEntry,
    Question,
    Setting,
    mapping_slot,
)
from evalapp.entry.revision import decode
from evalapp.merge import eligibility

NAMING_KINDS = frozenset({SETTING, DECISION, MAPPING, QUESTION})
"""Kinds that may name an edition which the file lacks. Answers under such an edition are refused when they come in."""


def form_bytes(connection: Connection, form_hash: str) -> bytes:
    """The exact TOML of a form kept in the file; KeyError where it is not."""
    found = connection.exec_driver_sql(
        "SELECT toml FROM form WHERE hash = ?", (bytes.fromhex(form_hash),)
    ).scalar()
    if found is None:
        raise KeyError(form_hash)
    return bytes(found)


def keep_form(connection: Connection, form_hash: str, toml: bytes) -> bool:
    """Keep a form's exact bytes, for good; whether it was new. The first bytes stay."""
    kept = connection.exec_driver_sql(
        "INSERT INTO form (hash, toml) VALUES (?, ?) ON CONFLICT DO NOTHING", (bytes.fromhex(form_hash), toml)
    )
    return kept.rowcount > 0


def form_hashes(connection: Connection) -> frozenset[str]:
    """The hashes of all editions that the file holds."""
    return frozenset(name.hex() for (name,) in connection.exec_driver_sql("SELECT hash FROM form"))


def edition_in_force(connection: Connection) -> str:
    """The hash of the edition in force; "" while there is none. Of several in dispute the first, as of any setting."""
    found = connection.exec_driver_sql("SELECT value FROM setting WHERE name = ?", (EDITION,)).scalar()
    return "" if found is None else str(found)


def first_edition(connection: Connection) -> str:
    """The hash of the edition that the project was founded with: the setting that replaced none."""
    rows = connection.exec_driver_sql(
        "SELECT r.body FROM slot s JOIN revision r ON r.slot = s.s LEFT JOIN ineligible i ON i.n = r.n "
        "WHERE s.unit = '' AND s.item = ? AND s.kind = ? AND i.n IS NULL ORDER BY r.lamport, r.id",
        (EDITION, SETTING),
    )
    for (body,) in rows:
        revision = decode(body)
        if isinstance(revision.content, Setting) and not revision.replaces:
            return revision.content.value
    return ""


def mapping_heads(connection: Connection) -> list[tuple[str, MappingEntry]]:
    """The mappings in force with their ids; several for one pair of editions where coordinators disagree."""
    rows = connection.exec_driver_sql(
        "SELECT r.id, h.item, r.body FROM head h JOIN revision r ON r.n = h.n "
        "WHERE h.unit = '' AND h.kind = ? AND h.present = 1 ORDER BY r.id",
        (MAPPING,),
    )
    found = []
    for identity, item, body in rows:
        content = decode(body).content
        if isinstance(content, MappingEntry) and item == mapping_slot(content.origin, content.target):
            found.append((identity.hex(), content))
    return found


def missing_editions(connection: Connection) -> frozenset[str]:
    """Editions that a mapping in force leads from or to, and that the file has lost: a mapping without them would be held."""
    named = {name for _id, entry in mapping_heads(connection) for name in (entry.origin, entry.target)}
    return frozenset(named) - form_hashes(connection)


def editions_named(content: Content, item: str) -> Iterable[str]:
    """The editions that a revision speaks of; ``item`` is its slot's."""
    match content:
        case Answer(form=form) | Question(form=form):
            return (form,)
        case Decision(form=form):
            return (form,) if form else ()
        case MappingEntry(origin=origin, target=target):
            return (origin, target)
        case Setting(value=value) if item == EDITION:
            return (value,)
        case _:
            return ()


def let_editions_in(connection: Connection) -> tuple[set[int], set[int]]:
    """Take the reason ``edition`` from revisions whose editions have come since; their slots and devices."""
    known = form_hashes(connection)
    rows = connection.exec_driver_sql(
        "SELECT i.n, r.slot, r.device, s.item, r.body FROM ineligible i JOIN revision r ON r.n = i.n "
        "JOIN slot s ON s.s = r.slot WHERE i.reason = ?",
        (eligibility.EDITION,),
    ).all()
    come = [
        (n, slot, device)
        for n, slot, device, item, body in rows
        if known.issuperset(editions_named(decode(body).content, item))
    ]
    if come:
        connection.exec_driver_sql("DELETE FROM ineligible WHERE n = ?", [(n,) for n, _slot, _device in come])
    return {slot for _n, slot, _device in come}, {device for _n, _slot, device in come}
