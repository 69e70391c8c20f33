"""The line at the foot of every window: what is safe, what runs, who works here."""

import msgspec
from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from evalapp.base.i18n import _
from evalapp.ui.tasks import Running
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.chips import Chip, synthetic_chip
from evalapp.ui.widgets.labels import ElidedLabel, IconLabel, LabelTone
from evalapp.ui.widgets.painting import ChipState

_SHOWN_AFTER_MS = 300


class StatusState(msgspec.Struct, frozen=True, kw_only=True):
    """What the status line says at rest; an empty text leaves its part out.

    ``saved`` is a local time such as 12:04:31; ``failed`` replaces it by what went wrong, in a few words, and
    stays.
    """

    saved: str = ""
    failed: str = ""
    backup: str = ""
    integrity: str = ""
    task: str = ""
    person: str = ""
    role: str = ""
    synthetic: bool = False


class StatusLine(QFrame):
    """Saved, backup and integrity at the left; task, person and synthetic data at the right; running work between.

    Signals:
        failure_opened: the red part was pressed: the window says what to do.
        cancel_asked: running work is to stop.
    """

    failure_opened = Signal()
    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._state = StatusState()
        self._running: Running | None = None
        self.setProperty("edge", "top")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._saved = _Part("check", "ok")
        self._failed = Button(
            icon="alert-circle-outline", look="link", type="caption", token="error", parent=self
        )
        self._failed.set_dense()
        self._failed.clicked.connect(self.failure_opened)
        self._backup = _Part("backup-restore")
        self._integrity = _Part("shield-check-outline")
        self._work = _Work(self)
        self._work.cancel_asked.connect(self.cancel_asked)
        self._task = _Part("calendar-clock")
        self._person = _Part("account-outline")
        self._synthetic = Chip()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space.s3, 0, theme.space.s3, 0)
        row.setSpacing(theme.space.s3 + theme.space.s0)
        left: tuple[QWidget, ...] = (self._saved, self._failed, self._backup, self._integrity)
        right: tuple[QWidget, ...] = (self._work, self._task, self._person, self._synthetic)
        for part in left:
            row.addWidget(part)
        row.addStretch(1)
        for part in right:
            row.addWidget(part)
        self.setFixedHeight(theme.size.status)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_SHOWN_AFTER_MS)
        self._late.timeout.connect(self._show_running)
        self.set_state(self._state)

    def set_state(self, state: StatusState) -> None:
        """Show another state; a saved time or failure that is new is spoken by screen readers."""
        news = state.failed or (_("Saved {time}").format(time=state.saved) if state.saved else "")
        told = (self._state.saved, self._state.failed) != (state.saved, state.failed)
        self._state = state
        self._saved.set_text("" if state.failed or not state.saved else news)
        self._failed.setText(state.failed)
        self._failed.setVisible(bool(state.failed))
        self._backup.set_text(_("Backup {time}").format(time=state.backup) if state.backup else "")
        self._integrity.set_text(state.integrity)
        self._task.set_text(state.task)
        self._person.set_text(" · ".join(part for part in (state.role, state.person) if part))
        self._synthetic.set_state(synthetic_chip() if state.synthetic else ChipState(text=""))
        if told and news:
            self.setAccessibleName(news)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, news))

    @Slot(object)
    def set_running(self, running: Running | None) -> None:
        """Show work under way once it has lasted 300 ms; None takes it away at once."""
        self._running = running
        if running is None:
            self._late.stop()
            self._show_running()
        elif self._work.isVisible():
            self._show_running()
        elif not self._late.isActive():
            self._late.start()

    @Slot()
    def _show_running(self) -> None:
        self._work.set_state(self._running)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.set_state(self._state)
            self._work.set_state(self._running if self._work.isVisible() else None)
        elif event.type() == QEvent.Type.StyleChange:
            self.setFixedHeight(current_theme().size.status)
        super().changeEvent(event)


class _Part(QWidget):
    """An icon and a caption; hidden while it has nothing to say."""

    def __init__(self, icon: str, tone: LabelTone = "text_2") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().space.s1)
        row.addWidget(IconLabel(icon, tone, "icon_sm"))
        self._label = ElidedLabel(type="caption", tone=tone)
        row.addWidget(self._label)

    def set_text(self, text: str) -> None:
        """Show a text; hide for none."""
        self._label.setText(text)
        self.setVisible(bool(text))


class _Work(QWidget):
    """Name, bar and cancel of running work."""

    cancel_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._name = ElidedLabel(type="caption", tone="text_2")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(theme.size.thumb_w)
        self._count = ElidedLabel(type="caption", tone="text_2")
        self._cancel = Button(look="link", type="caption", parent=self)
        self._cancel.set_dense()
        self._cancel.clicked.connect(self.cancel_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space.s2)
        for part in (self._name, self._bar, self._count, self._cancel):
            row.addWidget(part)
        self.hide()

    def set_state(self, running: Running | None) -> None:
        """Show work, or hide."""
        self.setVisible(running is not None)
        if running is None:
            return
        self._name.setText(running.name)
        self._bar.setAccessibleName(running.name)
        self._bar.setRange(0, running.total)
        self._bar.setValue(running.done)
        self._count.setText(f"{running.done}/{running.total}" if running.total else "")
        self._cancel.setText(_("Cancel"))
        self._cancel.updateGeometry()
