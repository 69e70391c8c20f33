"""From answers to what the entry page's widgets show. Pure: no widget is touched here."""

from collections.abc import Mapping, Sequence

from msgspec import structs

from evalapp.base.clock import local_time
from evalapp.base.i18n import _, current_language
from evalapp.entry.asked import is_typed
from evalapp.entry.points import points_of
from evalapp.entry.problems import Problem
from evalapp.form.label import say
from evalapp.form.model import needs_cohort
from evalapp.form.scales import Derived
from evalapp.form.tree import Node, Tree
from evalapp.ui.assessor.earlier import earlier_words, with_earlier
from evalapp.ui.assessor.messages import messages
from evalapp.ui.assessor.pieces import Same, piece_states
from evalapp.ui.scale_rules import veto_words
from evalapp.ui.scales import brief_words, scale_state, value_words, weight_words
from evalapp.ui.widgets.card_state import (
    CardState,
    GivenState,
    ScaleState,
    SourceState,
    SpecialState,
)
from evalapp.ui.widgets.city_list import CityState
from evalapp.ui.widgets.models.item_tree import ItemNode, LeafStatus
from evalapp.ui.widgets.painting import ChipState
from evalapp.ui.widgets.problem_list import ProblemKind, ProblemState
from evalapp.ui.widgets.summary_row import SummaryState
from evalapp.ui.widgets.words import state_word
from evalapp.work.answers import Entered, LeafEntry, UnitOverview, UnitPage


def city_state(row: UnitOverview) -> CityState:
    """A row of the list of cities."""
    columns = row.unit.columns
    return CityState(
        code=row.unit.key,
        name=row.unit.name,
        under=row.unit.of,
        done=row.progress.answered,
        total=row.progress.leaves,
        errors=row.errors,
        warnings=row.warnings,
        flagged=row.flagged,
        returned=row.returned,
        submitted=bool(row.signed_off_at) and not row.changed_since,
        changed=row.changed_since,
        find=(row.unit.code, columns.get("pinyin", ""), columns.get("initials", "")),
    )


def tree_nodes(page: UnitPage) -> tuple[ItemNode, ...]:
    """The form's tree as far as the unit has it, with the state of every leaf."""
    worst = worst_of(page.problems)
    roots = (_node(page.tree.nodes[index], page, worst) for index in page.tree.roots)
    return tuple(root for root in roots if root is not None)


def _node(node: Node, page: UnitPage, worst: Mapping[str, str]) -> ItemNode | None:
    title = say(node.item.title, current_language())
    if node.is_leaf:
        entry = page.entries.get(node.code)
        status = None if entry is None else leaf_status(node, entry, worst)
        return (
            None
            if status is None
            else ItemNode(code=node.code, title=title, status=status, flagged=node.code in page.flagged)
        )
    below = (_node(page.tree.nodes[index], page, worst) for index in node.children)
    children = tuple(child for child in below if child is not None)
    if not children:
        return None
    leaves = page.tree.leaves_below(node.code)
    counted = [page.entries[leaf.code] for leaf in leaves if leaf.code in page.entries]
    counted = [entry for entry in counted if entry.open_work]
    done = sum(1 for entry in counted if entry.answered)
    return ItemNode(code=node.code, title=title, done=done, total=len(counted), children=children)


def worst_of(problems: Sequence[Problem]) -> dict[str, str]:
    """What stands out of each leaf: that it was returned, else its gravest problem: error, evidence or warn."""
    order = ("returned", "error", "evidence", "warn")
    found: dict[str, str] = {}
    for problem in problems:
        if problem.accepted:
            continue
        kind = {"error": "error", "warning": "warn"}.get(problem.severity, "")
        kind = {"evidence_missing": "evidence", "returned": "returned"}.get(problem.kind, kind)
        if kind and (problem.item not in found or order.index(kind) < order.index(found[problem.item])):
            found[problem.item] = kind
    return found


def leaf_status(node: Node, entry: LeafEntry, worst: Mapping[str, str]) -> LeafStatus:
    """The state icon of a leaf: its gravest problem, a veto that is hit, else how it was answered."""
    if not entry.applies:
        return "not_applicable"
    if is_hit(node, entry):
        return "hit"
    if not is_typed(node):
        return "computed" if isinstance(node.scale, Derived) else "brought_in"
    kind = worst.get(entry.code)
    if kind in ("returned", "error", "evidence", "warn"):
        return kind  # type: ignore[return-value]
    state = entry.entered.state
    if state in ("not_found", "not_applicable", "unable"):
        return state
    return "answered" if state == "answered" else "blank"


def is_hit(node: Node, entry: LeafEntry) -> bool:
    """Whether a veto item is hit by what was answered, or by what follows from other answers."""
    value = entry.computed or (entry.entered.value if entry.entered.state == "answered" else "")
    return bool(value) and node.part == "veto" and node.scale is not None and node.scale.is_hit(value)


def summary_state(node: Node, page: UnitPage) -> SummaryState:
    """A closed card: what was answered, its points, how much evidence."""
    entry = page.entries[node.code]
    chip = None
    worst = worst_of(page.problems)
    if any(problem.kind == "not_taken" and problem.item == node.code for problem in page.problems):
        chip = ChipState(text=_("Value not taken"), icon="alert-circle-outline", tone="error")
    elif worst.get(node.code) == "evidence":
        chip = ChipState(text=_("Evidence missing"), icon="paperclip", tone="error")
    elif entry.entered.evidence:
        chip = ChipState(text=str(len(entry.entered.evidence)), icon="paperclip")
    value = entry.computed or (entry.entered.value if entry.entered.state == "answered" else "")
    return SummaryState(
        code=node.code,
        title=say(node.item.title, current_language()),
        status=leaf_status(node, entry, worst),
        value=brief_words(node.scale, value) if value else "",
        points=earned(node, entry),
        instead=instead_of_points(node, entry),
        chip=chip,
    )


def earned(node: Node, entry: LeafEntry) -> float | None:
    """The points that an answer earns by itself; None where only the coordinator can say, and for no answer."""
    if entry.computed:
        return points_of(node, "answered", entry.computed)
    return points_of(node, entry.entered.state, entry.entered.value)


def instead_of_points(node: Node, entry: LeafEntry) -> str:
    """What stands where an answer's points would: they take the answers of all units. "" where there are points, or none."""
    there = bool(entry.computed) or entry.entered.state == "answered"
    if there and node.full_marks and node.scale is not None and needs_cohort(node.scale):
        return _("Computed by the coordinator")
    return ""


def card_state(
    node: Node,
    page: UnitPage,
    entered: Entered,
    thumbnails: Mapping[str, bytes],
    refused: str = "",
    same: Mapping[str, Same] | None = None,
) -> CardState:
    """The open card of a leaf. ``entered`` is what the page knows of it, saved or not yet; ``refused`` why it was not saved.

    ``same`` says where else its evidence stands.
    """
    language = current_language()
    entry, tree = page.entries[node.code], page.tree
    typed = is_typed(node)
    mine = [problem for problem in page.problems if node.code in problem.items]
    special: SpecialState | None = (
        entered.state if entered.state in ("not_found", "not_applicable", "unable") else None
    )
    severities = {
        problem.severity
        for problem in mine
        if problem.kind not in ("unanswered", "returned") and not problem.accepted
    }
    return CardState(
        unit=page.unit.key,
        code=node.code,
        title=say(node.item.title, language),
        question=say(node.item.ask, language),
        guide=say(node.item.guide, language),
        worth=weight_words(node) if node.scored or node.part != "base" else "",
        problem="error" if "error" in severities else "warn" if "warning" in severities else "",
        scale=with_earlier(scale_state(tree, node), node, page) if typed else given_scale(node, page),
        value=_shown_value(node, entry, entered),
        value_problem=refused,
        states=node.item.states,
        state=special,
        reason=entered.justification if special in ("not_applicable", "unable") else "",
        confidence=entered.confidence or None,  # type: ignore[arg-type]
        messages=messages(node, page),
        justification=entered.justification,
        evidence=piece_states(entered.evidence, thumbnails, same or {}),
        evidence_problem="",
        evidence_asked=node.item.evidence != "none",
        asked=typed,
        hit=veto_words(tree, node) if is_hit(node, entry) else "",
        evidence_words=_evidence_words(node.item.evidence),
        not_scored="" if entry.applies else _("It does not apply to this city by the form's rule."),
        noted=node.code in page.noted,
        flagged=node.code in page.flagged,
        earlier=earlier_words(node, page),
    )


def _shown_value(node: Node, entry: LeafEntry, entered: Entered) -> str:
    """What the editor shows: the value as it is recorded, or a computed one in words."""
    if is_typed(node):
        return entered.value if entered.state == "answered" else ""
    return value_words(node.scale, entry.computed) if entry.computed else ""


def given_scale(node: Node, page: UnitPage) -> ScaleState:
    """In place of an editor: where the value of a leaf comes from that nobody types here."""
    shape = scale_state(page.tree, node)
    if not isinstance(node.scale, Derived):
        given = GivenState(icon="inbox-arrow-down-outline", text=_("Brought in by the coordinator."))
        return structs.replace(shape, kind="given", given=given, one=None)
    given = GivenState(
        icon="function-variant",
        text=_("Computed from other answers."),
        formula=node.scale.value,
        sources=tuple(_source(page.tree.node(code), page) for code in page.entries[node.code].reads),
    )
    return structs.replace(shape, kind="given", given=given)


def _source(leaf: Node, page: UnitPage) -> SourceState:
    entry = page.entries.get(leaf.code)
    return SourceState(
        code=leaf.code if entry is not None else "",
        title=f"{leaf.code} {say(leaf.item.title, current_language())}",
        value=_("from the sub-units") if entry is None else _present_words(leaf, entry),
    )


def _present_words(leaf: Node, entry: LeafEntry) -> str:
    """What stands for a leaf now, in a few words."""
    if entry.computed:
        return brief_words(leaf.scale, entry.computed)
    if not is_typed(leaf):
        return _("not there yet")
    state = entry.entered.state
    if state == "blank":
        return _("Unanswered")
    return brief_words(leaf.scale, entry.entered.value) if state == "answered" else state_word(state)


def _evidence_words(rule: str) -> str:
    """Whether evidence has to be given: by the item's rule, which may be a condition."""
    if rule == "required":
        return _("required for this item")
    return _("optional for this item") if rule == "optional" else _("required for some answers to this item")


def flag_problems(page: UnitPage) -> tuple[Problem, ...]:
    """A unit's flags in the form's order, as rows beside its problems."""
    return tuple(
        Problem(
            severity="info",
            kind="flag",
            item=leaf.code,
            items=(leaf.code,),
            message=_("Flagged by yourself for a second look, {time}.").format(
                time=local_time(page.flagged[leaf.code])
            ),
        )
        for leaf in page.leaves
        if leaf.code in page.flagged
    )


def problem_states(tree: Tree, problems: Sequence[Problem]) -> tuple[ProblemState, ...]:
    """The list of problems; ``id`` is the item to go to."""
    language = current_language()
    return tuple(
        problem_state(
            f"{number}:{problem.item}",
            f"{problem.item} {say(tree.node(problem.item).item.title, language)}",
            problem,
        )
        for number, problem in enumerate(problems)
    )


def problem_state(id: str, what: str, problem: Problem) -> ProblemState:
    """A row of a list of problems; ``what`` it is about stands first."""
    why = say(problem.message, current_language())
    if problem.accepted:
        why = _("Accepted: {reason}").format(reason=problem.accepted)
    return ProblemState(id=id, kind=_icon_kind(problem), what=what, why=why)


def _icon_kind(problem: Problem) -> ProblemKind:
    own: dict[str, ProblemKind] = {
        "evidence_missing": "evidence",
        "unanswered": "blank",
        "flag": "flag",
        "returned": "returned",
    }
    if problem.kind in own:
        return own[problem.kind]
    if problem.accepted:
        return "accepted"
    kinds: dict[str, ProblemKind] = {"error": "error", "warning": "warn"}
    return kinds.get(problem.severity, "info")
