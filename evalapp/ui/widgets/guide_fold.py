"""How to find out: a line that folds."""

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import icon_button
from evalapp.ui.widgets.labels import ElidedLabel, text_label


class GuideFold(QWidget):
    """The guide of an item, whole or as one elided line; hidden if there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._open = True
        self._text = ""
        self._fold = icon_button("chevron-down", _("Fold the guide"), self)
        self._fold.set_dense()
        self._fold.clicked.connect(self._on_folded)
        self._whole = text_label(type="caption", tone="text_3", wrap=True)
        self._line = ElidedLabel(type="caption", tone="text_3")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space.s1)
        row.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._whole, 1)
        row.addWidget(self._line, 1, Qt.AlignmentFlag.AlignVCenter)
        self._show()

    def set_state(self, text: str) -> None:
        """Show a guide; whether it is folded stays as the user left it."""
        self._text = text
        self._show()

    def set_open(self, open: bool) -> None:
        """Show the whole guide, or one line of it."""
        self._open = open
        self._show()

    def _show(self) -> None:
        told = _("How to find out: {guide}").format(guide=self._text)
        self._whole.setText(told)
        self._line.setText(told)
        self._whole.setVisible(self._open)
        self._line.setVisible(not self._open)
        self._fold.set_icon_name("chevron-down" if self._open else "chevron-right")
        self._fold.set_name(_("Fold the guide") if self._open else _("Unfold the guide"))
        self.setVisible(bool(self._text))

    @Slot()
    def _on_folded(self) -> None:
        self.set_open(not self._open)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._show()
        super().changeEvent(event)
