"""How the workbook looks: one quiet style for all sheets."""

from copy import copy
from typing import Any, Literal

from msgspec import Struct
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle

from evalapp.form.excel.columns import Kind

FONT = "Microsoft YaHei"
INK, INK_2, INK_3, NEED = "1B2430", "45515F", "5D6875", "1F5FAD"
HEAD, BAND, GROUP, LINE, RULE, CLOSED = "E9ECF0", "D6E2F2", "F1F5FA", "E2E6EA", "A5B1BE", "F6F7F9"
ACCENT, QUIET = "1F5FAD", "B7C0CA"

BODY = Font(name=FONT, size=10, color=INK)
QUIET_BODY = Font(name=FONT, size=9, color=INK_3)
LABEL = Font(name=FONT, size=10, color=INK_2)
BAND_FONT = Font(name=FONT, size=10, bold=True, color=ACCENT)
TITLE = Font(name=FONT, size=16, bold=True, color=INK)
SECTION = Font(name=FONT, size=11, bold=True, color=ACCENT)
CODE = Font(name="Consolas", size=9, color=INK_3)

_FONTS = {"body": BODY, "quiet": QUIET_BODY, "label": LABEL, "code": CODE, "band": BAND_FONT}

MIDDLE = Alignment(vertical="center")
TOP = Alignment(vertical="top", wrap_text=True)
BARE = Border()
LINED = Border(bottom=Side(style="thin", color=LINE), right=Side(style="thin", color=LINE))
RULED = Border(bottom=Side(style="thin", color=RULE), right=Side(style="thin", color="FFFFFF"))

NEXT_STYLE = DifferentialStyle(border=Border(top=Side(style="thin", color=RULE)))
GROUP_STYLE = DifferentialStyle(font=Font(bold=True), fill=PatternFill(bgColor=GROUP, fill_type="solid"))

# A column is as wide as so many digits of the program's default font, which is larger than ours.
_ROOM = 1.2
_TEXT, _GENERAL = "@", "General"
_CENTRED = frozenset({"number", "flag", "word"})


def filled(colour: str) -> PatternFill:
    """A plain background."""
    return PatternFill("solid", fgColor=colour)


def number_format(kind: Kind) -> str:
    """Text for all that a spreadsheet program might take for a number, a date or a formula."""
    return _GENERAL if kind in {"label", "number", "flag", "word"} else _TEXT


def alignment(kind: Kind, vertical: str = "top", indent: int = 0) -> Alignment:
    """Numbers and words in the middle, texts wrapped and perhaps indented."""
    across = "center" if kind in _CENTRED else "left"
    return Alignment(vertical=vertical, horizontal=across, wrap_text=True, indent=indent)


class Look(Struct, frozen=True):
    """How a cell with a value, or a column without, looks."""

    kind: Kind = "label"
    font: Literal["body", "quiet", "label", "code", "band"] = "body"
    vertical: Literal["top", "center"] = "top"
    indent: int = 0
    fill: str = ""
    lined: bool = True
    quoted: bool = False


class Looks:
    """The looks of one workbook. Each is worked out once: with thousands of rows, most of the time would go there."""

    def __init__(self) -> None:
        self._known: dict[Look, Any] = {}

    def give(self, cell: Any, look: Look) -> None:
        """Make ``cell`` look so."""
        known = self._known.get(look)
        if known is None:
            cell.font = _FONTS[look.font]
            cell.alignment = alignment(look.kind, look.vertical, look.indent)
            cell.number_format = number_format(look.kind)
            cell.border = LINED if look.lined else BARE
            cell.quotePrefix = look.quoted
            if look.fill:
                cell.fill = filled(look.fill)
            self._known[look] = copy(cell._style)  # noqa: SLF001 (its public properties are what takes the time)
        else:
            cell._style = copy(known)  # noqa: SLF001


def width_of(text: str) -> int:
    """How wide a text is, in Latin letters."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)


def lines_of(text: str, width: float) -> int:
    """Into how many lines a column of that width breaks a text, roughly."""
    room = max(1, int(width * _ROOM))
    return sum(max(1, -(-width_of(line) // room)) for line in text.split("\n"))
