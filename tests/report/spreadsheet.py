"""LibreOffice as a second calculator that knows nothing of the program."""

import shutil
import subprocess
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

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
    subprocess.run([*command, *map(str, workbooks)], check=True, capture_output=True, timeout=170)
    return {path.stem: out / path.name for path in workbooks}


def opened(workbook: Path, *, cached: bool) -> openpyxl.Workbook:
    """A workbook as openpyxl reads it: with cached values, or with formulas."""
    with warnings.catch_warnings():
        # openpyxl does not know the data bars of Excel 2010 and says so.
        warnings.filterwarnings("ignore", message=".*extension is not supported", category=UserWarning)
        return openpyxl.load_workbook(workbook, data_only=cached)


def formulas(workbook: Path) -> dict[Place, str]:
    """Every formula."""
    return {
        (sheet.title, cell.coordinate): getattr(cell.value, "text", cell.value)
        for sheet in opened(workbook, cached=False).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def values(workbook: Path) -> dict[Place, Any]:
    """What every cell holds that is not empty, formulas by their cached values."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in opened(workbook, cached=True).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def table(workbook: Path, sheet: str, head: str) -> list[dict[str, Any]]:
    """A sheet's rows by column title, from the line that begins with ``head`` to the first empty one."""
    rows = [list(row) for row in opened(workbook, cached=True)[sheet].iter_rows(values_only=True)]
    first = next(place for place, row in enumerate(rows) if row[0] == head)
    found = []
    for row in rows[first + 1 :]:
        if not any(value is not None for value in row):
            break
        found.append({str(title): value for title, value in zip(rows[first], row, strict=True) if title})
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
