"""A flag for a second look: one key sets it and takes it away; it is shown everywhere, and leaves the laptop in nothing."""

import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evalapp.ui.widgets.city_list import CityState, spoken_city
from evalapp.ui.widgets.models.item_tree import spoken
from evalapp.ui.widgets.models.struct_list import STATE_ROLE
from evalapp.ui.widgets.toast import Toast
from evalapp.work.answers import unit_page
from evalapp.work.care import history
from evalapp.work.flags import toggle_flag
from evalapp.work.project import open_project
from evalapp.work.submit import submit
from tests.people import SMALL, Desk, edition, founded, mapping
from tests.ui.windows import Screen, window_on

CITY, OTHER = "370100", "370200"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path / "desk", codes=("WXL", "ZQM"), units=(CITY, OTHER))


@pytest.fixture
def screen(desk: Desk, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    field = desk.assessor("WXL")
    with window_on(field, qapp, qtbot, (1366, 768)) as made:
        made.entry.go_to(CITY, "A2")
        yield made


def flagged(screen: Screen, unit: str = CITY) -> list[str]:
    return list(unit_page(screen.entry.project, unit).flagged)


def cities(screen: Screen) -> list[CityState]:
    model = screen.entry.cities.view.model()
    return [model.index(row, 0).data(STATE_ROLE) for row in range(model.rowCount())]


def said(screen: Screen) -> str:
    toast = screen.window.findChild(Toast)
    assert toast is not None
    return toast.accessibleName()


def test_the_key_flags_and_takes_the_flag_away_and_says_so(screen: Screen) -> None:
    screen.presses("*")
    assert flagged(screen) == ["A2"]
    assert said(screen) == "A2 is flagged for a second look. * takes the flag away."
    assert screen.window.status_line.accessibleName().startswith("Saved")
    screen.presses("*")
    assert flagged(screen) == []
    assert said(screen) == "A2 is no longer flagged. * flags it again."
    assert history(screen.entry.project, CITY, "A2") == (), "a flag is no answer"


def test_a_flag_is_seen_on_the_card_the_tree_the_city_and_in_the_list(screen: Screen) -> None:
    screen.presses("*")
    card = screen.entry.cards.card
    assert card._head._flag.accessibleName() == "Flagged for a second look; take the flag away (*)"
    assert [city.flagged for city in cities(screen)] == [1, 0]
    assert spoken_city(cities(screen)[0]).endswith("1 flagged")
    tree = screen.entry.items.view.model()
    leaves = [
        tree.index(row, 0, tree.index(group, 0)).data(STATE_ROLE)
        for group in range(tree.rowCount())
        for row in range(tree.rowCount(tree.index(group, 0)))
    ]
    assert [leaf.code for leaf in leaves if leaf.flagged] == ["A2"]
    assert spoken(next(leaf for leaf in leaves if leaf.flagged)).endswith("flagged")
    panel = screen.entry.problems
    panel.filters.chosen.emit("flag")
    model = panel.list.model()
    rows = [model.index(row, 0).data(STATE_ROLE) for row in range(model.rowCount())]
    assert [(row.kind, row.what.partition(" ")[0]) for row in rows] == [("flag", "A2")]
    screen.entry.go_to(CITY, "B1")
    panel.list.choose_next()
    assert screen.entry.here() == (CITY, "A2")


def test_a_star_in_the_justification_stays_a_star(screen: Screen) -> None:
    field = screen.entry.cards.card._justification.field
    field.setFocus()
    screen.qtbot.keyClicks(field, "2 * 3")
    screen.waits()
    assert field.toPlainText() == "2 * 3"
    assert flagged(screen) == []


def test_a_flag_outlives_the_sitting_and_is_in_no_submission(screen: Screen, tmp_path: Path) -> None:
    screen.presses("*")
    screen.entry.cards.card.answered.emit("full")
    screen.waits()
    sent = tmp_path / "s.evalpkg"
    submit(screen.entry.project, sent, (), comment="试交")
    with zipfile.ZipFile(sent) as package:
        assert not any(b'"flag' in package.read(name) for name in package.namelist())
    path = screen.entry.project.path
    screen.window.go_home()
    with open_project(screen.session, path) as project:
        assert list(unit_page(project, CITY).flagged) == ["A2"]


def test_a_flag_follows_its_item_into_another_edition(desk: Desk, tmp_path: Path) -> None:
    wang = desk.assessor("WXL")
    assert toggle_flag(wang.project, CITY, "B1")
    newer = edition(
        tmp_path,
        "2",
        ('code = "B1"', 'code = "B9"'),
        ("answer['B1']", "answer['B9']"),
        ('"A1", "B1"]', '"A1", "B9"]'),
    )
    desk.brings(newer, mapping(SMALL, newer, 'from = "B1"\nto = "B9"'))
    wang.opens_update(desk.writes_updates()["WXL"])
    assert list(unit_page(wang.project, CITY).flagged) == ["B9"]


def test_a_file_without_the_table_gets_it_when_it_is_opened(desk: Desk) -> None:
    wang = desk.assessor("WXL")
    path, session = wang.project.path, wang.session
    wang.project.close()
    plain = sqlite3.connect(path)
    plain.execute("DROP TABLE flag")
    plain.commit()
    plain.close()
    with open_project(session, path) as project:
        assert unit_page(project, CITY).flagged == {}
        assert toggle_flag(project, CITY, "A1")
        assert list(unit_page(project, CITY).flagged) == ["A1"]


def test_information_has_a_filter_where_there_is_some_and_holds_neither_blanks_nor_flags(
    screen: Screen,
) -> None:
    panel = screen.entry.problems
    assert "info" not in [chip.state.code for chip in panel.filters._filters]
    screen.presses("*")
    screen.entry.cards.card.justification_typed.emit("see [4]")
    screen.waits()
    counts = {chip.state.code: chip.state.count for chip in panel.filters._filters}
    assert (counts["info"], counts["flag"]) == (1, 1)
    assert counts["all"] == counts["blank"] + 2
    panel.filters.chosen.emit("info")
    model = panel.list.model()
    assert [model.index(row, 0).data(STATE_ROLE).why for row in range(model.rowCount())] == [
        "The justification cites [4], but there is no evidence of that number."
    ]
