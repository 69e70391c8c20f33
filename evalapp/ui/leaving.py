"""Leaving a page, or the program: nothing entered is lost on the way."""

from functools import partial
from threading import Event

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QMessageBox, QStackedWidget, QWidget

from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.ui.page import Page
from evalapp.ui.tasks import TaskRunner


def pages_of(stack: QStackedWidget) -> list[Page]:
    """The pages that are open, shown or not."""
    widgets = (stack.widget(number) for number in range(stack.count()))
    return [widget for widget in widgets if isinstance(widget, Page)]


def finish_writing(runner: TaskRunner) -> None:
    """Wait until everything queued was written, and let the pages hear what became of it.

    Twice, because what they hear may give further work: evidence that was made becomes an answer.
    """
    for _turn in range(2):
        reached = Event()
        runner.run(runner, partial(_reach, reached))
        reached.wait()
        QCoreApplication.sendPostedEvents(runner, QEvent.Type.MetaCall)


def may_close(window: QWidget, pages: list[Page], runner: TaskRunner) -> bool:
    """Whether the window may go: all is written, or the user closes although something is not."""
    for page in pages:
        page.settle()
    finish_writing(runner)
    unsaved = [sentence for page in pages if (sentence := page.unsaved())]
    return not unsaved or _goes_without(window, unsaved[0])


def _goes_without(window: QWidget, unsaved: str) -> bool:
    box = QMessageBox(QMessageBox.Icon.Warning, window.windowTitle(), unsaved, parent=window)
    stay = box.addButton(_("Stay"), QMessageBox.ButtonRole.RejectRole)
    leave = box.addButton(_("Close without it"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    return box.clickedButton() is leave


def _reach(reached: Event, _progress: Progress) -> None:
    reached.set()


def in_turn(_progress: Progress) -> None:
    """Work that does nothing but take its turn behind what was queued before."""
