"""Random forms and answers for properties of the arithmetic."""

from random import Random

from hypothesis import strategies as st

from evalapp.entry.final import STATES, Final, Finals
from evalapp.entry.roster import Roster, Unit
from evalapp.form.model import Aggregation, Form, FormHead, Grade, Item, Missing, NotApplicable, Policy, Units
from evalapp.form.rules import Minmax
from evalapp.form.scales import Number, Option, Options, Scale

Answers = dict[tuple[str, str], str]
"""What was entered by unit and item: a value, or the name of a state."""
POLICIES: tuple[NotApplicable, ...] = ("reweight", "equal", "rescale", "zero", "full")
# What makes whole groups pending or insufficient is drawn less often: it would hide everything else.
MISSING: tuple[Missing, ...] = ("pending", "zero", "reweight", "reweight", "reweight")
COVERAGES = (0.0, 0.0, 0.0, 0.5, 2 / 3)
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


_OPTIONS = Options(options=tuple(Option(value=str(n), points=float(n * n)) for n in range(11)))
ABSOLUTE: tuple[Scale, ...] = (Number(max=10.0), Number(max=12.0), _OPTIONS)
RELATIVE: tuple[Scale, ...] = (
    Number(points=Minmax()),
    Number(points=Minmax(range=(1.0, 100.0), direction="lower")),
    Number(points=Minmax(range=(0.0, 80.0), if_equal=50.0)),
)
"""Scales whose values are the whole numbers 0 to 10; on the absolute ones more is never worse."""


@st.composite
def forms(draw: st.DrawFn, cohort: bool = True) -> Form:
    """Forms of up to three levels in relative mode, with policies on any item."""
    items: list[Item] = []
    scales = st.sampled_from(ABSOLUTE + RELATIVE if cohort else ABSOLUTE)
    weights = st.sampled_from((None, 1.0, 2.0, 3.0, 5.0, 0.0))
    own_policies = st.sampled_from((None, None, None, *POLICIES))
    means = st.sampled_from((None, *MEANS))
    coverages = st.sampled_from((None, None, *COVERAGES))

    def grow(parent: str, level: int) -> None:
        for place in range(draw(st.integers(1 if level else 2, 4))):
            code = f"{parent}.{place}" if parent else f"A{place}"
            group = level < 2 and draw(st.booleans())
            items.append(
                Item(
                    code=code,
                    title=code,
                    parent=parent,
                    weight=draw(weights if place else weights.filter(lambda weight: weight != 0)),
                    not_applicable=draw(own_policies),
                    aggregation=draw(means) if group else None,
                    min_coverage=draw(coverages) if group else None,
                    scale=None if group else draw(scales),
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
        min_coverage=st.sampled_from(COVERAGES),
        cap=st.sampled_from([None, 90.0]),
        fail_below=st.sampled_from([None, 30.0]),
        rank_ties=st.sampled_from(["competition", "dense"]),
        rank_decimals=st.sampled_from([None, 0, 2]),
    )


@st.composite
def evaluations(draw: st.DrawFn, cohort: bool = True) -> tuple[Form, Roster_, Answers]:
    """A form, up to twelve units of two kinds, and an answer or a state for every leaf of every unit."""
    form = draw(forms(cohort))
    count, seed = draw(st.integers(1, 12)), draw(st.integers(0, 2**32))
    # Drawn from a seed: a thousand single draws would take hypothesis longer than the arithmetic they test.
    random = Random(seed)
    units = {f"u{place}": {"kind": random.choice(("city", "county"))} for place in range(count)}
    states = ("not_found", "blank", "unable", "unable", "not_applicable", "not_applicable", "not_applicable")
    pool = (*map(str, range(11)), *states)
    leaves = [item.code for item in form.items if item.scale is not None]
    return form, units, {(unit, code): random.choice(pool) for unit in units for code in leaves}


def roster_of(units: Roster_) -> Roster:
    return tuple(Unit(key=unit, code=unit, name=unit, columns=columns) for unit, columns in units.items())


def finals_of(answers: Answers) -> Finals:
    finals: Finals = {}
    for cell, given in answers.items():
        state = next((state for state in STATES if state == given), None)
        finals[cell] = Final(state) if state else Final("answered", given)
    return finals
