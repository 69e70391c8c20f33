"""The audit as a table: every revision that a filter asks for, written as it is read, whole or not at all."""

from pathlib import Path

from evalapp.base.clock import local_moment
from evalapp.base.csv_file import csv_file
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.merge.words import standing_word
from evalapp.store.trail_pages import every_row, total
from evalapp.work.audit import AuditFilter, AuditRow, Words, prepare, wanted_of
from evalapp.work.audit_words import kind_word
from evalapp.work.project import Project

COLUMNS = (
    "time_utc", "time_local", "kind", "what", "unit", "unit_name", "item", "item_title", "before", "after", "text", "reason",
    "author", "author_name", "subject", "subject_name", "entered_for", "counts", "standing", "clock", "file", "batch", "device",
    "seq", "counter", "id",
)  # fmt: skip


def export_audit(
    project: Project, path: Path, wanted: AuditFilter, progress: Progress, *, newest: bool = False
) -> int:
    """Write the revisions as CSV; how many. Memory does not grow with them. Raises AppError("cannot_write", "day"), Cancelled."""
    prepare(project, progress)
    count = 0
    with project.file.read() as connection:
        rows = wanted_of(project, connection, wanted)
        words, expected = Words(project, connection), total(connection, rows)
        with csv_file(path, COLUMNS) as write:
            for part in every_row(connection, rows, newest=newest):
                for row in words.rows(part):
                    write(_cells(row))
                    count += 1
                    progress.step(count, max(expected, count))
    return count


def _cells(row: AuditRow) -> tuple[str, ...]:
    return (
        row.at,
        local_moment(row.at),
        row.kind,
        kind_word(row.kind),
        row.unit_code,
        row.unit_name,
        row.item,
        row.item_title,
        row.before,
        row.after,
        row.text,
        row.reason,
        row.author_code,
        row.author,
        row.subject_code,
        row.subject,
        row.subject if row.entered else "",
        _("no") if row.standing else _("yes"),
        standing_word(row.standing) if row.standing else "",
        standing_word(row.clock) if row.clock else "",
        row.file,
        str(row.batch or ""),
        row.device,
        str(row.seq),
        str(row.lamport),
        row.id,
    )
