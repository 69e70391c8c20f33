"""Pages of paper from the window: the pages that the PDF has, on a printer of this computer."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget


def has_printer() -> bool:
    """Whether the system knows a printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def ask_printer(parent: QWidget, title: str) -> QPrinter | None:
    """A printer for A4 that the user chose; None if the user thinks better of it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setDocName(title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None


def print_pages(printer: QPrinter, pages: Sequence[bytes]) -> bool:
    """Send pages, each a PNG of a whole sheet, to a printer; whether it took them."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    try:
        for number, page in enumerate(pages):
            if number and not printer.newPage():
                return False
            image = QImage.fromData(page)
            sheet = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
            size = image.size().scaled(sheet.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRectF(0, 0, size.width(), size.height()), image)
    finally:
        painter.end()
    return True
