"""The whole job on the sixteen cities of Shandong, with made-up answers that say so on every page and export."""

import random
import shutil
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from evalapp.base.clock import World
from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.base.resources import resource_folder
from evalapp.base.tables import read_csv
from evalapp.entry.asked import asked_of
from evalapp.entry.columns import ROSTER
from evalapp.entry.rosters import read_roster
from evalapp.work.answering import record_answers
from evalapp.work.answers import Entered, my_units
from evalapp.work.create import Assessor, NewProject, new_project
from evalapp.work.deciding import CATEGORIES, Assessment, CellView, Outcome, cell_view, decide_all, open_cells
from evalapp.work.export import export_charts, export_workbook
from evalapp.work.made_up import made_up_answer, mended
from evalapp.work.merging import merge
from evalapp.work.project import Project
from evalapp.work.results import project_results
from evalapp.work.session import Session
from evalapp.work.sharing import share_out
from evalapp.work.submit import submit
from evalapp.work.tasks import open_task, write_tasks

ASSESSORS = (Assessor("王晓岚", "WXL"), Assessor("赵启明", "ZQM"), Assessor("孙雅宁", "SYN"))
COORDINATOR = Assessor("何敏", "HM")
_FORM = "gov-internet-service"


class DemoResult(Struct, frozen=True, kw_only=True):
    """What the demonstration left behind."""

    project: Path
    home: Path
    workbook: Path
    charts: tuple[Path, ...]
    units: int
    answers: int
    conflicts: int
    ranking: tuple[tuple[int, str, float], ...]


def make_demo(session: Session, folder: Path, progress: Progress, seed: int = 2021) -> DemoResult:
    """Found a project, hand out tasks, answer them as three assessors, merge, decide, export: everything under ``folder``.

    Each assessor has an account of its own in ``folder``; the coordinator is ``session``. All answers come from ``seed``.
    Raises AppError("exists") where the folder holds something else.
    """
    _prepare(folder)
    steps = 6 + len(ASSESSORS)
    progress.step(0, steps, _("Founding the project"))
    roster = read_roster(read_csv(resource_folder() / "rosters" / "shandong.csv", ROSTER))
    toml = (session.forms / f"{_FORM}.toml").read_bytes()
    plan = NewProject(
        title=_("Shandong demonstration 2021"),
        toml=toml,
        toml_name=f"{_FORM}.toml",
        roster=roster,
        assessors=ASSESSORS,
        assigned=share_out(roster, ASSESSORS, "double"),
        coordinator=COORDINATOR,
        synthetic=True,
    )
    with new_project(session, folder / "shandong.evalproj", plan) as project:
        progress.step(1, steps, _("Writing the tasks"))
        tasks = write_tasks(project, folder / "tasks", Progress())
        submissions, answers = [], 0
        for number, task in enumerate(tasks):
            progress.step(2 + number, steps, _("Answering as {name}").format(name=task.name))
            path, count = _work_through(session, folder, task.path, task.code, seed)
            submissions.append(path)
            answers += count
        progress.step(2 + len(tasks), steps, _("Merging what came back"))
        merge(project, submissions, Progress())
        conflicts = len(open_cells(project))
        progress.step(3 + len(tasks), steps, _("Deciding the differences"))
        _decide_everything(project, random.Random(seed))
        progress.step(4 + len(tasks), steps, _("Writing the workbook"))
        workbook = export_workbook(project, folder / "results.xlsx", Progress())
        progress.step(5 + len(tasks), steps, _("Drawing the charts"))
        charts = export_charts(project, folder / "charts", Progress())
        progress.step(steps, steps, _("Done"))
        results = project_results(project).results
        ranking = sorted(
            (int(results.rank[index]), unit.name, float(results.points[index]))
            for index, unit in enumerate(results.roster)
            if results.rank[index]
        )
    return DemoResult(
        project=folder / "shandong.evalproj",
        home=session.home,
        workbook=workbook,
        charts=charts,
        units=len(roster),
        answers=answers,
        conflicts=conflicts,
        ranking=tuple(ranking),
    )


_MARK = ".evalapp-demo"
_OWN = frozenset(
    {
        _MARK, "accounts", "assessors", "charts", "results.xlsx", "shandong.backups", "shandong.evalproj", "submissions",
        "tasks",
    }
)  # fmt: skip
"""What a demonstration leaves in its folder."""


def _prepare(folder: Path) -> None:
    """An empty folder: a new one, or one that an earlier demonstration left, whose own files are removed."""
    if folder.exists() and any(folder.iterdir()):
        foreign = sorted(path.name for path in folder.iterdir() if path.name not in _OWN)
        if foreign or not (folder / _MARK).exists():
            raise AppError(
                "exists",
                _(
                    "{folder} is not empty and was not touched. Choose a new folder for the demonstration."
                ).format(folder=folder),
                details=foreign,
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).touch()


def _work_through(session: Session, folder: Path, task: Path, code: str, seed: int) -> tuple[Path, int]:
    """One assessor's whole work on an account of its own: open the task, answer every city, hand in."""
    account = Session(
        home=folder / "accounts" / code, forms=session.forms, world=World(now=session.world.now)
    )
    written = 0
    with open_task(account, task, folder / "assessors" / f"{code}.evalproj") as project:
        for row in my_units(project):
            truth = random.Random(f"{seed}/{row.unit.key}")
            view = random.Random(f"{seed}/{row.unit.key}/{code}")
            level = truth.uniform(0.62, 0.93)
            answers = {}
            tree = project.tree_of(row.unit)
            for leaf in asked_of(tree, row.unit):
                right = made_up_answer(leaf, level, truth, row.unit.code)
                seen = (
                    made_up_answer(leaf, level, view, row.unit.code) if view.random() < _DISAGREE else right
                )
                if seen is not None:
                    answers[leaf.code] = seen
            answers |= mended(tree, project.rules, row.unit, answers, level, view)
            written += record_answers(project, {(row.unit.key, item): one for item, one in answers.items()})
        path = folder / "submissions" / f"{code}.evalpkg"
        submit(project, path, comment=_("Made-up answers; nothing was looked at again."))
    return path, written


_DISAGREE = 0.07
"""The share of cells that the second assessor sees with other eyes."""


def _decide_everything(project: Project, chance: random.Random) -> None:
    outcomes = []
    for row in open_cells(project):
        view = cell_view(project, row.unit, row.item)
        taken = _taken(project, view, chance)
        outcomes.append(
            Outcome(
                unit=row.unit,
                item=row.item,
                state=taken.state,
                value=taken.value,
                category=chance.choice(CATEGORIES),
                reason=_("Made-up decision of the demonstration."),
                basis=view.basis,
            )
        )
    decide_all(project, outcomes)
    _decide_what_opened(project, outcomes, chance)


def _taken(project: Project, view: CellView, chance: random.Random) -> Assessment | Entered:
    """One of the assessments; an answer of the coordinator's own where a decision made an item apply that nobody answered."""
    own = made_up_answer(project.tree.node(view.item), 0.5, chance) if not view.assessments else None
    return own or chance.choice(sorted(view.assessments, key=_code))


def _code(assessment: Assessment) -> str:
    """A and B change places from project to project; the assessors' codes do not."""
    return assessment.code


def _decide_what_opened(project: Project, before: Sequence[Outcome], chance: random.Random) -> None:
    """A decision can make further items apply, which then wait."""
    if before and open_cells(project):
        _decide_everything(project, chance)
