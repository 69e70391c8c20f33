"""Which rows of the queue are shown: by match class, branch of the form, city, assessors, what changes, status."""

from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.form.tree import Tree
from evalapp.ui.coordinator.values import item_words
from evalapp.work.deciding import QueueRow, shuffled_by
from evalapp.work.third import THIRD

ALL = "all"
DECIDED = "decided"
SKIPPED = "skipped"
CLASSES = (
    "confirm",
    "differ",
    "tolerance",
    "evidence",
    "text",
    "missing",
    THIRD,
    "none",
    "single",
    "agree",
    "material",
    DECIDED,
)


class QueueFilter(Struct, frozen=True, kw_only=True):
    """What is asked for; "" lets everything through. ``branch`` is a top item's code, ``city`` the key of a ranked unit.

    ``group`` stands for the assessors of a cell (:func:`group_code`), ``standing`` for pending, to_confirm, disputed or missing.
    """

    match: str = ALL
    branch: str = ""
    city: str = ""
    group: str = ""
    standing: str = ""
    changing: bool = False

    @property
    def narrow(self) -> int:
        """How many filters are set beside the class."""
        return sum(map(bool, (self.branch, self.city, self.group, self.standing, self.changing)))


def row_id(row: QueueRow) -> str:
    """What names a row of the queue."""
    return f"{row.unit}/{row.item}"


def row_class(row: QueueRow) -> str:
    """The class that a row is filtered by: what became of its decision before how the answers compare."""
    if row.status == "to_confirm":
        return "confirm"
    if row.status == "decided":
        return "material" if row.staleness else DECIDED
    if row.status == THIRD:
        return THIRD
    return row.match if row.match in CLASSES else "differ"


def waits(row: QueueRow) -> bool:
    """Whether a row is among those that are shown unless something else is asked for: what waits, and new material."""
    return row_class(row) not in (DECIDED, THIRD)


def branch_of(tree: Tree, item: str) -> str:
    """The code of the top item above an item."""
    return tree.path(item)[0].code if item in tree.by_code else ""


def group_code(row: QueueRow) -> str:
    """A short name for the assessors of a cell, from which nobody can tell who they are."""
    return shuffled_by(*row.group).hex()[:12] if row.group else ""


def lets_through(tree: Tree, row: QueueRow, wanted: QueueFilter) -> bool:
    """Whether a row passes everything but the class."""
    return (
        (not wanted.branch or branch_of(tree, row.item) == wanted.branch)
        and (not wanted.city or wanted.city in (row.top, row.unit))
        and (not wanted.group or group_code(row) == wanted.group)
        and (not wanted.standing or row.status == wanted.standing)
        and (not wanted.changing or (row.change is not None and row.change.kind in ("grade", "rank")))
    )


def in_class(row: QueueRow, match: str, skipped: Collection[str]) -> bool:
    """Whether a row is of a class; what stands, or waits for somebody else, is shown when it is asked for."""
    if match == SKIPPED:
        return row_id(row) in skipped
    return row_class(row) == match or (match == ALL and waits(row))


Choices = tuple[tuple[str, str], ...]
"""Codes with their words."""


def branches(tree: Tree, rows: Iterable[QueueRow]) -> Choices:
    """The top items below which something waits."""
    there = {branch_of(tree, row.item) for row in rows}
    return tuple(
        (tree.nodes[root].code, item_words(tree.nodes[root]))
        for root in tree.roots
        if tree.nodes[root].code in there
    )


def cities(rows: Iterable[QueueRow], names: dict[str, str]) -> Choices:
    """The ranked units of which something waits, in the order of the roster, which ``names`` is in."""
    there = {row.top for row in rows}
    return tuple((key, name) for key, name in names.items() if key in there)


def groups(rows: Sequence[QueueRow], names: dict[str, str]) -> Choices:
    """The groups of assessors, numbered; with their names where ``names`` tells them."""
    there = {group_code(row): row.group for row in rows if row.group}
    found = []
    for number, code in enumerate(sorted(there), 1):
        told = sorted(names[person] for person in there[code] if person in names)
        words = _("Assessors {n}").format(n=number)
        found.append((code, _(", ").join(told) if told else words))
    return tuple(found)


def standings(rows: Iterable[QueueRow]) -> Choices:
    """What can be asked of the status of what waits."""
    words = {
        "pending": _("Undecided"),
        "to_confirm": _("To confirm"),
        "disputed": _("Decided differently"),
        "missing": _("Answer missing"),
    }
    there = {row.status for row in rows}
    return tuple((code, word) for code, word in words.items() if code in there)
