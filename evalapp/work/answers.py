"""Answering: one unit's page, one answer at a time, saved when this returns."""

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct, structs

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.numbers import from_float
from evalapp.base.text import clean
from evalapp.entry.asked import asked_of, is_expected, is_typed, leaves_of
from evalapp.entry.contents import Answer
from evalapp.entry.evidence import Evidence
from evalapp.entry.final import Final, State
from evalapp.entry.problems import AnswerView, Problem, find_problems
from evalapp.entry.roster import Unit, in_families
from evalapp.entry.states import Resolved, resolve
from evalapp.form.refusal import ValueRefused
from evalapp.form.tree import Node, Tree
from evalapp.store.append import Draft
from evalapp.store.private_notes import noted_items
from evalapp.store.project_file import Connection
from evalapp.store.queries import HeadRow, answers_of_unit, assignments, roster, signed_units
from evalapp.work.carried import CarriedOver, called_now, carried_over
from evalapp.work.project import Project, require_role


class Entered(Struct, frozen=True, kw_only=True):
    """What a person enters for one leaf."""

    state: State = "blank"
    value: str = ""
    justification: str = ""
    evidence: tuple[Evidence, ...] = ()
    confidence: str = ""


class LeafEntry(Struct, frozen=True, kw_only=True):
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

    ``noted`` are the items with a private note.
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


class UnitOverview(Struct, frozen=True, kw_only=True):
    """A row of the list of units."""

    unit: Unit
    progress: UnitProgress
    errors: int
    warnings: int
    signed_off_at: str = ""
    changed_since: bool = False


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


def unit_page(project: Project, unit_key: str) -> UnitPage:
    """One unit's page. Raises AppError("unknown_unit")."""
    with project.file.read() as connection:
        return _page(project, connection, _unit(connection, unit_key))


def record_answer(project: Project, unit_key: str, item: str, entered: Entered) -> bool:
    """Write an answer as a revision; durable when this returns. False where nothing differs from what is there.

    Raises AppError("unknown_unit", "unknown_item", "not_assigned", "value", "disk_full", …); nothing is then written and what
    was there before stands.
    """
    return record_answers(project, {(unit_key, item): entered}) > 0


def record_answers(project: Project, answers: Mapping[tuple[str, str], Entered]) -> int:
    """Write several answers in one transaction, all or none; how many differed from what was there."""
    require_role(project, "assessor")

    def drafts(connection: Connection) -> Sequence[Draft]:
        mine = {(row.unit, row.item) for row in assignments(connection) if row.subject == project.about.me}
        units = {unit.key: unit for unit in roster(connection)}
        written = []
        heads: dict[str, dict[str, list[HeadRow]]] = {}
        for (unit_key, item), entered in answers.items():
            if unit_key not in units:
                raise _unknown_unit(unit_key)
            if (unit_key, "") not in mine and (unit_key, item) not in mine:
                raise AppError(
                    "not_assigned",
                    _(
                        "{unit} {item} is not assigned to you. Nothing was changed. Ask the coordinator."
                    ).format(unit=units[unit_key].full_name, item=item),
                )
            if unit_key not in heads:
                heads[unit_key] = _heads_by_item(connection, project, unit_key)
            present = heads[unit_key].get(item, [])
            require_asked(project, units[unit_key], item)
            answer = answer_of(project, units[unit_key].full_name, item, entered)
            if not _same(answer, present):
                written.append(Draft(content=answer, unit=unit_key, item=item, subject=project.about.me))
        return written

    return sum(
        1 for read in project.write(drafts) if read.revision and isinstance(read.revision.content, Answer)
    )


def answer_of(project: Project, unit_name: str, item: str, entered: Entered) -> Answer:
    """What was entered as the content of a revision: cleaned, its value in canonical form.

    Raises AppError("unknown_item", "value") in a sentence that names unit and item.
    """
    node = _leaf(project, item)
    place = {"unit": unit_name, "item": item}
    value = ""
    if entered.state == "answered":
        assert node.scale is not None
        try:
            value = node.scale.read(entered.value)
        except ValueRefused as refused:
            raise AppError(
                "value",
                _("{unit} {item}: {reason}. The value before it stands.").format(**place, reason=refused),
            ) from refused
    elif entered.state != "blank" and entered.state not in node.item.states:
        raise AppError(
            "value",
            _("{unit} {item}: this state is not offered here. The value before it stands.").format(**place),
        )
    return Answer(
        form=project.about.form_hash,
        state=entered.state,
        value=value,
        justification=clean(entered.justification),
        evidence=entered.evidence,
        confidence=entered.confidence if entered.confidence in ("low", "medium", "high") else "",  # type: ignore[arg-type]
    )


def require_asked(project: Project, unit: Unit, item: str) -> None:
    """Raises AppError("unknown_item") where assessors do not answer ``item`` for this row of the roster, and says why."""
    node = _leaf(project, item)
    place = {"unit": unit.full_name, "item": item}
    if not is_typed(node):
        raise AppError(
            "unknown_item",
            _(
                "{unit} {item}: this value is brought in by the coordinator or computed; it is not entered here. "
                "Nothing was changed."
            ).format(**place),
        )
    if node.kind != unit.sort:
        raise AppError(
            "unknown_item",
            _("{unit} {item}: this item is answered for “{kind}”. Nothing was changed.").format(
                **place, kind=node.kind
            )
            if node.kind
            else _(
                "{unit} {item}: this item is answered for the unit above, not for its sub-units. Nothing was changed."
            ).format(**place),
        )
    if all(leaf.code != item for leaf in asked_of(project.tree_of(unit), unit)):
        raise AppError(
            "unknown_item",
            _("{unit} {item}: this item has weight 0 here and does not exist. Nothing was changed.").format(
                **place
            ),
        )


def _leaf(project: Project, item: str) -> Node:
    index = project.tree.by_code.get(item)
    if index is None or not project.tree.nodes[index].is_leaf:
        now = called_now(project, item)
        if now:
            raise AppError(
                "unknown_item",
                _(
                    "“{item}” is called {code} in the edition in force. Nothing was changed. Write the new code."
                ).format(item=item, code=now),
            )
        raise AppError(
            "unknown_item",
            _("The form has no item “{item}” that is answered. Nothing was changed. Check the code.").format(
                item=item
            ),
        )
    return project.tree.nodes[index]


def _same(answer: Answer, present: Sequence[HeadRow]) -> bool:
    """Whether writing would add nothing: an equal single head, or a blank where nothing ever was.

    What was carried over and is confirmed as it reads is not written again: it counts already (RECORD R23).
    """
    if not present:
        return answer == Answer(form=answer.form, state="blank")
    return len(present) == 1 and structs.replace(present[0].answer, form=answer.form) == answer


def _heads_by_item(connection: Connection, project: Project, unit_key: str) -> dict[str, list[HeadRow]]:
    found: dict[str, list[HeadRow]] = {}
    for row in answers_of_unit(connection, unit_key, project.about.me):
        if row.present:
            found.setdefault(row.item, []).append(row)
    return found


def _unit(connection: Connection, unit_key: str) -> Unit:
    for unit in roster(connection):
        if unit.key == unit_key:
            return unit
    raise _unknown_unit(unit_key)


def _unknown_unit(unit_key: str) -> AppError:
    return AppError(
        "unknown_unit",
        _("“{unit}” is not on the roster. Nothing was changed. Check the code.").format(unit=unit_key),
    )


def _page(project: Project, connection: Connection, unit: Unit) -> UnitPage:
    heads = _heads_by_item(connection, project, unit.key)
    signed_at = signed_units(connection).get((project.about.me, unit.key), "")
    finals = {item: Final(rows[0].answer.state, rows[0].answer.value) for item, rows in heads.items()}
    tree = project.tree_of(unit)
    resolved = resolve(tree, project.rules, unit, finals)
    carried = {item: carried_over(project, connection, rows[0]) for item, rows in heads.items()}
    views = {item: _view(rows[0], carried[item]) for item, rows in heads.items()}
    problems = find_problems(tree, project.rules, unit, views)
    leaves = leaves_of(tree, unit)
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
    )


def _view(head: HeadRow, carried: CarriedOver | None) -> AnswerView:
    again = carried is not None and carried.again
    return AnswerView(
        state=head.answer.state,
        value=head.answer.value,
        justification=head.answer.justification,
        n_evidence=len(head.answer.evidence),
        earlier=carried.words if carried is not None and again else "",
        version=carried.version if carried is not None and again else "",
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
        warnings=sum(1 for problem in page.problems if problem.severity == "warning"),
        signed_off_at=page.signed_off_at,
        changed_since=page.changed_since,
    )
