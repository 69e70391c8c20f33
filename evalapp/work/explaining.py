"""How a number of the results came about, and what parts a unit from another one or from the mean."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.entry.roster import Unit, by_label
from evalapp.entry.states import FormRules
from evalapp.form.names import did_you_mean
from evalapp.merge.cells import OPEN
from evalapp.merge.words import match_word
from evalapp.report.explanation.distances import contribution_lines, gap_words
from evalapp.report.explanation.items import index_lines, item_lines
from evalapp.report.explanation.totals import total_lines
from evalapp.score.contributions import Contributions, contributions
from evalapp.score.explain.index import IndexExplanation, explain_index
from evalapp.score.explain.item import ItemExplanation, explain_item
from evalapp.score.explain.total import TotalExplanation, explain_total
from evalapp.score.printed import printed_gap
from evalapp.score.results import TOTAL, Results, compute
from evalapp.store.heads_table import AGAIN
from evalapp.store.queries import answers_of_unit, cells_of_unit
from evalapp.work.project import Project
from evalapp.work.results import project_results, read_files

MEAN = "mean"
_MOST_WAITING = 10


class Asked(Struct, frozen=True, kw_only=True):
    """Of which number: a unit (code or name), an item, an index or ``TOTAL``.

    ``against`` is another unit, or ``mean``; "" for neither.
    """

    unit: str
    item: str = TOTAL
    against: str = ""


class Explained(Struct, frozen=True, kw_only=True):
    """What went into a number, as data and in sentences; ``distance`` where it was compared with another unit."""

    item: ItemExplanation | None = None
    total: TotalExplanation | None = None
    index: IndexExplanation | None = None
    distance: Contributions | None = None
    lines: tuple[str, ...] = ()


def explain_in_project(project: Project, asked: Asked, language: str) -> Explained:
    """From the results of a project as they are, with what is waited for in it.

    Raises AppError("unknown_unit", "unknown_item", "no_points") and as :func:`evalapp.work.results.project_results` does.
    """
    results = project_results(project).results
    found = explain(results, project.rules, asked, language)
    unit = _row_of(results, asked.unit)[1]
    waiting = waiting_lines(project, unit, _leaves_below(results, asked.item))
    return Explained(
        item=found.item,
        total=found.total,
        index=found.index,
        distance=found.distance,
        lines=(*found.lines, *waiting),
    )


def explain_in_files(
    form: Path, scores: Path, roster: Path | None, settings: Path | None, asked: Asked, language: str
) -> Explained:
    """From what ``evalapp compute`` gives for the same files.

    Raises as :func:`evalapp.work.results.read_files` does, and AppError("unknown_unit", "unknown_item", "no_points").
    """
    read = read_files(form, scores, roster, settings)
    results = compute(read.tree, read.rules, read.units, read.finals)
    return explain(results, read.rules, asked, language)


def explain(results: Results, rules: FormRules, asked: Asked, language: str) -> Explained:
    """How a number of the results came about. Raises AppError("unknown_unit", "unknown_item", "no_points")."""
    tree, item = results.tree, asked.item
    row = _row_of(results, asked.unit)[0]
    indices = {index.id: place for place, index in enumerate(tree.form.indices)}
    if item != TOTAL and item not in tree.by_code and item not in indices:
        raise AppError(
            "unknown_item",
            _("The form has no item “{item}”. Nothing was changed.").format(item=item)
            + did_you_mean(item, (*tree.by_code, *indices)),
        )
    distance, apart = None, []
    if asked.against:
        there = None if asked.against == MEAN else _row_of(results, asked.against)[0]
        distance = contributions(results, rules, row, there)
        apart = contribution_lines(distance, _below(results, item))
    if item in indices:
        index = explain_index(results, row, indices[item])
        return Explained(index=index, distance=distance, lines=(*index_lines(index, language), *apart))
    if item == TOTAL:
        return Explained(
            total=explain_total(results, row),
            distance=distance,
            lines=(*lines_of_total(results, row, language), *apart),
        )
    return Explained(
        item=explain_item(results, row, item),
        distance=distance,
        lines=(*lines_of_item(results, row, item, language), *apart),
    )


def lines_of_item(results: Results, row: int, code: str, language: str) -> list[str]:
    """How an item of a row of the roster came about, in sentences."""
    return item_lines(explain_item(results, row, code), language)


def lines_of_total(results: Results, row: int, language: str) -> list[str]:
    """How a unit came to its total, rank and grade, and why printed parts may miss the printed total."""
    lines = total_lines(explain_total(results, row), results.tree.form, language)
    gap = printed_gap(results, row)
    return lines if gap is None else [*lines, gap_words(gap)]


def waiting_lines(project: Project, unit: Unit, items: Sequence[str]) -> list[str]:
    """Of which of the items a decision, or another answer, is awaited: to the results they are merely unanswered."""
    with project.file.read() as connection:
        rows = {row.item: row for row in cells_of_unit(connection, unit.key)}
        again = {head.item for head in answers_of_unit(connection, unit.key) if head.carried == AGAIN}
    found = []
    for item in items:
        if item in rows and rows[item].status in OPEN:
            line = _("{item}: the assessors have answered ({match}); a decision is awaited.")
            found.append(line.format(item=item, match=match_word(rows[item].match)))
        elif item in again and item not in rows:
            line = _("{item}: answered under an earlier edition, to be given again under this one.")
            found.append(line.format(item=item))
    more = len(found) - _MOST_WAITING
    if more > 0:
        found[_MOST_WAITING:] = [ngettext("… and {n} more.", "… and {n} more.", more).format(n=more)]
    return found


def _row_of(results: Results, label: str) -> tuple[int, Unit]:
    """The row of a unit by its code, or by a name that it alone bears."""
    unit = by_label(results.roster).get(label)
    if unit is None:
        raise AppError(
            "unknown_unit",
            _("“{unit}” is not on the roster. Nothing was changed. Check the code or the name.").format(
                unit=label
            ),
        )
    return results.roster.index(unit), unit


def _leaves_below(results: Results, item: str) -> list[str]:
    tree = results.tree
    if item in tree.by_code:
        return [leaf.code for leaf in tree.leaves_below(item)]
    return [leaf.code for leaf in tree.leaves] if item == TOTAL else []


def _below(results: Results, item: str) -> frozenset[str] | None:
    """The items that a question is about; None for all."""
    tree = results.tree
    if item not in tree.by_code:
        return None
    below, todo = set(), [tree.node(item)]
    while todo:
        node = todo.pop()
        below.add(node.code)
        todo += [tree.nodes[child] for child in node.children]
    return frozenset(below)
