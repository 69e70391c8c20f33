"""The sheet of one unit: a line an item, codes and questions locked, the cells of the answer open."""

from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from evalapp.base.i18n import _
from evalapp.entry.sheet_stamp import STATE_WORDS
from evalapp.form.label import Text, say
from evalapp.report.entry_workbook.contents import EntryRow, EntrySheet
from evalapp.report.entry_workbook.styles import Formats
from evalapp.report.workbook.book import text_width

UNIT, ITEM, GROUP, TITLE, HOW, VALUE, STATE, WHY, LINK, EVIDENCE, HINT, OPEN, KIND = range(13)
HEAD_ROW, FIRST_ROW = 1, 2
_WIDTHS = {
    UNIT: 9,
    ITEM: 8,
    GROUP: 14,
    TITLE: 28,
    HOW: 27,
    VALUE: 17,
    STATE: 12,
    WHY: 32,
    LINK: 18,
    EVIDENCE: 6,
    HINT: 15,
}
_HIDDEN = (UNIT, OPEN, KIND)
_HEADINGS = {
    UNIT: Text("对象代码", "Unit"),
    ITEM: Text("指标代码", "Item"),
    GROUP: Text("分组", "Group"),
    TITLE: Text("指标名称", "Title"),
    HOW: Text("填法", "How to answer"),
    VALUE: Text("填报值", "Value"),
    STATE: Text("状态", "State"),
    WHY: Text("说明", "Justification"),
    LINK: Text("链接", "Link"),
    EVIDENCE: Text("佐证数", "Pieces"),
    HINT: Text("提示", "Check"),
    OPEN: Text("待填", "Open"),
    KIND: Text("类型", "Sort"),
}  # fmt: skip
_ENTRY = frozenset({VALUE, STATE, WHY, LINK})
_COMMENT_WIDTH, _LETTERS_A_LINE, _LINE_PIXELS, _TALLEST = 380, 56, 18, 480
_MAX_COMMENT = 8_000
_ROOM, _ROOM_OF_SMALL, _LINE_POINTS, _MOST_LINES = 1.1, 1.35, 13.5, 9
_MOST = 1e15
_LIST: dict[str, Any] = {"validate": "list"}
_BETWEEN: dict[str, Any] = {"validate": "decimal", "criteria": "between"}
_UNLOCKED = (
    "format_cells", "format_columns", "format_rows", "insert_columns", "insert_rows", "insert_hyperlinks", "sort", "autofilter",
)  # fmt: skip


def write_unit(
    sheet: Any, about: EntrySheet, formats: Formats, lists: Mapping[tuple[str, ...], str], language: str
) -> None:
    """Fill the sheet; ``lists`` gives the defined name of each list of choices."""
    _write_head(sheet, about, formats, language)
    for row, entry in enumerate(about.rows, FIRST_ROW):
        _write_row(sheet, row, about.code, entry, formats, language)
    _offer(sheet, about.rows, lists)
    _colour(sheet, FIRST_ROW + len(about.rows) - 1, formats, language)
    sheet.autofilter(HEAD_ROW, UNIT, HEAD_ROW + len(about.rows), HINT)
    sheet.freeze_panes(FIRST_ROW, HOW)
    sheet.protect("", dict.fromkeys(_UNLOCKED, True))
    sheet.repeat_rows(0, HEAD_ROW)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.hide_gridlines(2)
    sheet.set_selection(FIRST_ROW, VALUE, FIRST_ROW, VALUE)


def _write_head(sheet: Any, about: EntrySheet, formats: Formats, language: str) -> None:
    for column, width in _WIDTHS.items():
        sheet.set_column(column, column, width, None, {"hidden": column in _HIDDEN})
    sheet.set_column(OPEN, KIND, 6, None, {"hidden": True})
    sheet.set_row(0, 26)
    sheet.set_row(HEAD_ROW, 24)
    sheet.write_string(0, ITEM, f"{about.name}　{about.code}", formats.title)
    for column, heading in _HEADINGS.items():
        style = formats.entry_head if column in _ENTRY else formats.head
        sheet.write_string(HEAD_ROW, column, say(heading, language), style)
    for column, words in (
        (STATE, _("For what has no value. Not applicable and unable to assess need a justification.")),
        (
            WHY,
            _("Where it was found, and why so. An empty cell leaves what is there; a single “-” empties it."),
        ),
        (LINK, _("The address of a page, with https:// or http://. It is added to the evidence.")),
    ):
        _comment(sheet, HEAD_ROW, column, words)


def _write_row(sheet: Any, row: int, unit: str, entry: EntryRow, formats: Formats, language: str) -> None:
    dim = bool(entry.closed or entry.aside)
    quiet = formats.dim if dim else formats.quiet
    sheet.set_row(row, _height(entry))
    sheet.write_string(row, UNIT, unit, formats.code)
    sheet.write_string(row, ITEM, entry.item, formats.code)
    for column, text, style in (
        (GROUP, entry.group, quiet),
        (TITLE, entry.title, formats.dim if dim else formats.text),
        (HOW, entry.how, quiet),
    ):
        sheet.write_string(row, column, text, style)
    _comment(sheet, row, TITLE, entry.about)
    open_cells = formats.closed if entry.closed else formats.aside if entry.aside else formats.entry
    answer = open_cells["number" if entry.kind == "number" else "centre"]
    if isinstance(entry.value, float):
        sheet.write_number(row, VALUE, entry.value, answer)
    else:
        _text(sheet, row, VALUE, entry.value, answer)
    _text(sheet, row, STATE, entry.state, open_cells["centre"])
    _text(sheet, row, WHY, entry.justification, open_cells["text"])
    _text(sheet, row, LINK, "", open_cells["text"])
    if entry.anchors:
        _comment(sheet, row, VALUE, entry.anchors)
    if entry.evidence:
        sheet.write_number(row, EVIDENCE, entry.evidence, formats.count)
    else:
        sheet.write_blank(row, EVIDENCE, None, formats.count)
    sheet.write_number(row, OPEN, int(entry.expected and not dim), formats.code)
    sheet.write_string(row, KIND, entry.kind, formats.code)
    if dim:
        sheet.write_string(row, HINT, entry.closed or entry.aside, formats.dim)
    else:
        sheet.write_formula(row, HINT, *_hint(row, entry, formats, language))


def _height(entry: EntryRow) -> float:
    """Points for the longest of the row's texts: not every program fits wrapped lines by itself."""
    texts = {TITLE: entry.title, WHY: entry.justification, VALUE: str(entry.value)}
    small = {GROUP: entry.group, HOW: entry.how}
    lines = max(
        *(_lines(text, int(_WIDTHS[column] * _ROOM)) for column, text in texts.items()),
        *(_lines(text, int(_WIDTHS[column] * _ROOM_OF_SMALL)) for column, text in small.items()),
    )
    return 4 + _LINE_POINTS * min(lines, _MOST_LINES)


def _lines(text: str, room: int) -> int:
    return sum(1 + max(0, int(text_width(line)) - 1) // room for line in text.split("\n"))


def _text(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    """A text as one, whatever it begins with."""
    if text:
        sheet.write_string(row, column, text, style)
    else:
        sheet.write_blank(row, column, None, style)


def _hint(row: int, entry: EntryRow, formats: Formats, language: str) -> tuple[str, Any, str]:
    """What a row still lacks, in words that follow the typing: formula, format and present value."""
    value, state, why, is_open = (
        xl_rowcol_to_cell(row, column, col_abs=True) for column in (VALUE, STATE, WHY, OPEN)
    )
    words = {name: _quoted(say(text, language)) for name, text in STATE_WORDS.items()}
    both, reason, unanswered, back = (
        _("keep value or state"),
        _("give a reason"),
        _("unanswered"),
        _("is taken back"),
    )
    formula = (
        f'=IF(AND({value}<>"",{state}<>"",{state}<>{words["answered"]}),{_quoted(both)},'
        f'IF(AND(OR({state}={words["not_applicable"]},{state}={words["unable"]}),{why}=""),{_quoted(reason)},'
        f"IF({state}={words['blank']},{_quoted(back)},"
        f'IF(AND({is_open}=1,{value}="",{state}=""),{_quoted(unanswered)},""))))'
    )
    needs_reason = {say(STATE_WORDS["not_applicable"], language), say(STATE_WORDS["unable"], language)}
    if entry.state in needs_reason and not entry.justification:
        now = reason
    else:
        now = unanswered if entry.expected and entry.value == "" and not entry.state else ""
    return formula, formats.quiet, now


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _comment(sheet: Any, row: int, column: int, text: str) -> None:
    shown = text if len(text) <= _MAX_COMMENT else text[:_MAX_COMMENT] + "…"
    lines = _lines(shown, _LETTERS_A_LINE)
    options = {"author": "EvalApp", "font_name": "Microsoft YaHei", "font_size": 9, "color": "#FFFFE8"}
    height = min(_TALLEST, 16 + _LINE_PIXELS * lines)
    sheet.write_comment(row, column, shown, {**options, "width": _COMMENT_WIDTH, "height": height})


# Drop-downs and colours -----------------------------------------------------------------------------------------------


def _offer(sheet: Any, rows: tuple[EntryRow, ...], lists: Mapping[tuple[str, ...], str]) -> None:
    """Lists are offered, never forced: after rows were sorted a list may stand beside another item."""
    for row, entry in enumerate(rows, FIRST_ROW):
        if entry.closed:
            continue
        if entry.choices:
            _warn(sheet, row, VALUE, _LIST | {"source": f"={lists[entry.choices]}"})
        elif entry.kind == "number":
            low = -_MOST if entry.lowest is None else entry.lowest
            high = _MOST if entry.highest is None else entry.highest
            _warn(sheet, row, VALUE, _BETWEEN | {"minimum": low, "maximum": high})
        _warn(sheet, row, STATE, _LIST | {"source": f"={lists[entry.states]}"})


def _warn(sheet: Any, row: int, column: int, rule: dict[str, Any]) -> None:
    warns = {"error_type": "warning", "error_title": _("Not as expected")}
    message = (
        _("This is not in the list. Keep it all the same?")
        if rule["validate"] == "list"
        else _("This is no number within the bounds. Keep it all the same?")
    )
    sheet.data_validation(row, column, row, column, {**warns, **rule, "error_message": message})


def _colour(sheet: Any, last: int, formats: Formats, language: str) -> None:
    """Colours follow the typing; each says what the column of hints says in words."""
    value, state, why, is_open, kind = (f"${letter}{FIRST_ROW + 1}" for letter in "FGHLM")
    words = {name: _quoted(say(text, language)) for name, text in STATE_WORDS.items()}
    no_slash = f'ISERROR(FIND("/",{value})),ISERROR(FIND("／",{value}))'
    rules = (
        (VALUE, STATE, f'=AND({value}<>"",{state}<>"",{state}<>{words["answered"]})', formats.refused),
        (VALUE, VALUE, f'=AND({kind}="rate",{value}<>"",{no_slash})', formats.refused),
        (WHY, WHY, f'=AND(OR({state}={words["not_applicable"]},{state}={words["unable"]}),{why}="")', formats.refused),
        (VALUE, LINK, f'=OR({state}={words["not_applicable"]},{state}={words["unable"]})', formats.without),
        (VALUE, VALUE, f'=AND({is_open}=1,{value}="",{state}="")', formats.unanswered),
    )  # fmt: skip
    for first, final, formula, style in rules:
        rule = {"type": "formula", "criteria": formula, "format": style, "stop_if_true": True}
        sheet.conditional_format(FIRST_ROW, first, last, final, rule)
