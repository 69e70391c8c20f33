"""What was filled in on the page that founds a project."""

from pathlib import Path

from msgspec import Struct

from evalapp.entry.sharing import Sharing
from evalapp.form.tree import Tree
from evalapp.ui.widgets.rules_card import RulesState


class ChosenForm(Struct, frozen=True):
    """A form that was read and found sound."""

    toml: bytes
    name: str
    tree: Tree


class Typed(Struct, frozen=True, kw_only=True):
    """What was filled in so far, for the page made anew in another language. ``off`` are units and classes left out."""

    name: str
    form: Path | None
    roster: Path | None
    sheet: str
    roles: dict[int, str]
    off: frozenset[str]
    classes_off: frozenset[str]
    people: str
    conflicts: str
    sharing: Sharing
    share: str
    seed: str
    rules: RulesState
    coordinator: str
    coordinator_code: str
    synthetic: bool
