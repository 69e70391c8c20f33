"""What is wrong, row by row; a row is a door to its field."""

from collections.abc import Sequence
from typing import Literal

import msgspec
from PySide6.QtCore import QModelIndex, QRectF, Signal, Slot
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.widgets.models.struct_list import StructListModel
from evalapp.ui.widgets.painting import line_text
from evalapp.ui.widgets.rows import RowDelegate, RowList, RowPaint

ProblemKind = Literal["error", "evidence", "warn", "info", "flag", "returned", "accepted", "blank"]

_ICONS: dict[ProblemKind, tuple[str, str]] = {
    "error": ("alert-circle-outline", "error"),
    "evidence": ("paperclip", "error"),
    "warn": ("alert-outline", "warn"),
    "info": ("information-outline", "info"),
    "flag": ("flag-outline", "flag"),
    "returned": ("reply-outline", "returned"),
    "accepted": ("alert-outline", "text_3"),
    "blank": ("circle-outline", "text_3"),
}


class ProblemState(msgspec.Struct, frozen=True, kw_only=True):
    """One problem: what, and why or what to do; ``id`` is given back when it is chosen."""

    id: str
    kind: ProblemKind
    what: str
    why: str = ""


class ProblemList(RowList):
    """Problems in a list; a click or Enter goes to the field.

    Signals:
        problem_chosen: the id of the problem.
    """

    problem_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(ProblemDelegate(), _("Problems"), parent)
        self._model = StructListModel[ProblemState](_id, _what, spoken_problem, parent=self)
        self.setModel(self._model)
        self.clicked.connect(self._on_chosen)
        self.activated.connect(self._on_chosen)

    def set_state(self, problems: Sequence[ProblemState], current: str = "") -> None:
        """Show these problems, ``current`` selected if it is among them; nothing is told."""
        self._model.set_rows(problems)
        place = self._model.place(current)
        if place >= 0:
            self.setCurrentIndex(self._model.index(place))

    def choose_next(self, step: int = 1) -> None:
        """Go to the next problem, or with -1 to the one before; after the last comes the first."""
        rows = self._model.rowCount()
        if rows:
            place = self.currentIndex().row() + step if self.currentIndex().isValid() else 0
            self.setCurrentIndex(self._model.index(place % rows))
            self._on_chosen(self.currentIndex())

    @Slot(QModelIndex)
    def _on_chosen(self, index: QModelIndex) -> None:
        problem = self._model.row(index)
        if problem is not None:
            self.problem_chosen.emit(problem.id)


class ProblemDelegate(RowDelegate):
    """Icon, what, and why in a caption under it; the current row has an accent edge at its left."""

    def row_height(self) -> int:
        return current_theme().rows("body", "caption")

    def paint_row(self, painter: QPainter, row: RowPaint) -> None:
        problem = row.state
        if not isinstance(problem, ProblemState):
            return
        theme = current_theme()
        if row.selected:
            edge = QRectF(row.rect.left(), row.rect.top(), theme.radius.sm, row.rect.height())
            painter.fillRect(edge, theme.color("accent"))
        body, caption = theme.line("body"), theme.line("caption")
        inner = row.rect.adjusted(theme.space.s3 + theme.radius.sm, 0, -theme.space.s3, 0)
        top = inner.center().y() - (body + caption) / 2 if problem.why else inner.center().y() - body / 2
        side = theme.size.icon
        icon, token = _ICONS[problem.kind]
        place = QRectF(inner.left(), top + (body - side) / 2, side, side)
        paint_icon(painter, place, icon, token)
        if problem.kind == "accepted":
            painter.setPen(QPen(theme.color(token), theme.space.s0 / 2))
            painter.drawLine(place.topRight(), place.bottomLeft())
        inner.setLeft(inner.left() + side + theme.space.s2)
        line_text(painter, QRectF(inner.left(), top, inner.width(), body), problem.what, theme.font(), "text")
        second = QRectF(inner.left(), top + body, inner.width(), caption)
        line_text(painter, second, problem.why, theme.font("caption"), "text_3")


def spoken_problem(problem: ProblemState) -> str:
    """What a screen reader says of a problem."""
    words = {
        "error": _("Error"),
        "evidence": _("Evidence missing"),
        "warn": _("Warning"),
        "info": _("Note"),
        "flag": _("Flagged"),
        "returned": _("Returned"),
        "accepted": _("Accepted warning"),
        "blank": _("Unanswered"),
    }
    return f"{words[problem.kind]}: {problem.what}. {problem.why}".strip()


def _id(problem: ProblemState) -> str:
    return problem.id


def _what(problem: ProblemState) -> str:
    return problem.what
