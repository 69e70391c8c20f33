"""The state of each leaf of a unit: what was entered, unless the leaf does not apply (FORM rule 2)."""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.base.numbers import canonical
from evalapp.entry.final import BLANK, Final, State
from evalapp.entry.roster import Unit
from evalapp.form.applies import Step, evaluation_order
from evalapp.form.expression import (
    Expression,
    ExpressionError,
    UnitContext,
    compile_expression,
    holds,
    number_of,
)
from evalapp.form.model import Check
from evalapp.form.scales import Derived, Rounds
from evalapp.form.tree import Node, Tree


class FormRules(Struct, frozen=True, kw_only=True):
    """The form's expressions, compiled once.

    ``applies`` holds each conditional item with the leaves it covers and its condition, ``derived`` the expressions of
    derived leaves, ``order`` both in the order of evaluation; ``evidence`` the leaves whose evidence is required on a
    condition; ``gate`` the bonus gate, ``profiles`` and ``indices`` those of the form in file order. ``read`` are the codes
    whose values any expression about answers or a roll-up reads, ``columns`` the roster columns that any expression reads
    (a roster without one of them cannot be used with this form).
    """

    applies: tuple[tuple[str, tuple[str, ...], Expression], ...] = ()
    derived: dict[str, Expression] = {}
    order: tuple[Step, ...] = ()
    evidence: dict[str, Expression] = {}
    checks: tuple[tuple[Check, Expression], ...] = ()
    gate: Expression | None = None
    profiles: tuple[Expression, ...] = ()
    indices: tuple[Expression | None, ...] = ()
    read: frozenset[str] = frozenset()
    columns: frozenset[str] = frozenset()


class Resolved(Struct, frozen=True, kw_only=True):
    """The states of a unit's leaves, and the context in which its other expressions are evaluated.

    ``ruled_out`` are the leaves that a condition made not applicable, whatever was entered; ``derived`` the numbers
    (unrounded) and truths of the derived leaves that have one.
    """

    states: dict[str, State]
    ruled_out: frozenset[str]
    derived: dict[str, float | bool]
    context: UnitContext


def compile_rules(tree: Tree) -> FormRules:
    """The expressions of a form that was read without findings; one without expressions never loads the CEL library.

    Raises ExpressionError or CircleError where the form was not checked.
    """
    form = tree.form
    applies = {node.code: compile_expression(node.item.applies) for node in tree.nodes if node.item.applies}
    derived = {
        leaf.code: compile_expression(leaf.scale.value)
        for leaf in tree.leaves
        if isinstance(leaf.scale, Derived)
    }
    evidence = {
        leaf.code: compile_expression(leaf.item.evidence)
        for leaf in tree.leaves
        if leaf.item.evidence not in ("required", "optional", "none")
    }
    checks = tuple((check, compile_expression(check.when)) for check in form.checks)
    gate = compile_expression(form.policy.bonus.gate) if form.policy.bonus.gate else None
    profiles = tuple(compile_expression(profile.when) for profile in form.profiles)
    indices = tuple(compile_expression(index.value) if index.value else None for index in form.indices)
    about_answers = (
        *applies.values(),
        *derived.values(),
        *evidence.values(),
        *(expression for _check, expression in checks),
    )
    every = (*about_answers, *profiles, *(one for one in (gate, *indices) if one is not None))
    order = evaluation_order(tree, applies, derived)
    by_value = frozenset(
        leaf.code for leaf in tree.leaves if leaf.item.rollup is not None and leaf.item.rollup.of == "value"
    )
    return FormRules(
        applies=tuple(
            (step.code, tuple(leaf.code for leaf in tree.leaves_below(step.code)), applies[step.code])
            for step in order
            if step.purpose == "applies"
        ),
        derived=derived,
        order=order,
        evidence=evidence,
        checks=checks,
        gate=gate,
        profiles=profiles,
        indices=indices,
        read=frozenset[str]().union(*(expression.answers for expression in about_answers), by_value),
        columns=frozenset[str]().union(*(expression.columns for expression in every)),
    )


def leaf_states(
    tree: Tree, rules: FormRules, unit: Unit, finals_of_unit: Mapping[str, Final]
) -> dict[str, State]:
    """The state of every leaf of ``unit`` by item code, in the form's order.

    A leaf whose own or whose ancestor's ``applies`` is false is not applicable, whatever was entered; else its state is
    the entered one, blank where nothing was, or follows from what a derived leaf reads. Raises ExpressionError where an
    expression cannot be evaluated.
    """
    if not rules.order:
        return _entered(tree, finals_of_unit)
    return resolve(tree, rules, unit, finals_of_unit).states


def resolve(
    tree: Tree,
    rules: FormRules,
    unit: Unit,
    finals_of_unit: Mapping[str, Final],
    rolled: Mapping[str, tuple[State, object]] = MappingProxyType({}),
) -> Resolved:
    """As :func:`leaf_states`, with the derived values and the context for the unit's checks and evidence conditions.

    ``rolled`` gives state and value of the leaves that were rolled up from the unit's sub-units.
    """
    states = _entered(tree, finals_of_unit)
    states.update({code: state for code, (state, _value) in rolled.items()})
    answers = {
        code: value
        for code, value in _answers(tree, rules, finals_of_unit).items()
        if states[code] == "answered"
    }
    answers.update({code: value for code, (_state, value) in rolled.items() if value is not None})
    context = UnitContext(unit_columns(tree, rules.columns, unit), answers, states)
    conditions = {code: (covered, expression) for code, covered, expression in rules.applies}
    ruled_out: set[str] = set()
    derived: dict[str, float | bool] = {}
    for step in rules.order:
        if tree.node(step.code).kind != unit.sort:
            continue  # a roll-up and what stands below it is the sub-units' business, what stands above it the unit's
        if step.purpose == "value":
            if step.code not in ruled_out:
                _derive(step.code, rules.derived[step.code], context, states, derived)
            continue
        covered, expression = conditions[step.code]
        if ruled_out.issuperset(covered) or holds(expression, context) is not False:
            continue
        ruled_out.update(covered)
        for leaf in covered:
            states[leaf] = "not_applicable"
            context.rule_out(leaf)
    return Resolved(states=states, ruled_out=frozenset(ruled_out), derived=derived, context=context)


def _derive(
    code: str,
    expression: Expression,
    context: UnitContext,
    states: dict[str, State],
    derived: dict[str, float | bool],
) -> None:
    """A derived leaf: blank while a blank is read, unable where a value is missing for good, else answered (rule 2)."""
    read = {states[reference] for reference in expression.answers}
    if "blank" in read:
        states[code] = "blank"
    elif read - {"answered"} or (value := number_of(expression, context)) is None:
        states[code] = "unable"
    else:
        states[code] = "answered"
        derived[code] = value
    context.derive(code, states[code], derived.get(code))


def _entered(tree: Tree, finals: Mapping[str, Final]) -> dict[str, State]:
    return {leaf.code: entered_state(leaf, finals.get(leaf.code, BLANK)) for leaf in tree.leaves}


def entered_state(leaf: Node, final: Final) -> State:
    """What was entered for the leaf; with too few rounds it could not be assessed."""
    if isinstance(leaf.scale, Derived):
        return "blank"
    if (
        final.state == "answered"
        and isinstance(leaf.scale, Rounds)
        and final.score is None
        and not leaf.scale.enough(final.value)
    ):
        return "unable"
    return final.state


def _answers(tree: Tree, rules: FormRules, finals: Mapping[str, Final]) -> dict[str, object]:
    """The values that expressions read. An averaged cell has points but no value (RECORD R19): it is left out."""
    found: dict[str, object] = {}
    for code in rules.read:
        final, scale = finals.get(code, BLANK), tree.node(code).scale
        if final.state == "answered" and final.score is None and scale is not None:
            found[code] = scale.cel(final.value)
    return found


def unit_columns(tree: Tree, read: frozenset[str], unit: Unit) -> dict[str, str | float | None]:
    """The roster columns that expressions read: text, or doubles where the form says so, None for an empty one.

    Raises ExpressionError where a column of numbers holds something else.
    """
    found: dict[str, str | float | None] = {}
    for column in read & unit.columns.keys():
        text = unit.columns[column]
        if column not in tree.form.units.number:
            found[column] = text
            continue
        number = canonical(text)
        if number is None and text.strip():
            raise ExpressionError(
                _(
                    "The roster says “{text}” in column “{column}” of {unit}, where the form expects a number."
                ).format(text=text, column=column, unit=unit.name)
            )
        found[column] = None if number is None else float(number)
    return found
