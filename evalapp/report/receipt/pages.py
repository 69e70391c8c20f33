"""A receipt drawn on A4: one page, and further ones only where there are more units than a page holds."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from msgspec import Struct

from evalapp.base.files import atomic_write
from evalapp.base.i18n import _
from evalapp.report.charts.style import Style, Weight, chart_style, put
from evalapp.report.receipt.sheet import ReceiptSheet

WIDTH, HEIGHT = 210 / 25.4 * 72, 297 / 25.4 * 72
"""A4 in points."""
_EDGE = 20 / 25.4 * 72
_CAPTION = 96.0
_FOOT = 24.0
_BODY, _SMALL, _TITLE = 10.0, 9.0, 16.0
_LEAD = 1.55
_GAP = 18.0
_NAME = 0.4
"""The share of a column that names of units have; where one is longer, there is one column."""
_PDF: Any = {"pdf.fonttype": 42}
_ABOUT: dict[str, Any] = {"Creator": "EvalApp", "Producer": None, "CreationDate": None}


class _Word(Struct, frozen=True, kw_only=True):
    """A line of text on a page: from the left edge and the top, in points."""

    x: float
    y: float
    text: str
    size: float = _BODY
    weight: Weight = "regular"
    colour: str = "text"


class _Rule(Struct, frozen=True, kw_only=True):
    y: float
    left: float = _EDGE
    right: float = WIDTH - _EDGE


_Mark = _Word | _Rule


def write_pdf(sheet: ReceiptSheet, path: Path) -> None:
    """Write the receipt as a PDF on A4, whole or not at all. Raises AppError("cannot_write")."""
    about = {**_ABOUT, "Title": sheet.title}
    with (
        atomic_write(path) as temporary,
        mpl.rc_context(_PDF),
        PdfPages(temporary, metadata=about) as pdf,
    ):
        for figure in _figures(sheet):
            pdf.savefig(figure)


def page_images(sheet: ReceiptSheet, dpi: int = 300) -> tuple[bytes, ...]:
    """The same pages as PNG, for a printer."""
    found = []
    for figure in _figures(sheet):
        into = io.BytesIO()
        figure.savefig(into, format="png", dpi=dpi, metadata={"Software": None})
        found.append(into.getvalue())
    return tuple(found)


def _figures(sheet: ReceiptSheet) -> Iterator[Figure]:
    style = chart_style()
    pages = _laid_out(sheet, style)
    for number, marks in enumerate(pages, 1):
        figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72))
        FigureCanvasAgg(figure)
        figure.set_facecolor("white")
        for mark in (*marks, *_foot(sheet, style, number, len(pages))):
            _draw(figure, style, mark)
        yield figure


def _draw(figure: Figure, style: Style, mark: _Mark) -> None:
    if isinstance(mark, _Rule):
        at = 1 - mark.y / HEIGHT
        ends = (mark.left / WIDTH, mark.right / WIDTH)
        figure.add_artist(Line2D(ends, (at, at), color=style.colours["border_input"], linewidth=0.6))
        return
    place = (mark.x / WIDTH, 1 - mark.y / HEIGHT)
    look: dict[str, Any] = {"size": mark.size, "weight": mark.weight, "colour": mark.colour, "va": "top"}
    if mark.colour == "synthetic":
        look["bbox"] = {"facecolor": style.colours["synthetic_bg"], "edgecolor": "none", "pad": 3.0}
    put(figure, *place, mark.text, style, **look)


def _laid_out(sheet: ReceiptSheet, style: Style) -> list[list[_Mark]]:
    """What stands on each page; the units go on where a page is full."""
    marks, y = _head(sheet, style)
    tail = _tail(sheet, style)
    y += 10
    marks.append(_Word(x=_EDGE, y=y, text=sheet.units_title, size=_BODY, weight="bold"))
    y += _BODY * _LEAD + 2
    columns = _columns(sheet, style)
    pages, left = [marks], [(row.name, row.counts) for row in sheet.units]
    while True:
        room = columns * max(0, int((HEIGHT - _EDGE - _FOOT - y) // (_SMALL * _LEAD)))
        with_tail = columns * max(0, int((HEIGHT - _EDGE - _FOOT - y - tail) // (_SMALL * _LEAD)))
        if len(left) <= with_tail:
            rows = -(-len(left) // columns)
            pages[-1] += _in_columns(left, rows, columns, y, style)
            pages[-1] += _end(sheet, style, y + rows * _SMALL * _LEAD + 14)
            return pages
        pages[-1] += _in_columns(left[:room], room // columns, columns, y, style)
        left = left[room:]
        pages.append([])
        y = _EDGE


def _head(sheet: ReceiptSheet, style: Style) -> tuple[list[_Mark], float]:
    marks: list[_Mark] = []
    y = _EDGE
    for line in style.wrapped(sheet.title, _TITLE, WIDTH - 2 * _EDGE, "bold"):
        marks.append(_Word(x=_EDGE, y=y, text=line, size=_TITLE, weight="bold"))
        y += _TITLE * 1.4
    for line in style.wrapped(sheet.synthetic, _SMALL, WIDTH - 2 * _EDGE - 6) if sheet.synthetic else ():
        marks.append(_Word(x=_EDGE + 3, y=y + 4, text=line, size=_SMALL, colour="synthetic"))
        y += _SMALL * _LEAD + 8
    marks.append(_Rule(y=y + 4))
    y += 14
    for fact in sheet.facts:
        marks.append(_Word(x=_EDGE, y=y, text=fact.caption, size=_SMALL, colour="text_2"))
        for text in fact.lines:
            for line in _broken(style, text, WIDTH - 2 * _EDGE - _CAPTION):
                marks.append(_Word(x=_EDGE + _CAPTION, y=y, text=line))
                y += _BODY * _LEAD
    marks.append(_Rule(y=y + 4))
    return marks, y + 4


def _broken(style: Style, text: str, width: float) -> list[str]:
    """Lines of at most ``width``; what has no place to break, as a long path, is broken anywhere."""
    found: list[str] = []
    for whole in style.wrapped(text, _BODY, width):
        line = whole
        while style.width(line, _BODY) > width:
            fits = next(n for n in range(len(line) - 1, 0, -1) if style.width(line[:n], _BODY) <= width)
            found.append(line[:fits])
            line = line[fits:]
        found.append(line)
    return found


def _columns(sheet: ReceiptSheet, style: Style) -> int:
    """Two where every name and its counts have room, else one."""
    room = _column_width(2)
    fits = all(
        style.width(row.name, _SMALL) <= room * _NAME - 8
        and style.width(row.counts, _SMALL) <= room * (1 - _NAME)
        for row in sheet.units
    )
    return 2 if fits else 1


def _column_width(columns: int) -> float:
    return (WIDTH - 2 * _EDGE - (columns - 1) * _GAP) / columns


def _in_columns(
    lines: Sequence[tuple[str, str]], rows: int, columns: int, top: float, style: Style
) -> Iterator[_Mark]:
    """The lines down the first column, then down the next; counts stand under each other."""
    room = _column_width(columns)
    for place, (name, counts) in enumerate(lines):
        column, row = divmod(place, max(1, rows))
        x, y = _EDGE + column * (room + _GAP), top + row * _SMALL * _LEAD
        yield _Word(x=x, y=y, text=style.elided(name, _SMALL, room * _NAME - 8), size=_SMALL)
        yield _Word(x=x + room * _NAME, y=y, text=counts, size=_SMALL, colour="text_2")


def _tail(sheet: ReceiptSheet, style: Style) -> float:
    """The height of what stands after the units."""
    return 14 + len(style.wrapped(sheet.note, _SMALL, WIDTH - 2 * _EDGE)) * _SMALL * _LEAD + 52


def _end(sheet: ReceiptSheet, style: Style, top: float) -> Iterator[_Mark]:
    y = top
    for line in style.wrapped(sheet.note, _SMALL, WIDTH - 2 * _EDGE):
        yield _Word(x=_EDGE, y=y, text=line, size=_SMALL, colour="text_2")
        y += _SMALL * _LEAD
    y += 30
    yield _Word(x=_EDGE, y=y, text=sheet.received, size=_SMALL, colour="text_2")
    yield _Rule(y=y + _SMALL * 1.4, left=_EDGE + style.width(sheet.received, _SMALL) + 8)


def _foot(sheet: ReceiptSheet, style: Style, number: int, pages: int) -> Iterator[_Mark]:
    y = HEIGHT - _EDGE
    yield _Word(x=_EDGE, y=y, text=sheet.foot, size=_SMALL - 1, colour="text_3")
    if pages > 1:
        text = _("Page {number} of {pages}").format(number=number, pages=pages)
        x = WIDTH - _EDGE - style.width(text, _SMALL - 1)
        yield _Word(x=x, y=y, text=text, size=_SMALL - 1, colour="text_3")
