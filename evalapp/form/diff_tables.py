"""How two editions of a form differ beside their items: policy, grades, checks, roster columns, named scales."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, structs

from evalapp.base.i18n import _
from evalapp.form.changes import TEXTS, Change, changed_keys, step
from evalapp.form.model import Form

_SHOWN = TEXTS | {"decimals", "tie_order", "list", "id"}
"""Keys that no result depends on."""


def scale_changes(before: Form, after: Form) -> Iterator[Change]:
    """The named scales; what a change means for answers is said at the items that use them."""
    for name in dict.fromkeys((*before.scales, *after.scales)):
        old, new = before.scales.get(name), after.scales.get(name)
        if old == new:
            continue
        users = ", ".join(item.code for item in after.items if item.scale == name)
        if old is None:
            words = _("a new scale")
        elif new is None:
            words = _("the scale is gone")
        elif users:
            words = _("changed; see the items that use it: {codes}").format(codes=users)
        else:
            words = _("changed; no item uses it")
        yield Change(table="scales", subject=name, kind="scoring", meaning="safe", words=words)


def table_changes(before: Form, after: Form) -> Iterator[Change]:
    """Head, roster columns, policy, grades, checks and whatever else a form says beside its items."""
    for field in structs.fields(Form):
        if field.name in ("items", "scales"):
            continue
        old, new = getattr(before, field.name), getattr(after, field.name)
        if isinstance(new, Struct) and isinstance(old, Struct):
            yield from _settings(field.encode_name, "", old, new)
        else:
            yield from _entries(field.encode_name, old, new)


def _settings(table: str, subject: str, old: Struct, new: Struct) -> Iterator[Change]:
    found = changed_keys(old, new)
    texts = [key for key in found if key in TEXTS]
    if texts:
        words = _("texts: {keys}").format(keys=", ".join(texts))
        yield Change(table=table, subject=subject, kind="texts", meaning="safe", words=words)
    others = [key for key in found if key not in TEXTS]
    if others:
        words = "; ".join(words for key in others for words in _steps(key, *found[key]))
        scores = table != "check" and any(key not in _SHOWN for key in others)
        yield Change(table=table, subject=subject, kind="scoring", meaning="safe", words=words, scores=scores)


def _steps(key: str, old: object, new: object) -> Iterator[str]:
    """What changed under a key: of weights by code, each by itself."""
    if isinstance(old, dict) and isinstance(new, dict):
        for code in dict.fromkeys((*old, *new)):
            if old.get(code) != new.get(code):
                yield step(f"{key} {code}", old.get(code), new.get(code))
    else:
        yield step(key, old, new)


def _entries(table: str, before: Sequence[Struct], after: Sequence[Struct]) -> Iterator[Change]:
    """Tables that occur several times, each with an ``id``."""
    old, new = _by_id(before), _by_id(after)
    scores = table != "check"
    for name in dict.fromkeys((*old, *new)):
        if name not in old:
            yield Change(
                table=table, subject=name, kind="added", meaning="safe", words=_("added"), scores=scores
            )
        elif name not in new:
            yield Change(
                table=table, subject=name, kind="removed", meaning="safe", words=_("gone"), scores=scores
            )
        else:
            yield from _settings(table, name, old[name], new[name])
    first, then = [name for name in old if name in new], [name for name in new if name in old]
    if first != then:
        words = _("another order: {codes}").format(codes=", ".join(then))
        yield Change(table=table, subject="", kind="order", meaning="safe", words=words, scores=scores)


def _by_id(entries: Iterable[Struct]) -> dict[str, Struct]:
    return {str(getattr(entry, "id", number)): entry for number, entry in enumerate(entries)}
