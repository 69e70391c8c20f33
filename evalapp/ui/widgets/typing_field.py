"""A text field of several lines that grows with its text and tells it while it is typed."""

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QFontMetrics, QGuiApplication, QImage, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from evalapp.base.text import clean
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.editors.base import belongs_to_card

_QUIET_MS = 600
_LEAST_LINES = 2
_MOST_LINES = 6


class TypingField(QPlainTextEdit):
    """Two lines that grow to six.

    Tab leaves it; the keys of the card (Esc, Ctrl with Enter or arrows) go up to it.

    Signals:
        typed: the text, once typing pauses, the field is left, or :meth:`commit` is called; only if it
            changed.
        image_pasted: a QImage pasted into the field, which cannot hold it.
    """

    typed = Signal(object)
    image_pasted = Signal(object)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = ""
        self._composing = False
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(current_theme().space.s0)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET_MS)
        self._quiet.timeout.connect(self.commit)
        self.textChanged.connect(self._on_text_changed)
        self.document().documentLayout().documentSizeChanged.connect(self._on_size_changed)

    @property
    def pending(self) -> bool:
        """Whether something is typed that was not told yet."""
        return self.toPlainText() != self._told

    @property
    def busy(self) -> bool:
        """Whether the user is in the middle of it: typing since the text was last told, or composing a character."""
        return self.pending or self._composing

    def set_text(self, text: str) -> None:
        """Show a text as told; the same text leaves the cursor where it is.

        So does the text that is typed here, when it comes back as it was recorded: the blank at its end is where the
        next word begins.
        """
        typed = self.toPlainText()
        kept = typed == text or (self.hasFocus() and clean(typed) == text)
        self._told = typed if kept else text
        self._quiet.stop()
        if not kept:
            self.setPlainText(text)
            self._quiet.stop()

    def forget(self) -> None:
        """Begin anew with nothing: what was typed here belongs to another answer, and so do its undo steps."""
        if self._composing:
            QGuiApplication.inputMethod().reset()
            self._composing = False
        self._told = ""
        self.setPlainText("")
        self._quiet.stop()

    def allow_typing(self, allowed: bool) -> None:
        """Whether the text can be changed; asked again it leaves the input method alone."""
        if self.isReadOnly() == allowed:
            self.setReadOnly(not allowed)

    @Slot()
    def commit(self) -> None:
        """Tell what is typed and not yet told."""
        self._quiet.stop()
        if self.pending:
            self._told = self.toPlainText()
            self.typed.emit(self._told)

    @Slot()
    def _on_text_changed(self) -> None:
        self._quiet.start()

    @Slot()
    def _on_size_changed(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        line = QFontMetrics(self.font()).lineSpacing()
        lines = min(max(int(self.document().size().height()), _LEAST_LINES), _MOST_LINES)
        edges = 2 * (self.frameWidth() + round(self.document().documentMargin()))
        return QSize(super().sizeHint().width(), line * lines + edges)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        image = source.imageData() if source.hasImage() and not source.hasText() else None
        if isinstance(image, QImage):
            self.image_pasted.emit(image)
        else:
            super().insertFromMimeData(source)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only words may be dropped into the text; files, links and pictures go up to the card, as evidence."""
        source = event.mimeData()
        if source.hasUrls() or (source.hasImage() and not source.hasText()):
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.commit()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if belongs_to_card(event):
            event.ignore()
        else:
            super().keyPressEvent(event)
