"""Which files are taken as workbooks: others are refused by what they are, and nothing in a file can exhaust the machine."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook.protection import WorkbookProtection

from evalapp.base.errors import AppError
from evalapp.form.excel import package, sheets
from evalapp.form.excel.package import WorkbookRefused
from evalapp.form.excel.sheets import Cell, Sheet, place, read_sheets
from evalapp.form.reader import examine_file, examine_form, examine_workbook
from tests.form.excel.workbooks import TEMPLATE, changed, said, template

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def raw(
    rows: str,
    *,
    strings: str = "",
    formats: str = "",
    styles: str = "",
    after: str = "",
    main: str = MAIN,
    absolute: bool = False,
) -> bytes:
    """A workbook of one sheet written by hand, as other programs write it."""
    root = "/xl/" if absolute else ""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Override PartName="/xl/workbook.xml" ContentType="{SHEET}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{OFFICE}"><sheets><sheet name="指标" sheetId="1" r:id="rId7"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="rId7" Type="{OFFICE}/worksheet" Target="{root}worksheets/Sheet1.xml"/>'
        f'<Relationship Id="rId8" Type="{OFFICE}/sharedStrings" Target="{root}sharedStrings.xml"/>'
        f'<Relationship Id="rId9" Type="{OFFICE}/styles" Target="{root}styles.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{after}</worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><numFmts>{formats}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def read(data: bytes) -> Sheet:
    (found,) = read_sheets(data, lambda _name: True)
    return found


def with_part(data: bytes, name: str, content: bytes | str) -> bytes:
    """The workbook with one part more, or another one in its place."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info))
        new.writestr(name, content)
    return out.getvalue()


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return out.getvalue()


# What is no workbook --------------------------------------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
DAMAGED = "the file is damaged; open it in Excel or WPS and save it again"

REFUSED = {
    "old format": (OLE, "it is in the old format .xls or .et; save it as “Excel Workbook (*.xlsx)”"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "it is protected by a password; save a copy without one"),
    "no ZIP": (b"PK\x03\x04 and nothing more", DAMAGED),
    "cut off": (changed()[:9000], DAMAGED),
    "a ZIP": (zipped(a="b"), "it is a ZIP file, but no workbook"),
    "OpenDocument": (zipped(mimetype="x", content="y", **{"content.xml": "y"}), "it is an OpenDocument file"),
    "Word": (
        with_part(changed(), "[Content_Types].xml", f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/wordprocessingml"/></Types>'),
        "it is an Office document, but no workbook",
    ),
    "macros": (with_part(changed(), "xl/vbaProject.bin", b"x"), "it holds macros, which are never run"),
    "macros by type": (
        with_part(changed(), "[Content_Types].xml", f'<Types xmlns="{TYPES}"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'),
        "it holds macros, which are never run",
    ),
    "binary": (
        with_part(changed(), "[Content_Types].xml", f'<Types xmlns="{TYPES}"><Override PartName="/xl/workbook.bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'),
        "it is in the format .xlsb",
    ),
    "no sheet part": (with_part(changed(), "xl/workbook.xml", "<workbook/>"), "the sheet “评分表 / form” is missing"),
    "broken XML": (with_part(changed(), "xl/worksheets/sheet2.xml", "<worksheet><sheetData><row"), DAMAGED),
    "no numbers": (raw('<row r="x"><c><v>1</v></c></row>'), DAMAGED),
    "string out of range": (raw('<row><c t="s"><v>7</v></c></row>'), DAMAGED),
    "part missing": (with_part(changed(), "_rels/.rels", f'<Relationships xmlns="{RELATIONS}"/>'), "it holds no workbook"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_workbook_is_refused_by_what_it_is(name: str) -> None:
    data, reason = REFUSED[name]
    found = said(data)
    assert reason in found[0]
    assert len(found) == 1 or name == "no sheet part"


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret", encoding="utf-8")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    for entity in (f'<!ENTITY e0 "lol">{bomb}', f'<!ENTITY e11 SYSTEM "{secret.as_uri()}">'):
        sheet = f'<!DOCTYPE x [{entity}]><worksheet xmlns="{MAIN}"><sheetData><row><c t="str"><v>&e11;</v></c></row></sheetData></worksheet>'
        try:
            found = read(with_part(raw(""), "xl/worksheets/sheet1.xml", sheet))
        except WorkbookRefused:
            continue
        assert "secret" not in str(found)
        assert "lol" not in str(found)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=20))
def test_a_damaged_file_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    data = bytearray(template())
    for place_, value in changes:
        data[place_ % len(data)] = value
    said(bytes(data))


def test_a_part_that_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_PART", 200_000)
    data = with_part(changed(), "xl/worksheets/sheet2.xml", " " * 300_000)
    assert len(data) < 100_000
    assert "one of its sheets is larger than" in said(data)[0]


def test_more_cells_than_any_form_needs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_CELLS", 50)
    assert "it has more than 50 filled cells" in said(changed())[0]


def test_the_cells_of_a_row_are_freed_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    held = []
    whole = package.Package.elements

    def watched(self: package.Package, name: str, *tags: str) -> Iterator[Any]:
        for element in whole(self, name, *tags):
            held.append(len(element))
            yield element

    monkeypatch.setattr(package.Package, "elements", watched)
    cells = "".join(f'<c r="{place(1, column)}"><v>{column}</v></c>' for column in range(1, 1001))
    assert len(read(raw(f'<row r="1">{cells}</row>')).rows[1]) == 1000
    assert max(held) < 10, "one row may be all that a file of many megabytes holds"


def test_empty_and_merged_cells_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_EMPTY", 500)
    with pytest.raises(WorkbookRefused, match="more than 500 empty cells"):
        read(raw('<row r="1">' + "<c/>" * 501 + "</row>"))
    monkeypatch.setattr(sheets, "MAX_CELLS", 50)
    merged = "<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 51 + "</mergeCells>"
    with pytest.raises(WorkbookRefused, match="more than 50 filled cells"):
        read(raw("", after=merged))


def test_formatted_cells_without_end_are_no_trouble() -> None:
    blank = "".join(
        f'<row r="{row}"><c r="A{row}" s="0"/><c r="B{row}" s="0"/></row>' for row in range(1, 50_000)
    )
    assert read(raw(blank)).rows == {}


def test_two_parts_of_one_name_are_refused() -> None:
    out = io.BytesIO(changed())
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert DAMAGED in said(out.getvalue())[0]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        (
            "f.csv",
            b"code,title\n",
            "it is a single table; a form is a workbook that “evalapp form template” writes",
        ),
        ("f.xls", b"<html>", "it is a single table"),
        ("f.xls", OLE, "it is in the old format"),
        ("f.xlsx", b"", "“form” is missing"),
        ("f.toml", changed(), "items!"),
        ("f.xlsx", b'[form]\nid = "f"\n', "“version” is missing"),
    ],
)
def test_what_a_file_is_decides_not_its_name(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    try:
        examined = examine_file(path)
    except AppError as refused:
        assert reason in str(refused)
    else:
        assert reason in str(examined.errors) or (reason == "items!" and examined.form is not None)


def test_toml_is_asked_for_where_a_workbook_cannot_be_kept() -> None:
    with pytest.raises(AppError, match="“evalapp form convert” makes a TOML file of it"):
        examine_form(changed(), "f.xlsx")


def test_a_protected_sheet_is_read() -> None:
    def protect(book: openpyxl.Workbook) -> None:
        book.security = WorkbookProtection(lockStructure=True)
        book["items"].protection.sheet = True

    assert examine_workbook(changed(protect), "f.xlsx").document == TEMPLATE


# What other programs write --------------------------------------------------------------------------------------------


def test_texts_in_runs_are_one_and_readings_are_left_out() -> None:
    strings = '<si><t xml:space="preserve"> a</t></si><si><r><t>评</t></r><r><rPr/><t>分</t></r><rPh sb="0" eb="1"><t>ping</t></rPh></si>'
    sheet = read(
        raw(
            '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is><r><t>x</t></r><r><t>y</t></r></is></c></row>',
            strings=strings,
        )
    )
    assert sheet.rows == {1: {1: Cell(" a"), 2: Cell("评分"), 3: Cell("xy")}}


def test_cells_and_rows_need_not_say_where_they_are() -> None:
    sheet = read(
        raw(
            '<row><c><v>1</v></c><c/><c><v>2</v></c></row><row r="5"><c r="C5"><v>3</v></c><c><v>4</v></c></row><row><c><v>5</v></c></row>'
        )
    )
    assert {row: {at: cell.value for at, cell in cells.items()} for row, cells in sheet.rows.items()} == {
        1: {1: 1, 3: 2},
        5: {3: 3, 4: 4},
        6: {1: 5},
    }


def test_names_of_parts_may_be_absolute_and_spelt_otherwise() -> None:
    assert read(raw("<row><c><v>1</v></c></row>", absolute=True)).rows == {1: {1: Cell(1.0, "number")}}


def test_the_strict_kind_of_workbook_is_read() -> None:
    sheet = read(raw('<row><c t="d"><v>2024-01-02</v></c><c t="str"><v>a</v></c></row>', main=STRICT))
    assert sheet.rows == {1: {1: Cell("2024-01-02", "date"), 2: Cell("a")}}


@pytest.mark.parametrize("number", [14, 22, 27, 31, 36, 45, 50, 57, 58])
def test_the_dates_of_a_chinese_excel_are_dates(number: int) -> None:
    sheet = read(
        raw('<row><c s="1"><v>45293</v></c></row>', styles=f'<xf numFmtId="0"/><xf numFmtId="{number}"/>')
    )
    assert sheet.rows[1][1].content == "date"


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("yyyy\\-mm", "date"),
        ("m月d日", "date"),
        ("[$-804]aaaa;@", "date"),
        ("[h]:mm", "date"),
        ('0.0"d"', "number"),
        ("[Red]0", "number"),
        ("General", "number"),
        ("0.00E+00", "number"),
    ],
)
def test_a_format_shows_a_date_or_a_number(code: str, content: str) -> None:
    formats = f"<numFmt numFmtId=\"176\" formatCode='{code}'/>"
    sheet = read(raw('<row><c s="0"><v>1</v></c></row>', formats=formats, styles='<xf numFmtId="176"/>'))
    assert sheet.rows[1][1].content == content


def test_a_formula_stands_with_its_value() -> None:
    sheet = read(
        raw(
            '<row><c><f>1+1</f><v>2</v></c><c t="str"><f>""</f><v></v></c><c><f>3</f></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c>'
            '<c t="b"><f>TRUE</f><v>1</v></c><c t="str"><f>A1</f><v>a_x000D_\n_x005F_x000D_</v></c></row>'
        )
    )
    assert sheet.rows[1] == {
        1: Cell(2.0, "number", formula=True),
        3: Cell("", "uncalculated", formula=True),
        4: Cell("#DIV/0!", "error", formula=True),
        5: Cell(True, "truth", formula=True),
        6: Cell("a\r\n_x000D_", formula=True),
    }


def test_merged_ranges_are_found() -> None:
    sheet = read(
        raw(
            "",
            after='<mergeCells><mergeCell ref="$B$2:AB10"/><mergeCell ref="C3"/><mergeCell ref="?"/></mergeCells>',
        )
    )
    assert sheet.merged == ((2, 2, 10, 28), (3, 3, 3, 3))


def test_cells_are_called_as_in_a_spreadsheet() -> None:
    assert [place(1, column) for column in (1, 26, 27, 52, 53, 702, 703)] == [
        "A1",
        "Z1",
        "AA1",
        "AZ1",
        "BA1",
        "ZZ1",
        "AAA1",
    ]


def test_a_formula_is_taken_by_its_value_and_said(tmp_path: Path) -> None:
    from tests.report.spreadsheet import recalculated

    path = tmp_path / "f.xlsx"
    path.write_bytes(
        changed(
            lambda book: [
                book["items"].__setitem__(cell, value)
                for cell, value in (("E4", "=20+20"), ("C5", '="首页"&"可打开"'))
            ]
        )
    )
    data = recalculated([path], tmp_path)["f"].read_bytes()
    examined = examine_workbook(data, "f.xlsx")
    assert examined.document == TEMPLATE
    assert examined.warnings == (
        "f.xlsx: items!E4: 2 cells hold formulas, this one first; their last values were taken",
    )
    shutil.rmtree(tmp_path / "profile")
