"""Draw the application's icon as PNG, in the sizes that systems ask for, from `resources/icons/evalapp.svg`.

.venv/bin/python packaging/icons.py
"""

import os
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parents[1] / "resources" / "icons"
SIZES = (16, 24, 32, 48, 64, 128, 256)


def main() -> None:
    """Write one file a size."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    drawing = QSvgRenderer(str(ICONS / "evalapp.svg"))
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        drawing.render(painter)
        painter.end()
        image.save(str(ICONS / f"evalapp-{size}.png"))
    application.quit()


if __name__ == "__main__":
    main()
