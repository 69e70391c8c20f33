"""Is the file sound: the pages, every hash, every chain, every derived table?"""

import hashlib

from msgspec import Struct
from sqlalchemy import Connection

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.entry.revision import Unreadable, read
from evalapp.form.model import form_hash
from evalapp.form.reader import decode_form
from evalapp.store.derive import Terms, rebuild
from evalapp.store.project_file import facts
from evalapp.store.schema import derived


class Soundness(Struct, frozen=True):
    """What a check found. ``faults`` is empty for a sound file."""

    revisions: int
    attachments: int
    faults: tuple[str, ...]


def check(connection: Connection, terms: Terms, progress: Progress) -> Soundness:
    """Check the whole file. The caller rolls the transaction back: derived tables are rebuilt to be compared."""
    faults: list[str] = []
    faults += _check_pages(connection)
    revisions = _check_revisions(connection, faults, progress)
    faults += _missing_links(connection)
    faults += _missing_tips(connection)
    _check_forms(connection, faults)
    attachments = _check_attachments(connection, faults)
    before = _digests(connection)
    rebuild(connection, terms, progress)
    after = _digests(connection)
    faults += [
        _("the derived table {name} differs from a rebuild").format(name=name)
        for name in before
        if before[name] != after[name]
    ]
    return Soundness(revisions, attachments, tuple(faults))


def _check_pages(connection: Connection) -> list[str]:
    """What SQLite finds in its own file; a server looks after its pages itself."""
    if connection.dialect.name != "sqlite":
        return []
    found = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
    faults = [] if found == "ok" else [_("the pages of the database are damaged: {what}").format(what=found)]
    return faults + [
        _("a row of the table {table} points at nothing").format(table=row[0])
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    ]


def _check_revisions(connection: Connection, faults: list[str], progress: Progress) -> int:
    """Every body hashes to its id, stands in its slot and device, and follows the revision before it."""
    tips: dict[tuple[int, int], set[str]] = {}
    count = 0
    rows = connection.exec_driver_sql(
        "SELECT r.id, r.device, r.seq, r.lamport, r.body, d.id, s.unit, s.item, s.subject, s.kind FROM revision r "
        "JOIN device d ON d.d = r.device JOIN slot s ON s.s = r.slot ORDER BY r.device, r.seq"
    )
    for identity, device, seq, lamport, body, device_id, unit, item, subject, kind in rows:
        count += 1
        progress.step(count)
        try:
            found = read(body)
        except Unreadable:
            faults.append(_("revision {id}: its bytes are damaged").format(id=identity.hex()))
            continue
        envelope = found.envelope
        stored = (identity.hex(), device_id.hex(), seq, lamport, unit, item, subject, kind)
        said = (
            found.id, envelope.device, envelope.seq, envelope.lamport,
            envelope.unit, envelope.item, envelope.subject, found.kind,
        )  # fmt: skip
        if stored != said:
            faults.append(
                _("revision {id}: its row does not say what its bytes say").format(id=identity.hex())
            )
        tips.setdefault((device, seq), set()).add(found.id)
        before = tips.get((device, seq - 1))
        if before is not None and envelope.prev not in before:
            faults.append(_("revision {id}: it does not follow the one before it").format(id=identity.hex()))
        tips.pop((device, seq - 2), None)
    return count


def _missing_links(connection: Connection) -> list[str]:
    """Whoever's file it is wrote every revision of the own devices here, so that none of them can be missing.

    Other people's chains may have gaps: what lies beyond is held until the part comes.
    """
    rows = connection.exec_driver_sql(
        "SELECT d.id, count(DISTINCT r.seq), max(r.seq) FROM revision r JOIN device d ON d.d = r.device "
        "WHERE r.batch IS NULL AND d.person = ? GROUP BY d.id",
        (bytes.fromhex(facts(connection)["me"]),),
    )
    return [
        _("device {id}: {n} of its revisions are missing").format(id=device.hex(), n=last - places)
        for device, places, last in rows
        if places != last
    ]


def _missing_tips(connection: Connection) -> list[str]:
    """A seal is kept only beside the revision that it ends with."""
    rows = connection.exec_driver_sql(
        "SELECT s.tip FROM seal s LEFT JOIN revision r ON r.device = s.device AND r.seq = s.seq AND r.id = s.tip "
        "WHERE r.n IS NULL"
    )
    return [_("the revision {id} is missing, which a seal ends with").format(id=tip.hex()) for (tip,) in rows]


def _check_forms(connection: Connection, faults: list[str]) -> None:
    """Every form kept is the one that its hash names."""
    for name, toml in connection.exec_driver_sql("SELECT hash, toml FROM form"):
        try:
            found = form_hash(decode_form(toml))
        except AppError:
            found = ""
        if found != name.hex():
            faults.append(_("form {id}: its text is not what it was").format(id=name.hex()))


def _check_attachments(connection: Connection, faults: list[str]) -> int:
    count = 0
    for sha256, size, data in connection.exec_driver_sql("SELECT sha256, size, data FROM attachment"):
        count += 1
        if len(data) != size or hashlib.sha256(data).digest() != sha256:
            faults.append(_("attachment {id}: its bytes are not what they were").format(id=sha256.hex()))
    return count


def _digests(connection: Connection) -> dict[str, str]:
    """One digest for each derived table; row numbers follow arrival, so they compare within one file only."""
    digests = {}
    for table in derived.sorted_tables:
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        digest = hashlib.sha256()
        for row in connection.exec_driver_sql(f"SELECT {columns} FROM {table.name} ORDER BY {columns}"):
            digest.update(repr(tuple(row)).encode())
        digests[table.name] = digest.hexdigest()
    return digests
