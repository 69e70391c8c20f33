"""Paper or telephoned answers that a coordinator enters for an assessor, with a reason (RECORD R3, R13, R15).

They lie in the slots of the assessor's own answers. The author is the coordinator, and every answer says why somebody else
wrote it. What the assessor writes later without having seen it stands beside it as a conflict of that assessor (RECORD R7).
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.base.tables import read_csv
from evalapp.base.text import clean
from evalapp.entry.columns import ANSWERS
from evalapp.entry.contents import ChainTip, SignOff
from evalapp.entry.roster import Roster, in_families
from evalapp.store.append import Draft
from evalapp.store.entered_for import tips_entered_for
from evalapp.store.project_file import Connection
from evalapp.store.queries import PersonRow, assignments, people, roster
from evalapp.work.answering import Whose, answer_drafts, answers_in
from evalapp.work.answers import Entered, UnitPage, unit_page
from evalapp.work.bulk import EnteredTable, answers_of_table, holds_workbook
from evalapp.work.project import Project, require_role


class EnteredFor(Struct, frozen=True, kw_only=True):
    """What was entered for somebody: rows read, answers that differed from what was there, units that were signed off."""

    person: str
    name: str
    code: str
    rows: int
    written: int
    signed_off: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


def person_with_code(project: Project, code: str) -> PersonRow:
    """The assessor with this code. Raises AppError("unknown_person") where there is none, or several (RECORD R2)."""
    with project.file.read() as connection:
        found = [one for one in people(connection).values() if one.role == "assessor" and one.code == code]
    if len(found) == 1:
        return found[0]
    raise AppError(
        "unknown_person",
        _("{n} assessors have the code “{code}”. Nothing was changed. Give one of them another code.").format(
            n=len(found), code=code
        )
        if found
        else _("No assessor has the code “{code}”. Nothing was changed. Check the code.").format(code=code),
    )


def enter_for(project: Project, person: str, answers: Mapping[tuple[str, str], Entered], reason: str) -> int:
    """Write answers by unit key and item for an assessor, all or none; how many differed from what was there.

    They are in progress until the units are signed off. Raises AppError("reason", "unknown_person", "not_assigned",
    "unknown_item", "value", …); nothing is then written.
    """
    whose = _whose(project, person, reason)
    return answers_in(project.write(lambda connection: answer_drafts(project, connection, answers, whose)))


def enter_file_for(
    project: Project, path: Path, person: str, reason: str, *, sign_off: bool = False
) -> EnteredFor:
    """Enter a table or an entry workbook for an assessor; with ``sign_off`` its units are signed off too.

    All or none: raises AppError("scores", …) with every wrong row or cell.
    """
    whose = _whose(project, person, reason)
    if holds_workbook(path):
        from evalapp.work.sheet_entry import read_sheet  # noqa: PLC0415 (reading workbooks takes lxml)

        sheet = read_sheet(project, path, whose=whose)
        table = EnteredTable(sheet.rows, 0, sheet.ignored)
        answers = sheet.answers
    else:
        rows = read_csv(path, ANSWERS)
        answers = answers_of_table(project, rows, whose)
        table = EnteredTable(len(rows.rows), 0)
    units = tuple(sorted({unit for unit, _item in answers}))
    written = answers_in(project.write(lambda connection: answer_drafts(project, connection, answers, whose)))
    if sign_off and units:
        sign_off_for(project, person, units, reason)
    with project.file.read() as connection:
        row = people(connection)[person]
    return EnteredFor(
        person=person,
        name=row.name,
        code=row.code,
        rows=table.rows,
        written=written,
        signed_off=units if sign_off else (),
        ignored=table.ignored,
    )


def sign_off_for(project: Project, person: str, units: Sequence[str], reason: str) -> None:
    """Sign off units for an assessor, as far as coordinators have entered them; what the assessor wrote is not covered.

    From then on these answers are compared (RECORD R15). Raises AppError("reason", "nothing_entered"); nothing is then written.
    """
    whose = _whose(project, person, reason)

    def drafts(connection: Connection) -> Sequence[Draft]:
        tips = tips_entered_for(connection, person, units)
        if not tips:
            raise AppError(
                "nothing_entered",
                _(
                    "Nothing was entered for {name} in these units, so there is nothing to sign off. Nothing was changed."
                ).format(name=whose.name),
            )
        content = SignOff(
            units=tuple(sorted(units)),
            tips=tuple(ChainTip(*tip) for tip in tips),
            comment=whose.reason,
        )
        return (Draft(content=content, subject=person),)

    project.write(drafts)


def units_for(project: Project, person: str) -> Roster:
    """The units that an assessor is to answer, in roster order."""
    with project.file.read() as connection:
        theirs = {row.unit for row in assignments(connection) if row.subject == person}
        return tuple(unit for unit in in_families(roster(connection)) if unit.key in theirs)


def page_for(project: Project, person: str, unit: str) -> UnitPage:
    """A unit as the assessor's page would show it with the answers that lie here."""
    require_role(project, "coordinator")
    return unit_page(project, unit, person)


def _whose(project: Project, person: str, reason: str) -> Whose:
    require_role(project, "coordinator")
    said = clean(reason)
    with project.file.read() as connection:
        row = people(connection).get(person)
    if row is None or row.role != "assessor":
        raise AppError(
            "unknown_person",
            _("There is no such assessor. Nothing was changed."),
        )
    if not said:
        raise AppError(
            "reason",
            _(
                "Say why you enter for {name}, such as “by telephone” or “from paper”. Nothing was changed."
            ).format(name=row.name),
        )
    return Whose(person=person, name=f"{row.name} {row.code}".strip(), reason=said)
