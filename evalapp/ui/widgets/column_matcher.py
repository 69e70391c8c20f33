"""Which column of a file is what: its heading, what stands in it, and the choice."""

from collections.abc import Mapping, Sequence

import msgspec
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.choice_box import ChoiceBox
from evalapp.ui.widgets.labels import ElidedLabel


class FileColumn(msgspec.Struct, frozen=True, kw_only=True):
    """A column of a file: its heading and some of what stands in it."""

    heading: str
    sample: str


class ColumnRole(msgspec.Struct, frozen=True, kw_only=True):
    """What a column can be; ``code`` is empty for one that keeps its heading."""

    code: str
    text: str


class ColumnMatcher(QWidget):
    """A line a column. What is given to one column is taken from the other that had it.

    Signals:
        matched: what the columns are has changed.
    """

    matched = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._boxes: list[ChoiceBox] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space.s3)
        self._grid.setVerticalSpacing(theme.space.s1)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        self._grid.setColumnStretch(2, 2)

    def set_state(
        self, columns: Sequence[FileColumn], roles: Sequence[ColumnRole], chosen: Mapping[int, str]
    ) -> None:
        """Show the columns of a file, and which role each has by its place from 0."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._boxes = []
        for number, column in enumerate(columns):
            box = ChoiceBox(_("What the column “{name}” is").format(name=column.heading))
            for role in roles:
                box.addItem(role.text, role.code)
            box.setCurrentIndex(max(0, box.findData(chosen.get(number, ""))))
            box.activated.connect(self._on_activated)
            self._boxes.append(box)
            self._grid.addWidget(ElidedLabel(column.heading, parent=self), number, 0)
            self._grid.addWidget(
                ElidedLabel(column.sample, type="caption", tone="text_3", parent=self), number, 1
            )
            self._grid.addWidget(box, number, 2)

    def chosen(self) -> dict[int, str]:
        """The roles by place, without the columns that keep their heading."""
        return {number: box.currentData() for number, box in enumerate(self._boxes) if box.currentData()}

    @Slot()
    def _on_activated(self) -> None:
        changed = self.sender()
        for box in self._boxes:
            if box is not changed and box.currentData() and box.currentData() == changed.currentData():  # type: ignore[attr-defined]
                box.setCurrentIndex(0)
        self.matched.emit()
