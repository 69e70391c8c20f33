"""How items are formed from those below them, as formulas in functions that Excel 2016, WPS and LibreOffice share."""

from msgspec import Struct

from evalapp.base.numbers import guard
from evalapp.form.cohort_rules import (
    Best,
    CohortRule,
    Distance,
    Minmax,
    Percentile,
    RankOrder,
    Zscore,
)
from evalapp.form.model import Aggregation, NotApplicable, Rollup
from evalapp.report.words import status_word
from evalapp.report.workbook.address import literal
from evalapp.report.workbook.shown import NONE, hit_word

_FULL_WEIGHT: dict[str, str] = {"zero": "0", "full": "100"}
TAKE = {"mean": "AVERAGE", "sum": "SUM", "min": "MIN", "max": "MAX"}


class Group(Struct, frozen=True, kw_only=True):
    """A group as formulas see it: its children's scores and weights, and the rules by which it is formed.

    ``own`` is what is done where the group itself is not applicable. ``with_none``: some units do not have all of the
    children; ``weight`` is then the cell of the group's own weight. ``vetoes`` are the cells of the veto leaves whose hit
    makes the group 0.
    """

    scores: str
    weights: str
    aggregation: Aggregation
    coverage: float
    own: NotApplicable = "reweight"
    with_none: bool = False
    weight: str = ""
    vetoes: str = ""


def group_score(group: Group) -> str:
    """A group's score out of its children's, or the word for why there is none (FORM rules 7, 8 and 13)."""
    scores, absent = group.scores, literal(status_word("not_applicable"))
    pending, little = literal(status_word("pending")), literal(status_word("insufficient"))
    applicable = f"COLUMNS({scores})-COUNTIF({scores},{absent})"
    waiting = f"COUNTIF({scores},{pending})"
    if group.with_none:
        applicable += f"-COUNTIF({scores},{literal(NONE)})"
    if group.vetoes:
        waiting += f"+{unsettled(group.vetoes)}"
    lacking = f"COUNT({scores})=0"
    if group.coverage > 0:
        lacking = f"OR({lacking},ROUND(COUNT({scores})/({applicable}),9)<{guard(group.coverage)!r})"
    nothing, mean = _FULL_WEIGHT.get(group.own, absent), _mean(group)
    found = f"IF(({applicable})=0,{nothing},IF({waiting}>0,{pending},IF({lacking},{little},{mean})))"
    if group.vetoes:
        found = f"IF({hits(group.vetoes)}>0,0,{found})"
    return f"=IF({group.weight}=0,{literal(NONE)},{found})" if group.weight else f"={found}"


def is_elementwise(aggregation: Aggregation) -> bool:
    """Whether :func:`group_score` must be entered as an array formula."""
    return aggregation != "arithmetic"


def _mean(group: Group) -> str:
    scores, weights = group.scores, group.weights
    if group.aggregation == "arithmetic":
        return f"SUMPRODUCT({weights},{scores})/SUMPRODUCT({weights}*ISNUMBER({scores}))"
    zero = f"SUM(IF(ISNUMBER({scores}),IF(ROUND({scores},9)=0,1,0),0))>0"
    whole = f"SUM(IF(ISNUMBER({scores}),{weights},0))"
    if group.aggregation == "geometric":
        return f"IF({zero},0,EXP(SUM(IF(ISNUMBER({scores}),{weights}*LN({scores}),0))/{whole}))"
    return f"IF({zero},0,{whole}/SUM(IF(ISNUMBER({scores}),{weights}/{scores},0)))"


def hits(vetoes: str) -> str:
    """How many of the veto leaves in these cells were hit."""
    return f"COUNTIF({vetoes},{literal(hit_word())})"


def unsettled(vetoes: str) -> str:
    """Of how many veto leaves nobody can say whether they are hit (FORM rule 13)."""
    words = (literal(status_word(status)) for status in ("pending", "unable"))
    return "+".join(f"COUNTIF({vetoes},{word})" for word in words)


def rolled_score(below: str, rollup: Rollup, own: NotApplicable) -> str:
    """A group's score out of those of the sub-units, which stand below each other (FORM rule 3)."""
    absent, pending = literal(status_word("not_applicable")), literal(status_word("pending"))
    applicable = f"ROWS({below})-COUNTIF({below},{absent})-COUNTIF({below},{literal(NONE)})"
    nothing, little = _FULL_WEIGHT.get(own, absent), literal(status_word("insufficient"))
    return (
        f"=IF({applicable}=0,{nothing},IF(COUNTIF({below},{pending})>0,{pending},"
        f"IF(COUNT({below})=0,{little},{TAKE[rollup.take]}({below}))))"
    )


def taken(below: str, rollup: Rollup) -> str:
    """The numbers of the sub-units taken together."""
    return f"={TAKE[rollup.take]}({below})"


def earned(items: str, cap: float | None) -> str:
    """The points of a bonus or penalty group out of its items', or the word for why it earns nothing (FORM rule 10)."""
    absent, pending = literal(status_word("not_applicable")), literal(status_word("pending"))
    total = f"SUM({items})" if cap is None else f"MIN({cap!r},SUM({items}))"
    return (
        f"=IF(COUNTIF({items},{pending})>0,{pending},"
        f"IF(COUNTIF({items},{absent})=COLUMNS({items}),{absent},{total}))"
    )


class Figures(Struct, frozen=True, kw_only=True):
    """What a number is compared with: cells with the cohort's n, lowest, highest, mean and deviation.

    ``values`` are all units' numbers, ``cohorts`` the cohorts that they belong to, ``cohort`` the unit's own; the two are
    empty where there is only one.
    """

    n: str
    low: str
    high: str
    mean: str
    deviation: str
    values: str
    cohorts: str = ""
    cohort: str = ""


def compared_score(rule: CohortRule, value: str, figures: Figures) -> str:
    """The score of a number by comparison with its cohort's (FORM rules 4 and 9); without a sign of equality before it."""
    low, high, higher = figures.low, figures.high, rule.direction == "higher"
    equal = f"ROUND({high},9)=ROUND({low},9)"
    match rule:
        case Minmax():
            share = f"({value}-{low})/({high}-{low})" if higher else f"({high}-{value})/({high}-{low})"
            return f"IF({equal},{_at_end(rule)},{_spread(rule, share)})"
        case Percentile():
            share = f"({_place(rule, value, figures)}-1)/MAX(1,{figures.n}-1)"
            return f"IF({equal},{_at_end(rule)},{_spread(rule, share)})"
        case RankOrder():
            return _place(rule, value, figures)
        case Zscore():
            away = f"({value}-{figures.mean})" if higher else f"({figures.mean}-{value})"
            return f"IF({equal},{rule.mean!r},{rule.mean!r}+{rule.sd!r}*{away}/{figures.deviation})"
        case Best():
            if higher:
                return f"IF(ROUND({high},9)=0,0,100*{value}/{high})"
            worse = f"IF(ROUND({value},9)=0,0,100*{low}/{value})"
            return f"IF(ROUND({value},9)=ROUND({low},9),100,{worse})"
        case Distance():
            target = repr(rule.target)
            if higher:
                share = f"({value}-{low})/({target}-{low})"
                return f"IF(ROUND({value},9)>=ROUND({target},9),100,100*{share})"
            share = f"({high}-{value})/({high}-({target}))"
            return f"IF(ROUND({value},9)<=ROUND({target},9),100,100*{share})"


def is_counted(rule: CohortRule) -> bool:
    """Whether :func:`compared_score` counts through all units and must be entered as an array formula."""
    return isinstance(rule, RankOrder | Percentile)


def _at_end(rule: Minmax | Percentile) -> str:
    return repr(rule.range[1] if rule.if_equal is None else rule.if_equal)


def _spread(rule: Minmax | Percentile, share: str) -> str:
    start, end = rule.range
    return f"100*{share}" if (start, end) == (0, 100) else f"{start!r}+{share}*({end!r}-({start!r}))"


def _place(rule: RankOrder | Percentile, value: str, figures: Figures) -> str:
    """1 for the worst of the cohort; equal ones share the lowest of their places, or the mean of them."""
    sign = "<" if rule.direction == "higher" else ">"

    def number(comparison: str) -> str:
        one = f"IF(ROUND({figures.values},9){comparison}ROUND({value},9),1,0)"
        if figures.cohort:
            one = f"IF({figures.cohorts}={figures.cohort},{one},0)"
        return f"SUM(IF(ISNUMBER({figures.values}),{one},0))"

    worse = number(sign)
    return f"(1+{worse})" if rule.ties == "min" else f"({worse}+({number('=')}+1)/2)"


def compared_group(raw: str, rule: str, own: NotApplicable) -> str:
    """The score of a group from what it was before it was compared; one that was vetoed stays 0 (FORM rule 9)."""
    absent, vetoed = literal(status_word("not_applicable")), literal(status_word("vetoed"))
    otherwise = f"IF({raw}={absent},{_FULL_WEIGHT[own]},{raw})" if own in _FULL_WEIGHT else raw
    return f"=IF(ISNUMBER({raw}),{rule},IF({raw}={vetoed},0,{otherwise}))"
