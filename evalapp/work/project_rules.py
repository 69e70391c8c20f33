"""The rules in force in a project beside its form: how differences are settled, what may be left open at hand-in."""

from msgspec import Struct

from evalapp.entry.completion import Completion, completion_of
from evalapp.store.queries import settings
from evalapp.work.project import Project
from evalapp.work.terms import difference_rules


class ProjectRules(Struct, frozen=True, kw_only=True):
    """``tolerance`` in score points; ``resolve`` what becomes of differences within it: decide, average or first."""

    tolerance: float
    resolve: str
    completion: Completion


def project_rules(project: Project) -> ProjectRules:
    """The rules that the project sets, and the form's where it sets none."""
    with project.file.read() as connection:
        chosen = settings(connection)
    found = difference_rules(chosen, project.tree)
    return ProjectRules(
        tolerance=found.tolerance,
        resolve=found.resolve,
        completion=completion_of({name: row.value for name, row in chosen.items()}),
    )
