"""What has to be recorded so that another edition of the form comes into force (RECORD R22, R23)."""

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.entry.contents import EDITION, SETTING, Assignment, MappingEntry, Setting, mapping_slot
from evalapp.entry.editions import Step, step
from evalapp.entry.revision import MAX_BYTES as MAX_REVISION
from evalapp.entry.rosters import columns_read
from evalapp.entry.states import compile_rules
from evalapp.form.changes import Difference
from evalapp.form.diff import difference
from evalapp.form.mapping import FormMapping
from evalapp.form.mapping_file import read_mapping
from evalapp.form.model import Form, form_hash
from evalapp.form.shape import Edition, edition_of
from evalapp.form.tree import build_tree
from evalapp.store.append import Draft
from evalapp.store.forms import form_hashes, mapping_heads
from evalapp.store.project_file import Connection
from evalapp.store.queries import assignments, heads_of_kinds, roster
from evalapp.work.create import require_columns
from evalapp.work.project import Project

_ENVELOPE = 4096
"""Room for what a revision says beside its content."""


class TextFile(Struct, frozen=True):
    """A file as it was read: its bytes, and the name that messages call it by."""

    data: bytes
    name: str


class Plan(Struct, frozen=True):
    """What is to be recorded: the edition, a mapping from each edition that was in force, and the way of the assignments.

    ``in_force`` are the editions in force when it was made: it holds for no others.
    """

    target: str
    in_force: frozenset[str]
    mappings: tuple[FormMapping, ...]
    difference: Difference
    way: Step


def plan_edition(project: Project, form: Form, files: Sequence[TextFile]) -> Plan:
    """What is to be recorded so that ``form`` comes into force, with the mappings in ``files``.

    Raises AppError("mapping", "mapping_needed", "other_form", "same_edition", "roster").
    """
    target = form_hash(form)
    tree = build_tree(form)
    with project.file.read() as connection:
        known = {name: project.terms.edition(connection, name) for name in sorted(form_hashes(connection))}
        in_force = project.terms.form(connection, project.about.form_hash)
        now = editions_set(connection)
        origins = now - {target}
        forms = {name: project.terms.form(connection, name) for name in origins}
        require_columns(roster(connection), compile_rules(tree), columns_read(form.units))
    if form.head.id != in_force.head.id:
        raise AppError(
            "other_form",
            _(
                "“{id}” is another form than “{known}”, which this project evaluates by. Nothing was changed. An edition keeps "
                "the form's id."
            ).format(id=form.head.id, known=in_force.head.id),
        )
    editions = {**known, target: edition_of(form)}
    given = _given(target, files, editions)
    if not origins and not given:
        raise in_force_already(form)
    for origin in sorted(origins - given.keys()):
        _require_safe(difference(forms[origin], form))
        given[origin] = FormMapping(origin=origin, target=target)
    # The assignments stand by the codes of the edition that pages show.
    before = project.about.form_hash
    way = given.get(before, FormMapping(origin=before, target=target))
    return Plan(
        target=target,
        in_force=frozenset(now),
        mappings=tuple(given.values()),
        difference=difference(in_force, form),
        way=step(way, editions[before], editions[target]),
    )


def require_one_edition(project: Project, connection: Connection) -> None:
    """Raises AppError("edition_in_dispute") where coordinators brought different editions into force."""
    disputed = editions_set(connection)
    if len(disputed) > 1:
        versions = sorted(project.terms.form(connection, name).head.version for name in disputed)
        raise AppError(
            "edition_in_dispute",
            _(
                "Coordinators brought different editions of the form into force: {versions}. No result is computed until one is "
                "chosen with “evalapp project edition”. Answers and decisions are safe."
            ).format(versions=", ".join(versions)),
        )


def in_force_already(form: Form) -> AppError:
    """What is said where nothing would change."""
    return AppError(
        "same_edition",
        _("The edition {version} is in force already. Nothing was changed.").format(
            version=form.head.version
        ),
    )


def drafts_of(connection: Connection, plan: Plan) -> tuple[Draft, ...]:
    """The revisions that a plan still needs: mappings, the setting, assignments; none where all of it is there.

    Raises AppError("edition_changed") where another edition has come into force since: no mapping leads from that one.
    """
    if editions_set(connection) != plan.in_force:
        raise AppError(
            "edition_changed",
            _(
                "Another program brought an edition of the form into force just now. Nothing was changed. See with “evalapp "
                "project info PROJECT” which one it is, then try again."
            ),
        )
    return (
        *_mapping_drafts(connection, plan),
        *_edition_draft(connection, plan.target),
        *_moved_assignments(connection, plan.way),
    )


def _given(target: str, files: Sequence[TextFile], editions: dict[str, Edition]) -> dict[str, FormMapping]:
    """The mappings in the files, by the edition that each leads from."""
    found: dict[str, FormMapping] = {}
    names: dict[str, str] = {}
    for file in files:
        one = _mapping_to(target, file, editions)
        if one.origin in found:
            raise AppError(
                "mapping",
                _(
                    "{file} and {other} both lead from edition {version} ({hash}). Nothing was changed. Give one of them only."
                ).format(
                    file=file.name,
                    other=names[one.origin],
                    version=editions[one.origin].version,
                    hash=one.origin[:12],
                ),
            )
        found[one.origin], names[one.origin] = one, file.name
    return found


def _mapping_to(target: str, file: TextFile, editions: dict[str, Edition]) -> FormMapping:
    found = read_mapping(file.data, file.name, editions)
    if found.target != target:
        raise AppError(
            "mapping",
            _(
                "{file} leads to another edition than the one that is to come into force. Nothing was changed. Make it with "
                "“evalapp form diff PROJECT NEW --mapping FILE”."
            ).format(file=file.name),
        )
    if len(msgspec.json.encode(found)) > MAX_REVISION - _ENVELOPE:
        raise AppError(
            "mapping",
            _(
                "{file} maps more than one revision can hold. Nothing was changed. Bring the changes in two editions, one after "
                "the other."
            ).format(file=file.name),
        )
    return found


def _require_safe(found: Difference) -> None:
    """Raises AppError("mapping_needed") where answers would be given again or count no more, and nobody has said so."""
    if found.is_safe:
        return
    raise AppError(
        "mapping_needed",
        _(
            "Between the editions {before} and {after} there are changes that need a mapping. Nothing was changed. Let “evalapp "
            "form diff PROJECT NEW --mapping FILE” write a proposal, look it through, and give it with --mapping."
        ).format(before=found.before.version, after=found.after.version),
        details=[
            f"{change.subject}: {change.words}" for change in (*found.of("mapping"), *found.of("destructive"))
        ],
    )


def editions_set(connection: Connection) -> set[str]:
    """The editions in force: one, or several in dispute."""
    return {
        content.value
        for _kind, _unit, item, _subject, _body, content in heads_of_kinds(connection, (SETTING,))
        if item == EDITION and isinstance(content, Setting)
    }


def _edition_draft(connection: Connection, target: str) -> tuple[Draft, ...]:
    if editions_set(connection) == {target}:
        return ()
    return (Draft(content=Setting(value=target), item=EDITION),)


def _mapping_drafts(connection: Connection, plan: Plan) -> Sequence[Draft]:
    there = [entry.mapping for _identity, entry in mapping_heads(connection)]
    found = []
    for one in plan.mappings:
        rivals = [other for other in there if (other.origin, other.target) == (one.origin, one.target)]
        if rivals != [one]:
            content = MappingEntry(origin=one.origin, target=one.target, leaves=one.leaves)
            found.append(Draft(content=content, item=mapping_slot(one.origin, one.target)))
    return found


def _moved_assignments(connection: Connection, way: Step) -> Sequence[Draft]:
    """Assignments of single items follow the items' codes; those of items that are gone stay where they are, and say nothing."""
    now = {(row.unit, row.item, row.subject): row.place for row in assignments(connection) if row.item}
    wanted: dict[tuple[str, str, str], int] = {}
    for (unit, item, subject), place in now.items():
        leaf = way.leaf(item)
        if leaf is not None:
            wanted[(unit, leaf.code, subject)] = place
        elif item not in way.target.leaves:
            wanted[(unit, item, subject)] = place
    changed = [(key, Assignment(place=place)) for key, place in wanted.items() if key not in now]
    changed += [(key, Assignment(place=now[key], active=False)) for key in now if key not in wanted]
    return [
        Draft(content=content, unit=unit, item=item, subject=subject)
        for (unit, item, subject), content in changed
    ]
