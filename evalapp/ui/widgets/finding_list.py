"""What was found over all units, the strongest first."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.widgets.models.struct_list import StructListModel
from evalapp.ui.widgets.painting import (
    ChipState,
    chip_width,
    hairline,
    line_text,
    paint_bar,
    paint_chip,
    text_width,
)
from evalapp.ui.widgets.rows import RowDelegate, RowList, RowPaint


class FindingState(msgspec.Struct, frozen=True, kw_only=True):
    """One finding: its kind as a chip, where it is, its strength from 0 to 100, and the sentence that says why.

    ``settled`` is what became of it, "" while it is open.
    """

    id: str
    chip: ChipState
    where: str
    strength: int
    why: str
    settled: str = ""


class FindingList(RowList):
    """Findings in a list, one current. Ctrl+C copies all that are shown, a line each, cells parted by tabs.

    Signals:
        finding_chosen: the id of the finding the user chose.
    """

    finding_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(FindingDelegate(), _("What was found"), parent)
        self._binding = False
        self._model = StructListModel[FindingState](_id, _text, spoken_finding, parent=self)
        self.setModel(self._model)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def set_state(self, findings: Sequence[FindingState], current: str) -> None:
        """Show these findings, ``current`` selected; nothing is told."""
        self._binding = True
        self._model.set_rows(findings)
        place = self._model.place(current)
        if place >= 0:
            self.setCurrentIndex(self._model.index(place))
        self._binding = False

    def move_current(self, step: int) -> None:
        """Choose the next (1) or previous (-1) finding."""
        index = self._model.index(self.currentIndex().row() + step)
        if index.isValid():
            self.setCurrentIndex(index)

    def as_text(self) -> str:
        """What is copied."""
        heads = (_("Kind"), _("Where"), _("Strength"), _("What was seen"), _("Standing"))
        lines = [
            (row.chip.text, row.where, str(row.strength), row.why, row.settled or _("open"))
            for row in self._model.rows()
        ]
        return "\n".join("\t".join(cells) for cells in (heads, *lines))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.as_text())
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _on_current_changed(self, index: QModelIndex) -> None:
        finding = self._model.row(index)
        if finding is not None and not self._binding:
            self.finding_chosen.emit(finding.id)


class FindingDelegate(RowDelegate):
    """Where, with the chip of the kind and the strength; under it the sentence in two lines."""

    def row_height(self) -> int:
        theme = current_theme()
        return theme.line("strong") + 2 * theme.line("caption") + theme.space.s0 + 2 * theme.space.s2

    def paint_row(self, painter: QPainter, row: RowPaint) -> None:
        state = row.state
        if not isinstance(state, FindingState):
            return
        theme = current_theme()
        bottom = row.rect.bottom() - 0.5
        hairline(painter, row.rect.left(), bottom, row.rect.right(), bottom, "border_subtle")
        if row.selected:
            edge = QRectF(row.rect.left(), row.rect.top(), theme.radius.sm, row.rect.height())
            painter.fillRect(edge, theme.color("accent"))
        inner = row.rect.adjusted(theme.space.s3, theme.space.s2, -theme.space.s3, -theme.space.s2)
        first = QRectF(inner.left(), inner.top(), inner.width(), theme.line("strong"))
        first.setRight(self._paint_strength(painter, first, state) - theme.space.s2)
        wide = min(chip_width(state.chip), 0.55 * first.width())
        name = min(text_width(state.where, theme.font("strong")) + 1, first.width() - wide - theme.space.s1)
        at = QRectF(first.left(), first.top(), name, first.height())
        line_text(painter, at, state.where, theme.font("strong"), "text_3" if state.settled else "text")
        height = min(theme.size.chip, theme.line("strong"))
        left = at.right() + theme.space.s1 + theme.space.s0
        box = QRectF(left, first.center().y() - height / 2, min(wide, first.right() - left), height)
        paint_chip(painter, box, state.chip)
        below = QRectF(
            inner.left(), first.bottom() + theme.space.s0, inner.width(), 2 * theme.line("caption")
        )
        _paint_sentence(painter, below, state.why, "text_3" if state.settled else "text_2")

    def _paint_strength(self, painter: QPainter, line: QRectF, state: FindingState) -> float:
        """The number and its bar at the right of the first line, or a check; gives where they begin."""
        theme = current_theme()
        if state.settled:
            side = theme.size.icon_sm
            mark = QRectF(line.right() - side, line.center().y() - side / 2, side, side)
            paint_icon(painter, mark, "check-circle-outline", "ok")
            return mark.left()
        width = theme.scaled(theme.space.s6)
        thick = theme.space.s1
        box = QRectF(line.right() - width, line.top() - thick / 2, width, line.height() - thick)
        right = Qt.AlignmentFlag.AlignRight
        line_text(painter, box, str(state.strength), theme.font("caption"), "text", right)
        paint_bar(painter, QRectF(box.left(), line.bottom() - thick, width, thick), state.strength / 100)
        return box.left()


def finding_chip(kind: str) -> ChipState:
    """The chip of a kind of findings: outlier, alike, jump, reused or doubtful. Raises KeyError for any other."""
    known = {
        "outlier": ChipState(text=_("Outlier"), icon="chart-bell-curve", tone="info"),
        "alike": ChipState(text=_("Alike"), icon="content-duplicate", tone="returned"),
        "jump": ChipState(text=_("Leap"), icon="swap-vertical", tone="warn"),
        "reused": ChipState(text=_("Used twice"), icon="image-multiple-outline", tone="error"),
        "doubtful": ChipState(text=_("Doubtful"), icon="shield-alert-outline", tone="warn"),
    }
    return known[kind]


def spoken_finding(state: FindingState) -> str:
    """What a screen reader says of a finding."""
    return ", ".join(part for part in (state.chip.text, state.where, state.settled, state.why) if part)


def _paint_sentence(painter: QPainter, rect: QRectF, text: str, token: str) -> None:
    """Two lines, parted between words; the second is cut at its end."""
    theme = current_theme()
    font = theme.font("caption")
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(rect.width())
    layout.endLayout()
    cut = line.textLength()
    height = theme.line("caption")
    for number, words in enumerate((text[:cut], text[cut:])):
        at = QRectF(rect.left(), rect.top() + number * height, rect.width(), height)
        line_text(painter, at, words.strip(), font, token)


def _id(state: FindingState) -> str:
    return state.id


def _text(state: FindingState) -> str:
    return state.where
