"""Expressions of a form (CEL): compiled once, evaluated for a unit. The only module that knows the CEL library."""

import re
from collections.abc import Callable, Mapping
from math import isfinite
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.base.numbers import guard
from evalapp.form.scan import LIST_FUNCTIONS, Scan, scan
from evalapp.form.tokens import ExpressionError

if TYPE_CHECKING:
    from cel import Context, Program

__all__ = ["Expression", "ExpressionError", "UnitContext", "compile_expression", "holds", "number_of"]


_LARGEST = 1e15
_SHOWN = 80
_UNEXPECTED = re.compile(r"input '([^'\n]*)'")


class Expression(Struct, frozen=True, kw_only=True):
    """A compiled expression and what it refers to.

    ``answers`` are the codes read by ``answer['…']``, ``asked`` those in ``answered('…')`` and ``state('…')``,
    ``columns`` the roster columns read as ``unit.<column>``; ``scan`` holds the rest of what its text says.
    """

    source: str
    answers: frozenset[str]
    asked: frozenset[str]
    columns: frozenset[str]
    scan: Scan
    program: Any

    @property
    def references(self) -> frozenset[str]:
        """Every code in it."""
        return self.answers | self.asked


class NothingThereError(ExpressionError):
    """What an expression looks for is not there for this unit: a quotient of 0 by 0, a place in a list, the mean of nothing."""


_NOTHING = object()
_Failure = tuple[type[ExpressionError], str]


class UnitContext:
    """What expressions may read about one unit, converted once for all of them.

    ``unit`` holds the roster columns (text, or a number; None where a number is missing), ``answers`` the values of
    leaves that have one, as their scales' ``cel`` gives them, ``states`` the state of every leaf. A leaf without a
    state is blank. ``numbers`` are ``base`` and ``total``, where the expressions are about them.
    """

    def __init__(
        self,
        unit: Mapping[str, str | float | None],
        answers: Mapping[str, object],
        states: Mapping[str, str],
        numbers: Mapping[str, float] = MappingProxyType({}),
    ) -> None:
        self._numbers = {name: guard(number) for name, number in numbers.items()}
        self._unit = {column: _guarded(value) for column, value in unit.items()}
        self._answers = {code: _guarded(value) for code, value in answers.items()}
        self._states = dict(states)
        self._failures: list[_Failure] = []
        self._context: Context | None = None

    def rule_out(self, code: str) -> None:
        """From now on the leaf ``code`` is not applicable and its answer is not read."""
        self._answers.pop(code, None)
        self._states[code] = "not_applicable"

    def derive(self, code: str, state: str, value: object = None) -> None:
        """From now on the leaf ``code`` has the state and value that were worked out for it."""
        self._states[code] = state
        if state == "answered":
            self._answers[code] = _guarded(value)
            self._context = None  # the library copied the answers

    def has(self, expression: Expression) -> bool:
        """Whether everything that ``expression`` reads is there. Raises ExpressionError for an unknown column."""
        for column in expression.columns:
            if column not in self._unit:
                raise ExpressionError(
                    _(
                        "“{source}” reads the column “{column}”, which the roster does not have; add it to the roster"
                    ).format(source=expression.source, column=column)
                )
        return expression.answers <= self._answers.keys() and all(
            self._unit[column] is not None for column in expression.columns
        )

    def evaluate(self, expression: Expression) -> object:
        """The value of an expression whose answers are all there.

        Raises ExpressionError; NothingThereError where with other answers there would be a value.
        """
        self._failures.clear()
        try:
            result: object = expression.program.execute(self._context or self._convert())
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # a panic of the library is no Exception
            found = expression.scan
            nothing = isinstance(error, (ZeroDivisionError, IndexError))
            # The library has no order for 0/0, and says so in the same words as for a text beside a number.
            kind = (
                NothingThereError
                if nothing or (isinstance(error, TypeError) and found.divides)
                else ExpressionError
            )
            raise kind(_reason(expression.source, error, found)) from error
        for kind, reason in self._failures:
            raise kind(f"“{expression.source}”: {reason}")
        return result

    def _convert(self) -> "Context":
        import cel  # noqa: PLC0415 - takes 0.2 s, which a form without expressions need not wait for

        # The functions hold the states, not self: a circle through the library's context would never be freed.
        states = self._states
        functions: dict[str, Callable[..., Any]] = {
            "answered": lambda code: states.get(code, "blank") == "answered",
            "state": lambda code: states.get(code, "blank"),
        }
        for name in LIST_FUNCTIONS:
            functions[name] = _list_function(name, self._failures)
        unit = {column: value for column, value in self._unit.items() if value is not None}
        variables = {"unit": unit, "answer": self._answers, **self._numbers}
        self._context = cel.Context(variables=variables, functions=functions)
        return self._context


def compile_expression(source: str) -> Expression:
    """``source`` ready for evaluation. Raises ExpressionError with a sentence for the form's author."""
    found = scan(source)
    return Expression(
        source=source,
        answers=found.answers,
        asked=found.asked,
        columns=found.columns,
        scan=found,
        program=_compile(source),
    )


def holds(expression: Expression, context: UnitContext, *, strict: bool = False) -> bool | None:
    """Whether the expression is true for the unit; None where an answer or number that it reads is missing.

    A check that is None is silent, an ``applies`` counts as true, an evidence condition as not met. So it is where these
    answers have nothing to compare, such as 0 divided by 0; ``strict``: that is an error, by which an author is told. Raises
    ExpressionError when the result is neither true nor false, or the expression cannot be evaluated.
    """
    result = _value(expression, context, strict=strict)
    if result is _NOTHING:
        return None
    if not isinstance(result, bool):
        raise ExpressionError(
            _("“{source}” gives {result}, not true or false; compare it with something").format(
                source=_short(expression.source), result=repr(result)
            )
        )
    return result


def number_of(expression: Expression, context: UnitContext, *, strict: bool = False) -> float | bool | None:
    """The number or truth that the expression gives; None where something it reads is missing, or by dividing by zero.

    None too for a number of more than 15 digits: nine decimals of it could not be told apart (FORM rule 11). ``strict`` as for
    :func:`holds`. Raises ExpressionError where it gives something else or cannot be evaluated.
    """
    result = _value(expression, context, strict=strict)
    if result is _NOTHING:
        return None
    if isinstance(result, bool):
        return result
    if not isinstance(result, (int, float)):
        raise ExpressionError(
            _("“{source}” gives {result}, not a number").format(
                source=_short(expression.source), result=repr(result)
            )
        )
    return float(result) if isfinite(result) and abs(result) < _LARGEST else None


def _value(expression: Expression, context: UnitContext, *, strict: bool) -> object:
    """What the expression gives; _NOTHING is no value, None is that of ``null``."""
    if not context.has(expression):
        return _NOTHING
    try:
        return context.evaluate(expression)
    except NothingThereError:
        if strict:
            raise
        return _NOTHING


def _compile(source: str) -> "Program":
    import cel  # noqa: PLC0415 - takes 0.2 s, which a form without expressions need not wait for

    try:
        return cel.compile(source)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the library is no Exception
        raise ExpressionError(_reason(source, error)) from error


def _guarded(value: Any) -> Any:
    return guard(value) if isinstance(value, float) else value


def _list_function(name: str, failures: list[_Failure]) -> Callable[..., float]:
    """min, max, sum or mean over a list of numbers.

    What is wrong is noted in ``failures``: an exception raised in here would be printed by the library.
    """

    def apply(*arguments: object) -> float:
        values = arguments[0] if len(arguments) == 1 else None
        if not isinstance(values, list) or not all(type(value) in (float, int) for value in values):
            reason = _("“{name}” takes one list of numbers: {name}([1.0, 2.0])").format(name=name)
            failures.append((ExpressionError, reason))
            return 0.0
        if not values and name != "sum":
            failures.append((NothingThereError, _("“{name}” of an empty list").format(name=name)))
            return 0.0
        numbers = [float(value) for value in values]
        if name == "min":
            return min(numbers)
        if name == "max":
            return max(numbers)
        return guard(sum(numbers) / (len(numbers) if name == "mean" else 1))

    return apply


def _short(source: str) -> str:
    return source if len(source) <= _SHOWN else source[:_SHOWN] + "…"


def _reason(source: str, error: BaseException, found: Scan | None = None) -> str:
    text, source = str(error), _short(source)
    if isinstance(error, TypeError) and found is not None and found.divides:
        return _(
            "“{source}”: two things of different kinds are compared or calculated with, or 0 is divided by 0. "
            "Whole numbers and others do not mix: write 2.0, not 2; a text stands between quotation marks. "
            "Where a divisor can be 0, ask first: d > 0.0 && n / d > 0.5."
        ).format(source=source)
    if isinstance(error, TypeError):
        return _(
            "“{source}”: two things of different kinds are compared or calculated with. "
            "Whole numbers and others do not mix: write 2.0, not 2; a text stands between quotation marks."
        ).format(source=source)
    if isinstance(error, ZeroDivisionError):
        return _("“{source}” divides by zero").format(source=source)
    if isinstance(error, IndexError):
        return _("“{source}” reads a place that the list may not have; ask for its size first").format(
            source=source
        )
    if isinstance(error, ValueError) and "ERROR: <input>:" in text:
        return _no_expression(source, text)
    return _("“{source}” cannot be evaluated: {reason}").format(
        source=source, reason=text.splitlines()[0] if text else type(error).__name__
    )


def _no_expression(source: str, text: str) -> str:
    """The first thing that the library's parser stumbled over."""
    line, _colon, rest = text.partition("ERROR: <input>:")[2].partition(":")
    character, _colon, reason = rest.partition(": ")
    sign = _UNEXPECTED.search(reason)
    if sign is not None and sign[1] == "<EOF>":
        return _("“{source}” is no expression: something is missing at its end").format(source=source)
    if sign is not None:
        return _("“{source}” is no expression: “{sign}” cannot stand in line {line}, character {at}").format(
            source=source, sign=sign[1], line=line, at=int(character) + 1
        )
    return _("“{source}” is no expression. Line and character {place}: {reason}").format(
        source=source, place=f"{line}:{character}", reason=reason.splitlines()[0]
    )
