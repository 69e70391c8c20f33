"""What the audit reads and writes away from the GUI thread."""

from pathlib import Path

from msgspec import Struct, structs

from evalapp.base.progress import Progress
from evalapp.base.tables import read_csv
from evalapp.entry.columns import OBJECTIONS
from evalapp.entry.objection import Outcome
from evalapp.ui.coordinator.objection_form import EnteredObjection
from evalapp.work.audit import (
    PAGE,
    AuditCounts,
    AuditFilter,
    AuditRow,
    Choices,
    Key,
    audit_counts,
    audit_page,
    choices,
    prepare,
)
from evalapp.work.audit_table import export_audit
from evalapp.work.care import CheckReport
from evalapp.work.chain_states import ChainState, LastCheck, chain_states, last_check, verify_everything
from evalapp.work.corrections import Correction, corrections, write_corrections
from evalapp.work.evidence import file_evidence
from evalapp.work.objection_table import record_table, write_table
from evalapp.work.objections import (
    Objected,
    PossibleDecision,
    decisions_for,
    objections,
    record_objections,
    respond,
)
from evalapp.work.project import Project


class Asked(Struct, frozen=True):
    """What was asked for last: an answer to something else comes too late and is not shown."""

    wanted: AuditFilter
    newest: bool


class ReadPage(Struct, frozen=True, kw_only=True):
    """A page that was read: what for, its rows, whether it is the last."""

    asked: Asked
    rows: tuple[AuditRow, ...]
    ended: bool


class ReadLists(Struct, frozen=True, kw_only=True):
    """The short lists, read in one go."""

    choices: Choices
    chains: tuple[ChainState, ...]
    checked: LastCheck | None
    objections: tuple[Objected, ...]
    now: str


def read_lists(project: Project, _progress: Progress) -> ReadLists:
    """What the filters offer, the chains, the last verification, the objections."""
    return ReadLists(
        choices=choices(project),
        chains=chain_states(project),
        checked=last_check(project),
        objections=objections(project),
        now=project.session.world.now(),
    )


def read_prepared(project: Project, progress: Progress) -> None:
    """Bring the index up to date; the progress of a first time is shown."""
    prepare(project, progress)


def read_page(project: Project, asked: Asked, after: Key | None, _progress: Progress) -> ReadPage:
    """A page behind ``after``."""
    rows = audit_page(project, asked.wanted, newest=asked.newest, after=after)
    return ReadPage(asked=asked, rows=rows, ended=len(rows) < PAGE)


def read_counts(project: Project, asked: Asked, progress: Progress) -> tuple[Asked, AuditCounts]:
    """How many there are."""
    return asked, audit_counts(project, asked.wanted, progress)


def read_corrections(project: Project, progress: Progress) -> tuple[Correction, ...]:
    """The log of corrections."""
    return corrections(project, progress)


def read_checked(project: Project, _progress: Progress) -> LastCheck | None:
    """What the last verification found."""
    return last_check(project)


def verified(project: Project, progress: Progress) -> tuple[CheckReport, LastCheck | None]:
    """Verify everything, and keep the result."""
    return verify_everything(project, progress), last_check(project)


def written_audit(project: Project, path: Path, asked: Asked, progress: Progress) -> tuple[Path, int]:
    """Write what is asked for as a table."""
    return path, export_audit(project, path, asked.wanted, progress, newest=asked.newest)


def written_corrections(path: Path, listed: tuple[Correction, ...], _progress: Progress) -> Path:
    """Write the log of corrections."""
    write_corrections(path, listed)
    return path


def written_objections(path: Path, listed: tuple[Objected, ...], _progress: Progress) -> Path:
    """Write the log of objections."""
    write_table(path, listed)
    return path


def recorded(project: Project, entered: EnteredObjection, progress: Progress) -> str:
    """Record an objection with its documents; its id, "" where it was recorded before."""
    evidence = tuple(file_evidence(project, path, progress) for path in entered.files)
    found = record_objections(project, [structs.replace(entered.objection, evidence=evidence)])
    return found[0] if found else ""


def recorded_table(project: Project, path: Path, _progress: Progress) -> tuple[int, int]:
    """Record a table of objections: how many, and how many were there."""
    return record_table(project, read_csv(path, OBJECTIONS), path.parent)


def read_decisions(
    project: Project, one: Objected, _progress: Progress
) -> tuple[Objected, tuple[PossibleDecision, ...]]:
    """The decisions that a response may name."""
    return one, decisions_for(project, one)


def responded(
    project: Project, about: str, outcome: Outcome, text: str, decision: str, _progress: Progress
) -> str:
    """Answer an objection."""
    return respond(project, about, outcome, text, decision)
