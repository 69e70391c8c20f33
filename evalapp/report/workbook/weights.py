"""The nominal weights under each profile, from which every unit's own are chosen."""

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.report.workbook.address import quoted, span
from evalapp.report.workbook.book import Book, Sheet
from evalapp.report.workbook.grid import Grid
from evalapp.report.workbook.shown import NONE
from evalapp.score.results import Results

_FIRST_ITEM = 3
# Signs that a spreadsheet's MATCH takes for "any character".
_WILD = str.maketrans("*?~", "···")


class WeightPlaces(Struct, frozen=True, kw_only=True):
    """Where the weights stand on the sheet: a row a profile, the form's own first, a column an item."""

    name: str
    first_row: int
    last_row: int
    column: dict[int, int]

    def formula(self, node: int, profile: str) -> str:
        """The weight of an item under the profile that a cell names."""
        names = span(self.first_row, 0, self.last_row, 0, fixed="rc")
        col = self.column[node]
        weights = span(self.first_row, col, self.last_row, col, fixed="rc")
        sheet = quoted(self.name)
        return f"=INDEX({sheet}!{weights},MATCH({profile},{sheet}!{names},0))"


def profile_label(results: Results, place: int) -> str:
    """How a profile is called on the sheets: its number and id; the form's own weights have a dash."""
    if place < 0:
        return NONE
    return f"{place + 1} {results.tree.form.profiles[place].id}".translate(_WILD)


def weight_places(book: Book, name: str, grids: tuple[Grid, ...]) -> WeightPlaces | None:
    """Where the weights of the items on these sheets stand; None where all units share them."""
    profiles = book.tree.form.profiles
    if not profiles:
        return None
    nodes = dict.fromkeys(node for grid in grids for node in grid.nodes)
    first = book.first_row + 2
    return WeightPlaces(
        name=name,
        first_row=first,
        last_row=first + len(profiles),
        column={node: _FIRST_ITEM + place for place, node in enumerate(nodes)},
    )


def write(book: Book, sheet: Sheet, places: WeightPlaces) -> None:
    """Fill the sheet."""
    top = book.head(
        sheet,
        _("Weights"),
        _(
            "Nominal weights in points: the form's own, and under each profile. Weight 0: there is no such item."
        ),
    )
    for col, title in enumerate((_("Profile"), _("Condition"), _("Units"))):
        for row in (top, top + 1):
            sheet.text(row, col, title if row == top + 1 else "", "head_left")
    for index, col in places.column.items():
        node = book.tree.nodes[index]
        sheet.text(top, col, node.code, "head_code", measure=False)
        sheet.text(top + 1, col, book.say(node.item.title), "head", measure=False)
        sheet.width(col, 13)
    sheet.height(top + 1, 46)
    results, profiles = book.results, book.tree.form.profiles
    tables = [tuple(node.nominal for node in book.tree.nodes), *book.tree.profiles]
    for place, table in enumerate(tables, -1):
        row = places.first_row + 1 + place
        sheet.text(row, 0, profile_label(results, place), "strong")
        condition = _("where no profile holds") if place < 0 else profiles[place].when
        sheet.text(row, 1, condition, "wrap", measure=False)
        units = sum(int(results.profile[unit]) == place for unit, _entry in results.units)
        sheet.number(row, 2, units, "whole")
        for index, col in places.column.items():
            sheet.number(row, col, table[index], "weight")
    sheet.width(1, 44)
    sheet.freeze(top + 2, 1)
    sheet.pages(max(1, len(places.column) // 16))
