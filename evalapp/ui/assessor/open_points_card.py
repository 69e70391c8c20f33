"""Open points of handing in, each a link to where it is mended."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from evalapp.base.i18n import _, current_language, ngettext
from evalapp.form.label import say
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.titled_card import TitledCard
from evalapp.work.readiness import OpenPoint

_MOST = 100
"""So many points are listed; mending those brings the next."""


class OpenPointsCard(TitledCard):
    """A card that lists points.

    Signals:
        point_chosen: (unit key, item code) of a point to mend.
    """

    point_chosen = Signal(object)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.hide()

    def set_points(self, points: Sequence[OpenPoint]) -> None:
        """List these points."""
        self.empty()
        self.show_content(bool(points))
        for point in points[:_MOST]:
            link = PointLink(point)
            link.chosen.connect(self.point_chosen)
            self.inside.addWidget(link)
        more = len(points) - _MOST
        if more > 0:
            words = ngettext("and {n} more", "and {n} more", more).format(n=more)
            self.inside.addWidget(text_label(words, tone="text_3"))


class PointLink(Button):
    """An open point, as a link to where it is mended."""

    chosen = Signal(object)

    def __init__(self, point: OpenPoint) -> None:
        problem = point.problem
        text = _("{unit} {item}: {message}").format(
            unit=point.unit_name, item=problem.item, message=say(problem.message, current_language())
        )
        icon = "alert-circle-outline" if problem.severity == "error" else "alert-outline"
        icon = {"returned": "reply-outline", "unanswered": "circle-outline"}.get(problem.kind, icon)
        super().__init__(text, icon=icon, look="link")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setToolTip(text)
        self._target = (point.unit, problem.item)
        self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        self.chosen.emit(self._target)

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().size.nav, super().minimumSizeHint().height())
