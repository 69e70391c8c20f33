"""The keys of the entry page, shown on F1."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.painting import key_cap_width, paint_key_cap


class KeysPanel(QFrame):
    """What every key does here; Esc or a click elsewhere takes it away."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        theme = current_theme()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("message", "toast")
        self.setAccessibleName(_("Keys of this page"))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s5, theme.space.s4, theme.space.s5, theme.space.s5)
        column.setSpacing(theme.space.s3)
        column.addWidget(text_label(_("Keys of this page"), type="title"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space.s3)
        grid.setVerticalSpacing(theme.space.s1)
        every = keys_of_entry()
        half = (len(every) + 1) // 2
        for number, (keys, text) in enumerate(every):
            row, side = number % half, 2 * (number // half)
            grid.addWidget(_Cap(keys), row, side, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(text_label(text), row, side + 1)
        column.addLayout(grid)

    def show_over(self, page: QWidget) -> None:
        """Show in the middle of a page."""
        self.adjustSize()
        corner = page.mapToGlobal(page.rect().center()) - QPoint(self.width() // 2, self.height() // 2)
        self.move(corner)
        self.show()


def keys_of_entry() -> tuple[tuple[str, str], ...]:
    """Keys and what they do, in the language in force."""
    return (
        ("1 – 9", _("Choose an option")),
        ("0", _("Not found")),
        ("-", _("Not applicable")),
        (".", _("Unable to assess")),
        ("Alt 0 - .", _("The same on cards with a number")),
        ("Alt 1 2 3", _("Confidence")),
        ("Enter", _("Next open item")),
        ("Ctrl Enter", _("The same, from a text field too")),
        ("Ctrl ↑ ↓", _("Previous and next item")),
        ("Ctrl PgUp PgDn", _("Previous and next city")),
        ("F8", _("Next problem")),
        ("Shift F8", _("Previous problem")),
        ("F6", _("Next pane")),
        ("Ctrl F", _("Find a city or an item")),
        ("Ctrl V", _("Paste a screenshot or a link")),
        ("Del", _("Remove the evidence chosen")),
        ("Esc", _("From a text field back to the card")),
        ("Ctrl Shift Enter", _("Check and hand in")),
    )


class _Cap(QWidget):
    """A key cap."""

    def __init__(self, keys: str) -> None:
        super().__init__()
        theme = current_theme()
        self._keys = keys
        self.setFixedSize(round(key_cap_width(keys) + 0.5), theme.line("body") + theme.space.s1)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_key_cap(QPainter(self), 0, self.height() / 2, self._keys)
