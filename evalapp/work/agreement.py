"""How far the assessors agree: of a project at their first sign-offs, or of a table of ratings."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct

from evalapp.base.progress import Progress
from evalapp.form.label import Label
from evalapp.form.reader import read_form_file
from evalapp.form.tree import Node, build_tree
from evalapp.merge.agreement.draws import Draws
from evalapp.merge.agreement.ratings import Level, Ratings
from evalapp.merge.agreement.summary import Figures, figures, pairs
from evalapp.work.project import Project, require_role
from evalapp.work.ratings import Gathered, Rater, gather_project, gather_table

By = Literal["all", "item", "group", "pair"]
DRAWS = 1000


class ItemAgreement(Struct, frozen=True, kw_only=True):
    """Agreement at one item, whose answers have this level of measurement."""

    item: str
    title: Label
    level: Level
    figures: Figures


class GroupAgreement(Struct, frozen=True, kw_only=True):
    """Agreement at all ``items`` items below a group, taken together."""

    item: str
    title: Label
    items: int
    figures: Figures


class PairAgreement(Struct, frozen=True, kw_only=True):
    """Agreement of two assessors at all items, in the units that both have handed in."""

    a: Rater
    b: Rater
    figures: Figures


class Agreement(Struct, frozen=True, kw_only=True):
    """How far assessors agree: altogether, by group and by item in the form's order, by pair of assessors.

    ``form``: whether a form says what the answers are worth; without one the categories are those that occur.
    ``tolerance`` in score points is one step of what is measured. Intervals come from ``draws`` draws of generator
    ``seed``.
    """

    whole: Figures
    groups: tuple[GroupAgreement, ...]
    items: tuple[ItemAgreement, ...]
    pairs: tuple[PairAgreement, ...]
    units: int
    form: bool
    tolerance: float
    seed: int
    draws: int


def project_agreement(
    project: Project, *, by: By = "all", seed: int = 1, progress: Progress | None = None
) -> Agreement:
    """Agreement on what each assessor stood by at the first sign-off of each unit (RECORD R15).

    What was corrected, decided or handed in afterwards makes no difference. Only assigned assessors count, and units
    on the roster, and items that assessors answer in other than words; one that an assessor's own answers rule out
    was not asked of that assessor. Raises AppError("role").
    """
    require_role(project, "coordinator")
    return _agreement(gather_project(project), by, seed, progress or Progress())


def table_agreement(
    table: Path,
    form: Path | None = None,
    *,
    by: By = "all",
    seed: int = 1,
    progress: Progress | None = None,
) -> Agreement:
    """Agreement of the ratings in a table ``unit,item,assessor,value[,state]``; a form says what values are worth.

    The table says who was asked what: conditions of the form are not looked at. Raises AppError("form", "ratings",
    "columns", …) with every finding.
    """
    tree = None if form is None else build_tree(read_form_file(form))
    return _agreement(gather_table(table, tree), by, seed, progress or Progress())


def is_project(path: Path) -> bool:
    """Whether a file is meant to be a project: by its name, or by how a project file begins."""
    if path.suffix.lower() == ".evalproj":
        return True
    try:
        with path.open("rb") as file:
            return file.read(len(_DATABASE)) == _DATABASE
    except OSError:
        return False


_DATABASE = b"SQLite format 3\x00"


def _agreement(found: Gathered, by: By, seed: int, progress: Progress) -> Agreement:
    draws = Draws(seed, DRAWS)
    every = [one.ratings for one in found.items]
    groups = _groups(found) if by in ("all", "group") else []
    items = found.items if by in ("all", "item") else ()
    couples = pairs(every) if by in ("all", "pair") else []
    total = 1 + len(groups) + len(items) + len(couples)
    done = 0

    def counted(some: Sequence[Ratings]) -> Figures:
        nonlocal done
        progress.step(done, total)
        done += 1
        return figures(some, draws)

    return Agreement(
        whole=counted(every),
        groups=tuple(
            GroupAgreement(item=node.code, title=node.item.title, items=len(below), figures=counted(below))
            for node, below in groups
        ),
        items=tuple(
            ItemAgreement(
                item=one.code,
                title=one.title,
                level=one.ratings.meaning.level,
                figures=counted([one.ratings]),
            )
            for one in items
        ),
        pairs=tuple(
            PairAgreement(a=found.raters[a], b=found.raters[b], figures=counted(_between(every, a, b)))
            for a, b in couples
        ),
        units=found.units,
        form=found.tree is not None,
        tolerance=found.tolerance,
        seed=seed,
        draws=draws.count,
    )


def _groups(found: Gathered) -> list[tuple[Node, list[Ratings]]]:
    if found.tree is None:
        return []
    by_code = {one.code: one.ratings for one in found.items}
    groups = []
    for node in found.tree.nodes:
        below = [by_code[leaf.code] for leaf in found.tree.leaves_below(node.code) if leaf.code in by_code]
        if below and not node.is_leaf:
            groups.append((node, below))
    return groups


def _between(items: Iterable[Ratings], a: int, b: int) -> list[Ratings]:
    return [shared for one in items if len((shared := one.between(a, b)).unit)]
