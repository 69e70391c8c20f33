"""The terms of an open project: the edition in force, how older answers read in it, how assessors are compared."""

from collections.abc import Mapping

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.entry.contents import EDITION
from evalapp.entry.editions import Reading, step
from evalapp.entry.states import FormRules, compile_rules
from evalapp.form.diff import difference
from evalapp.form.model import Form
from evalapp.form.reader import decode_form
from evalapp.form.settings import TABLES, apply_settings, decode_settings
from evalapp.form.shape import Edition, edition_of
from evalapp.form.tree import Tree, build_tree
from evalapp.merge.cells import Rules
from evalapp.store.cells_table import Comparison, comparison
from evalapp.store.forms import edition_in_force, first_edition, form_bytes, form_hashes, mapping_heads
from evalapp.store.project_file import Connection
from evalapp.store.queries import SettingRow, settings

Overlay = tuple[tuple[str, str], ...]
"""What the project set over its form, as recorded: table and value."""


class Loaded(Struct, frozen=True):
    """An edition of the form with what the project set over it: all that pages and results need of it."""

    tree: Tree
    rules: FormRules


class ProjectTerms:
    """What revisions are read and compared by. Editions are loaded when they are first needed, and kept.

    ``compares`` is false in an assessor's file, which holds one person's answers.
    """

    def __init__(self, *, compares: bool, loaded: dict[tuple[str, Overlay], Loaded]) -> None:
        self._compares = compares
        self._loaded = dict(loaded)
        self._forms: dict[str, Form] = {}
        self._editions: dict[str, Edition] = {}
        self._reworded: dict[tuple[str, str], frozenset[str]] = {}
        self._reading: Reading | None = None
        self._comparisons: dict[tuple[str, Overlay, Rules], Comparison] = {}

    def form(self, connection: Connection, edition: str) -> Form:
        """The form of an edition that the file holds, as it is written; KeyError for another."""
        if edition not in self._forms:
            self._forms[edition] = decode_form(form_bytes(connection, edition))
        return self._forms[edition]

    def loaded(self, connection: Connection, edition: str, overlay: Overlay | None = None) -> Loaded:
        """An edition that the file holds, with what is set over it by now; KeyError for another."""
        over = overlay_of(settings(connection)) if overlay is None else overlay
        if (edition, over) not in self._loaded:
            tree = build_tree(scoring_form(self.form(connection, edition), over))
            self._loaded[(edition, over)] = Loaded(tree, compile_rules(tree))
        return self._loaded[(edition, over)]

    def edition(self, connection: Connection, edition: str) -> Edition:
        """What answers of an edition that the file holds look like; KeyError for another."""
        if edition not in self._editions:
            self._editions[edition] = edition_of(self.form(connection, edition))
        return self._editions[edition]

    def reworded(self, connection: Connection, before: str, after: str) -> frozenset[str]:
        """The items of the edition ``after`` at which people read something else than in the edition ``before``."""
        if (before, after) not in self._reworded:
            found = difference(self.form(connection, before), self.form(connection, after))
            self._reworded[(before, after)] = frozenset(
                change.subject
                for change in found.changes
                if change.table == "item" and change.kind in ("texts", "shape", "renamed")
            )
        return self._reworded[(before, after)]

    def reading(self, connection: Connection) -> Reading | None:
        """How what was recorded under other editions reads in the one in force; None where the file holds one only."""
        forms = form_hashes(connection)
        if len(forms) < 2:
            return None
        in_force = edition_in_force(connection)
        if in_force not in forms:
            return None
        mappings, first = mapping_heads(connection), first_edition(connection)
        key = (in_force, first, forms, tuple(identity for identity, _entry in mappings))
        if self._reading is None or self._reading.key != key:
            editions = {name: self.edition(connection, name) for name in sorted(forms)}
            steps = [
                step(entry.mapping, editions[entry.origin], editions[entry.target])
                for _identity, entry in mappings
                if entry.origin != entry.target and forms.issuperset((entry.origin, entry.target))
            ]
            self._reading = Reading(editions[in_force], editions, steps, first, key)
        return self._reading

    def comparison(self, connection: Connection) -> Comparison | None:
        """How cells are judged by the form and settings in force; not at all in an assessor's file."""
        chosen = settings(connection) if self._compares else {}
        if EDITION not in chosen:
            return None
        edition, overlay = chosen[EDITION].value, overlay_of(chosen)
        loaded = self.loaded(connection, edition, overlay)
        rules = difference_rules(chosen, loaded.tree)
        key = (edition, overlay, rules)
        if key not in self._comparisons:
            self._comparisons[key] = comparison(loaded.tree, loaded.rules.read, rules)
        return self._comparisons[key]


def overlay_of(chosen: Mapping[str, SettingRow]) -> Overlay:
    """What the project sets over its form. What coordinators set differently counts as unset (RECORD R18)."""
    return tuple(
        (table, chosen[table].value)
        for table in TABLES
        if table in chosen and chosen[table].value and not chosen[table].disputed
    )


def scoring_form(form: Form, overlay: Overlay) -> Form:
    """The form with what the project set in place of its weights, policies, grades and profiles.

    Settings that do not fit the edition count as unset: ``project settings`` names them.
    """
    try:
        return apply_settings(form, decode_settings(dict(overlay)))
    except AppError:
        return form


def difference_rules(chosen: Mapping[str, SettingRow], tree: Tree) -> Rules:
    """Tolerance and resolution: the form's, unless the project sets its own.

    A disputed setting falls back to what decides nothing: no tolerance (RECORD R18).
    """
    policy = tree.form.policy
    tolerance, resolve = policy.tolerance, policy.resolve
    if (own := chosen.get("tolerance")) is not None:
        tolerance = 0.0 if own.disputed else float(own.value)
    if (own := chosen.get("resolve")) is not None:
        resolve = "decide" if own.disputed or own.value not in ("decide", "average", "first") else own.value  # type: ignore[assignment]
    return Rules(tolerance, resolve)
