"""Who answers what, changed later: one person or many, whole units or branches of the form, in one transaction, and back again.

Every change is a revision of the assignment's slot. To take it back is the reverse revision: what the slot said before.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct, structs

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.text import clean
from evalapp.entry.asked import asked_of
from evalapp.entry.contents import KIND_NUMBERS, Assignment
from evalapp.entry.roster import Roster
from evalapp.store.append import Draft
from evalapp.store.project_file import Connection
from evalapp.store.queries import heads_of_kinds, people, roster
from evalapp.work.barring import require_free
from evalapp.work.foreseeing import Foreseen, foresee
from evalapp.work.project import Project, require_role

Given = Literal["assigned", "none", "barred"]
Slot = tuple[str, str, str]
"""Unit key, item ("" for all) and person of an assignment."""


class Change(Struct, frozen=True, kw_only=True):
    """A person and a unit, with its sub-units: assigned, not assigned, or barred. ``branch`` narrows it to a part of the form.

    Whoever is barred is so from the whole unit. Taking the assignment of a barred person away takes the bar back.
    """

    person: str
    unit: str
    to: Given
    branch: str = ""


class Was(Struct, frozen=True):
    """What a slot said before a change; None where it was never written."""

    slot: Slot
    content: Assignment | None


class Changed(Struct, frozen=True, kw_only=True):
    """What was written: how many revisions, what they replaced (for :func:`put_back`), and the names of those concerned."""

    written: int
    was: tuple[Was, ...]
    names: tuple[str, ...]


NOTHING = Changed(written=0, was=(), names=())


def change_assignments(project: Project, changes: Sequence[Change], reason: str = "") -> Changed:
    """Make the changes in one transaction. Raises AppError("barred", "unknown_unit"); nothing is then written."""
    require_role(project, "coordinator")
    return write_assignments(project, lambda connection: assignments_of(project, connection, changes), reason)


def foresee_changes(project: Project, changes: Sequence[Change]) -> Foreseen:
    """What :func:`change_assignments` would move. Nothing is written."""
    require_role(project, "coordinator")
    return foresee(project, lambda connection: drafts_of(assignments_of(project, connection, changes), ""))


def put_back(project: Project, was: Sequence[Was], reason: str = "") -> Changed:
    """Let the slots say what they said before: the reverse of a change, as further revisions."""
    require_role(project, "coordinator")

    def wanted(connection: Connection) -> dict[Slot, Assignment]:
        now = assignment_heads(connection)
        found = {}
        for one in was:
            back = one.content or structs.replace(
                now.get(one.slot, Assignment(place=0)), active=False, barred=False
            )
            if not _same(now.get(one.slot), back):
                found[one.slot] = back
        return found

    return write_assignments(project, wanted, reason)


def write_assignments(
    project: Project, wanted: Callable[[Connection], Mapping[Slot, Assignment]], reason: str = ""
) -> Changed:
    """Write what slots are to say, all in one transaction, with the reason; what they said before."""
    was: list[Was] = []
    names: dict[str, str] = {}

    def drafts(connection: Connection) -> Sequence[Draft]:
        found = wanted(connection)
        now, known = assignment_heads(connection), people(connection)
        was.extend(Was(slot, now.get(slot)) for slot in found)
        names.update({person: known[person].name for _unit, _item, person in found if person in known})
        return drafts_of(found, clean(reason))

    written = len(project.write(drafts))
    return Changed(written=written, was=tuple(was), names=tuple(names.values()))


def drafts_of(wanted: Mapping[Slot, Assignment], reason: str) -> list[Draft]:
    """Assignments as they are written, each with the reason."""
    return [
        Draft(content=structs.replace(content, reason=reason), unit=unit, item=item, subject=person)
        for (unit, item, person), content in wanted.items()
    ]


def assignment_heads(connection: Connection) -> dict[Slot, Assignment]:
    """What every slot says now; of several heads in dispute one that bars, else the last listed."""
    found: dict[Slot, Assignment] = {}
    for _kind, unit, item, subject, _body, content in heads_of_kinds(
        connection, (KIND_NUMBERS["assignment"],)
    ):
        assert isinstance(content, Assignment)
        if (slot := (unit, item, subject)) not in found or not found[slot].barred:
            found[slot] = content
    return found


def assignments_of(
    project: Project, connection: Connection, changes: Sequence[Change]
) -> dict[Slot, Assignment]:
    """What the changes come to, slot by slot; those that say nothing new are left out."""
    listed = roster(connection)
    desk = _Slots(project, listed, assignment_heads(connection))
    for change in changes:
        family = family_of(listed, change.unit)
        if change.to == "barred":
            desk.bar(change, family)
        elif change.to == "assigned":
            if not desk.frees(change.unit, change.person):
                require_free(connection, change.unit, change.person)
            for unit in family:
                desk.give(unit, change.person, change.branch)
        else:
            for unit in family:
                desk.take(unit, change.person, change.branch)
    return desk.changed()


def family_of(listed: Roster, unit: str) -> tuple[str, ...]:
    """The unit and its sub-units, by key. Raises AppError("unknown_unit")."""
    found = next((one for one in listed if one.key == unit), None)
    if found is None:
        raise AppError(
            "unknown_unit",
            _("“{unit}” is not on the roster. Nothing was changed. Check the code.").format(unit=unit),
        )
    return (unit, *(one.key for one in listed if one.parent == found.code))


class _Slots:
    """The slots as they come to be, change after change."""

    def __init__(self, project: Project, listed: Roster, before: Mapping[Slot, Assignment]) -> None:
        self._project = project
        self._units = {unit.key: unit for unit in listed}
        self._before = before
        self._now = dict(before)

    def changed(self) -> dict[Slot, Assignment]:
        """The slots that say something else than before."""
        return {
            slot: content for slot, content in self._now.items() if not _same(self._before.get(slot), content)
        }

    def frees(self, unit: str, person: str) -> bool:
        """Whether an earlier change of this block has taken the person's bar from the unit."""
        slot = (unit, "", person)
        before, now = self._before.get(slot), self._now.get(slot)
        return before is not None and before.barred and now is not None and not now.barred

    def give(self, unit: str, person: str, branch: str) -> None:
        whole = (unit, "", person)
        if self._active(whole):
            return
        if not branch:
            self._put(whole, place=self._place(unit, person))
            self._retire(unit, person)
            return
        place = self._place(unit, person)
        for item in self._items(unit, branch):
            if not self._active((unit, item, person)):
                self._put((unit, item, person), place=place)

    def take(self, unit: str, person: str, branch: str) -> None:
        whole = (unit, "", person)
        content = self._now.get(whole)
        if content is not None and content.barred:
            self._now[whole] = structs.replace(content, barred=False)
            return
        if not branch:
            self._retire(unit, person, whole=True)
            return
        inside = set(self._items(unit, branch))
        if content is not None and content.active:
            self._now[whole] = structs.replace(content, active=False)
            for item in self._items(unit, ""):
                if item not in inside:
                    self._put((unit, item, person), place=content.place)
            return
        self._retire(unit, person, only=inside)

    def bar(self, change: Change, family: Iterable[str]) -> None:
        for unit in family:
            self._retire(unit, change.person, whole=True)
        self._now[(change.unit, "", change.person)] = Assignment(place=0, active=False, barred=True)

    def _active(self, slot: Slot) -> bool:
        content = self._now.get(slot)
        return content is not None and content.active

    def _put(self, slot: Slot, place: int) -> None:
        self._now[slot] = Assignment(place=place)

    def _retire(self, unit: str, person: str, *, whole: bool = False, only: set[str] | None = None) -> None:
        """Let the slots of the person's single items rest, or only some of them; with ``whole`` that of all items too."""
        for slot, content in list(self._now.items()):
            of, item, subject = slot
            if (of, subject) != (unit, person) or not content.active:
                continue
            if (item and (only is None or item in only)) or (whole and not item):
                self._now[slot] = structs.replace(content, active=False)

    def _place(self, unit: str, person: str) -> int:
        """Where the person stands among the unit's assessors: the old place, else behind the last."""
        mine = [
            content.place
            for (of, _item, subject), content in self._now.items()
            if (of, subject) == (unit, person) and content.active
        ]
        if mine:
            return min(mine)
        places = [
            content.place
            for (of, _item, _subject), content in self._now.items()
            if of == unit and content.active
        ]
        return max(places, default=-1) + 1

    def _items(self, unit: str, branch: str) -> list[str]:
        tree = self._project.tree_of(self._units[unit])
        below = {leaf.code for leaf in tree.leaves_below(branch)} if branch else None
        return [
            leaf.code for leaf in asked_of(tree, self._units[unit]) if below is None or leaf.code in below
        ]


def _same(before: Assignment | None, after: Assignment) -> bool:
    """Whether nothing is said anew; why it was said makes no difference. A slot never written is as good as one at rest."""
    if before is None:
        return not after.active and not after.barred
    return structs.replace(before, reason="") == structs.replace(after, reason="")
