"""What is wrong with the rows of a table that is taken whole or not at all, in lines for people."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.tables import Row, Table

T = TypeVar("T")


class Finding(Struct, frozen=True):
    """What is wrong with one cell."""

    line: int
    column: str
    reason: str


def row_by_row(table: Table, take: Callable[[Row], T]) -> tuple[list[T], list[str]]:
    """What ``take`` makes of each row, and a line for each row at which it raises AppError."""
    taken: list[T] = []
    findings: list[str] = []
    for row in table.rows:
        try:
            taken.append(take(row))
        except AppError as error:
            findings.append(
                _("{file}, row {row}: {reason}").format(file=table.source, row=row.line, reason=error.message)
            )
    return taken, findings


def lines_of(table: Table, findings: Sequence[Finding]) -> list[str]:
    """A line for each thing that is wrong, however many rows it is wrong in."""
    alike: dict[tuple[str, str], list[int]] = {}
    for finding in findings:
        alike.setdefault((finding.column, finding.reason), []).append(finding.line)
    return [
        (
            _("{file}, row {row}, column {column}: {reason}")
            if len(rows) == 1
            else _("{file}, rows {row}, column {column}: {reason}")
        ).format(file=table.source, row=_ranges(rows), column=table.heading(column), reason=reason)
        for (column, reason), rows in alike.items()
    ]


def _ranges(rows: Sequence[int]) -> str:
    """Row numbers in order, neighbours as a range: ``2–61, 70``."""
    stretches: list[list[int]] = []
    for row in rows:
        if stretches and row == stretches[-1][1] + 1:
            stretches[-1][1] = row
        else:
            stretches.append([row, row])
    return _(", ").join(str(first) if first == last else f"{first}–{last}" for first, last in stretches)
