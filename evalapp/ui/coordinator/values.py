"""Items, scales and recorded values as the coordinator's pages say them."""

from evalapp.base.i18n import _, current_language
from evalapp.base.numbers import display
from evalapp.entry.final import Final, State
from evalapp.form.label import say
from evalapp.form.scales import Binary, Checklist, Count, Number, Options, Rate
from evalapp.form.tree import Node
from evalapp.ui.widgets.card_state import OptionState, ScaleState
from evalapp.ui.widgets.words import state_word
from evalapp.work.deciding import points_of


def item_words(node: Node) -> str:
    """An item's code and title."""
    title = say(node.item.title, current_language())
    return f"{node.code} {title}" if title and title != node.code else node.code


def value_words(node: Node, state: State, value: str) -> str:
    """What was answered, in words: the label of an option, a number with its unit, a special state."""
    if state == "blank":
        return _("Unanswered")
    if state != "answered":
        return state_word(state)
    language = current_language()
    match node.scale:
        case Binary():
            return _("Yes") if value == "yes" else _("No")
        case Options():
            option = node.scale.option(value)
            return (say(option.label, language) if option is not None else "") or value
        case Checklist():
            ticked = node.scale.ticked(value)
            labels = [say(tick.label, language) or tick.id for tick in node.scale.ticks if tick.id in ticked]
            return _(", ").join(labels) or _("None of these")
        case Number():
            return f"{value} {say(node.scale.unit, language)}".rstrip()
        case Rate():
            return f"{value} ({display(node.scale.percent(value), 1)} %)"
        case _:
            return value


def final_words(node: Node, final: Final | None) -> str:
    """A final value in words; a mean of two answers says that it is one."""
    if final is None:
        return _("Unanswered")
    if final.score is not None:
        return _("Mean of two answers")
    return value_words(node, final.state, final.value)


def scale_state(node: Node) -> ScaleState:
    """How an item is answered, as the value editors show it. Points are those of the full score."""
    language = current_language()
    match node.scale:
        case Binary():
            return ScaleState(kind="binary", points=points_of(node, "answered", "yes"))
        case Options():
            options = tuple(
                OptionState(
                    value=option.value,
                    label=say(option.label, language) or option.value,
                    anchor=say(option.anchor, language),
                    points=points_of(node, "answered", option.value),
                )
                for option in node.scale.options
            )
            return ScaleState(kind="options", options=options)
        case Checklist():
            ticks = tuple(
                OptionState(value=tick.id, label=say(tick.label, language) or tick.id)
                for tick in node.scale.ticks
            )
            return ScaleState(kind="checklist", options=ticks)
        case Count():
            return ScaleState(kind="count", minimum=0)
        case Number():
            return ScaleState(
                kind="number",
                unit=say(node.scale.unit, language),
                minimum=node.scale.min,
                maximum=node.scale.max,
                decimals=node.scale.decimals,
            )
        case Rate():
            return ScaleState(kind="rate")
        case _:
            return ScaleState(kind="text")


def category_choices() -> tuple[tuple[str, str], ...]:
    """Why one assessment is preferred: the code of each reason category and its words."""
    return (
        ("evidence", _("Better evidence")),
        ("overlooked", _("Entrance overlooked")),
        ("date", _("Different dates")),
        ("misread", _("Scale misread")),
        ("mended", _("Mended since")),
        ("other", _("Other")),
    )


def confidence_word(confidence: str) -> str:
    """How sure an assessor was; "" where nothing was said."""
    words = {"low": _("Low"), "medium": _("Medium"), "high": _("High")}
    return words.get(confidence, "")


def short_name(name: str) -> str:
    """A city's name as a column has room for it."""
    return name.removesuffix("市") if len(name) > 2 else name
