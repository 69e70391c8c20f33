"""The head of the entry page says on which project one works, and with which form while there is room."""

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.people import founded
from tests.ui.windows import Screen


def test_the_head_names_the_project_and_then_its_form(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    field = founded(tmp_path / "desk", codes=("WXL", "ZQM")).assessor("WXL")
    about, form = field.project.about, field.project.form_title("en")
    field.project.close()
    screen = Screen(qapp, qtbot, field.session.home)
    screen.window.open_file(field.project.path)
    panes = screen.entry.panes
    assert panes.title.text() == about.title
    assert panes.form.accessibleName() == form
    assert about.title != form
    assert panes.form.isVisible()
    screen.window.resize(1093, 545)
    screen.entry.go_to(screen.entry.desk.units[1].unit.key, "A1")
    assert not panes.form.isVisible()
    screen.window.close()
