"""Agreement in tables: the columns that pages and commands show alike, and the CSV with the same figures unrounded."""

import csv
import io
from collections.abc import Iterable

from msgspec import Struct

from evalapp.base.clock import days_of_week
from evalapp.base.i18n import _, current_language, ngettext
from evalapp.base.numbers import display, from_float
from evalapp.form.label import Label, say
from evalapp.merge.agreement.figures import Figure
from evalapp.merge.agreement.ratings import Level
from evalapp.merge.agreement.severity import leaning
from evalapp.merge.agreement.straight import FEWEST_ITEMS
from evalapp.merge.agreement.summary import Figures
from evalapp.merge.agreement.words import leaning_word, left_word, level_word, why_in_short
from evalapp.work.agreement_parts import Part
from evalapp.work.habits import Straight
from evalapp.work.ratings import Gathered, Rater


class Line(Struct, frozen=True, kw_only=True, eq=False):
    """A line of the overview: whose figures they are, its percentages, and everything else once it is computed.

    ``level`` is that of the α shown; ``pairs`` of answers there are, ``equal`` and ``near`` (equal or one step apart) among them.
    """

    part: Part
    name: str
    level: str
    exact: Figure
    within_one_step: Figure
    pairs: int = 0
    equal: int = 0
    near: int = 0
    figures: Figures | None = None


def name_of(found: Gathered, part: Part) -> str:
    """A part as tables name it: code and title, two people, a person, the days of a week."""
    if part.kind == "pair":
        return f"{person_words(found.raters[part.a or 0])} – {person_words(found.raters[part.b or 0])}"
    if part.kind == "assessor":
        return person_words(found.raters[part.a or 0])
    return week_words(part.week) if part.kind == "week" else titled(part.code, part.title)


def titled(code: str, title: Label) -> str:
    """A code with its title."""
    text = say(title, current_language())
    return f"{code} {text}" if text and text != code else code


def person_words(rater: Rater) -> str:
    """A person's name and code."""
    return f"{rater.name} {rater.code}" if rater.name != rater.code else rater.code


def week_words(week: str) -> str:
    """A week by its first and last day, and as it is numbered: ``10-18 … 10-24 (2021-W42)``."""
    first, last = days_of_week(week)
    return f"{first} … {last} ({week})"


def level_of(found: Gathered, part: Part) -> str:
    """The level of measurement of the α to look at first: the item's own below intervals; of several items, by scores."""
    return level_shown(
        found.items[part.items[0]].ratings.meaning.level if part.kind == "item" else "interval"
    )


def level_shown(level: Level) -> str:
    """The level of the α to look at first: what is counted or measured is looked at by its scores."""
    return level if level in ("nominal", "ordinal") else "interval"


def overview_columns(heading: str) -> tuple[str, ...]:
    """The heads of the overview, ``heading`` above the names."""
    return (
        heading,
        *(_("Cells compared"), _("Exact"), _("Within one step"), "κ", _("κ quadratic"), "α"),
        *(_("95 % interval"), _("Level"), _("Used"), _("Left out"), _("Remarks")),
    )


def overview_cells(
    name: str, exact: Figure, within_one_step: Figure, figures: Figures | None, level: str
) -> tuple[str, ...]:
    """A line of the overview; … stands for what is not computed yet.

    What κ rests on is in brackets where α rests on other cells.
    """
    shares = (name, str(exact.n), in_short(exact, share=True), in_short(within_one_step, share=True))
    if figures is None:
        return (*shares, "…", "…", "…", "…", level_word(level), "…", "…", "")
    alpha = alpha_of(figures, level)
    return (
        *shares,
        *(in_short(figure, beside=alpha.n) for figure in (figures.kappa, figures.kappa_quadratic)),
        *(in_short(alpha), interval_words(alpha, wanted=True), level_word(level)),
        *(str(alpha.n), str(alpha.n_excluded), remarks(alpha)),
    )


def alpha_of(figures: Figures, level: str) -> Figure:
    """α at a level of measurement."""
    found: Figure = getattr(figures, f"alpha_{level}")
    return found


def in_short(figure: Figure, *, share: bool = False, beside: int | None = None) -> str:
    """A figure in a cell; what it rests on in brackets where that is not ``beside`` it in the table."""
    if figure.why:
        return why_in_short(figure.why)
    text = number_words(figure.value, share=share)
    return text if beside in (None, figure.n) else f"{text} ({figure.n})"


def number_words(value: float | None, *, share: bool = False) -> str:
    """A coefficient to three decimals, a share in per cent to one."""
    if value is None:
        return "–"
    return f"{display(100 * value, 1)} %" if share else display(value, 3)


def interval_words(figure: Figure, *, wanted: bool, decimals: int = 3, times: float = 1) -> str:
    """The interval; ``wanted``: whether the statistic has one at all."""
    if figure.low is None or figure.high is None:
        return _("too few units") if wanted and figure.value is not None else "–"
    return f"{display(times * figure.low, decimals)} … {display(times * figure.high, decimals)}"


def remarks(figure: Figure) -> str:
    """How many assessments a cell has, why cells were left out and how many."""
    parts = [] if figure.k is None else [f"k = {figure.k}"]
    if figure.why not in figure.excluded or len(figure.excluded) > 1:
        parts += [
            _("{n} {reason}").format(n=n, reason=left_word(reason)) for reason, n in figure.excluded.items()
        ]
    return _("; ").join(parts)


# Habits --------------------------------------------------------------------------------------------------------------


def severity_columns() -> tuple[str, ...]:
    """The heads of the table of severity."""
    return (
        *(_("Assessor"), _("Points against the others"), _("95 % interval"), _("Used"), _("Left out")),
        *(_("Verdict"), _("Remarks")),
    )


def severity_cells(name: str, figure: Figure) -> tuple[str, ...]:
    """How far an assessor's scores lie from the others', with a sign."""
    value = why_in_short(figure.why) if figure.why else signed(figure.value or 0.0, 1)
    return (
        *(name, value, interval_words(figure, wanted=True, decimals=1)),
        *(str(figure.n), str(figure.n_excluded), leaning_word(leaning(figure)), remarks(figure)),
    )


def straight_columns() -> tuple[str, ...]:
    """The heads of the table of straight-lining."""
    return (
        *(_("Assessor"), _("Items"), _("Units"), _("Commonest step"), _("Others"), _("Difference")),
        *(
            _("95 % interval"),
            _("Longest run"),
            _("Others"),
            _("Difference"),
            _("95 % interval"),
            _("Verdict"),
        ),
    )


def straight_cells(name: str, one: Straight) -> tuple[str, ...]:
    """How much alike an assessor's answers on one scale are, beside the others'."""
    found = one.found
    return (
        *(name, items_words(one), str(found.sheets)),
        *(number_words(found.share, share=True), number_words(found.others_share, share=True)),
        *(_points(found.share_apart), interval_words(found.share_apart, wanted=True, decimals=1, times=100)),
        *(display(found.run, 1), display(found.others_run, 1), signed(found.run_apart.value or 0.0, 1)),
        interval_words(found.run_apart, wanted=True, decimals=1),
        _("more alike than the others") if one.straight else "",
    )


def items_words(one: Straight) -> str:
    """Which items: of how many steps, and how many there are."""
    kind = _("yes or no") if one.binary else ngettext("{n} step", "{n} steps", one.steps).format(n=one.steps)
    return ngettext("{n} item: {kind}", "{n} items: {kind}", len(one.items)).format(
        n=len(one.items), kind=kind
    )


def signed(value: float, decimals: int) -> str:
    """A number with its sign; nothing before a 0."""
    text = display(value, decimals)
    return f"+{text}" if value > 0 and text.strip("0.") else text


def _points(figure: Figure) -> str:
    return signed(100 * (figure.value or 0.0), 1)


def week_method() -> str:
    """What stands under a week, in a sentence."""
    return _("Week: the one in which the last of a unit's assessors signed it off for the first time.")


def severity_method() -> str:
    """How severity is measured, in sentences."""
    return _(
        "By assessor, everybody is compared with each of the others. Points against the others: the mean difference of the "
        "scores, 0 to 100, from the mean of the others in the same cells; severe or lenient only where the interval holds "
        "no 0. It says who differs, not who is right."
    )


def straight_method() -> str:
    """How straight-lining is measured, in sentences."""
    return _(
        "Commonest step: which share of the answers to items with as many steps in a unit is the step given most there; "
        "longest run: how many equal answers follow one another there. Beside it the others, at the same items of the "
        "same units, at least {fewest}. More alike only where both differences lie above 0 with their intervals."
    ).format(fewest=FEWEST_ITEMS)


# CSV -----------------------------------------------------------------------------------------------------------------

COLUMNS = (
    *("by", "code", "title", "n_percent", "exact", "within_one_step", "kappa", "n_kappa", "kappa_quadratic"),
    *("level", "alpha", "why", "low", "high", "n", "excluded", "reasons"),
)
"""Columns of the CSV. Shares are 0 to 1, numbers have nine decimals, an absent one is empty; ``reasons`` are ``reason=n``."""


def table_csv(lines: Iterable[Line]) -> str:
    """Lines of the overview as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in lines:
        writer.writerow([*_percents(line), *_coefficients(line)])
    return text.getvalue()


def _percents(line: Line) -> list[object]:
    return [
        *(line.part.kind, line.part.code, say(line.part.title, current_language()), line.exact.n),
        *(_plain(line.exact.value), _plain(line.within_one_step.value)),
    ]


def _coefficients(line: Line) -> list[object]:
    if line.figures is None:
        return [""] * (len(COLUMNS) - 6)
    figures, alpha = line.figures, alpha_of(line.figures, line.level)
    reasons = ";".join(f"{reason}={n}" for reason, n in alpha.excluded.items())
    return [
        *(_plain(figures.kappa.value), figures.kappa.n, _plain(figures.kappa_quadratic.value), line.level),
        *(_plain(alpha.value), alpha.why, _plain(alpha.low), _plain(alpha.high)),
        *(alpha.n, alpha.n_excluded, reasons),
    ]


def _plain(value: float | None) -> str:
    return "" if value is None else from_float(value)
