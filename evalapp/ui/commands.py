"""What can be done where one is: a page and the window list their commands, and the palette (Ctrl+K) runs them."""

from collections.abc import Callable
from typing import Any, Literal

from msgspec import Struct

Kind = Literal["command", "item", "place"]


class Command(Struct, frozen=True, kw_only=True):
    """One thing that can be done. ``key`` as it stands on its caps, "" for none; ``why_not`` says why it cannot be done now.

    ``group`` is the head under which it is listed, ``words`` what finds it beside its text. An ``item`` or a ``place`` (a
    city) is somewhere to go.
    """

    text: str
    run: Callable[[], Any]
    group: str
    key: str = ""
    why_not: str = ""
    kind: Kind = "command"
    words: tuple[str, ...] = ()


Commands = tuple[Command, ...]
