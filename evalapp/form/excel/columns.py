"""What a sheet of the workbook consists of. A column's key is the key of the form, with a dot for every table it is in."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from evalapp.base.i18n import current_language
from evalapp.base.tables import folded
from evalapp.form.excel.words import Language, Words
from evalapp.form.label import Text, say

Kind = Literal[
    "name",  # a code, an id, a short text to the letter
    "label",  # a text for people, in the language that the key ends in
    "number",
    "flag",
    "word",  # one of a few fixed values
    "evidence",  # one of a few fixed values, or an expression
    "expression",
    "states",  # some of a few fixed values
    "names",  # several names
    "weights",  # names with numbers
    "rule",
]
NO_WORDS = Words({})
OWN = "#"
"""What a sheet's name or a heading begins with where it belongs to the author and is no part of the form."""


class Column(Struct, frozen=True):
    """A column, or a line of the first sheet: its key, its heading, how its cells are read, what its comment says.

    ``need``: it is never empty. ``rare``: folded away while it is empty.
    """

    key: str
    heading: Text
    kind: Kind
    width: float
    about: Text
    words: Words = NO_WORDS
    need: bool = False
    rare: bool = False

    def shown(self) -> str:
        """How messages name it: by its heading in the language in force, and its key where that is another word."""
        heading = say(self.heading, current_language())
        return heading if folded(heading) == folded(self.key) else f"{heading} / {self.key}"

    def names(self) -> set[str]:
        """The headings under which it is known, as they are compared."""
        return {folded(self.key), folded(self.heading.zh), folded(self.heading.en)}


def column(
    key: str,
    zh: str,
    en: str,
    kind: Kind,
    width: float,
    about: tuple[str, str],
    words: Words = NO_WORDS,
    *,
    need: bool = False,
    rare: bool = False,
) -> Column:
    """A column with its heading and its explanation in two languages."""
    return Column(key, Text(zh, en), kind, width, Text(*about), words, need, rare)


class Band(Struct, frozen=True):
    """Neighbouring columns under one title: those from ``first`` on."""

    first: str
    title: Text


class Layout(Struct, frozen=True):
    """A sheet: the table of the form that it holds, its name, its columns, what it is for."""

    table: str
    name: Text
    about: Text
    columns: tuple[Column, ...]
    bands: tuple[Band, ...] = ()
    need: bool = False

    def title(self, language: Language) -> str:
        """The sheet's name."""
        return say(self.name, language)

    @property
    def head_row(self) -> int:
        """The line of headings in a workbook that the program writes; the first line is an explanation."""
        return 3 if self.bands and self.table != "form" else 2

    def is_called(self, name: str) -> bool:
        """Whether a sheet of that name is this one."""
        return folded(name) in {folded(self.name.zh), folded(self.name.en)}


def heading_names(heading: str) -> Iterator[str]:
    """The names in a heading as they are compared: each line is one, and all lines together; marks of need do not count."""
    lines = [line.replace("*", "").replace("＊", "") for line in heading.splitlines()]
    yield folded("".join(lines))
    yield from (folded(line) for line in lines if line.strip())
