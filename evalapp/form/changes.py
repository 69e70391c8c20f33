"""What a difference between two editions of a form says, thing by thing (RECORD R21–R23)."""

from typing import Literal

import msgspec
from msgspec import Struct

from evalapp.form.label import Text
from evalapp.form.shape import Edition

Meaning = Literal["safe", "mapping", "destructive"]
"""What a change asks for: nothing (answers count as they are), a mapping, or that answers are given again or dropped."""

Kind = Literal["texts", "scoring", "moved", "added", "removed", "renamed", "shape", "entry", "order"]


class Change(Struct, frozen=True, kw_only=True):
    """One thing that changed.

    ``table`` and ``subject`` say where: ``item`` and its code, ``grade`` and its id, ``policy`` and nothing. ``words`` is a
    sentence in the language in force. ``scores``: results change although no answer does.
    """

    table: str
    subject: str
    kind: Kind
    meaning: Meaning
    words: str
    scores: bool = False


class Difference(Struct, frozen=True, kw_only=True):
    """Everything that changed between two editions, in the order of the form, and how many items did not change."""

    before: Edition
    after: Edition
    changes: tuple[Change, ...]
    unchanged: int

    def of(self, meaning: Meaning) -> tuple[Change, ...]:
        """The changes that ask for the same."""
        return tuple(change for change in self.changes if change.meaning == meaning)

    @property
    def is_safe(self) -> bool:
        """Whether every answer counts as it is, without a mapping."""
        return all(change.meaning == "safe" for change in self.changes)


TEXTS = frozenset(
    {
        "title", "name", "text", "message", "ask", "guide", "label", "anchor", "unit", "edition", "object", "levels",
        "sourced", "sources", "version",
    }
)  # fmt: skip
"""Keys that only people read."""


def changed_keys(old: Struct, new: Struct) -> dict[str, tuple[object, object]]:
    """The keys in which two structs of one type differ, as the form's file calls them, with both values."""
    names = zip(type(new).__struct_encode_fields__, type(new).__struct_fields__, strict=True)
    pairs = {key: (getattr(old, name), getattr(new, name)) for key, name in names}
    return {key: (was, is_now) for key, (was, is_now) in pairs.items() if was != is_now}


def step(name: str, old: object, new: object) -> str:
    """``weight: 20 → 25``; keys are those of the form's file, in every language."""
    return f"{name}: {said(old)} → {said(new)}"


_LONGEST = 120


def said(value: object) -> str:
    """A value of a form in one short line."""
    if value is None or value in ("", ()):
        return "–"
    if isinstance(value, Text):
        return value.zh or value.en
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    text = " ".join(value.split()) if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
