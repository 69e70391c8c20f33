"""LibreOffice as a second calculator that knows nothing of the program."""

import shutil
import subprocess
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


def soffice() -> str | None:
    """The program, where it is installed."""
    return shutil.which("soffice")


def converted(workbook: Path, folder: Path, kind: str = "xlsx") -> Path:
    """``workbook`` opened and saved again by LibreOffice, every formula calculated anew."""
    program = soffice()
    assert program is not None
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    out = folder / kind
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            kind,
            "--outdir",
            str(out),
            str(workbook),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return out / f"{workbook.stem}.{kind}"


def formulas(workbook: Path) -> dict[tuple[str, str], str]:
    """Every formula by sheet and cell."""
    found: dict[tuple[str, str], str] = {}
    for sheet in openpyxl.load_workbook(workbook).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    found[sheet.title, cell.coordinate] = getattr(cell.value, "text", cell.value)
    return found


def values(workbook: Path) -> dict[tuple[str, str], Any]:
    """What every cell holds, formulas by their cached values."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in openpyxl.load_workbook(workbook, data_only=True).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def differences(cached: Path, calculated: Path) -> list[tuple[str, str, Any, Any]]:
    """The formula cells whose cached value is not what LibreOffice finds: sheet, cell, cached, found."""
    before, after = values(cached), values(calculated)
    return [
        (*place, before.get(place), after.get(place))
        for place in formulas(cached)
        if not _equal(before.get(place), after.get(place))
    ]


def _equal(cached: Any, found: Any) -> bool:
    if isinstance(cached, int | float) and isinstance(found, int | float):
        return abs(cached - found) <= 1e-9
    return (cached or "") == (found or "")
