"""Whatever is done in whatever order, the file holds what a plain dictionary holds: nothing is lost, and undo never invents."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evalapp.base.errors import AppError
from evalapp.work.answers import Entered, unit_page
from evalapp.work.project import open_project
from evalapp.work.submit import submit
from tests.people import founded
from tests.ui.windows import Screen

CITIES = ("370100", "370200")
VALUES = {
    "A1": ("yes", "no"),
    "A2": ("full", "part", "none"),
    "A3": ("time", "time;cost", "none"),
    "B1": ("0", "3", "4"),
    "B2": ("0", "10", "25.5"),
    "B3": ("19/20", "0/4"),
}
SITTINGS, LENGTH = 20, 100
"""2,000 operations."""

cells = st.tuples(st.sampled_from(CITIES), st.sampled_from(sorted(VALUES)))
operations = st.one_of(
    st.tuples(st.just("value"), cells, st.integers(0, 2)),
    st.tuples(st.just("value"), cells, st.integers(0, 2)),
    st.tuples(st.just("state"), cells, st.sampled_from(["not_found", "not_applicable", "unable", "blank"])),
    st.tuples(st.just("words"), cells, st.sampled_from(["", "看过三次", "two\nlines", "，。“”"])),
    st.tuples(st.just("confidence"), cells, st.sampled_from(["", "low", "high"])),
    st.sampled_from([("undo",), ("undo",), ("redo",), ("reopen",), ("submit",)]),
)

Cell = tuple[str, str]


class Model:
    """What should stand: answers by cell, and whole answers to go back to and forward again."""

    def __init__(self) -> None:
        self.answers = {(city, item): Entered() for city in CITIES for item in VALUES}
        self.done: list[tuple[Cell, Entered]] = []
        self.undone: list[tuple[Cell, Entered]] = []

    def put(self, cell: Cell, answer: Entered) -> None:
        if answer != self.answers[cell]:
            self.done.append((cell, self.answers[cell]))
            self.undone.clear()
            self.answers[cell] = answer

    def go(self, back: list[tuple[Cell, Entered]], forth: list[tuple[Cell, Entered]]) -> None:
        if back:
            cell, answer = back.pop()
            forth.append((cell, self.answers[cell]))
            self.answers[cell] = answer

    def forget(self) -> None:
        """A new sitting: what was done before is in the history, not under a key."""
        self.done.clear()
        self.undone.clear()


def changed(stands: Entered, kind: str, item: str, choice: object) -> Entered:
    """The answer after one thing was done to it."""
    match kind:
        case "value":
            values = VALUES[item]
            return structs.replace(stands, state="answered", value=values[int(str(choice)) % len(values)])
        case "state":
            return structs.replace(stands, state=choice, value="")
        case "words":
            return structs.replace(stands, justification=choice)
        case _:
            return structs.replace(stands, confidence=choice)


@pytest.fixture
def sitting(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator["Sitting"]:
    made = Sitting(tmp_path, qapp, qtbot)
    yield made
    made.close()


class Sitting:
    """A window on a project of its own, opened anew for each run."""

    def __init__(self, folder: Path, qapp: QApplication, qtbot: QtBot) -> None:
        self._folder, self._qapp, self._qtbot = folder, qapp, qtbot
        self._runs = 0
        self.screen: Screen | None = None

    def begin(self) -> None:
        self.close()
        self._runs += 1
        field = founded(self._folder / f"run-{self._runs}", codes=("WXL", "ZQM"), units=CITIES).assessor(
            "WXL"
        )
        field.project.close()
        self.home, self.path = field.session.home, field.project.path
        self.open()

    def open(self) -> None:
        self.screen = Screen(self._qapp, self._qtbot, self.home)
        self.screen.window.open_file(self.path)

    def close(self) -> None:
        if self.screen is not None:
            self.screen.waits()
            self.screen.window.close()
            self.screen = None

    def carry_out(self, model: Model, operation: tuple[object, ...]) -> None:
        assert self.screen is not None
        desk = self.screen.entry.desk
        match operation:
            case ("undo",):
                desk.undo()
                model.go(model.done, model.undone)
            case ("redo",):
                desk.redo()
                model.go(model.undone, model.done)
            case ("reopen",):
                self.close()
                self.open()
                model.forget()
            case ("submit",):
                self.screen.waits()
                with suppress(AppError):  # open points stop it, and nothing is signed off
                    number = len(list(self._folder.rglob("*.evalpkg")))
                    submit(self.screen.entry.project, self.path.with_name(f"s{number}.evalpkg"))
            case (str(kind), (str(city), str(item)), choice):
                stands = desk.entered(city, item)
                answer = changed(stands, kind, item, choice)
                desk.enter(city, item, answer, new_value=kind in ("value", "state"))
                model.put((city, item), answer)

    def in_the_file(self) -> dict[Cell, Entered]:
        """What the file holds, read by somebody else when the window is closed."""
        screen = self.screen
        assert screen is not None
        screen.waits()
        session = screen.session
        self.close()
        with open_project(session, self.path) as project:
            pages = {city: unit_page(project, city) for city in CITIES}
        return {(city, item): pages[city].entries[item].entered for city in CITIES for item in VALUES}


@settings(
    max_examples=SITTINGS,
    deadline=None,
    database=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(st.lists(operations, min_size=LENGTH, max_size=LENGTH))
def test_random_operations_leave_what_a_dictionary_holds(
    sitting: Sitting, done: list[tuple[object, ...]]
) -> None:
    sitting.begin()
    model = Model()
    for operation in done:
        sitting.carry_out(model, operation)
    found = sitting.in_the_file()
    assert found == model.answers


@pytest.mark.parametrize("seed", range(2))
def test_after_everything_is_undone_nothing_stands_and_redo_brings_all_of_it_back(
    sitting: Sitting, seed: int
) -> None:
    chance, model = Random(seed), Model()
    sitting.begin()
    for _n in range(60):
        item = chance.choice(sorted(VALUES))
        kind, choice = chance.choice(
            [("value", 0), ("value", 1), ("state", "not_found"), ("confidence", "low")]
        )
        sitting.carry_out(model, (kind, (chance.choice(CITIES), item), choice))
    whole = dict(model.answers)
    for _n in range(60):
        sitting.carry_out(model, ("undo",))
    assert set(model.answers.values()) == {Entered()}
    for _n in range(60):
        sitting.carry_out(model, ("redo",))
    assert model.answers == whole
    assert sitting.in_the_file() == whole
