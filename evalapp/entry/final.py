"""What a cell (unit, leaf) finally holds, once assessors agree or a coordinator has decided."""

from typing import Literal

from msgspec import Struct

State = Literal["answered", "not_found", "not_applicable", "unable", "blank"]
STATES: tuple[State, ...] = ("answered", "not_found", "not_applicable", "unable", "blank")


class Final(Struct, frozen=True):
    """The state and value that scoring uses.

    ``score`` (0…100) stands in place of a value where two answers within the tolerance were averaged (RECORD R19): such
    a cell has no value that expressions could read.
    """

    state: State
    value: str = ""
    score: float | None = None


BLANK = Final("blank")
Finals = dict[tuple[str, str], Final]
"""Final values by (unit key, item code); an absent pair is blank."""
