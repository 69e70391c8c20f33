"""The program's arithmetic and a naive one of the same rules give the same rows, on whole random evaluations."""

from collections.abc import Mapping
from math import isclose
from typing import Any

from hypothesis import event, given

from evalapp.base.errors import AppError
from tests.score.engine_rows import engine_rows
from tests.score.naive.numbers import RefusedError
from tests.score.naive.reading import naive_rows
from tests.score.random_evaluations import Evaluation, evaluations, examples

NUMBERS = ("points", "score", "weight")
WORDS = ("value", "rank", "grade", "status")

Rows = Mapping[tuple[str, str], Any]


def differences(found: Rows, expected: Rows, columns: tuple[str, ...] = (*NUMBERS, *WORDS)) -> list[str]:
    """Where two tables of rows say different things, a line each."""
    lines = [f"only one has {cell}" for cell in found.keys() ^ expected.keys()]
    for cell in found.keys() & expected.keys():
        for column in columns:
            mine, other = getattr(found[cell], column), getattr(expected[cell], column)
            if column in NUMBERS and mine is not None and other is not None:
                same = isclose(mine, other, rel_tol=1e-9, abs_tol=1e-9)
            else:
                same = mine == other
            if not same:
                lines.append(f"{cell} {column}: {mine!r} is not {other!r}")
    return sorted(lines)


def disagreement(evaluation: Evaluation) -> list[str]:
    """What the program and the naive evaluation say differently; both may also refuse a score below 0."""
    try:
        found: Rows | None = engine_rows(*evaluation)
    except AppError as refused:
        assert refused.code in ("negative_score", "negative_value"), refused
        found = None
    try:
        expected: Rows | None = naive_rows(*evaluation)
    except RefusedError:
        expected = None
    if found is None or expected is None:
        event("a score below 0 has no such mean")
        return [] if found is expected else [f"only one refuses, the program's rows are {found}"]
    for row in expected.values():
        event(f"{'TOTAL' if row.item == 'TOTAL' else 'item'} {row.status}")
    return differences(found, expected)


@examples(400)
@given(evaluations())
def test_the_engine_agrees_with_a_naive_one(evaluation: Evaluation) -> None:
    assert not disagreement(evaluation)
