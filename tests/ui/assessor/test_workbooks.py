"""Answering in a spreadsheet program from the window: written, filled in, entered, undone; wrong cells are told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from evalapp.ui.assessor.modes import GRID
from tests.people import founded
from tests.ui.windows import Screen, window_on

CITY, OTHER = "370100", "370200"


@pytest.fixture
def screen(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    """Two cities, of which one has an answer, as a table."""
    field = founded(tmp_path / "desk", codes=("WXL",), units=(CITY, OTHER), mode="all").assessor("WXL")
    field.answers(CITY, "A1", "yes")
    with window_on(field, qapp, qtbot) as made:
        made.entry.modes.go(GRID)
        made.waits()
        yield made


def writes(screen: Screen, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_kw: (str(path), ""))
    screen.clicks(screen.entry.grid.panes.workbook_button)
    screen.waits_for(path.exists)


def enters(screen: Screen, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args, **_kw: (str(path), ""))
    screen.clicks(screen.entry.grid.panes.enter_button)
    screen.waits()


def fills(path: Path, values: dict[tuple[int, str], str]) -> None:
    """Write values as a person would: into the row of an item on the sheet of a city, in the column of values."""
    book = load_workbook(path)
    sheets = [book.worksheets[n] for n in range(len(book.worksheets)) if "37" in book.worksheets[n].title]
    for (city, item), value in values.items():
        sheet = sheets[city]
        row = next(cells for cells in sheet.iter_rows() if any(cell.value == item for cell in cells))
        head = next(cells for cells in sheet.iter_rows() if any(cell.value == "Value" for cell in cells))
        column = next(cell.column for cell in head if cell.value == "Value")
        sheet.cell(row=row[0].row, column=column, value=value)
    book.save(path)


def value(screen: Screen, city: str, item: str) -> str:
    return screen.entry.desk.page(city).entries[item].entered.value


def test_there_and_back_and_undone_in_one_step(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = tmp_path / "mine.xlsx"
    writes(screen, book, monkeypatch)
    assert screen.window.toast.accessibleName().startswith(
        "mine.xlsx is written, a sheet for each of 2 cities."
    )
    enters(screen, book, monkeypatch)
    assert screen.window.toast.accessibleName() == "Everything in the file stands here already."
    fills(book, {(0, "B1"): "4", (1, "A1"): "yes", (1, "B2"): "12.5"})
    enters(screen, book, monkeypatch)
    found = (value(screen, CITY, "B1"), value(screen, OTHER, "A1"), value(screen, OTHER, "B2"))
    assert found == ("4", "yes", "12.5")
    assert "3 answers written. Ctrl+Z takes it back." in screen.window.toast.accessibleName()
    screen.qtbot.keyClick(screen.entry.grid.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    screen.waits()
    assert [value(screen, CITY, "B1"), value(screen, OTHER, "A1"), value(screen, CITY, "A1")] == [
        "",
        "",
        "yes",
    ]


def test_wrong_cells_are_named_and_marked_and_nothing_is_written(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = tmp_path / "mine.xlsx"
    writes(screen, book, monkeypatch)
    fills(book, {(0, "B1"): "four", (1, "B2"): "1000"})
    enters(screen, book, monkeypatch)
    (said,) = [bar.state.text for bar in screen.window.messages._bars]
    assert "mine.xlsx has 2 errors. Nothing was written." in said
    assert "sheet" in said and "cell" in said
    assert (tmp_path / "mine-marked.xlsx").exists()
    assert value(screen, CITY, "B1") == ""
    assert value(screen, CITY, "A1") == "yes"


def test_a_table_goes_in_too(screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "answers.csv"
    table.write_text(f"unit,item,value\n{CITY},B1,3\n{OTHER},B3,19/20\n", encoding="utf-8")
    enters(screen, table, monkeypatch)
    assert (value(screen, CITY, "B1"), value(screen, OTHER, "B3")) == ("3", "19/20")


def test_a_file_that_is_none_says_so(screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    enters(screen, broken, monkeypatch)
    (said,) = [bar.state.text for bar in screen.window.messages._bars]
    assert "broken.xlsx" in said and "Nothing was written" in said
