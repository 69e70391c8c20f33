"""What the agreement board reads and computes away from the GUI thread, in pieces that let other work in between."""

import time

import numpy as np
from msgspec import Struct

from evalapp.base.progress import Progress
from evalapp.merge.agreement.compared import Compared
from evalapp.merge.agreement.draws import Draws
from evalapp.ui.coordinator.agreement_rows import Cells
from evalapp.work.agreement import DRAWS, Study, lines, study_of, with_coefficients
from evalapp.work.agreement_parts import Kind, parts
from evalapp.work.agreement_table import Line, person_words
from evalapp.work.blinding import hidden_cells, uncover_all
from evalapp.work.deciding import open_cells
from evalapp.work.habits import Habits, habits_of
from evalapp.work.project import Project

_PIECE = 0.4
"""Seconds after which a piece of work ends, so that what the user asks for meanwhile does not wait longer."""

SEED = 1


class Loaded(Struct, frozen=True, eq=False, kw_only=True):
    """What was handed in, with the percentages of everything.

    ``waiting`` are the cells that wait for a decision, ``hidden`` those whose names are not told before it.
    """

    study: Study
    whole: Line
    waiting: Cells
    hidden: Cells


class HabitsFound(Struct, frozen=True, eq=False, kw_only=True):
    """Habits, and what the assessors are called, by the codes of their parts."""

    names: dict[str, str]
    habits: dict[str, Habits]


def load(project: Project, progress: Progress) -> Loaded:
    """Gather what agreement rests on."""
    study = study_of(project, progress)
    waiting = frozenset((row.unit, row.item) for row in open_cells(project))
    return Loaded(study=study, whole=lines(study, "whole")[0], waiting=waiting, hidden=hidden_cells(project))


def percents(study: Study, kind: Kind, progress: Progress) -> tuple[Line, ...]:
    """The lines of a view with their percentages."""
    return lines(study, kind, progress)


def coefficients(study: Study, waiting: tuple[Line, ...], done: int, progress: Progress) -> tuple[Line, ...]:
    """As many of the lines with all figures as can be computed in one piece, at least one; ``done`` were before."""
    found: list[Line] = []
    began = time.monotonic()
    for line in waiting:
        progress.step(done + len(found), done + len(waiting))
        found.append(with_coefficients(study, line, SEED))
        if time.monotonic() - began > _PIECE:
            break
    progress.step(done + len(found), done + len(waiting))
    return tuple(found)


def habits(study: Study, progress: Progress) -> HabitsFound:
    """The habits of everybody who is compared with somebody."""
    progress.step(0, 1)
    found = habits_of(study.found, Draws(SEED, DRAWS))
    met = [(part.code, part.a or 0) for part in parts(study.found, "assessor")]
    return HabitsFound(
        names={code: person_words(study.found.raters[number]) for code, number in met},
        habits={code: found[number] for code, number in met},
    )


def uncover(project: Project, cells: Cells, reason: str, _progress: Progress) -> int:
    """Record that the names of cells are looked at before deciding."""
    return uncover_all(project, cells, reason)


def same_ratings(one: Study, other: Study) -> bool:
    """Whether two studies rest on the same answers, so that what was computed of one holds for the other."""
    before, after = one.found, other.found
    names = [item.code for item in before.items] == [item.code for item in after.items]
    return (
        names
        and (before.raters, before.roster, before.weeks) == (after.raters, after.roster, after.weeks)
        and before.tolerance == after.tolerance
        and all(
            x.answers == y.answers
            and np.array_equal(x.ratings.unit, y.ratings.unit)
            and np.array_equal(x.ratings.assessor, y.ratings.assessor)
            and np.array_equal(x.ratings.code, y.ratings.code)
            for x, y in zip(before.items, after.items, strict=True)
        )
        and all(
            np.array_equal(getattr(one.compared, name), getattr(other.compared, name))
            for name in Compared.__struct_fields__
        )
    )
