"""The private note of an item, in a panel of its own."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from evalapp.base.i18n import _, current_language
from evalapp.base.progress import Progress
from evalapp.form.label import say
from evalapp.ui.assessor.desk import EntryDesk
from evalapp.ui.assessor.steps import Cell
from evalapp.ui.services import Services
from evalapp.ui.shortcuts import listen
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.score_card import ScoreCard
from evalapp.ui.widgets.typing_field import TypingField
from evalapp.work.private_notes import keep_private_note, private_note
from evalapp.work.project import Project

_WIDE = 0.4


class PrivateNotePanel(QFrame):
    """A note that is kept while it is typed; Esc or a click elsewhere takes the panel away."""

    def __init__(self, title: str, text: str, keep: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        theme = current_theme()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("message", "toast")
        self.setAccessibleName(_("Private note"))
        self.field = TypingField(_("Private note"))
        self.field.set_text(text)
        self.field.typed.connect(keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s5, theme.space.s4, theme.space.s5, theme.space.s4)
        column.setSpacing(theme.space.s2)
        column.addWidget(text_label(title, type="title", wrap=True))
        column.addWidget(self.field)
        column.addWidget(
            text_label(
                _("Kept on this computer alone; it is in no submission and no export."),
                tone="text_3",
                wrap=True,
            )
        )

    def show_over(self, page: QWidget) -> None:
        """Show in the middle of a page."""
        width, layout = round(page.width() * _WIDE), self.layout()
        self.setFixedWidth(width)
        self.resize(width, self.sizeHint().height() if layout is None else layout.totalHeightForWidth(width))
        corner = page.mapToGlobal(page.rect().center()) - QPoint(self.width() // 2, self.height() // 2)
        self.move(corner)
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        self.field.commit()
        super().hideEvent(event)


class PrivateNotes(QObject):
    """Opens the note of the item at hand by the card or Ctrl+J. ``here`` tells the item."""

    def __init__(
        self, card: ScoreCard, desk: EntryDesk, services: Services, here: Callable[[], Cell], page: QWidget
    ) -> None:
        super().__init__(page)
        card.note_asked.connect(self.open)
        listen(page, "Ctrl+J", self.open)
        self._desk, self._services, self._here, self._page = desk, services, here, page

    @Slot()
    def open(self) -> None:
        """Show the note, to read on and to write."""
        unit, item = cell = self._here()
        if not unit:
            return
        page = self._desk.page(unit)
        name = f"{item} {say(page.tree.node(item).item.title, current_language())}"
        title = _("Private note · {item} · {unit}").format(item=name, unit=page.unit.full_name)
        text = private_note(self._desk.project, unit, item)
        PrivateNotePanel(title, text, partial(self._keep, cell), self._page).show_over(self._page)

    def _keep(self, cell: Cell, text: str) -> None:
        self._services.runner.run(
            self,
            partial(_keep_note, self._desk.project, cell, text),
            done=partial(_kept, self._desk, self._services, cell),
            failed=self._services.failed,
        )


def _keep_note(project: Project, cell: Cell, text: str, _progress: Progress) -> None:
    keep_private_note(project, *cell, text)


def _kept(desk: EntryDesk, services: Services, cell: Cell, _done: object) -> None:
    desk.read_again(cell[0])
    services.saved()
