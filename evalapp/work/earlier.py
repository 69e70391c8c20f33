"""Taking over what units were in the edition before: out of last year's project, or a table."""

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.tables import Table
from evalapp.base.text import clean
from evalapp.entry.asked import is_typed
from evalapp.entry.cell_words import read_cell
from evalapp.entry.contents import HIDDEN, LAST_EDITION, EarlierValue, EarlierValues
from evalapp.entry.final import STATES, State
from evalapp.entry.roster import Unit, by_label
from evalapp.form.refusal import ValueRefused
from evalapp.form.shape import edition_of
from evalapp.form.tree import Node
from evalapp.store.append import Draft
from evalapp.store.earlier import earlier_values
from evalapp.store.project_file import Connection
from evalapp.store.queries import cells, roster
from evalapp.work.changing import change_setting
from evalapp.work.project import Project, require_role

Why = Literal["unknown_unit", "unknown_item", "other_scale", "does_not_fit", "no_value"]
"""Why something is left out: the unit or the item is not here, the item is answered in another way by now, the scale does not
take the value, or there is none, as where two answers were averaged."""
WHYS: tuple[Why, ...] = ("unknown_unit", "unknown_item", "other_scale", "does_not_fit", "no_value")


class LeftOut(Struct, frozen=True):
    """Something that is not taken over: where it stands in the source, and why not."""

    unit: str
    item: str
    value: str
    why: Why


class EarlierPlan(Struct, frozen=True, kw_only=True):
    """What would be taken over, by unit key, and everything that would not be. Nothing is written yet."""

    label: str
    values: dict[str, tuple[EarlierValue, ...]]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def taken(self) -> int:
        """How many values are taken over."""
        return sum(len(values) for values in self.values.values())

    def left(self, why: Why) -> tuple[LeftOut, ...]:
        """What is left out for this reason."""
        return tuple(one for one in self.left_out if one.why == why)


class _Given(Struct, frozen=True):
    """What a source says of a unit and an item; ``state`` in a table may be a word for one."""

    unit: str
    item: str
    state: str
    value: str


def earlier_of_project(project: Project, source: Project, label: str = "") -> EarlierPlan:
    """The final values of another project, such as last year's, matched by the codes of units and items.

    Only what is comparable: items that are answered in the same way here (RECORD R21). Without a ``label`` they are called by
    the version of that project's form. Raises AppError("role") where either is an assessor's.
    """
    require_role(project, "coordinator")
    require_role(source, "coordinator")
    with source.file.read() as connection:
        codes = {unit.key: unit.code for unit in roster(connection)}
        rows = cells(connection)
    given = [
        _Given(codes[row.unit], row.item, row.final.state, row.final.value)
        for row in rows
        if row.unit in codes and row.final.state != "blank"
    ]
    theirs, ours = edition_of(source.tree.form).leaves, edition_of(project.tree.form).leaves
    alike = {code for code in theirs.keys() & ours.keys() if theirs[code].shape == ours[code].shape}
    return _plan(project, label or source.tree.form.head.version, given, alike)


def earlier_of_table(project: Project, table: Table, label: str) -> EarlierPlan:
    """The rows of a table (unit, item, value and perhaps state). Raises AppError("label").

    Values and states are words as a cell of the entry page takes them; a row without either says nothing.
    """
    require_role(project, "coordinator")
    given = [
        _Given(row.get("unit"), row.get("item"), row.get("state"), row.get("value"))
        for row in table.rows
        if row.get("state") or row.get("value")
    ]
    return _plan(project, label, given, None)


def _plan(project: Project, label: str, given: Iterable[_Given], alike: set[str] | None) -> EarlierPlan:
    label = clean(label).strip()
    if not label:
        raise AppError(
            "label",
            _("It is not said what the values are of. Nothing was changed. Name it, as by --label 2021."),
        )
    with project.file.read() as connection:
        units = by_label(roster(connection))
    values: dict[str, dict[str, EarlierValue]] = {}
    left = []
    for one in given:
        unit = units.get(one.unit)
        found = _judged(project, unit, one, alike)
        if isinstance(found, str):
            left.append(LeftOut(one.unit, one.item, one.value, found))
        elif unit is not None:
            values.setdefault(unit.key, {})[one.item] = found
    return EarlierPlan(
        label=label,
        values={key: tuple(found[item] for item in sorted(found)) for key, found in values.items()},
        left_out=tuple(left),
    )


def _judged(project: Project, unit: Unit | None, one: _Given, alike: set[str] | None) -> EarlierValue | Why:
    if unit is None:
        return "unknown_unit"
    index = project.tree.by_code.get(one.item)
    leaf = None if index is None else project.tree.nodes[index]
    if leaf is None or leaf.scale is None or not is_typed(leaf) or leaf.kind != unit.sort:
        return "unknown_item"
    if alike is not None and one.item not in alike:
        return "other_scale"
    try:
        state, value = _as_typed(leaf, one) if alike is None else _as_recorded(leaf, one)
    except ValueRefused:
        return "does_not_fit"
    if state == "answered" and not value:
        return "no_value"
    fits = state == "answered" or state in leaf.item.states
    return EarlierValue(one.item, state, value) if fits else "does_not_fit"


def _as_typed(leaf: Node, one: _Given) -> tuple[State, str]:
    """What the words of a table mean, as in a cell of the entry page. Raises ValueRefused."""
    if one.state in STATES and one.state != "answered":
        return one.state, ""
    plain = one.state in ("", "answered")
    if plain and not one.value:
        return "answered", ""
    read = read_cell(leaf, one.value if plain else one.state)
    if read.state == "answered" and not plain:
        raise ValueRefused(one.state)
    return read.state, read.value


def _as_recorded(leaf: Node, one: _Given) -> tuple[State, str]:
    """What was recorded, in the spelling of this edition's scale. Raises ValueRefused."""
    assert leaf.scale is not None
    if one.state != "answered" or not one.value:
        return one.state, ""  # type: ignore[return-value]
    return "answered", leaf.scale.read(one.value)


def keep_earlier(project: Project, plan: EarlierPlan) -> int:
    """Write what is planned, a revision a unit, in one transaction; how many units it changed.

    What was said of a unit before is replaced. Raises AppError("nothing_earlier") where nothing would be taken over.
    """
    require_role(project, "coordinator")
    if not plan.values:
        raise AppError(
            "nothing_earlier",
            _(
                "None of the values belongs to a unit and item of this project. Nothing was changed. Check the codes."
            ),
        )

    def drafts(connection: Connection) -> Sequence[Draft]:
        said = {
            key: EarlierValues(label=plan.label, values=values) for key, values in sorted(plan.values.items())
        }
        return [
            Draft(content=content, unit=key)
            for key, content in said.items()
            if content != earlier_values(connection, key)
        ]

    return len(project.write(drafts))


def show_last_edition(project: Project, *, shown: bool) -> None:
    """Let assessors see what units were in the edition before, or keep it from them from the next task or update on."""
    change_setting(project, LAST_EDITION, "shown" if shown else HIDDEN)
