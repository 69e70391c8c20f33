"""What each item really weighed for each unit, once what is missing or not applicable was left out (FORM rule 17)."""

from math import isnan

import numpy as np

from evalapp.base.i18n import _
from evalapp.report.workbook.book import Book, Sheet
from evalapp.report.workbook.layout import Layout


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
    for col in range(len(places.roster_columns) + (3 if places.cohort is not None else 2)):
        heads = {0: _("Code"), 1: book.unit_word}
        for row in rows:
            sheet.text(row, col, heads.get(col, "") if row == places.title_row else "", "head")
    sheet.text(places.title_row - 1, 0, _("Item"), "head", measure=False)
    sheet.text(places.weight_row, 0, _("Nominal weight"), "head", measure=False)
    sheet.text(places.leaf_row, 0, _("1 = leaf"), "head", measure=False)
    for index in places.nodes:
        node, col = book.tree.nodes[index], places.column[index]
        sheet.text(places.title_row - 1, col, node.code, "head_code", measure=False)
        sheet.text(places.title_row, col, book.say(node.item.title), "head", measure=False)
        sheet.number(places.weight_row, col, node.nominal, "head_number")
        sheet.number(places.leaf_row, col, 1 if node.is_leaf else 0, "head_number")
        sheet.width(col, 13)
    sheet.height(places.title_row, 44)
    sheet.width(0, 16)
    nominal = np.array([node.nominal for node in book.tree.nodes])
    shifted = np.abs(book.results.node_weight - nominal) > 1e-9
    for unit, entry in enumerate(book.results.roster):
        row = places.row(unit)
        sheet.text(row, 0, entry.code)
        sheet.text(row, 1, entry.name, "strong")
        weights = book.results.node_weight[unit].tolist()
        for index in places.nodes:
            weight = weights[index]
            style = "shifted" if shifted[unit, index] else "weight"
            sheet.number(row, places.column[index], None if isnan(weight) else weight, style)
    sheet.freeze(places.first_row, 2)
    sheet.pages(max(1, len(places.nodes) // 16))
