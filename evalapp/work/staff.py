"""The people of a project and what each of them has: the list, the matrix of persons and cities, and changes to the list."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct, structs

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.text import clean
from evalapp.entry.asked import asked_of, is_expected
from evalapp.entry.contents import KIND_NUMBERS, PersonEntry
from evalapp.entry.roster import Unit, in_families
from evalapp.store.append import Draft
from evalapp.store.barred import barred
from evalapp.store.batches import unaccepted_keys
from evalapp.store.project_file import Connection
from evalapp.store.queries import (
    PersonRow,
    answer_states,
    assignments,
    heads_of_kinds,
    people,
    roster,
    signed_units,
)
from evalapp.work.changing import add_assessor
from evalapp.work.create import CODE, Assessor
from evalapp.work.project import Project, require_role
from evalapp.work.sharing import branches_at

Part = Literal["all", "part", "none", "barred"]


class Place(Struct, frozen=True, kw_only=True):
    """What a person has of a city with its sub-units: ``items`` of ``of``, so many answered, handed in or not."""

    part: Part
    items: int = 0
    of: int = 0
    answered: int = 0
    handed_in: bool = False


class StaffRow(Struct, frozen=True, kw_only=True):
    """An assessor: load, progress, keys that count, keys that wait to be judged. ``places`` by the key of the city."""

    person: str
    name: str
    code: str
    units: int
    items: int
    answered: int
    handed_in: int
    keys: tuple[str, ...]
    waiting_keys: tuple[str, ...]
    places: dict[str, Place]


class Staff(Struct, frozen=True, kw_only=True):
    """Everything that the page of people shows. ``by_item``: somebody has less than all items of a unit."""

    cities: tuple[Unit, ...]
    rows: tuple[StaffRow, ...]
    by_item: bool


def staff(project: Project, branch: str = "") -> Staff:
    """The assessors with what they have; of one ``branch`` of the form, or of all of it."""
    require_role(project, "coordinator")
    with project.file.read() as connection:
        listed = in_families(roster(connection))
        persons = [one for one in people(connection).values() if one.role == "assessor"]
        out = barred(connection)
        signed = signed_units(connection)
        waiting: dict[str, list[str]] = defaultdict(list)
        for owner, key in unaccepted_keys(connection):
            waiting[owner].append(key)
        rows = assignments(connection)
        answered: dict[tuple[str, str], set[str]] = defaultdict(set)
        for one in answer_states(connection):
            if one.state != "blank":
                answered[(one.subject, one.unit)].add(one.item)
    asked = {unit.key: _asked(project, unit, branch) for unit in listed}
    has: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        found = asked.get(row.unit, frozenset())
        has[(row.subject, row.unit)] |= found & {row.item} if row.item else found
    codes = {unit.code: unit.key for unit in listed}
    cities = tuple(unit for unit in listed if unit.parent not in codes)
    families = {
        city.key: [city.key, *(unit.key for unit in listed if unit.parent == city.code)] for city in cities
    }
    found_rows = []
    for person in persons:
        places = {}
        for city in cities:
            family = families[city.key]
            items = sum(len(has[(person.id, unit)]) for unit in family)
            of = sum(len(asked[unit]) for unit in family)
            part: Part = "none" if not items else "all" if items == of else "part"
            places[city.key] = Place(
                part="barred" if (person.id, city.key) in out else part,
                items=items,
                of=of,
                answered=sum(len(has[(person.id, unit)] & answered[(person.id, unit)]) for unit in family),
                handed_in=bool(items)
                and all((person.id, unit) in signed for unit in family if has[(person.id, unit)]),
            )
        found_rows.append(_row(person, places, tuple(waiting[person.id])))
    return Staff(cities=cities, rows=tuple(found_rows), by_item=any(row.item for row in rows))


def _row(person: PersonRow, places: dict[str, Place], waiting: tuple[str, ...]) -> StaffRow:
    mine = [place for place in places.values() if place.items]
    return StaffRow(
        person=person.id,
        name=person.name,
        code=person.code,
        units=len(mine),
        items=sum(place.items for place in mine),
        answered=sum(place.answered for place in mine),
        handed_in=sum(1 for place in mine if place.handed_in),
        keys=person.keys,
        waiting_keys=waiting,
        places=places,
    )


def _asked(project: Project, unit: Unit, branch: str) -> frozenset[str]:
    tree = project.tree_of(unit)
    below = {leaf.code for leaf in tree.leaves_below(branch)} if branch else None
    return frozenset(
        leaf.code
        for leaf in asked_of(tree, unit)
        if is_expected(leaf) and (below is None or leaf.code in below)
    )


def branches(project: Project) -> tuple[str, ...]:
    """The codes of the form's top branches of which assessors are asked something."""
    return tuple(node.code for node in branches_at(project.tree, 1))


# Changing the list ------------------------------------------------------------------------------------------------------


def add_person(project: Project, name: str, code: str) -> str:
    """A further assessor with nothing assigned yet; the person's id. Raises AppError("person")."""
    require_role(project, "coordinator")
    _require_labels(project, clean(name), clean(code))
    return add_assessor(project, Assessor(clean(name), clean(code)))


def change_person(project: Project, person: str, name: str, code: str) -> bool:
    """Another name or code for a person: labels only, by which nothing is keyed (RECORD R2). False where nothing differs.

    Raises AppError("person").
    """
    require_role(project, "coordinator")
    name, code = clean(name), clean(code)
    _require_labels(project, name, code, but=person)

    def drafts(connection: Connection) -> Sequence[Draft]:
        for _kind, _unit, _item, subject, _body, content in heads_of_kinds(
            connection, (KIND_NUMBERS["person"],)
        ):
            if subject == person and isinstance(content, PersonEntry):
                changed = structs.replace(content, name=name, code=code)
                return (Draft(content=changed, subject=person),) if changed != content else ()
        raise AppError("unknown_person", _("There is no such assessor. Nothing was changed."))

    return bool(project.write(drafts))


def _require_labels(project: Project, name: str, code: str, but: str = "") -> None:
    if not name or not code:
        raise AppError("person", _("An assessor needs a name and a code. Nothing was changed."))
    if not CODE.fullmatch(code):
        raise AppError(
            "person",
            _(
                "The code “{code}” may hold letters, digits, “-” and “_” only; files are named by it. Nothing was changed."
            ).format(code=code),
        )
    with project.file.read() as connection:
        taken = [
            one
            for one in people(connection).values()
            if one.id != but and one.code.casefold() == code.casefold()
        ]
    if taken:
        raise AppError(
            "person",
            _("{name} has the code “{code}” already. Nothing was changed. Choose another one.").format(
                name=taken[0].name, code=code
            ),
        )
