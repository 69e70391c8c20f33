"""What is still open or doubtful about a unit's answers: for the entry page and ``evalapp problems``."""

from collections.abc import Collection, Iterator, Mapping
from typing import Literal

from msgspec import Struct

from evalapp.base.i18n import _, ngettext
from evalapp.entry.acceptance import with_acceptance
from evalapp.entry.asked import asked_of, is_expected, leaves_of
from evalapp.entry.citations import dangling
from evalapp.entry.contents import Accepted
from evalapp.entry.final import BLANK, Final, State
from evalapp.entry.roster import Unit
from evalapp.entry.states import FormRules, Resolved, resolve
from evalapp.form.expression import holds
from evalapp.form.label import Label
from evalapp.form.refusal import ValueRefused
from evalapp.form.scales import Rounds
from evalapp.form.tree import Node, Tree

Kind = Literal[
    "unanswered",
    "again",
    "returned",
    "evidence_missing",
    "check",
    "not_counted",
    "value",
    "citation",
    "flag",
    "not_taken",
]
"""``flag`` is an assessor's own mark, ``returned`` a question, ``not_taken`` a value in a field that its scale refuses: listed
beside what :func:`find_problems` finds."""


class AnswerView(Struct, frozen=True, kw_only=True):
    """What an assessor has entered for one leaf, as far as problems depend on it.

    ``earlier`` is in words what was answered in the edition ``version`` and is to be given again, "" where nothing is.
    ``accepted`` are the warnings that the answer lets stand.
    """

    state: State = "blank"
    value: str = ""
    justification: str = ""
    n_evidence: int = 0
    earlier: str = ""
    version: str = ""
    accepted: tuple[Accepted, ...] = ()


class Problem(Struct, frozen=True, kw_only=True, gc=False):
    """One thing to look at. ``item`` is where to go, ``items`` all that it concerns.

    ``check`` is the id of the form's check, if it is one; ``message`` a sentence in the language in force, or
    the form's own text in both.

    A warning may be accepted: its reason is kept in the answer to ``host`` ("" where it cannot be), for what was entered then
    (``saw``). ``accepted`` is the reason that holds, "" for none.
    """

    severity: Literal["error", "warning", "info"]
    kind: Kind
    item: str
    items: tuple[str, ...]
    message: Label
    check: str = ""
    host: str = ""
    saw: tuple[str, ...] = ()
    accepted: str = ""

    @property
    def name(self) -> str:
        """What the warning is called where it is accepted: the form's check, or what kind of problem it is."""
        return self.check or self.kind


def is_open_warning(problem: Problem) -> bool:
    """Whether the problem is a warning that nobody has accepted; what was returned is told apart from warnings."""
    return problem.severity == "warning" and not problem.accepted and problem.kind != "returned"


_NOTHING = AnswerView()


def find_problems(
    tree: Tree,
    rules: FormRules,
    unit: Unit,
    answers: Mapping[str, AnswerView],
    only: Collection[str] | None = None,
) -> tuple[Problem, ...]:
    """The problems of one unit's answers by item code: leaf by leaf in the form's order, then the form's checks.

    Only leaves that assessors answer for this unit have problems, only checks that are about its leaves are made; of these
    only what is about the leaves ``only``, for somebody who answers a part of them. Errors
    stand in the way of signing off; a check is silent while an answer that it reads is missing. Raises ExpressionError
    where the form's expressions do not fit the roster.
    """
    asked = tuple(leaf for leaf in asked_of(tree, unit) if only is None or leaf.code in only)
    read = {leaf.code: _read(leaf, answers[leaf.code]) for leaf in asked if leaf.code in answers}
    resolved = resolve(tree, rules, unit, {code: final for code, (final, _refusal) in read.items()})
    found: list[Problem] = []
    for leaf in asked:
        view = answers.get(leaf.code, _NOTHING)
        if leaf.code in resolved.ruled_out:
            found += _not_counted(leaf, view)
        else:
            _final, refusal = read.get(leaf.code, (BLANK, ""))
            found += _problems(leaf, view, refusal, rules, resolved)
            found += _citations(leaf, view)
    there = {leaf.code for leaf in (leaves_of(tree, unit) if only is None else asked)}
    elsewhere = frozenset(leaf.code for leaf in tree.leaves if leaf.code not in there)
    return tuple(with_acceptance((*found, *_checks(rules, resolved, elsewhere)), asked, rules, answers))


def _problem(severity: Literal["error", "warning", "info"], kind: Kind, leaf: Node, message: str) -> Problem:
    return Problem(severity=severity, kind=kind, item=leaf.code, items=(leaf.code,), message=message)


def _read(leaf: Node, view: AnswerView) -> tuple[Final, str]:
    """What was entered as the form's rules see it, and why it cannot stand at this leaf ("" where it can)."""
    if view.state == "answered" and leaf.scale is not None:
        try:
            return Final("answered", leaf.scale.read(view.value)), ""
        except ValueRefused as refused:
            return BLANK, _("The value is not taken: {reason}.").format(reason=refused)
    if view.value:
        return BLANK, _("There is a value beside “{state}”; keep one of the two.").format(
            state=state_name(view.state)
        )
    if view.state != "blank" and view.state not in leaf.item.states:
        return BLANK, _("“{state}” is not offered for this item; choose another answer.").format(
            state=state_name(view.state)
        )
    return Final(view.state), ""


def _not_counted(leaf: Node, view: AnswerView) -> Iterator[Problem]:
    if view.state not in ("blank", "not_applicable"):
        yield _problem(
            "info",
            "not_counted",
            leaf,
            _(
                "This item does not apply here: what was entered is kept and goes along in the file, but counts nowhere."
            ),
        )


def _problems(
    leaf: Node, view: AnswerView, refusal: str, rules: FormRules, resolved: Resolved
) -> Iterator[Problem]:
    if refusal:
        yield _problem("error", "value", leaf, refusal)
    elif view.state == "blank" and view.earlier:
        yield _problem(
            "warning",
            "again",
            leaf,
            _("To be answered again: in edition {version} it was “{answer}”.").format(
                version=view.version, answer=view.earlier
            ),
        )
    elif view.state == "blank":
        if is_expected(leaf):
            yield _problem("info", "unanswered", leaf, _("Not answered yet."))
    elif view.state in ("not_applicable", "unable"):
        if not view.justification.strip():
            yield _problem(
                "error",
                "value",
                leaf,
                _("“{state}” needs a reason; write it into the justification.").format(
                    state=state_name(view.state)
                ),
            )
    else:
        yield from _too_few_rounds(leaf, view)
        if view.n_evidence == 0 and _needs_evidence(leaf, rules, resolved):
            yield _problem(
                "error",
                "evidence_missing",
                leaf,
                _("Evidence is required: add a link, a screenshot or a file."),
            )


def _citations(leaf: Node, view: AnswerView) -> Iterator[Problem]:
    lost = dangling(view.justification, view.n_evidence)
    if lost:
        yield _problem(
            "info",
            "citation",
            leaf,
            ngettext(
                "The justification cites {citations}, but there is no evidence of that number.",
                "The justification cites {citations}, but there is no evidence of these numbers.",
                len(lost),
            ).format(citations=" ".join(lost)),
        )


def _too_few_rounds(leaf: Node, view: AnswerView) -> Iterator[Problem]:
    if view.state == "answered" and isinstance(leaf.scale, Rounds):
        value = leaf.scale.read(view.value)
        if not leaf.scale.enough(value):
            yield _problem(
                "warning",
                "value",
                leaf,
                _("{found} of {n} rounds; with fewer than {needed} it counts as unable to assess.").format(
                    found=len(leaf.scale.given(value)), n=leaf.scale.n, needed=leaf.scale.needed
                ),
            )


def _needs_evidence(leaf: Node, rules: FormRules, resolved: Resolved) -> bool:
    condition = rules.evidence.get(leaf.code)
    if condition is None:
        return leaf.item.evidence == "required"
    return holds(condition, resolved.context) is True


def _checks(rules: FormRules, resolved: Resolved, elsewhere: frozenset[str]) -> Iterator[Problem]:
    """The checks that are true; those about leaves of other rows of the roster are not this one's."""
    for check, expression in rules.checks:
        if elsewhere & (expression.references | set(check.items)):
            continue
        if holds(expression, resolved.context):
            items = check.items or tuple(code for code in resolved.states if code in expression.references)
            yield Problem(
                severity=check.severity,
                kind="check",
                item=items[0] if items else "",
                items=items,
                message=check.message,
                check=check.id,
            )


def state_name(state: State) -> str:
    """The state as people call it, in the language in force."""
    return {
        "answered": _("answered"),
        "not_found": _("not found"),
        "not_applicable": _("not applicable"),
        "unable": _("unable to assess"),
        "blank": _("unanswered"),
    }[state]
