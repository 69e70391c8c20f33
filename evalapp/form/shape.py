"""What an answer to each leaf of an edition may look like: whether it fits another edition too (RECORD R21)."""

import hashlib

import msgspec
from msgspec import Struct

from evalapp.form.label import Label
from evalapp.form.model import Form, Item, SpecialState, form_hash
from evalapp.form.refusal import ValueRefused
from evalapp.form.scales import Derived, Scale

_CANONICAL = msgspec.json.Encoder(order="sorted")


class Leaf(Struct, frozen=True):
    """An answered item of an edition, as far as recorded answers depend on it."""

    code: str
    title: Label
    scale: Scale
    states: frozenset[SpecialState]
    shape: str

    def takes(self, state: str, value: str) -> bool:
        """Whether a recorded answer can stand here: a state that is offered, or a value in its one spelling."""
        if state != "answered":
            return not value and (state == "blank" or state in self.states)
        return self.spelled(value) == value

    def spelled(self, value: str) -> str | None:
        """The one spelling of a value; None where the scale does not take it."""
        try:
            return self.scale.read(value)
        except ValueRefused:
            return None


class Edition(Struct, frozen=True):
    """An edition of a form, named by its hash, as far as recorded answers depend on it."""

    hash: str
    version: str
    leaves: dict[str, Leaf]
    id: str = ""


def edition_of(form: Form) -> Edition:
    """The edition that a form is. Computed items are no leaves of it: nobody answers them."""
    leaves = {}
    for item in form.items:
        scale = form.scale_of(item)
        if scale is not None and not isinstance(scale, Derived):
            leaves[item.code] = Leaf(
                item.code, item.title, scale, frozenset(item.states), answer_shape(item, scale)
            )
    return Edition(form_hash(form), form.head.version, leaves, form.head.id)


def answer_shape(item: Item, scale: Scale) -> str:
    """What an answer to this leaf may look like, as a hash: it fits every edition with the same shape (RECORD R21).

    States offered, kind of value, options, bounds and decimals are in it; texts, points and weights are not.
    """
    shape = (*sorted(item.states), scale.shape())
    return hashlib.sha256(_CANONICAL.encode(shape)).hexdigest()
