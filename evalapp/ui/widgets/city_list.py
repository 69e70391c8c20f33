"""The cities of an assessor with their progress, and the field that filters them."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QModelIndex, QRectF, QSortFilterProxyModel, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.widgets.models.struct_list import STATE_ROLE, Index, StructListModel
from evalapp.ui.widgets.painting import line_text, paint_ring, text_width
from evalapp.ui.widgets.rows import RowDelegate, RowList, RowPaint
from evalapp.ui.widgets.search_field import SearchField

_RAIL_CHARACTERS = 2


class CityState(msgspec.Struct, frozen=True, kw_only=True):
    """One unit: how many items are answered, what is wrong; ``find`` are further words that find it (pinyin, code).

    ``changed``: otherwise than it was handed in.

    ``under`` is the unit above a sub-unit, which is listed below it.
    """

    code: str
    name: str
    under: str = ""
    done: int
    total: int
    errors: int = 0
    warnings: int = 0
    returned: int = 0
    flagged: int = 0
    submitted: bool = False
    changed: bool = False
    find: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everything is answered and nothing is wrong."""
        return (
            self.total > 0 and self.done >= self.total and not (self.errors or self.warnings or self.returned)
        )


class CityList(QWidget):
    """Units in a list, one of them current.

    Signals:
        city_chosen: the code of the unit the user chose.
    """

    city_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._model = StructListModel[CityState](_code, _name, spoken_city, parent=self)
        self._filtered = _CityFilter(self)
        self._filtered.setSourceModel(self._model)
        self._delegate = CityDelegate()
        self.view = RowList(self._delegate, _("Cities"), self)
        self.view.setModel(self._filtered)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        self.field = SearchField(_("Filter"), icon="filter-variant", characters=8, parent=self)
        self.field.textChanged.connect(self._filtered.set_text)
        self.field.list_asked.connect(self._on_list_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.space.s2, 0, 0)
        column.setSpacing(theme.space.s1)
        inset = QVBoxLayout()
        inset.setContentsMargins(theme.space.s2, 0, theme.space.s2, 0)
        inset.addWidget(self.field)
        column.addLayout(inset)
        column.addWidget(self.view, 1)
        self._binding = False

    def set_state(self, cities: Sequence[CityState], current: str) -> None:
        """Show these units, ``current`` selected; nothing is told."""
        self._binding = True
        self._model.set_rows(cities)
        n = len(cities)
        self.field.set_placeholder(ngettext("Filter {n} city", "Filter {n} cities", n).format(n=n))
        index = self._filtered.mapFromSource(self._model.index(self._model.place(current), 0))
        if index.isValid():
            self.view.setCurrentIndex(index)
        self._binding = False

    def set_rail(self, rail: bool) -> None:
        """Show a ring and two characters a unit only, as a narrow window needs."""
        self._delegate.rail = rail
        self.field.setVisible(not rail)
        self.view.scheduleDelayedItemsLayout()

    def move_current(self, step: int) -> None:
        """Choose the next (1) or previous (-1) unit shown."""
        index = self._filtered.index(self.view.currentIndex().row() + step, 0)
        if index.isValid():
            self.view.setCurrentIndex(index)

    @Slot(QModelIndex)
    def _on_current_changed(self, index: QModelIndex) -> None:
        city = index.data(STATE_ROLE)
        if not self._binding and isinstance(city, CityState):
            self.city_chosen.emit(city.code)

    @Slot()
    def _on_list_asked(self) -> None:
        self.view.setFocus(Qt.FocusReason.TabFocusReason)


class CityDelegate(RowDelegate):
    """Ring or check, name, n/m, and one line of trouble; ``rail``: ring and two characters."""

    rail = False

    def row_height(self) -> int:
        theme = current_theme()
        if self.rail:
            return theme.size.ring + theme.line("caption") + 2 * theme.space.s1 + theme.space.s0
        return max(theme.size.row_tall, theme.rows("body", "caption"))

    def edge(self) -> int:
        return current_theme().space.s1

    def paint_row(self, painter: QPainter, row: RowPaint) -> None:
        city = row.state
        if not isinstance(city, CityState):
            return
        if self.rail:
            self._paint_rail(painter, row.rect, city)
            return
        theme = current_theme()
        inset = theme.space.s4 if city.under else 0
        inner = row.rect.adjusted(theme.space.s3 + inset, 0, -theme.space.s3, 0)
        side = theme.size.ring
        paint_progress(painter, QRectF(inner.left(), inner.center().y() - side / 2, side, side), city)
        inner.setLeft(inner.left() + side + theme.space.s2)
        body, caption = theme.line("body"), theme.line("caption")
        top = inner.center().y() - (body + caption) / 2
        count = f"{city.done}/{city.total}"
        count_width = text_width(count, theme.font("caption"))
        first = QRectF(inner.left(), top, inner.width(), body)
        right = Qt.AlignmentFlag.AlignRight
        line_text(painter, first, count, theme.font("caption"), "text_3", right)
        first.setWidth(inner.width() - count_width - theme.space.s1)
        line_text(painter, first, city.name, theme.font(bold=row.selected), "text")
        second = QRectF(inner.left(), top + body, inner.width(), caption)
        if city.flagged:
            second.setRight(self._paint_flag(painter, second))
        icon, token, text = trouble(city)
        if icon:
            small = theme.size.icon_sm
            paint_icon(
                painter, QRectF(second.left(), second.center().y() - small / 2, small, small), icon, token
            )
            second.setLeft(second.left() + small + theme.space.s0 + 1)
        line_text(painter, second, text, theme.font("caption"), "text_3")

    def _paint_flag(self, painter: QPainter, line: QRectF) -> float:
        """A flag at the end of a line; where what stands before it ends."""
        theme = current_theme()
        side = theme.size.icon_sm
        box = QRectF(line.right() - side, line.center().y() - side / 2, side, side)
        paint_icon(painter, box, "flag-outline", "flag")
        return box.left() - theme.space.s0

    def _paint_rail(self, painter: QPainter, rect: QRectF, city: CityState) -> None:
        theme = current_theme()
        side = theme.size.ring
        top = rect.top() + theme.space.s1
        paint_progress(painter, QRectF(rect.center().x() - side / 2, top, side, side), city)
        if city.flagged:
            self._paint_flag(painter, QRectF(rect.left(), top, rect.width() - theme.space.s0, side / 2))
        line = QRectF(rect.left(), top + side + 1, rect.width(), theme.line("caption"))
        short = city.name[:_RAIL_CHARACTERS]
        line_text(painter, line, short, theme.font("caption"), "text", Qt.AlignmentFlag.AlignCenter)


class _CityFilter(QSortFilterProxyModel):
    """Lets through the units one of whose words holds the text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = ""

    @Slot(str)
    def set_text(self, text: str) -> None:
        """Filter by this text; empty lets everything through."""
        self._text = text.strip().casefold()
        self.invalidateFilter()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        city = self.sourceModel().index(source_row, 0, source_parent).data(STATE_ROLE)
        if not isinstance(city, CityState):
            return False
        return any(self._text in word.casefold() for word in (city.name, city.under, city.code, *city.find))


def paint_progress(painter: QPainter, box: QRectF, city: CityState) -> None:
    """The ring of a unit, or the solid check of a complete one."""
    if city.complete:
        paint_icon(painter, box.adjusted(1, 1, -1, -1), "check-circle", "ok")
    else:
        paint_ring(painter, box, city.done / city.total if city.total else 0.0)


def trouble(city: CityState) -> tuple[str, str, str]:
    """Icon, its token, and the one line under a unit's name."""
    if city.returned:
        n = city.returned
        return "reply-outline", "returned", ngettext("{n} returned", "{n} returned", n).format(n=n)
    wrong = []
    if city.errors:
        wrong.append(ngettext("{n} error", "{n} errors", city.errors).format(n=city.errors))
    if city.warnings:
        wrong.append(ngettext("{n} warning", "{n} warnings", city.warnings).format(n=city.warnings))
    changed = _("Changed since handing in")
    if wrong:
        wrong += [changed] if city.changed else []
        icon, token = ("alert-circle-outline", "error") if city.errors else ("alert-outline", "warn")
        return icon, token, " · ".join(wrong)
    if city.submitted:
        return "send-check-outline", "ok", _("Submitted")
    if city.changed:
        return "information-outline", "info", changed
    if city.complete:
        return "", "", _("All valid")
    if not city.done:
        return "", "", _("Not started")
    n = max(city.total - city.done, 0)
    return "", "", ngettext("{n} unanswered", "{n} unanswered", n).format(n=n)


def spoken_city(city: CityState) -> str:
    """What a screen reader says of a unit."""
    name = f"{city.under} {city.name}" if city.under else city.name
    said = _("{name}, {done} of {total} answered").format(name=name, done=city.done, total=city.total)
    flags = ngettext("{n} flagged", "{n} flagged", city.flagged).format(n=city.flagged)
    return ", ".join((said, trouble(city)[2], *((flags,) if city.flagged else ())))


def _code(city: CityState) -> str:
    return city.code


def _name(city: CityState) -> str:
    return city.name
