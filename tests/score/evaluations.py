"""Random forms and answers for properties of the arithmetic."""

from hypothesis import strategies as st

from evalapp.entry.final import STATES, Final, Finals
from evalapp.entry.roster import Roster, Unit
from evalapp.form.model import Aggregation, Form, FormHead, Grade, Item, Missing, NotApplicable, Policy, Units
from evalapp.form.rules import Minmax
from evalapp.form.scales import Number, Option, Options
from tests.score.naive import SPECIAL, Answers

POLICIES: tuple[NotApplicable, ...] = ("reweight", "equal", "rescale", "zero", "full")
MISSING: tuple[Missing, ...] = ("pending", "zero", "reweight")
MEANS: tuple[Aggregation, ...] = ("arithmetic", "geometric", "harmonic")
GRADES = (
    Grade(id="failed", name="", fail=True),
    Grade(id="top", name="", top=0.2),
    Grade(id="above", name="", above=75),
    Grade(id="sd", name="", sd=0.5),
    Grade(id="min", name="", min=40),
    Grade(id="rest", name=""),
)
Roster_ = dict[str, dict[str, str]]


def scales(cohort: bool = True) -> st.SearchStrategy[Number | Options]:
    """Scales whose values are the whole numbers 0 to 10, from bad to good."""
    ranges = st.sampled_from([(0.0, 100.0), (1.0, 100.0), (0.0, 80.0)])
    rule = st.builds(
        Minmax,
        range=ranges,
        if_equal=st.sampled_from([None, 50.0]),
        direction=st.sampled_from(["higher", "lower"]),
    )
    options = Options(options=tuple(Option(value=str(n), points=float(n * n)) for n in range(11)))
    absolute: st.SearchStrategy[Number | Options] = st.sampled_from(
        [Number(max=10.0), Number(max=7.0), options]
    )
    return st.one_of(absolute, st.builds(Number, points=rule)) if cohort else absolute


@st.composite
def forms(draw: st.DrawFn, cohort: bool = True) -> Form:
    """Forms of up to three levels in relative mode, with policies on any item."""
    items: list[Item] = []
    own_policy = st.one_of(st.none(), st.none(), st.sampled_from(POLICIES))

    def grow(parent: str, level: int) -> None:
        for place in range(draw(st.integers(1 if level else 2, 4))):
            code = f"{parent}.{place}" if parent else f"A{place}"
            weight = draw(st.sampled_from([None, 1.0, 2.0, 3.0, 5.0, 0.0]))
            group = level < 2 and draw(st.booleans())
            items.append(
                Item(
                    code=code,
                    title=code,
                    parent=parent,
                    weight=weight,
                    not_applicable=draw(own_policy),
                    aggregation=draw(st.one_of(st.none(), st.sampled_from(MEANS))) if group else None,
                    min_coverage=draw(st.sampled_from([None, None, 0.0, 0.5, 0.67])) if group else None,
                    scale=None if group else draw(scales(cohort)),
                )
            )
            if group:
                grow(code, level + 1)

    grow("", 0)
    return Form(
        head=FormHead(id="f", version="1", title="", full_score=draw(st.sampled_from([1.0, 100.0, 110.0]))),
        units=Units(within=draw(st.sampled_from(["", "kind"]))),
        policy=draw(policies()),
        grades=GRADES,
        items=tuple(items),
    )


def policies() -> st.SearchStrategy[Policy]:
    return st.builds(
        Policy,
        weights=st.just("relative"),
        aggregation=st.sampled_from(MEANS),
        unanswered=st.sampled_from(MISSING),
        unable=st.sampled_from(MISSING),
        not_applicable=st.sampled_from(POLICIES),
        min_coverage=st.sampled_from([0.0, 0.5, 2 / 3]),
        cap=st.sampled_from([None, 90.0]),
        fail_below=st.sampled_from([None, 30.0]),
        rank_ties=st.sampled_from(["competition", "dense"]),
        rank_decimals=st.sampled_from([None, 0, 2]),
    )


@st.composite
def evaluations(draw: st.DrawFn, cohort: bool = True) -> tuple[Form, Roster_, Answers]:
    """A form, up to six units of two kinds, and an answer or a state for every leaf of every unit."""
    form = draw(forms(cohort))
    kinds = draw(st.lists(st.sampled_from(["city", "county"]), min_size=1, max_size=6))
    units = {f"u{place}": {"kind": kind} for place, kind in enumerate(kinds)}
    # Answers come three times as often as all states together, else most totals would be pending.
    answer = st.one_of(*[st.integers(0, 10).map(str)] * 3, st.sampled_from(SPECIAL))
    leaves = [item.code for item in form.items if item.scale is not None]
    given = draw(st.lists(answer, min_size=len(units) * len(leaves), max_size=len(units) * len(leaves)))
    cells = [(unit, code) for unit in units for code in leaves]
    return form, units, dict(zip(cells, given, strict=True))


def roster_of(units: Roster_) -> Roster:
    return tuple(Unit(key=unit, code=unit, name=unit, columns=columns) for unit, columns in units.items())


def finals_of(answers: Answers) -> Finals:
    finals: Finals = {}
    for cell, given in answers.items():
        state = next((state for state in STATES if state == given), None)
        finals[cell] = Final(state) if state else Final("answered", given)
    return finals
