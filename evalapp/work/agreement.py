"""How far the assessors agree: of a project at their first sign-offs, or of a table of ratings."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from msgspec import Struct, structs

from evalapp.base.progress import Progress
from evalapp.form.label import Label
from evalapp.form.reader import read_form_file
from evalapp.form.tree import build_tree
from evalapp.merge.agreement.compared import Compared, compared
from evalapp.merge.agreement.draws import Draws
from evalapp.merge.agreement.figures import Figure
from evalapp.merge.agreement.percent import exact, within_one_step
from evalapp.merge.agreement.ratings import Level
from evalapp.merge.agreement.severity import Leaning, leaning
from evalapp.merge.agreement.summary import Figures, figures
from evalapp.work.agreement_parts import Kind, Part, parts, ratings_of, rows_of, whole
from evalapp.work.agreement_table import Line, level_of, level_shown, name_of
from evalapp.work.habits import Straight, habits_of
from evalapp.work.project import Project, require_role
from evalapp.work.ratings import Gathered, Rater, gather_project, gather_table

By = Literal["all", "item", "group", "pair", "assessor", "week"]
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


class AssessorAgreement(Struct, frozen=True, kw_only=True):
    """Agreement of an assessor with each of the others, and the assessor's habits.

    The others are not compared among themselves. ``severity`` is the mean signed distance from the others' scores, in
    points of 0 to 100 (see ``severities``); ``leaning`` is "severe" or "lenient" where its interval holds no 0.
    ``straightness`` says of each scale of steps how much alike the answers within a unit are.
    """

    assessor: Rater
    figures: Figures
    severity: Figure
    leaning: Leaning
    straightness: tuple[Straight, ...]


class WeekAgreement(Struct, frozen=True, kw_only=True):
    """Agreement in the units whose last assessor signed off in this week (``2021-W42``) for the first time."""

    week: str
    figures: Figures


class Agreement(Struct, frozen=True, kw_only=True):
    """How far assessors agree: altogether, by group and by item in the form's order, by pair, assessor and week.

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
    assessors: tuple[AssessorAgreement, ...] = ()
    weeks: tuple[WeekAgreement, ...] = ()


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


class Study(Struct, frozen=True, eq=False, kw_only=True):
    """What agreement is computed from, once gathered: the ratings, and every two answers to the same cell beside each other."""

    found: Gathered
    compared: Compared


def study_of(project: Project, progress: Progress | None = None) -> Study:
    """Gather what a project's assessors stood by at their first sign-offs, for :func:`lines` and :func:`with_coefficients`.

    Raises AppError("role").
    """
    require_role(project, "coordinator")
    progress = progress or Progress()
    progress.step(0, 2)
    found = gather_project(project)
    progress.step(1, 2)
    return Study(found=found, compared=compared([one.ratings for one in found.items]))


def lines(study: Study, kind: Kind, progress: Progress | None = None) -> tuple[Line, ...]:
    """The overview of all parts of a kind with its percentages; coefficients, which take longer, are not computed."""
    progress = progress or Progress()
    found, chosen = study.found, parts(study.found, kind)
    made = []
    for done, part in enumerate(chosen):
        progress.step(done, len(chosen))
        ratings = ratings_of(found, part)
        rows = study.compared.only(rows_of(found, study.compared, part))
        made.append(
            Line(
                part=part,
                name=name_of(found, part),
                level=level_of(found, part),
                exact=exact(ratings),
                within_one_step=within_one_step(ratings),
                pairs=rows.n,
                equal=int(rows.equal.sum()),
                near=int(rows.near.sum()),
            )
        )
    return tuple(made)


def with_coefficients(study: Study, line: Line, seed: int = 1) -> Line:
    """The line with all figures; intervals come from draws of generator ``seed``."""
    found = figures(ratings_of(study.found, line.part), Draws(seed, DRAWS))
    return structs.replace(line, figures=found)


def lines_of(found: Agreement) -> Iterator[Line]:
    """All groups, items, pairs, assessors and weeks as lines of the overview, for :func:`table_csv`."""

    def line(kind: Kind, code: str, of: Figures, title: Label = "", level: Level = "interval") -> Line:
        return Line(
            part=Part(kind=kind, code=code, title=title), name="", level=level_shown(level), exact=of.exact,
            within_one_step=of.within_one_step, figures=of,
        )  # fmt: skip

    yield line("whole", "", found.whole)
    yield from (line("group", one.item, one.figures, one.title) for one in found.groups)
    yield from (line("item", one.item, one.figures, one.title, one.level) for one in found.items)
    yield from (line("pair", f"{one.a.code} {one.b.code}", one.figures) for one in found.pairs)
    yield from (line("assessor", one.assessor.code, one.figures) for one in found.assessors)
    yield from (line("week", one.week, one.figures) for one in found.weeks)


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
    wanted = {kind: parts(found, kind) if by in ("all", kind) else () for kind in _KINDS}
    total = 1 + sum(map(len, wanted.values()))
    done = 0

    def counted(part: Part) -> Figures:
        nonlocal done
        progress.step(done, total)
        done += 1
        return figures(ratings_of(found, part), draws)

    habits = habits_of(found, draws) if wanted["assessor"] else {}
    return Agreement(
        whole=counted(whole(found)),
        groups=tuple(
            GroupAgreement(item=one.code, title=one.title, items=len(one.items), figures=counted(one))
            for one in wanted["group"]
        ),
        items=tuple(
            ItemAgreement(
                item=one.code,
                title=one.title,
                level=found.items[one.items[0]].ratings.meaning.level,
                figures=counted(one),
            )
            for one in wanted["item"]
        ),
        pairs=tuple(
            PairAgreement(a=found.raters[one.a or 0], b=found.raters[one.b or 0], figures=counted(one))
            for one in wanted["pair"]
        ),
        assessors=tuple(
            AssessorAgreement(
                assessor=found.raters[one.a or 0],
                figures=counted(one),
                severity=habits[one.a or 0].severity,
                leaning=leaning(habits[one.a or 0].severity),
                straightness=habits[one.a or 0].straightness,
            )
            for one in wanted["assessor"]
        ),
        weeks=tuple(WeekAgreement(week=one.week, figures=counted(one)) for one in wanted["week"]),
        units=found.units,
        form=found.tree is not None,
        tolerance=found.tolerance,
        seed=seed,
        draws=draws.count,
    )


_KINDS: tuple[Kind, ...] = ("group", "item", "pair", "assessor", "week")
