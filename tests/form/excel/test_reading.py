"""What people do to workbooks: each mistake is told with its sheet and cell, and what is harmless is read."""

import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from evalapp.form.excel.read import read_workbook
from evalapp.form.excel.write import write_workbook
from tests.form.excel.workbooks import DATE, TEMPLATE, Change, cells, changed, numbered, said


def rows_deleted(sheet: str, first: int, n: int) -> Change:
    return lambda book: book[sheet].delete_rows(first, n)


def renamed(sheet: str, name: str) -> Change:
    def change(book: openpyxl.Workbook) -> None:
        book[sheet].title = name

    return change


def merged(sheet: str, cells: str) -> Change:
    return lambda book: book[sheet].merge_cells(cells)


def without(sheet: str) -> Change:
    return lambda book: book.remove(book[sheet])


def added(name: str, value: str = "x") -> Change:
    def change(book: openpyxl.Workbook) -> None:
        book.create_sheet(name)["B2"] = value

    return change


MISTAKES: dict[str, tuple[Change, str]] = {
    # The findings of the form itself, by sheet and cell.
    "code twice": (cells(items_A6="A1"), "f.xlsx: items!A6: item A1, code: the code “A1” occurs twice"),
    "no such parent": (cells(items_B9="BB"), "f.xlsx: items!B9: item B1, parent: there is no item “BB” (did you mean “B"),
    "weights": (cells(items_E4=50), "f.xlsx: items!E4: item A, weight: it weighs 50, but the items below it add up to 40"),
    "full score": (cells(form_B13=90), "f.xlsx: form!B13: [form], full_score: the items of the top level add up to 100, but the full score is 90"),
    "expression": (cells(items_AA11="answer['A9']"), "f.xlsx: items!AA11: item B3, applies: there is no item “A9”"),
    "Chinese quotation marks": (cells(items_AA11="answer[‘A1’]"), "f.xlsx: items!AA11: item B3, applies: character 8: “‘” is typed with Chinese input"),
    "check": (cells(checks_F3="A1; Z9"), "f.xlsx: checks!F3: check closed-but-channels, items: there is no item “Z9”"),
    "grade order": (cells(grades_D3=10), "warning f.xlsx: grades!D4: grade fair, min: no unit can get it"),
    "one option": (rows_deleted("options", 4, 2), "f.xlsx: items!G6: item A2, scale: a choice needs at least two options"),
    "no group below": (rows_deleted("items", 5, 3), "f.xlsx: items!A4: item A: it has neither a scale nor items below it"),
    "no points": (cells(options_H3=None), "f.xlsx: options!A3: item A2, scale, options 1: “points” is missing"),
    "key of another kind": (cells(options_I3=2), "f.xlsx: options!I3: item A2, scale, options 1: the key “each” is not known"),
    # Kinds of values.
    "weight in words": (cells(items_E4="forty"), "f.xlsx: items!E4: “forty” is not a number"),
    "weight with comma": (cells(items_E4="1,000"), "f.xlsx: items!E4: “1,000” is not a number"),
    "weight a truth": (cells(items_E4=True), "f.xlsx: items!E4: it is a truth value, not a number"),
    "weight a date": (cells(items_E4=DATE), "f.xlsx: items!E4: it is a date"),
    "decimals not whole": (cells(items_O10=1.5), "f.xlsx: items!O10: item B2, scale: must be a whole number"),
    "no such word": (cells(items_G5="binery"), "f.xlsx: items!G5: “binery” is not one of binary, options, checklist"),
    "word almost": (cells(form_B20="arithmetik"), "(did you mean “arithmetic”?)"),
    "no such state": (cells(items_AB5="not_found; gone"), "f.xlsx: items!AB5: “gone” is not one of not_found, not_applicable"),
    "step": (cells(items_J9="80:5; >90:12"), "f.xlsx: items!J9: “>90:12” is no step"),
    "steps both ways": (cells(items_J9=">=80:5; <=90:12"), "f.xlsx: items!J9: steps all begin with >= or all with <="),
    "rule": (cells(items_J9="minmx lower"), "f.xlsx: items!J9: “minmx” is no rule"),
    "rule in TOML": (cells(items_J9="{ method = "), "f.xlsx: items!J9: “{ method =” begins like a value in TOML but is none"),
    "rule with a key": (cells(items_J9="zscore men=50"), "f.xlsx: items!J9: item B1, scale: the key “men” is not known (did you mean “mean”?)"),
    "weights of a profile": (cells(profiles_A3="p", profiles_B3="unit.kind == 'x'", profiles_C3="A=40; B"), "f.xlsx: profiles!C3: “B” is not code=number"),
    "weight twice": (cells(indices_A3="i", indices_B3="i", indices_D3="A=1; A=2"), "f.xlsx: indices!D3: the code “A” occurs twice"),
    "no English": (cells(form_C4="x"), "f.xlsx: form!C4: only texts have an English version"),
    # What spreadsheet programs make of codes.
    "code a decimal number": (cells(items_A6=1.1), "f.xlsx: items!A6: it is the number 1.1, not text: of a typed 1.10 only 1.1 is left"),
    "code a date": (cells(items_A6=DATE), "f.xlsx: items!A6: it is a date: the spreadsheet program makes one of a typed 1-2 or 3/4"),
    "code a Chinese date": (numbered("items", "A6", 45293, 'm"月"d"日"'), "f.xlsx: items!A6: it is a date"),
    "code a truth": (cells(items_A6=True), "f.xlsx: items!A6: it is a truth value, not text"),
    "code a long number": (cells(items_A6=370100000000001234), "f.xlsx: items!A6: it is the number 3.70100000000001e+17"),
    "version a number": (numbered("form", "B5", 2021.1, "General"), "f.xlsx: form!B5: it is the number 2021.1"),
    "error value": (cells(items_C5="#REF!"), "f.xlsx: items!C5: its formula gives the error #REF!"),
    "formula without a value": (cells(items_E4="=20+20"), "f.xlsx: items!E4: its formula has no value yet"),
    # Rows.
    "code missing": (cells(items_A6=None), "f.xlsx: items!A6: “Code” is missing"),
    "title missing": (cells(items_C6=None, items_D6=None), "f.xlsx: items!C6: “Title (Chinese) / title.zh” is missing"),
    "id missing": (cells(form_B4=None), "f.xlsx: form!B4: “Id / form.id” is missing"),
    "line of the id missing": (rows_deleted("form", 4, 1), "f.xlsx: form!B2: “Id / form.id” is missing"),
    "key twice": (cells(form_E5="form.id"), "f.xlsx: form!E5: the key “form.id” occurs twice"),
    "no such key": (cells(form_E5="form.verison"), "f.xlsx: form!E5: the key “form.verison” is not known (did you mean “form.version”?)"),
    "key a number": (cells(form_E5=3.5), "f.xlsx: form!E5: it is the number 3.5, not text"),
    "no keys at all": (cells(form_E2="# key"), "f.xlsx: form!A2: the column “Key” is missing"),
    "no key": (cells(form_E5=None), "f.xlsx: form!E5: the line has no key"),
    "options of nobody": (cells(options_A3="A9"), "f.xlsx: options!A3: there is no item “A9” with options, ticks or findings"),
    "options of a number": (cells(options_A3="B2"), "f.xlsx: options!A3: there is no item “B2” with options"),
    "options of no scale": (cells(options_A3=None, options_B3="x"), "f.xlsx: options!B3: there is no named scale “x”"),
    "options of two": (cells(options_B3="x"), "f.xlsx: options!A3: one of the first two columns says what it belongs to"),
    "options of none": (cells(options_A3=None), "f.xlsx: options!A3: one of the first two columns says what it belongs to"),
    "option without a value": (cells(options_C3=None), "f.xlsx: options!C3: “Value” is missing"),
    # Scales.
    "scale without a kind": (cells(items_G5=None), "f.xlsx: items!I5: which kind of scale? Column “Kind / scale.kind” is empty"),
    "column of another kind": (cells(items_L5=3), "f.xlsx: items!L5: a scale of the kind binary has no “Points cap / scale.cap”"),
    "rule of a binary": (cells(items_J5=">=1:2"), "f.xlsx: items!J5: a scale of the kind binary has no “Rule / scale.rule”"),
    "unit of a binary": (cells(items_P5="x"), "f.xlsx: items!P5: a scale of the kind binary has no “Unit (Chinese) / scale.unit.zh”"),
    "kind and name": (cells(items_H5="x"), "f.xlsx: items!H5: a row has either a kind or a named scale; only rounds have both"),
    "named and more": (cells(items_G5=None, items_H5="x"), "f.xlsx: items!I5: the named scale says this"),
    "no such scale": (cells(items_G5=None, items_I5=None, items_H5="x"), "f.xlsx: items!H5: item A1, scale: there is no scale “x” in [scales]"),
    "scale twice": (cells(scales_A3="x", scales_B3="binary", scales_A4="x", scales_B4="binary"), "f.xlsx: scales!A4: the scale “x” occurs twice"),
    "named scale without a kind": (cells(scales_A3="x"), "f.xlsx: scales!B3: which kind of scale?"),
    "unused scale": (cells(scales_A3="x", scales_B3="rate"), "warning f.xlsx: scales!B3: scale x: no item uses the scale “x”"),
    "rounds of nothing": (cells(items_G5="rounds", items_I5=None, items_T5=3), "f.xlsx: items!G5: item A1, scale: “of” is missing"),
    # Sheets and headings.
    "sheet renamed": (renamed("items", "itms"), "f.xlsx: itms: the sheet “itms” is not known (did you mean “items”?); begin its name with # if it is your own"),
    "sheet missing": (without("form"), "f.xlsx: the sheet “评分表 / form” is missing"),
    "sheet unknown": (added("总结"), "f.xlsx: 总结: the sheet “总结” is not known"),
    "sheet twice": (added("评分表"), "f.xlsx: 评分表: the sheet “评分表” is there twice"),
    "heading unknown": (cells(items_E3="wieght"), "f.xlsx: items!E3: the heading “wieght” is not known (did you mean “weight”?)"),
    "heading twice": (cells(items_F3="weight"), "f.xlsx: items!F3: the heading “weight” occurs twice"),
    "heading missing": (cells(items_A3="#code"), "f.xlsx: items!A3: the column “Code” is missing"),
    "heading empty": (cells(items_E3=None), "f.xlsx: items!E4: nothing stands above this column"),
    "no headings": (rows_deleted("items", 1, 3), "f.xlsx: items: there is no line of headings; needed are Code"),
    "sheet empty": (rows_deleted("items", 1, 30), "f.xlsx: items: the sheet is empty"),
    "beside the table": (cells(items_BB7="note"), "f.xlsx: items!BB7: nothing stands above this column"),
    "merged": (merged("items", "B5:B7"), "f.xlsx: items!B5: B5:B7 are merged; take them apart"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_cell(name: str) -> None:
    change, line = MISTAKES[name]
    assert any(line in found for found in said(changed(change))), said(changed(change))


def test_what_is_there_and_wrong_is_not_missing_besides() -> None:
    (found,) = said(changed(numbered("form", "B5", 2021.1, "General")))
    assert found.startswith("f.xlsx: form!B5: it is the number 2021.1")


def test_everything_that_is_wrong_is_listed_at_once() -> None:
    found = said(changed(cells(items_E4="x", items_G6="y", options_H3="z", grades_D3="w", form_B13="v")))
    assert [line.split(": ")[1] for line in found] == [
        "form!B13",
        "items!E4",
        "items!G6",
        "grades!D3",
        "options!H3",
    ]


# Harmless things ------------------------------------------------------------------------------------------------------


def inserted(sheet: str, at: int, n: int = 1) -> Change:
    return lambda book: book[sheet].insert_rows(at, n)


def columns_turned(book: openpyxl.Workbook) -> None:
    """Every column of a sheet in the other order."""
    for name in ("items", "options", "form"):
        sheet = book[name]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        for row, values in enumerate(rows, 1):
            for column, value in enumerate(reversed(values), 1):
                sheet.cell(row, column).value = value


def sheets_turned(book: openpyxl.Workbook) -> None:
    book._sheets.reverse()


def column_inserted(book: openpyxl.Workbook) -> None:
    book["items"].insert_cols(2)
    book["items"]["B3"] = "# 备注"
    book["items"]["B5"] = "我的批注"


def empty_column_inserted(book: openpyxl.Workbook) -> None:
    book["options"].insert_cols(3)


def hidden(book: openpyxl.Workbook) -> None:
    book["items"].row_dimensions[5].hidden = True
    book["items"].column_dimensions["E"].hidden = True
    book["options"].sheet_state = "hidden"


def merged_elsewhere(book: openpyxl.Workbook) -> None:
    book["items"].merge_cells("A1:H1")
    book["items"].merge_cells("A2:F2")


HARMLESS: dict[str, Change] = {
    "rows in between": inserted("items", 6, 3),
    "rows above": inserted("items", 1, 4),
    "spaces in between": lambda book: (book["items"].insert_rows(6), cells(items_C6="  ")(book))[0],
    "own column": column_inserted,
    "own sheet": added("# 草稿"),
    "empty sheet": lambda book: book.create_sheet("Sheet1"),
    "sheet of WPS": added("WpsReserved_CellImgList"),
    "empty column": empty_column_inserted,
    "columns turned": columns_turned,
    "sheets turned": sheets_turned,
    "hidden": hidden,
    "merged elsewhere": merged_elsewhere,
    "without explanations": without("readme"),
    "without rare sheets": lambda book: [book.remove(book[name]) for name in ("scales", "profiles", "indices")],
    "explanations changed": cells(readme_A1="x", form_D4="x", form_A4=None),
    "spaces at the ends": cells(items_A6=" A2 ", items_B6="A　", items_C6=" 栏目更新\n", items_G6=" Options "),
    "other line ends": cells(items_V6="“工作动态”栏目的更新情况如何？_x000D_"),
    "invisible letters": cells(items_A6="A2\u200b", options_A3="\ufeffA2"),
    "numbers as text": cells(items_E4="４０", items_L7=" 15.0 ", options_H3="15", form_B13="100"),
    "full-width signs": cells(items_J9="＞＝80：5；≥90:12，>=９５：20", checks_F3="A1；B2"),
    "Chinese words": cells(items_G5="是否", form_B19="分值", checks_B3="警告", items_Z5="必须"),
    "another spelling": cells(items_G5="BINARY", items_Z5="Required", items_E3="Ｗｅｉｇｈｔ"),
    "Chinese headings": cells(items_A3="代码 *", items_B3="上级", items_E3="权重"),
    "sheet in Chinese": renamed("items", "指标"),
}  # fmt: skip


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_harmless_is_read(name: str) -> None:
    found = read_workbook(changed(HARMLESS[name]), "f.xlsx")
    assert (found.errors, found.loose, found.warnings) == ((), (), ())
    assert found.document == TEMPLATE


def item(change: Change, code: str) -> dict[str, Any]:
    found = read_workbook(changed(change), "f.xlsx")
    assert found.errors == ()
    return next(one for one in found.document["item"] if one["code"] == code)


@pytest.mark.parametrize(
    ("value", "style", "code"),
    [
        (3, "General", "3"),
        (3, "0", "3"),
        (3, "00", "03"),
        (1.1, "0.00", "1.10"),
        (12, "@", "12"),
        (-1, "0", "-1"),
    ],
)
def test_a_number_is_a_code_as_it_is_shown(value: float, style: str, code: str) -> None:
    assert item(numbered("items", "A12", value, style), code)["title"]["en"] == "Good practice"


@pytest.mark.parametrize(
    ("value", "style"), [(3, "#,##0"), (1.126, "0.00"), (5, '0"号"'), (1e15, "0"), (0.5, "0%")]
)
def test_a_number_shown_otherwise_than_typed_is_no_code(value: float, style: str) -> None:
    assert re.search(
        r"f.xlsx: items!A12: it is the number", said(changed(numbered("items", "A12", value, style)))[0]
    )


def test_a_percentage_is_a_share() -> None:
    found = read_workbook(changed(numbered("grades", "F3", 0.2, "0%")), "f.xlsx")
    assert found.document["grade"][0]["top"] == 0.2
    assert read_workbook(changed(cells(grades_F3="20%")), "f.xlsx").document["grade"][0]["top"] == 0.2


def test_a_share_in_per_cent_is_refused_by_what_stands_above_it(language: Callable[[str], None]) -> None:
    language("zh_CN")
    sheet = openpyxl.load_workbook(io.BytesIO(write_workbook(TEMPLATE, "zh")))["等级"]
    assert sheet["F2"].value.splitlines()[0] == "靠前比例"
    (found,) = said(changed(cells(grades_D3=None, grades_F3=20)))
    assert found.startswith("f.xlsx: grades!F3: ")
    assert "“靠前比例”）是大于 0、不超过 1 的比例，前 20% 写 0.2" in found


def test_true_may_be_an_expression() -> None:
    assert item(cells(items_AA11=True), "B3")["applies"] == "true"


@pytest.mark.parametrize(
    ("value", "flag"),
    [
        ("是", True),
        ("√", True),
        ("\u2714", True),
        (True, True),
        (1, True),
        ("no", False),
        ("否", False),
        (0, False),
    ],
)
def test_a_flag_is_ticked_in_many_ways(value: object, flag: bool) -> None:
    found = read_workbook(changed(cells(grades_H5=value)), "f.xlsx")
    assert found.document["grade"][2]["fail"] is flag


def test_a_text_may_begin_like_a_formula() -> None:
    document = {**TEMPLATE, "form": {**TEMPLATE["form"], "title": "=1+1"}}
    assert read_workbook(changed(None, document), "f.xlsx").document["form"]["title"] == "=1+1"


def test_at_most_so_many_findings_are_listed() -> None:
    def change(book: openpyxl.Workbook) -> None:
        for row in range(4, 400):
            book["items"][f"E{row}"] = "x"

    assert len(said(changed(change))) == 200
