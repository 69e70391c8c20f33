"""What a score card says of itself: why it is locked, and the bars in their order."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.card_state import CardState, MessageState
from evalapp.ui.widgets.labels import IconLabel, text_label


class CardLock(QWidget):
    """Says why nothing can be changed; hidden while everything can."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, current_theme().space.s1)
        row.addWidget(IconLabel("lock-outline", "text_3", "icon_sm"))
        self._label: QLabel = text_label(type="caption", tone="text_3", wrap=True)
        row.addWidget(self._label, 1)
        self.hide()

    def set_text(self, text: str) -> None:
        """Show the reason; hide for none."""
        self._label.setText(text)
        self.setVisible(bool(text))


def card_messages(state: CardState) -> tuple[MessageState, ...]:
    """The bars below the answer: that the card does not count, a hit, and what else is to be said; what came back has its own."""
    others = tuple(message for message in state.messages if message.kind != "returned")
    if state.hit and not state.not_scored:
        fact = _("This is a hit. {effect}").format(effect=state.hit)
        others = (MessageState(kind="warn", text=fact), *others)
    if not state.not_scored:
        return others
    kept = _(
        "{reason} It is not scored. The value is kept and goes along in the file, but counts nowhere."
    ).format(reason=state.not_scored)
    return (MessageState(kind="info", text=kept), *others)
