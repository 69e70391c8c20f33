"""Whose answers to which items are looked at: the choices above a confusion matrix, and the reading behind them."""

from msgspec import Struct, structs

from evalapp.base.i18n import _, ngettext
from evalapp.base.progress import Progress
from evalapp.form.tree import Tree
from evalapp.ui.coordinator.agreement_rows import (
    Cells,
    left_heads,
    left_rows,
    said_heads,
    said_rows,
    step_words,
)
from evalapp.ui.widgets.sorted_table import HeadState, SortedRow
from evalapp.work.agreement import Study
from evalapp.work.agreement_parts import Part, parts, whole
from evalapp.work.agreement_steps import StepScale, step_scales
from evalapp.work.agreement_table import name_of, titled, week_words
from evalapp.work.answers_behind import (
    Chosen,
    Distance,
    Matrix,
    apart_from,
    behind,
    counts_of,
    left_behind,
    matrix_of,
)
from evalapp.work.ratings import Rater

EVERY: tuple[Distance, ...] = ("equal", "near", "apart")
DISTANCES: dict[str, tuple[Distance, ...]] = {
    "all": EVERY,
    "equal": ("equal",),
    "within": ("equal", "near"),
    "near": ("near",),
    "apart": ("apart",),
}
"""What the list of answers is filtered by: how far apart they are."""


class Choice(Struct, frozen=True):
    """One entry of a drop-down list: its code and its words."""

    code: str
    text: str


class Scope(Struct, frozen=True, kw_only=True):
    """What is looked at: items, people, week; which distances, or what is ``left`` out; a place of the matrix.

    ``items`` is "" for all, "group CODE", "scale PLACE" or "item CODE"; ``people`` "" for all pairs, one code or two.
    """

    items: str = ""
    people: str = ""
    week: str = ""
    distances: tuple[Distance, ...] = EVERY
    left: bool = False
    chosen: Chosen | None = None


class Behind(Struct, frozen=True, eq=False, kw_only=True):
    """What stands behind a scope. ``matrix`` is None where the items have no steps in common.

    ``left``: so many cells are left out. ``heads`` and ``rows`` are the list of answers, or of these. ``held`` are the
    cells that are kept out of it all, since it would tell who gave which answer before a decision; ``nameless`` those
    that are listed without names.
    """

    scope: Scope
    a: Rater | None
    b: Rater | None
    matrix: Matrix | None
    counts: dict[Distance, int]
    left: int
    heads: tuple[HeadState, ...]
    rows: list[SortedRow]
    held: Cells
    nameless: Cells


def scope_of(part: Part) -> Scope:
    """Where the line of an overview leads."""
    items = {"item": f"item {part.code}", "group": f"group {part.code}"}.get(part.kind, "")
    people = part.code if part.kind in ("pair", "assessor") else ""
    return Scope(items=items, people=people, week=part.week)


def part_of(study: Study, scope: Scope) -> Part:
    """The ratings of a scope; what is not there any more falls back to everything."""
    found = study.found
    items = dict(_item_places(study))
    people = {part.code: part for kind in ("pair", "assessor") for part in parts(found, kind)}
    who = people.get(scope.people)
    chosen = items.get(scope.items, items[""])
    base = structs.replace(whole(found), items=chosen, week=scope.week)
    return base if who is None else structs.replace(base, a=who.a, b=who.b)


def read_behind(
    tree: Tree, study: Study, scope: Scope, waiting: Cells, hidden: Cells, progress: Progress
) -> Behind:
    """What stands behind a scope. Where people are named, the cells whose names are ``hidden`` are held back.

    ``waiting`` are the cells that wait for a decision.
    """
    progress.step(0, 1)
    part = part_of(study, scope)
    named = part.a is not None
    held = {(one.unit, one.item) for one in behind(study, part)} & hidden if named else frozenset()
    study = apart_from(study, held) if held else study
    scale = scale_of(study, part)
    a, b = (None if number is None else study.found.raters[number] for number in (part.a, part.b))
    said = behind(study, part, scope.distances, scale if scope.chosen else None, scope.chosen)
    left, items = left_behind(study, part), len(part.items) > 1
    listed = frozenset((one.unit, one.item) for one in (left if scope.left else said))
    return Behind(
        scope=scope,
        a=a,
        b=b,
        matrix=None if scale is None else matrix_of(study, part, scale),
        counts=counts_of(study, part),
        left=len(left),
        heads=left_heads() if scope.left else said_heads(a, b, items=items),
        rows=left_rows(tree, left, hidden)
        if scope.left
        else said_rows(tree, said, a, b, waiting, hidden, items=items),
        held=frozenset(held),
        nameless=listed & hidden,
    )


def scale_of(study: Study, part: Part) -> StepScale | None:
    """The scale on which all items of a part are; None where they have no steps in common."""
    return next((one for one in step_scales(study.found) if set(part.items) <= set(one.items)), None)


def item_choices(study: Study) -> tuple[Choice, ...]:
    """All items, the groups, items with the same steps, and each item."""
    found = study.found
    choices = [Choice("", _("All {n} items").format(n=len(found.items)))]
    groups = parts(found, "group")
    choices += [Choice(f"group {one.code}", name_of(found, one)) for one in groups]
    for place, scale in enumerate(step_scales(found)):
        if len(scale.items) > 1:
            steps = _(", ").join(step_words(scale))
            words = ngettext("{n} item: {steps}", "{n} items: {steps}", len(scale.items))
            choices.append(Choice(f"scale {place}", words.format(n=len(scale.items), steps=steps)))
    choices += [Choice(f"item {one.code}", titled(one.code, one.title)) for one in found.items]
    return tuple(choices)


def people_choices(study: Study) -> tuple[Choice, ...]:
    """All pairs, each pair, each assessor beside the others."""
    found = study.found
    pairs = [Choice(one.code, name_of(found, one)) for one in parts(found, "pair")]
    alone = [
        Choice(one.code, _("{name} beside the others").format(name=name_of(found, one)))
        for one in parts(found, "assessor")
    ]
    return (Choice("", _("All pairs")), *pairs, *alone)


def scope_title(scope: Scope) -> str:
    """The head above the answers; it names the week where one is looked at."""
    if scope.week:
        return _("Answers behind the figures, week {week}").format(week=week_words(scope.week))
    return _("Answers behind the figures")


def _item_places(study: Study) -> list[tuple[str, tuple[int, ...]]]:
    found = study.found
    return [
        ("", whole(found).items),
        *((f"group {one.code}", one.items) for one in parts(found, "group")),
        *((f"scale {place}", one.items) for place, one in enumerate(step_scales(found))),
        *((f"item {one.code}", (place,)) for place, one in enumerate(found.items)),
    ]
