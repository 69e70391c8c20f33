"""The rules in force in a project beside its form: how differences are settled, what may be left open at hand-in."""

from msgspec import Struct

from evalapp.entry.completion import Completion, completion_of
from evalapp.entry.contents import HIDDEN, LAST_EDITION
from evalapp.entry.project_settings import BLIND, DEADLINE, OFF
from evalapp.store.queries import settings
from evalapp.work.project import Project
from evalapp.work.terms import difference_rules


class ProjectRules(Struct, frozen=True, kw_only=True):
    """``tolerance`` in score points; ``resolve`` what becomes of differences within it: decide, average or first.

    ``blind``: assessors are called A and B while a coordinator decides; ``deadline`` is a day as 2026-10-31, or "";
    ``last_edition``: assessors see what a unit was in the edition before.
    """

    tolerance: float
    resolve: str
    completion: Completion
    blind: bool = True
    last_edition: bool = True
    deadline: str = ""


def project_rules(project: Project) -> ProjectRules:
    """The rules that the project sets, and the form's where it sets none."""
    with project.file.read() as connection:
        chosen = settings(connection)

    def said(name: str) -> str:
        return chosen[name].value if name in chosen else ""

    found = difference_rules(chosen, project.tree)
    return ProjectRules(
        tolerance=found.tolerance,
        resolve=found.resolve,
        completion=completion_of({name: row.value for name, row in chosen.items()}),
        blind=said(BLIND) != OFF or chosen[BLIND].disputed,
        last_edition=LAST_EDITION not in chosen
        or (said(LAST_EDITION) != HIDDEN and not chosen[LAST_EDITION].disputed),
        deadline=said(DEADLINE),
    )
