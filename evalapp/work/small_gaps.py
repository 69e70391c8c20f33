"""Rules for small gaps: what one would decide and move, applying it, and taking it back. Nothing is ever decided unseen.

A rule writes decisions with the reason category ``rule`` and its own words, all in one transaction. A mean is not among what it
can take: a decision has a value (RECORD R19); for means there is the project's tolerance.
"""

from collections.abc import Sequence
from typing import Literal, get_args

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.numbers import canonical, from_float, guard
from evalapp.base.progress import Progress
from evalapp.entry.contents import ChainRange, Withdrawal
from evalapp.entry.final import Final, State
from evalapp.form.scales import Options
from evalapp.form.tree import Node
from evalapp.score.assumed import score_of
from evalapp.store.append import Draft
from evalapp.store.project_file import Connection
from evalapp.store.queries import assignments, people
from evalapp.store.ruled import AppliedRow, applied_rules
from evalapp.work.deciding import RULE, Assessment, CellView, Outcome, cell_view, decide_all, open_cells
from evalapp.work.impact import Moved, moved_by
from evalapp.work.project import Project, require_role

Take = Literal["higher", "lower", "first"]
TAKES: tuple[Take, ...] = get_args(Take)


class GapRule(Struct, frozen=True, kw_only=True):
    """What is taken where assessments differ by at most ``within`` score points (0…100), or ``steps`` steps of the scale.

    ``steps`` 0: score points count. Only items of less than ``below`` per cent of the full score; 0 for any weight.
    """

    take: Take
    within: float = 0.0
    steps: int = 0
    below: float = 0.0


class RuledCell(Struct, frozen=True, kw_only=True):
    """A cell that a rule would decide: what was given, by letter, and what would be taken."""

    unit: str
    unit_name: str
    item: str
    given: tuple[tuple[str, str], ...]
    state: State
    value: str
    basis: str


class RulePreview(Struct, frozen=True, kw_only=True):
    """What a rule would do: its words, the cells, and the units whose total, rank or grade would move."""

    words: str
    cells: tuple[RuledCell, ...]
    moved: tuple[Moved, ...]


class AppliedRule(Struct, frozen=True, kw_only=True):
    """A rule that was applied. ``cells`` it decided, ``standing`` of them are in force; ``taken_back``: it was withdrawn.

    ``id`` is the last revision of its stretch of the chain.
    """

    id: str
    words: str
    name: str
    at: str
    cells: tuple[tuple[str, str], ...]
    standing: int
    taken_back: bool


def read_rule(text: str) -> GapRule:
    """A rule as scripts write it: ``take=lower within=25 below=1`` or ``take=first steps=1``. Raises AppError("rule")."""
    known = {"take", "within", "steps", "below"}
    given = dict(part.partition("=")[::2] for part in text.split())
    try:
        if not given.keys() <= known or given.get("take") not in TAKES:
            raise ValueError(text)
        rule = GapRule(
            take=given["take"],  # type: ignore[arg-type]
            within=float(canonical(given.get("within", "0")) or "?"),
            steps=int(given.get("steps", "0")),
            below=float(canonical(given.get("below", "0")) or "?"),
        )
    except ValueError as error:
        raise AppError(
            "rule",
            _(
                "“{rule}” is no rule for small gaps. Nothing was decided. Write such as “take=lower within=25 below=1” or "
                "“take=first steps=1”: take higher, lower or first; within score points of 100, or steps of the scale; below a "
                "weight in per cent of the full score."
            ).format(rule=text),
        ) from error
    return require_sound(rule)


def require_sound(rule: GapRule) -> GapRule:
    """The rule, if its numbers mean something. Raises AppError("rule")."""
    if not (0 <= rule.within <= 100 and rule.steps >= 0 and 0 <= rule.below <= 100) or not (
        rule.within or rule.steps
    ):
        raise AppError(
            "rule",
            _(
                "A rule for small gaps needs a gap: more than 0 and at most 100 score points, or a number of steps. The weight "
                "is a share from 0 to 100 %. Nothing was decided."
            ),
        )
    return rule


def rule_words(rule: GapRule) -> str:
    """The rule in words: what stands as the reason of every decision that it makes."""
    take = {
        "higher": _("the assessment with more points is taken"),
        "lower": _("the assessment with fewer points is taken"),
        "first": _("the first assigned assessor's is taken"),
    }[rule.take]
    gap = (
        _("at most {n} steps apart").format(n=rule.steps)
        if rule.steps
        else _("at most {points} of 100 score points apart").format(points=from_float(rule.within))
    )
    if not rule.below:
        return _("Rule for small gaps: {gap}, {take}.").format(gap=gap, take=take)
    return _("Rule for small gaps: {gap}, items below {share} % of the full score, {take}.").format(
        gap=gap, share=from_float(rule.below), take=take
    )


def preview(project: Project, rule: GapRule, progress: Progress) -> RulePreview:
    """What the rule would decide now, and what that would move. Nothing is written. Raises AppError("rule")."""
    require_role(project, "coordinator")
    require_sound(rule)
    found = []
    rows = [
        row
        for row in open_cells(project)
        if row.status == "pending" and _is_light(project, project.tree.node(row.item), rule)
    ]
    for number, row in enumerate(rows):
        progress.step(number, len(rows))
        cell = _ruled(project, rule, cell_view(project, row.unit, row.item))
        if cell is not None:
            found.append(cell)
    decided = {(one.unit, one.item): Final(one.state, one.value) for one in found}
    return RulePreview(
        words=rule_words(rule), cells=tuple(found), moved=moved_by(project, decided) if decided else ()
    )


def _ruled(project: Project, rule: GapRule, view: CellView) -> RuledCell | None:
    """The cell as the rule would decide it; None where it says nothing of it."""
    node = project.tree_of(view.unit).node(view.item)
    if not _is_near(node, rule, view.assessments):
        return None
    taken = _taken(project, node, rule, view)
    return RuledCell(
        unit=view.unit.key,
        unit_name=view.unit.full_name,
        item=view.item,
        given=tuple((one.label, one.value) for one in view.assessments),
        state=taken.state,
        value=taken.value,
        basis=view.basis,
    )


def _is_light(project: Project, node: Node, rule: GapRule) -> bool:
    """Whether the item weighs little enough; a veto decides about everything."""
    if node.part == "veto" or not node.full_marks:
        return False
    share = 100 * node.full_marks / project.tree.form.head.full_score
    return not rule.below or guard(share) < guard(rule.below)


def _is_near(node: Node, rule: GapRule, given: Sequence[Assessment]) -> bool:
    """Whether the values, all of them answered, by different people, lie near enough."""
    several = len(given) > 1 and len({one.person for one in given}) == len(given)
    if not several or any(one.state != "answered" for one in given):
        return False
    if rule.steps:
        if not isinstance(node.scale, Options):
            return False
        places = [option.value for option in node.scale.options]
        found = [places.index(one.value) for one in given]
        return max(found) - min(found) <= rule.steps
    scores = [score_of(node, Final(one.state, one.value)) for one in given]
    known = [score for score in scores if score is not None]
    return len(known) == len(given) and guard(max(known) - min(known)) <= guard(rule.within)


def _taken(project: Project, node: Node, rule: GapRule, view: CellView) -> Assessment:
    with project.file.read() as connection:
        order = [row.subject for row in assignments(connection, view.unit.key) if row.item in ("", view.item)]
    ranked = sorted(view.assessments, key=lambda one: order.index(one.person))
    if rule.take == "first":
        return ranked[0]
    sign = -1 if rule.take == "higher" else 1
    return min(ranked, key=lambda one: sign * (score_of(node, Final(one.state, one.value)) or 0.0))


def apply_rule(project: Project, rule: GapRule, seen: RulePreview) -> int:
    """Write the decisions that were shown, all in one transaction; how many. Raises AppError("moved")."""
    require_sound(rule)
    return decide_all(
        project,
        [
            Outcome(
                unit=one.unit,
                item=one.item,
                state=one.state,
                value=one.value,
                category=RULE,
                reason=seen.words,
                basis=one.basis,
            )
            for one in seen.cells
        ],
    )


def rules_applied(project: Project) -> tuple[AppliedRule, ...]:
    """Every rule that was applied in the project, the latest first; those taken back among them."""
    with project.file.read() as connection:
        names = people(connection)
        found = applied_rules(connection, RULE)
    return tuple(
        AppliedRule(
            id=row.range.tip,
            words=row.words,
            name=names[row.author].name if row.author in names else "",
            at=row.at,
            cells=tuple((one.unit, one.item) for one in row.decisions),
            standing=sum(one.in_force and not one.withdrawn for one in row.decisions),
            taken_back=all(one.withdrawn for one in row.decisions),
        )
        for row in reversed(found)
    )


def reopened_by(project: Project, rule: str) -> tuple[tuple[str, str], ...]:
    """The cells (unit key, item) that would wait again if an applied rule were taken back. Raises AppError("unknown_rule")."""
    with project.file.read() as connection:
        row = _applied(connection, rule)
    return tuple((one.unit, one.item) for one in row.decisions if one.in_force and not one.withdrawn)


def take_back(project: Project, rule: str, reason: str) -> None:
    """Withdraw exactly the decisions that a rule made, in one revision (RECORD R8); decisions made since stand.

    Raises AppError("unknown_rule").
    """
    require_role(project, "coordinator")

    def drafts(connection: Connection) -> Sequence[Draft]:
        row = _applied(connection, rule)
        if all(one.withdrawn for one in row.decisions):
            return ()
        part = ChainRange(row.range.device, row.range.first, row.range.tip)
        return (Draft(content=Withdrawal(ranges=(part,), reason=reason)),)

    project.write(drafts)


def _applied(connection: Connection, rule: str) -> AppliedRow:
    for row in applied_rules(connection, RULE):
        if row.range.tip == rule:
            return row
    raise AppError(
        "unknown_rule", _("No rule with the id “{id}” was applied here. Nothing was changed.").format(id=rule)
    )
