"""The filters of the queue beside the match class, folded away until they are wanted."""

from collections.abc import Sequence

from msgspec import structs
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.coordinator.queue_filter import Choices, QueueFilter
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.choice_box import ChoiceBox

FIELDS = ("branch", "city", "group", "standing")


class QueueFilters(QWidget):
    """Drop-down lists for branch, city, assessors and status, and "changes a rank or grade".

    Signals:
        narrowed: another QueueFilter, as the user chose it.
    """

    narrowed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = QueueFilter()
        self._filling = False
        self.boxes = {
            "branch": ChoiceBox(_("Branch of the form")),
            "city": ChoiceBox(_("City")),
            "group": ChoiceBox(_("Assessors")),
            "standing": ChoiceBox(_("Status")),
        }
        self.changing = QCheckBox(_("Changes a rank or grade"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current_theme().space.s1)
        for box in self.boxes.values():
            box.currentIndexChanged.connect(self._on_chosen)
            column.addWidget(box)
        self.changing.toggled.connect(self._on_chosen)
        column.addWidget(self.changing)

    def set_state(self, choices: Sequence[Choices], wanted: QueueFilter) -> None:
        """Offer these choices, in the order of ``FIELDS``; nothing is told."""
        every = (_("All branches"), _("All cities"), _("All assessors"), _("Every status"))
        self._filling = True
        self._filter = wanted
        for field, some, all_of_them in zip(FIELDS, choices, every, strict=True):
            self._fill(self.boxes[field], ("", all_of_them), some, getattr(wanted, field))
        self.changing.setChecked(wanted.changing)
        self._filling = False

    def _fill(self, box: ChoiceBox, first: tuple[str, str], some: Choices, on: str) -> None:
        wanted = [first, *some]
        if [(box.itemData(at), box.itemText(at)) for at in range(box.count())] != wanted:
            box.clear()
            for code, words in wanted:
                box.addItem(words, code)
        box.setCurrentIndex(max(0, box.findData(on)))

    @Slot()
    def _on_chosen(self) -> None:
        if self._filling:
            return
        chosen = {field: box.currentData() or "" for field, box in self.boxes.items()}
        self._filter = structs.replace(self._filter, **chosen, changing=self.changing.isChecked())
        self.narrowed.emit(self._filter)
