"""A card with a title, lines that stay, and content that is taken out and put in anew."""

from PySide6.QtWidgets import QFrame, QLayoutItem, QVBoxLayout, QWidget

from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.labels import text_label


class TitledCard(QFrame):
    """``column`` holds the title, whatever lines the page adds, and the content; ``inside`` is the column of the content."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setProperty("card", "true")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.space.s4, theme.space.s3, theme.space.s4, theme.space.s3)
        self.column.setSpacing(theme.space.s2)
        self._title = text_label(title, type="title")
        self.column.addWidget(self._title)
        self._content = QWidget()
        self.inside = QVBoxLayout(self._content)
        self.inside.setContentsMargins(0, 0, 0, 0)
        self.inside.setSpacing(theme.space.s2)
        self.column.addWidget(self._content)

    def set_title(self, title: str) -> None:
        """Say otherwise what the content is."""
        self._title.setText(title)

    def show_content(self, shown: bool) -> None:
        """Show or hide the content; the title and the other lines stay."""
        self._content.setVisible(shown)

    def empty(self) -> None:
        """Take all content out; its widgets are deleted."""
        while (item := self.inside.takeAt(0)) is not None:
            _discard(item)


def _discard(item: QLayoutItem) -> None:
    widget, layout = item.widget(), item.layout()
    if widget is not None:
        widget.hide()
        widget.deleteLater()
    while layout is not None and (inner := layout.takeAt(0)) is not None:
        _discard(inner)
