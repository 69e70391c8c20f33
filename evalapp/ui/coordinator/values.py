"""Items, scales and recorded values as the coordinator's pages say them."""

from evalapp.base.i18n import _, current_language
from evalapp.entry.final import Final, State
from evalapp.form.label import say
from evalapp.form.tree import Node
from evalapp.ui.scales import value_words as scale_words
from evalapp.ui.widgets.words import state_word


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
    return scale_words(node.scale, value)


def final_words(node: Node, final: Final | None) -> str:
    """A final value in words; a mean of two answers says that it is one."""
    if final is None:
        return _("Unanswered")
    if final.score is not None:
        return _("Mean of two answers")
    return value_words(node, final.state, final.value)


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
