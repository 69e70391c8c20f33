"""Rosters as people have them: workbooks with titles and odd headings, old encodings, gaps, and columns that nobody named."""

from pathlib import Path

import openpyxl
import pytest

from evalapp.base.errors import AppError
from evalapp.base.tables import read_csv
from evalapp.entry.columns import ROSTER
from evalapp.entry.rosters import read_roster
from evalapp.work.roster_files import (
    class_column,
    guessed_roles,
    only,
    read_grid,
    require_values,
    roster_path,
    roster_table,
    said_of,
    shipped_rosters,
    values_of,
)

ODD = (
    ("2026 年评估名单", None, None, None, None),
    ("序号", "行政区划代码", "所属省（区、市）", "城市全称", "常住人口（万人）"),
    (1, 370100, "山东省", "济南市", 943.7),
    (2, 370200, "山东省", "青岛市", 1034.2),
    (None, None, None, None, None),
    (3, 320100, "江苏省", "南京市", 954.7),
)


def workbook(path: Path, rows: tuple[tuple[object, ...], ...] = ODD, *, before: bool = False) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    if before:
        sheet.append(("只有说明",))
        sheet = book.create_sheet("名单")
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def csv_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def test_a_workbook_with_a_title_and_odd_headings_is_understood(tmp_path: Path) -> None:
    grid = read_grid(workbook(tmp_path / "名单.xlsx", before=True))
    assert (grid.sheet, grid.sheets, grid.head_line, grid.empty) == ("名单", ("Sheet", "名单"), 2, (5,))
    roles = guessed_roles(grid)
    assert {grid.headings[number]: role for number, role in roles.items()} == {
        "行政区划代码": "code",
        "所属省（区、市）": "province",
        "城市全称": "name",
        "常住人口（万人）": "population",
    }
    assert (
        said_of(grid) == "Read from the sheet “名单”, heading in line 2. Line 5 is empty and was passed over."
    )
    roster = read_roster(grid.table(roles))
    assert [(unit.key, unit.name, unit.columns["province"]) for unit in roster] == [
        ("370100", "济南市", "山东省"),
        ("370200", "青岛市", "山东省"),
        ("320100", "南京市", "江苏省"),
    ]
    assert (roster[0].columns["序号"], roster[0].columns["population"]) == ("1", "943.7")


@pytest.mark.parametrize(
    ("encoding", "said"), [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("gb18030", "GB 18030")]
)
@pytest.mark.parametrize("apart", [",", ";", "\t"])
def test_text_files_are_read_in_the_encodings_and_separators_of_spreadsheets(
    tmp_path: Path, encoding: str, said: str, apart: str
) -> None:
    text = "区划,城市,省\n370100,济南市,山东\n\n370200,青岛市,山东\n".replace(",", apart)
    grid = read_grid(csv_file(tmp_path / "r.csv", text, encoding))
    assert guessed_roles(grid) == {0: "code", 1: "name", 2: "province"}
    assert said_of(grid) == f"Read as {said}. Line 3 is empty and was passed over."


def test_columns_without_headings_that_say_anything_are_known_by_what_stands_in_them(tmp_path: Path) -> None:
    grid = read_grid(
        csv_file(
            tmp_path / "r.csv", "甲,乙,丙,丁\n山东省,济南市,370100,副省级\n山东省,青岛市,370200,副省级\n"
        )
    )
    assert guessed_roles(grid) == {0: "province", 1: "name", 2: "code"}


@pytest.mark.parametrize("roster", [one.id for one in shipped_rosters()])
def test_shipped_rosters_are_understood_as_their_columns_say(roster: str) -> None:
    path = roster_path(roster)
    grid = read_grid(path)
    known = {column.name for column in ROSTER.every}
    assert {grid.headings[number]: role for number, role in guessed_roles(grid).items()} == {
        name: name for name in grid.headings if name in known
    }
    assert read_roster(roster_table(path)) == read_roster(read_csv(path, ROSTER))


def test_duplicates_and_missing_cells_are_told_by_their_line(tmp_path: Path) -> None:
    rows = (*ODD, (4, 370100, "山东省", "历下区", 1), (5, None, "山东省", "无码市", 1))
    with pytest.raises(AppError) as caught:
        read_roster(roster_table(workbook(tmp_path / "r.xlsx", rows)))
    assert list(caught.value.details) == [
        "r.xlsx, row 7, column 行政区划代码: “370100” stands in row 3 already",
        "r.xlsx, row 8, column 行政区划代码: the cell is empty",
    ]


def test_people_say_themselves_which_column_is_which(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "r.csv", "旧代码,代码,名称\n1,370100,济南市\n2,370200,青岛市\n")
    assert [unit.key for unit in read_roster(roster_table(path))] == ["370100", "370200"]
    assert [unit.key for unit in read_roster(roster_table(path, columns={"code": "旧代码"}))] == ["1", "2"]
    with pytest.raises(AppError, match="there is no column “新代码”"):
        roster_table(path, columns={"code": "新代码"})


def test_what_lacks_a_column_or_has_one_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        roster_table(csv_file(tmp_path / "r.csv", "城市,备注\n济南市,x\n青岛市,y\n"))
    assert list(caught.value.details) == ["the column “代码/code” is missing"]
    with pytest.raises(AppError) as caught:
        roster_table(csv_file(tmp_path / "t.csv", "代码,名称,备注,备注\n1,济南市,x,y\n"))
    assert list(caught.value.details) == ["the column “备注” occurs twice"]
    with pytest.raises(AppError, match="every line is empty"):
        read_grid(csv_file(tmp_path / "e.csv", ",,\n\n"))


def test_a_file_that_is_no_workbook_inside_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "r.xlsx"
    broken.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(AppError, match=r"r\.xlsx cannot be read as a workbook"):
        read_grid(broken)
    with pytest.raises(AppError, match="has no filled sheet “别的”"):
        read_grid(workbook(tmp_path / "w.xlsx"), "别的")


def test_provinces_and_classes_are_chosen_with_their_sub_units() -> None:
    roster = read_roster(roster_table(roster_path("prefectures")))
    assert len(values_of(roster, "province")) == 31
    assert class_column(roster) == "kind"
    chosen = only(roster, "province", ("山东省", "江苏省"))
    assert len(chosen) == 16 + 13
    assert class_column(chosen) == ""
    counties = read_roster(roster_table(roster_path("counties")))
    assert (len(counties), class_column(counties)) == (2978, "kind")
    with pytest.raises(AppError, match="“山东” in the column 省份/province"):
        require_values(roster, "province", ("山东",))
