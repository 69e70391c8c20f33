"""What a recorded revision says, in words, whichever kind it is and wherever it was held up."""

from msgspec import Struct

from evalapp.base.i18n import _, current_language, ngettext
from evalapp.entry.contents import Answer, Content, Decision, Enrolment, Question, Reply, SignOff
from evalapp.entry.problems import state_name
from evalapp.entry.revision import Revision, Unreadable, read
from evalapp.report.words import value_words
from evalapp.store.forms import first_edition
from evalapp.store.project_file import Connection
from evalapp.work.project import Project


class Said(Struct, frozen=True, kw_only=True):
    """A state and value in words, and the text that stands beside it."""

    words: str
    text: str = ""


def revision_of(body: bytes) -> Revision | None:
    """The revision in stored bytes; None where a newer version made it, or where they are no revision at all."""
    try:
        return read(body).revision
    except Unreadable:
        return None


def said(project: Project, connection: Connection, revision: Revision | None) -> Said:
    """What a revision says; None stands for one that this version cannot read."""
    if revision is None:
        return Said(words=_("written by a newer version"))
    content = revision.content
    if isinstance(content, Answer):
        words = answer_words(project, connection, content.form, revision.item, content.state, content.value)
        return Said(words=words, text=content.justification)
    if isinstance(content, Decision):
        form = content.form or first_edition(connection)
        words = answer_words(project, connection, form, revision.item, content.state, content.value)
        return Said(words=_("decision: {value}").format(value=words), text=content.reason)
    return _of_small_kinds(content)


def _of_small_kinds(content: Content) -> Said:
    if isinstance(content, SignOff):
        words = ngettext("hands in {n} unit", "hands in {n} units", len(content.units))
        return Said(words=words.format(n=len(content.units)), text=content.comment)
    if isinstance(content, Enrolment):
        return Said(words=_("enrols the key {key}").format(key=content.key[:16]))
    if isinstance(content, Question):
        return Said(words=_("question"), text=content.text)
    if isinstance(content, Reply):
        return Said(words=_("reply"), text=content.text)
    return Said(words=_("a coordinator's entry"))


def answer_words(
    project: Project, connection: Connection, form: str, item: str, state: str, value: str
) -> str:
    """A state and value as people say them, in the edition under which they were given."""
    if state != "answered":
        return state_name(state)  # type: ignore[arg-type]
    try:
        leaf = project.terms.edition(connection, form).leaves.get(item)
    except KeyError:
        leaf = None
    return value_words(None if leaf is None else leaf.scale, value, current_language())
