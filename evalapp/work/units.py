"""Units as people name them: by their code on the roster, or by what stands in one of its columns."""

from collections.abc import Sequence

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.entry.roster import Roster, Unit
from evalapp.store.queries import roster
from evalapp.work.project import Project


def unit_with_code(project: Project, code: str) -> Unit:
    """The unit with this code. Raises AppError("unknown_unit")."""
    with project.file.read() as connection:
        units = roster(connection)
    return _with_code(units, code)


def units_named(project: Project, words: Sequence[str]) -> tuple[Unit, ...]:
    """The units that the words name, in the roster's order: a code, or ``column=value`` for all with it there.

    Raises AppError("unknown_unit").
    """
    with project.file.read() as connection:
        units = roster(connection)
    chosen = set()
    for word in words:
        column, equals, value = word.partition("=")
        if equals:
            found = {unit.key for unit in units if unit.columns.get(column) == value}
            if not found:
                raise _unknown(word)
            chosen |= found
        else:
            chosen.add(_with_code(units, word).key)
    return tuple(unit for unit in units if unit.key in chosen)


def _with_code(units: Roster, code: str) -> Unit:
    found = next((unit for unit in units if unit.code == code), None)
    if found is None:
        raise _unknown(code)
    return found


def _unknown(word: str) -> AppError:
    return AppError(
        "unknown_unit",
        _("“{unit}” is not on the roster. Nothing was changed. Check the code.").format(unit=word),
    )
