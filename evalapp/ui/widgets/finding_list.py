"""What was found over all units, the strongest first."""

import msgspec
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.current_list import CurrentList, paint_row_frame, paint_strength
from evalapp.ui.widgets.painting import (
    ChipState,
    chip_width,
    line_text,
    paint_chip,
    text_width,
)
from evalapp.ui.widgets.rows import RowDelegate, RowPaint


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


class FindingList(CurrentList[FindingState]):
    """Findings in a list, one current."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            FindingDelegate(), _("What was found"), key=_id, text=_text, spoken=spoken_finding, parent=parent
        )

    def as_text(self) -> str:
        heads = (_("Kind"), _("Where"), _("Strength"), _("What was seen"), _("Standing"))
        lines = [
            (row.chip.text, row.where, str(row.strength), row.why, row.settled or _("open"))
            for row in self.rows()
        ]
        return "\n".join("\t".join(cells) for cells in (heads, *lines))


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
        paint_row_frame(painter, row)
        inner = row.rect.adjusted(theme.space.s3, theme.space.s2, -theme.space.s3, -theme.space.s2)
        first = QRectF(inner.left(), inner.top(), inner.width(), theme.line("strong"))
        first.setRight(
            paint_strength(painter, first, state.strength, done=bool(state.settled)) - theme.space.s2
        )
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
