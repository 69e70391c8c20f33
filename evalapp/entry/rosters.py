"""The roster as people bring it: a table with a row per unit."""

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.numbers import canonical
from evalapp.base.tables import Row, Table, folded
from evalapp.entry.columns import ROSTER
from evalapp.entry.roster import Roster, Unit, with_names_above
from evalapp.form.model import Units

_NEEDED = tuple(column.name for column in ROSTER.required)


def read_roster(table: Table, units: Units | None = None) -> Roster:
    """The units of ``table`` in file order, each keyed by its code.

    With the form's ``units`` given, the columns that it compares, averages or computes by must be there too.
    Raises AppError("roster") with every row and column that is wrong.
    """
    table = _as_the_form_says(table, units or Units())
    findings = _columns(table, units or Units())
    if not findings:
        lines: dict[str, int] = {}
        for row in table.rows:
            findings += _row(table, row, units or Units(), lines)
        findings += _sub_units(table)
        if not table.rows:
            findings.append(_("{file}: there is no row below the head line").format(file=table.source))
    if findings:
        raise AppError(
            "roster",
            _(
                "The roster {file} has errors. Nothing was written. "
                "Correct the rows listed and read the file again."
            ).format(file=table.source),
            details=findings,
        )
    return with_names_above(
        Unit(
            key=row.get("code"),
            code=row.get("code"),
            name=row.get("name"),
            columns={name: row.get(name) for name in table.columns},
        )
        for row in table.rows
    )


def columns_read(units: Units) -> tuple[str, ...]:
    """The roster's columns that the form computes with, as its ``[units]`` names them."""
    return (*units.number, *filter(None, (units.within,)), *units.means)


def _wanted(units: Units) -> dict[str, None]:
    return dict.fromkeys((*_NEEDED, *columns_read(units)))


def _as_the_form_says(table: Table, units: Units) -> Table:
    """The table with the columns that the form reads under the form's own names."""
    found = {folded(word): name for name in table.columns for word in (name, table.heading(name))}
    absent = [name for name in _wanted(units) if name not in table.columns and folded(name) in found]
    return table.renamed({found[folded(name)]: name for name in absent}) if absent else table


def _columns(table: Table, units: Units) -> list[str]:
    return [
        _("{file}, line 1: the column “{name}” is missing").format(file=table.source, name=ROSTER.shown(name))
        for name in _wanted(units)
        if name not in table.columns
    ]


def _row(table: Table, row: Row, units: Units, lines: dict[str, int]) -> list[str]:
    code = row.get("code")
    findings = [_cell(table, row.line, name, _("the cell is empty")) for name in _NEEDED if not row.get(name)]
    if code in lines:
        findings.append(
            _cell(
                table,
                row.line,
                "code",
                _("“{code}” stands in row {line} already").format(code=code, line=lines[code]),
            )
        )
    elif code:
        lines[code] = row.line
    findings += [
        _cell(table, row.line, name, _("“{value}” is not a number such as 12.5").format(value=row.get(name)))
        for name in units.number
        if row.get(name) and canonical(row.get(name)) is None
    ]
    return findings


def _sub_units(table: Table) -> list[str]:
    """A row with a ``parent`` is a sub-unit: of a unit of this roster that is none itself, and of some kind."""
    parent_of = {row.get("code"): row.get("parent") for row in table.rows}
    findings = []
    for row in table.rows:
        parent = row.get("parent")
        if not parent:
            continue
        if parent not in parent_of:
            reason = _("“{code}” is not the code of a unit of this roster").format(code=parent)
            findings.append(_cell(table, row.line, "parent", reason))
        elif parent == row.get("code"):
            reason = _("a unit cannot be a sub-unit of itself")
            findings.append(_cell(table, row.line, "parent", reason))
        elif parent_of[parent]:
            reason = _("“{code}” is a sub-unit itself; name the unit above it").format(code=parent)
            findings.append(_cell(table, row.line, "parent", reason))
        if not row.get("kind"):
            reason = _("a sub-unit needs a kind, by which the form's items know it")
            findings.append(_cell(table, row.line, "kind", reason))
    return findings


def _cell(table: Table, line: int, column: str, what: str) -> str:
    return _("{file}, row {line}, column {column}: {what}").format(
        file=table.source, line=line, column=table.heading(column), what=what
    )
