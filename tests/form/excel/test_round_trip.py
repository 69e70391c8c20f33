"""A form says the same as TOML, as a workbook, and after a spreadsheet program has saved the workbook."""

import io
import tomllib
from pathlib import Path
from typing import Any, Literal

import msgspec
import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from evalapp.form.excel.read import read_workbook
from evalapp.form.excel.write import write_workbook
from evalapp.form.model import Form, form_hash
from evalapp.form.schema import check_document
from evalapp.form.toml_text import toml_text
from tests.form.excel.documents import documents

REPOSITORY = Path(__file__).resolve().parents[3]
# Documents that are forms; what is wrong with some of them makes no difference to how they are written.
FORMS = [
    *sorted((REPOSITORY / "forms").glob("*.toml")),
    *sorted((REPOSITORY / "tests" / "data").rglob("*.toml")),
]
SOUND = [
    path
    for path in (*FORMS, REPOSITORY / "resources" / "form-template.toml")
    if path.parent.name
    not in {"cli", "rules", "evaluations", "broken-forms", "broken-settings", "misreadings"}
]

Language = Literal["zh", "en"]

# Shrinking a whole form takes minutes and helps little: the message names the cell.
RANDOM = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def hashed(document: dict[str, Any]) -> str:
    return form_hash(msgspec.convert(document, Form))


def read_again(data: bytes) -> dict[str, Any]:
    found = read_workbook(data, "f.xlsx")
    assert (found.errors, found.loose, found.warnings) == ((), (), ())
    return found.document


def cells(data: bytes) -> dict[tuple[str, str], Any]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_a_form_comes_back_from_a_workbook(path: Path, language: Language) -> None:
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    assert read_again(write_workbook(document, language)) == document


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_a_workbook_comes_back_from_toml_cell_by_cell(path: Path) -> None:
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    first = write_workbook(document, "zh")
    through_toml = tomllib.loads(toml_text(read_again(first)))
    assert cells(write_workbook(through_toml, "zh")) == cells(first)


@RANDOM
@given(documents)
def test_whatever_a_form_can_say_comes_back(document: dict[str, Any]) -> None:
    assert list(check_document(document)) == []
    for language in ("zh", "en"):
        assert hashed(read_again(write_workbook(document, language))) == hashed(document)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("evidence", ["required", "必须", "Required", "none", "不要", "answer['A1'] == 'x'"])
def test_a_condition_that_is_spelled_like_a_word_comes_back_as_it_was(
    evidence: str, language: Language
) -> None:
    document = {
        "form": {"id": "f", "version": "1", "title": "f"},
        "item": [{"code": "A", "title": "a", "evidence": evidence}],
    }
    assert read_again(write_workbook(document, language)) == document


@RANDOM
@given(documents)
def test_a_workbook_keeps_its_cells_through_toml(document: dict[str, Any]) -> None:
    first = write_workbook(document, "zh")
    through_toml = tomllib.loads(toml_text(read_again(first)))
    assert cells(write_workbook(through_toml, "zh")) == cells(first)
