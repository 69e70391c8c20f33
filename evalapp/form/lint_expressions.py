"""Can every expression be evaluated? Names are looked up, then each is tried with typical answers (FORM section 4)."""

import random
from collections.abc import Iterator
from itertools import islice, product
from math import prod

from evalapp.base.i18n import _
from evalapp.form.applies import CircleError, evaluation_order
from evalapp.form.expression import Expression, ExpressionError, UnitContext, compile_expression, holds
from evalapp.form.finding import Finding, Path, error
from evalapp.form.model import SPECIAL_STATES
from evalapp.form.names import did_you_mean
from evalapp.form.scales import Binary, Checklist, Options, Words
from evalapp.form.tree import Tree

TRIALS = 24
_EVIDENCE = ("required", "optional", "none")


def lint_expressions(tree: Tree) -> Iterator[Finding]:
    """Findings about ``applies``, ``evidence`` and ``when``, for items that are a sound tree."""
    position = {item.code: n for n, item in enumerate(tree.form.items)}
    applies: dict[str, Expression] = {}
    for item in tree.form.items:
        path: Path = ("item", position[item.code], "applies")
        if item.applies:
            try:
                applies[item.code] = compile_expression(item.applies)
            except ExpressionError as refused:
                yield error(path, refused.message)
            else:
                yield from _findings(tree, path, applies[item.code])
        path = ("item", position[item.code], "evidence")
        if item.evidence not in _EVIDENCE:
            meant = did_you_mean(item.evidence, _EVIDENCE)
            if meant or not item.evidence:
                yield error(path, _("“evidence” is required, optional, none, or a condition") + meant)
            else:
                yield from _compiled(tree, path, item.evidence)
    for n, check in enumerate(tree.form.checks):
        yield from _compiled(tree, ("check", n, "when"), check.when)
    try:
        evaluation_order(tree, applies)
    except CircleError as circle:
        yield error(
            ("item", position[circle.codes[0]], "applies"),
            _("these conditions wait for each other: {codes}").format(codes=" → ".join(circle.codes)),
        )


def _compiled(tree: Tree, path: Path, source: str) -> Iterator[Finding]:
    try:
        expression = compile_expression(source)
    except ExpressionError as refused:
        yield error(path, refused.message)
    else:
        yield from _findings(tree, path, expression)


def _findings(tree: Tree, path: Path, expression: Expression) -> Iterator[Finding]:
    found = [*_references(tree, expression), *_comparisons(tree, expression)]
    if not found:
        found = list(_trial(tree, expression))
    yield from (error(path, message) for message in found)


def _references(tree: Tree, expression: Expression) -> Iterator[str]:
    for code in sorted(expression.references):
        if code not in tree.by_code:
            yield _("there is no item “{code}”").format(code=code) + did_you_mean(code, tree.by_code)
        elif not tree.node(code).is_leaf:
            yield _("“{code}” is a group and has no answer; refer to the items below it").format(code=code)
        elif code in expression.scan.sized and not isinstance(tree.node(code).scale, Checklist):
            yield _("“size” counts ticks, and “{code}” is no checklist").format(code=code)
    for name in sorted(expression.scan.numbers):
        yield _("“{name}” is not known here: this condition is about answers").format(name=name)


def _comparisons(tree: Tree, expression: Expression) -> Iterator[str]:
    """Comparisons with a text that can never be true; the library would just say false."""
    for code, operator, text in expression.scan.compared:
        scale = tree.node(code).scale if code in tree.by_code else None
        if scale is None or isinstance(scale, Words):
            continue
        if isinstance(scale, Checklist):
            ticks = [tick.id for tick in scale.ticks]
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


def _trial(tree: Tree, expression: Expression) -> Iterator[str]:
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
    for values in _combinations([*answers.values(), *columns.values(), *states.values()]):
        given = iter(zip(names, values, strict=True))
        context = UnitContext(
            answers=dict(islice(given, len(answers))),
            unit={
                name: value for name, value in islice(given, len(columns)) if isinstance(value, (str, float))
            },
            states={name: str(value) for name, value in given},
        )
        try:
            holds(expression, context)
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
