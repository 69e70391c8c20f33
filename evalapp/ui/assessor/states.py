"""From answers to what the entry page's widgets show. Pure: no widget is touched here."""

from collections.abc import Mapping, Sequence

from evalapp.base.clock import local_time
from evalapp.base.i18n import _, current_language
from evalapp.entry.evidence import Evidence
from evalapp.entry.problems import Problem
from evalapp.form.label import say
from evalapp.form.refusal import ValueRefused
from evalapp.form.tree import Node, Tree
from evalapp.ui.scales import brief_words, scale_state
from evalapp.ui.widgets.card_state import (
    CardState,
    EvidenceState,
    MessageAction,
    MessageState,
    SpecialState,
)
from evalapp.ui.widgets.city_list import CityState
from evalapp.ui.widgets.models.item_tree import ItemNode, LeafStatus
from evalapp.ui.widgets.painting import ChipState
from evalapp.ui.widgets.problem_list import ProblemKind, ProblemState
from evalapp.ui.widgets.summary_row import SummaryState
from evalapp.work.answers import Entered, LeafEntry, UnitOverview, UnitPage, is_asked

GO_TO = "go:"
"""The code of a message bar's button that leads to another item."""


def city_state(row: UnitOverview) -> CityState:
    """A row of the list of cities."""
    columns = row.unit.columns
    return CityState(
        code=row.unit.key,
        name=row.unit.name,
        done=row.progress.answered,
        total=row.progress.leaves,
        errors=row.errors,
        warnings=row.warnings,
        submitted=bool(row.signed_off_at) and not row.changed_since,
        find=(row.unit.code, columns.get("pinyin", ""), columns.get("initials", "")),
    )


def tree_nodes(tree: Tree, page: UnitPage) -> tuple[ItemNode, ...]:
    """The form's tree with the state of every leaf."""
    worst = _worst(page.problems)
    return tuple(_node(tree, tree.nodes[index], page, worst) for index in tree.roots)


def _node(tree: Tree, node: Node, page: UnitPage, worst: Mapping[str, str]) -> ItemNode:
    title = say(node.item.title, current_language())
    if node.is_leaf:
        return ItemNode(code=node.code, title=title, status=leaf_status(page.entries[node.code], worst))
    children = tuple(_node(tree, tree.nodes[index], page, worst) for index in node.children)
    counted = [
        page.entries[leaf.code]
        for leaf in tree.leaves_below(node.code)
        if is_asked(leaf) and page.entries[leaf.code].applies
    ]
    done = sum(1 for entry in counted if entry.answered)
    return ItemNode(code=node.code, title=title, done=done, total=len(counted), children=children)


def _worst(problems: Sequence[Problem]) -> dict[str, str]:
    """The gravest kind of problem of each leaf: error, evidence or warn."""
    order = ("error", "evidence", "warn")
    found: dict[str, str] = {}
    for problem in problems:
        kind = {"error": "error", "warning": "warn"}.get(problem.severity, "")
        if problem.kind == "evidence_missing":
            kind = "evidence"
        if kind and (problem.item not in found or order.index(kind) < order.index(found[problem.item])):
            found[problem.item] = kind
    return found


def leaf_status(entry: LeafEntry, worst: Mapping[str, str]) -> LeafStatus:
    """The state icon of a leaf: its gravest problem, else how it was answered."""
    if not entry.applies:
        return "not_applicable"
    kind = worst.get(entry.code)
    if kind in ("error", "evidence", "warn"):
        return kind  # type: ignore[return-value]
    state = entry.entered.state
    if state in ("not_found", "not_applicable", "unable"):
        return state
    return "answered" if state == "answered" else "blank"


def summary_state(node: Node, page: UnitPage) -> SummaryState:
    """A closed card: what was answered, its points, how much evidence."""
    entry = page.entries[node.code]
    chip = None
    worst = _worst(page.problems)
    if worst.get(node.code) == "evidence":
        chip = ChipState(text=_("Evidence missing"), icon="paperclip", tone="error")
    elif entry.entered.evidence:
        chip = ChipState(text=str(len(entry.entered.evidence)), icon="paperclip")
    return SummaryState(
        code=node.code,
        title=say(node.item.title, current_language()),
        status=leaf_status(entry, worst),
        value=brief_words(node.scale, entry.entered.value) if entry.entered.state == "answered" else "",
        points=earned(node, entry.entered),
        chip=chip,
    )


def earned(node: Node, entered: Entered) -> float | None:
    """The points that an answer earns by itself; None where only the coordinator can say, and for no answer."""
    if entered.state == "not_found":
        return 0.0
    if entered.state != "answered" or node.scale is None:
        return None
    try:
        score = node.scale.score(entered.value)
    except ValueRefused:
        return None
    return None if score is None else score / 100 * node.nominal


def card_state(
    tree: Tree,
    node: Node,
    page: UnitPage,
    entered: Entered,
    thumbnails: Mapping[str, bytes],
    refused: str = "",
) -> CardState:
    """The open card of a leaf. ``entered`` is what the page knows of it, saved or not yet; ``refused`` why it was not saved."""
    language = current_language()
    entry = page.entries[node.code]
    mine = [problem for problem in page.problems if node.code in problem.items]
    special: SpecialState | None = (
        entered.state if entered.state in ("not_found", "not_applicable", "unable") else None
    )
    severities = {problem.severity for problem in mine if problem.kind != "unanswered"}
    return CardState(
        unit=page.unit.key,
        code=node.code,
        title=say(node.item.title, language),
        question=say(node.item.ask, language),
        guide=say(node.item.guide, language),
        points=node.nominal if node.scored else None,
        problem="error" if "error" in severities else "warn" if "warning" in severities else "",
        scale=scale_state(node),
        value=entered.value if entered.state == "answered" else "",
        value_problem=refused,
        states=node.item.states,
        state=special,
        reason=entered.justification if special in ("not_applicable", "unable") else "",
        confidence=entered.confidence or None,  # type: ignore[arg-type]
        messages=tuple(_message(tree, node, problem) for problem in mine if _is_told(problem)),
        justification=entered.justification,
        evidence=tuple(_evidence(piece, number, thumbnails) for number, piece in enumerate(entered.evidence)),
        evidence_problem="",
        evidence_asked=node.item.evidence != "none",
        evidence_words=_evidence_words(node.item.evidence),
        not_scored="" if entry.applies else _("It does not apply to this city by the form's rule."),
    )


def _is_told(problem: Problem) -> bool:
    """Whether a message bar on the card says the problem; blanks and rules are told by the card itself."""
    return problem.kind in ("check", "evidence_missing", "value")


def _message(tree: Tree, node: Node, problem: Problem) -> MessageState:
    others = [code for code in problem.items if code != node.code and code in tree.by_code]
    return MessageState(
        kind={"error": "error", "warning": "warn"}.get(problem.severity, "info"),  # type: ignore[arg-type]
        text=say(problem.message, current_language()),
        actions=tuple(
            MessageAction(code=f"{GO_TO}{code}", text=_("See {code}").format(code=code), link=True)
            for code in others[:1]
        ),
    )


def _evidence_words(rule: str) -> str:
    """Whether evidence has to be given: by the item's rule, which may be a condition."""
    if rule == "required":
        return _("required for this item")
    return _("optional for this item") if rule == "optional" else _("required for some answers to this item")


def _evidence(piece: Evidence, number: int, thumbnails: Mapping[str, bytes]) -> EvidenceState:
    return EvidenceState(
        id=str(number),
        kind=piece.kind,
        title=piece.title or piece.ref,
        when=local_time(piece.at),
        thumbnail=thumbnails.get(piece.ref, b""),
        missing=piece.is_attachment and piece.ref not in thumbnails,
    )


def problem_states(tree: Tree, problems: Sequence[Problem]) -> tuple[ProblemState, ...]:
    """The list of problems; ``id`` is the item to go to."""
    language = current_language()
    found = []
    for number, problem in enumerate(problems):
        title = say(tree.node(problem.item).item.title, language)
        found.append(
            ProblemState(
                id=f"{number}:{problem.item}",
                kind=_icon_kind(problem),
                what=f"{problem.item} {title}",
                why=say(problem.message, language),
            )
        )
    return tuple(found)


def _icon_kind(problem: Problem) -> ProblemKind:
    if problem.kind == "evidence_missing":
        return "evidence"
    if problem.kind == "unanswered":
        return "blank"
    kinds: dict[str, ProblemKind] = {"error": "error", "warning": "warn"}
    return kinds.get(problem.severity, "info")
