"""Letting warnings stand for a reason, which is kept with the answer and travels."""

from msgspec import structs

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.text import clean
from evalapp.entry.acceptance import accepting
from evalapp.entry.problems import is_open_warning
from evalapp.work.answering import record_answer
from evalapp.work.answers import unit_page
from evalapp.work.project import Project


def accept_warnings(project: Project, unit: str, item: str, reason: str) -> int:
    """Let the open warnings about an item stand; how many there were.

    Raises AppError("reason") for no reason, ("no_warning") where there is nothing to accept, and what recording raises.
    """
    words = clean(reason)
    if not words:
        raise AppError("reason", _("A warning is accepted only for a reason. Nothing was changed."))
    page = unit_page(project, unit)
    found = [
        problem
        for problem in page.problems
        if is_open_warning(problem) and problem.host and item in problem.items
    ]
    if not found:
        raise AppError(
            "no_warning",
            _("{unit} {item}: there is no open warning that could be accepted. Nothing was changed.").format(
                unit=page.unit.full_name, item=item
            ),
        )
    for problem in found:
        entered = unit_page(project, unit).entries[problem.host].entered
        accepted = accepting(entered.accepted, problem, words)
        record_answer(project, unit, problem.host, structs.replace(entered, accepted=accepted))
    return len(found)
