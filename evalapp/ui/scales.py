"""A leaf's scale as editors show it, and recorded values in words: the same for assessors and coordinators."""

from collections.abc import Callable
from functools import partial

from msgspec import structs

from evalapp.base.i18n import _, current_language, ngettext
from evalapp.base.numbers import display
from evalapp.entry.points import points_of as worth_of
from evalapp.form.label import Label, say
from evalapp.form.refusal import ValueRefused
from evalapp.form.scales import (
    Binary,
    Checklist,
    Count,
    Deduction,
    Deductions,
    Derived,
    Imported,
    Number,
    Options,
    Rate,
    Rounds,
    Scale,
)
from evalapp.form.tree import Node, Tree
from evalapp.ui.scale_rules import hit_words, points_of, rule_words, veto_words
from evalapp.ui.widgets.card_state import OptionState, ScaleState
from evalapp.ui.widgets.words import number_text, points_text, sentences

_COMPUTED_DECIMALS = 4


def scale_state(tree: Tree, node: Node) -> ScaleState:
    """How an item is answered, as the value editors show it. Points are those of the full score."""
    rule = sentences(rule_words(node), hit_words(node), veto_words(tree, node))
    return structs.replace(_shape(node), rule=rule)


def _shape(node: Node) -> ScaleState:
    language, scale, full = current_language(), node.scale, node.full_marks
    match scale:
        case Options():
            options = tuple(
                OptionState(
                    value=option.value,
                    label=_label(option.label, option.value),
                    anchor=say(option.anchor, language),
                    points=points_of(node, scale, option.points),
                )
                for option in scale.options
            )
            return ScaleState(kind="options", options=options, points=full)
        case Checklist():
            ticks = tuple(
                OptionState(
                    value=tick.id,
                    label=_label(tick.label, tick.id),
                    points=points_of(node, scale, tick.points) if scale.points is None else None,
                )
                for tick in scale.ticks
            )
            return ScaleState(kind="checklist", options=ticks, points=full)
        case Count():
            return ScaleState(kind="count", points=full, minimum=0, decimals=0)
        case Number():
            return ScaleState(
                kind="number",
                points=full,
                unit=say(scale.unit, language),
                minimum=scale.min,
                maximum=scale.max,
                decimals=scale.decimals,
            )
        case Imported():
            return ScaleState(kind="number", points=full, minimum=0, maximum=scale.max)
        case Rate():
            return ScaleState(kind="rate", points=full)
        case Binary():
            return ScaleState(kind="binary", points=_of_yes(node))
        case Deductions():
            return _deductions(node, scale)
        case Rounds():
            one = _shape(structs.replace(node, scale=scale.one))
            return ScaleState(
                kind="rounds", points=full, one=one, rounds=scale.n, tally=partial(_rounds_tally, node, scale)
            )
        case _:
            return ScaleState(kind="text")


def _label(label: Label, name: str) -> str:
    return say(label, current_language()) or name


def _of_yes(node: Node) -> float | None:
    """What a yes earns, below 0 where it takes points away."""
    return worth_of(node, "answered", "yes")


def _deductions(node: Node, scale: Deductions) -> ScaleState:
    findings = tuple(
        OptionState(value=kind.id, label=_label(kind.label, kind.id), anchor=_cost(node, scale, kind))
        for kind in scale.kinds
    )
    return ScaleState(
        kind="deductions",
        points=node.full_marks,
        options=findings,
        tally=partial(_deductions_tally, node, scale),
    )


def _cost(node: Node, scale: Deductions, kind: Deduction) -> str:
    """What a finding costs, in points of the full score."""
    each = points_of(node, scale, kind.each)
    if each is None:
        return ""
    words = _("−{points} each").format(points=points_text(each))
    if kind.cap is not None:
        most = points_of(node, scale, kind.cap) or 0.0
        words = _("−{points} each, at most −{most}").format(points=points_text(each), most=number_text(most))
        if kind.cap == kind.each:
            words = _("−{points}, however many").format(points=points_text(each))
    return _("{cost}; taken alone").format(cost=words) if kind.sole else words


def _deductions_tally(node: Node, scale: Deductions, value: str) -> str:
    if (recorded := _read(scale, value)) is None:
        return ""
    earned = worth_of(node, "answered", recorded)
    if earned is None or node.full_marks is None:
        n = sum(scale.counts(recorded).values())
        return ngettext("{n} finding", "{n} findings", n).format(n=n)
    if node.part == "penalty":
        return _("Takes {lost}").format(lost=points_text(-earned))
    return _("Lost {lost} of {full}").format(
        lost=number_text(node.full_marks - earned), full=points_text(node.full_marks)
    )


def _rounds_tally(node: Node, scale: Rounds, value: str) -> str:
    if (recorded := _read(scale, value)) is None:
        return ""
    found = len(scale.given(recorded))
    words = _("{found} of {n} rounds").format(found=found, n=scale.n)
    if not scale.enough(recorded):
        return _("{rounds}; with fewer than {needed} it counts as unable to assess").format(
            rounds=words, needed=scale.needed
        )
    earned = worth_of(node, "answered", recorded)
    return (
        words
        if earned is None
        else _("{rounds}, on average {points}").format(rounds=words, points=points_text(earned))
    )


def _read(scale: Scale, value: str) -> str | None:
    try:
        return scale.read(value) if value else None
    except ValueRefused:
        return None


def weight_words(node: Node) -> str:
    """What an item is worth, in a few words."""
    if node.part == "veto":
        return _("Veto item")
    full = node.full_marks
    if full is None:
        return _("Not scored")
    if node.part == "base":
        return points_text(full)
    return ("+" if node.part == "bonus" else "−") + points_text(full)


def value_words(scale: Scale | None, value: str) -> str:
    """A recorded value in words: an option's label, the ticks, a number with its unit, a rate with its per cent."""
    language = current_language()
    match scale:
        case Binary():
            return _("Yes") if value == "yes" else _("No")
        case Options():
            option = scale.option(value)
            return (say(option.label, language) if option is not None else "") or value
        case Checklist():
            ticked = scale.ticked(value)
            labels = [_label(tick.label, tick.id) for tick in scale.ticks if tick.id in ticked]
            return _(", ").join(labels) or _("None of these")
        case Deductions():
            counts = scale.counts(value)
            found = [
                _("{finding} × {n}").format(finding=_label(kind.label, kind.id), n=counts[kind.id])
                for kind in scale.kinds
                if kind.id in counts
            ]
            return _(", ").join(found) or _("Nothing found")
        case Rounds():
            return _by_round(scale, value, partial(value_words, scale.one))
        case Number():
            return f"{value} {say(scale.unit, language)}".rstrip()
        case Rate():
            return f"{value} ({display(scale.percent(value), 1)} %)"
        case Derived():
            if value in ("yes", "no"):
                return _("Yes") if value == "yes" else _("No")
            return number_text(float(value), _COMPUTED_DECIMALS)
        case _:
            return value


def rolled_words(scale: Scale | None, value: str) -> str:
    """What the values of sub-units came to together: a share, a truth, or a number that need not be one of the scale."""
    if "/" in value:
        return value_words(scale, value)
    if value in ("yes", "no"):
        return _("Yes") if value == "yes" else _("No")
    unit = say(scale.unit, current_language()) if isinstance(scale, Number) else ""
    unit = "%" if isinstance(scale, Rate) else unit
    return f"{number_text(float(value), _COMPUTED_DECIMALS)} {unit}".rstrip()


def brief_words(scale: Scale | None, value: str) -> str:
    """As :func:`value_words`, for one line: a checklist as so many of so many, words to their first line."""
    match scale:
        case Checklist():
            return _("{n} of {total}").format(n=len(scale.ticked(value)), total=len(scale.ticks))
        case Deductions():
            n = sum(scale.counts(value).values())
            return ngettext("{n} finding", "{n} findings", n).format(n=n) if n else _("Nothing found")
        case Rounds():
            return _by_round(scale, value, partial(brief_words, scale.one))
        case _:
            return (value_words(scale, value).splitlines() or [""])[0]


def _by_round(scale: Rounds, value: str, words: Callable[[str], str]) -> str:
    """The rounds in their order; a dash stands for a missed one."""
    return " · ".join(words(part) if part else "—" for part in scale.each(value))
