"""The forms that come with the program, and finding a form by its id or its file."""

import tomllib
from pathlib import Path

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.form.label import Label, Text


class Shipped(Struct, frozen=True, kw_only=True):
    """A form that comes with the program."""

    id: str
    version: str
    title: Label
    path: Path


def shipped(folder: Path) -> tuple[Shipped, ...]:
    """The forms in ``folder``, by file name. Only their heads are looked at, nothing is checked."""
    return tuple(_head(path) for path in sorted(folder.glob("*.toml")))


def find_form(name: str, folder: Path) -> Path:
    """The file of a form: ``name`` is the id of one in ``folder``, or a path.

    Raises AppError("form"), which lists the known ids.
    """
    known = shipped(folder)
    for form in known:
        if form.id == name:
            return form.path
    path = Path(name)
    if path.is_file():
        return path
    raise AppError(
        "form",
        _("There is no form “{name}”: it is neither a file nor one of {ids}. Check the spelling.").format(
            name=name, ids=", ".join(form.id for form in known)
        ),
    )


def _head(path: Path) -> Shipped:
    head = tomllib.loads(path.read_text(encoding="utf-8"))["form"]
    title = head["title"]
    return Shipped(
        id=head["id"],
        version=head["version"],
        title=title if isinstance(title, str) else Text(**title),
        path=path,
    )
