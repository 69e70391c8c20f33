"""The pages of the window, of which one is shown: put in place of another, made anew, given up once all is written."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QStackedWidget, QWidget

from evalapp.ui.leaving import in_turn, pages_of
from evalapp.ui.page import Page
from evalapp.ui.tasks import TaskRunner


class PageStack(QStackedWidget):
    """Shows one page. A page that was left stays until everything it gave to the runner has been written.

    Signals:
        page_added: a page that was not in the stack before, before it is shown.
        page_changed: another page is shown, or the same one anew.
    """

    page_added = Signal(object)
    page_changed = Signal()

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._kept: dict[type[Page], object] = {}
        self._remakings = 0

    @property
    def page(self) -> Page:
        """The page shown."""
        page = self.currentWidget()
        assert isinstance(page, Page)
        return page

    def worked_with(self) -> tuple[QWidget, ...]:
        """What no toast is to cover: what the page names, and the field that is written in."""
        page, focus = self.currentWidget(), self.window().focusWidget()
        named = page.worked_with() if isinstance(page, Page) else ()
        return (*named, focus) if isinstance(focus, QLineEdit | QPlainTextEdit) else named

    def show_page(self, page: Page) -> None:
        """Show a page in place of the present one, which is settled, released and forgotten."""
        before = self.currentWidget()
        self._add(page)
        if isinstance(before, Page):
            before.settle()
            if before.keeps_place:
                self._kept[type(before)] = before.place()
            self._runner.run(self, in_turn, done=partial(self._forget_in_turn, before))
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.page_changed.emit()

    def kept(self, kind: type[Page]) -> object:
        """The place of a page of this kind when it was left, if such pages keep it; None for none."""
        return self._kept.get(kind)

    def drop(self, kind: type[Page]) -> None:
        """Keep the place of such a page no longer: what was filled in has served."""
        self._kept.pop(kind, None)

    def _forget_in_turn(self, page: Page, _written: None) -> None:
        """Wait once more: what came back may have given further work, as an attachment that becomes an answer."""
        self._runner.run(self, in_turn, done=partial(self.forget, page))

    def forget(self, page: Page, _written: None = None) -> None:
        """Give up a page once everything it gave to the runner has been written; it comes back if that failed."""
        if page.unsaved():
            page, late = self.page, page
            self.setCurrentWidget(late)
            self.page_changed.emit()
        page.release()
        self.removeWidget(page)
        page.setParent(None)
        page.deleteLater()

    def remake_page(self) -> None:
        """The same page anew at the same place, once what was typed on it is written."""
        self.page.settle()
        self._remakings += 1
        self._runner.run(self, in_turn, done=partial(self._remake, self.page, self._remakings))

    def _remake(self, before: Page, number: int, _written: None) -> None:
        """Put a page in the place of the one that was made with other words or measures.

        Of several requests only the last one counts: each would find the runner busy with the others, for ever.
        """
        if before is not self.page or number != self._remakings:
            return
        before.settle()
        if self._runner.busy:
            self.remake_page()
            return
        place, page = before.place(), before.remade()
        if page is not None:
            self._add(page)
            self.removeWidget(before)
            before.deleteLater()
            page.return_to(place)
            page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.page_changed.emit()

    def release_all(self) -> None:
        """Give up every page: the window goes."""
        for page in pages_of(self):
            self.removeWidget(page)
            page.release()
            page.deleteLater()

    def _add(self, page: Page) -> None:
        self.page_added.emit(page)
        self.addWidget(page)
        self.setCurrentWidget(page)
