"""The receipt of what was handed in: on the page, as a PDF, on paper; with the way to the file."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from evalapp.base.clock import local_time
from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.progress import Progress
from evalapp.ui.assessor.printing import ask_printer, has_printer, print_pages
from evalapp.ui.file_dialogs import FileKind, ask_new_file
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.titled_card import TitledCard
from evalapp.work.receipts import lines_of_units, receipt_pages, receipt_sheet, write_receipt
from evalapp.work.submit import Receipt


class ReceiptCard(TitledCard):
    """Hidden until a receipt is set; that of an earlier visit is folded and says so."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(_("Receipt"), parent)
        self._services = services
        self._receipt: Receipt | None = None
        self._unfolded = True
        self._switch = Button(look="link", parent=self)
        self._switch.clicked.connect(self._on_switch)
        self.column.insertWidget(1, self._switch, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def set_receipt(self, receipt: Receipt) -> None:
        """Show a receipt, in the words of the page that can be printed."""
        self._receipt = receipt
        self.empty()
        self._add_buttons()
        sheet = receipt_sheet(receipt)
        for fact in sheet.facts:
            self._add_line(fact.caption, "\n".join(fact.lines))
        self._add_line(_("Of which"), "\n".join(lines_of_units(sheet)))
        self.inside.addWidget(text_label(sheet.note, tone="text_3", wrap=True))
        self.set_title(_("Receipt"))
        self._switch.hide()
        self._unfold(wanted=True)
        self.show()

    def focus_first(self) -> None:
        """Give the focus to what can be done with the receipt first; there must be one."""
        self._first.show()  # what is not shown yet would not take it
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_earlier(self) -> None:
        """Say when the receipt shown was given, and fold it: something else is about to be handed in."""
        if self._receipt is not None:
            self.set_title(_("Last receipt, {time}").format(time=local_time(self._receipt.at)))
            self._switch.show()
            self._unfold(wanted=False)

    @Slot()
    def _on_switch(self) -> None:
        self._unfold(wanted=not self._unfolded)

    def _unfold(self, *, wanted: bool) -> None:
        self._unfolded = wanted
        self.show_content(wanted)
        self._switch.setText(_("Hide") if wanted else _("Show"))
        self._switch.set_name(_("Hide the last receipt") if wanted else _("Show the last receipt"))
        self._switch.updateGeometry()

    def _add_buttons(self) -> None:
        self.save_button = Button(_("Save as PDF…"), icon="file-certificate-outline", parent=self)
        self.save_button.clicked.connect(self._on_save)
        self.folder_button = Button(_("Open the folder"), icon="folder-outline", look="link", parent=self)
        self.folder_button.clicked.connect(self._on_open_folder)
        buttons = [self.save_button, self.folder_button]
        if has_printer():
            self.print_button = Button(_("Print…"), icon="printer-outline", parent=self)
            self.print_button.clicked.connect(self._on_print)
            buttons.insert(0, self.print_button)
        self._first = buttons[0]
        row = QHBoxLayout()
        row.setSpacing(current_theme().space.s3)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.inside.addLayout(row)

    def _add_line(self, caption: str, text: str) -> None:
        label = text_label(caption, tone="text_3")
        label.setMinimumWidth(current_theme().scaled(96))
        value = text_label(text, wrap=True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout()
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(value, 1)
        self.inside.addLayout(row)

    @Slot()
    def _on_save(self) -> None:
        if self._receipt is None:
            return
        name = _("{file}-receipt").format(file=self._receipt.path.stem)
        kind = FileKind(_("PDF files"), (".pdf",))
        path = ask_new_file(self, _("Save the receipt"), self._receipt.path.with_name(f"{name}.pdf"), kind)
        if path is not None:
            self._services.runner.run(
                self,
                partial(_write, self._receipt, path),
                done=partial(_written, self),
                failed=self._services.failed,
                name=_("Writing the receipt"),
            )

    @Slot()
    def _on_print(self) -> None:
        printer = None if self._receipt is None else ask_printer(self, _("Receipt for a submission"))
        if self._receipt is not None and printer is not None:
            self._services.runner.run(
                self,
                partial(_drawn, self._receipt),
                done=partial(_print, self, printer),
                failed=self._services.failed,
                name=_("Writing the receipt"),
            )

    def tell(self, text: str) -> None:
        """Say what became of the paper."""
        self._services.toast(text)

    def fail(self, error: AppError) -> None:
        """Say that there is no paper, and why."""
        self._services.failed(error)

    @Slot()
    def _on_open_folder(self) -> None:
        if self._receipt is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._receipt.path.parent)))


def _write(receipt: Receipt, path: Path, _progress: Progress) -> Path:
    return write_receipt(receipt, path)


def _written(card: ReceiptCard, path: Path) -> None:
    card.tell(_("The receipt is in {file}.").format(file=path.name))


def _drawn(receipt: Receipt, _progress: Progress) -> tuple[bytes, ...]:
    return receipt_pages(receipt)


def _print(card: ReceiptCard, printer: QPrinter, pages: tuple[bytes, ...]) -> None:
    if print_pages(printer, pages):
        card.tell(_("The receipt was sent to {printer}.").format(printer=printer.printerName()))
    else:
        text = _(
            "The printer took nothing. The submission is written. Save the receipt as PDF, and print that."
        )
        card.fail(AppError("printer", text))
