"""What an item was in the edition before, in words and among its options."""

from msgspec import structs

from evalapp.base.i18n import _
from evalapp.form.tree import Node
from evalapp.ui.assessor.steps import answer_words
from evalapp.ui.widgets.card_state import ScaleState
from evalapp.work.answers import Entered, UnitPage


def earlier_words(node: Node, page: UnitPage) -> str:
    """Such as “2021: Part”; "" where nothing is known of the item."""
    value = None if page.earlier is None else page.earlier.values.get(node.code)
    if page.earlier is None or value is None:
        return ""
    words = answer_words(node, Entered(state=value.state, value=value.value))
    return _("{edition}: {answer}").format(edition=page.earlier.label, answer=words)


def with_earlier(scale: ScaleState, node: Node, page: UnitPage) -> ScaleState:
    """The scale with the option marked that was the answer then."""
    value = None if page.earlier is None else page.earlier.values.get(node.code)
    if value is None or scale.kind != "options" or value.state != "answered":
        return scale
    options = tuple(structs.replace(option, earlier=option.value == value.value) for option in scale.options)
    return structs.replace(scale, options=options)
