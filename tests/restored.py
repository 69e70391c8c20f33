"""A restored backup that has forgotten somebody: how a file comes from a person whom the project does not know."""

import shutil
from pathlib import Path

from evalapp.base.progress import Progress
from evalapp.work.changing import add_assessor, assign
from evalapp.work.create import Assessor
from evalapp.work.project import open_project
from evalapp.work.tasks import open_task, write_tasks
from tests.people import Desk, Field, desk_of, laptop

U1 = "370100"


def restored_copy(desk: Desk, tmp_path: Path) -> tuple[Desk, Field]:
    """The project as it was before an assessor was entered, and that assessor's work: what a restored backup meets."""
    backup = desk.copies_file(tmp_path / "old" / "project.evalproj")
    new = add_assessor(desk.project, Assessor("周慧", "ZH"))
    assign(desk.project, U1, new, place=3)
    (task,) = write_tasks(desk.project, tmp_path / "new", Progress(), only=[new])
    zhou = Field(open_task(laptop(tmp_path / "zh"), task.path, tmp_path / "zh.evalproj"))
    zhou.code = "ZH"
    zhou.answers(U1, "A2", "part")
    home = tmp_path / "old" / "home"
    home.mkdir()
    shutil.copyfile(desk.session.home / "identity.key", home / "identity.key")
    return desk_of(open_project(laptop(home), backup), tmp_path / "old", {}), zhou
