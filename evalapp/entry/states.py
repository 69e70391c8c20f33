"""The state of each leaf of a unit: what was entered, unless the leaf does not apply (FORM rule 2)."""

from collections.abc import Mapping

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.base.numbers import canonical
from evalapp.entry.final import BLANK, Final, State
from evalapp.entry.roster import Unit
from evalapp.form.applies import evaluation_order
from evalapp.form.expression import Expression, ExpressionError, UnitContext, compile_expression, holds
from evalapp.form.model import Check
from evalapp.form.tree import Tree


class FormRules(Struct, frozen=True, kw_only=True):
    """The form's expressions, compiled once.

    ``applies`` holds each conditional item with the leaves it covers and its condition, in the order of evaluation;
    ``evidence`` the leaves whose evidence is required on a condition; ``read`` the codes whose values any expression
    reads, ``columns`` the roster columns (a roster without one of them cannot be used with this form).
    """

    applies: tuple[tuple[str, tuple[str, ...], Expression], ...] = ()
    evidence: dict[str, Expression] = {}
    checks: tuple[tuple[Check, Expression], ...] = ()
    read: frozenset[str] = frozenset()
    columns: frozenset[str] = frozenset()


class Resolved(Struct, frozen=True, kw_only=True):
    """The states of a unit's leaves, and the context in which its other expressions are evaluated.

    ``ruled_out`` are the leaves that a condition made not applicable, whatever was entered.
    """

    states: dict[str, State]
    ruled_out: frozenset[str]
    context: UnitContext


def compile_rules(tree: Tree) -> FormRules:
    """The expressions of a form that was read without findings; one without expressions never loads the CEL library.

    Raises ExpressionError or CircleError where the form was not checked.
    """
    applies = {node.code: compile_expression(node.item.applies) for node in tree.nodes if node.item.applies}
    evidence = {
        leaf.code: compile_expression(leaf.item.evidence)
        for leaf in tree.leaves
        if leaf.item.evidence not in ("required", "optional", "none")
    }
    checks = tuple((check, compile_expression(check.when)) for check in tree.form.checks)
    every = (*applies.values(), *evidence.values(), *(expression for _check, expression in checks))
    return FormRules(
        applies=tuple(
            (code, tuple(leaf.code for leaf in tree.leaves_below(code)), applies[code])
            for code in evaluation_order(tree, applies)
        ),
        evidence=evidence,
        checks=checks,
        read=frozenset[str]().union(*(expression.answers for expression in every)),
        columns=frozenset[str]().union(*(expression.columns for expression in every)),
    )


def leaf_states(
    tree: Tree, rules: FormRules, unit: Unit, finals_of_unit: Mapping[str, Final]
) -> dict[str, State]:
    """The state of every leaf of ``unit`` by item code, in the form's order.

    A leaf whose own or whose ancestor's ``applies`` is false is not applicable, whatever was entered; else its state is
    the entered one, blank where nothing was. Raises ExpressionError where a condition cannot be evaluated.
    """
    if not rules.applies:
        return _entered(tree, finals_of_unit)
    return resolve(tree, rules, unit, finals_of_unit).states


def resolve(tree: Tree, rules: FormRules, unit: Unit, finals_of_unit: Mapping[str, Final]) -> Resolved:
    """As :func:`leaf_states`, with the context for the unit's checks and evidence conditions."""
    states = _entered(tree, finals_of_unit)
    context = UnitContext(_columns(tree, rules, unit), _answers(tree, rules, finals_of_unit), states)
    ruled_out: set[str] = set()
    for _code, covered, expression in rules.applies:
        if ruled_out.issuperset(covered) or holds(expression, context) is not False:
            continue
        ruled_out.update(covered)
        for leaf in covered:
            states[leaf] = "not_applicable"
            context.rule_out(leaf)
    return Resolved(states=states, ruled_out=frozenset(ruled_out), context=context)


def _entered(tree: Tree, finals: Mapping[str, Final]) -> dict[str, State]:
    return {leaf.code: finals.get(leaf.code, BLANK).state for leaf in tree.leaves}


def _answers(tree: Tree, rules: FormRules, finals: Mapping[str, Final]) -> dict[str, object]:
    """The values that expressions read. An averaged cell has points but no value (RECORD R19): it is left out."""
    found: dict[str, object] = {}
    for code in rules.read:
        final, scale = finals.get(code, BLANK), tree.node(code).scale
        if final.state == "answered" and final.score is None and scale is not None:
            found[code] = scale.cel(final.value)
    return found


def _columns(tree: Tree, rules: FormRules, unit: Unit) -> dict[str, str | float | None]:
    """The roster columns that expressions read: text, or doubles where the form says so, None for an empty one."""
    found: dict[str, str | float | None] = {}
    for column in rules.columns & unit.columns.keys():
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
