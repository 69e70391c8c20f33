"""Editions of a form in a project: which one is in force, and what comes of answers when another one is (RECORD R21–R24)."""

from pathlib import Path

from evalapp.form.catalogue import find_form
from evalapp.form.model import Form
from evalapp.form.reader import read_form_file
from evalapp.work.project import open_project
from evalapp.work.session import Session

PROJECT_SUFFIX = ".evalproj"


def form_named(session: Session, name: str) -> Form:
    """The form that ``name`` stands for: the id of a shipped one, a file, or a project with its edition in force.

    Raises AppError("form", "not_found", "not_a_project", …).
    """
    path = Path(name)
    if path.suffix.lower() == PROJECT_SUFFIX:
        with open_project(session, path) as project:
            return project.tree.form
    return read_form_file(find_form(name, session.forms))
