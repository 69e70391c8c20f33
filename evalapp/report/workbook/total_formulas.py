"""From the score of the whole to rank and grade, as formulas in functions that Excel 2016, WPS and LibreOffice share."""

from collections.abc import Mapping

from msgspec import Struct

from evalapp.base.numbers import guard
from evalapp.form.model import Grade, Policy
from evalapp.report.words import status_word
from evalapp.report.workbook.address import literal
from evalapp.report.workbook.formulas import Figures, hits, unsettled
from evalapp.report.workbook.shown import applies_word, gate_word, hit_word, no_hit_word

MOST_GRADES = 60
"""More conditions do not go into one formula."""
MOST_ITEMS = 100
"""An index over more items is too long for one formula."""


class VetoCells(Struct, frozen=True, kw_only=True):
    """A unit's cells of veto leaves: all, those that concern the total, those that fail it; "" where there are none.

    ``set_to`` holds what the total is set to by a hit, ``at_most`` what it is limited to.
    """

    everything: str
    of_total: str = ""
    fail: str = ""
    set_to: str = ""
    at_most: str = ""


def base_points(root: str, policy: Policy, full: float, *, penalty: str = "", penalties: str = "") -> str:
    """The points of the base: the score of the whole and the ``penalty`` points, not below the floor (FORM rule 10).

    ``penalties`` are the cells of the top penalty items; one that waits for an answer makes the base wait.
    """
    points = f"{root}/100*{full!r}" + (f"+{penalty}" if penalty else "")
    found = f"IF(ISNUMBER({root}),MAX({policy.floor!r},{points}),{root})"
    if not penalty:
        return f"={found}"
    pending, absent = literal(status_word("pending")), literal(status_word("not_applicable"))
    return f"=IF(AND(COUNTIF({penalties},{pending})>0,{root}<>{absent}),{pending},{found})"


def granted_bonus(base: str, earned: str, gate: str, policy: Policy) -> str:
    """The bonus that is granted of what was earned: nothing behind a shut gate, at most the cap (FORM rule 12)."""
    found = earned if policy.bonus.cap is None else f"MIN({policy.bonus.cap!r},{earned})"
    if gate:
        found = f"IF({gate}={literal(gate_word(True))},{found},0)"
    return f'=IF(ISNUMBER({base}),{found},"")'


def base_and_bonus(base: str, policy: Policy, *, granted: str = "", gate: str = "", bonuses: str = "") -> str:
    """What base and bonus come to, not above the cap; ``bonuses`` are the cells of the top bonus items (FORM rule 12)."""
    points = f"{base}+{granted}" if granted else base
    if policy.cap is not None:
        points = f"MIN({policy.cap!r},{points})"
    if not granted:
        return f"={base}" if policy.cap is None else f"=IF(ISNUMBER({base}),{points},{base})"
    pending = literal(status_word("pending"))
    waits = f"COUNTIF({bonuses},{pending})>0"
    if gate:
        waits = f"AND({gate}={literal(gate_word(True))},{waits})"
    return f"=IF(ISNUMBER({base}),IF({waits},{pending},{points}),{base})"


def veto_points(vetoes: str, points: str) -> str:
    """The lowest of the points that go with the hits, "" without a hit; an array formula."""
    return f'=IF({hits(vetoes)}=0,"",MIN(IF({vetoes}={literal(hit_word())},{points})))'


def total_points(before: str, applies: str, cells: VetoCells) -> str:
    """The total: what base and bonus come to, unless a veto says otherwise (FORM rules 13 and 14).

    ``before`` is that sum, ``applies`` the cell that says whether any base item applies.
    """
    vetoed, pending, passed = (literal(status_word(status)) for status in ("vetoed", "pending", "passed"))
    checked = "+".join(f"COUNTIF({cells.everything},{literal(word)})" for word in (hit_word(), no_hit_word()))
    nothing = f"AND({applies}={literal(applies_word(False))},{checked}>0)"
    found = f"IF({nothing},{passed},{before})"
    if cells.of_total:
        found = f"IF({unsettled(cells.of_total)}>0,{pending},{found})"
    if cells.at_most:
        limited = (
            f"IF(ISNUMBER({before}),MIN({before},{cells.at_most}),IF({before}={pending},{pending},{vetoed}))"
        )
        found = f"IF(ISNUMBER({cells.at_most}),{limited},{found})"
    if cells.set_to:
        found = f"IF(ISNUMBER({cells.set_to}),{cells.set_to},{found})"
    if cells.fail:
        found = f"IF({hits(cells.fail)}>0,{vetoed},{found})"
    return f"={found}"


def total_status(total: str, base: str, policy: Policy, vetoes: VetoCells | None) -> str:
    """The status of a total: ranked, below the pass line, vetoed, or the word for why there is none (FORM rule 14)."""
    ranked = literal(status_word("ranked"))
    if policy.fail_below is not None:
        failed = literal(status_word("failed"))
        ranked = f"IF(ROUND({base},9)<{guard(policy.fail_below)!r},{failed},{ranked})"
    limits = [cell for cell in (vetoes.set_to, vetoes.at_most) if cell] if vetoes is not None else []
    if limits:
        touched = "+".join(f"COUNT({cell})" for cell in limits)
        ranked = f"IF({touched}>0,{literal(status_word('vetoed'))},{ranked})"
    return f"=IF(ISNUMBER({total}),{ranked},{total})"


def compared_points(total: str, decimals: int | None, *, fail: str = "") -> str:
    """The number that ranks and grades compare: to nine decimals, or as printed (FORM rules 11 and 15).

    ``fail`` are the cells of veto leaves with which a unit is in no rank.
    """
    inner = f"ROUND({total},9)"
    if decimals is not None:
        inner = f"ROUND({inner},{decimals})"
    if fail:
        inner = f'IF({hits(fail)}>0,"",{inner})'
    return f'=IF(ISNUMBER({total}),{inner},"")'


def first_of_value(value: str, above: str, cohort: str, cohorts_above: str) -> str:
    """1 where a compared number occurs for the first time in its cohort, for dense ranks."""
    inside = f"SUMPRODUCT(({cohorts_above}={cohort})*({above}={value}))"
    count = inside if cohort else f"COUNTIF({above},{value})"
    return f"=IF(ISNUMBER({value}),IF({count}=1,1,0),0)"


def rank(value: str, values: str, *, cohort: str = "", cohorts: str = "", firsts: str = "") -> str:
    """1 + the number of better units, or of better values where ``firsts`` marks them; inside a cohort if given."""
    if not cohort and not firsts:
        return f'=IF(ISNUMBER({value}),RANK({value},{values}),"")'
    counted = firsts or f"ISNUMBER({values})"
    inside = f"({cohorts}={cohort})*" if cohort else ""
    return f'=IF(ISNUMBER({value}),1+SUMPRODUCT({inside}{counted}*({values}>{value})*ISNUMBER({values})),"")'


class GradeCells(Struct, frozen=True, kw_only=True):
    """The cells that hold names and lines of the grades, by their place in the form."""

    names: dict[int, str]
    lines: dict[int, str]


def grade(
    value: str, status: str, grades: tuple[Grade, ...], cells: GradeCells, figures: Figures | None
) -> str:
    """The name of the grade (FORM rule 15).

    Failed and vetoed units take the grade for those, passed ones theirs; all others with a number take the first that
    fits. ``figures`` are those of the totals in the cohort, for shares and deviations.
    """
    formula = '""'
    for place in reversed(range(len(grades))):
        fits = _fits(value, grades[place], cells.lines[place], figures)
        formula = f"IF({fits},{cells.names[place]},{formula})" if fits != "TRUE" else cells.names[place]
    formula = f'IF(ISNUMBER({value}),{formula},"")'
    passing = next((place for place, entry in enumerate(grades) if entry.passed), None)
    if passing is not None:
        formula = f"IF({_is(status, 'passed')},{cells.names[passing]},{formula})"
    failing = next((place for place, entry in enumerate(grades) if entry.fail), None)
    if failing is not None:
        failed = f"OR({_is(status, 'failed')},{_is(status, 'vetoed')})"
        formula = f"IF({failed},{cells.names[failing]},{formula})"
    return f"={formula}"


def _is(status: str, word: str) -> str:
    return f"{status}={literal(status_word(word))}"


def _fits(value: str, entry: Grade, line: str, figures: Figures | None) -> str:
    if entry.min is not None:
        return f"{value}>=ROUND({line},9)"
    if entry.above is not None:
        return f"{value}>ROUND({line},9)"
    if entry.top is not None and figures is not None:
        inside = f"({figures.cohorts}={figures.cohort})*" if figures.cohort else ""
        better = f"SUMPRODUCT({inside}ISNUMBER({figures.values})*({figures.values}>{value}))"
        return f"ROUND({better}/{figures.n},9)<ROUND({line},9)"
    if entry.sd is not None and figures is not None:
        return f"{value}>=ROUND({figures.mean}+{line}*{figures.deviation},9)"
    return "FALSE" if entry.fail or entry.passed else "TRUE"


def needs_figures(grades: tuple[Grade, ...]) -> bool:
    """Whether some grade is a share of the units or a number of deviations from their mean."""
    return any(grade.top is not None or grade.sd is not None for grade in grades)


def index_mean(weights: Mapping[str, float]) -> str:
    """The mean of the scores in these cells by their weights, those without one left out; "" where there is none."""
    whole = "+".join(f"ISNUMBER({cell})*{weight!r}" for cell, weight in weights.items())
    total = "+".join(f"N({cell})*{weight!r}" for cell, weight in weights.items())
    return f'=IF(({whole})=0,"",({total})/({whole}))'
