"""What was filled in on the page that founds a project."""

from pathlib import Path

from msgspec import Struct

from evalapp.entry.sharing import Mode
from evalapp.form.tree import Tree


class ChosenForm(Struct, frozen=True):
    """A form that was read and found sound."""

    toml: bytes
    name: str
    tree: Tree


class Typed(Struct, frozen=True, kw_only=True):
    """What was filled in so far, for the page made anew in another language."""

    name: str
    form: Path | None
    roster: Path | None
    province: str
    people: str
    mode: Mode
    coordinator: str
    coordinator_code: str
    synthetic: bool
