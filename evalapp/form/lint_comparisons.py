"""Comparisons that can never hold: the CEL library would say false and nothing else."""

from collections.abc import Iterator

from evalapp.base.i18n import _
from evalapp.form.compared import Comparison
from evalapp.form.expression import Expression
from evalapp.form.model import SPECIAL_STATES
from evalapp.form.names import did_you_mean
from evalapp.form.scales import Checklist, Deductions, Options, Rounds, Words
from evalapp.form.tree import Tree
from evalapp.form.trials import Trials

_STATES = ("answered", *SPECIAL_STATES, "blank")


def lint_comparisons(tree: Tree, trials: Trials, expression: Expression, kind: str | None) -> Iterator[str]:
    """What is wrong with the comparisons of an expression that reads the answers of units of ``kind`` (None: any)."""
    for one in expression.scan.compared:
        if one.of == "state":
            if one.kind != "text" or one.literal not in _STATES:
                yield _("“{state}” is no state; states are {states}").format(
                    state=one.literal, states=", ".join(_STATES)
                ) + did_you_mean(one.literal, _STATES)
        elif one.of == "unit":
            yield from _column(tree, one)
        elif one.name in tree.by_code and tree.node(one.name).is_leaf:
            yield from _answer(tree, trials, one, kind)


def _column(tree: Tree, one: Comparison) -> Iterator[str]:
    is_number = one.name in tree.form.units.number
    if is_number and one.kind == "text":
        yield _("“unit.{column}” is a number: write {text} without quotation marks").format(
            column=one.name, text=one.literal
        )
    elif is_number and one.kind == "truth":
        yield _("“unit.{column}” is a number, not true or false").format(column=one.name)
    elif not is_number and one.kind != "text":
        yield _("“unit.{column}” is text: write '{text}', or list the column under number in [units]").format(
            column=one.name, text=one.literal
        )


def _answer(tree: Tree, trials: Trials, one: Comparison, kind: str | None) -> Iterator[str]:
    scale = tree.node(one.name).scale
    seen = type(next(iter(trials.values(one.name, kind)), None))
    if isinstance(scale, Rounds) and seen is list:
        yield from _round(scale, one)
    elif seen is list:
        assert isinstance(scale, (Checklist, Deductions))
        yield from _tick(scale, one)
    elif one.of == "tick" or one.operator == "in":
        yield _("“{code}” is no checklist: compare it with ==").format(code=one.name)
    elif seen is bool:
        if one.kind != "truth":
            yield _("“{code}” is true or false: write answer['{code}'] or !answer['{code}']").format(
                code=one.name
            )
    elif seen is float:
        if one.kind == "text":
            yield _("“{code}” is a number: write {text} without quotation marks").format(
                code=one.name, text=one.literal
            )
        elif one.kind == "truth":
            yield _("“{code}” is a number, not true or false").format(code=one.name)
    elif isinstance(scale, (Options, Words)):
        yield from _text(scale, one)


def _text(scale: Options | Words, one: Comparison) -> Iterator[str]:
    if one.kind != "text":
        yield _("“{code}” is text: write '{text}' between quotation marks").format(
            code=one.name, text=one.literal
        )
    elif isinstance(scale, Options):
        values = [option.value for option in scale.options]
        if one.literal not in values:
            yield _("“{text}” is no option of “{code}”").format(
                text=one.literal, code=one.name
            ) + did_you_mean(one.literal, values)


def _tick(scale: Checklist | Deductions, one: Comparison) -> Iterator[str]:
    names = [part.id for part in (scale.ticks if isinstance(scale, Checklist) else scale.kinds)]
    if one.operator == "==" and one.of == "answer":
        yield _("“{code}” is a list of ticks: write '{text}' in answer['{code}']").format(
            code=one.name, text=one.literal
        )
    elif one.kind != "text" or one.literal not in names:
        yield _("“{text}” is no tick of “{code}”").format(text=one.literal, code=one.name) + did_you_mean(
            one.literal, names
        )


def _round(scale: Rounds, one: Comparison) -> Iterator[str]:
    """A list of what the rounds gave: a value of it is looked for as on the scale of one round."""
    if one.operator == "==" and one.of == "answer":
        yield _("“{code}” is a list of rounds: write {text} in answer['{code}']").format(
            code=one.name, text=repr(one.literal) if one.kind == "text" else one.literal
        )
    elif isinstance(scale.one, (Options, Words)):
        yield from _text(scale.one, one)
