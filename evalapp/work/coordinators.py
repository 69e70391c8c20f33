"""Further coordinators: whose keys speak for the project, since when, and who granted it (RECORD R13)."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.text import clean
from evalapp.entry.contents import GRANT, KIND_NUMBERS, Grant, PersonEntry
from evalapp.entry.revision import Revision, decode
from evalapp.exchange.identity import short_key
from evalapp.store.acknowledged import tips_held
from evalapp.store.append import Draft
from evalapp.store.of_person import kinds_of_person
from evalapp.store.project_file import Connection, facts
from evalapp.store.queries import PersonRow, founding, people, revisions_of_kinds
from evalapp.work.create import CODE
from evalapp.work.key_cards import is_key, plain_key
from evalapp.work.project import Project, require_role


class Coordinator(Struct, frozen=True, kw_only=True):
    """Somebody who decides in the project, or did. ``by`` granted it at ``since`` (UTC); nobody granted the founder.

    ``until`` is when it was taken back (UTC), "" for one in office.
    """

    person: str
    name: str
    code: str
    keys: tuple[str, ...]
    founder: bool
    me: bool
    since: str
    by: str
    until: str = ""


def coordinators(project: Project) -> tuple[Coordinator, ...]:
    """The founder first, then the others by code; those whose grant was taken back at the end."""
    with project.file.read() as connection:
        known = people(connection)
        founded, granted = _founded(connection), _granted(connection)
    found = [
        _coordinator(project, person, known, founded, granted.get(person.id, []))
        for person in known.values()
        if person.role in ("coordinator", "former")
    ]
    return tuple(sorted(found, key=lambda one: (bool(one.until), not one.founder, one.code, one.person)))


def _coordinator(
    project: Project,
    person: PersonRow,
    known: dict[str, PersonRow],
    founded: Revision,
    said: Sequence[Revision],
) -> Coordinator:
    first, last = (said[0], said[-1]) if said else (founded, founded)
    return Coordinator(
        person=person.id,
        name=person.name,
        code=person.code,
        keys=person.keys,
        founder=person.id == founded.author,
        me=person.id == project.about.me,
        since=first.at,
        by=known[first.author].name if said and first.author in known else "",
        until=last.at if person.role == "former" else "",
    )


def _founded(connection: Connection) -> Revision:
    """The revision that founded the project, whose author is the founding coordinator."""
    origin = founding(connection, facts(connection)["founding"])
    found = revisions_of_kinds(connection, (KIND_NUMBERS["project"],))
    return next(decode(body) for *_slot, body, content in found if content == origin)


def _granted(connection: Connection) -> dict[str, list[Revision]]:
    """By person what was said of the office, in the order of counters."""
    found: dict[str, list[Revision]] = {}
    for _kind, _unit, _item, subject, body, _content in revisions_of_kinds(connection, (GRANT,)):
        found.setdefault(subject, []).append(decode(body))
    return found


def written_by(project: Project, person: str) -> dict[str, int]:
    """What a person wrote that this file holds and that counts: how many revisions of each kind."""
    with project.file.read() as connection:
        return kinds_of_person(connection, person)


def grant(project: Project, *, name: str, code: str, key: str) -> str:
    """Let a further person decide in the project, by the key that the person's account says is its own; the person's id.

    Raises AppError("key", "coordinator"): it is no key or somebody's already, or the name or code cannot stand.
    """
    require_role(project, "coordinator")
    key, name, code = plain_key(key), clean(name), clean(code)
    person = project.session.world.new_id()

    def drafts(connection: Connection) -> Sequence[Draft]:
        _require_new(connection, name, code, key)
        return (
            Draft(content=PersonEntry(name=name, code=code), subject=person),
            Draft(content=Grant(key=key), subject=person),
        )

    project.write(drafts)
    return person


def _require_new(connection: Connection, name: str, code: str, key: str) -> None:
    if not is_key(key):
        raise AppError(
            "key",
            _(
                "That is no key: a key has 64 digits and letters from a to f. Nothing was changed. The other person finds it by "
                "“evalapp key” or on the start page, and sends it as a file."
            ),
        )
    if not name or not CODE.fullmatch(code):
        raise AppError(
            "coordinator",
            _(
                "A coordinator needs a name, and a code of letters, digits, “-” and “_”; files are named by it. Nothing was "
                "changed."
            ),
        )
    for other in people(connection).values():
        if key in other.keys:
            raise AppError(
                "key",
                _("The key {key} is {name}'s already. Nothing was changed.").format(
                    key=short_key(key), name=other.name
                ),
            )
        if other.code.casefold() == code.casefold():
            raise AppError(
                "coordinator",
                _("{name} has the code {code} already. Nothing was changed. Choose another code.").format(
                    name=other.name, code=code
                ),
            )


def take_back(project: Project, person: str) -> None:
    """End a coordinator's office. What this file holds of theirs still counts; what comes beyond it does not.

    Raises AppError("coordinator") for the founder, for oneself, and for somebody who is none.
    """
    require_role(project, "coordinator")

    def drafts(connection: Connection) -> Sequence[Draft]:
        known = people(connection).get(person)
        said = _granted(connection).get(person, [])
        if known is None or known.role != "coordinator" or not said or person == project.about.me:
            raise AppError(
                "coordinator",
                _(
                    "This cannot be taken back: it is for coordinators who were granted the office, and not for oneself. Nothing "
                    "was changed."
                ),
            )
        given = said[-1].content
        assert isinstance(given, Grant)
        content = Grant(key=given.key, active=False, tips=tips_held(connection, person))
        return (Draft(content=content, subject=person),)

    project.write(drafts, look=_look_for(person))


def _look_for(person: str) -> Callable[[Connection], None]:
    """Raises AppError where the office was not ended: whoever was granted by somebody nearer to the founder stays."""

    def look(connection: Connection) -> None:
        if people(connection)[person].role == "coordinator":
            raise AppError(
                "coordinator",
                _(
                    "Your word does not end the office of {name}, who was granted it by somebody nearer to the founder. Nothing "
                    "was changed. Ask the one who granted it."
                ).format(name=people(connection)[person].name),
            )

    return look
