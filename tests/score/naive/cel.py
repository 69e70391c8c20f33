"""Expressions: the one thing taken from the program, with ``base`` and ``total`` written in as numbers."""

import re
from collections.abc import Mapping

from evalapp.form.expression import ExpressionError, UnitContext, compile_expression
from tests.score.naive.numbers import RefusedError, guarded

_WORD = re.compile(r"'[^']*'|\"[^\"]*\"|(?<![\w.])(?:base|total)(?!\w)")


def references(source: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The codes whose values are read, the codes that are only asked about, and the columns."""
    compiled = compile_expression(_filled(source, {"base": 0.0, "total": 0.0}))
    return compiled.answers, compiled.asked, compiled.columns


def value_of(
    source: str,
    columns: Mapping[str, str | float | None],
    answers: Mapping[str, object],
    states: Mapping[str, str],
    numbers: Mapping[str, float],
) -> object | None:
    """The expression's value; None where something that it reads is missing."""
    try:
        compiled = compile_expression(_filled(source, numbers))
        context = UnitContext(columns, answers, states)
        return context.evaluate(compiled) if context.has(compiled) else None
    except ExpressionError as refused:
        raise RefusedError(f"“{source}”: {refused}") from refused


def _filled(source: str, numbers: Mapping[str, float]) -> str:
    def written(word: re.Match[str]) -> str:
        found = word.group()
        return found if found[0] in "'\"" else f"({guarded(numbers[found]):.9f})"

    return _WORD.sub(written, source)
