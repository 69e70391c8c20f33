"""Starting the window: application, looks, language, then the file that was named."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from evalapp.base.home import load_settings
from evalapp.base.i18n import _
from evalapp.base.resources import resource_folder
from evalapp.ui.looks import apply_looks
from evalapp.ui.main_window import MainWindow
from evalapp.ui.qt_words import translate_qt
from evalapp.ui.tasks import GarbageTimer
from evalapp.ui.theme.appearance import install_appearance
from evalapp.ui.widgets.input_rules import guard_wheel
from evalapp.work.session import Session

_SIZE = (1366, 768)
"""How large the window is where the screen has room for more."""


def run_app(arguments: Sequence[str]) -> int:
    """The window, until it is closed; ``arguments`` may name one file to open. The exit status."""
    _prepare_surroundings()
    application = _make_application([sys.argv[0], *arguments])
    window = make_window(application, Session())
    fit_to_screen(window, window.screen().availableGeometry())
    window.show()
    window.guidance.greet()
    if arguments:
        window.open_file(Path(arguments[0]))
    return application.exec()


def make_window(application: QApplication, session: Session) -> MainWindow:
    """The main window of ``session`` on an application that is dressed for it."""
    application.setApplicationName("EvalApp")
    application.setWindowIcon(QIcon(str(resource_folder() / "icons" / "evalapp.svg")))
    install_appearance(application, resource_folder())
    translate_qt(application)
    guard_wheel(application)
    if application.findChild(GarbageTimer) is None:
        GarbageTimer(application)
    apply_looks(load_settings(session.home))
    window = MainWindow(session)
    window.resize(*_SIZE)
    return window


def fit_to_screen(window: MainWindow, available: QRect) -> None:
    """Fill ``available`` (logical pixels) where the window with its title bar would not fit in; never below the minimum size."""
    if available.width() > window.width() and available.height() > window.height():
        return
    window.setGeometry(QRect(available.topLeft(), window.size().boundedTo(available.size())))
    window.setWindowState(Qt.WindowState.WindowMaximized)


def _make_application(arguments: list[str]) -> QApplication:
    """The application. Where Qt cannot reach a display it would abort: the program then ends with a sentence and status 1."""
    qInstallMessageHandler(_on_message)
    try:
        return QApplication(arguments)
    finally:
        qInstallMessageHandler(None)


def _on_message(kind: QtMsgType, _context: object, text: str) -> None:
    stream = sys.stderr or sys.__stderr__
    if kind != QtMsgType.QtFatalMsg:
        if stream is not None:
            stream.write(f"{text}\n")
        return
    if stream is not None:
        stream.write(
            _("The window cannot be opened, for the reason that Qt gives above. Nothing was changed.\n")
            + _("The commands work without a display: “evalapp --help” lists them.")
            + "\n"
        )
        stream.flush()
    os._exit(1)


def _prepare_surroundings() -> None:
    """Chinese input on Linux: the wheels bring no fcitx plug-in, but fcitx answers as ibus does."""
    if sys.platform.startswith("linux") and os.environ.get("QT_IM_MODULE", "") in ("", "fcitx", "fcitx5"):
        os.environ["QT_IM_MODULE"] = "ibus"
