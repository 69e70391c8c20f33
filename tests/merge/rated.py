"""Tables of ratings written as matrices: a row a unit, a column an assessor, None where there is none."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from evalapp.entry.final import Final
from evalapp.form.scales import Option, Options, Scale
from evalapp.merge.agreement.meanings import meaning_by_scale, meaning_without_form
from evalapp.merge.agreement.ratings import BLANK, Ratings, Sample, ratings, sample

Matrix = Sequence[Sequence[object]] | npt.NDArray[np.float64]
STATES = ("not_found", "not_applicable", "unable")


def answer(cell: object) -> Final:
    """What a cell says: a value, or a state in words (``not_found``)."""
    text = format(float(cell), ".15g") if isinstance(cell, float) else str(cell)
    return Final(text) if text in STATES else Final("answered", text)  # type: ignore[arg-type]


def rated(
    matrix: Matrix, scale: Scale | None = None, *, tolerance: float = 0.0, states: Sequence[str] = ()
) -> Ratings:
    """The ratings of one item. None: not handed in; "": left blank."""
    rows = [
        (unit, assessor, cell)
        for unit, row in enumerate(matrix)
        for assessor, cell in enumerate(row)
        if cell is not None and cell == cell  # noqa: PLR0124 (NaN stands for None)
    ]
    answers = list(dict.fromkeys(answer(cell) for _unit, _assessor, cell in rows if cell != ""))
    code = {one: number for number, one in enumerate(answers)}
    meaning = (
        meaning_without_form(answers)
        if scale is None
        else meaning_by_scale(scale, states, answers, tolerance)  # type: ignore[arg-type]
    )
    return ratings(
        [unit for unit, _assessor, _cell in rows],
        [assessor for _unit, assessor, _cell in rows],
        [BLANK if cell == "" else code[answer(cell)] for _unit, _assessor, cell in rows],
        meaning,
    )


def steps(n: int) -> Options:
    """A scale of ``n`` options called 0, 1, 2, … that earn as many points."""
    return Options(tuple(Option(str(number), float(number)) for number in range(n)))


def sample_of(matrix: Matrix, scale: Scale | None = None, *, by: str = "score") -> Sample:
    """What a statistic uses of a matrix, by one of the values of :class:`Meaning`."""
    found = rated(matrix, scale)
    return sample(found, getattr(found.meaning, by), "unordered")


def random_matrix(
    seed: int, units: int, assessors: int, values: int, missing: float = 0.0, like: float = 0.5
) -> npt.NDArray[np.float64]:
    """Whole numbers from 0; the share ``like`` of answers is what the unit deserves, the rest is dealt out at random."""
    chance = np.random.default_rng(seed)
    deserved = chance.integers(0, values, size=(units, 1))
    dealt = chance.integers(0, values, size=(units, assessors))
    found = np.where(chance.random((units, assessors)) < like, deserved, dealt).astype(np.float64)
    found[chance.random((units, assessors)) < missing] = np.nan
    return found
