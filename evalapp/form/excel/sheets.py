"""The sheets of a workbook as cells: what each holds, what was made of it (a date, a formula), and which are merged.

The file is read here and not with openpyxl. That library knows neither the date formats that a Chinese Excel gives to a
typed 1-2, nor a formula together with its value, and keeps every formatted cell in memory, or else knows no merged ones.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Any, Literal

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.form.excel.package import Package, WorkbookRefused, damage, open_package

MAX_CELLS = 400_000
MAX_EMPTY = 4_000_000
"""Cells that are formatted and hold nothing: a million lines of a few columns, which some programs write."""
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384

Content = Literal["text", "number", "truth", "date", "error", "uncalculated"]

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_NO_LETTERS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].')
# ECMA-376 18.8.30: numbers of formats that stand in no file. 27-36 and 50-58 are dates of East Asian editions.
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NUMBERS = {0: "General", 1: "0", 2: "0.00", 9: "0%", 10: "0.00%", 49: "@"}


class Cell(Struct, frozen=True):
    """A cell that is not empty. ``format`` is the number format of a number, ``formula`` whether the value was computed."""

    value: str | float | bool
    content: Content = "text"
    format: str = "General"
    formula: bool = False

    @property
    def blank(self) -> bool:
        """Whether it holds nothing that can be seen."""
        return isinstance(self.value, str) and not self.value.strip()


class Sheet(Struct, frozen=True):
    """A sheet: its cells by row and column, counted from 1, and its merged ranges as (row, column, row, column)."""

    name: str
    rows: dict[int, dict[int, Cell]]
    merged: tuple[tuple[int, int, int, int], ...] = ()


def read_sheets(data: bytes, wanted: Callable[[str], bool]) -> tuple[Sheet, ...]:
    """The sheets of the workbook ``data`` whose name is ``wanted``, in their order, hidden ones too.

    Raises WorkbookRefused.
    """
    try:
        return _sheets(open_package(data), wanted)
    except WorkbookRefused:
        raise
    except (ValueError, IndexError) as damaged:
        raise WorkbookRefused(damage()) from damaged


def _sheets(package: Package, wanted: Callable[[str], bool]) -> tuple[Sheet, ...]:
    workbook = _target(package, "", "officeDocument")
    parts = dict(_relations(package, workbook))
    strings = _strings(package, _of_kind(parts, "sharedStrings"))
    formats = _formats(package, _of_kind(parts, "styles"))
    budget = _Budget()
    return tuple(
        _sheet(package, name, parts[key][1], strings, formats, budget)
        for name, key in _names(package, workbook)
        if key in parts and parts[key][0] == "worksheet" and wanted(name)
    )


def place(row: int, column: int) -> str:
    """``C12``: how a cell is called."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


# Parts ----------------------------------------------------------------------------------------------------------------


def _relations(package: Package, part: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Key, kind and target of what belongs to ``part``."""
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    for element in package.elements(listed, "Relationship"):
        target = element.get("Target", "")
        if element.get("TargetMode") == "External":
            continue
        whole = (
            target.lstrip("/")
            if target.startswith("/")
            else posixpath.normpath(posixpath.join(folder, target))
        )
        yield element.get("Id", ""), (element.get("Type", "").rpartition("/")[2], whole)


def _target(package: Package, part: str, kind: str) -> str:
    found = next((target for _key, (of, target) in _relations(package, part) if of == kind), None)
    if found is None:
        raise WorkbookRefused(_("it holds no workbook; choose an .xlsx file"))
    return found


def _of_kind(parts: dict[str, tuple[str, str]], kind: str) -> str | None:
    return next((target for of, target in parts.values() if of == kind), None)


def _names(package: Package, workbook: str) -> list[tuple[str, str]]:
    """The sheets' names with the keys of their parts."""
    return [
        (_decoded(element.get("name", "")), value)
        for element in package.elements(workbook, "sheet")
        for name, value in element.items()
        if name.endswith("}id")
    ]


def _strings(package: Package, part: str | None) -> list[str]:
    if part is None or not package.has(part):
        return []
    return [_rich(element) for element in package.elements(part, "si")]


def _rich(element: Any) -> str:
    """A text that may consist of runs in several fonts; readings above the characters do not belong to it."""
    found = []
    for child in element:
        name = _local(child)
        if name == "t":
            found.append(child.text or "")
        elif name == "r":
            found += [part.text or "" for part in child if _local(part) == "t"]
    return _decoded("".join(found))


def _formats(package: Package, part: str | None) -> list[str]:
    """The number format of each cell style, "date" for those that show dates and times."""
    if part is None or not package.has(part):
        return []
    own: dict[int, str] = {}
    styles: list[int] = []
    for element in package.elements(part, "numFmt", "cellXfs"):
        if _local(element) == "numFmt":
            own.setdefault(int(element.get("numFmtId", 0)), element.get("formatCode", "General"))
        else:
            styles = [int(style.get("numFmtId", 0)) for style in element if _local(style) == "xf"]
    return [_format(number, own) for number in styles]


def _format(number: int, own: dict[int, str]) -> str:
    if number in own:
        letters = _NO_LETTERS.sub("", own[number]).lower()
        return "date" if set(letters) & set("ymdhs") or "aaa" in letters else own[number]
    return "date" if number in _DATES else _NUMBERS.get(number, "other")


# Cells ----------------------------------------------------------------------------------------------------------------


class _Budget:
    """How many cells the sheets of a workbook may still have."""

    def __init__(self) -> None:
        self.filled, self.empty = MAX_CELLS, MAX_EMPTY

    def spend(self, filled: int, empty: int) -> None:
        """Raises WorkbookRefused where there are more cells than any form needs."""
        self.filled -= filled
        self.empty -= empty
        if self.filled < 0:
            raise WorkbookRefused(
                _("it has more than {limit} filled cells; copy the cells in use to a fresh workbook").format(
                    limit=MAX_CELLS
                )
            )
        if self.empty < 0:
            raise WorkbookRefused(
                _("it has more than {limit} empty cells; copy the cells in use to a fresh workbook").format(
                    limit=MAX_EMPTY
                )
            )


def _sheet(
    package: Package, name: str, part: str, strings: list[str], formats: list[str], budget: _Budget
) -> Sheet:
    rows: dict[int, dict[int, Cell]] = {}
    merged = []
    cells: dict[int, Cell] = {}
    row = column = 0
    # A row ends after its cells; each of them is freed by itself, since one row may be all that a file holds.
    for element in package.elements(part, "c", "row", "mergeCell"):
        match _local(element):
            case "mergeCell":
                merged.append(_range(element.get("ref", "")))
                budget.spend(1, 0)
            case "c":
                found = _REFERENCE.fullmatch(element.get("r", ""))
                column = _column(found[1]) if found else column + 1
                cell = _cell(element, strings, formats)
                if cell is None:
                    budget.spend(0, 1)
                elif column <= MAX_COLUMNS:
                    cells[column] = cell
            case _:
                row = int(element.get("r", row + 1))
                if cells:
                    rows.setdefault(row, {}).update(cells)
                    budget.spend(len(cells), 0)
                cells, column = {}, 0
    return Sheet(name, rows, tuple(one for one in merged if one is not None))


def _cell(element: Any, strings: list[str], formats: list[str]) -> Cell | None:
    value: str | None = None
    rich: str | None = None
    formula = False
    for child in element:
        match _local(child):
            case "v":
                value = child.text
            case "is":
                rich = _rich(child)
            case "f":
                formula = True
    kind = element.get("t", "n")
    if kind == "inlineStr":
        return Cell(rich, formula=formula) if rich else None
    if not value:
        # A formula whose value is the empty text says so by its type; one that nobody has calculated says nothing.
        return Cell("", "uncalculated", formula=True) if formula and kind != "str" else None
    return _valued(kind, value, formula, strings, _style(element, formats))


def _valued(kind: str, value: str, formula: bool, strings: list[str], style: str) -> Cell | None:
    match kind:
        case "s":
            text = strings[int(value)]
        case "str":
            text = _decoded(value)
        case "b":
            return Cell(value.strip() not in {"0", "false"}, "truth", formula=formula)
        case "e":
            return Cell(value, "error", formula=formula)
        case "d":
            return Cell(value, "date", formula=formula)
        case _:
            return Cell(float(value), "date" if style == "date" else "number", style, formula)
    return Cell(text, formula=formula) if text else None


def _style(element: Any, formats: list[str]) -> str:
    number = int(element.get("s", 0))
    return formats[number] if number < len(formats) else "General"


def _range(reference: str) -> tuple[int, int, int, int] | None:
    first, _colon, last = reference.replace("$", "").partition(":")
    start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
    if not start or not end:
        return None
    return int(start[2]), _column(start[1]), int(end[2]), _column(end[1])


def _column(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - ord("A") + 1
    return found


def _decoded(text: str) -> str:
    """``_x000A_`` is how the format writes a character that XML does not take (ECMA-376 22.9.2.19)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
