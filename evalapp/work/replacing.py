"""An assessor is replaced half way: another answers from now on what is open (RECORD R14, scenario 23).

Nothing that the first one wrote is lost: whether it counts follows from the assignment. Taking the change back brings it back.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, structs

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.text import clean
from evalapp.entry.contents import Assignment
from evalapp.store.barred import barred
from evalapp.store.project_file import Connection
from evalapp.store.queries import people, roster, signed_units
from evalapp.store.signed_answers import count_signed
from evalapp.work.assigning import (
    Changed,
    Slot,
    assignment_heads,
    drafts_of,
    write_assignments,
)
from evalapp.work.foreseeing import Foreseen, foresee
from evalapp.work.project import Project, require_role

HandedIn = Literal["stay", "leave"]


class Replacement(Struct, frozen=True, kw_only=True):
    """``old`` and ``new`` are persons. ``handed_in`` says whether the old one's handed-in work stays in the comparison.

    Where it stays, the new one gets the units that are not handed in yet; where it leaves, all of them.
    """

    old: str
    new: str
    handed_in: HandedIn


class Replacing(Struct, frozen=True, kw_only=True):
    """What a replacement comes to, by unit key: ``passed`` on, ``kept`` by the old one.

    ``shared`` are units passed on that the new one has already: there is one assessor less. ``answers_leaving`` counts the old
    one's handed-in answers that count no more.
    """

    passed: tuple[str, ...]
    kept: tuple[str, ...]
    shared: tuple[str, ...]
    answers_leaving: int
    foreseen: Foreseen


def plan_replacement(project: Project, replacement: Replacement) -> Replacing:
    """What would be passed on, kept and moved. Nothing is written. Raises AppError("barred", "replacement")."""
    require_role(project, "coordinator")
    with project.file.read() as connection:
        found = _passing(connection, replacement)
        leaving = count_signed(connection, replacement.old, found.passed)
    return structs.replace(
        found,
        answers_leaving=leaving,
        foreseen=foresee(project, lambda connection: drafts_of(_wanted(connection, replacement), "")),
    )


def replace_assessor(project: Project, replacement: Replacement, reason: str) -> Changed:
    """Make the replacement in one transaction, with its reason; it is taken back by :func:`assigning.put_back`.

    Raises AppError("reason", "barred", "replacement"); nothing is then written.
    """
    require_role(project, "coordinator")
    if not clean(reason):
        raise AppError("reason", _("Say why the assessor is replaced. Nothing was changed."))
    return write_assignments(project, lambda connection: _wanted(connection, replacement), reason)


def _passing(connection: Connection, replacement: Replacement) -> Replacing:
    old, new = replacement.old, replacement.new
    persons = people(connection)
    if old == new or any(one not in persons or persons[one].role != "assessor" for one in (old, new)):
        raise AppError("replacement", _("Choose two different assessors. Nothing was changed."))
    heads = assignment_heads(connection)
    listed = {unit.key: unit for unit in roster(connection)}
    signed = signed_units(connection)
    theirs = list(
        dict.fromkeys(
            unit
            for (unit, _item, subject), content in heads.items()
            if subject == old and content.active and unit in listed
        )
    )
    kept = [unit for unit in theirs if replacement.handed_in == "stay" and (old, unit) in signed]
    passed = [unit for unit in theirs if unit not in kept]
    out = barred(connection)
    above = {
        unit.key: next((one.key for one in listed.values() if one.code == unit.parent), unit.key)
        for unit in listed.values()
    }
    against = [unit for unit in passed if (new, unit) in out or (new, above[unit]) in out]
    if against:
        raise AppError(
            "barred",
            _(
                "{person} is barred from {units} by a conflict of interest. Nothing was changed. Choose somebody else, or give "
                "these to another assessor first."
            ).format(
                person=persons[new].name, units=_(", ").join(listed[unit].full_name for unit in against)
            ),
        )
    has = {
        unit
        for (unit, item, subject), content in heads.items()
        if subject == new and content.active and not item
    }
    return Replacing(
        passed=tuple(passed),
        kept=tuple(kept),
        shared=tuple(unit for unit in passed if unit in has),
        answers_leaving=0,
        foreseen=Foreseen(),
    )


def _wanted(connection: Connection, replacement: Replacement) -> Mapping[Slot, Assignment]:
    """The old one's slots at rest, the new one's in their places."""
    passing = _passing(connection, replacement)
    heads = assignment_heads(connection)
    found: dict[Slot, Assignment] = {}
    for (unit, item, subject), content in heads.items():
        if subject != replacement.old or not content.active or unit not in passing.passed:
            continue
        found[(unit, item, subject)] = structs.replace(content, active=False)
        slot = (unit, item, replacement.new)
        now, whole = heads.get(slot), heads.get((unit, "", replacement.new))
        if not (now is not None and now.active) and not (whole is not None and whole.active):
            found[slot] = Assignment(place=content.place)
    return found
