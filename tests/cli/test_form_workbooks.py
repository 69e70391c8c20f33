"""``evalapp form template`` and ``form convert``: a form is made in Excel, checked, converted there and back, and used."""

import csv
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.cli.command_line import REPOSITORY, SHANDONG, SMALL_FORM, Account


@pytest.fixture
def author(tmp_path: Path) -> Account:
    account = Account(tmp_path / "author")
    account.folder.mkdir()
    return account


def set_cells(path: Path, **values: object) -> None:
    """Cells of a workbook, as ``items_E4=3``."""
    book = openpyxl.load_workbook(path)
    for name, value in values.items():
        sheet, _mark, cell = name.rpartition("_")
        book[sheet][cell] = value
    book.save(path)


def test_the_template_is_a_sound_form_from_the_start(author: Account) -> None:
    path = author.path("评分表.xlsx")
    found = author.asks("form", "template", "-o", path)
    assert found["file"] == str(path)
    assert author.asks("form", "check", path) == {"usable": True, "errors": [], "warnings": []}
    assert author.asks("form", "show", path)["hash"] == found["hash"]


@pytest.mark.parametrize(
    ("language", "sheets"), [("zh", ["说明", "评分表", "指标"]), ("en", ["readme", "form", "items"])]
)
def test_the_template_is_in_the_language_asked_for(author: Account, language: str, sheets: list[str]) -> None:
    author.types("form", "template", "-o", author.path("f.xlsx"), "--lang", language)
    assert openpyxl.load_workbook(author.path("f.xlsx")).sheetnames[:3] == sheets
    assert author.asks("form", "check", author.path("f.xlsx"))["usable"]


def test_without_a_language_it_is_that_of_the_program(author: Account, language: object) -> None:
    author.types("form", "template", "-o", author.path("en.xlsx"))
    language("zh_CN")  # type: ignore[operator]
    author.types("form", "template", "-o", author.path("zh.xlsx"))
    assert openpyxl.load_workbook(author.path("en.xlsx")).sheetnames[1] == "form"
    assert openpyxl.load_workbook(author.path("zh.xlsx")).sheetnames[1] == "评分表"


def test_every_shipped_form_goes_there_and_back(author: Account) -> None:
    for form in author.asks("form", "list"):
        there = author.asks("form", "convert", form["id"], author.path("f.xlsx"), "--replace")
        back = author.asks("form", "convert", author.path("f.xlsx"), author.path("f.toml"), "--replace")
        assert there["hash"] == back["hash"] == author.asks("form", "show", form["id"])["hash"]
        assert author.asks("form", "show", author.path("f.toml"))["hash"] == there["hash"]


def test_a_converted_form_is_told_with_its_hash(author: Account) -> None:
    found = author.types("form", "convert", SMALL_FORM, author.path("f.xlsx"))
    digest = author.asks("form", "show", SMALL_FORM)["hash"]
    assert found.out == f"{author.path('f.xlsx')} was written: small 1, SHA-256 {digest}\n"
    assert f"The comments of {SMALL_FORM} are no part of the form" in found.err
    assert "comments" not in author.types("form", "convert", author.path("f.xlsx"), author.path("f.toml")).err


def test_findings_name_sheet_and_cell(author: Account) -> None:
    path = author.path("f.xlsx")
    author.types("form", "template", "-o", path, "--lang", "en")
    set_cells(path, items_E4=50, items_B9="BB", checks_F3="Z9")
    found = author.types("form", "check", path, "--json", status=1)
    assert not found.json["usable"]
    assert [line.split(": ")[1] for line in found.json["errors"]] == ["checks!F3", "items!B9"]
    assert (
        found.json["errors"][0]
        == f"{path}: checks!F3: check closed-but-channels, items: there is no item “Z9”"
    )
    set_cells(path, items_E4="fifty")
    assert [
        line.split(": ")[1] for line in author.types("form", "check", path, "--json", status=1).json["errors"]
    ] == ["items!E4"]


def test_a_form_with_errors_is_not_converted(author: Account) -> None:
    path = author.path("f.xlsx")
    author.types("form", "template", "-o", path, "--lang", "en")
    set_cells(path, items_E4=50, items_E8=70)
    found = author.types("form", "convert", path, author.path("f.toml"), "--json", status=1)
    assert [line.split(": ")[1] for line in found.details] == ["items!E8", "items!E4", "form!B13"]
    assert not author.path("f.toml").exists()


def test_warnings_are_said_and_do_not_stop(author: Account) -> None:
    path = author.path("f.xlsx")
    author.types("form", "template", "-o", path, "--lang", "en")
    set_cells(path, scales_A3="spare", scales_B3="rate")
    found = author.types("form", "convert", path, author.path("f.toml"))
    assert "scales!B3: scale spare: no item uses the scale “spare”" in found.err
    assert author.asks("form", "convert", path, author.path("g.toml"))["warnings"] == [found.err.strip()]


def test_a_file_that_is_there_is_not_written_over_unasked(author: Account) -> None:
    path = author.path("f.xlsx")
    author.types("form", "template", "-o", path)
    set_cells(path, form_B7="my work")
    before = path.read_bytes()
    for words in (("form", "template", "-o", path), ("form", "convert", SMALL_FORM, path)):
        found = author.types(*words, "--json", status=1)
        assert found.json["error"]["code"] == "exists"
        assert "--replace" in found.json["error"]["message"]
    assert path.read_bytes() == before
    author.types("form", "convert", SMALL_FORM, path, "--replace")
    assert author.asks("form", "show", path)["form"]["form"]["id"] == "small"


def test_a_form_never_replaces_itself(author: Account) -> None:
    path = author.path("f.xlsx")
    author.types("form", "template", "-o", path)
    before = path.read_bytes()
    assert (
        author.types("form", "convert", path, path, "--replace", "--json", status=1).json["error"]["code"]
        == "same_file"
    )
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["f", "f.xls", "f.csv", "f.toml.txt"])
def test_other_endings_are_refused(author: Account, name: str) -> None:
    for words in (
        ("form", "template", "-o", author.path(name)),
        ("form", "convert", SMALL_FORM, author.path(name)),
    ):
        found = author.types(*words, "--json", status=1)
        assert found.json["error"]["code"] == "format"
        assert ".xlsx or .toml" in found.json["error"]["message"]
    assert list(author.folder.glob("f*")) == []


def test_a_text_that_no_cell_holds_is_named_and_nothing_is_written(author: Account) -> None:
    text = SMALL_FORM.read_text(encoding="utf-8").replace("亮点", "文" * 33_000)
    author.path("long.toml").write_text(text, encoding="utf-8")
    found = author.types(
        "form", "convert", author.path("long.toml"), author.path("f.xlsx"), "--json", status=1
    )
    assert "has more than 32767 characters" in found.json["error"]["message"]
    assert not author.path("f.xlsx").exists()


def test_a_workbook_larger_than_a_form_may_be_is_not_written(author: Account) -> None:
    path = author.path("f.xlsx")
    author.types("form", "template", "-o", path, "--lang", "en")
    set_cells(path, **{f"items_W{row}": "字" * 30_000 for row in range(4, 13)}, **{f"options_F{row}": "字" * 30_000 for row in range(3, 6)},
              **{f"items_Y{row}": "x" * 32_000 for row in range(4, 13)}, **{f"grades_J{row}": "字" * 30_000 for row in range(3, 6)},
              **{f"items_V{row}": "字" * 30_000 for row in range(4, 13)})  # fmt: skip
    found = author.types("form", "convert", path, author.path("f.toml"), "--json", status=1)
    assert "at most 2097152 are taken" in found.json["error"]["message"]
    assert not author.path("f.toml").exists()


def test_other_files_are_refused_in_a_sentence(author: Account) -> None:
    table = author.writes("form.csv", ("code", "title"), [("A", "a")])
    assert (
        "it is a single table"
        in author.types("form", "check", table, "--json", status=1).json["error"]["message"]
    )
    author.path("old.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert (
        "old format .xls"
        in author.types("form", "show", author.path("old.xlsx"), "--json", status=1).json["error"]["message"]
    )
    with zipfile.ZipFile(author.path("a.xlsx"), "w") as archive:
        archive.writestr("a", "b")
    found = author.types("form", "convert", author.path("a.xlsx"), author.path("f.toml"), "--json", status=1)
    assert "it is a ZIP file, but no workbook" in found.json["error"]["message"]


def test_a_project_is_founded_on_a_workbook(author: Account) -> None:
    form, project = author.path("我的评分表.xlsx"), author.path("p.evalproj")
    author.types("form", "template", "-o", form)
    author.types("project", "new", project, "--form", form, "--roster", SHANDONG)
    assert author.asks("project", "info", project)["units"] == 16


def test_scores_are_computed_with_a_workbook(author: Account) -> None:
    form = author.path("f.xlsx")
    author.types("form", "template", "-o", form)
    scores = author.writes(
        "s.csv",
        ("unit", "item", "value"),
        [
            ("甲", "A1", "yes"),
            ("甲", "A2", "month"),
            ("甲", "A3", "duty;phone"),
            ("甲", "B1", "19/20"),
            ("甲", "B2", "3"),
            ("甲", "B3", "2"),
        ],
    )
    rows = list(csv.DictReader(io.StringIO(author.types("compute", "--form", form, "--scores", scores).out)))
    assert [row["points"] for row in rows if row["item"] == "TOTAL"] == ["70.0"]


def test_the_library_of_workbooks_is_loaded_when_one_is_written() -> None:
    check = "import sys; import evalapp.cli.app, evalapp.ui.start.new_project; print([n for n in ('openpyxl', 'lxml') if n in sys.modules])"
    found = subprocess.run(
        [sys.executable, "-c", check], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"
