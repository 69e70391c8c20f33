"""Everything that an export shows, frozen at one moment, so that all sheets and charts say the same."""

from msgspec import Struct

from evalapp.entry.evidence import Evidence
from evalapp.entry.final import State
from evalapp.score.results import Results


class AnswerRow(Struct, frozen=True, kw_only=True):
    """What one assessor answered for one cell, signed off or not; ``at`` is UTC.

    ``entered_by`` says who entered it for the assessor, and why; "" where the assessor did.
    """

    unit: str
    item: str
    assessor: str
    assessor_code: str
    state: State
    value: str
    justification: str
    confidence: str
    evidence: tuple[Evidence, ...]
    at: str
    signed_off: bool
    entered_by: str = ""


class DecisionRow(Struct, frozen=True, kw_only=True):
    """A coordinator's decision in force. ``names_known``: its author knew whose the assessments were."""

    unit: str
    item: str
    state: State
    value: str
    category: str
    reason: str
    decided_by: str
    at: str
    to_confirm: bool
    names_known: bool = False


class CellRow(Struct, frozen=True, kw_only=True):
    """What a cell came to: match class, status (single, agreed, averaged, decided, …), final state and value."""

    match: str
    status: str
    state: State
    value: str
    score: float | None = None


class Dataset(Struct, frozen=True, kw_only=True, eq=False):
    """A project's results with all that stands behind them."""

    title: str
    project: str
    form_hash: str
    synthetic: bool
    computed_at: str
    program: str
    revisions: int
    results: Results
    cells: dict[tuple[str, str], CellRow]
    answers: tuple[AnswerRow, ...] = ()
    decisions: tuple[DecisionRow, ...] = ()
    assessors: int = 0
    settings: tuple[tuple[str, str], ...] = ()
    digest: str = ""
