"""Whether units can be handed in: what is still open in them, and what the project's rules make of it."""

from collections.abc import Sequence

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import current_language, ngettext
from evalapp.entry.completion import Rule, completion_of, rule_for
from evalapp.entry.problems import Problem, is_open_warning
from evalapp.form.label import say
from evalapp.store.queries import settings
from evalapp.work.answers import my_pages
from evalapp.work.project import Project


class OpenPoint(Struct, frozen=True, kw_only=True):
    """Something to look at before a unit is handed in; ``rule`` is what the project makes of it."""

    unit: str
    unit_name: str
    problem: Problem
    rule: Rule


def open_points(project: Project, units: Sequence[str] = ()) -> tuple[OpenPoint, ...]:
    """What must be mended in the units (all assigned ones where none is named) before they are handed in."""
    return tuple(point for point in points(project, units) if point.rule == "block")


def points(project: Project, units: Sequence[str] = ()) -> tuple[OpenPoint, ...]:
    """What is open in the units (all assigned ones where none is named), unit by unit, with the project's rule for it.

    What the project ignores is there where it is a warning, so that it can be looked at. What was left open at an earlier
    sign-off of a unit that was not changed since takes no comment again.
    """
    with project.file.read() as connection:
        rules = completion_of({name: row.value for name, row in settings(connection).items()})
    found = []
    for page in my_pages(project, units or None):
        settled = bool(page.signed_off_at) and not page.changed_since
        for problem in page.problems:
            rule = rule_for(problem, rules)
            if rule == "warn" and settled and problem.kind != "returned":
                rule = "ignore"
            if rule != "ignore" or is_open_warning(problem):
                found.append(
                    OpenPoint(unit=page.unit.key, unit_name=page.unit.full_name, problem=problem, rule=rule)
                )
    return tuple(found)


def require_ready(found: Sequence[OpenPoint], comment: str) -> None:
    """Raises AppError("open_points") with the points that must be mended, ("comment") with those that take a comment."""
    blocking = [point for point in found if point.rule == "block"]
    if blocking:
        raise AppError(
            "open_points",
            ngettext(
                "{n} error must be mended before handing in. Nothing was signed off.",
                "{n} errors must be mended before handing in. Nothing was signed off.",
                len(blocking),
            ).format(n=len(blocking)),
            details=_lines(blocking),
        )
    left = [point for point in found if point.rule == "warn"]
    if left and not comment:
        raise AppError(
            "comment",
            ngettext(
                "{n} point is left open. Nothing was signed off. Settle it, or say why in a comment, which goes to the "
                "coordinator.",
                "{n} points are left open. Nothing was signed off. Settle them, or say why in a comment, which goes to the "
                "coordinator.",
                len(left),
            ).format(n=len(left)),
            details=_lines(left),
        )


def _lines(found: Sequence[OpenPoint]) -> tuple[str, ...]:
    return tuple(
        f"{point.unit_name} {point.problem.item}: {say(point.problem.message, current_language())}"
        for point in found
    )
