"""What is wrong and what is doubtful in a workbook."""

from evalapp.form.excel.sheets import place
from evalapp.form.lint import MAX_FINDINGS


class Remarks:
    """What is wrong and what is doubtful in a workbook, each with its sheet and cell."""

    def __init__(self, source: str) -> None:
        self._source = source
        self.errors: list[str] = []
        self.loose: list[str] = []
        self.warnings: list[str] = []

    @property
    def full(self) -> bool:
        """Whether more errors were found than anybody is shown, so that reading on is of no use."""
        return len(self.errors) > MAX_FINDINGS

    def error(self, sheet: str, message: str, row: int = 0, column: int = 0) -> None:
        """Something that keeps the workbook from being used; without a row it is about the whole sheet."""
        self.errors.append(self._line(sheet, message, row, column))

    def loose_end(self, sheet: str, message: str, row: int = 0, column: int = 0) -> None:
        """An error that leaves the document whole, and may only follow from another: it is said beside the form's findings."""
        self.loose.append(self._line(sheet, message, row, column))

    def warning(self, sheet: str, message: str, row: int = 0, column: int = 0) -> None:
        """Something for the author to look at."""
        self.warnings.append(self._line(sheet, message, row, column))

    def _line(self, sheet: str, message: str, row: int, column: int) -> str:
        where = f"{sheet}!{place(row, column)}" if row else sheet
        return ": ".join(part for part in (self._source, where, message) if part)
