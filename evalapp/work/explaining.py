"""How a number of the results came about, and what parts a unit from another one or from the mean."""

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.form.names import did_you_mean
from evalapp.report.explanation import contribution_lines, gap_words, item_lines, total_lines
from evalapp.score.contributions import Contributions, contributions
from evalapp.score.explain import ItemExplanation, TotalExplanation, explain_item, explain_total
from evalapp.score.printed import printed_gap
from evalapp.score.results import TOTAL
from evalapp.work.project import Project
from evalapp.work.results import project_results

MEAN = "mean"


class Explained(Struct, frozen=True, kw_only=True):
    """What went into a number, as data and in sentences; ``distance`` where it was compared with another unit."""

    item: ItemExplanation | None
    total: TotalExplanation | None
    distance: Contributions | None
    lines: tuple[str, ...]


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
        one = explain_item(found, rows[unit], item)
        lines = item_lines(one, language)
        return Explained(
            item=one,
            total=None,
            distance=distance,
            lines=(*lines, *(contribution_lines(distance) if distance else ())),
        )
    whole = explain_total(found, rows[unit])
    lines = total_lines(whole, found.tree.form, language)
    gap = printed_gap(found, rows[unit])
    if gap is not None:
        lines.append(gap_words(gap))
    return Explained(
        item=None,
        total=whole,
        distance=distance,
        lines=(*lines, *(contribution_lines(distance) if distance else ())),
    )
