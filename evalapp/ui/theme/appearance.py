"""The appearance in force: a QObject that hangs on the application, holds the theme and changes it at run time."""

from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QApplication

from evalapp.ui.theme.current import ThemeHolder, find_holder
from evalapp.ui.theme.fonts import load_fonts
from evalapp.ui.theme.palette import palette
from evalapp.ui.theme.sheet import style_sheet
from evalapp.ui.theme.style import EvalStyle
from evalapp.ui.theme.theme import Theme, make_theme
from evalapp.ui.theme.tokens import Tokens, read_tokens

Mode = Literal["light", "dark", "system"]


class Appearance(ThemeHolder):
    """Holds the theme of one QApplication.

    Signals:
        changed: a new Theme is in force; painted widgets are repainted by Qt, charts and web views listen
            here.
    """

    changed = Signal(object)

    def __init__(self, app: QApplication, tokens: Tokens, template: str, bundled: tuple[str, ...]) -> None:
        super().__init__(app, make_theme(tokens, dark=False, bundled=bundled))
        self._app = app
        self._tokens = tokens
        self._template = template
        self._bundled = bundled
        self._mode: Mode = "light"
        app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)

    @property
    def mode(self) -> Mode:
        """What was asked for: light, dark, or system."""
        return self._mode

    def use(self, mode: Mode, font_scale: float | None = None) -> None:
        """Put a theme in force; without ``font_scale`` the scale stays."""
        self._mode = mode
        scale = self._theme.font_scale if font_scale is None else font_scale
        self._theme = make_theme(
            self._tokens, dark=self._wants_dark(), font_scale=scale, bundled=self._bundled
        )
        self._app.setFont(self._theme.font())
        self._app.setPalette(palette(self._theme))
        self._app.setStyleSheet(style_sheet(self._theme, self._template))
        self.changed.emit(self._theme)

    def _wants_dark(self) -> bool:
        if self._mode == "system":
            return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._mode == "dark"

    @Slot()
    def _on_scheme_changed(self) -> None:
        if self._mode == "system":
            self.use("system")


def install_appearance(app: QApplication, resources: Path) -> Appearance:
    """Load tokens, style sheet, style and bundled fonts from ``resources``; once per application, before any window.

    Asking again gives the appearance already installed. Call :func:`apply_theme` next.
    """
    found = find_holder(app)
    if isinstance(found, Appearance):
        return found
    themes = resources / "themes"
    template = (themes / "evalapp.qss").read_text(encoding="utf-8")
    app.setStyle(EvalStyle())
    return Appearance(app, read_tokens(themes / "tokens.toml"), template, load_fonts(resources / "fonts"))


def apply_theme(app: QApplication, mode: Mode, font_scale: float | None = None) -> Theme:
    """Put a theme in force on every window, open ones too. Needs :func:`install_appearance` first."""
    appearance = appearance_of(app)
    appearance.use(mode, font_scale)
    return appearance.theme


def appearance_of(app: QApplication) -> Appearance:
    """The appearance of an application. Raises RuntimeError if none was installed."""
    found = find_holder(app)
    if not isinstance(found, Appearance):
        raise RuntimeError("install_appearance(app, resources) must run before the first widget is made")
    return found
