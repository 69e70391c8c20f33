"""A tour over a window: each step frames a part of it and says in two sentences what it is for."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.style import draw_focus_ring
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.labels import text_label

_WIDTH = 340
_VEIL = 150
"""How much of what is beside the part is covered, of 255."""


class CoachStep(Struct, frozen=True, kw_only=True):
    """One step; ``find`` gives the part of the window it is about as it is now, or None where it is not in view."""

    title: str
    text: str
    find: Callable[[], QWidget | None]


class CoachMarks(QFrame):
    """The words of the present step, in a box beside the part that is framed. Nothing below is locked: a click elsewhere ends it.

    Signals:
        ended: the tour is over, by its last step, by Esc or by doing something else.
        stepped: the number of the step shown, from 0.
    """

    ended = Signal()
    stepped = Signal(object)

    def __init__(self, window: QWidget, steps: Sequence[CoachStep], at: int = 0) -> None:
        super().__init__(window)
        theme = current_theme()
        self._steps = tuple(steps)
        self._at = min(at, len(self._steps) - 1)
        self._over = False
        self._veil = _Veil(window)
        self.setProperty("message", "toast")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._count = text_label(type="caption", tone="text_3")
        self._title = text_label(type="title", wrap=True)
        self._text = text_label(wrap=True)
        self.next_button = Button(look="primary", key="Enter", parent=self)
        self.next_button.clicked.connect(self.go_on)
        self.end_button = Button(_("End the tour"), look="flat", key="Esc", parent=self)
        self.end_button.clicked.connect(self.end)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space.s2)
        buttons.addWidget(self._count)
        buttons.addStretch(1)
        buttons.addWidget(self.end_button)
        buttons.addWidget(self.next_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s4, theme.space.s3, theme.space.s3, theme.space.s3)
        column.setSpacing(theme.space.s2)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addLayout(buttons)
        self.hide()

    @property
    def at(self) -> int:
        """The step shown, from 0."""
        return self._at

    def begin(self) -> None:
        """Show the present step over the window."""
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self._veil.show()
        self._veil.raise_()
        self.show()
        self._show_step()

    @Slot()
    def go_on(self) -> None:
        """The next step; after the last one the tour is over."""
        if self._at + 1 == len(self._steps):
            self.end()
        else:
            self._at += 1
            self._show_step()

    def go_back(self) -> None:
        """The step before."""
        if self._at:
            self._at -= 1
            self._show_step()

    @Slot()
    def end(self) -> None:
        """Take it away."""
        if self._over:
            return
        self._over = True
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._veil.hide()
        self._veil.deleteLater()
        self.hide()
        self.deleteLater()
        self.ended.emit()

    def _show_step(self) -> None:
        step = self._steps[self._at]
        number = _("{number} of {total}").format(number=self._at + 1, total=len(self._steps))
        last = self._at + 1 == len(self._steps)
        self._count.setText(number)
        self._title.setText(step.title)
        self._text.setText(step.text)
        self.next_button.setText(_("Done") if last else _("Next step"))
        self.next_button.updateGeometry()
        self.end_button.setVisible(not last)
        self.setAccessibleName(f"{step.title} ({number})")
        self.setAccessibleDescription(step.text)
        self.next_button.setAccessibleDescription(step.text)
        self.place()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{step.title}. {step.text}"))
        self.stepped.emit(self._at)

    @Slot()
    def place(self) -> None:
        """Frame the part as it lies now, with the box beside it and inside the window."""
        window = self.parentWidget()
        if window is None or self.isHidden():
            return
        theme = current_theme()
        edge = theme.space.s3
        part = _rectangle(self._steps[self._at].find(), window)
        self._veil.setGeometry(window.rect())
        self._veil.show_part(part)
        width = max(theme.scaled(_WIDTH), self.minimumSizeHint().width())
        self.setFixedWidth(width)
        layout = self.layout()
        height = 0 if layout is None else layout.totalHeightForWidth(width)
        self.setFixedHeight(max(height, self.minimumSizeHint().height()))
        self.move(_beside(part, self.rect(), window.rect().adjusted(edge, edge, -edge, -edge), edge))
        self.raise_()

    # -- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right):
            self.go_on()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Backspace):
            self.go_back()
        elif key == Qt.Key.Key_Escape:
            self.end()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Tab stays among the buttons: the page behind is not what one works on now. Hiding lets the focus go."""
        if self._over:
            return super().focusNextPrevChild(forwards)
        places: list[QWidget] = [self.next_button, self.end_button]
        shown = [place for place in places if place.isVisible()]
        at = next((number for number, place in enumerate(shown) if place.hasFocus()), -1)
        step = 1 if forwards else -1
        shown[(at + step) % len(shown)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            if watched is not self and not self.isAncestorOf(watched) and self._leads_away(watched):
                self.end()
        elif kind in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and watched is self.parentWidget():
            QTimer.singleShot(0, self, self.place)
        return False

    def _leads_away(self, clicked: QWidget) -> bool:
        """Whether a click there is about the page; the switches for language and looks leave the tour as it is."""
        place: QWidget | None = clicked
        while place is not None:
            if place.property("keeps_tour") or place.windowType() == Qt.WindowType.Popup:
                return False
            place = place.parentWidget()
        return True


class _Veil(QWidget):
    """Dims the window but for one part, which it frames; the pointer goes through it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._part = QRect()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_part(self, part: QRect) -> None:
        """Leave another part clear."""
        self._part = part
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.OddEvenFill)
        path.addRect(QRectF(self.rect()))
        colour = theme.color("bg_sunken")
        colour.setAlpha(_VEIL)
        if not self._part.isNull():
            path.addRoundedRect(QRectF(self._part), theme.radius.md, theme.radius.md)
        painter.fillPath(path, colour)
        if not self._part.isNull():
            draw_focus_ring(painter, QRectF(self._part), theme, theme.radius.md)


def _rectangle(part: QWidget | None, window: QWidget) -> QRect:
    """Where the part lies in the window, with a little room around it; null where it is not in view."""
    if part is None or not part.isVisible():
        return QRect()
    around = current_theme().space.s1
    seen = QRect(part.mapTo(window, QPoint(0, 0)), part.size())
    above = part.parentWidget()
    while above is not None and above is not window:
        seen &= QRect(above.mapTo(window, QPoint(0, 0)), above.size())
        above = above.parentWidget()
    return seen.adjusted(-around, -around, around, around) & window.rect()


def _beside(part: QRect, box: QRect, room: QRect, distance: int) -> QPoint:
    """Where the box stands: under the part, over it, right or left of it, as there is room; else in its lower corner."""
    if part.isNull():
        return QPoint(room.center().x() - box.width() // 2, room.center().y() - box.height() // 2)
    left = min(max(part.left(), room.left()), room.right() - box.width())
    top = min(max(part.top(), room.top()), room.bottom() - box.height())
    places = (
        QPoint(left, part.bottom() + distance),
        QPoint(left, part.top() - distance - box.height()),
        QPoint(part.right() + distance, top),
        QPoint(part.left() - distance - box.width(), top),
    )
    fitting = (place for place in places if room.contains(QRect(place, box.size())))
    inside = part & room
    return next(
        fitting, QPoint(inside.right() - box.width() - distance, inside.bottom() - box.height() - distance)
    )
