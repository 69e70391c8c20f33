"""The one way in which news of changed data reaches the screens."""

import msgspec
from PySide6.QtCore import QObject, Signal

KINDS = frozenset({"answers", "decisions", "roster", "settings", "batches"})


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """Which kinds of data an operation changed; screens look whether they show one of them."""

    kinds: frozenset[str]

    def touches(self, *kinds: str) -> bool:
        """Whether any of ``kinds`` changed."""
        return not self.kinds.isdisjoint(kinds)


class Changes(QObject):
    """Tells visible screens what kinds of data changed.

    Signals:
        changed: a Change, once per operation, after it was written.
    """

    changed = Signal(object)

    def announce(self, *kinds: str) -> None:
        """Send one Change. Raises ValueError for a kind that is none."""
        if unknown := set(kinds) - KINDS:
            raise ValueError(f"unknown kinds of change: {sorted(unknown)}")
        self.changed.emit(Change(kinds=frozenset(kinds)))
