"""Tables that are written for spreadsheet programs: CSV in UTF-8 with a mark in front, whole or not at all, and no formulas."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from evalapp.base.files import atomic_write
from evalapp.base.text import clean

WriteRow = Callable[[Sequence[str]], None]

_FORMULA = re.compile(r"\s*[=+\-@\t\uff1d\uff0b\uff0d\uff20]")
"""How cells begin that a spreadsheet program may compute: also behind white space, and with the full-width signs."""
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def guarded(cell: str) -> str:
    """The text as a cell that no spreadsheet program takes for a formula: an apostrophe stands in front. Numbers stay."""
    if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def unguarded(cell: str) -> str:
    """The text of a cell that :func:`guarded` may have made."""
    return cell[1:] if cell.startswith("'") and guarded(cell[1:]) == cell else cell


@contextmanager
def csv_file(path: Path, columns: Sequence[str]) -> Iterator[WriteRow]:
    """A function that writes one row; the file is at ``path`` when the block ends, and as it was when it raises.

    Raises AppError("cannot_write"). Control characters but line feeds and tabs are left out.
    """
    with (
        atomic_write(path) as temporary,
        temporary.open("w", encoding="utf-8-sig", newline="", errors="replace") as file,
    ):
        writer = csv.writer(file)
        writer.writerow(columns)

        def write(cells: Sequence[str]) -> None:
            writer.writerow([guarded(clean(cell)) for cell in cells])

        yield write
        file.flush()
