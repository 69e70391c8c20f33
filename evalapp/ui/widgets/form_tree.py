"""The tree of a form before anybody answers it: items, weights and how each is answered."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.widgets.fold_rows import FoldList
from evalapp.ui.widgets.painting import line_text, text_width
from evalapp.ui.widgets.rows import RowDelegate, RowPaint

_SHOWN = 9
"""Rows at most before the list scrolls."""


class FormNode(msgspec.Struct, frozen=True, kw_only=True):
    """An item of a form: its weight and its scale in words; ``parent`` is the code of its group."""

    code: str
    title: str
    weight: str
    scale: str = ""
    parent: str = ""
    level: int = 0
    folds: bool = False
    open: bool = False

    @property
    def id(self) -> str:
        """The item's code."""
        return self.code

    @property
    def text(self) -> str:
        """What typing finds."""
        return f"{self.code} {self.title}"

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return _(", ").join(filter(None, (self.text, self.weight, self.scale)))


class FormTree(FoldList[FormNode]):
    """Groups fold; the top level is open at first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_Delegate(), _("Items of the form"), parent)
        self._nodes: tuple[FormNode, ...] = ()
        self._open: set[str] = set()
        self.folded.connect(self._on_folded)

    def set_state(self, nodes: Sequence[FormNode]) -> None:
        """Show the items in the form's order; the same ones again keep what is open."""
        if tuple(nodes) != self._nodes:
            self._nodes = tuple(nodes)
            self._open = {node.code for node in nodes if node.folds and node.level == 0}
            self._open = set() if len(self._open) > _SHOWN else self._open
        self._show()

    def open_all(self, *, on: bool) -> None:
        """Unfold every group, or none."""
        self._open = {node.code for node in self._nodes if node.folds} if on else set()
        self._show()

    def _show(self) -> None:
        shown: list[FormNode] = []
        visible = {""}
        for node in self._nodes:
            if node.parent not in visible:
                continue
            is_open = node.code in self._open
            shown.append(msgspec.structs.replace(node, open=is_open))
            if is_open:
                visible.add(node.code)
        self.set_rows(shown)
        self.setFixedHeight(min(max(len(shown), 3), _SHOWN) * _row_height() + 2)

    @Slot(object, bool)
    def _on_folded(self, code: str, on: bool) -> None:
        self._open = self._open | {code} if on else self._open - {code}
        self._show()


def _row_height() -> int:
    return max(current_theme().size.row_dense, current_theme().rows("body"))


class _Delegate(RowDelegate):
    """Chevron, code, title; at the right the scale, then the weight."""

    def row_height(self) -> int:
        return _row_height()

    def paint_row(self, painter: QPainter, row: RowPaint) -> None:
        node = row.state
        if not isinstance(node, FormNode):
            return
        theme = current_theme()
        side = theme.size.icon_sm
        inner = row.rect.adjusted(theme.space.s2 + node.level * theme.space.s4, 0, -theme.space.s3, 0)
        if node.folds:
            box = QRectF(inner.left(), inner.center().y() - side / 2, side, side)
            paint_icon(painter, box, "chevron-down" if node.open else "chevron-right", "text_3")
        inner.setLeft(inner.left() + side + theme.space.s1)
        right = Qt.AlignmentFlag.AlignRight
        line_text(painter, inner, node.weight, theme.font(bold=node.folds), "text_2", right)
        widest = theme.scaled(84)
        inner.setRight(
            inner.right() - max(widest, text_width(node.weight, theme.font(bold=True)) + theme.space.s3)
        )
        if node.scale:
            room = min(text_width(node.scale, theme.font("caption")) + 1, inner.width() * 0.5)
            words = QRectF(inner.right() - room, inner.top(), room, inner.height())
            line_text(painter, words, node.scale, theme.font("caption"), "text_3", right)
            inner.setRight(words.left() - theme.space.s3)
        font = theme.font(bold=node.level == 0)
        line_text(painter, inner, node.code, font, "text_3")
        inner.setLeft(inner.left() + text_width(node.code, font) + theme.space.s2)
        line_text(painter, inner, node.title, font, "text")
