"""The forms that ship: sound, said in both languages, and computed as somebody worked them out beside the program.

Each form has an example under ``tests/data/<form id>``: ``roster.csv``, ``scores.csv`` and ``expected.csv``, worked out from
FORM and the form alone; the README there shows the working. A row that is left out of ``expected.csv``, or a cell that
holds ``*``, is not settled by FORM and is not compared.
"""

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evalapp.form.reader import read_form_file, warnings_of
from evalapp.score.results import ResultRow, rows
from evalapp.work.results import compute_files

REPOSITORY = Path(__file__).resolve().parents[2]
FORMS = sorted((REPOSITORY / "forms").glob("*.toml"))
TEXTS = {
    "title",
    "edition",
    "object",
    "sourced",
    "sources",
    "ask",
    "guide",
    "label",
    "anchor",
    "message",
    "unit",
}
NUMBERS = ("points", "score", "weight")


@pytest.fixture(params=FORMS, ids=lambda path: path.stem)
def form(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def texts(value: object, place: str = "") -> Iterator[tuple[str, object]]:
    """Every text of a form's document with its place: titles, questions, labels, messages, names of levels and grades."""
    if isinstance(value, list):
        for n, part in enumerate(value):
            yield from texts(part, f"{place}[{n}]")
    elif isinstance(value, dict) and not set(value) <= {"zh", "en"}:
        for key, part in value.items():
            if key in TEXTS or (place.startswith(".grade") and key in {"name", "text"}):
                yield f"{place}.{key}", part
            elif key == "levels":
                yield from ((f"{place}.levels[{n}]", level) for n, level in enumerate(part))
            else:
                yield from texts(part, f"{place}.{key}")


def is_said_in_both(text: object) -> bool:
    """A sign such as % needs no translation."""
    if isinstance(text, str):
        return not any(sign.isalpha() for sign in text)
    return isinstance(text, dict) and all(text.get(language, "").strip() for language in ("zh", "en"))


def test_it_lints_without_findings(form: Path) -> None:
    assert warnings_of(read_form_file(form)) == ()


def test_it_is_named_as_its_file(form: Path) -> None:
    assert read_form_file(form).head.id == form.stem


def test_every_text_is_there_in_both_languages(form: Path) -> None:
    found = list(texts(tomllib.loads(form.read_text(encoding="utf-8"))))
    assert len(found) > len(read_form_file(form).items)
    assert [place for place, text in found if not is_said_in_both(text)] == []


def test_it_says_what_of_it_is_published_and_where(form: Path) -> None:
    head = tomllib.loads(form.read_text(encoding="utf-8"))["form"]
    assert is_said_in_both(head["sourced"])
    assert is_said_in_both(head["sources"])


def test_every_leaf_has_a_question_and_a_guide(form: Path) -> None:
    items = read_form_file(form).items
    assert [item.code for item in items if item.scale is not None and not (item.ask and item.guide)] == []


def expected_rows(form: Path) -> list[dict[str, str]]:
    table = REPOSITORY / "tests" / "data" / form.stem / "expected.csv"
    with table.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def as_expected(column: str, cell: str, row: ResultRow) -> bool:
    found: Any = getattr(row, column)
    if cell == "*":
        return True
    if column in NUMBERS and cell and found is not None:
        return bool(found == pytest.approx(float(cell), rel=0, abs=1e-9))
    return ("" if found is None else str(found)) == cell


def test_the_example_comes_out_as_worked_out(form: Path) -> None:
    folder = REPOSITORY / "tests" / "data" / form.stem
    found = {
        (row.unit, row.item): row
        for row in rows(compute_files(form, folder / "scores.csv", folder / "roster.csv").results)
    }
    wanted = expected_rows(form)
    units = {unit for unit, item in found if item == "TOTAL"}
    assert {row["unit"] for row in wanted if row["item"] == "TOTAL"} >= units
    wrong = [
        f"{row['unit']} {row['item']} {column}: {getattr(found[row['unit'], row['item']], column)}, worked out {row[column]}"
        for row in wanted
        for column in ("points", "score", "weight", "rank", "grade", "status")
        if not as_expected(column, row[column], found[row["unit"], row["item"]])
    ]
    assert wrong == []
