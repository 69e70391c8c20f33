"""What a run of draws starts from: results, and what the assessors said where they differ."""

from collections.abc import Sequence

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.entry.final import Final
from evalapp.entry.states import FormRules
from evalapp.score.results import Results


class Choice(Struct, frozen=True):
    """A cell (unit key, leaf code) of which the assessors' answers differ; one that several gave stands there as often."""

    unit: str
    item: str
    answers: tuple[Final, ...]


class Case(Struct, frozen=True, kw_only=True, eq=False):
    """The results as they stand, with the form's compiled expressions.

    ``compared`` is the number of cells that at least two assessors answered, None where there are no assessors at all;
    ``choices`` are those of them whose answers differ, in the order of unit keys and item codes.
    """

    results: Results
    rules: FormRules
    compared: int | None = None
    choices: tuple[Choice, ...] = ()


def choices_of(answers: dict[tuple[str, str], tuple[Final, ...]]) -> tuple[Choice, ...]:
    """The cells with differing answers, in an order that does not hang on the roster's."""
    return tuple(
        Choice(unit, item, given) for (unit, item), given in sorted(answers.items()) if len(set(given)) > 1
    )


def cannot_vary(factor: str, reason: str, remedy: str, details: Sequence[str] = ()) -> AppError:
    """A factor that does not apply is an error that names it: left out silently, it would look as if it had no influence."""
    return AppError(
        "factor",
        _("{factor} cannot be varied here: {reason} Nothing was computed. {remedy}").format(
            factor=factor, reason=reason, remedy=remedy
        ),
        details=details,
    )
