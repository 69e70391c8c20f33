"""``[[index]]``: figures beside the total, over some items or as an expression; they never change the total."""

import pytest

from evalapp.score.results import Results
from tests.score.evaluation import table
from tests.score.written import YES, computed

ITEMS = f'A\n  A1\n  A2\nB\nC weight = 0\nV part = "veto", {YES}'
WHOLE = "A1=80 A2=40 B=20 C=5 V=no"


def index(what: str) -> str:
    return f'index = [{{ id = "I", title = "指数", {what} }}]'


def value(results: Results, unit: str = "u") -> tuple[float | None, float | None, int | None, str]:
    row = table(results)[unit, "I"]
    return row.points, row.score, row.rank, row.status


@pytest.mark.parametrize(
    ("items", "answers", "score"),
    [
        ("A = 1, B = 1", WHOLE, 40),  # (60 + 20) / 2
        ("A = 3, B = 1", WHOLE, 50),
        ("A1 = 0.3, B = 0.2", WHOLE, (24 + 4) / 0.5),  # by these weights, whatever they add up to
        ("A1 = 1", WHOLE, 80),
        ("A1 = 1, B = 0", WHOLE, 80),
        ("A = 1, A1 = 1", WHOLE, 70),  # an item may count twice
        ("A = 1, B = 1", WHOLE.replace("B=20", "B=unable"), 60),  # without a score: left out
        ("A = 1, B = 1", WHOLE.replace("B=20", "B=not_applicable"), 60),
        ("A = 1, B = 1", WHOLE.replace("B=20", "B=not_found"), 30),
        ("A = 1, B = 1", WHOLE.replace("B=20", "B=blank"), 60),  # also where the total waits
        ("A = 1, B = 1", "A1=unable A2=unable B=unable V=no", None),
        ("C = 1", WHOLE, None),  # weight 0: there is no such item
    ],
)
def test_a_mean_of_scores_by_its_own_weights(items: str, answers: str, score: float | None) -> None:
    found = value(computed(ITEMS, f"u: {answers}", more=index(f"items = {{ {items} }}")))
    assert found == (None, None if score is None else pytest.approx(score), 1 if score is not None else None, "insufficient" if score is None else "scored")  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "columns", "points"),
    [
        ("total * 2.0", "", 80),
        ("total + unit.before", "before=7.5", 47.5),
        ("total + unit.before", "before=", None),  # a number of the roster is missing
        ("unit.before / 2.0", "before=7", 3.5),
        ("total >= 40.0", "", 1),
        ("total / 0.0", "", None),
        ("max([total, unit.before])", "before=90", 90),
    ],
)
def test_an_expression_over_the_total_and_the_roster(
    expression: str, columns: str, points: float | None
) -> None:
    more = f'units.number = ["before"]\n{index(f"value = {chr(39)}{expression}{chr(39)}")}'
    results = computed(ITEMS, f"u: {WHOLE}", f"u {columns or 'before=0'}", more)
    assert value(results) == (points, None, None if points is None else 1, "scored" if points is not None else "insufficient")  # fmt: skip
    assert results.points[0] == 40


@pytest.mark.parametrize("answers", ["A1=80 V=no", WHOLE.replace("V=no", "V=yes")])
def test_an_index_over_the_total_needs_a_total(answers: str) -> None:
    assert value(computed(ITEMS, f"u: {answers}", more=index('value = "total * 2.0"'))) == (
        None,
        None,
        None,
        "insufficient",
    )


def test_indices_are_ranked_as_items_are() -> None:
    answers = "\n".join(f"u{n}: A1={a} A2={a} B={a} V={v}" for n, (a, v) in enumerate([("10", "no"), ("30", "no"), ("30", "no"), ("90", "yes"), ("blank", "no")]))  # fmt: skip
    results = computed(ITEMS, answers, more=index("items = { A = 1 }"))
    # Who is failed by a veto is in no rank; level ones share theirs.
    assert [value(results, f"u{n}")[2] for n in range(5)] == [3, 1, 1, None, None]
    assert value(results, "u3")[1] == 90


def test_the_total_is_guarded_before_it_is_read() -> None:
    more = index('value = "total >= 80.0"')
    assert value(computed("A", "u: A=79.99999999999", more=more))[0] == 1


def test_sub_units_have_no_index() -> None:
    items = 'A\nT rollup = { kind = "town", take = "mean" }, scale = { kind = "count", cap = 10 }'
    results = computed(items, "u: A=50\nt: T=10", "t parent=u kind=town", index("items = { T = 1 }"))
    assert value(results)[1] == 100
    assert ("t", "I") not in table(results)
