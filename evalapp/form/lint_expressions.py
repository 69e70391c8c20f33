"""Can every expression be evaluated? Names are looked up, then each is tried with typical answers (FORM section 4)."""

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from evalapp.base.i18n import _
from evalapp.form.applies import CircleError, evaluation_order
from evalapp.form.expression import (
    Expression,
    ExpressionError,
    compile_expression,
    holds,
    number_of,
)
from evalapp.form.finding import Finding, Path, error, warning
from evalapp.form.lint_comparisons import lint_comparisons
from evalapp.form.names import did_you_mean
from evalapp.form.scales import Checklist, Deductions, Derived, Rounds
from evalapp.form.tree import Tree
from evalapp.form.trials import Trials

_EVIDENCE = ("required", "optional", "none")


class _About(NamedTuple):
    """What an expression may read and has to give.

    ``kind`` is that of the units whose answers it reads, None for a check, which reads those of any one sort of units;
    ``rolled``: whether it may read what was rolled up from sub-units; ``numbers`` those of base and total.
    """

    answers: bool = True
    numbers: frozenset[str] = frozenset()
    kind: str | None = None
    rolled: bool = True
    gives: Literal["truth", "number"] = "truth"


class _Said(NamedTuple):
    """An expression, where it stands, and what it is about."""

    path: Path
    source: str
    about: _About
    purpose: Literal["applies", "value", ""] = ""
    code: str = ""


def lint_expressions(tree: Tree) -> Iterator[Finding]:
    """Findings about every expression of the form, for items that are a sound tree."""
    compiled: list[tuple[_Said, Expression]] = []
    for said in (*_of_items(tree), *_of_the_rest(tree)):
        try:
            compiled.append((said, compile_expression(said.source)))
        except ExpressionError as refused:
            yield error(said.path, refused.message)
    applies = {said.code: one for said, one in compiled if said.purpose == "applies"}
    derived = {said.code: one for said, one in compiled if said.purpose == "value"}
    trials = Trials(tree, derived)
    for said, one in compiled:
        yield from (error(said.path, message) for message in _messages(tree, trials, one, said.about))
        if "total" in one.scan.numbers & said.about.numbers and not tree.scores_anything:
            yield warning(said.path, _("nothing in the form is scored, so there is no total to read"))
    yield from _evidence_words(tree)
    try:
        evaluation_order(tree, applies, derived)
    except CircleError as circle:
        first = circle.steps[0]
        place = next(said.path for said, _one in compiled if (said.purpose, said.code) == first)
        yield error(
            place,
            _("these conditions wait for each other: {codes}").format(
                codes=" → ".join(step.code for step in circle.steps)
            ),
        )


def _of_items(tree: Tree) -> Iterator[_Said]:
    position = {item.code: n for n, item in enumerate(tree.form.items)}
    for node in tree.nodes:
        path: Path = ("item", position[node.code])
        if node.item.applies:
            yield _Said((*path, "applies"), node.item.applies, _About(kind=node.kind), "applies", node.code)
        if isinstance(node.scale, Derived):
            about = _About(kind=node.kind, gives="number")
            yield _Said((*path, "scale"), node.scale.value, about, "value", node.code)
        if _is_condition(node.item.evidence):
            yield _Said((*path, "evidence"), node.item.evidence, _About(kind=node.kind, rolled=False))


def _of_the_rest(tree: Tree) -> Iterator[_Said]:
    form = tree.form
    for n, check in enumerate(form.checks):
        yield _Said(("check", n, "when"), check.when, _About())
    for n, profile in enumerate(form.profiles):
        yield _Said(("profile", n, "when"), profile.when, _About(answers=False))
    if form.policy.bonus.gate:
        about = _About(answers=False, numbers=frozenset({"base"}))
        yield _Said(("policy", "bonus", "gate"), form.policy.bonus.gate, about)
    for n, index in enumerate(form.indices):
        if index.value:
            about = _About(answers=False, numbers=frozenset({"total"}), gives="number")
            yield _Said(("index", n, "value"), index.value, about)


def _is_condition(evidence: str) -> bool:
    return bool(evidence) and evidence not in _EVIDENCE and not did_you_mean(evidence, _EVIDENCE)


def _evidence_words(tree: Tree) -> Iterator[Finding]:
    """A word that is neither one of the three nor a condition."""
    for n, item in enumerate(tree.form.items):
        if item.evidence not in _EVIDENCE and not _is_condition(item.evidence):
            yield error(
                ("item", n, "evidence"),
                _("“evidence” is required, optional, none, or a condition")
                + did_you_mean(item.evidence, _EVIDENCE),
            )


def _messages(tree: Tree, trials: Trials, expression: Expression, about: _About) -> list[str]:
    found = list(_references(tree, expression, about))
    if not found:
        found = list(lint_comparisons(tree, trials, expression, about.kind))
    return found or list(_trial(tree, trials, expression, about))


def _out_of_reach(tree: Tree, code: str, about: _About) -> Iterator[str]:
    """What sub-units answer can be read by their own conditions, and by their units once it is rolled up to a value."""
    node = tree.node(code)
    if about.kind is None or node.kind == about.kind:
        return
    rollup = node.item.rollup
    by_score = rollup is not None and rollup.of == "score" and rollup.take != "any"
    if about.kind or rollup is None or by_score or not about.rolled:
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
    if about.kind is None and about.answers:
        yield from _two_sorts(tree, expression)
    for name in sorted(expression.scan.numbers - about.numbers):
        if name == "base":
            yield _("“base” is not known here: it can be read in the gate of the bonus only")
        else:
            yield _("“total” is not known here: it can be read in the value of an index only")


def _two_sorts(tree: Tree, expression: Expression) -> Iterator[str]:
    """A check looks at one unit's answers: what units and their sub-units answer never comes together."""
    read = [tree.node(code) for code in sorted(expression.references) if code in tree.by_code]
    other = next((node for node in read if node.kind != read[0].kind), None)
    if other is not None:
        yield _(
            "“{code}” and “{other}” are answered by different units; a check reads the answers of one"
        ).format(code=read[0].code, other=other.code)


def _trial(tree: Tree, trials: Trials, expression: Expression, about: _About) -> Iterator[str]:
    """The first reason why the expression fails on typical answers, states and columns."""
    evaluate: Callable[..., object] = holds if about.gives == "truth" else number_of
    given: set[type] = set()
    for context in trials.contexts(expression, about.kind, about.numbers):
        try:
            given.add(type(evaluate(expression, context, strict=True)))
        except ExpressionError as failed:
            yield failed.message + _about_columns(tree, expression, failed)
            return
    if {bool, float} <= given:
        yield _("it gives a number at times, and true or false at others; let it give one of them")


def _about_columns(tree: Tree, expression: Expression, failed: ExpressionError) -> str:
    """The likely reason where a column is text because nobody said that it holds numbers."""
    texts = sorted(expression.columns - set(tree.form.units.number))
    if not texts or not isinstance(failed.__cause__, TypeError):
        return ""
    return _(" Columns of numbers ({columns}?) are listed under number in [units].").format(
        columns=", ".join(texts)
    )
