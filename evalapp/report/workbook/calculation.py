"""The calculation sheet: every score from the leaves to the grade as live formulas, a row a unit."""

from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.entry.columns import roster_heading
from evalapp.report.workbook import item_rows, total_rows
from evalapp.report.workbook.book import Book, Sheet
from evalapp.report.workbook.grid import Grid
from evalapp.report.workbook.item_rows import Items
from evalapp.report.workbook.total_rows import Totals


def write(book: Book, sheet: Sheet, items: Items, totals: Totals, progress: Progress) -> None:
    """Fill the sheet."""
    places = totals.places
    book.head(
        sheet,
        _("Calculation"),
        _(
            "Leaf scores (0–100) are values; what stands to their right follows from them by formula, but for what the "
            "sheet “Method” names. A word in place of a score says why there is none."
        ),
    )
    item_rows.write_heads(
        book, sheet, places, {**label_heads(book, places), **total_rows.heads(book, places)}
    )
    for place, unit in enumerate(places.units):
        progress.step(place, len(places.units), _("Calculation"))
        item_rows.write_row(book, sheet, items, unit)
        total_rows.write_row(book, sheet, totals, unit)
    sheet.freeze(places.first_row, 2)
    sheet.filter(places.first_row - 1, places.last_row, places.totals.last)
    sheet.pages(max(1, places.totals.last // 16))


def label_heads(book: Book, grid: Grid) -> dict[int, str]:
    """The titles of the columns before the items."""
    heads = {
        0: _("Code"),
        1: book.unit_word,
        **{2 + place: roster_heading(name, book.language) for place, name in enumerate(grid.labels)},
    }
    if grid.profile is not None:
        heads[grid.profile] = _("Profile")
    if grid.cohort is not None:
        heads[grid.cohort] = _("Cohort")
    return heads
