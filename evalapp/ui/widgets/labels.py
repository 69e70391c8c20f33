"""Labels whose type and colour are named, not set."""

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.theme.theme import TypeName

LabelTone = Literal[
    "text",
    "text_2",
    "text_3",
    "accent",
    "ok",
    "warn",
    "error",
    "info",
    "returned",
    "quiet",
    "a",
    "b",
    "synthetic",
]
IconSize = Literal["icon_sm", "icon", "icon_lg", "ring"]


def text_label(
    text: str = "",
    *,
    type: TypeName = "body",
    tone: LabelTone = "text",
    wrap: bool = False,
    parent: QWidget | None = None,
) -> QLabel:
    """A plain-text label; ``type`` and ``tone`` are read by the style sheet."""
    made = QLabel(text, parent)
    dress(made, type, tone, wrap)
    return made


def dress(made: QLabel, type: TypeName, tone: LabelTone, wrap: bool = False) -> None:
    """Give a label its type, tone and wrapping before it is first shown."""
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("type", type)
    made.setProperty("tone", tone)
    made.setWordWrap(wrap)


def retone(made: QWidget, tone: LabelTone) -> None:
    """Change the tone of a label already shown."""
    if made.property("tone") != tone:
        made.setProperty("tone", tone)
        restyle(made)


def restyle(made: QWidget) -> None:
    """Let the style sheet look again at a widget's dynamic properties."""
    made.style().unpolish(made)
    made.style().polish(made)


def rule(parent: QWidget | None = None, *, vertical: bool = False) -> QFrame:
    """A one-pixel dividing line."""
    line = QFrame(parent)
    line.setProperty("line", "true")
    if vertical:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line


class ElidedLabel(QLabel):
    """A one-line label that gives way: it elides, and then tells the whole text in its tool tip."""

    def __init__(
        self,
        text: str = "",
        *,
        type: TypeName = "body",
        tone: LabelTone = "text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        dress(self, type, tone)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), QFontMetrics(self.font()).horizontalAdvance("…")), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        metrics = QFontMetrics(self.font())
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.setFont(self.font())
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)


class IconLabel(QWidget):
    """An icon that says nothing by itself; the word stands beside it."""

    def __init__(
        self,
        name: str = "",
        token: str = "text_2",
        size: IconSize = "icon",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._token = token
        self._size: IconSize = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def icon(self) -> str:
        """The name of the icon that is shown."""
        return self._name

    def set_icon(self, name: str, token: str = "text_2") -> None:
        """Show another icon, or none for an empty name."""
        self._name = name
        self._token = token
        self.update()

    def sizeHint(self) -> QSize:
        side: int = getattr(current_theme().size, self._size)
        return QSize(side, side)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._name:
            paint_icon(QPainter(self), QRectF(self.rect()), self._name, self._token)
