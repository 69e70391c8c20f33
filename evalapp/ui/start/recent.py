"""A project that was open lately, in one row."""

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from evalapp.base.clock import local_time, utc_time
from evalapp.base.home import RecentFile
from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.style import draw_focus_ring
from evalapp.ui.widgets.buttons import icon_button
from evalapp.ui.widgets.chips import Chip, synthetic_chip
from evalapp.ui.widgets.labels import ElidedLabel, IconLabel, text_label
from evalapp.ui.widgets.painting import ChipState


class RecentRow(QAbstractButton):
    """Title, role, place and time; pressing it opens the project.

    Signals:
        opened: the path.
        removed: the path is to be taken off the list.
    """

    opened = Signal(object)
    removed = Signal(object)

    def __init__(self, file: RecentFile, *, last: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._file = file
        self._last = last
        found = Path(file.path).is_file()
        self.setText(file.title)
        self.setAccessibleName(f"{file.title}, {file.path}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        role = Chip()
        if file.role == "coordinator":
            role.set_state(ChipState(text=_("Coordinator"), icon="sitemap-outline"))
        else:
            role.set_state(ChipState(text=_("Assessor"), icon="account-outline"))
        line = QHBoxLayout()
        line.setSpacing(theme.space.s2)
        line.addWidget(ElidedLabel(file.title, type="strong"))
        line.addWidget(role)
        if file.synthetic:
            made_up = Chip()
            made_up.set_state(synthetic_chip())
            line.addWidget(made_up)
        line.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(line)
        words.addWidget(ElidedLabel(file.path, type="caption", tone="text_3"))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space.s4, theme.space.s2, theme.space.s2, theme.space.s2)
        row.setSpacing(theme.space.s3)
        row.addWidget(IconLabel("database-outline", "text_2", "icon_lg"))
        row.addLayout(words, 1)
        if not found:
            missing = Chip()
            missing.set_state(ChipState(text=_("Not there now"), icon="alert-outline", tone="warn"))
            row.addWidget(missing)
        opened = text_label(local_time(file.opened_at), type="caption", tone="text_3")
        opened.setToolTip(utc_time(file.opened_at))
        row.addWidget(opened)
        remove = icon_button("close", _("Take {title} off the list").format(title=file.title), self)
        remove.clicked.connect(self._on_removed)
        row.addWidget(remove)
        self.clicked.connect(self._on_clicked)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(400, theme.rows("strong", "caption", pad=theme.space.s3))

    @Slot()
    def _on_clicked(self) -> None:
        self.opened.emit(self._file.path)

    @Slot()
    def _on_removed(self) -> None:
        self.removed.emit(self._file.path)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.underMouse():
            painter.fillRect(rect.adjusted(1, 1, -1, -1), theme.color("bg_hover"))
        if not self._last:
            painter.fillRect(QRectF(0, rect.height() - 1, rect.width(), 1), theme.color("border_subtle"))
        if self.hasFocus():
            draw_focus_ring(painter, rect, theme, theme.radius.md)
