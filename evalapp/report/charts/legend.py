"""What colours and hatches mean: entries on as many lines as they need, above the bars."""

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from msgspec import Struct

from evalapp.report.charts.style import MILLIMETRE, Frame, Style, put

HATCH_LINE = 0.5
LINE = 5 * MILLIMETRE
"""The height of a line of entries, in inches."""
_SIDE, _GAP, _AFTER = 3 * MILLIMETRE, 1.2 * MILLIMETRE, 5 * MILLIMETRE


class Entry(Struct, frozen=True, kw_only=True):
    """One meaning; ``wide`` swatches show a hatch better."""

    words: str
    fill: str
    edge: str
    hatch: str = ""
    wide: bool = False

    @property
    def side(self) -> float:
        """The width of the swatch in inches."""
        return _SIDE * (1.6 if self.wide else 1.0)


def lines(entries: list[Entry], style: Style, room: float) -> list[list[Entry]]:
    """The entries of each line; ``room`` is its width in inches."""
    found: list[list[Entry]] = []
    used = 0.0
    for entry in entries:
        need = _width(entry, style)
        if not found or used + need - _AFTER > room:
            found.append([])
            used = 0.0
        found[-1].append(entry)
        used += need
    return found


def draw(figure: Figure, rows: list[list[Entry]], style: Style, frame: Frame, left: float) -> None:
    """The lines from the frame's top down; a single one begins at ``left`` if it has room there, others at the frame's edge."""
    widest = max((sum(_width(entry, style) for entry in entries) for entries in rows), default=0.0)
    beside = len(rows) == 1 and left + widest - _AFTER <= frame.right
    for row, entries in enumerate(rows):
        x, y = (left if beside else frame.left), frame.top - 2.5 * MILLIMETRE - row * LINE
        for entry in entries:
            swatch = Rectangle(
                (x / frame.width, (y - _SIDE / 2) / frame.height),
                entry.side / frame.width,
                _SIDE / frame.height,
                facecolor=entry.fill,
                edgecolor=entry.edge,
                hatch=entry.hatch or None,
                linewidth=0.8,
                transform=figure.transFigure,
            )
            swatch.set_hatch_linewidth(HATCH_LINE)
            figure.add_artist(swatch)
            put(
                figure, (x + entry.side + _GAP) / frame.width, y / frame.height, entry.words, style,
                size=style.chart["tick_pt"], colour="text_2", va="center",
            )  # fmt: skip
            x += _width(entry, style)


def _width(entry: Entry, style: Style) -> float:
    return entry.side + _GAP + style.width(entry.words, style.chart["tick_pt"]) / 72 + _AFTER
