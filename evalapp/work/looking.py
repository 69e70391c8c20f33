"""Everything that was handed in, gathered and looked through for what a careful coordinator would want to see."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from evalapp.base.progress import Progress
from evalapp.entry.asked import is_typed
from evalapp.entry.completion import completion_of
from evalapp.entry.contents import EARLIER, KIND_NUMBERS, EarlierValues
from evalapp.entry.evidence import Evidence
from evalapp.entry.final import Final
from evalapp.entry.image_size import image_size
from evalapp.entry.problems import AnswerView, find_problems
from evalapp.entry.project_settings import DEADLINE
from evalapp.entry.revision import decode
from evalapp.entry.roster import Unit
from evalapp.merge.oddities.case import Attached, Case, Said
from evalapp.merge.oddities.finding import Finding, Place
from evalapp.merge.oddities.look import look_over
from evalapp.store.attachment_heads import attachment_heads
from evalapp.store.heads_table import AGAIN
from evalapp.store.project_file import Connection
from evalapp.store.queries import (
    all_answers,
    assignments,
    heads_of_kinds,
    people,
    roster,
    settings,
)
from evalapp.work.evidence import image_kind, is_what_it_says
from evalapp.work.project import Project, require_role

_STEP = 500
Known = dict[tuple[str, tuple[str, ...]], Attached]
"""What is known of attachments, by SHA-256 and the names under which they were given. Files never change, so it may be kept."""


class Looked(Struct, frozen=True, kw_only=True, eq=False):
    """What was found at one moment, the strongest first, and the answers it was found in.

    ``codes`` are those of units by key and of assessors by person.
    """

    findings: tuple[Finding, ...]
    case: Case
    said: Mapping[Place, Said]
    codes: Mapping[str, str]


def look_through(project: Project, progress: Progress, known: Known | None = None) -> Looked:
    """Look through all answers that count. ``known`` is filled, and saves looking at the same files again.

    Raises Cancelled. Nothing is written.
    """
    require_role(project, "coordinator")
    with project.file.read() as connection:
        case = gather(project, connection, progress, {} if known is None else known)
        codes = {unit.key: unit.code for unit in roster(connection)}
        codes |= {person.id: person.code for person in people(connection).values()}
    findings = look_over(case, progress)
    said = {said.place: said for said in case.answers}
    return Looked(findings=findings, case=case, said=said, codes=codes)


def gather(project: Project, connection: Connection, progress: Progress, known: Known) -> Case:
    """What the finders are given: signed-off answers of assigned assessors to items that are typed, for units on the roster."""
    units = {unit.key: unit for unit in roster(connection)}
    leaves = {leaf.code: leaf for leaf in project.tree.leaves if is_typed(leaf)}
    wanting = _wanting(project, connection)
    said, views = _answers(project, connection, units, wanting, progress)
    values, label = _earlier(connection)
    return Case(
        answers=tuple(said),
        leaves=leaves,
        units={key: unit.full_name for key, unit in units.items()},
        people={person.id: f"{person.name} {person.code}".strip() for person in people(connection).values()},
        earlier=values,
        label=label,
        attached=_attached(connection, said, progress, known),
        unevidenced=_unevidenced(project, units, views, wanting, progress),
        begins=_founded_at(connection),
        ends=_deadline(connection),
    )


Views = dict[tuple[str, str], dict[str, AnswerView]]


def _answers(
    project: Project,
    connection: Connection,
    units: Mapping[str, Unit],
    wanting: frozenset[str],
    progress: Progress,
) -> tuple[list[Said], Views]:
    """The answers that count; and as problems see them, by unit and subject, where evidence can be missing at all."""
    assigned = {(row.subject, row.unit, row.item) for row in assignments(connection)}
    leaves = {leaf.code: leaf for leaf in project.tree.leaves if is_typed(leaf)}
    said: list[Said] = []
    views: Views = defaultdict(dict)
    for number, head in enumerate(all_answers(connection)):
        if number % _STEP == 0:
            progress.step(number)
        if not head.signed or head.carried == AGAIN or head.item not in leaves or head.unit not in units:
            continue
        places = {(head.subject, head.unit, ""), (head.subject, head.unit, head.item)}
        if assigned.isdisjoint(places) or leaves[head.item].kind != units[head.unit].sort:
            continue
        answer = head.answer
        said.append(
            Said(
                unit=head.unit,
                item=head.item,
                subject=head.subject,
                state=answer.state,
                value=answer.value,
                text=answer.justification,
                evidence=answer.evidence,
            )
        )
        if wanting:
            views[head.unit, head.subject][head.item] = AnswerView(
                state=answer.state,
                value=answer.value,
                justification=answer.justification,
                n_evidence=len(answer.evidence),
            )
    return said, views


def _earlier(connection: Connection) -> tuple[dict[tuple[str, str], Final], str]:
    """What units were in the edition before; what two coordinators say differently of a unit is left out (RECORD R18)."""
    by_unit: dict[str, set[EarlierValues]] = defaultdict(set)
    for _kind, unit, _item, _subject, _body, content in heads_of_kinds(connection, (EARLIER,)):
        if isinstance(content, EarlierValues):
            by_unit[unit].add(content)
    sure = {unit: next(iter(said)) for unit, said in by_unit.items() if len(said) == 1}
    labels = sorted({said.label for said in sure.values()})
    values = {
        (unit, one.item): Final(one.state, one.value) for unit, said in sure.items() for one in said.values
    }
    return values, "/".join(labels)


def _attached(
    connection: Connection, answers: Sequence[Said], progress: Progress, known: Known
) -> dict[str, Attached]:
    """What the files behind the answers are, as far as they are here."""
    names: dict[str, set[str]] = defaultdict(set)
    for said in answers:
        for piece in said.evidence:
            if piece.is_attachment:
                names[piece.ref].add(_suffix(piece))
    wanted = {ref: tuple(sorted(those)) for ref, those in names.items()}
    fresh = [ref for ref, those in wanted.items() if (ref, those) not in known]
    for number, (ref, head) in enumerate(attachment_heads(connection, fresh)):
        if number % 20 == 0:
            progress.step(number, len(fresh))
        known[ref, wanted[ref]] = Attached(
            image=bool(image_kind(head)),
            sound=all(is_what_it_says(name, head) for name in wanted[ref]),
            size=image_size(head) or (0, 0),
        )
    return {ref: known[ref, those] for ref, those in wanted.items() if (ref, those) in known}


def _suffix(piece: Evidence) -> str:
    """The end of a file's name, which says what it should be; "" for a screenshot, which has a caption instead."""
    return "" if piece.kind == "screenshot" else f"x{Path(piece.title).suffix.lower()}"


def _wanting(project: Project, connection: Connection) -> frozenset[str]:
    """The items whose evidence may be required; none where the project does not ask for any."""
    rules = completion_of({name: row.value for name, row in settings(connection).items()})
    if rules.evidence == "ignore":
        return frozenset()
    required = {leaf.code for leaf in project.tree.leaves if leaf.item.evidence == "required"}
    return frozenset(required | project.rules.evidence.keys())


def _unevidenced(
    project: Project,
    units: Mapping[str, Unit],
    views: Views,
    wanting: frozenset[str],
    progress: Progress,
) -> dict[tuple[str, str], tuple[str, ...]]:
    """By unit and subject the items whose evidence is required and missing."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    doubtful = [
        place
        for place, answers in views.items()
        if any(
            code in wanting and not view.n_evidence and view.state in ("answered", "not_found")
            for code, view in answers.items()
        )
    ]
    for number, (unit, subject) in enumerate(doubtful):
        progress.step(number, len(doubtful))
        one = units[unit]
        problems = find_problems(project.tree_of(one), project.rules, one, views[unit, subject])
        items = tuple(problem.item for problem in problems if problem.kind == "evidence_missing")
        if items:
            found[unit, subject] = items
    return found


def _founded_at(connection: Connection) -> str:
    """When the project was founded (UTC): what was taken before was not taken for it."""
    times = [
        decode(body).at for *_place, body, _content in heads_of_kinds(connection, (KIND_NUMBERS["project"],))
    ]
    return min(times, default="")


def _deadline(connection: Connection) -> str:
    """The day until which answers are due, "" where none is set or it is in dispute."""
    setting = settings(connection).get(DEADLINE)
    return "" if setting is None or setting.disputed else setting.value
