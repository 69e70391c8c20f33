"""The difference between two publications as a table, for scripts and spreadsheets."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from evalapp.base.files import write_bytes
from evalapp.base.numbers import from_float
from evalapp.score.frozen import FrozenCell
from evalapp.score.results import ResultRow
from evalapp.work.publication_diff import Cause, Difference, MovedCell, MovedUnit
from evalapp.work.publication_words import change_of

COLUMNS = (
    "unit", "name", "rank_before", "rank_after", "score_before", "score_after", "change", "passed_by", "passed", "item",
    "value_before", "value_after", "effect", "cause", "by", "at", "file", "words",
)  # fmt: skip
_JOINT = ";"
_RULES = "rules"


def as_csv(found: Difference) -> bytes:
    """A row for each cause of each item that moved a unit, and one for the rules; units that only changed places have one row.

    Scores and effects are unrounded, times are UTC, values are as recorded. UTF-8 with a mark in front, so that spreadsheet
    programs find the encoding.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for unit in found.units:
        head = _head(unit)
        for rest in _rests(unit) or [()]:
            cells = (*head, *rest)
            writer.writerow([*map(_plain, cells), *[""] * (len(COLUMNS) - len(cells))])
    return text.getvalue().encode("utf-8-sig")


def export_difference(path: Path, found: Difference) -> Path:
    """Write the table, whole or not at all. Raises AppError("cannot_write")."""
    write_bytes(path, as_csv(found))
    return path


def _head(unit: MovedUnit) -> tuple[str, ...]:
    return (
        unit.unit,
        unit.name,
        _rank(unit.before),
        _rank(unit.after),
        _number(unit.before.points if unit.before else None),
        _number(unit.after.points if unit.after else None),
        _number(change_of(unit)),
        _JOINT.join(unit.passed_by),
        _JOINT.join(unit.passed),
    )


def _rests(unit: MovedUnit) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    if unit.rules:
        found.append(("", "", "", _number(unit.rules), _RULES))
    found += [row for cell in unit.cells for row in _of_cell(cell)]
    return found


def _of_cell(cell: MovedCell) -> Iterator[tuple[str, ...]]:
    """The first row has the effect; further causes of the same cell have none, so that a sum counts it once."""
    head = (cell.item, _value(cell.before), _value(cell.after))
    for number, cause in enumerate(cell.causes):
        yield (*head, _number(cell.effect) if not number else "", *_cause(cause))


def _cause(cause: Cause) -> tuple[str, ...]:
    return cause.kind, cause.by, cause.at, cause.file, cause.words


def _value(cell: FrozenCell | None) -> str:
    if cell is None:
        return ""
    if cell.score is not None:
        return _number(cell.score)
    return cell.value if cell.state == "answered" else cell.state


def _rank(row: ResultRow | None) -> str:
    return "" if row is None or row.rank is None else str(row.rank)


def _number(value: float | None) -> str:
    return "" if value is None else from_float(value)


def _plain(cell: str) -> str:
    """Text that no spreadsheet program takes for a formula; numbers stay numbers."""
    risky = cell.startswith(("=", "+", "-", "@", "\t")) and not _is_number(cell)
    return f"'{cell}" if risky else cell


def _is_number(cell: str) -> bool:
    return cell.lstrip("-").replace(".", "", 1).isdigit()
