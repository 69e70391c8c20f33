"""Conflicts of interest as people write them: who may not answer which units, in a list of assessors or line by line."""

import re
from collections.abc import Sequence

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.tables import Table
from evalapp.entry.roster import Roster, by_label
from evalapp.work.create import Assessor

_BETWEEN = re.compile(r"[;；,，、\n]")
_AFTER_PERSON = re.compile(r"[:：\t]")

Conflicts = tuple[tuple[str, str], ...]
"""(code of a person, key of a unit)."""


def read_conflicts(table: Table, roster: Roster) -> Conflicts:
    """The column ``barred`` of a list of assessors: units by code or name, with semicolons or commas between them.

    Raises AppError("barred") with every row that names a unit which is not on the roster.
    """
    units = by_label(roster)
    found: dict[tuple[str, str], None] = {}
    findings = []
    for row in table.rows:
        for label in _labels(row.get("barred")):
            if label in units:
                found[(row.get("code"), units[label].key)] = None
            else:
                findings.append(
                    _("{file}, row {row}, column {column}: “{value}” is not on the roster").format(
                        file=table.source, row=row.line, column=table.heading("barred"), value=label
                    )
                )
    if findings:
        raise AppError(
            "barred",
            _(
                "The list of assessors {file} has errors. Nothing was written. Correct the rows and read it again."
            ).format(file=table.source),
            details=findings,
        )
    return tuple(found)


def typed_conflicts(text: str, people: Sequence[Assessor], roster: Roster) -> Conflicts:
    """Conflicts as they are typed: one person a line, a colon, then the units. Raises AppError("barred") line by line."""
    units = by_label(roster)
    codes = {name.casefold(): one.code for one in people for name in (one.name, one.code)}
    found: dict[tuple[str, str], None] = {}
    findings = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        who, *rest = _AFTER_PERSON.split(line, 1)
        code = codes.get(who.strip().casefold())
        if code is None or not rest:
            findings.append(
                _(
                    "Line {line}: write the code of a person, a colon, and the units, such as “WXL: 济南市, 青岛市”."
                ).format(line=number)
            )
            continue
        for label in _labels(rest[0]):
            if label in units:
                found[(code, units[label].key)] = None
            else:
                findings.append(
                    _("Line {line}: “{value}” is not among the units chosen.").format(
                        line=number, value=label
                    )
                )
    if findings:
        raise AppError("barred", "\n".join(findings), details=findings)
    return tuple(found)


def written_conflicts(conflicts: Conflicts, people: Sequence[Assessor], roster: Roster) -> str:
    """Conflicts as :func:`typed_conflicts` reads them, a line a person."""
    names = {unit.key: unit for unit in roster}
    labels = by_label(roster)
    lines = []
    for person in people:
        units = [names[key] for code, key in conflicts if code == person.code and key in names]
        if units:
            written = _(", ").join(
                unit.name if labels.get(unit.name) is unit else unit.code for unit in units
            )
            lines.append(f"{person.code}: {written}")
    return "\n".join(lines)


def _labels(text: str) -> list[str]:
    return [label for part in _BETWEEN.split(text) if (label := part.strip())]
