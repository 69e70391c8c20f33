"""LibreOffice as a second calculator that knows nothing of the program."""

import shutil
import subprocess
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple

SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
"""Recalculate on loading: without this LibreOffice keeps the cached values of files that name Excel as their writer."""

Place = tuple[str, str]
"""A sheet and a cell."""

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SECONDS_TO_START, _SECONDS_EACH = 90, 10


class Cell(NamedTuple):
    """What a cell holds: its formula, "" for none, and its value, cached or plain."""

    formula: str
    value: Any


def soffice() -> str | None:
    """The program, where it is installed."""
    return shutil.which("soffice")


def recalculated(workbooks: Sequence[Path], folder: Path) -> dict[str, Path]:
    """Each workbook opened and saved again by LibreOffice, every formula calculated anew; by the file's stem."""
    program = soffice()
    assert program is not None
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    out = folder / "recalculated"
    environment = f"-env:UserInstallation={profile.as_uri()}"
    command = [
        program,
        environment,
        "--headless",
        "--norestore",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(out),
    ]
    patience = _SECONDS_TO_START + _SECONDS_EACH * len(workbooks)
    subprocess.run([*command, *map(str, workbooks)], check=True, capture_output=True, timeout=patience)
    return {path.stem: out / path.name for path in workbooks}


def opened(workbook: Path, *, cached: bool) -> openpyxl.Workbook:
    """A workbook as openpyxl reads it: with cached values, or with formulas."""
    with warnings.catch_warnings():
        # openpyxl does not know the data bars of Excel 2010 and says so.
        warnings.filterwarnings("ignore", message=".*extension is not supported", category=UserWarning)
        return openpyxl.load_workbook(workbook, data_only=cached)


@lru_cache(maxsize=256)
def cells(workbook: Path) -> dict[Place, Cell]:
    """Every cell that is not empty, straight from the file: openpyxl takes ten times as long for it."""
    with zipfile.ZipFile(workbook) as archive:
        texts = _shared_texts(archive)
        return {
            (name, reference): cell
            for name, member in _sheets(archive)
            for reference, cell in _cells(archive, member, texts)
        }


def _sheets(archive: zipfile.ZipFile) -> Iterator[Place]:
    """The sheets' names with their files in the archive."""
    related = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    files = {entry.get("Id"): entry.get("Target").removeprefix("/xl/") for entry in related}
    for sheet in etree.fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        yield sheet.get("name"), f"xl/{files[sheet.get(_ID)]}"


def _shared_texts(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    entries = etree.fromstring(archive.read("xl/sharedStrings.xml"), etree.XMLParser(huge_tree=True))
    return ["".join(part.text or "" for part in entry.iter(f"{_MAIN}t")) for entry in entries]


def _cells(archive: zipfile.ZipFile, member: str, texts: list[str]) -> Iterator[tuple[str, Cell]]:
    with archive.open(member) as file:
        for _event, node in etree.iterparse(file, tag=f"{_MAIN}c", huge_tree=True):
            formula, value = node.find(f"{_MAIN}f"), node.findtext(f"{_MAIN}v")
            found = _value(node.get("t", "n"), value, texts)
            if formula is not None or found is not None:
                yield node.get("r"), Cell("" if formula is None else formula.text or "", found)
            node.clear()


def _value(kind: str, text: str | None, texts: list[str]) -> Any:
    if not text:
        return None
    if kind == "n":
        return float(text)
    return texts[int(text)] if kind == "s" else text


def formulas(workbook: Path) -> dict[Place, str]:
    """Every formula."""
    return {place: cell.formula for place, cell in cells(workbook).items() if cell.formula}


def values(workbook: Path) -> dict[Place, Any]:
    """What every cell holds that is not empty, formulas by their cached values."""
    return {place: cell.value for place, cell in cells(workbook).items() if cell.value is not None}


def table(workbook: Path, sheet: str, head: str) -> list[dict[str, Any]]:
    """A sheet's rows by column title, from the line that begins with ``head`` to the first empty one."""
    rows: dict[int, dict[int, Any]] = {}
    for (name, reference), value in values(workbook).items():
        if name == sheet:
            row, column = coordinate_to_tuple(reference)
            rows.setdefault(row, {})[column] = value
    first = next(row for row in sorted(rows) if rows[row].get(1) == head)
    titles = {column: str(title) for column, title in rows[first].items()}
    found = []
    while (row := first + 1 + len(found)) in rows:
        found.append({title: rows[row].get(column) for column, title in titles.items()})
    return found


def differences(workbook: Path, calculated: Path) -> list[tuple[Place, Any, Any]]:
    """The formula cells whose cached value is not what LibreOffice finds, with both values."""
    before, after = values(workbook), values(calculated)
    return [
        (place, before.get(place), after.get(place))
        for place in formulas(workbook)
        if not _equal(before.get(place), after.get(place))
    ]


def _equal(cached: Any, found: Any) -> bool:
    if isinstance(cached, int | float) and isinstance(found, int | float):
        return bool(abs(cached - found) <= 1e-9)
    return bool((cached or "") == (found or ""))
