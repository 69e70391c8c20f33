"""Help on the spot: the keys of a page on F1, and the tour over it, once on each account and whenever it is asked for."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from evalapp.ui.keys_panel import KeysPanel, keys_everywhere
from evalapp.ui.page_stack import PageStack
from evalapp.ui.services import Services
from evalapp.ui.widgets.coach_marks import CoachMarks
from evalapp.ui.widgets.message_bar import MessageBars


class Guidance(QObject):
    """Shows what a page tells of itself. The tour goes on at its step when the page is made anew, and ends with the page."""

    def __init__(self, window: QWidget, pages: PageStack, services: Services, messages: MessageBars) -> None:
        super().__init__(window)
        self._window, self._pages, self._services, self._messages = window, pages, services, messages
        self._marks: CoachMarks | None = None
        self._first_run = False
        pages.page_changed.connect(self._on_page_changed)

    def greet(self) -> None:
        """From here on, a page that has a tour shows it to an account that has not seen it."""
        self._first_run = True
        self._on_page_changed()

    @property
    def touring(self) -> bool:
        """Whether a tour is shown."""
        return self._marks is not None

    @Slot()
    def show_keys(self) -> None:
        """The keys that work here, and the way to the tour."""
        panel = KeysPanel(
            self._pages.page.keys(), keys_everywhere(), self._window, tour=bool(self._pages.page.tour())
        )
        panel.tour_asked.connect(self.show_tour)
        panel.show_over(self._window)

    @Slot()
    def show_tour(self) -> None:
        """The tour over the page shown, from its first step."""
        self._begin(0)

    def _begin(self, at: int) -> None:
        self._end()
        steps = self._pages.page.tour()
        if not steps:
            return
        self._services.keep_settings(replace(self._services.settings(), tour_seen=True))
        self._marks = CoachMarks(self._window, steps, at)
        self._marks.ended.connect(self._on_ended)
        for part in self._urgent():
            part.installEventFilter(self)
        self._marks.begin()

    def _end(self) -> None:
        marks, self._marks = self._marks, None
        if marks is not None and isValid(marks):
            marks.end()

    @Slot()
    def _on_ended(self) -> None:
        if self._marks is not None:
            self._marks = None
            self._pages.page.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_page_changed(self) -> None:
        """Go on over the same page made anew; greet a page that is new, once it has its size."""
        if self._marks is not None:
            at = self._marks.at
            self._end()
            self._begin(at)
        elif self._first_run and not self._services.settings().tour_seen:
            QTimer.singleShot(0, self, self._greet)

    @Slot()
    def _greet(self) -> None:
        """Something that matters comes first: then the tour waits until the page is opened again."""
        waiting = any(part.isVisible() for part in self._urgent())
        if self._marks is None and not waiting and not self._services.settings().tour_seen:
            self._begin(0)

    def _urgent(self) -> tuple[QWidget, ...]:
        return (self._messages, *self._pages.page.urgent())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A message that must be seen ends the tour."""
        if event.type() == QEvent.Type.Show:
            self._end()
        return False
