"""The keys that work here, shown on F1."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.page import Keys
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.key_cap import KeyCap
from evalapp.ui.widgets.labels import text_label


class KeysPanel(QFrame):
    """What every key does, the page's first; Esc or a click elsewhere takes it away."""

    def __init__(self, of_page: Keys, everywhere: Keys, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        theme = current_theme()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("message", "toast")
        self.setAccessibleName(_("Keys"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(theme.space.s5, theme.space.s4, theme.space.s5, theme.space.s5)
        self._grid.setHorizontalSpacing(theme.space.s3)
        self._grid.setVerticalSpacing(theme.space.s1)
        for title, keys in ((_("Keys of this page"), of_page), (_("Keys on every page"), everywhere)):
            if keys:
                self._add(title, keys)

    def _add(self, title: str, keys: Keys) -> None:
        """A title, and keys under it in two columns, those at the left first."""
        grid, top = self._grid, self._grid.rowCount()
        grid.addWidget(text_label(title, type="title"), top, 0, 1, 4)
        half = (len(keys) + 1) // 2
        for number, (caps, text) in enumerate(keys):
            row, side = top + 1 + number % half, 2 * (number // half)
            grid.addWidget(KeyCap(caps), row, side, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(text_label(text), row, side + 1)
        grid.setRowMinimumHeight(top + 1 + half, current_theme().space.s2)

    def show_over(self, page: QWidget) -> None:
        """Show in the middle of a page."""
        self.adjustSize()
        corner = page.mapToGlobal(page.rect().center()) - QPoint(self.width() // 2, self.height() // 2)
        self.move(corner)
        self.show()


def keys_everywhere() -> Keys:
    """The keys of the window, in the language in force."""
    return (
        ("Ctrl O", _("Open a project or a task file")),
        ("Ctrl N", _("New project")),
        ("Ctrl W", _("Back to the start page")),
        ("Ctrl Q", _("Quit")),
        ("F1", _("These keys")),
        ("Esc", _("Close a list or a panel")),
    )
