"""Blocks of cells on the clipboard, as spreadsheets give and take them: tabs between cells, lines between rows.

A cell with a tab or a line break stands in double quotes, its own quotes doubled; Excel, WPS and LibreOffice write and
read it so. A quote elsewhere is a character like any other.
"""

from collections.abc import Sequence

MAX_CELLS = 200_000
_PARTS = ("\t", "\n", "\r")


def read_block(text: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a block, as wide as the widest; the line break after the last row is no row of its own.

    Line breaks within a cell are line feeds. At most MAX_CELLS cells are read.
    """
    rows: list[list[str]] = [[]]
    at, n = 0, 0
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    while n < MAX_CELLS:
        cell, at = _cell(plain, at)
        rows[-1].append(cell)
        n += 1
        if at >= len(plain):
            break
        if plain[at] == "\n":
            rows.append([])
        at += 1
    width = max(len(row) for row in rows)
    return tuple((*row, *("",) * (width - len(row))) for row in rows)


def write_block(rows: Sequence[Sequence[str]]) -> str:
    """The same as text, each row ended by a line break; :func:`read_block` gives the rows back."""
    return "".join("\t".join(_quoted(cell) for cell in row) + "\r\n" for row in rows)


def _cell(text: str, at: int) -> tuple[str, int]:
    """The cell that begins at a place, and where it ends: at a tab, a line break or the end."""
    if text[at : at + 1] == '"':
        end, found = at + 1, []
        while (quote := text.find('"', end)) >= 0:
            found.append(text[end:quote])
            if text[quote + 1 : quote + 2] != '"':
                if quote + 1 >= len(text) or text[quote + 1] in _PARTS:
                    return "".join(found), quote + 1
                break
            found.append('"')
            end = quote + 2
    ends = [place for place in (text.find("\t", at), text.find("\n", at)) if place >= 0]
    end = min(ends, default=len(text))
    return text[at:end], end


def _quoted(cell: str) -> str:
    plain = cell.replace("\r\n", "\n").replace("\r", "\n")
    if plain.startswith('"') or any(part in plain for part in _PARTS):
        return '"' + plain.replace('"', '""') + '"'
    return plain
