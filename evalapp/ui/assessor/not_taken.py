"""Values in fields that their scale does not take: an error of the unit as long as they stand there. Pure."""

from collections.abc import Mapping

from msgspec import structs

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.entry.problems import Problem
from evalapp.form.refusal import ValueRefused
from evalapp.form.tree import Node
from evalapp.ui.assessor.pending import BadValue
from evalapp.ui.scales import brief_words
from evalapp.ui.widgets.words import state_word
from evalapp.work.answers import Entered, UnitPage


def why_not_taken(node: Node, refused: AppError, stands: Entered) -> str:
    """Why a value is no answer, and which answer stands in its place."""
    cause = refused.__cause__
    reason = str(cause) if isinstance(cause, ValueRefused) else refused.message
    if stands.state == "blank":
        return _("Not taken: {reason}. The item is still unanswered.").format(reason=reason)
    answer = brief_words(node.scale, stands.value) if stands.state == "answered" else state_word(stands.state)
    return _("Not taken: {reason}. “{answer}” stands.").format(reason=reason, answer=answer)


def with_not_taken(page: UnitPage, bad: Mapping[str, BadValue]) -> UnitPage:
    """The page of a unit with an error for each value, by item, that was typed and not taken."""
    found = [(leaf.code, bad[leaf.code]) for leaf in page.leaves if leaf.code in bad]
    if not found:
        return page
    wrong = {problem.item for problem in page.problems if problem.severity == "error"}
    less = [
        code
        for code, _value in found
        if code not in wrong and page.entries[code].open_work and page.entries[code].answered
    ]
    problems = [
        Problem(severity="error", kind="not_taken", item=code, items=(code,), message=value.reason)
        for code, value in found
    ]
    progress = structs.replace(page.progress, valid=page.progress.valid - len(less))
    return structs.replace(page, problems=(*problems, *page.problems), progress=progress)
