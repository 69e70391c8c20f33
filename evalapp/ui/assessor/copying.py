"""Copying the answer at hand with its justification to other cities, in one step that Ctrl+Z takes back."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from evalapp.base.i18n import _, current_language, ngettext
from evalapp.form.label import say
from evalapp.ui.assessor.copy_panel import CopyPanel
from evalapp.ui.assessor.desk import EntryDesk
from evalapp.ui.assessor.item_states import concerns
from evalapp.ui.assessor.steps import Cell
from evalapp.ui.services import Services
from evalapp.ui.shortcuts import listen
from evalapp.ui.widgets.score_card import ScoreCard
from evalapp.work.copying import plan_copies
from evalapp.work.pasting import PastePlan

KEYS = "Ctrl+Shift+C"
_MANY = 200


class Copies(QObject):
    """Opens the panel by the card or Ctrl+Shift+C, and writes what was chosen. ``here`` tells the item.

    ``picked`` tells the cities that are selected beside the one at hand; they come ticked. ``settle`` records what is half typed.
    """

    def __init__(
        self,
        card: ScoreCard,
        desk: EntryDesk,
        settle: Callable[[], None],
        services: Services,
        here: Callable[[], Cell],
        picked: Callable[[], tuple[str, ...]],
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._desk, self._settle, self._services = desk, settle, services
        self._here, self._picked, self._page = here, picked, page
        card.copy_asked.connect(self.open)
        listen(page, KEYS, self.open)

    def why_not(self) -> str:
        """Why there is nothing to copy, in a sentence; "" where there is."""
        unit, item = self._here()
        if not unit or self._desk.refusal(unit, item) or self._desk.entered(unit, item).state == "blank":
            return _("There is no answer here yet that could be copied.")
        if not self._desk.page(unit).entries[item].applies:
            return _("It does not apply to this city by the form's rule.")
        return "" if self._others(unit, item) else _("No other of your cities has this item.")

    def _others(self, unit: str, item: str) -> tuple[str, ...]:
        node = self._desk.project.tree.node(item)
        keys = (row.unit.key for row in self._desk.units)
        return tuple(key for key in keys if key != unit and concerns(self._desk.page(key), node))

    @Slot()
    def open(self) -> None:
        """Choose the cities to copy to."""
        self._settle()
        if reason := self.why_not():
            self._services.toast(reason)
            return
        desk, (unit, item) = self._desk, self._here()
        page = desk.page(unit)
        node = page.tree.node(item)
        source, others = desk.entered(unit, item), self._others(unit, item)

        def plan(with_evidence: bool) -> PastePlan:
            return plan_copies(
                desk.project, item, source, others, desk.page, desk.entered, with_evidence=with_evidence
            )

        title = _("Copy {item} of {unit} to other cities").format(
            item=f"{item} {say(node.item.title, current_language())}", unit=page.unit.full_name
        )
        units = tuple(desk.page(other).unit for other in others)
        signed = frozenset(other for other in others if desk.page(other).signed_off_at)
        panel = CopyPanel(title, node, source, units, signed, plan, self._page)
        panel.tick(frozenset(self._picked()) & frozenset(others))
        panel.confirmed.connect(self._write)
        panel.show_over(self._page)

    @Slot(object)
    def _write(self, plan: PastePlan) -> None:
        n = len(plan.writes)
        name = _("Writing the copies") if n > _MANY else ""
        self._desk.enter_block(plan.answers, partial(self._wrote, n), self._services.failed, name)

    def _wrote(self, n: int) -> None:
        text = ngettext(
            "Copied to {n} city; Ctrl+Z takes it back.", "Copied to {n} cities; Ctrl+Z takes them back.", n
        )
        self._services.toast(text.format(n=n))
