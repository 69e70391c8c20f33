"""A leaf's scale as editors show it, and recorded values in words: the same for assessors and coordinators."""

from msgspec import structs

from evalapp.base.i18n import _, current_language
from evalapp.base.numbers import display
from evalapp.form.label import say
from evalapp.form.scales import Binary, Checklist, Count, Number, Options, Rate, Scale
from evalapp.form.tree import Node
from evalapp.ui.scale_rules import points_of, rule_words
from evalapp.ui.widgets.card_state import OptionState, ScaleState


def scale_state(node: Node) -> ScaleState:
    """How an item is answered, as the value editors show it. Points are those of the full score."""
    return structs.replace(_shape(node), rule=rule_words(node))


def _shape(node: Node) -> ScaleState:
    language, scale = current_language(), node.scale
    match scale:
        case Options():
            options = tuple(
                OptionState(
                    value=option.value,
                    label=say(option.label, language) or option.value,
                    anchor=say(option.anchor, language),
                    points=points_of(node, scale, option.points),
                )
                for option in scale.options
            )
            return ScaleState(kind="options", options=options, points=node.nominal)
        case Checklist():
            ticks = tuple(
                OptionState(
                    value=tick.id,
                    label=say(tick.label, language) or tick.id,
                    points=points_of(node, scale, tick.points) if scale.points is None else None,
                )
                for tick in scale.ticks
            )
            return ScaleState(kind="checklist", options=ticks, points=node.nominal)
        case Count():
            return ScaleState(kind="count", points=node.nominal, minimum=0, decimals=0)
        case Number():
            return ScaleState(
                kind="number",
                points=node.nominal,
                unit=say(scale.unit, language),
                minimum=scale.min,
                maximum=scale.max,
                decimals=scale.decimals,
            )
        case Rate():
            return ScaleState(kind="rate", points=node.nominal)
        case Binary():
            return ScaleState(kind="binary", points=node.nominal)
        case _:
            return ScaleState(kind="text")


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
            labels = [say(tick.label, language) or tick.id for tick in scale.ticks if tick.id in ticked]
            return _(", ").join(labels) or _("None of these")
        case Number():
            return f"{value} {say(scale.unit, language)}".rstrip()
        case Rate():
            return f"{value} ({display(scale.percent(value), 1)} %)"
        case _:
            return value


def brief_words(scale: Scale | None, value: str) -> str:
    """As :func:`value_words`, for one line: a checklist as so many of so many, words to their first line."""
    if isinstance(scale, Checklist):
        return _("{n} of {total}").format(n=len(scale.ticked(value)), total=len(scale.ticks))
    return (value_words(scale, value).splitlines() or [""])[0]
