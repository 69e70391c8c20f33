"""The workbook under construction: its sheets, and the only ways in which anything gets into a cell."""

import unicodedata
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from evalapp.base.i18n import _, current_language
from evalapp.base.text import clean
from evalapp.form.label import Label, say
from evalapp.report.dataset import Dataset
from evalapp.report.words import utc_moment, utc_words
from evalapp.report.workbook.styles import BAR, properties

MAX_TEXT = 32_767
"""UTF-16 units that a cell holds."""
MAX_LINK = 1_500
MAX_LINKS = 60_000
_MAX_MARGIN_TEXT = 70
_NOTICE_COLUMNS = 9
_MEASURED_ROWS = 400
_REPEATED = 60
_NARROWEST, _WIDEST = 6.0, 48.0


class Sheet:
    """One sheet: texts enter as texts, formulas with their cached value, widths follow what was written."""

    def __init__(self, worksheet: Any, name: str, styles: dict[str, Any], known: dict[str, str]) -> None:
        self.name = name
        self._worksheet = worksheet
        self._styles = styles
        self._widths: dict[int, float] = {}
        self._links = 0
        self._known = known

    def text(self, row: int, col: int, text: str, style: str = "text", *, measure: bool = True) -> None:
        """``text`` as a text, whatever it begins with; control characters go, what a cell cannot hold is cut off."""
        safe = self._known.get(text)
        if safe is None:
            safe = fitting(clean(text))
            if len(text) <= _REPEATED:
                self._known[text] = safe
        if measure:
            self._measure(row, col, safe)
        if safe:
            self._worksheet.write_string(row, col, safe, self._styles[style])
        else:
            self._worksheet.write_blank(row, col, None, self._styles[style])

    def number(self, row: int, col: int, value: float | None, style: str = "points") -> None:
        """A number, or an empty cell."""
        if value is None:
            self._worksheet.write_blank(row, col, None, self._styles[style])
        else:
            self._worksheet.write_number(row, col, value, self._styles[style])

    def formula(self, row: int, col: int, formula: str, cached: float | str, style: str = "points") -> None:
        """A formula of the program's own making with the value that the program computed."""
        if isinstance(cached, str):
            self._measure(row, col, cached)
        self._worksheet.write_formula(row, col, formula, self._styles[style], cached)

    def array(self, row: int, col: int, formula: str, cached: float | str, style: str = "points") -> None:
        """As :meth:`formula`, for one that works through ranges element by element."""
        self._worksheet.write_array_formula(row, col, row, col, formula, self._styles[style], cached)

    def link(self, row: int, col: int, address: str) -> None:
        """A web address to click; anything else than http and https, and what is too long, stays a plain text."""
        plain = clean(address)
        followable = plain.lower().startswith(("http://", "https://")) and not set(plain) & set(" \n\t")
        if not followable or len(plain) > MAX_LINK or self._links >= MAX_LINKS:
            self.text(row, col, address, "top")
            return
        self._links += 1
        self._measure(row, col, plain)
        self._worksheet.write_url(row, col, plain, self._styles["link"], plain)

    def merged(
        self, first_row: int, first_col: int, last_row: int, last_col: int, text: str, style: str
    ) -> None:
        """One text over several cells; a single cell is written plainly."""
        if (first_row, first_col) == (last_row, last_col):
            self.text(first_row, first_col, text, style, measure=False)
            return
        form = self._styles[style]
        self._worksheet.merge_range(first_row, first_col, last_row, last_col, "", form)
        self._worksheet.write_string(first_row, first_col, fitting(clean(text)), form)

    def bars(self, first_row: int, col: int, last_row: int, full: float) -> None:
        """Quiet data bars from 0 to ``full``."""
        if last_row < first_row:
            return
        rule = {"type": "data_bar", "data_bar_2010": True, "bar_solid": True, "bar_color": BAR}
        bounds = {"min_type": "num", "max_type": "num", "min_value": 0, "max_value": full}
        self._worksheet.conditional_format(first_row, col, last_row, col, {**rule, **bounds})

    def filter(self, first_row: int, last_row: int, last_col: int) -> None:
        """Filter buttons on the head line ``first_row``."""
        self._worksheet.autofilter(first_row, 0, max(first_row, last_row), last_col)

    def freeze(self, row: int, col: int) -> None:
        """Keep the rows above ``row`` and the columns before ``col`` in view, and on every printed page."""
        self._worksheet.freeze_panes(row, col)
        if row:
            self._worksheet.repeat_rows(0, row - 1)
        if col:
            self._worksheet.repeat_columns(0, col - 1)

    def width(self, col: int, width: float) -> None:
        """Fix a column's width, in characters of the default font."""
        self._widths[col] = -width

    def height(self, row: int, points: float) -> None:
        """A row's height."""
        self._worksheet.set_row(row, points)

    def pages(self, wide: int = 1, *, upright: bool = False) -> None:
        """How many printed pages the sheet is wide; ``upright`` prints it in portrait."""
        self._worksheet.fit_to_pages(wide, 0)
        if upright:
            self._worksheet.set_portrait()

    def finish(self) -> None:
        """Set the column widths."""
        for col, width in self._widths.items():
            fitted = -width if width < 0 else min(_WIDEST, max(_NARROWEST, width + 2))
            self._worksheet.set_column(col, col, fitted)

    def _measure(self, row: int, col: int, text: str) -> None:
        known = self._widths.get(col, 0.0)
        if row < _MEASURED_ROWS and 0 <= known < _WIDEST:
            self._widths[col] = max(known, text_width(text))


class Book:
    """The whole workbook; every sheet carries title, page numbers and the notice of synthetic data."""

    def __init__(self, path: Path, dataset: Dataset) -> None:
        self.dataset = dataset
        self.results = dataset.results
        self.tree = dataset.results.tree
        self.language = current_language()
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._workbook = xlsxwriter.Workbook(str(path), options)
        self._styles = {
            name: self._workbook.add_format(entry)
            for name, entry in properties(self.tree.form.policy.decimals).items()
        }
        self._sheets: list[Sheet] = []
        self._known: dict[str, str] = {}
        self._properties()

    def say(self, label: Label) -> str:
        """A text of the form in the workbook's language."""
        return say(label, self.language)

    @property
    def unit_word(self) -> str:
        """What is evaluated, as a column's title."""
        word = self.say(self.tree.form.head.object)
        return word[:1].upper() + word[1:] if word else _("Unit")

    def sheet(self, name: str) -> Sheet:
        """A new sheet at the end, set up for A4 landscape."""
        worksheet = self._workbook.add_worksheet(name[:31])
        worksheet.hide_gridlines(2)
        worksheet.set_default_row(18)
        worksheet.set_landscape()
        worksheet.set_paper(9)
        worksheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        worksheet.fit_to_pages(1, 0)
        worksheet.set_header(f"&L&9 {_marginal(self.dataset.title)}&R&9&A")
        worksheet.set_footer(
            f"&L&9 {_marginal(self._foot())}&C&9&P / &N&R&9 {utc_words(self.dataset.computed_at)}"
        )
        sheet = Sheet(worksheet, name[:31], self._styles, self._known)
        self._sheets.append(sheet)
        return sheet

    def head(self, sheet: Sheet, title: str, subtitle: str = "") -> int:
        """Write a sheet's title lines; gives the row where its table begins."""
        sheet.text(0, 0, title, "title", measure=False)
        sheet.height(0, 26)
        sheet.text(1, 0, subtitle, "subtitle", measure=False)
        if not self.dataset.synthetic:
            return 3
        for col in range(_NOTICE_COLUMNS):
            sheet.text(2, col, "" if col else synthetic_notice(), "notice", measure=False)
        return 4

    @property
    def first_row(self) -> int:
        """Where tables begin, as :meth:`head` gives it."""
        return 4 if self.dataset.synthetic else 3

    def close(self) -> None:
        """Write the file. Raises OSError."""
        for sheet in self._sheets:
            sheet.finish()
        try:
            self._workbook.close()
        except FileCreateError as error:
            raise OSError(str(error)) from error

    def _foot(self) -> str:
        return _("Synthetic data") if self.dataset.synthetic else self.dataset.program

    def _properties(self) -> None:
        form = self.tree.form.head
        found: dict[str, Any] = {
            "title": clean(self.dataset.title),
            "subject": f"{form.id} {form.version}",
            "author": self.dataset.program,
            "comments": synthetic_notice() if self.dataset.synthetic else "",
        }
        moment = utc_moment(self.dataset.computed_at)
        if moment is not None:
            found["created"] = moment
        self._workbook.set_properties(found)


def synthetic_notice() -> str:
    """The sentence that stands on every sheet of made-up answers."""
    return _(
        "Synthetic data: all answers were made up for demonstration and say nothing about any real place."
    )


def fitting(text: str) -> str:
    """``text`` cut to what a cell holds, and saying so."""
    if len(text) * 2 <= MAX_TEXT or len(text.encode("utf-16-le")) // 2 <= MAX_TEXT:
        return text
    mark = _(" … [cut off]")
    return text.encode("utf-16-le")[: 2 * (MAX_TEXT - len(mark))].decode("utf-16-le", "ignore") + mark


def text_width(text: str) -> float:
    """The width of the longest line in digits of the default font: a Chinese character counts 2."""
    longest = max(text.split("\n"), key=len) if "\n" in text else text
    if longest.isascii():
        return float(len(longest))
    return sum(2.0 if unicodedata.east_asian_width(sign) in "WFA" else 1.0 for sign in longest)


def lines_needed(text: str, width: float) -> int:
    """How many lines ``text`` takes when it is wrapped at ``width``."""
    return sum(max(1, int(-(-text_width(line) // max(width - 1, 1)))) for line in text.split("\n"))


def _marginal(text: str) -> str:
    """A user's text inside a page header or footer, where ``&`` gives orders."""
    short = clean(text).replace("\n", " ")[:_MAX_MARGIN_TEXT]
    return short.replace("&", "&&")
