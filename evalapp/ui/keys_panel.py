"""The keys that work here, shown on F1."""

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.page import Keys
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.key_cap import KeyCap
from evalapp.ui.widgets.labels import text_label

_EDGE = 2
"""The frame and the room within it."""


class KeysPanel(QFrame):
    """What every key does, the page's first; Esc or a click elsewhere takes it away.

    Signals:
        tour_asked: the tour over the page is to be shown; offered where the page has one (``tour``).
    """

    tour_asked = Signal()

    def __init__(self, of_page: Keys, everywhere: Keys, parent: QWidget, *, tour: bool = False) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        theme = current_theme()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("message", "toast")
        self.setAccessibleName(_("Keys"))
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(theme.space.s5, theme.space.s4, theme.space.s5, theme.space.s4)
        self._grid.setHorizontalSpacing(theme.space.s3)
        self._grid.setVerticalSpacing(theme.space.s1)
        self._sections = ((_("Keys of this page"), of_page), (_("Keys on every page"), everywhere))
        self._fill(2)
        self._area = QScrollArea()
        self._area.setWidget(self._inside)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(_("Keys"))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._area, 1)
        self.tour_button = Button(_("Show the tour of this page"), icon="map-marker-path", parent=self)
        self.tour_button.clicked.connect(self._on_tour)
        self.tour_button.setVisible(tour)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.space.s5, 0, theme.space.s5, theme.space.s4 if tour else 0)
        foot.addWidget(self.tour_button)
        foot.addStretch(1)
        column.addLayout(foot)

    def _fill(self, columns: int) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for title, keys in self._sections:
            if keys:
                self._add(title, keys, columns)

    def _add(self, title: str, keys: Keys, columns: int) -> None:
        """A title, and keys under it in columns, those at the left first."""
        grid, top = self._grid, self._grid.rowCount()
        grid.addWidget(text_label(title, type="title"), top, 0, 1, 4)
        half = -(-len(keys) // columns)
        for number, (caps, text) in enumerate(keys):
            row, side = top + 1 + number % half, 2 * (number // half)
            grid.addWidget(KeyCap(caps), row, side, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(text_label(text), row, side + 1)
        grid.setRowMinimumHeight(top + 1 + half, current_theme().space.s2)

    @Slot()
    def _on_tour(self) -> None:
        self.close()
        self.tour_asked.emit()

    def show_over(self, page: QWidget) -> None:
        """Show in the middle of a page; where the keys are more than it has room for, they scroll."""
        edge = current_theme().space.s2
        if self._inside.sizeHint().width() + 4 * edge > page.width():
            self._fill(1)
        needed = self._inside.sizeHint()
        layout = self.layout()
        rest = 0 if layout is None else layout.sizeHint().height() - self._area.sizeHint().height()
        width, whole = needed.width() + 2 * _EDGE, needed.height() + rest + 2 * _EDGE
        height = min(whole, page.height() - 2 * edge)
        bar = self._area.verticalScrollBar().sizeHint().width() if height < whole else 0
        self.resize(min(width + bar, page.width() - 2 * edge), height)
        corner = page.mapToGlobal(page.rect().center()) - QPoint(self.width() // 2, self.height() // 2)
        self.move(corner)
        self.show()
        self._area.setFocus(Qt.FocusReason.PopupFocusReason)


def keys_everywhere() -> Keys:
    """The keys of the window, in the language in force."""
    return (
        ("Ctrl K", _("Every command, found by typing")),
        ("Ctrl O", _("Open a project or a task file")),
        ("Ctrl N", _("New project")),
        ("Ctrl W", _("Back to the start page")),
        ("Ctrl Q", _("Quit")),
        ("F1", _("These keys")),
        ("Esc", _("Close a list or a panel")),
    )
