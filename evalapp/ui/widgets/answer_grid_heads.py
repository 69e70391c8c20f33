"""The heads of the table of answers: items under their groups, cities with their progress, the corner between them."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.city_list import paint_progress
from evalapp.ui.widgets.models.answer_grid import AnswerGridModel
from evalapp.ui.widgets.painting import hairline, line_text, text_width


class ItemHeader(QHeaderView):
    """Group, code, title, how it is answered; a group's name goes over all of its items and stays in view."""

    def __init__(self, table: AnswerGridModel, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._table = table
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        items = 2 * theme.line("caption") + theme.line("strong") + theme.space.s2
        return QSize(super().sizeHint().width(), self.group_height() + items)

    def group_height(self) -> int:
        """How high the line of groups is."""
        return current_theme().size.row_dense

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme = current_theme()
        column = self._table.columns[section]
        box = QRectF(rect)
        view = self.parentWidget()
        here = isinstance(view, QTableView) and view.currentIndex().column() == section
        painter.save()
        painter.fillRect(box, theme.color("bg_panel"))
        band = self.group_height()
        lower = QRectF(box.left(), box.top() + band, box.width(), box.height() - band)
        if here:
            painter.fillRect(lower, theme.color("bg_selected"))
        hairline(painter, box.left(), lower.top(), box.right(), lower.top(), "border")
        hairline(painter, box.left(), box.bottom() - 0.5, box.right(), box.bottom() - 0.5, "border")
        hairline(painter, box.right() - 0.5, lower.top(), box.right() - 0.5, box.bottom(), "border_subtle")
        inner = lower.adjusted(theme.space.s2, theme.space.s1, -theme.space.s1, 0)
        caption, strong = theme.line("caption"), theme.line("strong")
        line_text(painter, QRectF(inner.left(), inner.top(), inner.width(), caption), column.code,
                  theme.font("caption"), "text_2")  # fmt: skip
        line_text(painter, QRectF(inner.left(), inner.top() + caption, inner.width(), strong), column.title,
                  theme.font("caption", bold=True), "text")  # fmt: skip
        line_text(painter, QRectF(inner.left(), inner.top() + caption + strong, inner.width(), caption), column.kind,
                  theme.font("caption"), "text_3")  # fmt: skip
        self._paint_group(painter, box, section)
        painter.restore()

    def _paint_group(self, painter: QPainter, box: QRectF, place: int) -> None:
        """The part of a group's name that lies over one of its items."""
        theme = current_theme()
        columns, group = self._table.columns, self._table.columns[place].group
        family = [n for n, one in enumerate(columns) if one.group == group and not self.isSectionHidden(n)]
        left = self.sectionViewportPosition(family[0])
        right = self.sectionViewportPosition(family[-1]) + self.sectionSize(family[-1])
        painter.setClipRect(box)
        if place == family[-1]:
            hairline(painter, right - 0.5, box.top(), right - 0.5, box.bottom(), "border")
        start = max(left, 0) + theme.space.s2
        name = QRectF(start, box.top(), max(0, right - start - theme.space.s1), self.group_height())
        line_text(painter, name, columns[place].group_title, theme.font("caption"), "text_2")


class CityHeader(QHeaderView):
    """Ring, name, how much is answered; a sub-unit stands in under its unit."""

    def __init__(self, table: AnswerGridModel, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._table = table
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme = current_theme()
        city = self._table.cities[section]
        box = QRectF(rect)
        view = self.parentWidget()
        here = isinstance(view, QTableView) and view.currentIndex().row() == section
        painter.save()
        painter.fillRect(box, theme.color("bg_selected" if here else "bg_panel"))
        hairline(painter, box.left(), box.bottom() - 0.5, box.right(), box.bottom() - 0.5, "border_subtle")
        hairline(painter, box.right() - 0.5, box.top(), box.right() - 0.5, box.bottom(), "border")
        inset = theme.space.s4 if city.under else 0
        inner = box.adjusted(theme.space.s2 + inset, 0, -theme.space.s2, 0)
        side = theme.size.icon_lg
        paint_progress(painter, QRectF(inner.left(), inner.center().y() - side / 2, side, side), city)
        inner.setLeft(inner.left() + side + theme.space.s2)
        count = f"{city.done}/{city.total}"
        line_text(painter, inner, count, theme.font("caption"), "text_3", Qt.AlignmentFlag.AlignRight)
        inner.setRight(inner.right() - text_width(count, theme.font("caption")) - theme.space.s1)
        line_text(painter, inner, city.name, theme.font(bold=here), "text")
        painter.restore()


class GridCorner(QWidget):
    """Says what the rows are."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._lines = ("", "")

    def retranslate(self) -> None:
        """Take the words of the language in force."""
        self._lines = (_("City"), _("in the order assigned"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        box = QRectF(self.rect())
        painter.fillRect(box, theme.color("bg_panel"))
        hairline(painter, box.right() - 0.5, box.top(), box.right() - 0.5, box.bottom(), "border")
        hairline(painter, box.left(), box.bottom() - 0.5, box.right(), box.bottom() - 0.5, "border")
        line = theme.line("caption")
        inner = box.adjusted(theme.space.s2, theme.space.s2, -theme.space.s1, 0)
        for place, (text, tone) in enumerate(zip(self._lines, ("text_2", "text_3"), strict=True)):
            at = QRectF(inner.left(), inner.top() + place * (line + 1), inner.width(), line)
            line_text(painter, at, text, theme.font("caption"), tone)
