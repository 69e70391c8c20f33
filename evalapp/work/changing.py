"""What a coordinator changes after the founding: settings, roster, assignments, people's keys. Each change is a revision."""

import secrets
from collections.abc import Sequence

import msgspec

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.text import clean
from evalapp.entry.contents import (
    KIND_NUMBERS,
    Assignment,
    KeyEntry,
    PersonEntry,
    Setting,
    UnitEntry,
)
from evalapp.entry.project_settings import can_be_set
from evalapp.store.append import Draft
from evalapp.store.barred import barred
from evalapp.store.batches import unaccepted_keys
from evalapp.store.project_file import Connection
from evalapp.store.queries import heads_of_kinds, people
from evalapp.work.barring import require_free
from evalapp.work.create import Assessor
from evalapp.work.project import Project, require_role


def change_setting(project: Project, name: str, value: str) -> None:
    """Set a project setting.

    ``tolerance`` in score points 0…100; ``resolve``: decide, average or first; ``completion.unanswered``,
    ``completion.evidence`` and ``completion.warnings``: block, warn or ignore; ``last_edition``: shown or hidden; ``blind``: on
    or off; ``deadline``: a day as 2026-10-31, or nothing; ``sample``: how the parts that two people answer were drawn.
    Raises AppError("setting").
    """
    require_role(project, "coordinator")
    if not can_be_set(name, value):
        raise AppError(
            "setting",
            _("“{name}” cannot be set to “{value}”. Nothing was changed.").format(name=name, value=value),
        )
    project.write(lambda _connection: (Draft(content=Setting(value=value), item=name),))


def change_unit(
    project: Project,
    unit: str,
    *,
    removed: bool | None = None,
    name: str | None = None,
    code: str | None = None,
) -> None:
    """Rename a unit, or take it off the roster or back on; its key and its answers stay (RECORD R25)."""
    require_role(project, "coordinator")

    def drafts(connection: Connection) -> Sequence[Draft]:
        for _kind, key, _item, _subject, _body, content in heads_of_kinds(
            connection, (KIND_NUMBERS["unit"],)
        ):
            if key == unit and isinstance(content, UnitEntry):
                changed = msgspec.structs.replace(
                    content,
                    removed=content.removed if removed is None else removed,
                    name=content.name if name is None else clean(name),
                    code=content.code if code is None else clean(code),
                )
                return (Draft(content=changed, unit=unit),) if changed != content else ()
        raise AppError(
            "unknown_unit",
            _("“{unit}” is not on the roster. Nothing was changed. Check the code.").format(unit=unit),
        )

    project.write(drafts)


def assign(
    project: Project, unit: str, person: str, *, active: bool = True, place: int = 0, item: str = ""
) -> None:
    """Expect answers to a unit from a person, or no longer. Answers that came before stay in the union.

    Raises AppError("barred") where a conflict of interest stands against it.
    """
    require_role(project, "coordinator")
    content = Assignment(place=place, active=active)

    def drafts(connection: Connection) -> Sequence[Draft]:
        if active:
            require_free(connection, unit, person)
        elif not item and (person, unit) in barred(connection):
            return ()  # it is not expected already, and the slot says why
        return (Draft(content=content, unit=unit, item=item, subject=person),)

    project.write(drafts)


def add_assessor(project: Project, assessor: Assessor) -> str:
    """A further person, with a secret for the own task; the person's id."""
    require_role(project, "coordinator")
    person = project.session.world.new_id()
    entry = PersonEntry(name=clean(assessor.name), code=clean(assessor.code), secret=secrets.token_hex(32))
    project.write(lambda _connection: (Draft(content=entry, subject=person),))
    return person


def judge_key(project: Project, person: str, key: str, *, accepted: bool) -> None:
    """Accept or refuse a key of a person; what was held for it counts from now on, or never.

    A coordinator's word on one key settles all keys of the person: those that were accepted without a word get one too, so
    that a second laptop never puts out the first.
    """
    require_role(project, "coordinator")

    def drafts(connection: Connection) -> Sequence[Draft]:
        known = people(connection).get(person)
        others = () if known is None or not accepted else known.keys
        words = {**dict.fromkeys(others, True), key: accepted}
        return [
            Draft(content=KeyEntry(key=name, accepted=word), item=name, subject=person)
            for name, word in words.items()
        ]

    project.write(drafts)


def keys_awaiting(project: Project) -> tuple[tuple[str, str], ...]:
    """(person, key) pairs for which revisions are held: a person must say whether the keys are genuine."""
    with project.file.read() as connection:
        return unaccepted_keys(connection)
