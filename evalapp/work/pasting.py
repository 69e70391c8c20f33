"""Pasting a block over many answers: what each cell would become, before any of it is written."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from msgspec import Struct, structs

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.entry.asked import is_typed
from evalapp.entry.cell_words import CellAnswer, from_spreadsheet, read_cell
from evalapp.entry.final import Final
from evalapp.entry.states import resolve
from evalapp.form.refusal import ValueRefused
from evalapp.form.scales import Derived
from evalapp.work.answering import answer_of
from evalapp.work.answers import Entered, UnitPage
from evalapp.work.project import Project

Cell = tuple[str, str]
"""(unit key, item code)"""
Kind = Literal["new", "changed", "same", "refused"]


class Aimed(Struct, frozen=True):
    """Words aimed at a cell. The item is "" where the block is wider than the table."""

    cell: Cell
    raw: str


class PastedCell(Struct, frozen=True, kw_only=True):
    """What becomes of a cell: the words pasted, the answer before and after. ``reason`` says why it is refused."""

    cell: Cell
    raw: str
    kind: Kind
    before: Entered
    after: Entered
    reason: str = ""


class PastePlan(Struct, frozen=True, kw_only=True):
    """What a paste would do, cell by cell. Empty cells of the block say nothing and are not listed.

    ``beyond`` counts the cells with words that lie outside the table.
    """

    cells: tuple[PastedCell, ...]
    beyond: int = 0

    def of_kind(self, kind: Kind) -> tuple[PastedCell, ...]:
        """The cells of one kind, in reading order."""
        return tuple(cell for cell in self.cells if cell.kind == kind)

    @property
    def writes(self) -> tuple[PastedCell, ...]:
        """The cells that would be written."""
        return tuple(cell for cell in self.cells if cell.kind in ("new", "changed"))

    @property
    def answers(self) -> dict[Cell, Entered]:
        """What would be written, in one transaction; refused cells are left out."""
        return {cell.cell: cell.after for cell in self.writes}


def plan_paste(
    project: Project,
    aimed: Sequence[Aimed],
    page: Callable[[str], UnitPage],
    entered: Callable[[str, str], Entered],
    beyond: int = 0,
) -> PastePlan:
    """What pasting these words would do; nothing is written.

    ``page`` gives a unit's page, ``entered`` what stands for a cell. Whether an item applies is asked of the answers as they
    would be after the paste, so that a block may bring an answer together with those that hang on it.
    """
    found = [_judged(project, one, page(one.cell[0]), entered) for one in aimed if one.raw.strip()]
    later = {unit: _applying(project, page(unit), found, entered) for unit in {one.cell[0] for one in found}}
    return PastePlan(
        cells=tuple(
            refused(cell, not_applying())
            if cell.kind in ("new", "changed") and cell.cell[1] in later[cell.cell[0]]
            else cell
            for cell in found
        ),
        beyond=beyond,
    )


def why_closed(page: UnitPage, item: str) -> str:
    """Why nothing can be entered for an item of a unit by its kind, a sentence; "" where something can."""
    node = page.tree.node(item)
    if item not in page.entries:
        if node.kind and not page.unit.of:
            return _("This item is answered for the sub-units.")
        if page.unit.of and node.kind != page.unit.sort:
            return _("This item is not answered for this sub-unit.")
        return _("This item has weight 0 here and does not exist.")
    if not is_typed(node):
        if isinstance(node.scale, Derived):
            return _("This value is computed from other answers; it is not entered here.")
        return _("This value is brought in by the coordinator; it is not entered here.")
    return ""


def not_applying() -> str:
    """Says that the form's rules exclude an item for a unit."""
    return _("It does not apply to this city by the form's rule.")


def _judged(
    project: Project, aimed: Aimed, page: UnitPage, entered: Callable[[str, str], Entered]
) -> PastedCell:
    unit, item = aimed.cell
    before = entered(unit, item) if item in page.entries else Entered()
    cell = PastedCell(cell=aimed.cell, raw=aimed.raw, kind="same", before=before, after=before)
    if closed := why_closed(page, item):
        return refused(cell, closed)
    node = page.tree.node(item)
    try:
        read = read_cell(node, from_spreadsheet(aimed.raw))
        after = answered(before, read)
        answer_of(project, page.unit.full_name, item, after)
    except ValueRefused as error:
        return refused(cell, str(error))
    except AppError as error:
        return refused(cell, error.message)
    kind: Kind = "same" if _answers_alike(before, after) else "new" if before.state == "blank" else "changed"
    return structs.replace(cell, kind=kind, after=before if kind == "same" else after)


def answered(before: Entered, read: CellAnswer) -> Entered:
    """An answer with what a cell's words say in the place of its value; the rest of it is kept."""
    reason = read.reason or before.justification
    return structs.replace(before, state=read.state, value=read.value, justification=reason)


def refused(cell: PastedCell, reason: str) -> PastedCell:
    """The cell as one that nothing is written to, and why."""
    return structs.replace(cell, kind="refused", after=cell.before, reason=reason)


def _answers_alike(one: Entered, other: Entered) -> bool:
    return (one.state, one.value, one.justification) == (other.state, other.value, other.justification)


def _applying(
    project: Project, page: UnitPage, cells: Sequence[PastedCell], entered: Callable[[str, str], Entered]
) -> frozenset[str]:
    """The items that the form's rules would rule out for a unit once the cells are written."""
    unit = page.unit.key
    after: Mapping[str, Entered] = {cell.cell[1]: cell.after for cell in cells if cell.cell[0] == unit}
    finals = {}
    for item in page.entries:
        one = after.get(item) or entered(unit, item)
        finals[item] = Final(one.state, one.value)
    return resolve(page.tree, project.rules, page.unit, finals).ruled_out
