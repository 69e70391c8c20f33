"""Where somebody was on a page, kept in the file as a local fact: it is found again after a restart and never leaves the file."""

from evalapp.store.project_file import facts, set_facts
from evalapp.work.project import Project

_PREFIX = "place."


def kept_place(project: Project, page: str) -> str:
    """What was kept for a page; "" where nothing was."""
    with project.file.read() as connection:
        return facts(connection).get(_PREFIX + page, "")


def keep_place(project: Project, page: str, place: str) -> None:
    """Keep a place, as text that the page understands, in the stead of the one before."""
    with project.file.write() as connection:
        if facts(connection).get(_PREFIX + page, "") != place:
            set_facts(connection, {_PREFIX + page: place})
