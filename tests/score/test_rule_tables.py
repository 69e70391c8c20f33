"""Every worked case of the rules and of the real evaluations, against the naive evaluation and the program's own."""

import pytest

from evalapp.base.errors import AppError
from tests.score.engine_rows import engine_rows
from tests.score.naive.numbers import RefusedError
from tests.score.naive.reading import naive_rows
from tests.score.rule_cases import Case, cases, check

CASES = [*cases("rules"), *cases("evaluations")]


@pytest.mark.parametrize("case", CASES)
def test_naive(case: Case) -> None:
    check(case, naive_rows, RefusedError)


@pytest.mark.parametrize("case", CASES)
def test_engine(case: Case) -> None:
    check(case, engine_rows, AppError)
