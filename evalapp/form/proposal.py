"""A first draft of a mapping between two editions, for a person to look through (RECORD R23)."""

from collections.abc import Iterator

from msgspec import Struct, structs

from evalapp.form.label import Label
from evalapp.form.mapping import FormMapping, LeafImage, comparable, single
from evalapp.form.scales import Binary, Checklist, Deductions, Options, Scale
from evalapp.form.shape import Edition, Leaf

_YES, _NO = frozenset({"yes", "是", "有"}), frozenset({"no", "否", "无"})


class Proposal(Struct, frozen=True, kw_only=True):
    """A mapping and the old codes whose images were guessed: a person must confirm these.

    ``gone`` are old codes without any image, ``lost`` the values without one by old code.
    """

    mapping: FormMapping
    guessed: frozenset[str] = frozenset()
    gone: tuple[str, ...] = ()
    lost: dict[str, tuple[str, ...]] = {}


def propose(before: Edition, after: Edition) -> Proposal:
    """A mapping that keeps equal codes, pairs other codes by title or shape, and values by label or name."""
    pairs = {code: code for code in before.leaves if code in after.leaves}
    renamed = dict(renamings(before, after))
    leaves: list[LeafImage] = []
    guessed: set[str] = set()
    lost: dict[str, tuple[str, ...]] = {}
    for code, new_code in (pairs | renamed).items():
        old, new = before.leaves[code], after.leaves[new_code]
        if code == new_code and old.shape == new.shape:
            continue
        image, doubtful = image_between(old, new)
        leaves.append(image)
        if doubtful or code in renamed:
            guessed.add(code)
        if missing := without_image(image, old, new):
            lost[code] = missing
    order = list(before.leaves)
    leaves.sort(key=lambda image: order.index(image.old))
    return Proposal(
        mapping=FormMapping(origin=before.hash, target=after.hash, leaves=tuple(leaves)),
        guessed=frozenset(guessed),
        gone=tuple(code for code in order if code not in pairs and code not in renamed),
        lost=lost,
    )


def renamings(before: Edition, after: Edition) -> Iterator[tuple[str, str]]:
    """Leaves that probably only changed their code: by title and shape, then by title, then by a shape that only they have."""
    gone = [leaf for code, leaf in before.leaves.items() if code not in after.leaves]
    come = [leaf for code, leaf in after.leaves.items() if code not in before.leaves]
    for alike in (_same_item, _same_title, _same_shape):
        for old in list(gone):
            candidates = [new for new in come if alike(old, new)]
            rivals = [other for other in gone if alike(other, candidates[0])] if candidates else []
            if len(candidates) == len(rivals) == 1:
                yield old.code, candidates[0].code
                gone.remove(old)
                come.remove(candidates[0])


def _same_item(old: Leaf, new: Leaf) -> bool:
    return _same_shape(old, new) and _same_title(old, new)


def _same_title(old: Leaf, new: Leaf) -> bool:
    return bool(_names(old.title) & _names(new.title))


def _same_shape(old: Leaf, new: Leaf) -> bool:
    return old.shape == new.shape


def _names(label: Label) -> frozenset[str]:
    texts = (label,) if isinstance(label, str) else (label.zh, label.en)
    return frozenset(text.strip().casefold() for text in texts if text.strip())


def image_between(old: Leaf, new: Leaf) -> tuple[LeafImage, bool]:
    """What a leaf probably is in the other edition, and whether somebody must look: a name stayed and its label did not."""
    image = LeafImage(old=old.code, new=new.code)
    if old.shape == new.shape:
        return image, False
    before, after = choices(old.scale), choices(new.scale)
    if not comparable(old.scale, new.scale):
        return structs.replace(image, again=True), False
    if before and after:
        pairs, doubtful = _paired(before, after)
        if pairs:
            return structs.replace(image, values=tuple(pairs)), doubtful
        return structs.replace(image, again=True), False
    if single(old.scale).__struct_config__.tag == single(new.scale).__struct_config__.tag:
        return image, False
    return structs.replace(image, again=True), False


Choices = dict[str, frozenset[str]]
"""The values that can be chosen, or ticked, each with the names by which people know it."""


def choices(scale: Scale) -> Choices:
    """The values, ticks or findings of a scale that lists them; nothing for numbers and texts."""
    match single(scale):
        case Options(options=options):
            return {option.value: _names(option.label) for option in options}
        case Checklist(ticks=ticks):
            return {tick.id: _names(tick.label) for tick in ticks}
        case Deductions(kinds=kinds):
            return {kind.id: _names(kind.label) for kind in kinds}
        case Binary():
            return {"yes": _YES, "no": _NO}
        case _:
            return {}


def _paired(before: Choices, after: Choices) -> tuple[list[tuple[str, str]], bool]:
    """Old values with the new ones of the same label, else of the same name."""
    pairs: list[tuple[str, str]] = []
    doubtful = False
    for value, names in before.items():
        labelled = [new for new, labels in after.items() if names & labels]
        if len(labelled) == 1:
            pairs.append((value, labelled[0]))
        elif value in after:
            pairs.append((value, value))
            doubtful = doubtful or bool(names or after[value])
    return pairs, doubtful


def without_image(image: LeafImage, old: Leaf, new: Leaf) -> tuple[str, ...]:
    """The old values, ticks and states that have no image, as far as the old scale lists them."""
    if image.again:
        return (*choices(old.scale), *sorted(old.states))
    named = {value for value, _to in image.values} or {
        value for value in choices(old.scale) if value in choices(new.scale)
    }
    values = [value for value in choices(old.scale) if value not in named]
    renamed = dict(image.states)
    return (*values, *(state for state in sorted(old.states) if renamed.get(state, state) not in new.states))
