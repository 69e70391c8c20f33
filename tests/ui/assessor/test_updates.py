"""An update in the window: the project goes on in the newer edition, and says what came over (RECORD R24)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from evalapp.work.answers import unit_page
from tests.people import SMALL, Desk, edition, founded, mapping
from tests.ui.windows import Screen, window_on

CITY, OTHER = "370100", "370200"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path / "desk", codes=("WXL", "ZQM"), units=(CITY, OTHER), synthetic=True)


@pytest.fixture
def screen(desk: Desk, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    """An assessor's project with two answers, open in a window."""
    field = desk.assessor("WXL")
    field.answers(CITY, "A2", "part")
    field.answers(CITY, "B2", "40", text="量了三次")
    with window_on(field, qapp, qtbot) as made:
        yield made


@pytest.fixture
def update(desk: Desk, tmp_path: Path) -> Path:
    """Another scale for A2 and for B2; the old answers to B2 have no counterpart."""
    newer = edition(
        tmp_path, "2", ('value = "part"', 'value = "most"'), ("max = 100, decimals", "max = 60, decimals")
    )
    chosen = mapping(
        SMALL,
        newer,
        'from = "A2"\nto = "A2"\nvalues = { full = "full", part = "most", none = "none" }',
        'from = "B2"\nto = "B2"\nagain = true',
    )
    desk.brings(newer, chosen)
    return desk.writes_updates()["WXL"]


def test_an_update_is_opened_in_the_project_that_it_is_for(screen: Screen, update: Path) -> None:
    screen.entry.go_to(CITY, "A2")
    screen.window.open_file(update)
    screen.waits()
    assert screen.entry.project.tree.form.head.version == "2"
    screen.entry.go_to(CITY, "A2")
    card = screen.entry.cards.card
    assert [one.text for one in card._state.messages] == [
        "Carried over from edition 1, where A2 was answered “Part”."
    ]
    assert card._state.value == "most"
    screen.entry.go_to(CITY, "B2")
    assert [(one.kind, one.text) for one in card._state.messages] == [
        ("warn", "To be answered again: in edition 1 it was “40”.")
    ]
    assert card._state.value == "" and card._state.justification == "量了三次"
    page = unit_page(screen.entry.project, CITY)
    assert [(one.severity, one.item) for one in page.problems if one.kind == "again"] == [("warning", "B2")]


def test_an_update_whose_project_is_not_among_the_recent_ones_asks_for_it(
    screen: Screen, update: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = screen.entry.project.path
    screen.window.go_home()
    screen.waits()
    from evalapp.ui.start.opening import forgotten

    services = screen.window.services
    services.keep_settings(forgotten(services.settings(), str(path.resolve())))
    asked: list[str] = []
    monkeypatch.setattr(
        "evalapp.ui.start.opening.ask_file", lambda _parent, title, _kind: (asked.append(title), path)[1]
    )
    screen.window.open_file(update)
    screen.waits()
    assert asked == ["The project that the update is for"]
    assert screen.entry.project.tree.form.head.version == "2"


def test_an_update_for_another_person_changes_nothing_and_says_so(
    desk: Desk, screen: Screen, update: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = screen.entry.project.path
    monkeypatch.setattr("evalapp.ui.start.opening.ask_file", lambda *_asked: path)
    screen.window.open_file(update.with_name("ZQM-update.evalpkg"))
    screen.waits()
    said = " ".join(label.text() for label in screen.window.messages.findChildren(QLabel))
    assert "not for you" in said
    assert screen.entry.project.tree.form.head.version == "1"
