"""For whom, in which city and why a coordinator enters."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.choice_box import ChoiceBox
from evalapp.work.on_behalf import units_for
from evalapp.work.project import Project
from evalapp.work.staff import StaffRow


class EnterForFields(QWidget):
    """Three fields in a line.

    Signals:
        leaving: another person or city is being chosen; what is typed belongs to the one before.
        chosen: another person or city is chosen.
        reason_changed: the reason is another one.
    """

    leaving = Signal()
    chosen = Signal()
    reason_changed = Signal()

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self.person, self.unit = ChoiceBox(_("Assessor")), ChoiceBox(_("City"))
        self._reason = QLineEdit()
        self._reason.setAccessibleName(_("Reason"))
        self._reason.setPlaceholderText(_("Why you enter it, such as “by telephone, 22 October”"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().space.s2)
        for part, stretch in ((self.person, 2), (self.unit, 2), (self._reason, 4)):
            row.addWidget(part, stretch)
        self.person.activated.connect(self._on_person)
        self.unit.activated.connect(self._on_unit)
        self._reason.textChanged.connect(self.reason_changed)

    @property
    def place(self) -> tuple[str, str]:
        """The person and the key of the city; "" where there is none."""
        return self.person.currentData() or "", self.unit.currentData() or ""

    @property
    def reason(self) -> str:
        """Why; "" while nothing is said."""
        return self._reason.text().strip()

    def say(self, reason: str) -> None:
        """Fill the reason in."""
        self._reason.setText(reason)

    def ask_reason(self) -> None:
        """Give the focus to the reason."""
        self._reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def open(self, rows: Sequence[StaffRow], person: str) -> None:
        """Offer these people, and choose one."""
        self.person.clear()
        for row in rows:
            self.person.addItem(f"{row.name} {row.code}".strip(), row.person)
        people = [row.person for row in rows]
        self.person.setCurrentIndex(people.index(person) if person in people else 0)
        self._on_person()

    @Slot()
    def _on_person(self) -> None:
        self.leaving.emit()
        self.unit.clear()
        for unit in units_for(self._project, self.place[0]):
            self.unit.addItem(f"{unit.full_name} {unit.code}", unit.key)
        self.chosen.emit()

    @Slot()
    def _on_unit(self) -> None:
        self.leaving.emit()
        self.chosen.emit()
