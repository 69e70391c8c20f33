"""A spreadsheet program opens a workbook and saves it: the form in it is the same, down to texts that programs like to change."""

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from evalapp.form.excel.read import read_workbook
from evalapp.form.excel.write import write_workbook
from evalapp.form.model import Form, form_hash
from tests.form.excel.documents import AWKWARD
from tests.form.excel.test_round_trip import SOUND
from tests.report.spreadsheet import recalculated

NUMBERS = [0.1, 1 / 3, 1e12, 123456789012.5, -5, 40, 1.005, 2.675, 1e-9, 0.1 + 0.2, -0.0]
AWKWARD_FORM: dict[str, Any] = {
    "form": {"id": "a", "version": "1.10", "title": {"zh": "=1+1", "en": "#N/A"}, "levels": AWKWARD},
    "policy": {
        "floor": -0.0,
        "cap": 0.1 + 0.2,
        "tolerance": 100 / 3,
        "fail_below": 1e-7,
        "min_coverage": 2 / 3,
    },
    "item": [
        {
            "code": f"{text}{n}",
            "title": text,
            "ask": text,
            "guide": {"zh": text, "en": text},
            "applies": text or "x",
            "weight": NUMBERS[n % len(NUMBERS)],
            "scale": {
                "kind": "options",
                "options": [{"value": text, "points": 1, "label": text, "veto": True}],
            },
        }
        for n, text in enumerate(AWKWARD)
    ],
    "profile": [{"id": "p", "when": "x", "weights": dict.fromkeys(AWKWARD, 1 / 3)}],
    "check": [{"id": "c", "severity": "info", "when": "1.10", "message": "-", "items": AWKWARD}],
}


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[dict[str, Any], bytes]]:
    """Forms as documents, and as workbooks that LibreOffice has saved."""
    folder = tmp_path_factory.mktemp("saved")
    documents = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in SOUND}
    documents["awkward"] = AWKWARD_FORM
    for n, (name, document) in enumerate(documents.items()):
        (folder / f"{name}.xlsx").write_bytes(write_workbook(document, "zh" if n % 2 else "en"))
    again = recalculated([folder / f"{name}.xlsx" for name in documents], folder)
    return {name: (document, Path(again[name]).read_bytes()) for name, document in documents.items()}


@pytest.mark.parametrize("name", [*(path.stem for path in SOUND), "awkward"])
def test_a_saved_workbook_is_the_same_form(saved: dict[str, tuple[dict[str, Any], bytes]], name: str) -> None:
    document, data = saved[name]
    found = read_workbook(data, "f.xlsx")
    assert (found.errors, found.loose, found.warnings) == ((), (), ())
    assert form_hash(msgspec.convert(found.document, Form)) == form_hash(msgspec.convert(document, Form))
