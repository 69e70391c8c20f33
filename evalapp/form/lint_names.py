"""Is everything called something, and everything that has an id by one of its own?"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from evalapp.base.i18n import _
from evalapp.base.text import is_clean
from evalapp.form.finding import Finding, Path, error
from evalapp.form.label import Label, say
from evalapp.form.model import Form
from evalapp.form.names import is_id


class _WithId(Protocol):
    @property
    def id(self) -> str: ...


def lint_names(form: Form) -> Iterator[Finding]:
    """Findings about the form's own name, ids, and texts that must not be empty."""
    yield from _head(form)
    tables: tuple[tuple[str, Sequence[_WithId]], ...] = (
        ("grade", form.grades),
        ("check", form.checks),
        ("profile", form.profiles),
    )
    for table, entries in tables:
        yield from _ids(table, entries)
    for path, text in _texts(form):
        if not say(text, "zh").strip():
            yield error(path, _("the text is empty"))


def _head(form: Form) -> Iterator[Finding]:
    for key, value in (("id", form.head.id), ("version", form.head.version)):
        if not is_id(value) or not is_clean(value):
            yield error(
                ("form", key), _("“{key}” must not be empty or have spaces at its ends").format(key=key)
            )
    # The id names the form's file and the folders of its exports.
    if set(form.head.id) & set('/\\:*?"<>|'):
        yield error(("form", "id"), _('“id” must not hold / \\ : * ? " < > |'))
    elif form.head.id.startswith(".") or form.head.id.endswith("."):
        yield error(("form", "id"), _("“id” must not begin or end with a full stop"))


def _ids(table: str, entries: Sequence[_WithId]) -> Iterator[Finding]:
    seen: set[str] = set()
    for n, entry in enumerate(entries):
        path = (table, n, "id")
        if not is_id(entry.id):
            yield error(path, _("“{key}” must not be empty or have spaces at its ends").format(key="id"))
        if entry.id in seen:
            yield error(path, _("the id “{name}” occurs twice").format(name=entry.id))
        seen.add(entry.id)


def _texts(form: Form) -> Iterator[tuple[Path, Label]]:
    """The texts that stand alone wherever they are shown."""
    yield ("form", "title"), form.head.title
    yield from ((("item", n, "title"), item.title) for n, item in enumerate(form.items))
    yield from ((("grade", n, "name"), grade.name) for n, grade in enumerate(form.grades))
    yield from ((("check", n, "message"), check.message) for n, check in enumerate(form.checks))
    yield from ((("index", n, "title"), index.title) for n, index in enumerate(form.indices))
