"""Settling differences: the queue, one cell side by side, a decision as a revision (RECORD R16–R19)."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import get_args

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.text import clean
from evalapp.entry.asked import is_typed
from evalapp.entry.contents import Answer, Decision
from evalapp.entry.evidence import Evidence
from evalapp.entry.final import State
from evalapp.entry.points import points_of
from evalapp.entry.roster import Unit
from evalapp.form.label import Label
from evalapp.form.names import did_you_mean
from evalapp.form.tree import Node
from evalapp.merge.cells import MatchClass
from evalapp.merge.oddities.finding import Place
from evalapp.store.append import Draft
from evalapp.store.cell_counts import count_classes
from evalapp.store.cells_table import weight_of
from evalapp.store.heads_table import AGAIN
from evalapp.store.history import decision_heads
from evalapp.store.project_file import Connection
from evalapp.store.queries import (
    AssignmentRow,
    CellRow,
    HeadRow,
    PersonRow,
    answers_of_cell,
    assignments,
    cell,
    cells,
    decision_of,
    people,
    roster,
)
from evalapp.work.blinding import Uncovered, is_blind, uncovered_of
from evalapp.work.carried import CarriedOver, carried_over
from evalapp.work.cell_change import CellChange
from evalapp.work.decisions import Decided, decided_in, disputing
from evalapp.work.entered_by import EnteredBy, entered_by
from evalapp.work.judged import Judged, all_words, judged_of
from evalapp.work.moved import Moved, moved_since
from evalapp.work.project import Project, require_role
from evalapp.work.settling import place_of, settled_value
from evalapp.work.waiting import waiting_cells

CATEGORIES = ("evidence", "overlooked", "date", "misread", "mended", "other")
"""Why one assessment is preferred: better evidence, an entrance overlooked, different dates, the scale misread, mended since."""

RULE = "rule"
"""The reason category of decisions that a rule for small gaps made; nobody chooses it by hand."""

MATCH_CLASSES: tuple[MatchClass, ...] = get_args(MatchClass)


class QueueRow(Struct, frozen=True, kw_only=True):
    """A cell that waits for a decision. ``effect`` 0…100: scale distance × weight, against the heaviest leaf; a veto is 100.

    The distance of a cell that has no value, although everybody has handed in, is the whole scale. ``of`` is the unit above
    a sub-unit, ``top`` the key of the unit that is ranked, ``group`` the persons who are assigned to the cell. ``change`` is
    what it would change, where somebody asked (:func:`evalapp.work.impact.weighed_queue`); the effect then counts it.
    """

    unit: str
    unit_name: str
    item: str
    match: str
    status: str
    staleness: str
    effect: float
    of: str = ""
    top: str = ""
    group: tuple[str, ...] = ()
    change: CellChange | None = None


class AcceptedWarning(Struct, frozen=True, kw_only=True):
    """A warning of the page that an assessor let stand, in the form's words ("" where the edition has it no more), and why."""

    warning: str
    message: Label
    reason: str


class Assessment(Struct, frozen=True, kw_only=True):
    """One side of a comparison. ``label`` is A, B, …: the order is shuffled, but always the same for a cell."""

    label: str
    id: str
    person: str
    name: str
    code: str
    state: State
    value: str
    points: float | None
    justification: str
    evidence: tuple[Evidence, ...]
    confidence: str
    at: str
    carried: CarriedOver | None = None
    accepted: tuple[AcceptedWarning, ...] = ()
    entered_by: EnteredBy | None = None
    judged: tuple[Judged, ...] = ()


class Earlier(Struct, frozen=True, kw_only=True):
    """An answer of an earlier edition that is to be given again, beside the assessments that count (RECORD R23)."""

    person: str
    name: str
    carried: CarriedOver


class CellView(Struct, frozen=True, kw_only=True):
    """A cell with everything that a decision weighs. ``basis`` stands for exactly these assessments.

    ``moved`` says what has happened since the decision in force; ``again`` are answers that are to be given again. ``blind``:
    names are to be hidden from the person whose file it is; ``uncovered`` says who uncovered them before deciding;
    ``disputing`` are the decisions of a cell that coordinators decided differently (RECORD R18).
    """

    unit: Unit
    item: str
    match: str
    status: str
    staleness: str
    assessments: tuple[Assessment, ...]
    decided: Decided | None
    basis: str
    moved: tuple[Moved, ...] = ()
    again: tuple[Earlier, ...] = ()
    blind: bool = True
    uncovered: tuple[Uncovered, ...] = ()
    disputing: tuple[Decided, ...] = ()
    stands: str = ""


class Outcome(Struct, frozen=True, kw_only=True):
    """What a coordinator decides for a cell, and why. ``stands``: the decisions that were looked at; None where nobody looked."""

    unit: str
    item: str
    state: State
    value: str = ""
    category: str
    reason: str
    basis: str
    stands: str | None = None


def open_cells(project: Project) -> tuple[QueueRow, ...]:
    """The cells that wait for a decision (see :func:`waiting_cells`), stale decisions first, then by effect."""
    require_role(project, "coordinator")
    with project.file.read() as connection:
        found = queue_rows(project, connection, waiting_cells(project, connection))
    return tuple(sorted(found, key=lambda row: (row.status != "to_confirm", -row.effect, row.unit, row.item)))


def decided_cells(project: Project) -> tuple[QueueRow, ...]:
    """Cells whose decision stands, which may be decided anew; those with new material first (RECORD R17).

    New material: words or evidence have changed since, values not. What was brought in from elsewhere is not among them.
    """
    require_role(project, "coordinator")
    with project.file.read() as connection:
        rows = cells(connection, ("decided",))
        found = queue_rows(project, connection, [row for row in rows if _is_typed(project, row.item)])
    return tuple(sorted(found, key=lambda row: (not row.staleness, -row.effect, row.unit, row.item)))


def queue_rows(project: Project, connection: Connection, rows: Sequence[CellRow]) -> list[QueueRow]:
    """The rows of cells on the roster, with what can be said of each by itself."""
    units = {unit.key: unit for unit in roster(connection)}
    assigned: dict[str, list[AssignmentRow]] = defaultdict(list)
    for one in assignments(connection):
        assigned[one.unit].append(one)
    tops = {unit.code: unit.key for unit in units.values() if not unit.parent}
    weights = {leaf.code: weight_of(project.tree, leaf) for leaf in project.tree.leaves}
    heaviest = max((leaf.full_marks or 0.0 for leaf in project.tree.leaves), default=0.0) or 1.0
    return [
        QueueRow(
            unit=row.unit,
            unit_name=units[row.unit].name,
            of=units[row.unit].of,
            top=tops.get(units[row.unit].parent, row.unit),
            group=tuple(sorted({one.subject for one in assigned[row.unit] if one.item in ("", row.item)})),
            item=row.item,
            match=row.match,
            status=row.status,
            staleness=row.staleness,
            effect=min(
                100.0, 100 * (weights[row.item] if row.status == "missing" else row.severity) / heaviest
            ),
        )
        for row in rows
        if row.unit in units
    ]


def match_counts(project: Project) -> dict[str, int]:
    """How many cells there are of each match class; those that nobody answered count where they wait."""
    with project.file.read() as connection:
        counts = count_classes(connection, [leaf.code for leaf in project.tree.leaves if is_typed(leaf)])
        unanswered = sum(
            1 for row in waiting_cells(project, connection) if (row.match, row.status) == ("none", "missing")
        )
    return {name: counts.get(name, 0) + (unanswered if name == "none" else 0) for name in MATCH_CLASSES}


def cell_view(project: Project, unit_key: str, item: str) -> CellView:
    """One cell with its assessments side by side. Raises AppError("unknown_cell")."""
    require_role(project, "coordinator")
    with project.file.read() as connection:
        unit, node = place_of(project, connection, unit_key, item)
        row = cell(connection, unit_key, item)
        names = people(connection)
        heads = _signed_heads(connection, unit, node)
        weighed = [head for head in heads if head.carried != AGAIN]
        pieces, _findings = all_words(project, connection, unit_key)
        shuffled = sorted(weighed, key=lambda head: (shuffled_by(unit_key, item, head.subject), head.id))
        assessments = tuple(
            Assessment(
                label=chr(ord("A") + number),
                id=head.id,
                person=head.subject,
                name=names[head.subject].name,
                code=names[head.subject].code,
                state=head.answer.state,
                value=head.answer.value,
                points=points_of(node, head.answer.state, head.answer.value),
                justification=head.answer.justification,
                accepted=_accepted(project, head.answer),
                evidence=head.answer.evidence,
                confidence=head.answer.confidence,
                at=head.revision.at,
                carried=carried_over(project, connection, head),
                entered_by=entered_by(head.revision, names),
                judged=judged_of(pieces, Place(unit_key, item, head.subject), head.answer.evidence),
            )
            for number, head in enumerate(shuffled)
        )
        uncovered = uncovered_of(project, connection, unit_key, item, names)
        return CellView(
            blind=is_blind(connection) and all(one.person != project.about.me for one in uncovered),
            uncovered=uncovered,
            unit=unit,
            item=item,
            match="none" if row is None else row.match,
            status="missing" if row is None else row.status,
            staleness="" if row is None else row.staleness,
            assessments=assessments,
            decided=decided_in(connection, row, names),
            disputing=disputing(connection, row, names),
            basis=_basis(weighed),
            stands=_stands(connection, unit_key, item),
            moved=()
            if row is None
            else moved_since(connection, row, project.family(connection, item), heads, names),
            again=tuple(_again(project, connection, head, names) for head in heads if head.carried == AGAIN),
        )


def shuffled_by(*parts: str) -> bytes:
    """An order that nobody can guess from names or times, and that stays the same for a cell."""
    return hashlib.sha256("\n".join(parts).encode()).digest()


def _again(
    project: Project, connection: Connection, head: HeadRow, names: Mapping[str, PersonRow]
) -> Earlier:
    carried = carried_over(project, connection, head)
    assert carried is not None, "only answers of another edition are to be given again"
    return Earlier(person=head.subject, name=names[head.subject].name, carried=carried)


def _weighed(connection: Connection, unit: Unit, node: Node) -> list[HeadRow]:
    """What a decision now would weigh: the assessments that count, without those to be given again."""
    return [head for head in _signed_heads(connection, unit, node) if head.carried != AGAIN]


def _signed_heads(connection: Connection, unit: Unit, node: Node) -> list[HeadRow]:
    """The signed-off heads of the subjects that are assigned to the cell.

    Nobody is asked what is brought in from elsewhere: a stray answer to it weighs nothing.
    """
    if not is_typed(node):
        return []
    subjects = {row.subject for row in assignments(connection, unit.key) if row.item in ("", node.code)}
    heads = answers_of_cell(connection, unit.key, node.code)
    return [head for head in heads if head.signed and head.subject in subjects]


def _basis(weighed: Sequence[HeadRow]) -> str:
    """Sixteen digits that stand for exactly these heads."""
    return hashlib.sha256("\n".join(sorted(head.id for head in weighed)).encode()).hexdigest()[:16]


def decide(project: Project, outcome: Outcome) -> None:
    """Record a decision. Raises AppError("value", "reason", "moved", "unknown_cell"); nothing is then written."""
    decide_all(project, (outcome,))


def decide_all(project: Project, outcomes: Sequence[Outcome]) -> int:
    """Record several decisions in one transaction, all or none; how many were written, and not in force already.

    ``moved``: an assessment behind a decision has changed since it was looked at; the sentence says which.
    """
    require_role(project, "coordinator")

    def drafts(connection: Connection) -> Sequence[Draft]:
        found = [decision_draft(project, connection, outcome) for outcome in outcomes]
        return [draft for draft in found if not in_force(connection, draft)]

    return len(project.write(drafts))


def _stands(connection: Connection, unit: str, item: str) -> str:
    """Sixteen digits that stand for exactly the decisions that count for a cell."""
    return hashlib.sha256("\n".join(decision_heads(connection, unit, item)).encode()).hexdigest()[:16]


def in_force(connection: Connection, draft: Draft) -> bool:
    """Whether the very same decision is the only one that counts for its cell."""
    row = cell(connection, draft.unit, draft.item)
    if row is None or row.decision_n is None or row.status == "disputed":
        return False
    return decision_of(connection, row.decision_n).decision == draft.content


def decision_draft(project: Project, connection: Connection, outcome: Outcome) -> Draft:
    """The decision as it is written. Raises AppError("value", "reason", "moved", "unknown_cell")."""
    unit, node = place_of(project, connection, outcome.unit, outcome.item)
    place = {"unit": unit.full_name, "item": outcome.item}
    weighed = _weighed(connection, unit, node)
    if _basis(weighed) != outcome.basis:
        raise AppError(
            "moved",
            _(
                "{unit} {item}: an answer has changed since it was looked at. Nothing was decided; look at it again."
            ).format(**place),
        )
    if outcome.stands is not None and _stands(connection, outcome.unit, outcome.item) != outcome.stands:
        raise AppError(
            "moved",
            _(
                "{unit} {item}: another coordinator has decided it since it was looked at. Nothing was decided here; look at it "
                "again."
            ).format(**place),
        )
    if outcome.category not in (*CATEGORIES, RULE):
        raise AppError(
            "reason",
            _("{unit} {item}: “{category}” is no reason category; allowed are {allowed}.").format(
                **place, category=outcome.category, allowed=", ".join(CATEGORIES)
            )
            + did_you_mean(outcome.category, CATEGORIES),
        )
    if not clean(outcome.reason):
        raise AppError("reason", _("{unit} {item}: a decision needs a reason.").format(**place))
    content = Decision(
        state=outcome.state,
        value=settled_value(unit, node, outcome.state, outcome.value),
        reason_category=outcome.category,
        reason=clean(outcome.reason),
        weighed=tuple(sorted(head.id for head in weighed)),
        form=project.edition_of_decisions(connection),
    )
    return Draft(content=content, unit=outcome.unit, item=outcome.item)


def _is_typed(project: Project, item: str) -> bool:
    return item in project.tree.by_code and is_typed(project.tree.node(item))


def _accepted(project: Project, answer: Answer) -> tuple[AcceptedWarning, ...]:
    messages = {check.id: check.message for check in project.tree.form.checks}
    return tuple(
        AcceptedWarning(warning=one.warning, message=messages.get(one.warning, ""), reason=one.reason)
        for one in answer.accepted
    )
