"""A page that is a head over cards in a column: the cards scroll, the head stays."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from evalapp.ui.theme.current import current_theme


def lay_out_cards(page: QWidget, head: QBoxLayout, cards: Sequence[QWidget], width: int) -> QScrollArea:
    """Give ``page`` its layout: ``head``, and below it the cards, at most ``width`` wide at the usual size of letters.

    What comes back is the area in which they scroll.
    """
    theme = current_theme()
    inside = QWidget()
    inside.setMaximumWidth(theme.scaled(width))
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.space.s3)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    outer = QVBoxLayout(page)
    outer.setContentsMargins(theme.space.s5, theme.space.s4, theme.space.s5, theme.space.s4)
    outer.setSpacing(theme.space.s4)
    outer.addLayout(head)
    outer.addWidget(area, 1)
    return area
