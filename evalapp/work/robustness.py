"""How firm the ranks of a project are, or those of plain files."""

from pathlib import Path

from msgspec import Struct

from evalapp.base.progress import Progress
from evalapp.form.model import form_hash
from evalapp.score.digest import results_digest
from evalapp.score.results import Results, compute
from evalapp.score.robustness.case import Case, choices_of
from evalapp.score.robustness.plan import Plan
from evalapp.score.robustness.summary import Robustness, robustness
from evalapp.score.robustness.words import method_lines, options_text
from evalapp.store.signed_answers import signed_answers
from evalapp.work.project import Project
from evalapp.work.results import project_digest, project_results, read_files
from evalapp.work.scoring import scoring_settings


class RobustnessReport(Struct, frozen=True, kw_only=True):
    """What was found, with the hashes of what it was found from: form, settings ("" for none) and results.

    ``in_dispute`` names settings that coordinators set differently. ``options`` are those of the command line that repeat
    it, ``method`` says in sentences what was done.
    """

    form: str
    settings: str
    results: str
    in_dispute: tuple[str, ...]
    options: str
    method: tuple[str, ...]
    found: Robustness


def project_robustness(project: Project, plan: Plan, progress: Progress) -> RobustnessReport:
    """Around the results of a project as they are; assessors' answers are those that stand signed off.

    Raises AppError("factor") for a factor that cannot be varied here, AppError("level") for a level that the form has not.
    """
    computed = project_results(project)
    chosen = scoring_settings(project)
    found = robustness(_case(project, computed.results), plan, progress)
    return RobustnessReport(
        form=project.about.form_hash,
        settings="" if chosen.settings.is_empty else chosen.hash,
        results=project_digest(project, computed.results),
        in_dispute=computed.in_dispute,
        options=options_text(found),
        method=method_lines(found),
        found=found,
    )


def files_robustness(
    form: Path,
    scores: Path,
    roster_file: Path | None,
    settings_file: Path | None,
    plan: Plan,
    progress: Progress,
) -> RobustnessReport:
    """Around what ``evalapp compute`` gives for the same files.

    Raises AppError("form", "settings", "scores", "roster", "columns", …) with every finding, and as
    :func:`project_robustness` does.
    """
    read = read_files(form, scores, roster_file, settings_file)
    results = compute(read.tree, read.rules, read.units, read.finals)
    found = robustness(Case(results=results, rules=read.rules), plan, progress)
    return RobustnessReport(
        form=form_hash(read.form),
        settings=read.settings_hash,
        results=results_digest(results, form_hash(read.form), read.settings),
        in_dispute=(),
        options=options_text(found),
        method=method_lines(found),
        found=found,
    )


def _case(project: Project, results: Results) -> Case:
    """The results, and in a coordinator's project the cells that two assessors or more have answered."""
    if project.about.role != "coordinator":
        return Case(results=results, rules=project.rules)
    sorts = {unit.key: unit.sort for unit in results.roster}
    leaves = {leaf.code: leaf.kind for leaf in results.tree.leaves}
    with project.file.read() as connection:
        signed = signed_answers(connection)
    several = {
        (unit, item): tuple(answer for _subject, answer in answers)
        for (unit, item), answers in signed.items()
        if item in leaves
        and sorts.get(unit) == leaves[item]
        and len({subject for subject, _answer in answers}) > 1
    }
    return Case(results=results, rules=project.rules, compared=len(several), choices=choices_of(several))
