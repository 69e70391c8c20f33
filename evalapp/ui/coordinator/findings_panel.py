"""The findings that wait, at the left of the one that is looked at."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.merge.oddities.finding import KINDS
from evalapp.ui.coordinator.finding_state import Seen, finding_states
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import icon_button
from evalapp.ui.widgets.chips import FilterChips, FilterState
from evalapp.ui.widgets.finding_list import FindingList, finding_chip
from evalapp.ui.widgets.labels import ElidedLabel, text_label
from evalapp.work.checks import Checked

ALL, ASKED, SETTLED = "all", "asked", "settled"
_WIDTH = 300
_ANY = 16_777_215
"""As wide as may be: Qt's own bound of widgets."""


class FindingsPanel(QFrame):
    """Shows the findings, filtered by kind or by what became of them.

    Signals:
        chosen: the key of the finding that became current.
        export_asked: the findings shown are wanted as a file.
    """

    chosen = Signal(object)
    export_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._seen: Seen | None = None
        self._filter = ALL
        self._current = ""
        self.setProperty("edge", "right")
        self._alone = False
        self._fit()
        self._title = text_label(type="strong")
        self.export_button = icon_button("export-variant", _("Export the findings as CSV…"))
        self.export_button.clicked.connect(self.export_asked)
        self.filters = FilterChips(_("Filter"))
        self.filters.chosen.connect(self._on_filter)
        self.list = FindingList()
        self.list.chosen.connect(self._on_chosen)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.export_button)
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s1)
        column.setSpacing(theme.space.s1)
        column.addLayout(head)
        column.addWidget(self.filters)
        column.addWidget(ElidedLabel(_("By strength, the most telling first"), type="caption", tone="text_2"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(self.list, 1)

    def set_state(self, seen: Seen) -> None:
        """Show other findings. What is current stays; if it is gone, what came after it becomes current, untold."""
        before = [row.finding.key for row in self.shown()]
        self._seen = seen
        if self._filter != ALL and not self.shown():
            self._filter = ALL
        shown = [row.finding.key for row in self.shown()]
        if self._current not in shown:
            place = before.index(self._current) if self._current in before else 0
            later = [key for key in before[place:] if key in shown]
            self._current = later[0] if later else shown[-1] if shown and place else shown[0] if shown else ""
        self._show()

    def set_alone(self, alone: bool) -> None:
        """Take all the room there is, or stand beside the finding."""
        self._alone = alone
        self._fit()

    def _fit(self) -> None:
        width = current_theme().scaled(_WIDTH)
        self.setMinimumWidth(width)
        self.setMaximumWidth(_ANY if self._alone else width)

    def shown(self) -> list[Checked]:
        """The findings that pass the filter."""
        return [] if self._seen is None else [row for row in self._seen.rows if _passes(row, self._filter)]

    @property
    def current(self) -> str:
        """The key of the current finding; "" where none is shown."""
        return self._current

    def row(self) -> Checked | None:
        """The current finding."""
        return next((row for row in self.shown() if row.finding.key == self._current), None)

    def position(self) -> tuple[int, int]:
        """Which finding is current, counted from 1, of how many."""
        keys = [row.finding.key for row in self.shown()]
        return (keys.index(self._current) + 1 if self._current in keys else 0), len(keys)

    def go(self, key: str, filtered: str = "") -> None:
        """Make a finding current, untold, under a filter."""
        self._filter = filtered or self._filter
        self._current = key
        if self._seen is not None:
            self.set_state(self._seen)

    @property
    def filtered(self) -> str:
        """The filter that is on."""
        return self._filter

    def step(self, by: int) -> None:
        """Choose the next (1) or previous (-1) finding."""
        self.list.move_current(by)

    @Slot(object)
    def _on_chosen(self, key: str) -> None:
        self._current = key
        self.chosen.emit(key)

    @Slot(object)
    def _on_filter(self, code: str) -> None:
        self._filter = code
        keys = [row.finding.key for row in self.shown()]
        if self._current not in keys:
            self._current = keys[0] if keys else ""
        self._show()
        self.chosen.emit(self._current)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _show(self) -> None:
        if self._seen is None:
            return
        self._title.setText(_("Checks") + f" {self._seen.open()}")
        self.filters.set_state(_filters(self._seen.rows, self._filter), self._filter)
        self.list.set_state(finding_states(self._seen, self.shown()), self._current)


def _passes(row: Checked, code: str) -> bool:
    """What is settled is shown only when it is asked for."""
    if code == ASKED:
        return row.standing == "asked"
    if code == SETTLED:
        return row.standing in ("reviewed", "dismissed")
    return row.standing == "open" and code in (ALL, row.finding.kind)


def _filters(rows: Sequence[Checked], on: str) -> list[FilterState]:
    """Kinds with their numbers of open findings, then what is not open any more."""
    kinds = Counter(row.finding.kind for row in rows if row.standing == "open")
    states = [FilterState(code=ALL, text=_("All"), count=sum(kinds.values()))]
    for kind in KINDS:
        chip = finding_chip(kind)
        if kinds[kind] or kind == on:
            states.append(FilterState(code=kind, text=chip.text, count=kinds[kind], icon=chip.icon))
    for code, words, icon in (
        (ASKED, _("Asked"), "reply-outline"),
        (SETTLED, _("Settled"), "check-circle-outline"),
    ):
        count = sum(1 for row in rows if _passes(row, code))
        if count or code == on:
            states.append(FilterState(code=code, text=words, count=count, icon=icon))
    return states
