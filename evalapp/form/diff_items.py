"""How the items of two editions of a form differ, and what that means for answers that are there (RECORD R21)."""

from collections.abc import Iterator

import msgspec

from evalapp.base.i18n import _
from evalapp.form.changes import TEXTS, Change, Kind, Meaning, changed_keys, said, step
from evalapp.form.diff_scales import changed_points, plain_scale, scale_steps
from evalapp.form.model import Form, Item
from evalapp.form.proposal import image_between, renamings, without_image
from evalapp.form.scales import Number
from evalapp.form.shape import Edition, Leaf

_APART = frozenset({"code", "parent", "scale", "states", "evidence"})
"""Keys of an item that are looked at by themselves."""


def item_changes(before: Form, after: Form, origin: Edition, target: Edition) -> Iterator[Change]:
    """The changes of items; ``origin`` and ``target`` are the editions that the forms are."""
    renamed = {new: old for old, new in renamings(origin, target)}
    for item in after.items:
        old = _find(before, item.code)
        if item.code in renamed:
            yield from _renamed(renamed[item.code], item.code, origin, target)
            old = _find(before, renamed[item.code])
            assert old is not None
            yield from _same_kind(before, after, old, item)
        elif old is None:
            yield _added(item, target)
        else:
            yield from _both(before, after, old, item, origin, target)
    for item in before.items:
        if _find(after, item.code) is None and item.code not in renamed.values():
            yield _removed(item, origin)
    yield from _order(before, after)


def _find(form: Form, code: str) -> Item | None:
    return next((item for item in form.items if item.code == code), None)


def _changed_item(
    code: str, kind: Kind, words: str, meaning: Meaning = "safe", *, scores: bool = False
) -> Change:
    return Change(table="item", subject=code, kind=kind, meaning=meaning, words=words, scores=scores)


def _added(item: Item, target: Edition) -> Change:
    if item.code not in target.leaves:
        return _changed_item(item.code, "added", _("new; it is not answered itself"), scores=True)
    return _changed_item(item.code, "added", _("a new item: nobody has answered it yet"), scores=True)


def _removed(item: Item, origin: Edition) -> Change:
    if item.code not in origin.leaves:
        return _changed_item(item.code, "removed", _("gone; it was not answered itself"), scores=True)
    words = _("the item is gone: its answers stay in the history and count no more")
    return _changed_item(item.code, "removed", words, "destructive", scores=True)


def _renamed(old: str, new: str, origin: Edition, target: Edition) -> Iterator[Change]:
    words = _(
        "probably {old} under another code: a mapping must say so, else its answers count no more"
    ).format(old=old)
    yield _changed_item(new, "renamed", words, "mapping")
    if origin.leaves[old].shape != target.leaves[new].shape:
        yield _shape(origin.leaves[old], target.leaves[new])


def _both(
    before: Form, after: Form, old: Item, new: Item, origin: Edition, target: Edition
) -> Iterator[Change]:
    was, is_now = origin.leaves.get(old.code), target.leaves.get(new.code)
    if was is not None and is_now is None:
        words = _("the item is no longer answered: its answers stay in the history and count no more")
        yield _changed_item(new.code, "removed", words, "destructive", scores=True)
    elif was is None and is_now is not None:
        words = _("the item is answered from this edition on: nobody has answered it yet")
        yield _changed_item(new.code, "added", words, scores=True)
    elif was is not None and is_now is not None:
        if was.shape != is_now.shape:
            yield _shape(was, is_now)
        yield from _other_units(before, after, new.code)
    yield from _same_kind(before, after, old, new)


def _shape(old: Leaf, new: Leaf) -> Change:
    image, _doubtful = image_between(old, new)
    lost = without_image(image, old, new)
    if image.again:
        words = _("another scale, which has no counterpart for the old values: answers are to be given again")
        told = "; ".join((words, *scale_steps(old.scale, new.scale, image)))
        return _changed_item(new.code, "shape", told, "destructive", scores=True)
    parts = [_("another scale: a mapping must say what the old answers mean")]
    if old.scale.shape() == new.scale.shape():
        parts = [_("other states are offered: a mapping must say what the old answers mean")]
    else:
        parts += scale_steps(old.scale, new.scale, image)
    if old.states != new.states:
        parts.append(step("states", sorted(old.states), sorted(new.states)))
    if lost:
        parts.append(_("no counterpart has {names}").format(names=", ".join(lost)))
    return _changed_item(new.code, "shape", "; ".join(parts), "mapping", scores=True)


def _other_units(before: Form, after: Form, code: str) -> Iterator[Change]:
    """Whether an item is answered for units of another kind than before: those before them keep their answers."""
    old, new = _answered_for(before, code), _answered_for(after, code)
    if old != new:
        words = _(
            "it is answered for units of another kind ({old} → {new}): answers for the others count no more"
        )
        words = words.format(old=old or "–", new=new or "–")
        yield _changed_item(code, "shape", words, "destructive", scores=True)


def _answered_for(form: Form, code: str) -> str:
    """The kind of sub-units for which an item is answered, by itself or by a group above it; "" for none."""
    item = _find(form, code)
    while item is not None and item.rollup is None:
        item = _find(form, item.parent)
    return item.rollup.kind if item is not None and item.rollup is not None else ""


def _same_kind(before: Form, after: Form, old: Item, new: Item) -> Iterator[Change]:
    """What changed at an item but its answer shape."""
    if old.parent != new.parent:
        words = _("moved from {old} to {new}").format(old=old.parent or "–", new=new.parent or "–")
        yield _changed_item(new.code, "moved", words, scores=True)
    found = {key: pair for key, pair in changed_keys(old, new).items() if key not in _APART}
    texts = [key for key in found if key in TEXTS]
    scale, other = before.scale_of(old), after.scale_of(new)
    alike = scale is not None and other is not None and scale.shape() == other.shape()
    if alike and _texts(scale) != _texts(other):
        texts.append("scale")
    if texts:
        yield _changed_item(new.code, "texts", _("texts: {keys}").format(keys=", ".join(texts)))
    if isinstance(scale, Number) and isinstance(other, Number) and scale.unit != other.unit:
        words = _(
            "the unit of measurement was {old} and is {new}: answers count as the numbers that they are"
        )
        yield _changed_item(new.code, "texts", words.format(old=said(scale.unit), new=said(other.unit)))
    parts = [step(key, *pair) for key, pair in found.items() if key not in TEXTS]
    parts += changed_points("", plain_scale(scale), plain_scale(other)) if alike else []
    if parts:
        yield _changed_item(new.code, "scoring", "; ".join(parts), scores=True)
    if old.evidence != new.evidence:
        yield _changed_item(new.code, "entry", step("evidence", old.evidence, new.evidence))


def _texts(value: object, name: str = "") -> list[tuple[str, object]]:
    """What people read of a scale, but its unit of measurement, in order and each with the name that it belongs to."""
    if not name:
        return _texts(msgspec.to_builtins(value), "scale")
    if isinstance(value, list | tuple):
        return [text for part in value for text in _texts(part, name)]
    if not isinstance(value, dict):
        return []
    own = str(value.get("value", value.get("id", name)))
    read = [(own, part) for key, part in value.items() if key in TEXTS and key != "unit"]
    return [(own, ""), *read] + [
        text for key, part in value.items() if key not in TEXTS for text in _texts(part, key)
    ]


def _order(before: Form, after: Form) -> Iterator[Change]:
    """Whether the items that stayed under one parent stand in another order."""
    old, new = (
        {item.code: item.parent for item in before.items},
        {item.code: item.parent for item in after.items},
    )
    kept = {code for code, parent in old.items() if new.get(code) == parent}
    for parent in dict.fromkeys(new.values()):
        first = [code for code in old if code in kept and old[code] == parent]
        then = [code for code in new if code in kept and new[code] == parent]
        if first != then:
            yield _changed_item(parent, "order", _("another order: {codes}").format(codes=", ".join(then)))
