"""What of a scale changed between two editions of a form: its kind, what can be chosen, bounds, points."""

from typing import Any

import msgspec

from evalapp.base.i18n import _
from evalapp.form.changes import TEXTS, step
from evalapp.form.mapping import LeafImage
from evalapp.form.proposal import choices
from evalapp.form.scales import Scale

_LISTS = ("options", "ticks", "findings")


def scale_steps(old: Scale, new: Scale, image: LeafImage) -> list[str]:
    """``gone: part``, ``new: most``, ``max: 100 → 60``: everything but texts; ``image`` says which values are the same.

    What is gone is left out where some values have an image: the others are then named as having none.
    """
    before, after = plain_scale(old), plain_scale(new)
    if before["kind"] != after["kind"]:
        return [step("kind", before["kind"], after["kind"])]
    kept = dict(image.values) or {name: name for name in choices(old) if name in choices(new)}
    found = [f"{name} → {now}" for name, now in kept.items() if name != now]
    come = [name for name in choices(new) if name not in kept.values()]
    gone = [name for name in choices(old) if name not in kept] if image.again else []
    parts = [_("renamed: {names}").format(names=", ".join(found))] if found else []
    parts += [_("added: {names}").format(names=", ".join(come))] if come else []
    parts += [_("removed: {names}").format(names=", ".join(gone))] if gone else []
    return parts + changed_points(
        "", _those_kept(before, kept), _those_kept(after, {now: now for now in kept.values()})
    )


def _those_kept(scale: Any, kept: dict[str, str]) -> Any:
    """The tables of a scale with only the choices that are ``kept``, under their new names."""
    if not isinstance(scale, dict):
        return scale
    return {
        key: {kept[name]: _unnamed(entry) for name, entry in part.items() if name in kept}
        if key in _LISTS and isinstance(part, dict)
        else _those_kept(part, kept)
        for key, part in scale.items()
    }


def _unnamed(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: part for key, part in entry.items() if key not in ("value", "id")}


def plain_scale(scale: Scale | None) -> dict[str, Any]:
    """A scale as plain tables, without what people read; lists of options and ticks by name, since their order earns nothing."""
    found = _without_texts(msgspec.to_builtins(scale))
    assert isinstance(found, dict)
    return found


def _without_texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_texts(part) for key, part in value.items() if key not in TEXTS}
    if isinstance(value, list | tuple) and value and isinstance(value[0], dict):
        return {str(part.get("value", part.get("id"))): _without_texts(part) for part in value}
    return value


def changed_points(place: str, old: Any, new: Any) -> list[str]:
    """What earns other points in two scales of one answer shape: ``full, points: 4 → 5``."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return [step(place, old, new)] if old != new else []
    found = []
    for key in dict.fromkeys((*old, *new)):
        inner = f"{place}, {key}" if place else key
        found += changed_points("" if key in _LISTS else inner, old.get(key), new.get(key))
    return found
