"""Between the rules of a project and the fields that show them."""

from evalapp.base.i18n import _
from evalapp.base.numbers import from_float
from evalapp.entry.completion import SETTING_PREFIX, Completion
from evalapp.entry.contents import HIDDEN, LAST_EDITION
from evalapp.entry.project_settings import BLIND, DEADLINE, OFF, ON, RESOLVE, SHOWN, TOLERANCE, can_be_set
from evalapp.ui.widgets.rules_card import RulesState
from evalapp.work.project_rules import ProjectRules


def rules_state(rules: ProjectRules) -> RulesState:
    """The rules in force as fields show them."""
    return RulesState(
        tolerance=from_float(rules.tolerance),
        resolve=rules.resolve,  # type: ignore[arg-type]
        unanswered=rules.completion.unanswered,
        evidence=rules.completion.evidence,
        warnings=rules.completion.warnings,
        blind=rules.blind,
        last_edition=rules.last_edition,
        deadline=rules.deadline,
    )


def settings_of(state: RulesState) -> dict[str, str]:
    """The settings that fields stand for, by name; those that cannot be are told by :func:`wrong_rules`."""
    found = {
        TOLERANCE: state.tolerance,
        RESOLVE: state.resolve,
        BLIND: ON if state.blind else OFF,
        LAST_EDITION: SHOWN if state.last_edition else HIDDEN,
        DEADLINE: state.deadline,
    }
    return found | {SETTING_PREFIX + name: getattr(state, name) for name in Completion.__struct_fields__}


def changed_settings(before: RulesState, after: RulesState) -> dict[str, str]:
    """The settings by name in which two states differ, as they are afterwards."""
    old = settings_of(before)
    return {name: value for name, value in settings_of(after).items() if value != old[name]}


def wrong_rules(state: RulesState) -> tuple[str, str]:
    """What is wrong with the tolerance and with the deadline; "" where nothing is."""
    tolerance = deadline = ""
    if not can_be_set(TOLERANCE, state.tolerance):
        tolerance = _("The tolerance is a number of points from 0 to 100, such as 5.")
    if not can_be_set(DEADLINE, state.deadline):
        deadline = _("The deadline is a day such as 2026-10-31.")
    return tolerance, deadline
