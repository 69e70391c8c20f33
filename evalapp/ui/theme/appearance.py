"""The appearance in force: a QObject that hangs on the application, holds the theme and changes it at run time."""

from pathlib import Path
from typing import Literal

from msgspec import structs
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from evalapp.ui.theme.contrast import high_contrast, luminance, with_accent
from evalapp.ui.theme.current import ThemeHolder, find_holder
from evalapp.ui.theme.fonts import load_fonts
from evalapp.ui.theme.palette import palette
from evalapp.ui.theme.sheet import style_sheet
from evalapp.ui.theme.style import EvalStyle
from evalapp.ui.theme.system import SystemColours, read_system
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
        self._accented = True
        self._system = read_system(app, app.palette())
        app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)

    @property
    def mode(self) -> Mode:
        """What was asked for: light, dark, or system."""
        return self._mode

    @property
    def system(self) -> SystemColours:
        """What the system says of colours."""
        return self._system

    def follow(self, system: SystemColours) -> None:
        """Put the theme in force anew, with what the system says by now."""
        self._system = system
        self.use(self._mode)

    def has_accent(self) -> bool:
        """Whether the system has an accent that can be read on the grounds of the theme in force."""
        return self._with_accent(self._plain_theme(self._theme.font_scale)) != self._plain_theme(
            self._theme.font_scale
        )

    @property
    def accented(self) -> bool:
        """Whether the system's accent is wanted."""
        return self._accented

    def use(self, mode: Mode, font_scale: float | None = None, accented: bool | None = None) -> None:
        """Put a theme in force; without ``font_scale`` the scale stays, without ``accented`` the wish for the system's accent."""
        self._mode = mode
        self._accented = self._accented if accented is None else accented
        scale = self._theme.font_scale if font_scale is None else font_scale
        plain = self._plain_theme(scale)
        if self._system.contrast is not None:
            self._theme = _in_contrast(plain, self._system.contrast)
        else:
            self._theme = self._with_accent(plain) if self._accented else plain
        self._app.setFont(self._theme.font())
        self._app.setPalette(palette(self._theme))
        self._app.setStyleSheet(style_sheet(self._theme, self._template))
        self.changed.emit(self._theme)

    def _plain_theme(self, scale: float) -> Theme:
        return make_theme(self._tokens, dark=self._wants_dark(), font_scale=scale, bundled=self._bundled)

    def _with_accent(self, plain: Theme) -> Theme:
        colours = with_accent(
            plain.colours, self._system.accent, self._tokens.check.text, self._tokens.meta.min_contrast_text
        )
        return structs.replace(plain, colours=colours)

    def _wants_dark(self) -> bool:
        if self._mode == "system":
            return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._mode == "dark"

    @Slot()
    def _on_scheme_changed(self) -> None:
        """The system became light or dark, or went to high contrast: its own colours are asked for anew."""
        self._app.setPalette(QPalette())
        self.follow(read_system(self._app, self._app.palette()))


def _in_contrast(plain: Theme, scheme: dict[str, str]) -> Theme:
    return structs.replace(
        plain, colours=high_contrast(plain.colours, scheme), dark=luminance(scheme["ground"]) < 0.5
    )


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


def apply_theme(
    app: QApplication, mode: Mode, font_scale: float | None = None, accented: bool | None = None
) -> Theme:
    """Put a theme in force on every window, open ones too. Needs :func:`install_appearance` first."""
    appearance = appearance_of(app)
    appearance.use(mode, font_scale, accented)
    return appearance.theme


def appearance_of(app: QApplication) -> Appearance:
    """The appearance of an application. Raises RuntimeError if none was installed."""
    found = find_holder(app)
    if not isinstance(found, Appearance):
        raise RuntimeError("install_appearance(app, resources) must run before the first widget is made")
    return found
