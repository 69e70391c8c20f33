"""The evidence of an answer: thumbnails in order, the tile that adds, and the field for a link."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.entry.evidence import web_address
from evalapp.ui.file_dialogs import ask_files
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import icon
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.card_state import EvidenceState, NewEvidence
from evalapp.ui.widgets.editors.base import ProblemLine
from evalapp.ui.widgets.evidence_thumb import AddTile, EvidenceThumb, png_bytes
from evalapp.ui.widgets.flow import FlowLayout
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.tab_order import in_tab_order

_PASTED_STARTS = ("http://", "https://", "www.")


class EvidenceStrip(QWidget):
    """Shows evidence and takes more by paste, drop, file and link.

    Signals:
        evidence_added: a NewEvidence.
        evidence_removed: the id of the evidence whose Del was pressed.
        evidence_opened: the id of the evidence to be shown.
    """

    evidence_added = Signal(object)
    evidence_removed = Signal(object)
    evidence_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._thumbs: list[EvidenceThumb] = []
        self._read_only = False
        self._tile = AddTile(self)
        self._tile.clicked.connect(self._on_tile_clicked)
        self._holder = QWidget(self)
        self._flow = FlowLayout(self._holder, gap=theme.space.s2, last="stretch")
        self._flow.addWidget(self._tile)
        self._link = _LinkField(self)
        self._link.link_given.connect(self._on_link_given)
        self._link.closed.connect(self._tile.setFocus)
        self._problem = ProblemLine(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s1)
        column.addLayout(self._head())
        column.addWidget(self._holder)
        column.addWidget(self._link)
        column.addWidget(self._problem)

    def _head(self) -> QHBoxLayout:
        self._title = text_label(_("Evidence"), type="caption")
        self._title.setProperty("bold", "true")
        self._words = text_label(type="caption", tone="text_3")
        head = QHBoxLayout()
        head.setSpacing(current_theme().space.s3)
        head.addWidget(self._title)
        head.addWidget(self._words, 1)
        return head

    def set_state(
        self,
        evidence: Sequence[EvidenceState],
        problem: str = "",
        *,
        words: str = "",
        read_only: bool = False,
    ) -> None:
        """Show this evidence in this order; ``words`` say whether it is required, ``problem`` is said under it."""
        self._words.setText(words)
        self._read_only = read_only
        self._tile.setVisible(not read_only)
        self._problem.set_text(problem)
        if [thumb.state for thumb in self._thumbs] != list(evidence):
            self._rebuild(evidence)
        for thumb in self._thumbs:
            thumb.set_removable(not read_only)

    def paste(self) -> bool:
        """Take an image, files or a link from the clipboard; whether there was one."""
        return not self._read_only and self.take(QGuiApplication.clipboard().mimeData())

    def take(self, source: QMimeData) -> bool:
        """Take an image, files or a link from dragged or pasted data; whether there was one."""
        added = offered(source)
        for one in added:
            self.evidence_added.emit(one)
        return bool(added)

    @Slot(object)
    def add_image(self, image: QImage) -> None:
        """Take a screenshot."""
        self.evidence_added.emit(NewEvidence(kind="screenshot", data=png_bytes(image)))

    def forget(self) -> None:
        """Another item comes next: a link that is being typed belongs to this one."""
        self._link.hide()
        self._problem.set_text("")

    def show_dragging(self, dragging: bool) -> None:
        """Show on the tile that what is dragged would be added."""
        self._tile.set_dragging(dragging)

    def open_menu(self) -> QMenu:
        """The menu of the tile: screenshot from the clipboard, file, link."""
        menu = QMenu(self)
        entries = (
            ("image-outline", _("Screenshot from the clipboard"), self._on_screenshot_asked),
            ("file-outline", _("File…"), self._on_file_asked),
            ("link-variant", _("Link…"), self._on_link_asked),
        )
        for name, text, slot in entries:
            action = QAction(icon(name), text, menu)
            action.triggered.connect(slot)
            menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _rebuild(self, evidence: Sequence[EvidenceState]) -> None:
        focused = next((thumb.state.id for thumb in self._thumbs if thumb.hasFocus()), None)
        had_focus = focused is not None
        for thumb in self._thumbs:
            thumb.hide()
            thumb.deleteLater()
        self._flow.clear()
        self._thumbs = [
            EvidenceThumb(state, number, self._holder) for number, state in enumerate(evidence, 1)
        ]
        for thumb in self._thumbs:
            thumb.opened.connect(self.evidence_opened)
            thumb.removed.connect(self.evidence_removed)
            self._flow.addWidget(thumb)
            thumb.show()
        self._flow.addWidget(self._tile)
        in_tab_order(*self._thumbs, self._tile)
        if had_focus:
            same = next((thumb for thumb in self._thumbs if thumb.state.id == focused), self._tile)
            same.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_tile_clicked(self) -> None:
        self.open_menu().popup(self._tile.mapToGlobal(self._tile.rect().bottomLeft()))

    @Slot()
    def _on_screenshot_asked(self) -> None:
        if not self.paste():
            self._problem.set_text(_("There is no picture, file or link on the clipboard."))

    @Slot()
    def _on_file_asked(self) -> None:
        for path in ask_files(self, _("Add evidence")):
            self.evidence_added.emit(NewEvidence(kind="file", path=str(path)))

    @Slot()
    def _on_link_asked(self) -> None:
        self._link.open()

    @Slot(object)
    def _on_link_given(self, link: str) -> None:
        self.evidence_added.emit(NewEvidence(kind="link", text=link))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._tile.retranslate()
            self._title.setText(_("Evidence"))
        super().changeEvent(event)


class _LinkField(QWidget):
    """Asks for an address, in one line.

    Signals:
        link_given: a whole address, with https:// put before one without.
        closed: the field is about to go; the focus belongs to where it was opened.
    """

    link_given = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._label = text_label(type="caption", tone="text_2")
        self._field = QLineEdit(self)
        self._add = Button(key="Enter", parent=self)
        self._add.clicked.connect(self._on_add)
        self._problem = ProblemLine(self)
        line = QHBoxLayout()
        line.setSpacing(theme.space.s2)
        line.addWidget(self._label)
        line.addWidget(self._field, 1)
        line.addWidget(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s1)
        column.addLayout(line)
        column.addWidget(self._problem)
        self.hide()

    def open(self) -> None:
        """Show the empty field and let the user type."""
        self._label.setText(_("Link"))
        self._add.setText(_("Add link"))
        self._field.setAccessibleName(_("Link"))
        self._field.setPlaceholderText("https://")
        self._field.clear()
        self._problem.set_text("")
        self.show()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_add(self) -> None:
        link = web_address(self._field.text())
        if link:
            self._close()
            self.link_given.emit(link)
        else:
            self._problem.set_text(
                _("That is no web address: one looks like www.gov.cn/info and has no spaces.")
            )
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_add()
        elif event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def _close(self) -> None:
        self.closed.emit()
        self.hide()


def offered(source: QMimeData) -> list[NewEvidence]:
    """The evidence in dragged or pasted data: files (no folders) first, then an image, then a link."""
    urls = source.urls() if source.hasUrls() else []
    paths = [url.toLocalFile() for url in urls if url.isLocalFile()]
    found = [NewEvidence(kind="file", path=path) for path in paths if not Path(path).is_dir()]
    found += [
        NewEvidence(kind="link", text=url.toString()) for url in urls if url.scheme() in ("http", "https")
    ]
    if not found and source.hasImage():
        image = source.imageData()
        if isinstance(image, QImage) and not image.isNull():
            found.append(NewEvidence(kind="screenshot", data=png_bytes(image)))
    if not found and source.hasText():
        text = source.text().strip()
        link = web_address(text) if text.lower().startswith(_PASTED_STARTS) else ""
        if link:
            found.append(NewEvidence(kind="link", text=link))
    return found
