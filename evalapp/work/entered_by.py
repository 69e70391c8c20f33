"""Who wrote an answer that is somebody else's (RECORD R3)."""

from collections.abc import Mapping

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.entry.contents import Answer
from evalapp.entry.revision import Revision
from evalapp.store.queries import PersonRow


class EnteredBy(Struct, frozen=True):
    """The person who entered an answer for its subject, and why."""

    name: str
    reason: str


def entered_by(revision: Revision, names: Mapping[str, PersonRow]) -> EnteredBy | None:
    """Who entered an answer for its subject; None where the subject did."""
    content = revision.content
    if revision.author == revision.subject or not isinstance(content, Answer):
        return None
    person = names.get(revision.author)
    return EnteredBy(revision.author if person is None else person.name, content.on_behalf)


def entered_by_words(found: EnteredBy) -> str:
    """Who entered it and why, in a line."""
    if not found.reason:
        return _("Entered by {name}").format(name=found.name)
    return _("Entered by {name}: {reason}").format(name=found.name, reason=found.reason)
