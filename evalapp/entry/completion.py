"""What may be left open when a unit is handed in: rules that a project sets without touching its form."""

from collections.abc import Mapping
from typing import Literal, get_args

from msgspec import Struct

from evalapp.entry.problems import Problem

Rule = Literal["block", "warn", "ignore"]
"""``block``: it must be mended first; ``warn``: it takes a comment; ``ignore``: it does not matter."""
RULES: tuple[Rule, ...] = get_args(Rule)
SETTING_PREFIX = "completion."


class Completion(Struct, frozen=True, kw_only=True):
    """The rules of a project, by what is open: unanswered items, missing evidence, warnings that nobody accepted."""

    unanswered: Rule = "warn"
    evidence: Rule = "block"
    warnings: Rule = "warn"


def completion_of(settings: Mapping[str, str]) -> Completion:
    """The rules that the settings name; what is unset, or no rule, is as in every project."""
    found = {
        name: settings[SETTING_PREFIX + name]
        for name in Completion.__struct_fields__
        if settings.get(SETTING_PREFIX + name) in RULES
    }
    return Completion(**found)  # type: ignore[arg-type]


def rule_for(problem: Problem, completion: Completion) -> Rule:
    """What a problem means for handing in. An error is never let through: what it is about cannot be scored."""
    if problem.kind == "evidence_missing":
        return completion.evidence
    if problem.severity == "error":
        return "block"
    if problem.kind in ("unanswered", "again", "returned"):
        return completion.unanswered
    if problem.severity == "warning" and not problem.accepted:
        return completion.warnings
    return "ignore"
