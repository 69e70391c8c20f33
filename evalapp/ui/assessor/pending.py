"""What was entered and is not in the file yet: on its way, or refused and still on the page. Pure: nothing is written here."""

from collections.abc import Callable, Mapping
from typing import Literal

from msgspec import Struct

from evalapp.ui.assessor.steps import Cell, Step, Steps
from evalapp.work.answers import Entered


class BadValue(Struct, frozen=True):
    """A value as typed that the scale does not take, and why."""

    text: str
    reason: str


class Stood(Struct, frozen=True):
    """What a page showed of a cell: the answer that stands, and a value in its field that is none."""

    entered: Entered
    bad: BadValue | None = None


class Write(Struct, eq=False):
    """Answers that go into the file together, all or none.

    ``stood`` is what the page goes back to if they cannot be written; None where it keeps what was entered and says so.
    """

    answers: Mapping[Cell, Entered]
    stood: dict[Cell, Stood] | None = None


Fate = Literal["superseded", "refused", "as_before"]
"""Of a cell whose write failed: something later was entered, it stays on the page, or what stood before does again."""


class Pending:
    """The writes under way, in their order, and what could not be written.

    ``bad`` holds the values in fields that the scale does not take; a write that fails gives back those that it took.
    """

    def __init__(self) -> None:
        self.entered: dict[Cell, Entered] = {}
        self.refused: dict[Cell, str] = {}
        self.bad: dict[Cell, BadValue] = {}
        self._writes: list[Write] = []

    def begin(self, write: Write) -> None:
        """A write is on its way; what it holds stands for its cells from now on."""
        self._writes.append(write)
        for cell, entered in write.answers.items():
            self.entered[cell] = entered
            self.refused.pop(cell, None)

    def land(self, write: Write) -> None:
        """A write is in the file."""
        self._writes.remove(write)
        for cell in write.answers:
            if self._later(cell) is None:
                self.entered.pop(cell, None)
                self.refused.pop(cell, None)

    def fail(self, write: Write, reason: str, in_file: Callable[[Cell, Entered], bool]) -> dict[Cell, Fate]:
        """A write came to nothing: what became of each of its cells. ``in_file`` tells what the file holds."""
        self._writes.remove(write)
        return {cell: self._failed(cell, write, reason, in_file) for cell in write.answers}

    def _failed(
        self, cell: Cell, write: Write, reason: str, in_file: Callable[[Cell, Entered], bool]
    ) -> Fate:
        later = self._later(cell)
        if later is not None:
            if write.stood is not None and later.stood is not None:
                later.stood[cell] = write.stood[cell]
            return "superseded"
        if write.stood is None:
            self.refused[cell] = reason
            return "refused"
        stood = write.stood[cell]
        self.bad.pop(cell, None)
        if stood.bad is not None:
            self.bad[cell] = stood.bad
        if in_file(cell, stood.entered):
            self.entered.pop(cell, None)
            return "as_before"
        self.entered[cell] = stood.entered
        self.refused[cell] = reason
        return "refused"

    def _later(self, cell: Cell) -> Write | None:
        """The next write under way that holds the cell."""
        return next((write for write in self._writes if cell in write.answers), None)


class Held(Struct, frozen=True):
    """What a desk holds and the file does not: answers that could not be written, values that are none, steps to undo."""

    pending: Pending
    steps: Steps


class Stepped(Struct, frozen=True):
    """A step that was undone, or done again, and is in the file."""

    step: Step
    again: bool
