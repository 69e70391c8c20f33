"""Copying blocks out of the table, and pasting them: planned, shown, and written in one piece when confirmed."""

from collections.abc import Sequence
from functools import partial

from msgspec import structs
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from evalapp.base.block import read_block, write_block
from evalapp.base.i18n import _, ngettext
from evalapp.entry.cell_words import for_spreadsheet
from evalapp.ui.assessor.desk import EntryDesk
from evalapp.ui.assessor.grid_cells import edit_text, preview_cell, value_text
from evalapp.ui.services import Services
from evalapp.ui.widgets.answer_grid import AnswerGrid
from evalapp.ui.widgets.models.answer_grid import GridCell
from evalapp.ui.widgets.paste_preview import PasteKind, PasteRow, PasteState
from evalapp.work.pasting import (
    Aimed,
    Cell,
    PastedCell,
    PastePlan,
    plan_paste,
)

_MANY = 200
"""Writing more cells than these takes long enough to be told in the status line."""
_ORDER: tuple[PasteKind, ...] = ("refused", "changed", "new", "same")


class GridPaste(QObject):
    """Holds the plan that is shown and not yet written.

    Signals:
        planned: a plan is to be shown; None when there is none any more.
        wrote: the number of cells that were written.
    """

    planned = Signal(object)
    wrote = Signal(object)

    def __init__(self, desk: EntryDesk, view: AnswerGrid, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._view, self._services = desk, view, services
        self.plan: PastePlan | None = None
        self.aimed: tuple[Aimed, ...] = ()
        self._beyond = 0
        self._about = ""
        self._sent: PastePlan | None = None

    # -- out

    def copy(self) -> None:
        """Put the selected cells on the clipboard, as spreadsheets take them."""
        rows, columns = self._view.chosen()
        words = [[for_spreadsheet(self._words(row, column)) for column in columns] for row in rows]
        if words:
            QApplication.clipboard().setText(write_block(words))
            n = len(rows) * len(columns)
            self._services.toast(ngettext("{n} cell copied.", "{n} cells copied.", n).format(n=n))

    def _words(self, row: int, column: int) -> str:
        """What stands for a cell, whatever was typed there and not taken."""
        unit, item = self._view.table.cell(self._view.table.index(row, column))
        page = self._desk.page(unit)
        if item not in page.entries:
            return ""
        node = page.tree.node(item)
        return edit_text(node, self._desk.entered(unit, item))

    # -- in

    def paste(self) -> None:
        """Plan what the clipboard's block would do from the selection's first cell on. One cell fills the selection."""
        text = QApplication.clipboard().text()
        if not text.strip():
            self._services.toast(_("The clipboard holds no cells. Copy a block in Excel, WPS or here first."))
            return
        block = read_block(text)
        rows, columns = self._view.chosen()
        if rows and columns:
            self._aim(block, rows, columns, _("{rows} × {columns} cells from the clipboard, from {cell} on."))

    def fill(self) -> None:
        """Plan to write the selection's first row into the rows below it."""
        rows, columns = self._view.chosen()
        if len(rows) > 1:
            first = tuple(self._words(rows[0], column) for column in columns)
            self._aim(
                (first,), rows[1:], columns, _("Filled down: {rows} × {columns} cells, from {cell} on.")
            )
        else:
            self._services.toast(_("Select the cells to fill together with the one above them."))

    def _aim(self, block: Sequence[Sequence[str]], rows: list[int], columns: list[int], about: str) -> None:
        """Lay a block over the table; over a selection of so many times its size, so many times."""
        high, wide = len(block), len(block[0])
        high_times = len(rows) // high if len(rows) % high == 0 else 1
        wide_times = len(columns) // wide if len(columns) % wide == 0 else 1
        shown = self._view.shown_columns()
        left, table = shown.index(columns[0]), self._view.table
        aimed, beyond = [], 0
        for down in range(high * max(1, high_times)):
            for right in range(wide * max(1, wide_times)):
                raw, row, place = block[down % high][right % wide], rows[0] + down, left + right
                if row < table.rowCount() and place < len(shown):
                    aimed.append(Aimed(table.cell(table.index(row, shown[place])), raw))
                elif raw.strip():
                    beyond += 1
        cell = table.cell(table.index(rows[0], columns[0]))
        self._about = about.format(
            rows=high * max(1, high_times), columns=wide * max(1, wide_times), cell=self._place(cell)
        )
        self.plan_for(tuple(aimed), beyond)

    def plan_for(self, aimed: tuple[Aimed, ...], beyond: int = 0) -> None:
        """Plan what these words would do, and show it."""
        self.aimed, self._beyond = aimed, beyond
        self.plan = self._planned(aimed, beyond)
        if not self.plan.cells:
            self.give_up()
            self._services.toast(_("Nothing of the block lies on cells of the table, or all of it is empty."))
            return
        self.planned.emit(self.plan)

    def _planned(self, aimed: tuple[Aimed, ...], beyond: int) -> PastePlan:
        desk = self._desk
        return plan_paste(desk.project, aimed, desk.page, desk.entered, beyond)

    def give_up(self) -> None:
        """Write nothing."""
        self.plan, self.aimed = None, ()
        self.planned.emit(None)

    def clear(self) -> None:
        """Take the selected answers back, all in one piece; cells that take nothing are left out."""
        cells = []
        rows, columns = self._view.chosen()
        for row in rows:
            for column in columns:
                index = self._view.table.index(row, column)
                cell = self._view.table.cell(index)
                if self._view.table.state(index).closed:
                    continue
                before = self._desk.entered(*cell)
                if before.state != "blank" or self._desk.refusal(*cell):
                    after = structs.replace(before, state="blank", value="")
                    cells.append(PastedCell(cell=cell, raw="", kind="changed", before=before, after=after))
        if cells:
            self._write(PastePlan(cells=tuple(cells)))

    def confirm(self) -> None:
        """Write what can be written. If that fails the preview stays, and nothing was written."""
        if self.plan is None or not self.plan.writes or self.plan is self._sent:
            return
        now = self._planned(self.aimed, self._beyond)
        if now == self.plan:
            self._write(self.plan)
            return
        self.plan = now
        self.planned.emit(now)
        self._services.toast(
            _("Answers were changed since the preview was made. Look at it again, then write it.")
        )

    def _write(self, plan: PastePlan) -> None:
        self._sent = plan
        answers = plan.answers
        name = _("Writing the cells") if len(answers) > _MANY else ""
        self._desk.enter_block(answers, partial(self._wrote, plan), self._not_written, name)

    def _wrote(self, plan: PastePlan) -> None:
        """A plan is in the file."""
        if plan is self.plan:
            self.give_up()
        n, left = len(plan.writes), len(plan.of_kind("refused"))
        text = ngettext(
            "{n} cell written; Ctrl+Z takes it back.", "{n} cells written; Ctrl+Z takes them back.", n
        )
        said = text.format(n=n)
        if left:
            more = ngettext(
                "{n} cell was refused and left as it was.",
                "{n} cells were refused and left as they were.",
                left,
            )
            said += " " + more.format(n=left)
        self._services.toast(said)
        self.wrote.emit(n)

    def _not_written(self, error: Exception) -> None:
        """Nothing was written; the plan stands as it did."""
        self._sent = None
        self._services.failed(error)

    # -- words

    def _place(self, cell: Cell) -> str:
        return f"{self._desk.page(cell[0]).unit.name} · {cell[1]}"

    def preview(self) -> dict[Cell, GridCell]:
        """The planned cells as the table shows them."""
        if self.plan is None:
            return {}
        tree, table = self._desk.project.tree, self._view.table
        places = {column.code: place for place, column in enumerate(table.columns)}
        return {
            one.cell: preview_cell(
                tree.node(one.cell[1]), one, table.present(one.cell[0], places[one.cell[1]])
            )
            for one in self.plan.cells
        }

    def preview_state(self) -> PasteState:
        """The plan in words, what is refused first."""
        assert self.plan is not None
        plan = self.plan
        by_kind = {kind: plan.of_kind(kind) for kind in _ORDER}
        words = {
            "refused": _("Refused {n}"),
            "changed": _("Changed {n}"),
            "new": _("New {n}"),
            "same": _("Same {n}"),
        }
        about = self._about
        if plan.beyond:
            n = plan.beyond
            about += " " + ngettext(
                "{n} cell lies outside the table.", "{n} cells lie outside the table.", n
            ).format(n=n)
        n = len(plan.writes)
        return PasteState(
            about=about,
            counts=tuple(
                (kind, words[kind].format(n=len(by_kind[kind]))) for kind in _ORDER if by_kind[kind]
            ),
            rows=tuple(self._row(cell) for kind in _ORDER for cell in by_kind[kind]),
            write=ngettext("Write {n} cell", "Write {n} cells", n).format(n=n) if n else "",
        )

    def _row(self, cell: PastedCell) -> PasteRow:
        node = self._desk.project.tree.node(cell.cell[1])
        return PasteRow(
            id=cell.cell,
            kind=cell.kind,
            where=self._place(cell.cell),
            before=value_text(node, cell.before) or _("empty"),
            pasted=" ".join(cell.raw.split()),
            note=_note(cell),
        )


def _note(cell: PastedCell) -> str:
    if cell.kind == "changed":
        return _("The answer before stays in the history; evidence is kept.")
    return cell.reason
