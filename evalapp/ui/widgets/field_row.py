"""A labelled row of fields with the words under them, in which what is wrong is said."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.labels import retone, text_label

_CAPTION = 136
"""Captions wrap rather than push their fields out of a small window."""


class FieldRow(QWidget):
    """A label, its fields, and the words under them."""

    def __init__(self, caption: str, *fields: QWidget, words: QWidget | None = None) -> None:
        super().__init__()
        theme = current_theme()
        label = text_label(caption, tone="text_2", wrap=True)
        label.setFixedWidth(min(theme.scaled(124), _CAPTION))
        label.setMinimumHeight(theme.size.control)
        line = QHBoxLayout()
        line.setSpacing(theme.space.s2)
        for number, field in enumerate(fields):
            line.addWidget(
                field, 1 if number == 0 else 0, Qt.AlignmentFlag.AlignTop if number else Qt.AlignmentFlag(0)
            )
        if fields[0].sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Fixed:
            line.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(theme.space.s1)
        column.addLayout(line)
        if words is not None:
            column.addWidget(words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space.s3)
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)


def tell(label: QLabel, text: str, *, wrong: bool = False) -> None:
    """Say something under a field; what is wrong in red."""
    label.setText(text)
    retone(label, "error" if wrong else "text_3")
