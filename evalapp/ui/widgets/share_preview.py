"""A plan of who answers what, to be looked at: load, pairs, people × cities, and in words what is behind a number."""

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.share_tables import LoadTable, PairTable, ShareMatrix, SharePerson, ShareState


class SharePreview(QWidget):
    """Choosing a person, a pair or a cell says below which cities it stands for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._state = ShareState()
        self.loads, self.pairs, self.matrix = LoadTable(), PairTable(), ShareMatrix()
        self.behind = text_label(type="caption", tone="text_2", wrap=True)
        self.behind.setMinimumHeight(theme.line())
        above = QHBoxLayout()
        above.setSpacing(theme.space.s4)
        above.addWidget(self.loads, 3, Qt.AlignmentFlag.AlignTop)
        above.addWidget(self.pairs, 4, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s3)
        column.addLayout(above)
        column.addWidget(self.matrix)
        column.addWidget(self.behind)
        self.loads.person_chosen.connect(self._on_person)
        self.pairs.pair_chosen.connect(self._on_pair)
        self.matrix.cell_chosen.connect(self._on_cell)

    def set_state(self, state: ShareState) -> None:
        """Show this plan; the same one again is left alone."""
        if state == self._state:
            return
        self._state = state
        self.behind.setText("")
        self._show()

    def _show(self) -> None:
        for table in (self.loads, self.pairs, self.matrix):
            table.set_state(self._state)
        self.pairs.setVisible(any(any(one.common) for one in self._state.people))

    def _person(self, code: str) -> SharePerson:
        return next(one for one in self._state.people if one.code == code)

    @Slot(object)
    def _on_person(self, code: str) -> None:
        person = self._person(code)
        names = [
            name for (_key, name), cell in zip(self._state.cities, person.cells, strict=True) if cell.items
        ]
        said = ngettext("{person}, {n} city: {cities}", "{person}, {n} cities: {cities}", len(names))
        self.behind.setText(said.format(person=person.called, n=len(names), cities=_(", ").join(names)))

    @Slot(object, object)
    def _on_pair(self, one: str, other: str) -> None:
        first, second = self._person(one), self._person(other)
        place = next(number for number, person in enumerate(self._state.people) if person is second)
        met = first.common[place] or ()
        names = [name for key, name in self._state.cities if key in met]
        said = ngettext("{people}, {n} city: {cities}", "{people}, {n} cities: {cities}", len(names))
        people = _(", ").join((first.called, second.called))
        self.behind.setText(said.format(people=people, n=len(names), cities=_(", ").join(names)))

    @Slot(object, object)
    def _on_cell(self, _code: str, _city: str) -> None:
        self.behind.setText(str(self.matrix.currentIndex().data(Qt.ItemDataRole.ToolTipRole) or ""))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange) and self._state.people:
            self._show()
        super().changeEvent(event)
