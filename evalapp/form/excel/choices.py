"""Drop-downs: fixed values are checked as they are typed, references to other rows are only offered."""

from collections.abc import Mapping
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from evalapp.form.excel.columns import Column, Layout
from evalapp.form.excel.columns_items import ITEMS, SCALES
from evalapp.form.excel.words import Language

LAST_ROW = 6000
"""Down to here the drop-downs reach: a form has at most 5,000 items."""

_WRONG = {
    "zh": ("不在列表中", "请从下拉列表中选择，或留空。"),
    "en": ("Not in the list", "Choose from the list, or leave the cell empty."),
}
# Column and the sheet whose rows it refers to.
_REFERENCES: dict[tuple[str, str], tuple[Layout, str]] = {
    ("item", "parent"): (ITEMS, "code"),
    ("options", "item"): (ITEMS, "code"),
    ("options", "scale"): (SCALES, "name"),
    ("item", "scale.name"): (SCALES, "name"),
    ("scales", "scale.name"): (SCALES, "name"),
}


def offer_key_choices(sheet: Any, rows: Mapping[int, Column], place: int, language: Language) -> None:
    """Drop-downs for the lines of the first sheet whose value is one of a few."""
    for row, column in rows.items():
        if column.words.chinese:
            _offer(sheet, _listed(column, language), f"{get_column_letter(place)}{row}", column, language)


def offer_choices(sheet: Any, layout: Layout, first: int, language: Language) -> None:
    """Drop-downs for the columns of a table."""
    for place, column in enumerate(layout.columns, 1):
        cells = f"{get_column_letter(place)}{first}:{get_column_letter(place)}{LAST_ROW}"
        referred = _REFERENCES.get((layout.table, column.key))
        if referred is not None:
            _refer(sheet, *referred, cells, language)
        elif column.words.chinese and column.kind != "states":
            _offer(sheet, _listed(column, language), cells, column, language)


def _listed(column: Column, language: Language) -> str:
    return '"' + ",".join(column.words.offered(language)) + '"'


def _offer(sheet: Any, formula: str, cells: str, column: Column, language: Language) -> None:
    """A list of words; beside words an evidence condition may be typed, so that column takes everything."""
    title, message = _WRONG[language]
    validation = DataValidation(
        type="list",
        formula1=formula,
        allow_blank=True,
        showErrorMessage=column.kind != "evidence",
        errorTitle=title,
        error=message,
    )
    validation.add(cells)
    sheet.add_data_validation(validation)


def _refer(sheet: Any, layout: Layout, key: str, cells: str, language: Language) -> None:
    letter = get_column_letter([column.key for column in layout.columns].index(key) + 1)
    first = layout.head_row + 1
    formula = f"'{layout.title(language)}'!${letter}${first}:${letter}${LAST_ROW}"
    validation = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=False)
    validation.add(cells)
    sheet.add_data_validation(validation)
