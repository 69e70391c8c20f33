"""What the system says of colours: its accent, and whether it asks for high contrast."""

import sys

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication


class SystemColours(Struct, frozen=True, kw_only=True):
    """``accent`` is "" where the system has none of its own; ``contrast``: its colours while high contrast is on."""

    accent: str = ""
    contrast: dict[str, str] | None = None


def read_system(app: QApplication, palette: QPalette) -> SystemColours:
    """What the system says by its palette. An accent that is the style's stopgap is none of the system's."""
    accent = palette.color(QPalette.ColorRole.Accent).name()
    stopgap = app.style().standardPalette().color(QPalette.ColorRole.Accent).name()
    return SystemColours(
        accent="" if accent == stopgap else accent,
        contrast=contrast_palette(palette)
        if asks_for_contrast(app, windows=sys.platform == "win32")
        else None,
    )


def asks_for_contrast(app: QApplication, *, windows: bool) -> bool:
    """Whether the system's high contrast is on, as far as Qt tells.

    From 6.10 on the style hints say so; before, Windows is known to have neither a light nor a dark scheme then.
    """
    hints = app.styleHints()
    accessibility = getattr(hints, "accessibility", None)
    if accessibility is not None:
        return str(accessibility().contrastPreference().name) == "HighContrast"
    return windows and hints.colorScheme() == Qt.ColorScheme.Unknown


def contrast_palette(palette: QPalette) -> dict[str, str]:
    """The few colours of a high-contrast scheme by what they are for."""
    role = QPalette.ColorRole
    disabled = palette.color(QPalette.ColorGroup.Disabled, role.WindowText)
    return {
        "ground": palette.color(role.Window).name(),
        "text": palette.color(role.WindowText).name(),
        "link": palette.color(role.Link).name(),
        "chosen": palette.color(role.Highlight).name(),
        "on_chosen": palette.color(role.HighlightedText).name(),
        "disabled": disabled.name(),
    }
