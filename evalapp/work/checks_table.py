"""Findings as a table, for scripts and spreadsheets."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from evalapp.base.csv_file import guarded
from evalapp.base.files import write_bytes
from evalapp.base.i18n import _
from evalapp.work.checks import Checked, is_about_people
from evalapp.work.looking import Looked

COLUMNS = ("kind", "strength", "standing", "units", "items", "assessors", "why", "reason", "key")
_JOINT = ";"


class ListedFinding(Struct, frozen=True, kw_only=True):
    """A finding with codes in place of keys. Assessors are named only where the finding is about them."""

    kind: str
    key: str
    strength: float
    standing: str
    units: tuple[str, ...]
    items: tuple[str, ...]
    assessors: tuple[str, ...]
    why: str
    refs: tuple[str, ...]
    reason: str = ""


def listed(looked: Looked, findings: Sequence[Checked]) -> tuple[ListedFinding, ...]:
    """The findings in their order; units in that of the roster, items in that of the form."""
    units = {key: number for number, key in enumerate(looked.case.units)}
    items = {code: number for number, code in enumerate(looked.case.leaves)}
    return tuple(
        ListedFinding(
            kind=one.finding.kind,
            key=one.finding.key,
            strength=one.finding.strength,
            standing=one.standing,
            units=tuple(
                looked.codes[key]
                for key in sorted({place.unit for place in one.finding.places}, key=units.__getitem__)
            ),
            items=tuple(sorted({place.item for place in one.finding.places}, key=items.__getitem__)),
            assessors=tuple(sorted({looked.codes[place.subject] for place in one.finding.places}))
            if is_about_people(one.finding)
            else (),
            why=one.finding.why,
            refs=one.finding.refs,
            reason=one.word.reason if one.word is not None and one.standing == "dismissed" else "",
        )
        for one in findings
    )


def as_csv(rows: Sequence[ListedFinding]) -> bytes:
    """The table as CSV in UTF-8 with a mark in front, so that spreadsheet programs find the encoding."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in rows:
        cells = [
            _JOINT.join(cell) if isinstance(cell, tuple) else cell
            for cell in (getattr(row, column) for column in COLUMNS)
        ]
        writer.writerow([guarded(str(cell)) for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def export_findings(path: Path, rows: Sequence[ListedFinding]) -> Path:
    """Write the table, whole or not at all. Raises AppError("cannot_write")."""
    write_bytes(path, as_csv(rows))
    return path


def kind_word(kind: str) -> str:
    """What the findings of a kind are called."""
    return {
        "outlier": _("Far from the rest"),
        "alike": _("Answered alike"),
        "jump": _("Leap since last edition"),
        "reused": _("Evidence used twice"),
        "doubtful": _("Doubtful evidence"),
    }[kind]


def standing_word(standing: str) -> str:
    """What became of a finding."""
    return {
        "open": _("open"),
        "asked": _("asked"),
        "reviewed": _("evidence judged"),
        "dismissed": _("dismissed"),
    }[standing]
