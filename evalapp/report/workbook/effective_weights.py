"""What each item really weighed for each unit, once what is missing or not applicable was left out (FORM rule 17)."""

from math import isnan

import numpy as np

from evalapp.base.i18n import _
from evalapp.report.workbook.book import Book, Sheet
from evalapp.report.workbook.calculation import label_heads
from evalapp.report.workbook.grid import Layout
from evalapp.report.workbook.item_rows import write_labels


def write(book: Book, sheet: Sheet, places: Layout) -> None:
    """Fill the sheet; rows and item columns stand where they stand on the calculation sheet."""
    book.head(
        sheet,
        _("Effective weights"),
        _(
            "Shares of the full score, as computed. Shaded cells differ from the nominal weight: "
            "something was left out there."
        ),
    )
    rows = range(places.title_row - 1, places.first_row)
    for col, title in label_heads(book, places).items():
        for row in rows:
            sheet.text(row, col, title if row == places.title_row else "", "head")
    sheet.text(places.title_row - 1, 0, _("Item"), "head", measure=False)
    sheet.text(places.weight_row, 0, _("Nominal weight"), "head", measure=False)
    sheet.text(places.leaf_row, 0, _("1 = leaf"), "head", measure=False)
    for index in places.nodes:
        node, col = book.tree.nodes[index], places.column[index]
        sheet.text(places.title_row - 1, col, node.code, "head_code", measure=False)
        sheet.text(places.title_row, col, book.say(node.item.title), "head", measure=False)
        sheet.number(places.weight_row, col, node.nominal, "head_number")
        sheet.number(places.leaf_row, col, 0 if index in places.children else 1, "head_number")
        sheet.width(col, 13)
    sheet.height(places.title_row, 44)
    sheet.width(0, 16)
    shifted = np.abs(book.results.node_weight - book.results.nominal) > 1e-9
    for unit in places.units:
        row = places.row(unit)
        write_labels(sheet, places, book.results, unit)
        weights = book.results.node_weight[unit].tolist()
        for index in places.nodes:
            weight = weights[index]
            style = "shifted" if shifted[unit, index] else "weight"
            sheet.number(row, places.column[index], None if isnan(weight) else weight, style)
    sheet.freeze(places.first_row, 2)
    sheet.pages(max(1, len(places.nodes) // 16))
