"""What holds for every evaluation, whatever its form says."""

import csv
import io
import tomllib
from random import Random
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from evalapp.base.errors import AppError
from tests.score.engine_rows import EngineRows, engine_rows
from tests.score.random_evaluations import Evaluation, evaluations, examples
from tests.score.random_scales import full_marks
from tests.score.test_against_naive import NUMBERS, differences

Form = dict[str, Any]


def rows_or_none(evaluation: Evaluation) -> EngineRows | None:
    """The rows; None where a score below 0 stands in a geometric or harmonic mean."""
    try:
        return engine_rows(*evaluation)
    except AppError as refused:
        assert refused.code in ("negative_score", "negative_value"), refused
        return None


def scale_of(form: Form, code: str) -> dict[str, Any]:
    scale = next(item["scale"] for item in form["item"] if item["code"] == code)
    found: dict[str, Any] = form["scales"][scale] if isinstance(scale, str) else scale
    if isinstance(found.get("of"), str):
        return found | {"of": form["scales"][found["of"]]}
    return found


# A better answer


def of_as_many(rate: str, before: str) -> str:
    """Full marks of a rate of as many as before: of fewer it could weigh less where rates are pooled, and lower the whole."""
    count, slash, _of = rate.partition("/")
    many = before.partition("/")[2]
    return rate if ";" in rate or not slash or not many else f"{many if int(count) else 0}/{many}"


def is_steady(evaluation: Evaluation) -> bool:
    """No answer decides what applies, nothing is compared with others, and no gate opens upon blank bonus items."""
    text = evaluation.form
    return not any(word in text for word in ("answer[", "answered(", "state(", "normalise", "gate = "))


@examples(150)
@given(evaluations(is_steady), st.randoms(use_true_random=False))
def test_full_marks_for_one_answer_never_lower_the_own_total(evaluation: Evaluation, random: Random) -> None:
    before = rows_or_none(evaluation)
    assume(before is not None)
    assert before is not None
    form = tomllib.loads(evaluation.form)
    parts = {item["code"]: item.get("part", "base") for item in form["item"]}
    tops = {item["code"]: item.get("parent", "") for item in form["item"]}

    def is_base(code: str) -> bool:
        return parts[code] == "base" and (not tops[code] or is_base(tops[code]))

    table = list(csv.reader(io.StringIO(evaluation.scores)))
    cells = [
        n
        for n, (unit, item, *_rest) in enumerate(table[1:], start=1)
        if is_base(item) and before[unit, item].status == "answered" and full_marks(scale_of(form, item))
    ]
    assume(cells)
    place = random.choice(cells)
    unit, item = table[place][:2]
    table[place][2] = of_as_many(full_marks(scale_of(form, item)) or "", table[place][2])
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    after = rows_or_none(evaluation._replace(scores=text.getvalue()))
    assume(after is not None)
    assert after is not None
    roster = {row["code"]: row for row in csv.DictReader(io.StringIO(evaluation.roster or ""))}
    whole = roster.get(unit, {}).get("parent") or unit
    was, now = before[whole, "TOTAL"].points, after[whole, "TOTAL"].points
    assert (was is None) == (now is None)
    assert was is None or now is None or now >= was - 1e-9


# Order


@examples(120)
@given(evaluations(), st.randoms(use_true_random=False))
def test_the_order_of_items_units_and_rows_does_not_matter(evaluation: Evaluation, random: Random) -> None:
    def shuffled(text: str) -> str:
        head, *lines = text.splitlines()
        random.shuffle(lines)
        return "\n".join([head, *lines])

    other = evaluation.with_form(lambda form: random.shuffle(form["item"]))._replace(
        roster=None if evaluation.roster is None else shuffled(evaluation.roster),
        scores=shuffled(evaluation.scores),
    )
    expected = rows_or_none(evaluation)
    found = rows_or_none(other)
    assert (found is None) == (expected is None)
    assert found is None or expected is None or not differences(found, expected)


# Weights


def is_relative(evaluation: Evaluation) -> bool:
    return 'weights = "relative"' in evaluation.form and evaluation.settings is None


@examples(100)
@given(evaluations(is_relative), st.sampled_from([0.25, 3.0, 1000.0]))
def test_only_the_ratios_of_relative_weights_count(evaluation: Evaluation, factor: float) -> None:
    def scale(form: Form) -> None:
        beside = {item["code"] for item in form["item"] if item.get("part", "base") != "base"}
        for item in form["item"]:
            if item["code"] not in beside and item.get("parent") not in beside:
                item["weight"] = factor * item.get("weight", 1)
        for profile in form.get("profile", ()):
            profile["weights"] = {code: factor * weight for code, weight in profile["weights"].items()}

    expected, found = rows_or_none(evaluation), rows_or_none(evaluation.with_form(scale))
    assert (found is None) == (expected is None)
    assert found is None or expected is None or not differences(found, expected)


# Bounds


def is_bounded(evaluation: Evaluation) -> bool:
    """Nothing in the form can take a score below 0 or above 100."""
    words = ('"bonus"', '"veto"', '"zscore"', '"rank"', '"sum"', '"derived"', " -", "= -", "[-", "floor")
    return not any(word in evaluation.form for word in words) and evaluation.settings is None


@examples(100)
@given(evaluations(is_bounded))
def test_totals_lie_between_0_and_the_full_score(evaluation: Evaluation) -> None:
    full = tomllib.loads(evaluation.form)["form"]["full_score"]
    for row in engine_rows(*evaluation).values():
        if row.item != "IV":
            assert row.score is None or -1e-9 <= row.score <= 100 + 1e-9, row
        if row.item == "TOTAL":
            assert row.points is None or -1e-9 <= row.points <= full * (1 + 1e-9), row


# Rounding


@examples(100)
@given(evaluations(lambda evaluation: evaluation.settings is None), st.sampled_from([0, 1, 4]))
def test_rounding_comes_last(evaluation: Evaluation, decimals: int) -> None:
    """How many decimals are printed, or ranked by, changes no number."""

    def printed(form: Form) -> None:
        form["policy"]["decimals"] = decimals

    def ranked(form: Form) -> None:
        form["policy"]["rank_decimals"] = decimals

    expected = rows_or_none(evaluation)
    assume(expected is not None)
    assert expected is not None
    assert not differences(engine_rows(*evaluation.with_form(printed)), expected)
    found = engine_rows(*evaluation.with_form(ranked))
    assert not differences(found, expected, (*NUMBERS, "value", "status"))
