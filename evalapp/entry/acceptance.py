"""Warnings that an assessor lets stand for a reason: what they were about, and whether they still are."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import structs

from evalapp.entry.contents import Accepted
from evalapp.entry.final import State
from evalapp.entry.states import FormRules
from evalapp.form.tree import Node

if TYPE_CHECKING:
    from evalapp.entry.problems import AnswerView, Problem


def with_acceptance(
    problems: Sequence["Problem"],
    asked: Sequence[Node],
    rules: FormRules,
    answers: Mapping[str, "AnswerView"],
) -> Iterator["Problem"]:
    """The problems, each warning with the item whose answer may carry a reason for it, and the reason that holds.

    A reason holds for what was entered when it was given: where any of it is changed, the warning is asked about again.
    """
    codes = {leaf.code for leaf in asked}
    for problem in problems:
        about = tuple(code for code in _entered_items(problem.items, rules) if code in codes)
        if problem.severity != "warning" or problem.kind == "again" or not about:
            yield problem
            continue
        host = problem.item if problem.item in about else about[0]
        saw = tuple(_seen(answers.get(code)) for code in about)
        given = answers[host].accepted if host in answers else ()
        reason = next((one.reason for one in given if (one.warning, one.saw) == (problem.name, saw)), "")
        yield structs.replace(problem, host=host, saw=saw, accepted=reason)


def accepting(accepted: Sequence[Accepted], problem: "Problem", reason: str) -> tuple[Accepted, ...]:
    """What an answer carries once ``problem`` is accepted for ``reason``; for no reason, once it is not accepted any more."""
    others = tuple(one for one in accepted if one.warning != problem.name)
    return (*others, Accepted(problem.name, reason, problem.saw)) if reason else others


def _entered_items(items: Sequence[str], rules: FormRules) -> Iterator[str]:
    """The items, a computed one replaced by those that it is computed from."""
    known: set[str] = set()
    waiting = list(items)
    while waiting:
        code = waiting.pop(0)
        if code in known:
            continue
        known.add(code)
        derived = rules.derived.get(code)
        if derived is None:
            yield code
        else:
            waiting.extend(sorted(derived.references))


def _seen(view: "AnswerView | None") -> str:
    """What was entered for an item, in one text: a value, or a state in brackets."""
    state: State = "blank" if view is None else view.state
    return view.value if view is not None and state == "answered" else f"({state})"
