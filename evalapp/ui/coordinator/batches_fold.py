"""The files that were merged: a fold, and in it each file can be withdrawn with a reason."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from evalapp.base.clock import local_time
from evalapp.base.i18n import _, ngettext
from evalapp.base.progress import Progress
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.labels import ElidedLabel, IconLabel, text_label
from evalapp.work.inbox import BatchRow, withdraw_batch
from evalapp.work.project import Project


class BatchesFold(QFrame):
    """The merged files, the newest first. Closed it says how many there are."""

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._project = project
        self._services = services
        self._rows: list[_Batch] = []
        self._batches: tuple[BatchRow, ...] = ()
        self._open = False
        self.setProperty("card", "true")
        self.head = Button(icon="chevron-right", look="flat")
        self.head.clicked.connect(self._on_folded)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.space.s2, theme.space.s1, theme.space.s2, theme.space.s1)
        self._column.setSpacing(theme.space.s0)
        self._column.addWidget(self.head)
        self.hide()

    def set_state(self, batches: Sequence[BatchRow]) -> None:
        """Show these files; the same ones again are left alone."""
        if tuple(batches) != self._batches:
            self._batches = tuple(batches)
            for old in self._rows:
                self._column.removeWidget(old)
                old.hide()
                old.deleteLater()
            self._rows = [_Batch(batch, self) for batch in batches]
            for row in self._rows:
                row.withdrawn.connect(self._on_withdrawn)
                self._column.addWidget(row)
        self._show()

    def rows(self) -> Sequence["_Batch"]:
        """The files shown."""
        return self._rows

    def _show(self) -> None:
        self.setVisible(bool(self._batches))
        words = ngettext("{n} merged file", "{n} merged files", len(self._batches))
        self.head.setText(words.format(n=len(self._batches)))
        self.head.set_icon_name("chevron-down" if self._open else "chevron-right")
        for row in self._rows:
            row.setVisible(self._open)

    @Slot()
    def _on_folded(self) -> None:
        self._open = not self._open
        self._show()

    @Slot(object, object)
    def _on_withdrawn(self, batch: int, reason: str) -> None:
        self.head.setFocus(Qt.FocusReason.OtherFocusReason)
        work = partial(_withdraw, self._project, batch, reason)
        self._services.runner.run(
            self, work, done=self._on_done, failed=self._services.failed, name=_("Withdrawing")
        )

    def _on_done(self, _identity: str) -> None:
        self._services.toast(_("Withdrawn. What it brought no longer counts and stays in the history."))
        self._services.saved()
        self._services.changes.announce("answers", "decisions", "batches")


def _withdraw(project: Project, batch: int, reason: str, _progress: Progress) -> str:
    return withdraw_batch(project, batch, reason)


class _Batch(QWidget):
    """One file: what it brought, and how it is taken back."""

    withdrawn = Signal(object, object)

    def __init__(self, batch: BatchRow, parent: QWidget) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._batch = batch
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space.s2, 0, theme.space.s1, 0)
        row.setSpacing(theme.space.s2)
        row.addWidget(IconLabel("package-variant-closed", "text_3", "icon_sm"))
        row.addWidget(text_label(_("Batch {n}").format(n=batch.number), type="strong"))
        row.addWidget(ElidedLabel(batch.name))
        row.addWidget(ElidedLabel(_words(batch), type="caption", tone="text_3"), 1)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Why is the file withdrawn?"))
        self.reason.setPlaceholderText(_("Why? A withdrawal cannot be taken back here."))
        self.reason.setMinimumWidth(2 * theme.size.nav)
        self.confirm = Button(_("Withdraw"))
        self.cancel = Button(_("Cancel"), look="flat")
        self.start = Button(_("Withdraw…"), look="link")
        for part in (self.reason, self.confirm, self.cancel, self.start):
            row.addWidget(part)
        self.start.clicked.connect(self._on_start)
        self.cancel.clicked.connect(self._on_cancel)
        self.confirm.clicked.connect(self._on_confirm)
        self.reason.returnPressed.connect(self._on_confirm)
        self.reason.textChanged.connect(self._on_typed)
        self._ask(asking=False)

    def _ask(self, *, asking: bool) -> None:
        for part in (self.reason, self.confirm, self.cancel):
            part.setVisible(asking)
        self.start.setVisible(not asking and self._batch.withdrawn < self._batch.revisions)
        self.confirm.setEnabled(bool(self.reason.text().strip()))

    @Slot()
    def _on_start(self) -> None:
        self._ask(asking=True)
        self.reason.setFocus()

    @Slot()
    def _on_cancel(self) -> None:
        self.reason.clear()
        self._ask(asking=False)
        self.start.setFocus()

    @Slot()
    def _on_typed(self) -> None:
        self.confirm.setEnabled(bool(self.reason.text().strip()))

    @Slot()
    def _on_confirm(self) -> None:
        if reason := self.reason.text().strip():
            self._ask(asking=False)
            self.withdrawn.emit(self._batch.number, reason)


def _words(batch: BatchRow) -> str:
    words = ngettext("{time}, {n} revision", "{time}, {n} revisions", batch.revisions).format(
        time=local_time(batch.at), n=batch.revisions
    )
    if not batch.withdrawn:
        return words
    if batch.withdrawn >= batch.revisions:
        return words + _(", ") + _("withdrawn")
    return words + _(", ") + _("{n} of them withdrawn").format(n=batch.withdrawn)
