"""Which leaves of the form apply to a unit, by somebody's answers or by the final values."""

from collections.abc import Callable, Mapping

from evalapp.entry.final import BLANK, Final
from evalapp.entry.roster import Unit
from evalapp.entry.states import resolve
from evalapp.work.project import Project

Applies = Callable[[Unit, Mapping[str, Final]], frozenset[str]]


def applicability(project: Project) -> Applies:
    """A function that gives the leaves of a unit which no condition rules out, by the values entered.

    Conditions read few answers and columns; units that agree in these are looked at once.
    """
    every = frozenset(leaf.code for leaf in project.tree.leaves)
    conditions = [expression for _code, _covered, expression in project.rules.applies]
    answers = sorted({code for one in conditions for code in one.references})
    columns = sorted({column for one in conditions for column in one.columns})
    known: dict[tuple[object, ...], frozenset[str]] = {}

    def applies(unit: Unit, entered: Mapping[str, Final]) -> frozenset[str]:
        if not conditions:
            return every
        key = (
            *(unit.columns.get(column) for column in columns),
            *(entered.get(code, BLANK) for code in answers),
        )
        if key not in known:
            known[key] = every - resolve(project.tree, project.rules, unit, entered).ruled_out
        return known[key]

    return applies
