"""The form's arithmetic as spreadsheet formulas, in functions that Excel 2016, WPS and LibreOffice share."""

from collections.abc import Mapping

from evalapp.base.numbers import guard
from evalapp.form.model import Aggregation, Grade, NotApplicable, Policy
from evalapp.report.words import status_word
from evalapp.report.workbook.address import literal

_FULL_WEIGHT: dict[str, str] = {"zero": "0", "full": "100"}
_INSIDE_IF = 60


def group_score(
    scores: str, weights: str, aggregation: Aggregation, coverage: float, own: NotApplicable
) -> str:
    """A group's score out of its children's, or the word for why there is none (FORM rules 7 and 8)."""
    absent = literal(status_word("not_applicable"))
    pending, little = literal(status_word("pending")), literal(status_word("insufficient"))
    applicable = f"(COLUMNS({scores})-COUNTIF({scores},{absent}))"
    lacking = f"COUNT({scores})=0"
    if coverage > 0:
        lacking = f"OR({lacking},ROUND(COUNT({scores})/{applicable},9)<{guard(coverage)!r})"
    nothing = _FULL_WEIGHT.get(own, absent)
    mean = _mean(scores, weights, aggregation)
    return f"=IF({applicable}=0,{nothing},IF(COUNTIF({scores},{pending})>0,{pending},IF({lacking},{little},{mean})))"


def is_elementwise(aggregation: Aggregation) -> bool:
    """Whether :func:`group_score` must be entered as an array formula."""
    return aggregation != "arithmetic"


def _mean(scores: str, weights: str, aggregation: Aggregation) -> str:
    if aggregation == "arithmetic":
        return f"SUMPRODUCT({weights},{scores})/SUMPRODUCT({weights}*ISNUMBER({scores}))"
    zero = f"SUM(IF(ISNUMBER({scores}),IF(ROUND({scores},9)=0,1,0),0))>0"
    whole = f"SUM(IF(ISNUMBER({scores}),{weights},0))"
    if aggregation == "geometric":
        return f"IF({zero},0,EXP(SUM(IF(ISNUMBER({scores}),{weights}*LN({scores}),0))/{whole}))"
    return f"IF({zero},0,{whole}/SUM(IF(ISNUMBER({scores}),{weights}/{scores},0)))"


def base_points(root: str, policy: Policy, full: float) -> str:
    """The points of the base out of the root's score, not below the floor (FORM rule 10)."""
    return f"=IF(ISNUMBER({root}),MAX({policy.floor!r},{root}/100*{full!r}),{root})"


def total_points(base: str, policy: Policy) -> str:
    """The total: the base, not above the cap."""
    return f"={base}" if policy.cap is None else f"=IF(ISNUMBER({base}),MIN({policy.cap!r},{base}),{base})"


def compared_points(total: str, policy: Policy) -> str:
    """The number that ranks and grades compare: to nine decimals, or as printed (FORM rules 11 and 15)."""
    inner = f"ROUND({total},9)"
    if policy.rank_decimals is not None:
        inner = f"ROUND({inner},{policy.rank_decimals})"
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


def total_status(base: str, policy: Policy) -> str:
    """The status of a total: ranked, below the pass line, or the word for why there is none."""
    ranked = literal(status_word("ranked"))
    if policy.fail_below is not None:
        failed = literal(status_word("failed"))
        ranked = f"IF(ROUND({base},9)<{guard(policy.fail_below)!r},{failed},{ranked})"
    return f"=IF(ISNUMBER({base}),{ranked},{base})"


def is_drawn_by_lines(grades: tuple[Grade, ...]) -> bool:
    """Whether the grades follow from lines alone; shares and deviations look at all units at once."""
    return 0 < len(grades) <= _INSIDE_IF and all(grade.top is None and grade.sd is None for grade in grades)


def grade(
    value: str, status: str, grades: tuple[Grade, ...], names: Mapping[int, str], lines: Mapping[int, str]
) -> str:
    """The name of the first grade that fits; ``names`` and ``lines`` are the cells that hold them (FORM rule 15)."""
    failed = f"{status}={literal(status_word('failed'))}"
    formula = '""'
    for place in reversed(range(len(grades))):
        entry = grades[place]
        if entry.min is not None:
            fits = f"{value}>=ROUND({lines[place]},9)"
        elif entry.above is not None:
            fits = f"{value}>ROUND({lines[place]},9)"
        else:
            fits = "FALSE" if entry.fail else "TRUE"
        if entry.fail:
            fits = f"OR({fits},{failed})"
        formula = f"IF({fits},{names[place]},{formula})"
    return f'=IF(ISNUMBER({value}),{formula},"")'
