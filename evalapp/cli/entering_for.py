"""``enter --for``: a coordinator enters paper or telephoned answers for an assessor."""

from pathlib import Path

from evalapp.base.i18n import _, ngettext
from evalapp.cli import counted
from evalapp.cli.output import emit, failures, note, say_line
from evalapp.work.on_behalf import enter_file_for, person_with_code
from evalapp.work.project import open_project
from evalapp.work.session import Session


def enter_for_code(
    project_file: Path, scores: Path, code: str, reason: str, *, sign_off: bool, as_json: bool
) -> None:
    """Enter a table or workbook for the assessor with this code, and say what came of it."""
    with failures(as_json), open_project(Session(), project_file) as project:
        person = person_with_code(project, code)
        found = enter_file_for(project, scores, person.id, reason, sign_off=sign_off)
    if as_json:
        emit(found)
        return
    say_line(
        _("{rows} read, {answers} written for {name}.").format(
            rows=counted.rows(found.rows), answers=counted.answers(found.written), name=found.name
        )
    )
    if found.signed_off:
        say_line(
            ngettext("{n} unit is signed off.", "{n} units are signed off.", len(found.signed_off)).format(
                n=len(found.signed_off)
            )
        )
    else:
        note(_("They are in progress until they are signed off: --sign-off does that, or the people page."))
    for name in found.ignored:
        note(_("Nothing was looked for in the sheet “{sheet}”.").format(sheet=name))
