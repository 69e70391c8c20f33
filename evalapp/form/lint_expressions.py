"""Can every expression be evaluated? Names are looked up, then each is tried with typical answers (FORM section 4)."""

import random
from collections.abc import Callable, Iterator
from itertools import islice, product
from math import prod
from typing import Literal, NamedTuple

from evalapp.base.i18n import _
from evalapp.form.applies import CircleError, evaluation_order
from evalapp.form.expression import (
    Expression,
    ExpressionError,
    UnitContext,
    compile_expression,
    holds,
    number_of,
)
from evalapp.form.finding import Finding, Path, error
from evalapp.form.model import SPECIAL_STATES
from evalapp.form.names import did_you_mean
from evalapp.form.scales import Binary, Checklist, Deductions, Derived, Options, Rounds, Words
from evalapp.form.tree import Node, Tree

TRIALS = 24
_EVIDENCE = ("required", "optional", "none")


class _About(NamedTuple):
    """What an expression may read and has to give: ``numbers`` of base and total; ``kind`` as of a node."""

    answers: bool = True
    numbers: frozenset[str] = frozenset()
    kind: str | None = None
    gives: Literal["truth", "number"] = "truth"


_UNIT_ONLY = _About(answers=False)


def lint_expressions(tree: Tree) -> Iterator[Finding]:
    """Findings about every expression of the form, for items that are a sound tree."""
    position = {item.code: n for n, item in enumerate(tree.form.items)}
    applies: dict[str, Expression] = {}
    derived: dict[str, Expression] = {}
    for node in tree.nodes:
        path: Path = ("item", position[node.code])
        if node.item.applies:
            yield from _kept(
                tree, (*path, "applies"), node.item.applies, _About(kind=node.kind), applies, node
            )
        if isinstance(node.scale, Derived):
            about = _About(kind=node.kind, gives="number")
            yield from _kept(tree, (*path, "scale"), node.scale.value, about, derived, node)
        if node.item.evidence not in _EVIDENCE:
            meant = did_you_mean(node.item.evidence, _EVIDENCE)
            if meant or not node.item.evidence:
                yield error(
                    (*path, "evidence"), _("“evidence” is required, optional, none, or a condition") + meant
                )
            else:
                yield from _compiled(tree, (*path, "evidence"), node.item.evidence, _About(kind=node.kind))
    for n, check in enumerate(tree.form.checks):
        yield from _compiled(tree, ("check", n, "when"), check.when, _About())
    for n, profile in enumerate(tree.form.profiles):
        yield from _compiled(tree, ("profile", n, "when"), profile.when, _UNIT_ONLY)
    if tree.form.policy.bonus.gate:
        gate = _About(answers=False, numbers=frozenset({"base"}))
        yield from _compiled(tree, ("policy", "bonus"), tree.form.policy.bonus.gate, gate)
    for n, index in enumerate(tree.form.indices):
        if index.value:
            total = _About(answers=False, numbers=frozenset({"total"}), gives="number")
            yield from _compiled(tree, ("index", n, "value"), index.value, total)
    try:
        evaluation_order(tree, applies, derived)
    except CircleError as circle:
        first = circle.steps[0]
        yield error(
            ("item", position[first.code], "applies" if first.purpose == "applies" else "scale"),
            _("these conditions wait for each other: {codes}").format(
                codes=" → ".join(step.code for step in circle.steps)
            ),
        )


def _kept(
    tree: Tree, path: Path, source: str, about: _About, kept: dict[str, Expression], node: Node
) -> Iterator[Finding]:
    """As :func:`_compiled`; what can be compiled goes into ``kept``."""
    try:
        kept[node.code] = compile_expression(source)
    except ExpressionError as refused:
        yield error(path, refused.message)
    else:
        yield from _findings(tree, path, kept[node.code], about)


def _compiled(tree: Tree, path: Path, source: str, about: _About) -> Iterator[Finding]:
    try:
        expression = compile_expression(source)
    except ExpressionError as refused:
        yield error(path, refused.message)
    else:
        yield from _findings(tree, path, expression, about)


def _findings(tree: Tree, path: Path, expression: Expression, about: _About) -> Iterator[Finding]:
    found = [*_references(tree, expression, about), *_comparisons(tree, expression)]
    if not found:
        found = list(_trial(tree, expression, about))
    yield from (error(path, message) for message in found)


def _out_of_reach(tree: Tree, code: str, about: _About) -> Iterator[str]:
    """What sub-units answer can be read by their own conditions, and by their units once it is rolled up to a value."""
    node = tree.node(code)
    if about.kind is None or node.kind == about.kind:
        return
    rollup = node.item.rollup
    if about.kind or rollup is None or rollup.of == "score":
        yield _("“{code}” is answered by other units and cannot be read here").format(code=code)


def _references(tree: Tree, expression: Expression, about: _About) -> Iterator[str]:
    for code in sorted(expression.references):
        if not about.answers:
            yield _("answers cannot be read here: this is about the unit")
            return
        if code not in tree.by_code:
            yield _("there is no item “{code}”").format(code=code) + did_you_mean(code, tree.by_code)
        elif not tree.node(code).is_leaf:
            yield _("“{code}” is a group and has no answer; refer to the items below it").format(code=code)
        elif code in expression.scan.sized and not isinstance(
            tree.node(code).scale, (Checklist, Deductions, Rounds)
        ):
            yield _("“size” counts ticks, and “{code}” is no checklist").format(code=code)
        else:
            yield from _out_of_reach(tree, code, about)
    for name in sorted(expression.scan.numbers - about.numbers):
        yield _("“{name}” is not known here: this condition is about answers").format(name=name)


def _comparisons(tree: Tree, expression: Expression) -> Iterator[str]:
    """Comparisons with a text that can never be true; the library would just say false."""
    for code, operator, text in expression.scan.compared:
        scale = tree.node(code).scale if code in tree.by_code else None
        if scale is None or isinstance(scale, (Words, Rounds)):
            continue
        if isinstance(scale, (Checklist, Deductions)):
            ticks = [one.id for one in (scale.ticks if isinstance(scale, Checklist) else scale.kinds)]
            if operator == "==":
                yield _("“{code}” is a list of ticks: write '{text}' in answer['{code}']").format(
                    code=code, text=text
                )
            elif text not in ticks:
                yield _("“{text}” is no tick of “{code}”").format(text=text, code=code) + did_you_mean(
                    text, ticks
                )
        elif operator == "in":
            yield _("“{code}” is no checklist: compare it with ==").format(code=code)
        elif isinstance(scale, Options):
            values = [option.value for option in scale.options]
            if text not in values:
                yield _("“{text}” is no option of “{code}”").format(text=text, code=code) + did_you_mean(
                    text, values
                )
        elif isinstance(scale, Binary):
            yield _("“{code}” is true or false: write answer['{code}'] or !answer['{code}']").format(
                code=code
            )
        else:
            yield _("“{code}” is a number: write {text} without quotation marks").format(code=code, text=text)


def _trial(tree: Tree, expression: Expression, about: _About) -> Iterator[str]:
    """The first reason why the expression fails on typical answers, states and columns."""
    numbers = tree.form.units.number
    answers = {code: _typical(tree, code) for code in sorted(expression.answers)}
    columns: dict[str, list[object]] = {
        column: [0.0, 1.0, 1000.5] if column in numbers else ["", *sorted(expression.scan.texts)]
        for column in sorted(expression.columns)
    }
    states: dict[str, list[object]] = {
        code: ["answered"] if code in answers else ["answered", *SPECIAL_STATES, "blank"]
        for code in sorted(expression.asked)
    }
    names = [*answers, *columns, *states]
    evaluate: Callable[[Expression, UnitContext], object] = holds if about.gives == "truth" else number_of
    for values in _combinations([*answers.values(), *columns.values(), *states.values()]):
        given = iter(zip(names, values, strict=True))
        context = UnitContext(
            answers=dict(islice(given, len(answers))),
            unit={
                name: value for name, value in islice(given, len(columns)) if isinstance(value, (str, float))
            },
            states={name: str(value) for name, value in given},
            numbers=dict.fromkeys(about.numbers, 73.5),
        )
        try:
            evaluate(expression, context)
        except ExpressionError as failed:
            yield failed.message
            return


def _typical(tree: Tree, code: str) -> list[object]:
    scale = tree.node(code).scale
    return [scale.cel(value) for value in scale.examples()] if scale is not None else []


def _combinations(choices: list[list[object]]) -> Iterator[tuple[object, ...]]:
    """All combinations where there are few, else as many drawn by a fixed seed."""
    if prod(len(choice) for choice in choices) <= TRIALS:
        yield from product(*choices)
        return
    draw = random.Random(1)
    for _n in range(TRIALS):
        yield tuple(draw.choice(choice) for choice in choices)
