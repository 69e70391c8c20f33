"""Objections from cities: what was brought forward against a result, and what was said to it. Values stay as they are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.text import clean
from evalapp.entry.asked import leaves_of
from evalapp.entry.contents import Decision
from evalapp.entry.evidence import Evidence
from evalapp.entry.objection import Objection, Outcome, Response
from evalapp.entry.roster import Unit
from evalapp.store.append import Draft
from evalapp.store.objections import Kept, decision_rows, objection_rows
from evalapp.store.project_file import Connection
from evalapp.store.queries import people, roster
from evalapp.work.project import Project, require_role

ObjectionState = Literal["open", "answered", "disputed"]
OUTCOMES: tuple[Outcome, ...] = ("upheld", "in_part", "rejected")
_LONGEST_TEXT, _LONGEST_LABEL = 20_000, 200


class NewObjection(Struct, frozen=True, kw_only=True):
    """An objection as it is entered: the unit's key, an item or "" for the whole unit, days as ``2021-11-02``."""

    unit: str
    item: str
    received: str
    text: str
    reference: str = ""
    sender: str = ""
    deadline: str = ""
    evidence: tuple[Evidence, ...] = ()


class Said(Struct, frozen=True, kw_only=True):
    """A response that stands: its id, by whom and when (UTC), and the decision that it names."""

    id: str
    outcome: Outcome
    text: str
    decision: str
    by: str
    at: str


class Objected(Struct, frozen=True, kw_only=True):
    """An objection and how far it is. ``disputed``: coordinators have answered it differently. ``by`` entered it at ``at``."""

    id: str
    unit: str
    unit_code: str
    unit_name: str
    item: str
    content: Objection
    by: str
    at: str
    said: tuple[Said, ...] = ()

    @property
    def state(self) -> ObjectionState:
        """How far it is."""
        outcomes = {one.outcome for one in self.said}
        if not outcomes:
            return "open"
        return "answered" if len(outcomes) == 1 else "disputed"

    def is_late(self, today: str) -> bool:
        """Whether it waits although its deadline is over; ``today`` is the local day."""
        return self.state == "open" and "" < self.content.deadline < today


class PossibleDecision(Struct, frozen=True, kw_only=True):
    """A decision that a response may name: of the unit, and of the item where the objection is about one."""

    id: str
    item: str
    by: str
    at: str
    reason: str


def objections(project: Project) -> tuple[Objected, ...]:
    """All objections that count, in the order of RECORD R6, each with the responses that no later one corrects."""
    require_role(project, "coordinator")
    with project.file.read() as connection:
        return _objections(connection)


def objection(project: Project, start: str) -> Objected:
    """The objection whose id begins so, or with this reference number. Raises AppError("unknown_objection")."""
    every = objections(project)
    found = [one for one in every if one.id.startswith(start) or one.content.reference == start]
    if len(found) != 1 or not start:
        raise AppError(
            "unknown_objection",
            _(
                "No objection begins with “{id}” or has that number, or several do. Nothing was changed. "
                "“evalapp objection PROJECT” lists them."
            ).format(id=start),
        )
    return found[0]


def _objections(connection: Connection) -> tuple[Objected, ...]:
    units = {unit.key: unit for unit in roster(connection)}
    names = {key: person.name for key, person in people(connection).items()}
    objected, said = objection_rows(connection)
    responses: dict[str, list[Kept]] = defaultdict(list)
    for one in said:
        if isinstance(one.revision.content, Response):
            responses[one.revision.content.about].append(one)
    return tuple(_objected(one, units, names, responses[one.id]) for one in objected)


def _objected(
    one: Kept, units: Mapping[str, Unit], names: Mapping[str, str], responses: Sequence[Kept]
) -> Objected:
    revision = one.revision
    assert isinstance(revision.content, Objection)
    unit = units.get(revision.unit)
    corrected = {before for response in responses for before in response.revision.replaces}
    return Objected(
        id=one.id,
        unit=revision.unit,
        unit_code=revision.unit if unit is None else unit.code,
        unit_name=revision.unit if unit is None else unit.full_name,
        item=revision.item,
        content=revision.content,
        by=names.get(revision.author, revision.author),
        at=revision.at,
        said=tuple(
            Said(
                id=response.id,
                outcome=content.outcome,
                text=content.text,
                decision=content.decision,
                by=names.get(response.revision.author, response.revision.author),
                at=response.revision.at,
            )
            for response in responses
            if isinstance(content := response.revision.content, Response) and response.id not in corrected
        ),
    )


def record_objections(project: Project, new: Sequence[NewObjection]) -> tuple[str, ...]:
    """Record objections, all or none; the ids of those that were not recorded in the same words before.

    Raises AppError("unknown_cell", "objection", "day") with what is wrong.
    """
    require_role(project, "coordinator")

    def drafts(connection: Connection) -> Sequence[Draft]:
        known = {(one.unit, one.item, _without_times(one.content)) for one in _objections(connection)}
        written = []
        for one in new:
            draft = objection_draft(project, connection, one)
            assert isinstance(draft.content, Objection)
            mark = (draft.unit, draft.item, _without_times(draft.content))
            if mark not in known:
                known.add(mark)
                written.append(draft)
        return written

    written = project.write(drafts)
    return tuple(
        read.id for read in written if read.revision and isinstance(read.revision.content, Objection)
    )


def _without_times(content: Objection) -> tuple[object, ...]:
    pieces = tuple((piece.kind, piece.ref) for piece in content.evidence)
    return (content.text, content.received, content.reference, content.sender, content.deadline, pieces)


def objection_draft(project: Project, connection: Connection, new: NewObjection) -> Draft:
    """An objection as it would be written. Raises what :func:`record_objections` does."""
    unit = next((unit for unit in roster(connection) if unit.key == new.unit), None)
    if unit is None or (
        new.item and new.item not in {leaf.code for leaf in leaves_of(project.tree_of(unit), unit)}
    ):
        raise AppError(
            "unknown_cell",
            _("There is no item “{item}” for “{unit}”. Nothing was changed. Check both codes.").format(
                item=new.item, unit=new.unit if unit is None else unit.full_name
            ),
        )
    return Draft(
        content=Objection(
            text=_words(new.text, _("An objection needs words. Nothing was recorded.")),
            received=day_of(new.received),
            reference=_label(new.reference),
            sender=_label(new.sender),
            deadline=day_of(new.deadline) if new.deadline.strip() else "",
            evidence=new.evidence,
        ),
        unit=new.unit,
        item=new.item,
    )


def day_of(text: str) -> str:
    """A day as ``2021-11-02``; ``2021/11/2`` and ``2021.11.2`` are read too. Raises AppError("day")."""
    plain = clean(text).replace("/", "-").replace(".", "-")
    try:
        year, month, day = (int(part) for part in plain.split("-"))
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise AppError(
            "day",
            _("“{text}” is not a day. Nothing was recorded. Write it as 2021-11-02.").format(text=text[:40]),
        ) from error


def _words(text: str, missing: str) -> str:
    words = clean(text)
    if not words:
        raise AppError("objection", missing)
    if len(words) > _LONGEST_TEXT:
        raise AppError(
            "objection",
            _(
                "The text has {n} characters; at most {most} are kept, and nothing was recorded. Say what matters in a few "
                "sentences and add the document itself as a file."
            ).format(n=len(words), most=_LONGEST_TEXT),
        )
    return words


def _label(text: str) -> str:
    """A number or a name: one line."""
    words = " ".join(clean(text).split())
    if len(words) > _LONGEST_LABEL:
        raise AppError(
            "objection",
            _("“{start}…” is longer than {most} characters. Nothing was recorded.").format(
                start=words[:20], most=_LONGEST_LABEL
            ),
        )
    return words


def respond(project: Project, about: str, outcome: Outcome, text: str, decision: str = "") -> str:
    """Answer an objection, or correct the answers that stand; the response's id.

    ``decision`` is the id of the decision that it led to. Raises AppError("unknown_objection", "objection", "unknown_decision").
    """
    require_role(project, "coordinator")
    words = _words(text, _("A response needs words. Nothing was recorded."))

    def drafts(connection: Connection) -> Sequence[Draft]:
        one = next((one for one in _objections(connection) if one.id == about), None)
        if one is None:
            raise AppError(
                "unknown_objection",
                _("This objection is not in the file, or was withdrawn. Nothing was recorded."),
            )
        if decision and decision not in {known.id for known in _decisions(project, connection, one)}:
            raise AppError(
                "unknown_decision",
                _("This decision is not one of {unit}. Nothing was recorded.").format(unit=one.unit_name),
            )
        content = Response(about=about, outcome=outcome, text=words, decision=decision)
        before = tuple(sorted(said.id for said in one.said))
        return (Draft(content=content, unit=one.unit, item=one.item, replaces=before),)

    return project.write(drafts)[-1].id


def decisions_for(project: Project, one: Objected) -> tuple[PossibleDecision, ...]:
    """The decisions that a response to an objection may name, the latest first."""
    with project.file.read() as connection:
        return _decisions(project, connection, one)


def _decisions(project: Project, connection: Connection, one: Objected) -> tuple[PossibleDecision, ...]:
    items = project.family(connection, one.item) if one.item else ()
    names = {key: person.name for key, person in people(connection).items()}
    return tuple(
        PossibleDecision(
            id=kept.id,
            item=kept.revision.item,
            by=names.get(kept.revision.author, kept.revision.author),
            at=kept.revision.at,
            reason=kept.revision.content.reason,
        )
        for kept in decision_rows(connection, one.unit, items)
        if isinstance(kept.revision.content, Decision)
    )
