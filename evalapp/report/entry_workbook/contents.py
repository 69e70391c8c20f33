"""What an entry workbook shows: frozen rows that know nothing of cells."""

from typing import Literal

from msgspec import Struct

from evalapp.entry.sheet_stamp import Stamp

Kind = Literal["number", "rate", "text"]


class EntryRow(Struct, frozen=True, kw_only=True):
    """A leaf of one unit. ``value`` is what its cell shows, a number as one.

    ``closed`` says why nobody types here ("" where people do); ``aside`` why it does not count at present. ``expected``: a
    blank is open work. ``choices`` are offered in the drop-down; ``lowest`` and ``highest`` bound a number.
    """

    item: str
    title: str
    group: str
    how: str
    about: str
    anchors: str
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    lowest: float | None = None
    highest: float | None = None
    value: str | float = ""
    state: str = ""
    justification: str = ""
    evidence: int = 0
    closed: str = ""
    aside: str = ""
    expected: bool = True


class EntrySheet(Struct, frozen=True, kw_only=True):
    """The sheet of one unit."""

    code: str
    name: str
    rows: tuple[EntryRow, ...]


class EntryWorkbook(Struct, frozen=True, kw_only=True):
    """A whole workbook, its words in ``language``."""

    stamp: Stamp
    project: str
    language: str
    synthetic: bool
    sheets: tuple[EntrySheet, ...]
