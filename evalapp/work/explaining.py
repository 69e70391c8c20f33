"""How a number of the results came about, and what parts a unit from another one or from the mean."""

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.form.names import did_you_mean
from evalapp.report.explanation import contribution_lines, gap_words, item_lines, total_lines
from evalapp.score.contributions import Contributions, contributions
from evalapp.score.explain import ItemExplanation, TotalExplanation, explain_item, explain_total
from evalapp.score.printed import printed_gap
from evalapp.score.results import TOTAL, Results
from evalapp.work.project import Project
from evalapp.work.results import project_results

MEAN = "mean"


class Explained(Struct, frozen=True, kw_only=True):
    """What went into a number, as data and in sentences; ``distance`` where it was compared with another unit."""

    item: ItemExplanation | None
    total: TotalExplanation | None
    distance: Contributions | None
    lines: tuple[str, ...]


def lines_of_item(results: Results, row: int, code: str, language: str) -> list[str]:
    """How an item of a row of the roster came about, in sentences."""
    return item_lines(explain_item(results, row, code), language)


def lines_of_total(results: Results, row: int, language: str) -> list[str]:
    """How a unit came to its total, rank and grade, and why printed parts may miss the printed total."""
    lines = total_lines(explain_total(results, row), results.tree.form, language)
    gap = printed_gap(results, row)
    return lines if gap is None else [*lines, gap_words(gap)]


def explain(project: Project, unit: str, item: str, against: str, language: str) -> Explained:
    """How ``item`` of ``unit`` (its code; ``TOTAL`` for the whole) came about.

    ``against`` is the code of another unit, or ``mean``; "" for neither. Raises AppError("unknown_unit",
    "unknown_item", "no_points").
    """
    found = project_results(project).results
    rows = {entry.code: row for row, entry in enumerate(found.roster)}
    for code in filter(None, (unit, against if against != MEAN else "")):
        if code not in rows:
            raise AppError(
                "unknown_unit",
                _("“{unit}” is not on the roster. Nothing was changed. Check the code.").format(unit=code),
            )
    distance = None
    if against:
        there = None if against == MEAN else rows[against]
        distance = contributions(found, project.rules, rows[unit], there)
    if item != TOTAL:
        if item not in found.tree.by_code:
            raise AppError(
                "unknown_item",
                _("The form has no item “{item}”. Nothing was changed.").format(item=item)
                + did_you_mean(item, found.tree.by_code),
            )
        lines = lines_of_item(found, rows[unit], item, language)
        return Explained(
            item=explain_item(found, rows[unit], item),
            total=None,
            distance=distance,
            lines=(*lines, *(contribution_lines(distance) if distance else ())),
        )
    lines = lines_of_total(found, rows[unit], language)
    return Explained(
        item=None,
        total=explain_total(found, rows[unit]),
        distance=distance,
        lines=(*lines, *(contribution_lines(distance) if distance else ())),
    )
