"""What older answers mean in another edition of a form: leaf to leaf, value to value (RECORD R23)."""

from collections.abc import Iterator

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.form.names import repeated
from evalapp.form.refusal import ValueRefused
from evalapp.form.scales import Checklist, Deductions, Rounds, Scale
from evalapp.form.scales.checklist import NOTHING
from evalapp.form.shape import Edition, Leaf


class LeafImage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the leaf ``old`` is in the other edition: the leaf ``new``.

    ``values`` gives old values and their images (ticks or findings, where values are lists of them; values of one round,
    where there are several): what is not named has none. Without it, values stay as they are where the new scale takes them.
    ``states`` changes special states, which else stay where they are offered. ``again``: no answer is taken over.
    """

    old: str
    new: str
    values: tuple[tuple[str, str], ...] = ()
    states: tuple[tuple[str, str], ...] = ()
    again: bool = False


class FormMapping(Struct, frozen=True, kw_only=True):
    """From the edition with the hash ``origin`` to that with the hash ``target``.

    A leaf that is not named stays what it is where its code has the same answer shape there (RECORD R21).
    """

    origin: str
    target: str
    leaves: tuple[LeafImage, ...] = ()


def image_of_value(image: LeafImage, old: Leaf, new: Leaf, value: str) -> str | None:
    """What a recorded value becomes by a leaf's image, in its one spelling there; None where it has no image.

    Nothing is rounded, cut off or guessed: of a list of ticks either all have an image or the list has none.
    """
    if not comparable(old.scale, new.scale):
        return None
    found = _translated(dict(image.values), old.scale, new.scale, value)
    spelled = None if found is None else new.spelled(found)
    return spelled if spelled == found or parts(new.scale) else None


def _translated(names: dict[str, str], old: Scale, new: Scale, value: str) -> str | None:
    """The value with its names changed, as somebody might type it at the new scale."""
    if not names and (old.__struct_config__.tag == new.__struct_config__.tag):
        return value
    match old, new:
        case Rounds(), Rounds():
            return _by_round(names, old, new, value)
        case (Checklist(), Checklist()) | (Deductions(), Deductions()):
            if value == NOTHING:
                return NOTHING
            pieces = [piece.partition("=") for piece in value.split(";")]
            known = all(name in names for name, _equals, _n in pieces)
            return ";".join(names[name] + equals + n for name, equals, n in pieces) if known else None
        case _:
            return names.get(value) if names else value


def _by_round(names: dict[str, str], old: Rounds, new: Rounds, value: str) -> str | None:
    if old.n != new.n:
        return None
    rounds = [
        _translated(names, old.one, new.one, one.replace(",", ";") if parts(old) else one) if one else ""
        for one in value.split(";")
    ]
    if any(one is None for one in rounds):
        return None
    return ";".join((one or "").replace(";", ",") for one in rounds)


def single(scale: Scale) -> Scale:
    """The scale of one round; any other scale itself."""
    return scale.one if isinstance(scale, Rounds) else scale


def parts(scale: Scale) -> tuple[str, ...]:
    """The ticks or findings of which a scale's values are lists, in the order in which it spells them; nothing for others."""
    match single(scale):
        case Checklist(ticks=ticks):
            return tuple(tick.id for tick in ticks)
        case Deductions(kinds=kinds):
            return tuple(kind.id for kind in kinds)
        case _:
            return ()


def comparable(old: Scale, new: Scale) -> bool:
    """Whether values can be mapped at all: one by one, or part by part between lists of one sort, round by round."""
    if isinstance(old, Rounds) or isinstance(new, Rounds):
        alike = isinstance(old, Rounds) and isinstance(new, Rounds) and old.n == new.n
        return alike and comparable(single(old), single(new))
    if parts(old) or parts(new):
        return old.__struct_config__.tag == new.__struct_config__.tag
    return True


def spelled_alike(old: Scale, new: Scale) -> bool:
    """Whether two scales of the same answer shape spell every value alike: ticks may stand in another order."""
    return parts(old) == parts(new)


def has_name(scale: Scale, name: str) -> bool:
    """Whether a mapping may name ``name`` at a scale: a tick or finding of a list, else a value in its one spelling."""
    if parts(scale):
        return name in parts(scale)
    try:
        return single(scale).read(name) == name
    except ValueRefused:
        return False


def image_of_state(image: LeafImage, new: Leaf, state: str) -> str | None:
    """What a special state becomes by a leaf's image; None where the new leaf does not offer it."""
    found = dict(image.states).get(state, state)
    return found if found in new.states else None


def is_injective(image: LeafImage, old: Leaf, new: Leaf) -> bool:
    """Whether no two old values or states become one: what can be told apart before can be told apart after."""
    states = [image_of_state(image, new, state) for state in old.states]
    kept = [state for state in states if state is not None]
    return len(set(kept)) == len(kept) and not repeated([to for _from, to in image.values])


def faults(mapping: FormMapping, origin: Edition, target: Edition) -> Iterator[str]:
    """What is wrong with a mapping between these editions, one sentence each."""
    if mapping.origin == mapping.target:
        yield _("“from” and “to” are the same edition")
    for code in repeated([image.old for image in mapping.leaves]):
        yield _("“{code}” is mapped twice").format(code=code)
    for code in repeated([image.new for image in mapping.leaves]):
        yield _(
            "two items become “{code}”, so that nobody could say which answer counts; map one of them only"
        ).format(code=code)
    for image in mapping.leaves:
        old, new = origin.leaves.get(image.old), target.leaves.get(image.new)
        if old is None:
            yield _("the older edition has no answered item “{code}”").format(code=image.old)
        if new is None:
            yield _("the newer edition has no answered item “{code}”").format(code=image.new)
        if old is not None and new is not None:
            yield from (f"{image.old} → {image.new}: {fault}" for fault in _leaf_faults(image, old, new))


def _leaf_faults(image: LeafImage, old: Leaf, new: Leaf) -> Iterator[str]:
    for name in repeated([value for value, _to in image.values]):
        yield _("the value “{value}” is mapped twice").format(value=name)
    if image.values and not comparable(old.scale, new.scale):
        yield _("the scales are of different sorts, so that no value of one has a counterpart in the other")
    for value, to in image.values:
        if not has_name(old.scale, value):
            yield _("the older scale has no value “{value}”").format(value=value)
        if not has_name(new.scale, to):
            yield _("the newer scale has no value “{value}”").format(value=to)
    for state, to in image.states:
        if state not in old.states:
            yield _("the older item does not offer the state “{state}”").format(state=state)
        if to not in new.states:
            yield _("the newer item does not offer the state “{state}”").format(state=to)
    if image.again and (image.values or image.states):
        yield _("“again” takes no answer over, so that “values” and “states” say nothing")
