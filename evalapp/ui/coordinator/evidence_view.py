"""Evidence behind an assessment: one piece at a time, as large as there is room."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from evalapp.base.clock import local_time, utc_time
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.entry.evidence import Evidence
from evalapp.ui.assessor.viewer import EvidenceViewer
from evalapp.ui.pictures import picture
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.style import draw_focus_ring
from evalapp.ui.widgets.buttons import Button, icon_button
from evalapp.ui.widgets.chips import FilterChips, FilterState
from evalapp.ui.widgets.evidence_thumb import KIND_ICONS
from evalapp.ui.widgets.labels import ElidedLabel, text_label
from evalapp.work.evidence import attachment_bytes
from evalapp.work.project import Project

_SHORT = 8
"""So many characters of a piece's title have room on its chip."""


class EvidenceView(QWidget):
    """Chips [1] [2] … choose a piece; under them a screenshot is scaled to the width, a link opens in the browser.

    A click or Enter on the screenshot shows it as large as the window allows; with ``enlarges`` somebody else shows it large.

    Signals:
        enlarged: the piece is to be seen large.
    """

    enlarged = Signal()

    def __init__(
        self, project: Project, services: Services, *, enlarges: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._enlarges = enlarges
        self._project = project
        self._services = services
        self.pieces: tuple[Evidence, ...] = ()
        self._shown = 0
        self._chips = FilterChips(_("Evidence"))
        self._chips.chosen.connect(self._on_chosen)
        self._when = text_label(type="caption", tone="text_3", wrap=True)
        self._picture = Picture()
        self._picture.opened.connect(self._on_opened)
        self._data = b""
        self.expand = icon_button("arrow-expand", _("Show large, beside the others (E)"))
        self.expand.set_dense()
        self.expand.clicked.connect(self.enlarged)
        self.link = Button(icon="link-variant", look="link")
        self.link.clicked.connect(self._on_link)
        self._address = ElidedLabel(type="caption", tone="text_3")
        self._note = text_label(tone="text_2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current_theme().space.s1)
        head = QHBoxLayout()
        head.setSpacing(current_theme().space.s1)
        head.addWidget(self._chips, 1)
        head.addWidget(self.expand)
        column.addLayout(head)
        for part in (self._when, self.link, self._address, self._note, self._picture):
            column.addWidget(part)

    def set_state(self, evidence: Sequence[Evidence]) -> None:
        """Show these pieces, the first of them open."""
        self.pieces = tuple(evidence)
        self._shown = 0
        self._show()

    @property
    def shown(self) -> Evidence | None:
        """The piece that is open."""
        return self.pieces[self._shown] if self.pieces else None

    @property
    def image(self) -> QImage:
        """The screenshot that is open; a null image for anything else."""
        return self._picture.image if self._picture.isVisibleTo(self) else QImage()

    def said(self) -> str:
        """What stands here instead of a screenshot: a note's words, a link's address, that nothing was given."""
        one = self.shown
        if one is None:
            return _("No evidence was given.")
        return one.ref if one.kind in ("link", "note") else self._note.text()

    def caption(self) -> str:
        """Title and time of the piece that is open."""
        return "" if self.shown is None else _caption(self.shown)

    def show_piece(self, number: int) -> None:
        """Open the piece of this number, counted from 0."""
        self._shown = number
        self._show()

    @Slot(object)
    def _on_chosen(self, number: str) -> None:
        self._shown = int(number)
        self._show()

    @Slot()
    def _on_link(self) -> None:
        url = QUrl(self.pieces[self._shown].ref)
        if url.scheme() in (
            "http",
            "https",
        ):  # whatever a submission says, nothing on this computer is opened
            QDesktopServices.openUrl(url)

    @Slot()
    def _on_opened(self) -> None:
        if self._enlarges:
            self.enlarged.emit()
            return
        one = self.pieces[self._shown]
        EvidenceViewer(self._data, one.title or _("Screenshot"), self.window(), _caption(one)).open()

    def _show(self) -> None:
        states = [
            FilterState(code=str(place), text=_chip_words(place, one), icon=KIND_ICONS[one.kind])
            for place, one in enumerate(self.pieces)
        ]
        self._chips.set_state(states, str(self._shown))
        self._chips.setVisible(bool(states))
        self.expand.setVisible(bool(states) and self._enlarges)
        one = self.pieces[self._shown] if self.pieces else None
        self._when.setText(_("No evidence was given.") if one is None else _caption(one))
        self._when.setToolTip("" if one is None else utc_time(one.at))
        self._when.setVisible(bool(self._when.text()))
        link = one is not None and one.kind == "link"
        self.link.setVisible(link)
        self._address.setVisible(link)
        if link and one is not None:
            self.link.setText(_("Open the page"))
            self.link.updateGeometry()
            self._address.setText(one.ref)
        self._note.setVisible(False)
        self._picture.setVisible(False)
        if one is not None and one.kind == "note":
            self._say(one.ref)
        elif one is not None and one.kind == "file":
            self._say(_("A file of {size} bytes.").format(size=one.size))
        elif one is not None and one.kind == "screenshot":
            work = partial(_attachment, self._project, one.ref)
            self._services.runner.run(self, work, done=self._on_attachment, failed=self._services.failed)

    def _say(self, text: str) -> None:
        self._note.setText(text)
        self._note.setVisible(True)

    def _on_attachment(self, found: tuple[str, bytes | None]) -> None:
        sha256, data = found
        if not self.pieces or self.pieces[self._shown].ref != sha256:
            return
        image = picture(data) if data else QImage()
        if image.isNull():
            self._say(
                _("The screenshot has not come with the submission. Ask the assessor to hand it in again.")
            )
        else:
            self._data = data or b""
            self._picture.set_image(image, self.pieces[self._shown].title)
            self._picture.setVisible(True)


def _attachment(project: Project, sha256: str, _progress: Progress) -> tuple[str, bytes | None]:
    return sha256, attachment_bytes(project, sha256)


def _chip_words(place: int, one: Evidence) -> str:
    """The number by which justifications cite it, and its title if that is short."""
    return f"[{place + 1}] {one.title}".strip() if len(one.title) <= _SHORT else f"[{place + 1}]"


def _caption(one: Evidence) -> str:
    return "  ".join(part for part in (one.title, local_time(one.at) if one.at else "") if part)


class Picture(QWidget):
    """An image as wide as there is room, never larger than it is.

    Signals:
        opened: it is wanted larger, by a click, Enter or Space.
    """

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(_("Click to look at it as large as the window allows"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def image(self) -> QImage:
        """What is shown."""
        return self._image

    def set_image(self, image: QImage, name: str) -> None:
        """Show another image."""
        self._image = image
        self.setAccessibleName(name or _("Screenshot"))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if self._image.isNull():
            return 0
        return round(self._image.height() * min(1.0, width / self._image.width()))

    def sizeHint(self) -> QSize:
        width = min(self._image.width(), 3 * current_theme().size.thumb_w)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().size.thumb_w, 0)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not held and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        width = min(self.width(), self._image.width())
        height = self._image.height() * width / self._image.width()
        box = QRectF(0, 0, width, height)
        painter.drawImage(box, self._image)
        painter.setPen(Qt.PenStyle.SolidLine)
        painter.setPen(current_theme().color("border"))
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        if self.hasFocus():
            draw_focus_ring(painter, box, current_theme(), 0)
