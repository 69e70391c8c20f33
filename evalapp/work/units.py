"""Units as people name them: by their code on the roster."""

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.entry.roster import Unit
from evalapp.store.queries import roster
from evalapp.work.project import Project


def unit_with_code(project: Project, code: str) -> Unit:
    """The unit with this code. Raises AppError("unknown_unit")."""
    with project.file.read() as connection:
        for unit in roster(connection):
            if unit.code == code:
                return unit
    raise AppError(
        "unknown_unit",
        _("“{unit}” is not on the roster. Nothing was changed. Check the code.").format(unit=code),
    )
