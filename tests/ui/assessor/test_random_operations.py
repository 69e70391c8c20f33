"""Whatever is done in whatever order, the file holds what a plain dictionary holds: nothing is lost, and undo never invents."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from msgspec import structs
from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evalapp.base.errors import AppError
from evalapp.ui.assessor import desk_work
from evalapp.ui.assessor.desk import EntryDesk
from evalapp.ui.assessor.history import HistoryPanel
from evalapp.ui.assessor.modes import CITY, GRID, KEYS
from evalapp.ui.widgets.card_state import NewEvidence, StateChoice
from evalapp.work.answers import Entered, unit_page
from evalapp.work.care import history
from evalapp.work.project import Project, open_project
from evalapp.work.submit import submit
from tests.people import GOOD, founded
from tests.ui.windows import Screen

CITIES = ("370100", "370200", "370300")
VALUES = {
    "A1": ("yes", "no"),
    "A2": ("full", "part", "none"),
    "A3": ("time", "time;cost", "none"),
    "B1": ("0", "3", "4"),
    "B2": ("0", "10", "25.5"),
    "B3": ("19/20", "0/4"),
    "C": ("亮点", "two words"),
}
ITEMS = tuple(VALUES)
STATES = ("not_found", "not_applicable", "unable", "blank")
BAD = "坏"
"""No value but for words."""
ADDRESSES = ("https://www.jinan.gov.cn/a", "https://www.jinan.gov.cn/b")
SITTINGS, LENGTH, IN_ALL = 36, 100, 2000
"""A sitting may be cut short; so many operations there are at least."""

Cell = tuple[str, str]
Before = Mapping[Cell, Entered]


class Model:
    """What should stand: answers by cell with all that they ever were, and what to go back to and forward again."""

    def __init__(self) -> None:
        self.answers = {(city, item): Entered() for city in CITIES for item in ITEMS}
        self.past: dict[Cell, list[Entered]] = {cell: [] for cell in self.answers}
        self.done: list[Before] = []
        self.undone: list[Before] = []

    def put(self, answers: Before) -> None:
        """Something is done: all of it is one step."""
        before = {cell: self.answers[cell] for cell in answers if answers[cell] != self.answers[cell]}
        if before:
            self.done.append(before)
            self.undone.clear()
            self._set(answers)

    def undo(self) -> None:
        self._go(self.done, self.undone)

    def redo(self) -> None:
        self._go(self.undone, self.done)

    def forget(self) -> None:
        """A new sitting: what was done before is in the history, not under a key."""
        self.done.clear()
        self.undone.clear()

    def evidenced(self) -> list[Cell]:
        return [cell for cell, answer in self.answers.items() if answer.evidence]

    def answered_twice(self) -> list[Cell]:
        return [cell for cell, past in self.past.items() if len(past) > 1]

    def applies(self, cell: Cell, answers: Before) -> bool:
        """The form's one rule."""
        entrance = answers[(cell[0], "A1")]
        return cell[1] != "A3" or entrance.value != "no"

    def _go(self, back: list[Before], forth: list[Before]) -> None:
        if back:
            answers = back.pop()
            forth.append({cell: self.answers[cell] for cell in answers})
            self._set(answers)

    def _set(self, answers: Before) -> None:
        for cell, answer in answers.items():
            if self.answers[cell] != answer:
                self.answers[cell] = answer
                self.past[cell].append(answer)


def read_as(item: str, raw: str, before: Entered) -> Entered | None:
    """What a pasted word makes of an answer; None where it is refused."""
    if raw == BAD and item != "C":
        return None
    if raw == "未找到":
        return structs.replace(before, state="not_found", value="")
    if raw.startswith("不适用："):
        return structs.replace(before, state="not_applicable", value="", justification=raw[len("不适用：") :])
    return structs.replace(before, state="answered", value=raw)


class Sitting:
    """One window for all runs, each on a project of its own."""

    def __init__(self, folder: Path, qapp: QApplication, qtbot: QtBot, disk: "Disk") -> None:
        self._folder, self.disk = folder, disk
        self._runs = 0
        self.checked = 0
        self.screen = Screen(qapp, qtbot, folder / "account")
        self.screen.window.resize(1366, 706)

    def begin(self) -> None:
        self._runs += 1
        home = self._folder / f"run-{self._runs}"
        field = founded(home, codes=("WXL", "ZQM"), units=CITIES).assessor("WXL")
        field.project.close()
        self.path = field.project.path
        self.open()

    def open(self) -> None:
        self.screen.window.open_file(self.path)

    def leave(self) -> None:
        self.screen.window.go_home()
        self.screen.waits()

    def table(self) -> None:
        if self.screen.entry.modes.mode != GRID:
            self.screen.entry.modes.go(GRID)

    def select(self, at: Cell, rows: int, columns: int) -> tuple[Cell, ...]:
        """Mark a block of the table; its cells in reading order. What does not apply is closed once it is read again."""
        self.table()
        self.screen.waits()
        view, model = self.screen.entry.grid.view, self.screen.entry.grid.model
        view.go_to(at)
        first = model.index_of(at)
        down = range(first.row(), min(first.row() + rows, len(CITIES)))
        right = range(first.column(), min(first.column() + columns, len(ITEMS)))
        block = QItemSelection(first, model.index(down[-1], right[-1]))
        view.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        return tuple(model.cell(model.index(row, column)) for row in down for column in right)

    def in_the_file(self) -> tuple[dict[Cell, Entered], dict[Cell, list[Entered]]]:
        """What the file holds and ever held, read by somebody else when the page is left."""
        self.leave()
        with open_project(self.screen.session, self.path) as project:
            pages = {city: unit_page(project, city) for city in CITIES}
            past = {
                (city, item): [
                    Entered(
                        state=one.state,
                        value=one.value,
                        justification=one.text,
                        evidence=one.evidence,
                        confidence=one.confidence,
                    )
                    for one in history(project, city, item)
                ]
                for city in CITIES
                for item in ITEMS
            }
        return {(city, item): pages[city].entries[item].entered for city in CITIES for item in ITEMS}, past


class Disk:
    """Lets answers be written, or not."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.full = False
        self._real = desk_work.record_answers
        monkeypatch.setattr(desk_work, "record_answers", self._record)

    def _record(self, project: Project, answers: Before) -> int:
        if self.full:
            raise AppError("disk_full", "The disk is full.")
        return self._real(project, answers)


@pytest.fixture
def sitting(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Sitting]:
    made = Sitting(tmp_path, qapp, qtbot, Disk(monkeypatch))
    yield made
    made.screen.window.close()


cells = st.sampled_from([(city, item) for city in CITIES for item in ITEMS])
blocks = st.sampled_from([(rows, columns) for rows in (1, 2, 3) for columns in (1, 2, 3)])
few = st.integers(1, 3)
choices = st.integers(0, 20)
pages = st.booleans()
"""Whether something is done on the page that is shown, or straight at what lies under all of them."""


class Operations(RuleBasedStateMachine):
    """What an assessor can do, done to a window and to a dictionary."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.model = Model()

    @initialize()
    def begins(self) -> None:
        self.sitting.begin()

    @property
    def desk(self) -> EntryDesk:
        return self.sitting.screen.entry.desk

    # -- single answers

    def put(self, cell: Cell, **changes: object) -> None:
        answer = structs.replace(self.model.answers[cell], **changes)
        self.desk.enter(*cell, answer, new_value="state" in changes)
        self.model.put({cell: answer})

    @rule(cell=cells, choice=choices, on_page=pages)
    def chooses_a_value(self, cell: Cell, choice: int, on_page: bool) -> None:
        value = VALUES[cell[1]][choice % len(VALUES[cell[1]])]
        entry = self.sitting.screen.entry
        if not on_page or not self.model.applies(cell, self.model.answers):
            self.put(cell, state="answered", value=value)
            return
        entry.go_to(*cell)
        if entry.modes.mode == GRID:
            entry.grid.view.entered.emit(cell, value)
        elif entry.modes.mode == CITY:
            entry.cards.card.answered.emit(value)
        else:
            self.put(cell, state="answered", value=value)
            return
        self.model.put({cell: structs.replace(self.model.answers[cell], state="answered", value=value)})

    @rule(cell=cells, state=st.sampled_from(STATES))
    def chooses_a_state(self, cell: Cell, state: str) -> None:
        self.put(cell, state=state, value="")

    @rule(cell=cells, state=st.sampled_from(STATES[:3]))
    def gives_a_reason_on_the_card(self, cell: Cell, state: str) -> None:
        entry = self.sitting.screen.entry
        if self.model.answers[cell].state == state or not self.model.applies(cell, self.model.answers):
            return
        entry.modes.go(CITY)
        entry.go_to(*cell)
        entry.cards.card.state_chosen.emit(StateChoice(state=state, reason="查过"))  # type: ignore[arg-type]
        answer = structs.replace(self.model.answers[cell], state=state, value="", justification="查过")
        self.model.put({cell: answer})

    @rule(cell=cells, words=st.sampled_from(["", "看过三次", "two\nlines", "，。“”"]))
    def writes_words(self, cell: Cell, words: str) -> None:
        self.put(cell, justification=words)

    @rule(cell=cells, confidence=st.sampled_from(["", "low", "high"]))
    def is_confident(self, cell: Cell, confidence: str) -> None:
        self.put(cell, confidence=confidence)

    @rule(cell=cells, address=st.sampled_from(ADDRESSES))
    def adds_a_link(self, cell: Cell, address: str) -> None:
        self.sitting.screen.entry.evidence.add(cell, NewEvidence(kind="link", text=address))
        self.sitting.screen.waits()
        before, after = self.model.answers[cell], self.desk.entered(*cell)
        if all(piece.ref != address for piece in before.evidence):
            assert after.evidence[:-1] == before.evidence
            assert after.evidence[-1].ref == address
            self.model.put({cell: structs.replace(before, evidence=after.evidence)})

    @precondition(lambda self: self.model.evidenced())
    @rule(choice=choices)
    def takes_evidence_away(self, choice: int) -> None:
        evidenced = self.model.evidenced()
        cell = evidenced[choice % len(evidenced)]
        before = self.model.answers[cell]
        number = choice % len(before.evidence)
        self.sitting.screen.entry.evidence.remove(cell, str(number))
        kept = (*before.evidence[:number], *before.evidence[number + 1 :])
        self.model.put({cell: structs.replace(before, evidence=kept)})

    @precondition(lambda self: self.model.answered_twice())
    @rule(choice=choices)
    def restores_an_earlier_answer(self, choice: int) -> None:
        twice = self.model.answered_twice()
        cell = twice[choice % len(twice)]
        screen, past = self.sitting.screen, self.model.past[cell]
        screen.waits()
        screen.entry.go_to(*cell)
        screen.entry.histories.open()
        panel = next(one for one in screen.window.findChildren(HistoryPanel) if one.isVisible())
        recorded = history(screen.entry.project, *cell)
        number = choice % (len(past) - 1)
        panel.table.revision_opened.emit(recorded[number].id)
        self.model.put({cell: past[number]})

    # -- blocks

    @rule(at=cells, size=blocks, words=st.integers(0, 10**9 - 1))
    def pastes(self, at: Cell, size: tuple[int, int], words: int) -> None:
        """``words``: a digit for each cell of the block."""
        rows, columns = size
        numbers = [int(digit) for digit in f"{words:09}"]
        items = [ITEMS[(ITEMS.index(at[1]) + n) % len(ITEMS)] for n in range(columns)]
        raw = [
            [_word(items[column], numbers[row * columns + column]) for column in range(columns)]
            for row in range(rows)
        ]
        if not any(word for line in raw for word in line):
            return
        self.sitting.table()
        grid = self.sitting.screen.entry.grid
        grid.view.go_to(at)
        QApplication.clipboard().setText("\n".join("\t".join(line) for line in raw))
        grid.paste.paste()
        grid.paste.confirm()
        grid.paste.give_up()
        left, top = ITEMS.index(at[1]), CITIES.index(at[0])
        aimed = {
            (CITIES[top + down], ITEMS[left + right]): raw[down][right]
            for down in range(rows)
            for right in range(columns)
            if top + down < len(CITIES) and left + right < len(ITEMS)
        }
        read = {
            cell: read_as(cell[1], word, self.model.answers[cell]) for cell, word in aimed.items() if word
        }
        self._block({cell: answer for cell, answer in read.items() if answer is not None})

    def _block(self, answers: dict[Cell, Entered]) -> None:
        after = self.model.answers | answers
        self.model.put({cell: a for cell, a in answers.items() if self.model.applies(cell, after)})

    @rule(at=cells, size=blocks)
    def fills_down(self, at: Cell, size: tuple[int, int]) -> None:
        chosen = self.sitting.select(at, *size)
        grid = self.sitting.screen.entry.grid
        grid.paste.fill()
        grid.paste.confirm()
        grid.paste.give_up()
        above = {cell[1]: self.model.answers[cell] for cell in chosen if cell[0] == at[0]}
        answers = {
            cell: structs.replace(
                self.model.answers[cell], state=above[cell[1]].state, value=above[cell[1]].value
            )
            for cell in chosen
            if cell[0] != at[0] and above[cell[1]].state != "blank"
        }
        self._block(answers)

    @rule(at=cells, size=blocks)
    def clears(self, at: Cell, size: tuple[int, int]) -> None:
        chosen = self.sitting.select(at, *size)
        self.sitting.screen.entry.grid.paste.clear()
        blank = {
            cell: structs.replace(self.model.answers[cell], state="blank", value="")
            for cell in chosen
            if self.model.applies(cell, self.model.answers)
        }
        self.model.put(blank)

    # -- back and forth

    @rule()
    def undoes(self) -> None:
        self.sitting.screen.entry.undoing.undo()
        self.model.undo()

    @rule(times=st.integers(2, 5))
    def undoes_several_times(self, times: int) -> None:
        for _time in range(times):
            self.undoes()

    @rule(times=few)
    def redoes(self, times: int) -> None:
        for _time in range(times):
            self.sitting.screen.entry.undoing.redo()
            self.model.redo()

    @rule(times=few, forth=st.booleans())
    def undoes_while_the_disk_is_full(self, times: int, forth: bool) -> None:
        self.sitting.screen.waits()
        self.sitting.disk.full = True
        for _time in range(times):
            undoing = self.sitting.screen.entry.undoing
            if forth:
                undoing.redo()
            else:
                undoing.undo()
        self.sitting.screen.waits()
        self.sitting.disk.full = False

    # -- going about

    @rule(mode=st.sampled_from(sorted(KEYS)))
    def goes_to_another_way_of_working(self, mode: str) -> None:
        self.sitting.screen.entry.modes.go(mode)

    @precondition(lambda self: len(self.model.done) > 2)
    @rule()
    def reopens(self) -> None:
        self.sitting.leave()
        self.sitting.open()
        self.model.forget()

    @precondition(lambda self: len(self.model.done) > 5)
    @rule()
    def hands_in(self) -> None:
        for city in CITIES:
            for item, value in (GOOD | {"C": "亮点"}).items():
                self.put((city, item), state="answered", value=value)
        screen = self.sitting.screen
        screen.waits()
        number = len(list(self.sitting.path.parent.glob("s*.evalpkg")))
        receipt = submit(
            screen.entry.project,
            self.sitting.path.with_name(f"s{number}.evalpkg"),
            comment="只做到这里",
        )
        screen.entry.hand_in.handed_in.emit(receipt)
        self.model.forget()

    @invariant()
    def the_page_shows_what_the_dictionary_holds(self) -> None:
        self.sitting.checked += 1
        shown = {cell: self.desk.entered(*cell) for cell in self.model.answers}
        assert shown == self.model.answers

    def teardown(self) -> None:
        answers, past = self.sitting.in_the_file()
        assert answers == self.model.answers
        assert past == self.model.past


def _word(item: str, number: int) -> str:
    """What stands in a cell of a block: a value, a state, something that is none, or nothing."""
    values = VALUES[item]
    return {6: "未找到", 7: "不适用：没有渠道", 8: BAD, 9: ""}.get(number, values[number % len(values)])


def test_random_operations_leave_what_a_dictionary_holds(sitting: Sitting) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        lambda: Operations(sitting),
        settings=settings(
            max_examples=SITTINGS,
            stateful_step_count=LENGTH,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # to shrink a failure by whole sittings takes longer than to read it
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
    assert sitting.checked - SITTINGS >= IN_ALL, "each operation is checked, and each beginning"


@pytest.mark.parametrize("seed", range(2))
def test_after_everything_is_undone_nothing_stands_and_redo_brings_all_of_it_back(
    sitting: Sitting, seed: int
) -> None:
    chance, doer = Random(seed), Operations(sitting)
    doer.begins()
    done: list[Callable[[Cell], None]] = [
        lambda cell: doer.put(cell, state="answered", value=VALUES[cell[1]][0]),
        lambda cell: doer.put(cell, state="answered", value=VALUES[cell[1]][1]),
        lambda cell: doer.put(cell, state="not_found", value=""),
        lambda cell: doer.put(cell, confidence="low"),
        lambda cell: doer.pastes(cell, (2, 3), chance.randrange(10**9)),
        lambda cell: doer.clears(cell, (2, 2)),
    ]
    for _n in range(60):
        chance.choice(done)((chance.choice(CITIES), chance.choice(ITEMS)))
    whole = dict(doer.model.answers)
    for _n in range(60):
        doer.undoes()
    assert set(doer.model.answers.values()) == {Entered()}
    doer.the_page_shows_what_the_dictionary_holds()
    doer.redoes(60)
    assert doer.model.answers == whole
    doer.teardown()
