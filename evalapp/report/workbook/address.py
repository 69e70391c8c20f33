"""Cell addresses as formulas write them; rows and columns count from 0."""

from evalapp.base.text import clean


def column(col: int) -> str:
    """``A``, ``B``, … ``AA``."""
    letters = ""
    left = col + 1
    while left:
        left, digit = divmod(left - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def cell(row: int, col: int, *, fixed: str = "") -> str:
    """``B3``; ``fixed`` holds ``r`` for ``B$3``, ``c`` for ``$B3``, ``rc`` for ``$B$3``."""
    return f"{'$' if 'c' in fixed else ''}{column(col)}{'$' if 'r' in fixed else ''}{row + 1}"


def span(first_row: int, first_col: int, last_row: int, last_col: int, *, fixed: str = "") -> str:
    """``B3:D9``, fixed as in :func:`cell`."""
    return f"{cell(first_row, first_col, fixed=fixed)}:{cell(last_row, last_col, fixed=fixed)}"


def quoted(sheet: str) -> str:
    """A sheet's name as it stands before the ``!``."""
    return "'" + sheet.replace("'", "''") + "'"


def literal(text: str) -> str:
    """A text inside a formula."""
    return '"' + clean(text).replace('"', '""') + '"'
