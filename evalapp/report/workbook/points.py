"""An item's points as other sheets show them, out of what stands on the calculation sheet."""

from math import isnan

from evalapp.report.workbook.address import literal
from evalapp.report.workbook.book import Book, Sheet
from evalapp.report.workbook.grid import Layout
from evalapp.report.workbook.shown import gate_word, shown
from evalapp.report.workbook.steps import Steps


def write_points(book: Book, sheet: Sheet, places: Layout, node: int, unit: int, at: tuple[int, int]) -> None:
    """A base item's points, score / 100 × nominal weight, or the word for why there is none."""
    source = places.at(unit, places.column[node])
    points = float(book.results.node_points[unit, node])
    formula = f"=IF(ISNUMBER({source}),{source}/100*{places.weight(unit, node)},{source})"
    sheet.formula(*at, formula, shown(book.results, unit, node) if isnan(points) else points)


def write_earned(
    sheet: Sheet,
    places: Layout,
    found: Steps,
    node: int,
    unit: int,
    at: tuple[int, int],
    style: str = "points",
) -> None:
    """A bonus or penalty item's points; behind a gate that is shut a whole bonus part earns nothing."""
    source, results = places.at(unit, places.beside[node]), found.results
    item, gate = results.tree.nodes[node], places.totals.gate
    value = found.earned(unit, node)
    if item.part != "bonus" or item.parent is not None or gate is None:
        sheet.formula(*at, "=" + source, value, style)
        return
    shut = gate_word(False)
    formula = f"=IF({places.at(unit, gate)}={literal(shut)},0,{source})"
    sheet.formula(*at, formula, 0.0 if found.gate(unit) == shut else value, style)
