"""What an entry workbook says about itself on a hidden sheet: whose it is, and what its cells held when it was written."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from evalapp.entry.cell_words import state_of_word
from evalapp.entry.final import State
from evalapp.form.label import Text

MARK = "evalapp.entry"
STAMP_SHEET = "evalapp"
STAMP_ROWS, WAS_COLUMNS = 8, 5
"""The stamp's lines, below which stand the cells as they were written, and how many columns these take."""

STATE_WORDS: Mapping[State, Text] = MappingProxyType(
    {
        "not_found": Text("未找到", "not found"),
        "not_applicable": Text("不适用", "not applicable"),
        "unable": Text("无法评估", "unable to assess"),
        "answered": Text("已答", "answered"),
        "blank": Text("撤回", "take back"),
    }
)
"""How the column of states names each of them; ``blank`` takes an answer back."""

_MAX_DIGITS = 19
CLEARED = "-"
"""In the column of justifications: empty it. An empty cell leaves everything as it is."""

MAX_STAMP_ROWS = 200_000
"""Rows of the hidden sheet that are looked at: more than the answers of 400 units."""

Place = tuple[str, str]
"""The codes of a unit and an item."""


class Written(Struct, frozen=True):
    """A row's entry cells as they were written, as texts."""

    value: str = ""
    state: str = ""
    justification: str = ""


class Stamp(Struct, frozen=True, kw_only=True):
    """Project, person and form edition that a workbook was written for; ``was`` leaves out rows that were empty.

    ``after`` is the highest Lamport number in the project at that time: what is higher was recorded later (RECORD R6).
    """

    project: str
    person: str
    form: str
    title: str
    name: str
    after: int = 0
    was: Mapping[Place, Written] = {}

    def lines(self) -> list[tuple[str, ...]]:
        """The hidden sheet's rows."""
        head = (MARK, "1"), ("project", self.project), ("person", self.person), ("form", self.form)
        rest = (
            ("title", self.title),
            ("name", self.name),
            ("after", str(self.after)),
            ("unit", "item", "value", "state", "justification"),
        )
        was = ((*place, row.value, row.state, row.justification) for place, row in self.was.items())
        return [*head, *rest, *was]


def read_stamp(lines: Sequence[Sequence[str]]) -> Stamp | None:
    """The stamp in the rows of a sheet, each cell a text; None where they hold none."""
    if not lines or list(lines[0][:1]) != [MARK]:
        return None
    said = {line[0]: line[1] for line in lines[1:STAMP_ROWS] if len(line) > 1}
    was = {(line[0], line[1]): Written(*line[2:WAS_COLUMNS]) for line in lines[STAMP_ROWS:] if len(line) > 1}
    return Stamp(
        project=said.get("project", ""),
        person=said.get("person", ""),
        form=said.get("form", ""),
        title=said.get("title", ""),
        name=said.get("name", ""),
        after=_number(said.get("after", "")),
        was=was,
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= _MAX_DIGITS else 0


def state_called(word: str) -> State | None:
    """The state that a cell names, in either language or by its code; None where it names none."""
    plain = word.strip().casefold()
    for state, words in STATE_WORDS.items():
        if plain in {state, words.zh, words.en}:
            return state
    return "blank" if plain in {"未答", "unanswered"} else state_of_word(plain)
