"""Agreement as the rows of its tables, and in sentences."""

from collections.abc import Sequence

from evalapp.base.i18n import _, ngettext
from evalapp.base.numbers import display
from evalapp.entry.final import Final
from evalapp.form.tree import Tree
from evalapp.merge.agreement.figures import Figure
from evalapp.merge.agreement.severity import leaning
from evalapp.merge.agreement.words import left_word, why_in_short, why_sentence
from evalapp.ui.coordinator.values import item_words, value_words
from evalapp.ui.widgets.confusion_table import ConfusionRow
from evalapp.ui.widgets.sorted_table import HeadState, SortedRow
from evalapp.ui.widgets.words import sentences
from evalapp.work.agreement_parts import Kind
from evalapp.work.agreement_steps import StepScale
from evalapp.work.agreement_table import (
    Line,
    alpha_of,
    overview_cells,
    overview_columns,
    person_words,
    severity_cells,
    severity_columns,
    straight_cells,
    straight_columns,
)
from evalapp.work.answers_behind import Distance, LeftOut, Matrix, Said
from evalapp.work.habits import Habits, Straight
from evalapp.work.ratings import Rater

Cells = frozenset[tuple[str, str]]
"""Cells by unit and item."""

_NAME, _CELLS, _EXACT, _NEAR, _KAPPA, _QUADRATIC, _ALPHA, _INTERVAL, _LEVEL, _USED, _LEFT, _REMARKS = range(
    12
)
_WORDS = (_NAME, _INTERVAL, _LEVEL, _REMARKS)


def kind_words() -> dict[Kind, tuple[str, str]]:
    """The views, each with its name and the head of its first column."""
    return {
        "item": (_("By item"), _("Item")),
        "group": (_("By group"), _("Group")),
        "pair": (_("By pair"), _("Pair")),
        "assessor": (_("By assessor"), _("Assessor")),
        "week": (_("By week"), _("Week")),
    }


def overview_heads(heading: str) -> tuple[HeadState, ...]:
    """The columns of the overview, as the command prints them; percentages have bars."""
    return tuple(
        HeadState(text=text, right=place not in _WORDS, bar=place == _EXACT)
        for place, text in enumerate(overview_columns(heading))
    )


def overview_row(line: Line, place: int) -> SortedRow:
    """A line of the overview; by default it stands at its place in the form, the alphabet or time."""
    figures = line.figures
    alpha = None if figures is None else alpha_of(figures, line.level)
    return SortedRow(
        id=line.part.code,
        cells=overview_cells(line.name, line.exact, line.within_one_step, figures, line.level),
        keys=(
            *(float(place), float(line.exact.n), line.exact.value, line.within_one_step.value),
            *(
                None if figures is None else figures.kappa.value,
                None if figures is None else figures.kappa_quadratic.value,
            ),
            *(None if alpha is None else alpha.value, None if alpha is None else alpha.low, line.level),
            *(None if alpha is None else float(alpha.n), None if alpha is None else float(alpha.n_excluded)),
            "" if alpha is None else ",".join(alpha.excluded),
        ),
        share=line.exact.value,
    )


def severity_heads() -> tuple[HeadState, ...]:
    """The columns of severity."""
    return tuple(
        HeadState(text=text, right=place in (1, 3, 4)) for place, text in enumerate(severity_columns())
    )


def severity_row(code: str, name: str, figure: Figure, place: int) -> SortedRow:
    """One assessor's severity."""
    cells = severity_cells(name, figure)
    return SortedRow(
        id=code,
        cells=cells,
        keys=(float(place), figure.value, figure.low, float(figure.n), float(figure.n_excluded), *cells[5:]),
        warn=5 if leaning(figure) else -1,
    )


def straight_heads() -> tuple[HeadState, ...]:
    """The columns of straight-lining."""
    return tuple(
        HeadState(text=text, right=place in (2, 3, 4, 5, 7, 8, 9))
        for place, text in enumerate(straight_columns())
    )


def straight_row(code: str, name: str, one: Straight, place: int) -> SortedRow:
    """One assessor's answers to items with as many steps."""
    found, cells = one.found, straight_cells(name, one)
    return SortedRow(
        id=code,
        cells=cells,
        keys=(
            *(float(place), float(one.steps), float(found.sheets), found.share, found.others_share),
            *(found.share_apart.value, found.share_apart.low, found.run, found.others_run),
            *(found.run_apart.value, found.run_apart.low, cells[11]),
        ),
        warn=11 if one.straight else -1,
    )


def habit_rows(names: dict[str, str], habits: dict[str, Habits]) -> tuple[list[SortedRow], list[SortedRow]]:
    """The rows of both tables of habits, by the assessors' codes."""
    severe = [
        severity_row(code, names[code], one.severity, place)
        for place, (code, one) in enumerate(habits.items())
    ]
    straight = [
        straight_row(code, names[code], scale, place)
        for place, (code, one) in enumerate(habits.items())
        for scale in one.straightness
    ]
    return severe, straight


# Sentences -----------------------------------------------------------------------------------------------------------


def percent_sentence(line: Line, units: int) -> str:
    """Percent agreement in words, with what it counts and what it leaves out."""
    if line.exact.value is None or line.within_one_step.value is None:
        return why_in_short(line.exact.why)
    parts = [
        _(
            "Two assessors gave the same answer in {exact} % of the cells compared ({equal} of {pairs} pairs of answers)."
        ).format(exact=display(100 * line.exact.value, 1), equal=line.equal, pairs=line.pairs),
        _("Within one step: {near} % ({n} of {pairs}).").format(
            near=display(100 * line.within_one_step.value, 1), n=line.near, pairs=line.pairs
        ),
        ngettext(
            "Compared: {n} cells of {units} city.", "Compared: {n} cells of {units} cities.", units
        ).format(n=line.exact.n, units=units),
    ]
    if line.pairs > line.exact.n:
        parts.append(_("A cell with several pairs counts once, by the share of them that is equal."))
    if line.exact.excluded:
        reasons = _("; ").join(
            _("{n} {reason}").format(n=n, reason=left_word(reason))
            for reason, n in line.exact.excluded.items()
        )
        parts.append(_("Left out: {reasons}.").format(reasons=reasons))
    return sentences(*parts)


def alpha_sentence(alpha: Figure) -> str:
    """What α of everything rests on, or why it cannot be told."""
    if alpha.why:
        return _("α cannot be told: {reason}").format(reason=why_sentence(alpha.why))
    return _("α rests on {n} cells, {left} are left out.").format(n=alpha.n, left=alpha.n_excluded)


# Answers behind ------------------------------------------------------------------------------------------------------


def distance_words() -> dict[Distance, str]:
    """How far apart two answers are."""
    return {"equal": _("Equal"), "near": _("One step apart"), "apart": _("Further apart")}


def said_heads(a: Rater | None, b: Rater | None, *, items: bool) -> tuple[HeadState, ...]:
    """The columns of the list of answers; whoever is the same in all rows stands above, as one item does elsewhere."""
    return (
        *(HeadState(text=_("City")), *((HeadState(text=_("Item")),) if items else ())),
        HeadState(text=_("One") if a is None else person_words(a), long=True),
        HeadState(text=_("The other") if b is None else person_words(b), long=True),
        *(HeadState(text=_("Difference")), HeadState(text=_("Decision"))),
    )


def said_rows(
    tree: Tree,
    said: Sequence[Said],
    a: Rater | None,
    b: Rater | None,
    waiting: Cells,
    hidden: Cells,
    *,
    items: bool,
) -> list[SortedRow]:
    """Two answers a row; ``items``: each names its item. What waits for a decision says so.

    Of cells whose names are ``hidden`` the answers stand in an order that does not tell who gave which.
    """
    order: dict[Distance, float] = {"equal": 0, "near": 1, "apart": 2}
    words = distance_words()
    rows = []
    for place, one in enumerate(said):
        waits = (one.unit, one.item) in waiting
        node = tree.node(one.item)
        both = [value_words(node, answer.state, answer.value) for answer in (one.said_a, one.said_b)]
        nameless = (one.unit, one.item) in hidden
        first, second = sorted(both) if nameless else both
        cells = (
            *((one.unit_name, item_words(node)) if items else (one.unit_name,)),
            first if nameless or a is not None else _by(one.a, first),
            second if nameless or b is not None else _by(one.b, second),
            *(words[one.distance], _("to decide") if waits else "–"),
        )
        keys = (
            *((float(place), float(node.index)) if items else (float(place),)),
            *(cells[-4], cells[-3], order[one.distance], cells[-1]),
        )
        rows.append(
            SortedRow(
                id=f"{one.unit}\t{one.item}\t{place if nameless else one.a.code + one.b.code}",
                cells=cells,
                keys=keys,
                warn=len(cells) - 1 if waits else -1,
            )
        )
    return rows


def left_heads() -> tuple[HeadState, ...]:
    """The columns of the list of what is left out."""
    heads = (_("City"), _("Item"), _("Handed in"), _("Why it is left out"))
    return tuple(HeadState(text=text, long=place == 2) for place, text in enumerate(heads))


def left_rows(tree: Tree, left: Sequence[LeftOut], hidden: Cells) -> list[SortedRow]:
    """A cell that is left out a row, with what was answered there; by whom is not told where names are ``hidden``."""
    rows = []
    for place, one in enumerate(left):
        node = tree.node(one.item)
        answers = [
            (rater, _("Unanswered") if answer is None else value_words(node, answer.state, answer.value))
            for rater, answer in one.said
        ]
        nameless = (one.unit, one.item) in hidden
        told = sorted(text for _rater, text in answers) if nameless else [_by(*answer) for answer in answers]
        said = _("; ").join(told)
        cells = (one.unit_name, item_words(node), said, left_word(one.reason))
        keys = (float(place), float(node.index), said, cells[3])
        rows.append(SortedRow(id=f"{one.unit}\t{one.item}\t{place}", cells=cells, keys=keys))
    return rows


def _by(rater: Rater, words: str) -> str:
    return _("{name}: {answer}").format(name=person_words(rater), answer=words)


# Confusion matrices --------------------------------------------------------------------------------------------------


def step_words(scale: StepScale) -> tuple[str, ...]:
    """What the steps of a scale are called."""
    return tuple(_step(scale, step) for step in scale.steps)


def _step(scale: StepScale, step: Final) -> str:
    return value_words(scale.leaf, step.state, step.value)


def confusion_rows(matrix: Matrix) -> list[ConfusionRow]:
    """The rows of a matrix with their counts and percentages; of two assessors the sums of the columns, too."""
    names = step_words(matrix.scale)
    rows = [
        ConfusionRow(
            text=name,
            counts=tuple(
                None if column < row and not matrix.ordered else count
                for column, count in enumerate(matrix.counts[row])
            ),
            total=matrix.row_count(row),
            equal="–" if (share := matrix.share(row)) is None else f"{display(100 * share, 1)} %",
        )
        for row, name in enumerate(names)
    ]
    if matrix.ordered:
        sums = [sum(line[column] for line in matrix.counts) for column in range(len(names))]
        rows.append(ConfusionRow(text=_("All"), counts=tuple(sums), total=sum(sums), sums=True))
    return rows


def corner_words(a: Rater | None, b: Rater | None) -> str:
    """Whose answers are rows, and whose are columns."""
    if a is None:
        return _("One \\ the other")
    other = _("the others") if b is None else person_words(b)
    return _("{a} \\ {b}").format(a=person_words(a), b=other)
