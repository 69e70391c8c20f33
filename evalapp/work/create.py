"""Founding a project: form, roster, people, who answers what."""

import re
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.tables import Table
from evalapp.base.text import clean
from evalapp.entry.contents import Assignment, Founding, PersonEntry, Setting, UnitEntry
from evalapp.entry.project_settings import can_be_set
from evalapp.entry.roster import Roster, by_label
from evalapp.entry.sharing import Assigned, families
from evalapp.entry.states import FormRules, compile_rules
from evalapp.exchange.identity import ChainPlace, save_place
from evalapp.form.model import form_hash
from evalapp.form.reader import read_form
from evalapp.form.tree import build_tree
from evalapp.store.append import ChainEnd, Draft, Writer, build, store
from evalapp.store.forms import keep_form
from evalapp.store.project_file import create_project_file, discard, set_facts
from evalapp.work.project import About, Project
from evalapp.work.session import Session

CODE = re.compile(r"[\w-]{1,40}")
"""What a person's code may be: files are named by it."""


class Assessor(Struct, frozen=True):
    """A person who will answer. The code is a short label, such as initials."""

    name: str
    code: str


class NewProject(Struct, frozen=True, kw_only=True):
    """What a coordinator settles before anything is handed out. ``toml`` is the form's file, byte for byte.

    ``barred`` are (code, unit key): who may not answer what; ``settings`` are rules by name (entry.project_settings).
    """

    title: str
    toml: bytes
    toml_name: str
    roster: Roster
    assessors: tuple[Assessor, ...]
    assigned: tuple[Assigned, ...]
    coordinator: Assessor
    synthetic: bool = False
    barred: tuple[tuple[str, str], ...] = ()
    settings: tuple[tuple[str, str], ...] = ()


def read_assessors(table: Table) -> tuple[Assessor, ...]:
    """The assessors of a table with columns ``name`` and ``code``. Raises AppError("assessors") with all that is wrong.

    Codes must be fit for file names, and differ in more than case.
    """
    findings = []
    seen: dict[str, int] = {}
    for row in table.rows:
        name, code = row.get("name"), row.get("code")
        if not name or not code:
            findings.append(
                _("{file}, row {row}: {name} and {code} must both be given").format(
                    file=table.source, row=row.line, name=table.heading("name"), code=table.heading("code")
                )
            )
        elif not CODE.fullmatch(code):
            findings.append(
                _(
                    "{file}, row {row}: the code “{code}” may hold letters, digits, “-” and “_” only; files are named by it"
                ).format(file=table.source, row=row.line, code=code)
            )
        elif code.casefold() in seen:
            findings.append(
                _("{file}, row {row}: the code “{code}” is in row {other} too").format(
                    file=table.source, row=row.line, code=code, other=seen[code.casefold()]
                )
            )
        seen.setdefault(code.casefold(), row.line)
    if not table.rows:
        findings.append(_("{file}: there is no row below the head line").format(file=table.source))
    if findings:
        raise AppError(
            "assessors",
            _(
                "The list of assessors {file} has errors. Nothing was written. Correct the rows and read it again."
            ).format(file=table.source),
            details=findings,
        )
    return tuple(Assessor(row.get("name"), row.get("code")) for row in table.rows)


def read_assigned(
    table: Table, roster: Roster, assessors: Sequence[Assessor], items: Sequence[str]
) -> tuple[Assigned, ...]:
    """Assignments from a table with columns ``assessor``, ``unit`` and perhaps ``item``.

    Raises AppError("assignment") with every row that names an unknown assessor, unit or item, or repeats another.
    """
    codes, units = {assessor.code for assessor in assessors}, by_label(roster)
    findings = []
    found: dict[Assigned, int] = {}
    for row in table.rows:
        place = {"file": table.source, "row": row.line}
        if row.get("assessor") not in codes:
            findings.append(
                _("{file}, row {row}, column {column}: “{value}” is not an assessor's code").format(
                    **place, column=table.heading("assessor"), value=row.get("assessor")
                )
            )
        if row.get("unit") not in units:
            findings.append(
                _("{file}, row {row}, column {column}: “{value}” is not on the roster").format(
                    **place, column=table.heading("unit"), value=row.get("unit")
                )
            )
        if row.get("item") and row.get("item") not in items:
            findings.append(
                _("{file}, row {row}, column {column}: the form has no item “{value}”").format(
                    **place, column=table.heading("item"), value=row.get("item")
                )
            )
        one = Assigned(
            row.get("assessor"),
            units[row.get("unit")].key if row.get("unit") in units else "",
            row.get("item"),
        )
        if one in found:
            findings.append(_("{file}, row {row}: the same as row {other}").format(**place, other=found[one]))
        found.setdefault(one, row.line)
    if findings or not found:
        raise AppError(
            "assignment",
            _(
                "The assignment {file} has errors. Nothing was written. Correct the rows and read it again."
            ).format(file=table.source),
            details=findings or (_("{file}: there is no row below the head line").format(file=table.source),),
        )
    return tuple(found)


def new_project(session: Session, path: Path, plan: NewProject) -> Project:
    """Found a project in the new file ``path``; the caller becomes its founding coordinator.

    Raises AppError("exists", "form", "cannot_write", …) and leaves no file behind.
    """
    form = read_form(plan.toml, plan.toml_name)
    tree = build_tree(form)
    rules = compile_rules(tree)
    require_columns(plan.roster, rules)
    _require_sound(plan)
    edition = form_hash(form)
    identity, world = session.identity(), session.world
    me, project_id = world.new_id(), world.new_id()
    founding = Founding(
        project=project_id,
        title=clean(plan.title),
        person=me,
        key=identity.public,
        name=clean(plan.coordinator.name),
        code=clean(plan.coordinator.code),
        synthetic=plan.synthetic,
    )
    about = About(
        project=project_id,
        title=founding.title,
        role="coordinator",
        me=me,
        name=founding.name,
        code=founding.code,
        synthetic=plan.synthetic,
        form_hash=edition,
    )
    file = create_project_file(path, facts_of(about))
    project = Project(session, file, about, tree, rules)
    try:
        writer = Writer(me, identity.public, ChainEnd(world.new_id(), 0, ""), world.now())
        with file.write() as connection:
            keep_form(connection, edition, plan.toml)
            reads = build(connection, writer, [Draft(content=founding), *_drafts(session, plan, edition)])
            set_facts(connection, {"founding": reads[0].id})
            end = store(connection, writer, reads, project.terms)
        save_place(session.home, project_id, me, ChainPlace(end.device, end.seq, end.tip))
    except BaseException:
        discard(file)
        raise
    return project


def _require_sound(plan: NewProject) -> None:
    """Raises AppError("setting", "barred") where a rule cannot be, or somebody is assigned to what bars them."""
    for name, value in plan.settings:
        if not can_be_set(name, value):
            raise AppError(
                "setting",
                _("“{name}” cannot be set to “{value}”. Nothing was changed.").format(name=name, value=value),
            )
    family = {unit: city for city, units in families(plan.roster) for unit in units}
    out = {(code, family[unit]) for code, unit in plan.barred}
    names = {unit.key: unit.full_name for unit in plan.roster}
    against = sorted({(one.code, one.unit) for one in plan.assigned if (one.code, family[one.unit]) in out})
    if against:
        raise AppError(
            "barred",
            _(
                "Somebody is assigned to a unit from which they are barred. Nothing was written. Assign these to others."
            ),
            details=[
                _("{person} is barred from {unit}.").format(person=code, unit=names[unit])
                for code, unit in against
            ],
        )


def require_columns(roster: Roster, rules: FormRules, named: Iterable[str] = ()) -> None:
    """Raises AppError("roster") where the roster lacks columns that the form's expressions read, or those ``named``."""
    missing = sorted({*rules.columns, *named} - {name for unit in roster for name in unit.columns})
    if roster and missing:
        raise AppError(
            "roster",
            _(
                "The form reads the roster columns {columns}, which the roster lacks. Nothing was written. Add them."
            ).format(columns=", ".join(missing)),
        )


def facts_of(about: About) -> dict[str, str]:
    """The local facts that a project file keeps about itself."""
    return {
        "project": about.project,
        "title": about.title,
        "role": about.role,
        "me": about.me,
        "name": about.name,
        "code": about.code,
        "synthetic": "1" if about.synthetic else "0",
        "founding": "",
    }


def _drafts(session: Session, plan: NewProject, edition: str) -> list[Draft]:
    """Everything after the founding revision: the edition in force, people with their secrets, units, assignments."""
    drafts = [Draft(content=Setting(value=edition), item="edition")]
    persons = {assessor.code: session.world.new_id() for assessor in plan.assessors}
    for assessor in plan.assessors:
        entry = PersonEntry(
            name=clean(assessor.name), code=clean(assessor.code), secret=secrets.token_hex(32)
        )
        drafts.append(Draft(content=entry, subject=persons[assessor.code]))
    for place, unit in enumerate(plan.roster):
        columns = tuple((name, value) for name, value in unit.columns.items() if name not in ("code", "name"))
        entry_of = UnitEntry(code=unit.code, name=unit.name, place=place, columns=columns)
        drafts.append(Draft(content=entry_of, unit=unit.key))
    drafts += [Draft(content=Setting(value=value), item=name) for name, value in plan.settings]
    conflict = Assignment(place=0, active=False, barred=True)
    drafts += [Draft(content=conflict, unit=unit, subject=persons[code]) for code, unit in plan.barred]
    places: dict[tuple[str, str], int] = {}
    for one in plan.assigned:
        place = places.setdefault((one.unit, one.item), 0)
        places[(one.unit, one.item)] += 1
        drafts.append(
            Draft(content=Assignment(place=place), unit=one.unit, item=one.item, subject=persons[one.code])
        )
    return drafts
