"""The heads of a slot (RECORD R7). No clock, counter or order of arrival ever chooses among them."""

from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

Name = TypeVar("Name", str, bytes)
"""An id, as text or as its bytes."""


def heads(replaces: Mapping[Name, Sequence[Name]], eligible: Collection[Name]) -> list[Name]:
    """The eligible revisions of one slot that no eligible revision descends from, in the order of ``replaces``.

    ``replaces`` maps every revision of the slot to the ids it replaces; ancestry runs through ineligible ones. Ids that
    the slot does not hold (not arrived yet) are passed over, a circle of forged ids ends where it began.
    """
    if len(replaces) == 1:
        return [name for name in replaces if name in eligible]
    if len(eligible) == len(replaces):
        # All count, so that whatever has a descendant is named by one of them.
        named = {ancestor for name, those in replaces.items() for ancestor in those if ancestor != name}
        return [name for name in replaces if name not in named]
    superseded: set[Name] = set()
    for name in eligible:
        queue = [ancestor for ancestor in replaces.get(name, ()) if ancestor not in superseded]
        while queue:
            ancestor = queue.pop()
            if ancestor not in superseded and ancestor != name:
                superseded.add(ancestor)
                queue.extend(replaces.get(ancestor, ()))
    return [name for name in replaces if name in eligible and name not in superseded]
