"""Scores, ranks and grades of a project, and of plain files without one."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from evalapp import __version__
from evalapp.base.errors import AppError
from evalapp.base.files import read_bytes
from evalapp.base.i18n import _
from evalapp.base.tables import Table, read_csv
from evalapp.entry.columns import ROSTER, SCORES
from evalapp.entry.final import Finals
from evalapp.entry.roster import Roster
from evalapp.entry.rosters import read_roster
from evalapp.entry.scores import read_scores
from evalapp.entry.states import FormRules, compile_rules
from evalapp.form.model import Form, form_hash
from evalapp.form.reader import read_form_file
from evalapp.form.settings import (
    MAX_BYTES,
    NO_SETTINGS,
    Settings,
    apply_settings,
    read_settings,
    settings_hash,
)
from evalapp.form.settings import remarks as settings_remarks
from evalapp.form.tree import Tree, build_tree, compares_units
from evalapp.merge.words import items_in_the_way
from evalapp.report.dataset import AnswerRow, CellRow, Dataset, DecisionRow
from evalapp.report.words import status_word
from evalapp.score.digest import results_digest
from evalapp.score.not_ranked import not_ranked
from evalapp.score.results import Results, compute
from evalapp.store.counts import count_revisions
from evalapp.store.queries import (
    all_answers,
    cells,
    decision_of,
    finals,
    own_finals,
    people,
    roster,
    settings,
)
from evalapp.work.blinding import KnownNames
from evalapp.work.create import require_columns
from evalapp.work.edition_plan import require_one_edition
from evalapp.work.entered_by import entered_by, entered_by_words
from evalapp.work.project import Project
from evalapp.work.remarks import remarks
from evalapp.work.scoring import scoring_settings


class FileResults(Struct, frozen=True, kw_only=True, eq=False):
    """Results of plain files, with the hashes of the form and of the settings that they rest on, and their own.

    ``remarks`` say what should be looked at again in form, settings and answers.
    """

    results: Results
    form: str
    settings: str
    digest: str
    remarks: tuple[str, ...] = ()


class ProjectResults(Struct, frozen=True, kw_only=True, eq=False):
    """Results computed now. ``in_dispute`` names settings that coordinators set differently: ranks then say so.

    ``remarks`` say what should be looked at again in the form's conditions and the answers.
    """

    results: Results
    computed_at: str
    in_dispute: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def project_results(project: Project) -> ProjectResults:
    """Scores from the final values; in an assessor's file from the person's own answers.

    Raises AppError("cohort") in an assessor's file where units are compared with all others, which it does not hold, and
    AppError("edition_in_dispute") where coordinators brought different editions into force: every number depends on it
    (RECORD R18, R22).
    """
    if project.about.role == "assessor" and compares_units(project.tree):
        raise AppError(
            "cohort",
            _(
                "This form scores units by comparison with all others, so that results are computed in the coordinator's "
                "project only. {file} was read, nothing was changed."
            ).format(file=project.path.name),
        )
    with project.file.read() as connection:
        require_one_edition(project, connection)
        units = roster(connection)
        values = (
            finals(connection)
            if project.about.role == "coordinator"
            else own_finals(connection, project.about.me)
        )
        disputed = tuple(name for name, row in settings(connection).items() if row.disputed)
    results = compute(project.tree, project.rules, units, values)
    return ProjectResults(
        results=results,
        computed_at=project.session.world.now(),
        in_dispute=disputed,
        remarks=remarks(results, project.rules),
    )


def why_not_ranked(results: Results) -> Iterator[str]:
    """A sentence for each unit without a rank, with the items that stand in the way."""
    for one in not_ranked(results):
        items = items_in_the_way(one.items, one.below)
        yield _("{unit} is not ranked: {status} {items}").format(
            unit=one.unit.name,
            status=status_word(one.status),
            items=", ".join(items[:8]) + ("…" if len(items) > 8 else ""),
        )


def project_digest(project: Project, results: Results) -> str:
    """The hash of the results with the form in force and the settings over it."""
    return results_digest(results, project.about.form_hash, scoring_settings(project).settings)


def dataset(project: Project) -> Dataset:
    """Everything that an export shows, read in one go."""
    found = project_results(project)
    with project.file.read() as connection:
        names = people(connection)
        rows = cells(connection)
        answers = tuple(
            AnswerRow(
                unit=head.unit,
                item=head.item,
                assessor=names[head.subject].name if head.subject in names else "",
                assessor_code=names[head.subject].code if head.subject in names else "",
                state=head.answer.state,
                value=head.answer.value,
                justification=head.answer.justification,
                confidence=head.answer.confidence,
                evidence=head.answer.evidence,
                at=head.revision.at,
                signed_off=head.signed,
                entered_by="" if (by := entered_by(head.revision, names)) is None else entered_by_words(by),
            )
            for head in all_answers(connection)
            if head.present or head.signed
        )
        decisions, known_names = [], KnownNames(connection)
        for row in rows:
            if row.decision_n is not None:
                found_decision = decision_of(connection, row.decision_n)
                revision, content = found_decision.revision, found_decision.decision
                decisions.append(
                    DecisionRow(
                        unit=row.unit,
                        item=row.item,
                        state=content.state,
                        value=content.value,
                        category=content.reason_category,
                        reason=content.reason,
                        decided_by=names[revision.author].name if revision.author in names else "",
                        at=revision.at,
                        to_confirm=row.status == "to_confirm",
                        names_known=bool(known_names.of(revision)),
                    )
                )
        revisions = count_revisions(connection)
        chosen = tuple((name, row.value) for name, row in sorted(settings(connection).items()))
    return Dataset(
        title=project.about.title,
        project=project.about.project,
        form_hash=project.about.form_hash,
        synthetic=project.about.synthetic,
        computed_at=found.computed_at,
        program=__version__,
        revisions=revisions,
        results=found.results,
        cells={
            (row.unit, row.item): CellRow(
                match=row.match,
                status=row.status,
                state=row.final.state,
                value=row.final.value,
                score=row.final.score,
            )
            for row in rows
        },
        answers=answers,
        decisions=tuple(decisions),
        assessors=sum(1 for person in names.values() if person.role == "assessor"),
        settings=chosen,
        digest=project_digest(project, found.results),
    )


class ReadFiles(Struct, frozen=True, kw_only=True, eq=False):
    """A form with settings over it, units and their final values, read from plain files."""

    form: Form
    settings: Settings
    tree: Tree
    rules: FormRules
    units: Roster
    finals: Finals

    @property
    def settings_hash(self) -> str:
        """The hash of the settings; "" where there are none."""
        return "" if self.settings.is_empty else settings_hash(self.settings)


def read_files(
    form: Path, scores: Path, roster_file: Path | None = None, settings_file: Path | None = None
) -> ReadFiles:
    """A form, a table ``unit,item,value[,state]`` and perhaps a roster and settings; no project is needed.

    Raises AppError("form", "settings", "scores", "roster", "columns", …) with every finding.
    """
    whole, chosen = read_form_file(form), NO_SETTINGS
    if settings_file is not None:
        chosen = read_settings(read_bytes(settings_file, MAX_BYTES), str(settings_file), whole)
    tree = build_tree(apply_settings(whole, chosen))
    units, within = None, tree.form.units.within
    if roster_file is None and within:
        raise AppError(
            "roster",
            _(
                "The form compares units with others of the same “{column}”, so it needs a roster with this column. "
                "Nothing was computed."
            ).format(column=within),
        )
    if roster_file is not None:
        units = read_roster(read_csv(roster_file, ROSTER), tree.form.units)
    table: Table = read_csv(scores, SCORES)
    every, values = read_scores(tree, table, units)
    rules = compile_rules(tree)
    require_columns(every, rules)
    return ReadFiles(form=whole, settings=chosen, tree=tree, rules=rules, units=every, finals=values)


def compute_files(
    form: Path, scores: Path, roster_file: Path | None = None, settings_file: Path | None = None
) -> FileResults:
    """Results from plain files. Raises what :func:`read_files` does."""
    found = read_files(form, scores, roster_file, settings_file)
    results = compute(found.tree, found.rules, found.units, found.finals)
    return FileResults(
        results=results,
        form=form_hash(found.form),
        settings=found.settings_hash,
        digest=results_digest(results, form_hash(found.form), found.settings),
        remarks=(*settings_remarks(found.form, found.settings), *remarks(results, found.rules)),
    )
