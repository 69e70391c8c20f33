"""The looks that a user chose, put in force."""

from PySide6.QtWidgets import QApplication

from evalapp.base.home import Settings
from evalapp.ui.theme.appearance import Mode, apply_theme


def apply_looks(settings: Settings) -> None:
    """Put the theme and the size of letters of the settings in force; a theme that is none is the system's."""
    application = QApplication.instance()
    if isinstance(application, QApplication):
        modes: dict[str, Mode] = {"light": "light", "dark": "dark"}
        apply_theme(
            application, modes.get(settings.theme, "system"), settings.font_scale, settings.system_accent
        )
