"""The parts of the table page and how they give way: toolbar, table, paste preview, the current cell."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.assessor.grid_side import CellPanel
from evalapp.ui.assessor.modes import GRID, ModeSwitch
from evalapp.ui.assessor.panes import NORMAL, WIDE
from evalapp.ui.assessor.search import JumpField
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.answer_grid import AnswerGrid
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.choice_box import ChoiceBox
from evalapp.ui.widgets.labels import ElidedLabel
from evalapp.ui.widgets.message_bar import MessageBars
from evalapp.ui.widgets.models.answer_grid import AnswerGridModel
from evalapp.ui.widgets.paste_preview import PastePreview

_PREVIEW = 230


_WORDS = 800
"""From this width on, with letters of 100 %, the tools have room for all words."""


class GridPanes(QWidget):
    """Lays the parts out. In a narrow window the current cell gives way; a button brings it back.

    Signals:
        side_shown: the current cell came into view or left it.
    """

    side_shown = Signal()

    def __init__(self, model: AnswerGridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side_open = False
        self.view = AnswerGrid(model)
        self.side = CellPanel()
        self.preview = PastePreview()
        self.messages = MessageBars()
        self.modes = ModeSwitch(GRID)
        self.title = ElidedLabel(type="title")
        self.search = JumpField()
        self.groups = ChoiceBox(_("Items shown"))
        self._build()

    def _build(self) -> None:
        theme = current_theme()
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.view)
        self.split.addWidget(self.preview)
        self.split.setStretchFactor(0, 1)
        self.preview.hide()
        notes = QVBoxLayout()
        notes.setContentsMargins(theme.space.s3, 0, theme.space.s3, 0)
        notes.addWidget(self.messages)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self._tools())
        left.addLayout(notes)
        left.addWidget(self.split, 1)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addLayout(left, 1)
        body.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._toolbar())
        column.addLayout(body, 1)

    def _toolbar(self) -> QFrame:
        theme = current_theme()
        self.hand_in_button = Button(_("Check and hand in"), icon="send-check-outline", parent=self)
        self.hand_in_button.setToolTip("Ctrl+Shift+Enter")
        bar = _bar()
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.space.s4, 0, theme.space.s3, 0)
        row.setSpacing(theme.space.s4)
        row.addWidget(self.title)
        row.addWidget(self.modes)
        row.addWidget(self.search)
        row.addStretch(1)
        row.addWidget(self.hand_in_button)
        return bar

    def _tools(self) -> QFrame:
        theme = current_theme()
        self.copy_button = Button(_("Copy"), icon="content-copy", key="Ctrl C", look="flat", parent=self)
        self.paste_button = Button(_("Paste"), icon="content-paste", key="Ctrl V", look="flat", parent=self)
        self.fill_button = Button(_("Fill down"), key="Ctrl D", look="flat", parent=self)
        self.workbook_button = Button(_("Workbook…"), icon="file-excel-outline", look="flat", parent=self)
        self.workbook_button.setToolTip(
            _("Write the entry workbook for Excel or WPS, with the answers that are there")
        )
        self.enter_button = Button(_("Enter a file…"), icon="file-upload-outline", look="flat", parent=self)
        self.enter_button.setToolTip(_("Enter a workbook or a CSV table that was filled in"))
        self.side_button = Button(_("Current cell"), icon="dock-right", look="flat", parent=self)
        self.side_button.setCheckable(True)
        self.side_button.clicked.connect(self._on_side_asked)
        self.groups.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.groups.setMinimumContentsLength(10)
        bar = _bar()
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.space.s3, 0, theme.space.s3, 0)
        row.setSpacing(theme.space.s1)
        row.addWidget(self.groups, 1)
        row.addStretch(1)
        for button in (
            self.workbook_button,
            self.enter_button,
            self.copy_button,
            self.paste_button,
            self.fill_button,
            self.side_button,
        ):
            row.addWidget(button)
        return bar

    def show_preview(self, shown: bool) -> None:
        """Open the preview under the table, at most half as high as both; or close it."""
        had_focus = self.preview.isAncestorOf(self.focusWidget() or self)
        self.preview.setVisible(shown)
        if shown:
            low = min(current_theme().scaled(_PREVIEW), self.split.height() // 2)
            self.split.setSizes([self.split.height() - low, low])
        elif had_focus:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def focus_next(self) -> None:
        """Go to the next pane."""
        panes = [pane for pane in (self.view, self.preview.table, self.side.open_button) if pane.isVisible()]
        focus = self.focusWidget() or self
        place = next((n for n, pane in enumerate(panes) if pane is focus or pane.isAncestorOf(focus)), -1)
        panes[(place + 1) % len(panes)].setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _on_side_asked(self) -> None:
        self.open_side(not self.side.isVisible())

    def open_side(self, opened: bool) -> None:
        """Show the current cell in a window that has no room for it, or put it away again."""
        self._side_open = opened
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.view.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        theme = current_theme()
        narrow, wide = self.width() < NORMAL, self.width() >= WIDE
        self.side.setFixedWidth(theme.scaled(344 if wide else 288))
        self.side.setVisible(not narrow or self._side_open)
        self.side_button.setVisible(narrow)
        self.side_button.setChecked(self.side.isVisible())
        self.title.setVisible(not narrow)
        self.side_button.setText("" if self.width() < theme.scaled(_WORDS) else _("Current cell"))
        self.side_button.set_name(_("Current cell"))
        self.side_button.updateGeometry()
        for button, text in (
            (self.workbook_button, _("Workbook…")),
            (self.enter_button, _("Enter a file…")),
        ):
            button.setText("" if self.width() < theme.scaled(NORMAL) else text)
            button.set_name(text)
            button.updateGeometry()
        for button, key in (
            (self.copy_button, "Ctrl C"),
            (self.paste_button, "Ctrl V"),
            (self.fill_button, "Ctrl D"),
        ):
            button.set_key("" if narrow else key)
        self.side_shown.emit()


def _bar() -> QFrame:
    bar = QFrame()
    bar.setProperty("edge", "bottom")
    bar.setFixedHeight(current_theme().size.toolbar)
    return bar
