"""The list of pages at the left, wide with words or as a rail of icons."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.theme.style import draw_focus_ring
from evalapp.ui.widgets.labels import rule
from evalapp.ui.widgets.painted_choice import PaintedChoice
from evalapp.ui.widgets.painting import line_text, rounded, text_width


class NavState(msgspec.Struct, frozen=True, kw_only=True):
    """One page: its code, word and icon; ``count`` is what waits there; ``line`` draws a rule above it."""

    code: str
    text: str
    icon: str
    count: int | None = None
    line: bool = False


class NavList(QFrame):
    """Pages under each other, one of them current. Up and Down move, Space and Enter go there.

    Signals:
        page_chosen: the code of the page.
        focus_moved: the item that has the focus by now.
    """

    page_chosen = Signal(object)
    focus_moved = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._rail = False
        self._items: list[_NavItem] = []
        self._rules: list[QFrame] = []
        self.setProperty("edge", "right")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.space.s2, theme.space.s2, theme.space.s2, theme.space.s2)
        self._column.setSpacing(theme.space.s0)
        self._column.addStretch(1)

    def set_state(self, pages: Sequence[NavState], on: str, *, foot: Sequence[NavState] = ()) -> None:
        """Show these pages from the top and ``foot`` at the bottom; ``on`` is the current one."""
        states = (*pages, *foot)
        if [item.state.code for item in self._items] != [state.code for state in states]:
            self._rebuild(pages, foot)
        for item, state in zip(self._items, states, strict=True):
            item.set_state(state, rail=self._rail)
            item.setChecked(state.code == on)

    def set_rail(self, rail: bool) -> None:
        """Show icons alone, with a dot where something waits."""
        self._rail = rail
        edge = current_theme().space.s1 + current_theme().space.s0 if rail else current_theme().space.s2
        self._column.setContentsMargins(edge, current_theme().space.s2, edge, current_theme().space.s2)
        for item in self._items:
            item.set_state(item.state, rail=rail)
        self.updateGeometry()

    def _rebuild(self, pages: Sequence[NavState], foot: Sequence[NavState]) -> None:
        for old in (*self._items, *self._rules):
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._items, self._rules = [], []
        place = 0
        for state in pages:
            if state.line:
                line = rule(self)
                self._rules.append(line)
                self._column.insertWidget(place, line)
                place += 1
            self._column.insertWidget(place, self._item(state))
            place += 1
        for state in foot:
            self._column.addWidget(self._item(state))

    def _item(self, state: NavState) -> "_NavItem":
        item = _NavItem(state, self)
        item.pressed_code.connect(self._on_pressed)
        self._items.append(item)
        item.show()
        return item

    @Slot(object)
    def _on_pressed(self, code: str) -> None:
        self.page_chosen.emit(code)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        wide = max((item.sizeHint().width() for item in self._items), default=0) + 2 * theme.space.s2
        return QSize(
            theme.size.nav_rail if self._rail else max(theme.size.nav, wide), super().sizeHint().height()
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        places = [place for place, item in enumerate(self._items) if item.hasFocus()]
        if step is None or not places:
            super().keyPressEvent(event)
        else:
            item = self._items[(places[0] + step) % len(self._items)]
            item.setFocus(Qt.FocusReason.TabFocusReason)
            self.focus_moved.emit(item)


class _NavItem(PaintedChoice):
    """One page; the list decides whether it is current."""

    def __init__(self, state: NavState, parent: QWidget) -> None:
        super().__init__(state.code, state.text, parent)
        self.state = state
        self._rail = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_state(self, state: NavState, *, rail: bool) -> None:
        """Show another word or count."""
        self.state = state
        self._rail = rail
        self.setText(state.text)
        self.setAccessibleName(state.text if state.count is None else f"{state.text}, {state.count}")
        self.setToolTip(state.text if rail else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        height = max(theme.size.control + theme.space.s0, theme.rows("body"))
        if self._rail:
            return QSize(theme.size.icon + 2 * theme.space.s1, height)
        words = text_width(self.state.text, theme.font(bold=True))
        count = text_width(self._count(), theme.font("caption")) + theme.space.s2
        return QSize(round(words + count) + theme.size.icon + 3 * theme.space.s2, height)

    def _count(self) -> str:
        return str(self.state.count) if self.state.count else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        on = self.isChecked()
        if on or self.underMouse():
            rounded(painter, rect, theme.radius.md, "bg_selected" if on else "bg_hover")
        token = "accent" if on else "text_2"
        side = theme.size.icon
        left = rect.center().x() - side / 2 if self._rail else rect.left() + theme.space.s2
        paint_icon(painter, QRectF(left, rect.center().y() - side / 2, side, side), self.state.icon, token)
        if self._rail:
            if self.state.count:
                dot = theme.space.s1 + theme.space.s0
                at = QRectF(rect.right() - dot - theme.space.s1, rect.top() + theme.space.s1, dot, dot)
                rounded(painter, at, dot / 2, "accent")
        else:
            inner = rect.adjusted(left + side + theme.space.s2, 0, -theme.space.s2, 0)
            count = self._count()
            caption = theme.font("caption")
            line_text(
                painter, inner, count, caption, "accent" if on else "text_3", Qt.AlignmentFlag.AlignRight
            )
            inner.setWidth(inner.width() - text_width(count, caption) - theme.space.s1)
            line_text(painter, inner, self.state.text, theme.font(bold=on), token)
        if self.hasFocus():
            draw_focus_ring(painter, rect, theme, theme.radius.md)
