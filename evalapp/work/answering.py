"""Answering: what was entered becomes revisions, saved when this returns."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, structs

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.text import clean
from evalapp.entry.asked import has_leaf, is_typed
from evalapp.entry.contents import Answer
from evalapp.entry.revision import Read
from evalapp.entry.roster import Unit
from evalapp.form.refusal import ValueRefused
from evalapp.form.tree import Node
from evalapp.store.append import Draft
from evalapp.store.project_file import Connection
from evalapp.store.queries import HeadRow, answers_of_cell, assignments
from evalapp.store.questions import QuestionRow, questions
from evalapp.work.answers import Entered, require_unit
from evalapp.work.carried import refuse_earlier_code
from evalapp.work.project import Project, require_role
from evalapp.work.questions import item_now, questions_answered


def record_answer(project: Project, unit_key: str, item: str, entered: Entered) -> bool:
    """Write an answer as a revision; durable when this returns. False where nothing differs from what is there.

    Raises AppError("unknown_unit", "unknown_item", "not_assigned", "value", "disk_full", …); nothing is then written and what
    was there before stands.
    """
    return record_answers(project, {(unit_key, item): entered}) > 0


class Whose(Struct, frozen=True, kw_only=True):
    """Whose answers are written. Where somebody else writes them, what the person is called, and the reason (RECORD R3)."""

    person: str
    name: str = ""
    reason: str = ""


def record_answers(project: Project, answers: Mapping[tuple[str, str], Entered]) -> int:
    """Write several answers in one transaction, all or none; how many differed from what was there."""
    require_role(project, "assessor")
    whose = Whose(person=project.about.me)
    return answers_in(project.write(lambda connection: answer_drafts(project, connection, answers, whose)))


def answers_in(reads: Iterable[Read]) -> int:
    """How many of the revisions are answers."""
    return sum(1 for read in reads if read.revision and isinstance(read.revision.content, Answer))


def answer_drafts(
    project: Project, connection: Connection, answers: Mapping[tuple[str, str], Entered], whose: Whose
) -> list[Draft]:
    """The answers that differ from what is there, as they are written. Raises what :func:`record_answer` does."""
    units: dict[str, _Asked] = {}
    written = []
    for (unit_key, item), entered in answers.items():
        if unit_key not in units:
            units[unit_key] = _asked(connection, unit_key, whose.person)
        unit, items = units[unit_key].unit, units[unit_key].items
        if "" not in items and item not in items:
            raise _not_assigned(unit, item, whose)
        require_asked(project, unit, item)
        answer = answer_of(project, unit.full_name, item, entered)
        put = [row for row in units[unit_key].put if item_now(project, connection, row) == item]
        about = questions_answered(connection, put, answer)
        answer = structs.replace(answer, about=about, on_behalf=whose.reason)
        heads = answers_of_cell(connection, unit_key, item)
        if not _same(answer, [row for row in heads if row.present and row.subject == whose.person]):
            written.append(Draft(content=answer, unit=unit_key, item=item, subject=whose.person))
    return written


def _not_assigned(unit: Unit, item: str, whose: Whose) -> AppError:
    place = {"unit": unit.full_name, "item": item}
    if whose.name:
        words = _("{unit} {item} is not assigned to {name}. Nothing was changed. Assign it first.")
        return AppError("not_assigned", words.format(**place, name=whose.name))
    return AppError(
        "not_assigned",
        _("{unit} {item} is not assigned to you. Nothing was changed. Ask the coordinator.").format(**place),
    )


class _Asked(Struct, frozen=True):
    """A unit, what of it is assigned to somebody (items, or "" for all), and what was ``put`` to them about it."""

    unit: Unit
    items: frozenset[str]
    put: tuple[QuestionRow, ...]


def _asked(connection: Connection, unit_key: str, person: str) -> _Asked:
    unit = require_unit(connection, unit_key)
    rows = assignments(connection, unit_key)
    mine = frozenset(row.item for row in rows if row.subject == person)
    return _Asked(unit, mine, tuple(questions(connection, unit_key, person)))


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
        accepted=tuple(structs.replace(one, reason=clean(one.reason)) for one in entered.accepted),
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
    tree = project.tree_of(unit)
    if not has_leaf(tree, unit, tree.node(item)):
        raise AppError(
            "unknown_item",
            _("{unit} {item}: this item has weight 0 here and does not exist. Nothing was changed.").format(
                **place
            ),
        )


def _leaf(project: Project, item: str) -> Node:
    index = project.tree.by_code.get(item)
    if index is None or not project.tree.nodes[index].is_leaf:
        refuse_earlier_code(project, item)
        raise AppError(
            "unknown_item",
            _("The form has no item “{item}” that is answered. Nothing was changed. Check the code.").format(
                item=item
            ),
        )
    return project.tree.nodes[index]


def _same(answer: Answer, present: Sequence[HeadRow]) -> bool:
    """Whether writing would add nothing: an equal single head, or a blank where nothing ever was.

    What was carried over and is confirmed as it reads is not written again: it counts already (RECORD R23). Who says it, and
    why somebody else does, makes no difference.
    """
    answer = structs.replace(answer, on_behalf="")
    if not present:
        return answer == Answer(form=answer.form, state="blank")
    return len(present) == 1 and structs.replace(present[0].answer, form=answer.form, on_behalf="") == answer
