"""What came over from an earlier edition of the form, as people are shown it (RECORD R23, R24)."""

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _, current_language
from evalapp.entry.contents import Answer
from evalapp.entry.final import State
from evalapp.entry.problems import state_name
from evalapp.report.words import value_words
from evalapp.store.forms import first_edition, form_hashes
from evalapp.store.heads_table import AGAIN, AS_IS
from evalapp.store.project_file import Connection
from evalapp.store.queries import HeadRow
from evalapp.work.project import Project


class CarriedOver(Struct, frozen=True, kw_only=True):
    """An answer of the edition ``version`` as it was given there: at ``item``, with ``state`` and ``value``, in ``words``.

    ``again``: it has no counterpart in the edition in force and is to be given again.
    """

    version: str
    item: str
    state: State
    value: str
    words: str
    again: bool


def carried_over(project: Project, connection: Connection, head: HeadRow) -> CarriedOver | None:
    """What an answer was in the edition under which it was given.

    None where that is the edition in force, or where the item reads there as it read then.
    """
    written = head.revision.content
    if not isinstance(written, Answer) or written.form == project.about.form_hash:
        return None
    reworded = project.terms.reworded(connection, written.form, project.about.form_hash)
    if head.carried == AS_IS and head.item not in reworded:
        return None
    leaf = project.terms.edition(connection, written.form).leaves.get(head.revision.item)
    words = state_name(written.state)
    if written.state == "answered":
        words = value_words(None if leaf is None else leaf.scale, written.value, current_language())
    return CarriedOver(
        version=edition_versions(project, connection)[written.form],
        item=head.revision.item,
        state=written.state,
        value=written.value,
        words=words,
        again=head.carried == AGAIN,
    )


def called_before(project: Project, connection: Connection, item: str) -> bool:
    """Whether ``item`` is an answered item of some edition of the form that the project holds."""
    return any(item in project.terms.edition(connection, name).leaves for name in form_hashes(connection))


def called_now(project: Project, item: str) -> str:
    """The code in the edition in force of an item of an earlier one; "" where it has none, or several editions disagree."""
    with project.file.read() as connection:
        reading = project.terms.reading(connection)
        forms = [] if reading is None else sorted(form_hashes(connection))
        found = {code for form in forms if (code := _leaf_now(project, connection, form, item)) is not None}
    return found.pop() if len(found) == 1 else ""


def refuse_earlier_code(project: Project, item: str) -> None:
    """Raises AppError("unknown_item") where ``item`` is what an earlier edition calls an item, with its code now."""
    now = called_now(project, item)
    if now:
        raise AppError(
            "unknown_item",
            _(
                "“{item}” is called {code} in the edition in force. Nothing was changed. Write the new code."
            ).format(item=item, code=now),
        )


def _leaf_now(project: Project, connection: Connection, form: str, item: str) -> str | None:
    reading = project.terms.reading(connection)
    if reading is None or item not in project.terms.edition(connection, form).leaves:
        return None
    return reading.leaf(form, item)


def edition_versions(project: Project, connection: Connection) -> dict[str, str]:
    """The versions of the editions by hash, told apart where two are called alike; nothing where there is only one.

    "" stands for the edition that the project was founded with, which decisions leave out.
    """
    hashes = sorted(form_hashes(connection))
    if len(hashes) < 2:
        return {}
    versions = {name: project.terms.form(connection, name).head.version for name in hashes}
    called = list(versions.values())
    found = {
        name: version if called.count(version) == 1 else f"{version} ({name[:8]})"
        for name, version in versions.items()
    }
    return {**found, "": found.get(first_edition(connection), "")}
