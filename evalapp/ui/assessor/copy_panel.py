"""The panel in which the cities are chosen that an answer is copied to; what would change stands beside each."""

import re
from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.entry.roster import Unit
from evalapp.form.tree import Node
from evalapp.ui.assessor.steps import answer_words
from evalapp.ui.finding import best, words_of_unit
from evalapp.ui.shortcuts import listen
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.copy_list import CopyList, CopyRow
from evalapp.ui.widgets.labels import ElidedLabel, text_label
from evalapp.ui.widgets.search_field import SearchField
from evalapp.ui.widgets.tab_order import in_tab_order
from evalapp.work.answers import Entered
from evalapp.work.pasting import PastedCell, PastePlan

_WIDE, _HIGH = 640, 0.8
_CITED = re.compile(r"\[\d+\]")


class CopyPanel(QFrame):
    """Choose cities, see what would change, copy. Nothing is written before that; Esc or a click elsewhere leaves.

    ``plan`` tells what would become of every city, with evidence or without; ``signed`` are the cities that were handed in.

    Signals:
        confirmed: the plan for the cities that are ticked.
    """

    confirmed = Signal(object)

    def __init__(
        self,
        title: str,
        node: Node,
        source: Entered,
        units: tuple[Unit, ...],
        signed: frozenset[str],
        plan: Callable[[bool], PastePlan],
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        theme = current_theme()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("message", "toast")
        self.setAccessibleName(_("Copy to other cities"))
        self._node, self._source, self._units, self._signed, self._plan = node, source, units, signed, plan
        self._over, self._before = parent, QApplication.focusWidget()
        self._ticked: set[str] = set()
        self._cells: dict[str, PastedCell] = {}
        self.field = SearchField(_("City or pinyin"), characters=20)
        self.list = CopyList()
        self.open_button = Button(look="flat", parent=self)
        self.none_button = Button(_("Untick all"), look="flat", parent=self)
        pieces = len(source.evidence)
        self.evidence = QCheckBox(
            ngettext("Copy {n} piece of evidence too", "Copy {n} pieces of evidence too", pieces).format(
                n=pieces
            )
        )
        self._cites = text_label(type="caption", tone="warn", wrap=True)
        self._counts = text_label(tone="text_2", wrap=True)
        self.copy_button = Button(key="Ctrl Enter", look="primary", parent=self)
        what = answer_words(node, source)
        note = " ".join(source.justification.split())
        said = ElidedLabel(tone="text_2")
        said.setText(_("“{answer}” · {note}").format(answer=what, note=note) if note else f"“{what}”")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s5, theme.space.s4, theme.space.s5, theme.space.s4)
        column.setSpacing(theme.space.s2)
        column.addWidget(text_label(title, type="title", wrap=True))
        column.addWidget(said)
        column.addLayout(_row((self.field, 1), (self.open_button, 0), (self.none_button, 0)))
        column.addWidget(self.list, 1)
        column.addWidget(self.evidence)
        column.addWidget(self._cites)
        column.addLayout(_row((self._counts, 1), (self.copy_button, 0)))
        self.evidence.setVisible(bool(pieces))
        self.field.textChanged.connect(self._show)
        self.field.list_asked.connect(self._on_list_asked)
        self.list.toggled.connect(self._on_toggled)
        self.open_button.clicked.connect(self._on_all_open)
        self.none_button.clicked.connect(self._on_none)
        self.evidence.toggled.connect(self._on_evidence)
        self.copy_button.clicked.connect(self.confirm)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            listen(self, keys, self.confirm)
        in_tab_order(
            self.field, self.open_button, self.none_button, self.list, self.evidence, self.copy_button
        )
        self._look()

    def tick(self, units: frozenset[str]) -> None:
        """Tick these cities as far as something would be written to them."""
        self._ticked |= units
        self._show()

    def show_over(self, page: QWidget) -> None:
        """Show in the middle of a page."""
        theme = current_theme()
        wide = min(theme.scaled(_WIDE), page.width() - 2 * theme.space.s4)
        self.resize(wide, max(round(page.height() * _HIGH), self.minimumSizeHint().height()))
        self.move(page.mapToGlobal(page.rect().center()) - QPoint(self.width() // 2, self.height() // 2))
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def chosen(self) -> PastePlan:
        """The plan for the cities that are ticked."""
        cells = (self._cells[unit.key] for unit in self._units if unit.key in self._ticked)
        return PastePlan(cells=tuple(cell for cell in cells if cell.kind in ("new", "changed")))

    @Slot()
    def confirm(self) -> None:
        """Copy to the cities that are ticked."""
        plan = self.chosen()
        if plan.writes:
            self.close()
            self.confirmed.emit(plan)

    # -- showing

    def _look(self) -> None:
        plan = self._plan(self.evidence.isChecked())
        self._cells = {cell.cell[0]: cell for cell in plan.cells}
        cites = bool(_CITED.search(self._source.justification)) and not self.evidence.isChecked()
        self._cites.setText(
            _("The justification cites evidence by number, and that is not copied along.") if cites else ""
        )
        self._cites.setVisible(cites)
        self._show()

    @Slot()
    def _show(self) -> None:
        places = best(self.field.text(), [words_of_unit(unit) for unit in self._units])
        if not self.field.text().strip():
            places = list(range(len(self._units)))
        self.list.set_state([self._row(self._units[place]) for place in places])
        n = sum(1 for row in self.list.rows() if row.kind == "new")
        self.open_button.setText(_("All open ({n})").format(n=n))
        self.open_button.setEnabled(bool(n))
        self.open_button.updateGeometry()
        self._show_counts()

    def _show_counts(self) -> None:
        plan = self.chosen()
        n, new = len(plan.writes), len(plan.of_kind("new"))
        said = _("Nothing is written yet.")
        if n:
            said += " " + _("{new} new, {changed} changed.").format(new=new, changed=n - new)
        self._counts.setText(said)
        self.copy_button.setText(
            ngettext("Copy to {n} city", "Copy to {n} cities", n).format(n=n) if n else _("Copy")
        )
        self.copy_button.setEnabled(bool(n))
        self.copy_button.updateGeometry()

    def _row(self, unit: Unit) -> CopyRow:
        cell = self._cells[unit.key]
        words = self._words(cell)
        if unit.key in self._signed and cell.kind in ("new", "changed"):
            words = _("{change} · handed in: this corrects it").format(change=words)
        return CopyRow(
            id=unit.key, name=unit.full_name, kind=cell.kind, words=words, on=unit.key in self._ticked
        )

    def _words(self, cell: PastedCell) -> str:
        before, after = cell.before, cell.after
        if cell.kind == "refused":
            return cell.reason
        if cell.kind == "same":
            return _("the same already")
        note_goes = bool(before.justification) and before.justification != after.justification
        if cell.kind == "new":
            return _("new; the justification there is replaced") if note_goes else _("new")
        if (before.state, before.value) != (after.state, after.value):
            return _("replaces “{answer}”").format(answer=answer_words(self._node, before))
        if before.justification != after.justification:
            return _("the same answer; its justification is replaced")
        return _("the same answer; evidence is added")

    # -- what the user does

    @Slot(object)
    def _on_toggled(self, unit: str) -> None:
        self._ticked ^= {unit}
        self._show()

    @Slot()
    def _on_all_open(self) -> None:
        self.tick(frozenset(row.id for row in self.list.rows() if row.kind == "new"))

    @Slot()
    def _on_none(self) -> None:
        self._ticked.clear()
        self._show()

    @Slot()
    def _on_evidence(self) -> None:
        self._look()

    @Slot()
    def _on_list_asked(self) -> None:
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    # -- Qt

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._over.window().activateWindow()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)


def _row(*parts: tuple[QWidget, int]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(current_theme().space.s2)
    for part, stretch in parts:
        row.addWidget(part, stretch)
    return row
