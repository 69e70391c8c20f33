"""The bundled fonts, made known to Qt."""

from pathlib import Path

from PySide6.QtGui import QFontDatabase


def load_fonts(folder: Path) -> tuple[str, ...]:
    """Load every ``.ttf`` of ``folder``; gives the families found, without repeats.

    A missing folder gives none.
    """
    families: dict[str, None] = {}
    for path in sorted(folder.glob("*.ttf")):
        for family in QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path))):
            families[family] = None
    return tuple(families)
