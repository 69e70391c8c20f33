"""How far everybody's work has come here, and how far each was told so."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from evalapp.base.clock import local_time, utc_time
from evalapp.base.i18n import _, ngettext
from evalapp.ui.coordinator.plain_table import PlainTable, carded
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.models.struct_table import Column
from evalapp.work.received import Acknowledged

_TOLD = 4


class ReceivedPeople(QWidget):
    """A table of assessors."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = PlainTable[Acknowledged](_("Acknowledged work"), _columns(), _TOLD, _tone)
        self.table.show_lines(4)
        words = _(
            "Every task, update and return that is written tells its assessor how far the work has come here; the next "
            "submission then carries only what came after."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current_theme().space.s2)
        column.addWidget(text_label(words, type="caption", tone="text_2", wrap=True))
        column.addWidget(carded(self.table), 1)

    def set_state(self, rows: Sequence[Acknowledged]) -> None:
        """Show how far everybody is."""
        self.table.set_state(rows)


def _told(row: Acknowledged) -> str:
    if not row.told_at:
        return _("not told yet") if row.revisions else ""
    words = _("up to {time}").format(time=local_time(row.told_at))
    since = row.revisions - row.told
    if since <= 0:
        return words
    return words + _(", ") + ngettext("{n} revision since", "{n} revisions since", since).format(n=since)


def _tone(row: Acknowledged, column: int) -> str:
    if column == _TOLD and row.told < row.revisions:
        return "warn"
    return "text" if row.files else "text_3"


def _columns() -> list[Column[Acknowledged]]:
    return [
        Column(_("Assessor"), lambda row: f"{row.name} {row.code}".strip()),
        Column(_("Files"), lambda row: str(row.files), right=True),
        Column(
            _("Last received"),
            lambda row: local_time(row.last_at) if row.last_at else _("never"),
            hint=lambda row: utc_time(row.last_at) if row.last_at else "",
        ),
        Column(_("Revisions"), lambda row: str(row.revisions), right=True),
        Column(_("Acknowledged"), _told, hint=lambda row: utc_time(row.told_at) if row.told_at else ""),
    ]
