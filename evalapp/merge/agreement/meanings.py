"""What answers are worth to statistics: by the scale of a form, or without one by what occurs."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import numpy as np

from evalapp.base.numbers import canonical, guard
from evalapp.entry.final import Final
from evalapp.form.model import SpecialState, needs_cohort
from evalapp.form.scales import Binary, Checklist, Deductions, Options, Rounds, Scale
from evalapp.merge.agreement.figures import Left
from evalapp.merge.agreement.ratings import Floats, Meaning

NONE = float("nan")


def meaning_by_scale(
    scale: Scale, states: Sequence[SpecialState], answers: Sequence[Final], tolerance: float
) -> Meaning:
    """What ``answers`` (by code) mean at an item with this scale that offers the special ``states``.

    Not found is a category of its own and has the score 0; not applicable and unable are no ratings, nor are fewer rounds
    than are needed (FORM rule 2). Options have an order by their points, in which equal points share a place; yes and no
    have none. Checklists, deductions and rounds are measured by their score, a count, number or rate by its number too.
    Where only all units together can tell scores (cohort rules), the numbers stand in for them.

    One step: neighbouring options; one tick or one finding; scores that differ by at most ``tolerance``. Only answers
    with a value are steps apart, and on a scale of two steps none are near.
    """
    scores = _by_code(answers, lambda value: _score(scale, value), not_found=0.0)
    match scale:
        case Binary():
            yes = _by_code(answers, lambda value: float(value == "yes"))
            return Meaning(
                level="nominal",
                states=_states(answers),
                category=_categories(answers),
                score=scores,
                steps=_column(yes),
            )
        case Options():
            return _options(scale, "not_found" in states, answers, scores)
        case Checklist():
            ids = [tick.id for tick in scale.ticks]
            ticks = _table(answers, ids, lambda value: dict.fromkeys(scale.ticked(value), 1))
            reach = 1.0 if len(ids) > 1 else 0.0
            return Meaning(level="interval", states=_states(answers), score=scores, steps=ticks, reach=reach)
        case Deductions():
            found = _table(answers, [kind.id for kind in scale.kinds], scale.counts)
            return Meaning(level="interval", states=_states(answers), score=scores, steps=found, reach=1.0)
        case Rounds():
            return Meaning(
                level="interval",
                states=tuple(
                    "unable" if one.state == "answered" and not scale.enough(one.value) else state
                    for one, state in zip(answers, _states(answers), strict=True)
                ),
                score=scores,
                steps=_column(_by_code(answers, lambda value: _score(scale, value))),
                reach=tolerance,
            )
    numbers = _by_code(answers, lambda value: _number(scale, value))
    alone = _by_code(answers, lambda value: _score(scale, value))
    by_cohort = needs_cohort(scale)
    has_zero = not bool((numbers < 0).any())
    return Meaning(
        level="ratio" if has_zero else "interval",
        states=_states(answers),
        score=numbers if by_cohort else scores,
        number=numbers if has_zero else None,
        steps=_column(numbers if by_cohort else alone),
        reach=0.0 if by_cohort else tolerance,
        comparable=not by_cohort,
    )


def meaning_without_form(answers: Sequence[Final]) -> Meaning:
    """What ``answers`` (by code) mean where nothing is known of their scale: the categories are those that occur.

    Where all values are numbers they are taken as measured, with an order and distances but no known zero, and whole
    numbers as steps of a scale from the lowest to the highest that occurs. Anything else is a category without an
    order.
    """
    numbers = _by_code(answers, _plain_number)
    given = np.array([answer.state == "answered" for answer in answers], dtype=bool)
    states, categories = _states(answers), _categories(answers)
    if not given.any() or np.isnan(numbers[given]).any():
        return Meaning(level="nominal", states=states, category=categories, comparable=False)
    low, span = float(numbers[given].min()), float(np.ptp(numbers[given]))
    whole = bool((numbers[given] == np.rint(numbers[given])).all())
    return Meaning(
        level="interval",
        states=states,
        category=categories,
        place=(numbers - low) / (span or 1.0),
        score=numbers,
        steps=_column(numbers) if whole else None,
        reach=1.0 if span > 1 else 0.0,
        comparable=False,
    )


def _options(scale: Options, not_found: bool, answers: Sequence[Final], scores: Floats) -> Meaning:
    earned = sorted({guard(scale.score(option.value) or 0.0) for option in scale.options})
    places = sorted({*earned, 0.0}) if not_found else earned
    width = max(len(places) - 1, 1)
    return Meaning(
        level="ordinal",
        states=_states(answers),
        category=_categories(answers),
        place=_looked_up(scores, {score: number / width for number, score in enumerate(places)}),
        score=scores,
        steps=_column(_by_code(answers, lambda value: float(earned.index(guard(scale.score(value) or 0.0))))),
        reach=1.0 if len(earned) > 2 else 0.0,
    )


def _by_code(answers: Sequence[Final], of: Callable[[str], float | None], not_found: float = NONE) -> Floats:
    """``of`` each value; ``not_found`` for that state; NaN for other states and where ``of`` has none."""
    found = []
    for answer in answers:
        value = of(answer.value) if answer.state == "answered" else None
        found.append(not_found if answer.state == "not_found" else NONE if value is None else value)
    return np.array(found, dtype=np.float64)


def _table(answers: Sequence[Final], names: Sequence[str], of: Callable[[str], Mapping[str, int]]) -> Floats:
    """How often each name occurs in each value; NaN for states."""
    table = np.full((len(answers), len(names)), NONE)
    for row, one in zip(table, answers, strict=True):
        if one.state == "answered":
            counts = of(one.value)
            row[:] = [counts.get(name, 0) for name in names]
    return table


def _states(answers: Sequence[Final]) -> tuple[Left | Literal[""], ...]:
    return tuple(
        "not_applicable" if one.state == "not_applicable" else "unable" if one.state == "unable" else ""
        for one in answers
    )


def _categories(answers: Sequence[Final]) -> Floats:
    """Every answer that is a rating is a category of its own."""
    return np.array(
        [NONE if state else code for code, state in enumerate(_states(answers))], dtype=np.float64
    )


def _looked_up(values: Floats, table: dict[float, float]) -> Floats:
    return np.array([table.get(float(value), NONE) for value in values], dtype=np.float64)


def _column(values: Floats) -> Floats:
    column: Floats = values[:, np.newaxis]
    return column


def _score(scale: Scale, value: str) -> float | None:
    score = scale.score(value)
    return None if score is None else guard(score)


def _number(scale: Scale, value: str) -> float | None:
    number = scale.number(value)
    return None if number is None else guard(number)


def _plain_number(value: str) -> float | None:
    number = canonical(value)
    return None if number is None else float(number)
