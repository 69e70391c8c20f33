"""What a cell says, as text or as a number; refused where nobody can know what was typed."""

import re

from evalapp.base.i18n import _
from evalapp.form.excel.notation import CellRefused
from evalapp.form.excel.sheets import Cell

_DECIMALS = re.compile(r"0+(\.0+)?")
_WHOLE = 1e15


def text_of(cell: Cell, *, expression: bool = False) -> str:
    """What a cell says as text. A number is taken as it is shown, where that is sure. Raises CellRefused."""
    _refuse_unusable(cell)
    if isinstance(cell.value, str):
        return cell.value
    if isinstance(cell.value, bool):
        if expression:
            return "true" if cell.value else "false"
        raise CellRefused(
            _("it is a truth value, not text; format the cell as text (Format Cells, Text) and type it again")
        )
    return _shown(cell.value, cell.format)


def plain_of(cell: Cell) -> str | float | bool:
    """What a cell holds, where a number is wanted. Raises CellRefused."""
    _refuse_unusable(cell)
    return cell.value


def _refuse_unusable(cell: Cell) -> None:
    match cell.content:
        case "date":
            raise CellRefused(
                _(
                    "it is a date: the spreadsheet program makes one of a typed 1-2 or 3/4; format the cell as text "
                    "(Format Cells, Text) and type it again"
                )
            )
        case "error":
            raise CellRefused(_("its formula gives the error {error}; correct it").format(error=cell.value))
        case "uncalculated":
            raise CellRefused(
                _(
                    "its formula has no value yet; open the file in Excel or WPS, save it, or put the value in its place"
                )
            )


def _shown(value: float, style: str) -> str:
    """A number as the cell shows it, refused where what was typed cannot be known: of 1.10 Excel keeps 1.1."""
    whole = float(value).is_integer() and abs(value) < _WHOLE
    if whole and style in {"General", "@"}:
        return str(int(value))
    if style != "0" and _DECIMALS.fullmatch(style):
        decimals = len(style.partition(".")[2])
        shown = f"{value:.{decimals}f}"
        if float(shown) == value:
            sign, digits = ("-", shown[1:]) if shown.startswith("-") else ("", shown)
            return sign + digits.zfill(len(style))
    if whole and style == "0":
        return str(int(value))
    raise CellRefused(
        _(
            "it is the number {value}, not text: of a typed 1.10 only 1.1 is left; format the cell as text "
            "(Format Cells, Text) and type it again"
        ).format(value=f"{value:.15g}")
    )
