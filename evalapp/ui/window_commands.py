"""The commands of the window, which can be given on every page."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from evalapp.base.i18n import _, current_language
from evalapp.ui.commands import Command, Commands
from evalapp.ui.palette import Palette
from evalapp.ui.start.page import StartPage
from evalapp.ui.theme.appearance import appearance_of
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.theme import FONT_SCALES

if TYPE_CHECKING:
    from evalapp.ui.main_window import MainWindow


class Commanding(QObject):
    """Opens the palette over a window by Ctrl+K."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        QShortcut(QKeySequence("Ctrl+K"), window).activated.connect(self.open)

    @Slot()
    def open(self) -> None:
        """Every command of the page shown and of the window."""
        window = self._window
        Palette((*window.page.commands(), *window_commands(window)), window).show_over(window)


def window_commands(window: "MainWindow") -> Commands:
    """Opening, leaving, the keys; the projects opened last; language, theme and size of letters."""
    here = _("This is the start page.") if isinstance(window.page, StartPage) else ""
    group = _("Program")
    return (
        Command(text=_("Open a project or a task file"), key="Ctrl O", run=window.choose_file, group=group),
        Command(text=_("New project"), key="Ctrl N", run=window.new_project, group=group),
        Command(text=_("Back to the start page"), key="Ctrl W", run=window.leave, group=group, why_not=here),
        Command(text=_("These keys"), key="F1", run=window.guidance.show_keys, group=group),
        Command(
            text=_("Show the tour of this page"),
            run=window.guidance.show_tour,
            group=group,
            why_not="" if window.page.tour() else _("This page has none."),
        ),
        Command(text=_("Quit"), key="Ctrl Q", run=window.close, group=group),
        *_recent(window),
        *_looks(window),
    )


def _recent(window: "MainWindow") -> Commands:
    return tuple(
        Command(
            text=file.title or Path(file.path).stem,
            run=partial(window.open_file, Path(file.path)),
            group=_("Recent projects"),
            words=(Path(file.path).name,),
        )
        for file in window.services.settings().recent
    )


def _looks(window: "MainWindow") -> Commands:
    """Each language is called by its own name; what is in force already cannot be chosen."""
    application = QApplication.instance()
    looks = appearance_of(application) if isinstance(application, QApplication) else None
    mode = "" if looks is None else looks.mode
    on, group = _("It is so already."), _("Looks and language")
    languages = (("zh_CN", "中文", "Chinese"), ("en", "English", "英文"))
    themes = (("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark")))
    accent: Commands = ()
    if looks is not None and looks.has_accent():
        change = partial(window.change_accent, not looks.accented)
        accent = (Command(text=_("Accent of the system"), run=change, group=group),)
    return (
        *(
            Command(
                text=_("Language: {name}").format(name=name),
                run=partial(window.change_language, code),
                group=group,
                words=(other,),
                why_not=on if code == current_language() else "",
            )
            for code, name, other in languages
        ),
        *(
            Command(
                text=_("Theme: {name}").format(name=name),
                run=partial(window.change_theme, code),
                group=group,
                why_not=on if code == mode else "",
            )
            for code, name in themes
        ),
        *(
            Command(
                text=_("Letters {percent} %").format(percent=round(100 * scale)),
                run=partial(window.change_font, scale),
                group=group,
                why_not=on if abs(scale - current_theme().font_scale) < 0.01 else "",
            )
            for scale in FONT_SCALES
        ),
        *accent,
    )
