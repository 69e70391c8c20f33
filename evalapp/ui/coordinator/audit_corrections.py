"""Corrections after publication: a row a cell that moved, with what it was and is, by whom and which rank moved."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.clock import local_moment, local_time
from evalapp.base.i18n import _, ngettext
from evalapp.base.numbers import display
from evalapp.ui.coordinator.plain_table import PlainTable, carded
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.empty_state import EmptyState
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.models.struct_table import Column
from evalapp.work.corrections import CorrectedCell, Correction, cause_of

_CAUSE, _RANK = 6, 7
_SEEN = 0.005


class Line(Struct, frozen=True):
    """A cell with the correction that it belongs to."""

    of: Correction
    cell: CorrectedCell


class AuditCorrections(QWidget):
    """The log; Enter opens the cell side by side.

    Signals:
        cell_asked: unit and item of a cell.
        results_asked: nothing was corrected: the results are to be seen.
        export_asked: the log is to be written as a table.
    """

    cell_asked = Signal(str, str)
    results_asked = Signal()
    export_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.listed: tuple[Correction, ...] = ()
        self.words = text_label(tone="text_2", wrap=True)
        self.export = Button(_("Export CSV…"), icon="export-variant")
        self.export.clicked.connect(self.export_asked)
        self.table = PlainTable[Line](_("Corrections"), _columns(), _CAUSE, _tone)
        self.table.show_lines(5)
        self.table.opened.connect(self._on_opened)
        self.empty = EmptyState("file-search-outline")
        self.empty.acted.connect(self.results_asked)
        head = QHBoxLayout()
        head.setSpacing(theme.space.s2)
        head.addWidget(self.words, 1)
        head.addWidget(self.export)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s2)
        column.addLayout(head)
        self._list = carded(self.table)
        column.addWidget(self._list, 1)
        column.addWidget(self.empty, 1)
        self.set_state(())

    def set_state(self, listed: Sequence[Correction]) -> None:
        """Show the log, the latest correction first."""
        self.listed = tuple(listed)
        lines = [Line(one, cell) for one in listed for cell in one.cells]
        self.table.set_state(lines)
        self._list.setVisible(bool(lines))
        self.export.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        n = len(listed)
        self.words.setText(_summary(self.listed) if n else "")
        self.empty.set_state(
            ngettext(
                "{n} correction was published, and no cell or rank moved with it.",
                "{n} corrections were published, and no cell or rank moved with them.",
                n,
            ).format(n=n)
            if n
            else _(
                "No publication corrects another one. When published results are corrected, every cell and rank that moves is "
                "listed here with its cause."
            ),
            _("Look at the results"),
        )

    @Slot(object)
    def _on_opened(self, line: Line) -> None:
        if line.cell.item:
            self.cell_asked.emit(line.cell.unit, line.cell.item)


def _summary(listed: tuple[Correction, ...]) -> str:
    latest = listed[0]
    said = _("“{name}” corrects “{of}”, {time}, {by}.").format(
        name=latest.name, of=latest.of, time=local_moment(latest.at)[:16], by=latest.by
    )
    note = _("Note: {words}").format(words=latest.note) if latest.note else ""
    more = ngettext("{n} earlier correction below it.", "{n} earlier corrections below it.", len(listed) - 1)
    rest = more.format(n=len(listed) - 1) if len(listed) > 1 else ""
    return " ".join(part for part in (said, note, rest) if part)


def _columns() -> list[Column[Line]]:
    return [
        Column(_("Correction"), _name, hint=_of),
        Column(_("City"), _city),
        Column(_("Item"), _item),
        Column(_("Before"), _before, hint=_before),
        Column(_("After"), _after, hint=_after),
        Column(_("Effect"), _effect, right=True),
        Column(_("Cause"), _cause, hint=_cause),
        Column(_("Rank"), _rank, centre=True),
        Column(_("Score"), _score, centre=True),
    ]


def _tone(line: Line, column: int) -> str:
    return "warn" if column == _RANK and line.cell.moved_rank else "text"


def _name(line: Line) -> str:
    return line.of.name


def _of(line: Line) -> str:
    return _("corrects “{of}”, {time}").format(of=line.of.of, time=local_time(line.of.at))


def _city(line: Line) -> str:
    return line.cell.unit_name


def _item(line: Line) -> str:
    return line.cell.item or "–"


def _before(line: Line) -> str:
    return line.cell.before


def _after(line: Line) -> str:
    return line.cell.after


def _effect(line: Line) -> str:
    effect = line.cell.effect
    return "" if not effect or (not line.cell.item and abs(effect) < _SEEN) else f"{effect:+.2f}"


def _cause(line: Line) -> str:
    return cause_of(line.cell)


def _rank(line: Line) -> str:
    before, after = line.cell.rank_before, line.cell.rank_after
    if before == after:
        return _shown(after)
    return f"{_shown(before)} → {_shown(after)}"


def _shown(rank: int | None) -> str:
    return "–" if rank is None else str(rank)


def _score(line: Line) -> str:
    before, after = line.cell.score_before, line.cell.score_after
    shown = ["–" if one is None else display(one, 2) for one in (before, after)]
    return shown[1] if shown[0] == shown[1] else " → ".join(shown)
