"""In place of an editor: a value that is brought in or computed, and where it comes from."""

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.theme import Theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.card_state import ScaleState, SourceState
from evalapp.ui.widgets.editors.base import ValueEditor
from evalapp.ui.widgets.labels import ElidedLabel, IconLabel, text_label


class GivenEditor(ValueEditor):
    """Says in a sentence who sees to the value, what it is at present, and which answers it is computed from.

    Signals:
        source_chosen: the code of an item it is computed from.
    """

    source_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._rows: list[_Source] = []
        self._icon = IconLabel()
        self._text = text_label(type="strong", wrap=True)
        self._present = text_label(tone="text_2")
        self._value = text_label(type="strong")
        self._formula = text_label(tone="text_2", wrap=True)
        self._formula.setProperty("mono", "true")
        frame = QFrame()
        frame.setProperty("card", "panel")
        head = QHBoxLayout()
        head.setSpacing(theme.space.s2)
        head.addWidget(self._icon)
        head.addWidget(self._text, 1)
        head.addWidget(self._present)
        head.addWidget(self._value)
        self._sources = QGridLayout()
        self._sources.setHorizontalSpacing(theme.space.s3)
        self._sources.setVerticalSpacing(0)
        self._sources.setColumnStretch(1, 1)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s2)
        inside.setSpacing(theme.space.s1)
        inside.addLayout(head)
        inside.addWidget(self._formula)
        inside.addLayout(self._sources)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)

    def set_state(self, scale: ScaleState, value: str) -> None:
        given = scale.given
        assert given is not None, "a value that nobody types says where it comes from"
        self._icon.set_icon(given.icon, "text_2")
        self._text.setText(given.text)
        computed = bool(given.formula)
        self._present.setText(_("At present:"))
        self._value.setText(value or _("not known yet"))
        for part in (self._present, self._value):
            part.setVisible(computed)
        self._formula.setText(given.formula)
        self._formula.setVisible(computed)
        self._show_sources(given.sources)

    def sources(self) -> list["_Source"]:
        """What the value is computed from, as shown."""
        return [row for row in self._rows if row.state.title]

    def _show_sources(self, sources: tuple[SourceState, ...]) -> None:
        while len(self._rows) < len(sources):
            row = _Source(self)
            row.clicked_code.connect(self.source_chosen)
            number = len(self._rows)
            self._sources.addWidget(row, number, 0)
            self._sources.addWidget(row.plain, number, 0)
            self._sources.addWidget(row.value, number, 1)
            self._rows.append(row)
        for number, row in enumerate(self._rows):
            row.set_state(
                sources[number] if number < len(sources) else SourceState(code="", title="", value="")
            )


class _Source(Button):
    """An item that is read, as a link to it, or in ``plain`` where there is none; its value stands in ``value``.

    Signals:
        clicked_code: the item's code.
    """

    clicked_code = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(look="link", parent=parent)
        self.state = SourceState(code="", title="", value="")
        self.plain = ElidedLabel(tone="text_2")
        self.value = ElidedLabel(tone="text_2")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    def set_state(self, state: SourceState) -> None:
        """Show another item; hide for one without a title."""
        self.state = state
        self.setText(state.title)
        self.setAccessibleDescription(state.value)
        self.plain.setText(state.title)
        self.value.setText(state.value)
        self.setVisible(bool(state.code))
        self.plain.setVisible(bool(state.title) and not state.code)
        self.value.setVisible(bool(state.title))
        self.updateGeometry()

    def _edge(self, theme: Theme) -> int:
        """None: it stands under the formula as text does."""
        return 0

    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()
        return QSize(min(whole.width(), current_theme().size.nav // 2), whole.height())

    @Slot()
    def _on_clicked(self) -> None:
        self.clicked_code.emit(self.state.code)
