"""A form's document as a workbook: sheets with headings, explanations, drop-downs and the form's own values."""

import io
import re
from collections.abc import Mapping
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.form.excel import look
from evalapp.form.excel.choices import LAST_ROW, offer_choices, offer_key_choices
from evalapp.form.excel.codec import Written
from evalapp.form.excel.columns import Column, Layout
from evalapp.form.excel.columns_form import ABOUT, ENGLISH, FORM, KEY, NAME, VALUE
from evalapp.form.excel.columns_lists import LAYOUTS, README
from evalapp.form.excel.flat import Line, key_lines, risks_change, table_lines
from evalapp.form.excel.guide import write_guide
from evalapp.form.excel.words import Language
from evalapp.form.label import say

Vertical = Literal["top", "center"]
MAX_TEXT = 32_767
"""UTF-16 units that a cell holds."""

_ESCAPE = re.compile(r"[_](?=x[0-9A-Fa-f]{4}[_])")
_LINE_HEIGHT, _MOST_LINES, _MOST_LINES_OF_A_KEY, _MOST_LEVELS = 15.0, 6, 26, 6
_KEY_FONTS: dict[str, Literal["body", "quiet", "label", "code"]] = {
    NAME: "label",
    ABOUT: "quiet",
    KEY: "code",
}
_RARE = frozenset({"scales", "profile", "index"})


def write_workbook(document: Mapping[str, Any], language: Language) -> bytes:
    """``document``, which was examined before, as a workbook whose headings and words are in ``language``.

    Raises AppError("form") for a text that is longer than a cell can hold.
    """
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = "EvalApp"
    looks = look.Looks()
    write_guide(book.create_sheet(say(README, language)), language)
    for layout in LAYOUTS:
        sheet = book.create_sheet(layout.title(language))
        sheet.sheet_properties.tabColor = look.QUIET if layout.table in _RARE else look.ACCENT
        sheet.sheet_view.showGridLines = False
        _set_up_page(sheet, wide=2 if layout.table == "item" else 1)
        if layout is FORM:
            _write_keys(sheet, document, looks, language)
        else:
            _write_table(sheet, layout, list(table_lines(layout, document, language)), looks, language)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _set_up_page(sheet: Any, wide: int) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3 if wide > 1 else sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = wide, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def put(cell: Any, value: Written) -> None:
    """A value as it is: a text stays one, whatever it begins with. Raises AppError("form") where it is too long."""
    cell.value = value
    if not isinstance(value, str):
        return
    if len(value.encode("utf-16-le")) // 2 > MAX_TEXT:
        raise AppError(
            "form",
            _(
                "The text that begins with “{text}” has more than {limit} characters, which no cell of a workbook holds. "
                "Nothing was written. Shorten it."
            ).format(text=value[:40], limit=MAX_TEXT),
        )
    cell.value = _ESCAPE.sub("_x005F_", value)
    cell.data_type = "s"


# The first sheet ------------------------------------------------------------------------------------------------------


def _write_keys(sheet: Any, document: Mapping[str, Any], looks: look.Looks, language: Language) -> None:
    columns = {column.key: place for place, column in enumerate(FORM.columns, 1)}
    _write_about(sheet, FORM, language)
    _write_headings(sheet, FORM, FORM.head_row, language)
    bands = {band.first: band.title for band in FORM.bands}
    row = FORM.head_row
    rows: dict[int, Column] = {}
    for column, line in key_lines(document, language):
        if column.key in bands:
            row += 1
            title = sheet.cell(row, columns[NAME])
            put(title, say(bands.pop(column.key), language))
            for place in columns.values():
                looks.give(
                    sheet.cell(row, place),
                    look.Look(font="band", vertical="center", fill=look.BAND, lined=False),
                )
            sheet.row_dimensions[row].height = 20
        row += 1
        rows[row] = column
        _write_key(sheet, row, column, line, looks, language)
    sheet.freeze_panes = "B3"
    offer_key_choices(sheet, rows, columns[VALUE], language)


def _write_key(
    sheet: Any, row: int, column: Column, line: Line, looks: look.Looks, language: Language
) -> None:
    name = say(column.heading, language) + (" *" if column.need else "")
    texts: Line = {NAME: name, ABOUT: say(column.about, language), KEY: column.key, **line}
    most = max(look.lines_of(str(texts[of.key]), of.width) for of in FORM.columns if of.key in texts)
    vertical: Vertical = "center" if most == 1 else "top"
    for place, of in enumerate(FORM.columns, 1):
        cell = sheet.cell(row, place)
        font = _KEY_FONTS.get(of.key, "body")
        closed = of.key == ENGLISH and column.kind != "label"
        kind = column.kind if of.key == VALUE and look.number_format(column.kind) == "@" else "label"
        looks.give(cell, look.Look(kind, font, vertical, fill=look.CLOSED if closed else ""))
        if of.key in texts:
            put(cell, texts[of.key])
    sheet.row_dimensions[row].height = _height(most, _MOST_LINES_OF_A_KEY)


# The other sheets -----------------------------------------------------------------------------------------------------


def _write_table(
    sheet: Any, layout: Layout, lines: list[Line], looks: look.Looks, language: Language
) -> None:
    _write_about(sheet, layout, language)
    head = layout.head_row
    if layout.bands:
        _write_bands(sheet, layout, language)
    _write_headings(sheet, layout, head, language)
    places = {column.key: place for place, column in enumerate(layout.columns, 1)}
    levels = _levels(lines) if layout.table == "item" else {}
    for row, line in enumerate(lines, head + 1):
        _write_line(sheet, row, layout, line, looks, levels.get(str(line.get("code", "")), 0))
    sheet.freeze_panes = sheet.cell(
        head + 1, places.get("title.zh", 1 if layout.table != "options" else 3) + 1
    )
    sheet.print_title_rows = f"{head}:{head}"
    if layout.table in {"item", "options"}:
        last = get_column_letter(len(layout.columns))
        sheet.auto_filter.ref = f"A{head}:{last}{max(head + 1, head + len(lines))}"
    _mark_rows(sheet, layout, head + 1)
    offer_choices(sheet, layout, head + 1, language)
    _fold_rare(sheet, layout, lines)


def _write_line(sheet: Any, row: int, layout: Layout, line: Line, looks: look.Looks, level: int) -> None:
    widths = {column.key: column.width for column in layout.columns}
    most = max(
        (look.lines_of(value, widths[key]) for key, value in line.items() if isinstance(value, str)),
        default=1,
    )
    vertical: Vertical = "center" if most == 1 else "top"
    for place, column in enumerate(layout.columns, 1):
        value = line.get(column.key)
        cell = sheet.cell(row, place)
        indent = min(level, _MOST_LEVELS) if column.key in {"code", "title.zh"} else 0
        quoted = isinstance(value, str) and column.kind == "label" and risks_change(value)
        if value is not None:
            put(cell, value)
        looks.give(cell, look.Look(column.kind, "body", vertical, indent, quoted=quoted))
    sheet.row_dimensions[row].height = _height(most)


def _mark_rows(sheet: Any, layout: Layout, first: int) -> None:
    """Groups stand out from leaves, and the options of one scale from those of the next, also in rows typed later."""
    letters = {column.key: get_column_letter(place) for place, column in enumerate(layout.columns, 1)}
    if layout.table == "item":
        kind, name = letters["scale.kind"], letters["scale.name"]
        formula, style = f'AND($A{first}<>"",${kind}{first}="",${name}{first}="")', look.GROUP_STYLE
    elif layout.table == "options":
        before = first - 1
        formula, style = (
            f'AND($C{first}<>"",OR($A{first}<>$A{before},$B{first}<>$B{before}))',
            look.NEXT_STYLE,
        )
    else:
        return
    cells = f"A{first}:{get_column_letter(len(layout.columns))}{LAST_ROW}"
    sheet.conditional_formatting.add(cells, Rule(type="expression", dxf=style, formula=[formula]))


def _levels(lines: list[Line]) -> dict[str, int]:
    """How deep each item stands, by its code."""
    parents = {str(line.get("code", "")): str(line.get("parent", "")) for line in lines}
    found: dict[str, int] = {}
    for code in parents:
        chain = [code]
        while (above := parents.get(chain[-1], "")) and above not in chain and above not in found:
            chain.append(above)
        depth = found.get(above, -1)
        for step, one in enumerate(reversed(chain), 1):
            found[one] = depth + step
    return found


def _write_about(sheet: Any, layout: Layout, language: Language) -> None:
    for place in range(1, len(layout.columns) + 1):
        cell = sheet.cell(1, place)
        cell.font, cell.alignment, cell.border = look.QUIET_BODY, look.MIDDLE, look.BARE
    put(sheet.cell(1, 1), say(layout.about, language))
    sheet.row_dimensions[1].height = 22


def _write_bands(sheet: Any, layout: Layout, language: Language) -> None:
    """The titles above groups of columns. They are not merged cells, which stand in the way of sorting and inserting."""
    titles = {band.first: say(band.title, language) for band in layout.bands}
    for place, column in enumerate(layout.columns, 1):
        cell = sheet.cell(2, place)
        cell.fill, cell.font, cell.alignment = look.filled(look.BAND), look.BAND_FONT, look.MIDDLE
        if column.key in titles:
            put(cell, titles[column.key])
    sheet.row_dimensions[2].height = 20


def _write_headings(sheet: Any, layout: Layout, row: int, language: Language) -> None:
    for place, column in enumerate(layout.columns, 1):
        name = say(column.heading, language) + (" *" if column.need else "")
        cell = sheet.cell(row, place)
        bold = InlineFont(rFont=look.FONT, sz=10, b=True, color=look.NEED if column.need else look.INK)
        small = InlineFont(rFont="Consolas", sz=8, color=look.INK_3)
        cell.value = CellRichText(TextBlock(bold, name), TextBlock(small, f"\n{column.key}"))
        cell.fill, cell.border = look.filled(look.HEAD), look.RULED
        cell.alignment = look.alignment(column.kind if layout is not FORM else "label", "center")
        comment = Comment(say(column.about, language), "EvalApp")
        comment.width, comment.height = 300, 40 + 18 * look.lines_of(comment.text, 44)
        cell.comment = comment
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.width = max(column.width + 1.5, look.width_of(name) * 1.2 + 1, len(column.key) * 0.95 + 1)
        if layout is not FORM:
            dimension.font, dimension.border = look.BODY, look.LINED
            dimension.alignment = look.alignment(column.kind)
            dimension.number_format = look.number_format(column.kind)
    sheet.row_dimensions[row].height = 34


def _fold_rare(sheet: Any, layout: Layout, lines: list[Line]) -> None:
    """Fold away the columns that few forms need, where this one does not; the plus sign above opens them."""
    used = {key for line in lines for key in line}
    for place, column in enumerate(layout.columns, 1):
        if column.rare and column.key not in used:
            dimension = sheet.column_dimensions[get_column_letter(place)]
            dimension.outlineLevel, dimension.hidden = 1, True
            sheet.column_dimensions.max_outline = 1  # without it there is no room for the plus sign
        elif place > 1 and sheet.column_dimensions[get_column_letter(place - 1)].hidden:
            sheet.column_dimensions[get_column_letter(place)].collapsed = True


def _height(lines: int, most: int = _MOST_LINES) -> float:
    return _LINE_HEIGHT * min(lines, most) + 3
