"""The columns of the audit's tables, and a revision told in full."""

from evalapp.base.clock import local_moment, utc_time
from evalapp.base.i18n import _
from evalapp.merge.words import standing_word
from evalapp.ui.widgets.models.struct_table import Column
from evalapp.work.audit import AuditRow
from evalapp.work.audit_words import kind_word

SHORT = 12
STANDING = 7
WHAT = 4
GIVING_WAY = (6, 8)
"""Columns that go where there is no room: the chosen row tells them in full."""


def audit_columns() -> list[Column[AuditRow]]:
    """When, what, where, by whom, from which file, whether it counts."""
    return [
        Column(_("Time"), _time, hint=_utc),
        Column(_("Kind"), _kind),
        Column(_("City"), _city),
        Column(_("Item"), _item, hint=_item_hint),
        Column(_("What was recorded"), what_words, hint=what_words),
        Column(_("Written by"), by_words, hint=by_words),
        Column(_("File"), _file, hint=_file),
        Column(_("Standing"), standing_words, hint=standing_words),
        Column(_("Id"), _id, hint=_full_id),
    ]


def tone(row: AuditRow, column: int) -> str:
    """What does not count is quiet; why stands in warning."""
    if column == STANDING:
        return "warn"
    return "text_3" if row.standing else "text"


def what_words(row: AuditRow) -> str:
    """What was recorded, what it replaced, and why, on one line."""
    after = row.after or (_("(nothing)") if row.before else "")
    change = _("{before} → {after}").format(before=row.before, after=after) if row.before else after
    parts = (change, row.text, _("Reason: {words}").format(words=row.reason) if row.reason else "")
    return " · ".join(" ".join(part.split()) for part in parts if part)[:400]


def by_words(row: AuditRow) -> str:
    """Who wrote it, and for whom."""
    if row.entered:
        return _("{author}, entered for {subject}").format(author=row.author, subject=row.subject)
    if row.subject and row.subject != row.author:
        return _("{author}, about {subject}").format(author=row.author, subject=row.subject)
    return row.author


def standing_words(row: AuditRow) -> str:
    """Why it does not count, and what is wrong with its time."""
    return _(", ").join(standing_word(word) for word in (row.standing, row.clock) if word)


def told_in_full(row: AuditRow) -> tuple[tuple[str, str], ...]:
    """Names and words of everything about a revision; what is empty is left out."""
    lines = (
        (_("Before"), row.before),
        (_("After"), row.after),
        (_("Text"), row.text),
        (_("Reason"), row.reason),
        (_("Written by"), by_words(row)),
        (_("Whether it counts"), standing_words(row) or _("yes")),
        (_("File"), _file(row)),
        (
            _("Device"),
            _("{device}, number {seq}, counter {counter}").format(
                device=row.device[:SHORT], seq=f"{row.seq:,}", counter=f"{row.lamport:,}"
            ),
        ),
    )
    return tuple((name, words) for name, words in lines if words)


def _time(row: AuditRow) -> str:
    return local_moment(row.at)[:16]


def _utc(row: AuditRow) -> str:
    return utc_time(row.at)


def _kind(row: AuditRow) -> str:
    return kind_word(row.kind)


def _city(row: AuditRow) -> str:
    return row.unit_name


def _item(row: AuditRow) -> str:
    return row.item if len(row.item) <= 2 * SHORT else f"{row.item[:SHORT]}…"


def _item_hint(row: AuditRow) -> str:
    return f"{row.item} {row.item_title}".strip()


def _file(row: AuditRow) -> str:
    return f"{row.batch} · {row.file}" if row.batch else _("written here")


def _id(row: AuditRow) -> str:
    return row.id[:SHORT]


def _full_id(row: AuditRow) -> str:
    return row.id
