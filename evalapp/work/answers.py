"""What an assessor's file holds, as pages show it: one unit's answers with their problems, and the list of units."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct, structs

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.numbers import from_float
from evalapp.entry.asked import asked_of, is_expected, leaves_of
from evalapp.entry.completion import completion_of
from evalapp.entry.contents import Accepted
from evalapp.entry.evidence import Evidence
from evalapp.entry.final import Final, State
from evalapp.entry.problems import AnswerView, Problem, find_problems, is_open_warning
from evalapp.entry.roster import Unit, in_families
from evalapp.entry.states import Resolved, resolve
from evalapp.form.tree import Node, Tree
from evalapp.store.flags import flagged_items
from evalapp.store.private_notes import noted_items
from evalapp.store.project_file import Connection
from evalapp.store.queries import (
    HeadRow,
    answers_of_unit,
    assignments,
    roster,
    settings,
    signed_units,
    unit_on_roster,
)
from evalapp.work.carried import CarriedOver, carried_over
from evalapp.work.earlier_values import Earlier, earlier_of
from evalapp.work.project import Project, require_role
from evalapp.work.questions import Asked, asked, waiting


class Entered(Struct, frozen=True, kw_only=True):
    """What a person enters for one leaf."""

    state: State = "blank"
    value: str = ""
    justification: str = ""
    evidence: tuple[Evidence, ...] = ()
    confidence: str = ""
    accepted: tuple[Accepted, ...] = ()


class LeafEntry(Struct, frozen=True, kw_only=True, gc=False):
    """A leaf of a unit as the page shows it. ``applies`` is false where the form rules it out; what was entered is kept.

    ``open_work``: a blank is to be answered; words, and what is brought in or computed, are not. ``computed`` is the
    present value of a derived leaf as it is printed, "" where it has none yet, and ``reads`` what it is computed from.
    ``conflict`` counts further heads by the same person (two laptops); ``at`` is when it was last written (UTC). ``carried`` is
    what it was in an earlier edition of the form, if it was given there.
    """

    code: str
    entered: Entered
    applies: bool
    answered: bool
    open_work: bool = True
    computed: str = ""
    reads: tuple[str, ...] = ()
    at: str = ""
    conflict: int = 0
    signed_off: bool = False
    carried: CarriedOver | None = None


class UnitProgress(Struct, frozen=True, kw_only=True):
    """How far a unit is. Only leaves that are open work while blank are counted, so that a unit can be complete.

    ``started``: anything entered; ``answered``: a state chosen; ``valid``: answered without an error;
    ``evidenced``: answered with evidence.
    """

    leaves: int = 0
    started: int = 0
    answered: int = 0
    valid: int = 0
    evidenced: int = 0


class UnitPage(Struct, frozen=True, kw_only=True):
    """Everything the entry page of one unit shows. ``tree`` holds the weights that are the unit's own.

    ``noted`` are the items with a private note, ``flagged`` those flagged for a second look, with when (UTC); ``asked`` the
    questions that were put about the unit; ``earlier`` what it was in the edition before.
    """

    unit: Unit
    tree: Tree
    leaves: tuple[Node, ...]
    entries: dict[str, LeafEntry]
    problems: tuple[Problem, ...]
    progress: UnitProgress
    signed_off_at: str = ""
    changed_since: bool = False
    noted: frozenset[str] = frozenset()
    flagged: dict[str, str] = {}
    asked: tuple[Asked, ...] = ()
    earlier: Earlier | None = None

    @property
    def returned(self) -> frozenset[str]:
        """The items with a question that waits for an answer or a reply."""
        return frozenset(one.item for one in waiting(self.asked))


class UnitOverview(Struct, frozen=True, kw_only=True):
    """A row of the list of units."""

    unit: Unit
    progress: UnitProgress
    errors: int
    warnings: int
    signed_off_at: str = ""
    changed_since: bool = False
    flagged: int = 0
    returned: int = 0


def my_units(project: Project) -> tuple[UnitOverview, ...]:
    """The units assigned to the person whose file it is, with their progress: in roster order, sub-units under their unit.

    Those of which the form asks nothing are left out: all of their items may be rolled up, brought in or computed.
    """
    return tuple(overview(page) for page in my_pages(project))


def my_pages(project: Project, only: Collection[str] | None = None) -> tuple[UnitPage, ...]:
    """The pages of the units of :func:`my_units`, in one reading; with ``only`` those among these keys."""
    require_role(project, "assessor")
    with project.file.read() as connection:
        mine = {row.unit for row in assignments(connection) if row.subject == project.about.me}
        mine = mine if only is None else mine.intersection(only)
        units = [unit for unit in in_families(roster(connection)) if unit.key in mine]
        asked = [unit for unit in units if asked_of(project.tree_of(unit), unit)]
        return tuple(_page(project, connection, unit) for unit in asked)


def unit_page(project: Project, unit_key: str, person: str = "") -> UnitPage:
    """One unit's page with the answers of the person whose file it is, or of ``person``. Raises AppError("unknown_unit")."""
    with project.file.read() as connection:
        return _page(project, connection, require_unit(connection, unit_key), person)


def items_assigned(connection: Connection, unit_key: str, person: str) -> frozenset[str] | None:
    """The items of a unit that a person answers; None where it is all of them, or where nothing is said of the person."""
    found = {row.item for row in assignments(connection, unit_key) if row.subject == person}
    return None if not found or "" in found else frozenset(found)


def heads_by_item(connection: Connection, unit_key: str, person: str) -> dict[str, list[HeadRow]]:
    """A person's answers to a unit that stand, by item; several for one item where laptops said different things."""
    found: dict[str, list[HeadRow]] = {}
    for row in answers_of_unit(connection, unit_key, person):
        if row.present:
            found.setdefault(row.item, []).append(row)
    return found


def require_unit(connection: Connection, unit_key: str) -> Unit:
    """The unit with this key. Raises AppError("unknown_unit")."""
    unit = unit_on_roster(connection, unit_key)
    if unit is None:
        raise unknown_unit(unit_key)
    return unit


def unknown_unit(unit_key: str) -> AppError:
    """What is said of a unit that is not on the roster."""
    return AppError(
        "unknown_unit",
        _("“{unit}” is not on the roster. Nothing was changed. Check the code.").format(unit=unit_key),
    )


def _page(project: Project, connection: Connection, unit: Unit, person: str = "") -> UnitPage:
    of = person or project.about.me
    heads = heads_by_item(connection, unit.key, of)
    signed_at = signed_units(connection).get((of, unit.key), "")
    finals = {item: Final(rows[0].answer.state, rows[0].answer.value) for item, rows in heads.items()}
    tree = project.tree_of(unit)
    resolved = resolve(tree, project.rules, unit, finals)
    carried = {item: carried_over(project, connection, rows[0]) for item, rows in heads.items()}
    views = {item: _view(rows[0], carried[item]) for item, rows in heads.items()}
    every = tuple(one for one in asked(project, connection, unit.key) if not person or one.subject == person)
    own = items_assigned(connection, unit.key, of)
    found = find_problems(tree, project.rules, unit, views, own)
    problems = (*_returned(every), *_by_rule(connection, found))
    leaves = tuple(leaf for leaf in leaves_of(tree, unit) if own is None or leaf.code in own)
    reads = {
        code: tuple(leaf.code for leaf in tree.leaves if leaf.code in expression.references)
        for code, expression in project.rules.derived.items()
    }
    entries = {
        leaf.code: _entry(
            leaf, heads.get(leaf.code, ()), resolved, finals, reads.get(leaf.code, ()), carried.get(leaf.code)
        )
        for leaf in leaves
    }
    return UnitPage(
        unit=unit,
        tree=tree,
        leaves=leaves,
        entries=entries,
        problems=problems,
        progress=_progress(entries, problems),
        signed_off_at=signed_at,
        changed_since=bool(signed_at) and any(not rows[0].signed for rows in heads.values()),
        noted=noted_items(connection, unit.key),
        flagged=flagged_items(connection, unit.key),
        asked=every,
        earlier=earlier_of(connection, unit.key),
    )


def _returned(every: Sequence[Asked]) -> Iterator[Problem]:
    """The questions that wait, as what is to be dealt with first."""
    for one in waiting(every):
        message = _("Returned by {name}: {question}").format(name=one.asked_by, question=one.text)
        yield Problem(severity="warning", kind="returned", item=one.item, items=(one.item,), message=message)


def _by_rule(connection: Connection, problems: Sequence[Problem]) -> Iterator[Problem]:
    """The problems, missing evidence as grave as the project's rules make it."""
    rules = completion_of({name: row.value for name, row in settings(connection).items()})
    for problem in problems:
        if problem.kind == "evidence_missing" and rules.evidence != "block":
            severity: Literal["warning", "info"] = "warning" if rules.evidence == "warn" else "info"
            yield structs.replace(problem, severity=severity)
        else:
            yield problem


def _view(head: HeadRow, carried: CarriedOver | None) -> AnswerView:
    again = carried is not None and carried.again
    return AnswerView(
        state=head.answer.state,
        value=head.answer.value,
        justification=head.answer.justification,
        n_evidence=len(head.answer.evidence),
        earlier=carried.words if carried is not None and again else "",
        version=carried.version if carried is not None and again else "",
        accepted=head.answer.accepted,
    )


def _entry(
    leaf: Node,
    rows: Sequence[HeadRow],
    resolved: Resolved,
    finals: Mapping[str, Final],
    reads: tuple[str, ...],
    carried: CarriedOver | None,
) -> LeafEntry:
    entered = finals.get(leaf.code)
    ruled_out = resolved.states[leaf.code] == "not_applicable" and (
        entered is None or entered.state != "not_applicable"
    )
    if not rows:
        return LeafEntry(
            code=leaf.code,
            entered=Entered(),
            applies=not ruled_out,
            answered=False,
            open_work=is_expected(leaf) and not ruled_out,
            computed=_printed(resolved.derived.get(leaf.code)),
            reads=reads,
        )
    answer = rows[0].answer
    return LeafEntry(
        code=leaf.code,
        entered=Entered(
            state=answer.state,
            value=answer.value,
            justification=answer.justification,
            evidence=answer.evidence,
            confidence=answer.confidence,
            accepted=answer.accepted,
        ),
        applies=not ruled_out,
        answered=answer.state != "blank",
        open_work=is_expected(leaf) and not ruled_out,
        at=rows[0].revision.at,
        conflict=len(rows) - 1,
        signed_off=rows[0].signed,
        carried=carried,
    )


def _printed(value: float | bool | None) -> str:
    """A derived value as it is printed."""
    if value is None or isinstance(value, bool):
        return "" if value is None else "yes" if value else "no"
    return from_float(value)


def _progress(entries: Mapping[str, LeafEntry], problems: Sequence[Problem]) -> UnitProgress:
    wrong = {problem.item for problem in problems if problem.severity == "error"}
    counted = [entry for entry in entries.values() if entry.open_work]
    return UnitProgress(
        leaves=len(counted),
        started=sum(1 for entry in counted if entry.entered != Entered()),
        answered=sum(1 for entry in counted if entry.answered),
        valid=sum(1 for entry in counted if entry.answered and entry.code not in wrong),
        evidenced=sum(1 for entry in counted if entry.answered and entry.entered.evidence),
    )


def overview(page: UnitPage) -> UnitOverview:
    """The unit's row of the list."""
    return UnitOverview(
        unit=page.unit,
        progress=page.progress,
        errors=sum(1 for problem in page.problems if problem.severity == "error"),
        warnings=sum(1 for problem in page.problems if is_open_warning(problem)),
        signed_off_at=page.signed_off_at,
        changed_since=page.changed_since,
        flagged=sum(1 for leaf in page.leaves if leaf.code in page.flagged),
        returned=len(page.returned),
    )
