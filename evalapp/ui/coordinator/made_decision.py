"""A decision that was made: as the proposal for the next one, and in a sentence."""

from evalapp.base.i18n import _
from evalapp.ui.coordinator.decision_bar import OTHER, Draft
from evalapp.ui.coordinator.values import value_words
from evalapp.work.deciding import RULE, CellView, Outcome
from evalapp.work.project import Project


def earlier_draft(view: CellView) -> Draft:
    """The decision in force as the proposal: the assessment that says the same, else another value."""
    if view.decided is None:
        return Draft()
    same = [
        one.label
        for one in view.assessments
        if (one.state, one.value) == (view.decided.state, view.decided.value)
    ]
    verb = same[0] if same else OTHER
    if view.decided.category == RULE:
        return Draft(verb=verb)  # a person who decides has a reason of their own
    return Draft(verb=verb, category=view.decided.category, reason=view.decided.reason)


def decided_words(project: Project, view: CellView, outcome: Outcome) -> str:
    """What was decided, and whose the assessments were."""
    who = _(", ").join(f"{one.label} {one.name}" for one in view.assessments)
    return _("{city} {item} decided: {value}. ({who})").format(
        city=view.unit.full_name,
        item=outcome.item,
        value=value_words(project.tree.node(outcome.item), outcome.state, outcome.value),
        who=who,
    )
