"""Asking a further assessor about what two see differently: whom, about which cells, and what has to be sent then."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.base.progress import Progress
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.choice_box import ChoiceBox
from evalapp.ui.widgets.flow import FlowLayout
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.segmented import SegmentedSwitch, SegmentState
from evalapp.work.assigning import Changed
from evalapp.work.project import Project
from evalapp.work.third import Candidate, Cells, ask_third, candidates

CELL, UNIT, SHOWN = "cell", "unit", "shown"


class ThirdPanel(QFrame):
    """A bar of fields over the comparison. Enter asks, Esc leaves.

    Signals:
        asked: the Changed that was written; the cells wait for the person from then on.
        tasks_wanted: the user goes on to the task files.
    """

    asked = Signal(object)
    tasks_wanted = Signal()

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._project, self._services = project, services
        self._cells: dict[str, Cells] = {}
        self._people: tuple[Candidate, ...] = ()
        self.setProperty("card", "true")
        self.who = ChoiceBox(_("Whom to ask"))
        self.what = SegmentedSwitch(_("About which items"))
        self.what.chosen.connect(self._on_what)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Why a further assessor is asked"))
        self.reason.setPlaceholderText(_("Why, such as “the two saw different pages”; may be left out"))
        self.words = text_label(type="caption", tone="text_2", wrap=True)
        self.confirm = Button(_("Ask"))
        self.confirm.clicked.connect(self._on_confirm)
        self.tasks = Button(_("To the task files"), icon="package-variant-closed")
        self.tasks.clicked.connect(self.tasks_wanted)
        self.cancel = Button(_("Close"), look="flat")
        self.cancel.clicked.connect(self.hide)
        fields = QWidget()
        flow = FlowLayout(fields, gap=theme.space.s2)
        for part in (text_label(_("Ask a further assessor"), type="strong"), self.who, self.what):
            flow.addWidget(part)
        line = QHBoxLayout()
        line.setSpacing(theme.space.s2)
        line.addWidget(self.reason, 1)
        line.addWidget(self.confirm)
        line.addWidget(self.tasks)
        line.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s2)
        column.setSpacing(theme.space.s1)
        column.addWidget(fields)
        column.addLayout(line)
        column.addWidget(self.words)
        self.who.setMinimumWidth(theme.scaled(180))
        self.hide()

    def open(self, cell: tuple[str, str], unit: Cells, shown: Cells) -> None:
        """Offer whom to ask about one cell, all open ones of its unit, or all that the queue shows."""
        self._cells = {CELL: (cell,), UNIT: tuple(unit), SHOWN: tuple(shown)}
        parts = (
            SegmentState(code=CELL, text=_("this item")),
            SegmentState(code=UNIT, text=_("open here: {n}").format(n=len(self._cells[UNIT]))),
            SegmentState(code=SHOWN, text=_("all shown: {n}").format(n=len(self._cells[SHOWN]))),
        )
        self.what.set_state(parts, CELL)
        self.reason.clear()
        self._mode(done=False)
        self.words.setText(
            _(
                "Whoever is asked gives an assessment of their own, without seeing the others. Until then it waits."
            )
        )
        self.show()
        self._look()

    def _mode(self, *, done: bool) -> None:
        for part in (self.who, self.what, self.reason, self.confirm):
            part.setEnabled(not done)
        self.tasks.setVisible(done)

    @property
    def cells(self) -> Cells:
        """The cells that would be asked about."""
        return self._cells.get(self.what.on or CELL, ())

    @Slot(object)
    def _on_what(self, _code: str) -> None:
        self._look()

    def _look(self) -> None:
        work = partial(_candidates, self._project, self.cells)
        self._services.runner.run(self, work, done=self._on_candidates, failed=self._services.failed)

    def _on_candidates(self, found: Sequence[Candidate]) -> None:
        chosen = self.who.currentData()
        self._people = tuple(found)
        free = [one for one in found if not one.why_not]
        self.who.clear()
        for one in free:
            units = ngettext("{n} unit", "{n} units", one.units).format(n=one.units)
            self.who.addItem(f"{one.name} {one.code} · {units}", one.person)
        self.who.setCurrentIndex(max(0, self.who.findData(chosen)))
        self.confirm.setEnabled(bool(free))
        if not free:
            self.words.setText(
                _(
                    "Nobody is left to ask: everybody answers this already or is barred. Add an assessor first."
                )
            )
        elif self.isVisible():
            self.who.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_confirm(self) -> None:
        person = self.who.currentData()
        if person:
            work = partial(_ask, self._project, person, self.cells, self.reason.text())
            self._services.runner.run(self, work, done=self._on_asked, failed=self._services.failed)

    def _on_asked(self, changed: Changed) -> None:
        name = _(", ").join(changed.names)
        self._mode(done=True)
        self.words.setText(
            ngettext(
                "{name} is asked about {n} item. It goes out with an update of the project, or with a task: write and send it.",
                "{name} is asked about {n} items. It goes out with an update of the project, or with a task: write and send it.",
                changed.written,
            ).format(name=name, n=changed.written)
        )
        self._services.saved()
        self.asked.emit(changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.confirm.isEnabled():
            self._on_confirm()
        else:
            super().keyPressEvent(event)


def _candidates(project: Project, cells: Cells, _progress: Progress) -> tuple[Candidate, ...]:
    return candidates(project, cells)


def _ask(project: Project, person: str, cells: Cells, reason: str, _progress: Progress) -> Changed:
    return ask_third(project, person, cells, reason)
