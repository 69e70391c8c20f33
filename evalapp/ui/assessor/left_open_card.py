"""What is left open on purpose: points that the project only warns of, and the comment that they take."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.ui.assessor.open_points_card import OpenPointsCard
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.typing_field import TypingField
from evalapp.work.readiness import OpenPoint


class LeftOpenCard(OpenPointsCard):
    """The points, folded away until they are asked for, over the comment.

    Signals:
        commented: the comment is there, or there no longer.
    """

    commented = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Left open"), parent)
        self._points: tuple[OpenPoint, ...] = ()
        self._words = text_label(tone="warn", wrap=True)
        self._switch = Button(look="link", parent=self)
        self._switch.clicked.connect(self._on_switch)
        self.unfolded = False
        line = QHBoxLayout()
        line.addWidget(self._words, 1)
        line.addWidget(self._switch)
        self.column.insertLayout(1, line)
        self.field = TypingField(_("Comment for the coordinator"))
        self.field.setPlaceholderText(_("Why it is handed in like this; goes to the coordinator"))
        self.field.textChanged.connect(self.commented)
        self.column.addWidget(self.field)

    @property
    def comment(self) -> str:
        """The comment as typed."""
        return self.field.toPlainText().strip()

    @property
    def settled(self) -> bool:
        """Whether nothing is left open, or a comment says why."""
        return not self._points or bool(self.comment)

    def set_points(self, points: Sequence[OpenPoint]) -> None:
        """Say how much of what is left open, and list it where it was asked for."""
        self._points = tuple(points)
        blank = sum(1 for point in points if point.problem.kind in ("unanswered", "again"))
        returned = sum(1 for point in points if point.problem.kind == "returned")
        words = []
        if returned:
            words.append(
                ngettext(
                    "{n} item that came back is neither changed nor replied to.",
                    "{n} items that came back are neither changed nor replied to.",
                    returned,
                ).format(n=returned)
            )
        if blank:
            words.append(
                ngettext(
                    "{n} item in the ticked cities is not answered. It would be handed in blank, and be missing at the "
                    "coordinator's.",
                    "{n} items in the ticked cities are not answered. They would be handed in blank, and be missing at the "
                    "coordinator's.",
                    blank,
                ).format(n=blank)
            )
        if others := len(points) - blank - returned:
            words.append(ngettext("{n} warning is open.", "{n} warnings are open.", others).format(n=others))
        self._words.setText(" ".join(words))
        self._show()
        self.setVisible(bool(points))

    def _show(self) -> None:
        super().set_points(self._points if self.unfolded else ())
        self._switch.setText(_("Hide") if self.unfolded else _("Show"))
        self._switch.set_name(_("Hide what is left open") if self.unfolded else _("Show what is left open"))
        self._switch.updateGeometry()

    @Slot()
    def _on_switch(self) -> None:
        self.unfolded = not self.unfolded
        self._show()
