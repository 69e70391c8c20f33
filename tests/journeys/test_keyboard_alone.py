"""A whole city from the task file to the submission by nothing but keys; what was typed is what arrives, no more, no less."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from evalapp.entry.asked import is_typed
from evalapp.form.scales import Binary, Checklist, Count, Deductions, Number, Options, Rate, Rounds, Words
from evalapp.form.tree import Node
from evalapp.ui.widgets.justification import Justification
from evalapp.work.answers import unit_page
from evalapp.work.deciding import cell_view
from evalapp.work.project import open_project
from tests import all_kinds
from tests.people import Desk, founded, laptop
from tests.ui.windows import SHIPPED, Screen

CITY = "370100"
CTRL, ALT, NO = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)
SHIFT = Qt.KeyboardModifier.ShiftModifier
NUMBERS = (Number, Count, Rate, Deductions, Rounds, Words)
SIGN = {"not_found": Qt.Key.Key_0, "not_applicable": Qt.Key.Key_Minus, "unable": Qt.Key.Key_Period}
ADDRESS = "https://www.jinan.gov.cn/service/{n}"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise|grabbing)", extend=True),
]


class Typed(Struct):
    """What somebody means to have entered for an item, and the keys that it took."""

    state: str = "answered"
    value: str = ""
    words: str = ""
    confidence: str = ""
    evidence: tuple[str, ...] = ()
    """The addresses of links; "" for a screenshot."""
    keys: int = 0


class Keyboard:
    """Hands on the keys: each goes to whatever has the focus, and is counted."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self.pressed = 0

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None, "the keyboard has lost its way"
        self._screen.qtbot.keyClick(focus, key, modifier)
        self.pressed += 1

    def types(self, text: str) -> None:
        for letter in text:
            focus = QApplication.focusWidget()
            assert focus is not None, "the keyboard has lost its way"
            self._screen.qtbot.keyClicks(focus, letter)
            self.pressed += 1

    def pastes(self, text: str) -> None:
        """Ctrl+V of what was copied in another program: an address, or with "" a part of the screen."""
        if text:
            QApplication.clipboard().setText(text)
        else:
            image = QImage(40, 30, QImage.Format.Format_RGB32)
            image.fill(0xFF000000 + self.pressed)
            QApplication.clipboard().setImage(image)
        self.press(Qt.Key.Key_V, CTRL)
        self._screen.waits()


class Assessor:
    """Fills a city as one who thinks of the items and not of the program."""

    def __init__(self, screen: Screen) -> None:
        self.screen, self.keys = screen, Keyboard(screen)
        self.typed: dict[str, Typed] = {}

    def here(self) -> str:
        bound = self.screen.entry.cards.card.bound
        assert bound is not None
        return bound[1]

    def fills(self) -> None:
        """From one open item to the next by Enter, until none is left; then to what is welcome but not asked for."""
        tree = self.screen.entry.project.tree
        while (item := self.here()) not in self.typed:
            self._fill(tree.node(item))
        for leaf in tree.leaves:
            if isinstance(leaf.scale, Words):
                self._goes_to(leaf.code)
                self._fill(leaf)

    def _fill(self, leaf: Node) -> None:
        begun, number = self.keys.pressed, len(self.typed)
        typed = self._answers(leaf, number)
        self._closes(leaf, typed, number)
        typed.keys = self.keys.pressed - begun
        self.typed[leaf.code] = typed
        self.screen.waits()

    def _goes_to(self, item: str) -> None:
        """Down the items, as what is not open is passed over by Enter."""
        codes = [leaf.code for leaf in self.screen.entry.desk.page(CITY).leaves]
        for _step in range(codes.index(item) - codes.index(self.here())):
            self.keys.press(Qt.Key.Key_Down, CTRL)
        assert self.here() == item

    def _answers(self, leaf: Node, number: int) -> Typed:
        states = leaf.item.states
        for nth, state in ((3, "not_applicable"), (6, "unable"), (8, "not_found")):
            if number % 10 == nth and state in states:
                return self._says(leaf, state, number)
        typed = Typed(value=self._value(leaf, number))
        if number % 6 == 0:
            self._leaves_the_field()
            self.keys.press(Qt.Key.Key_3, ALT)
            typed.confidence = "high"
        return typed

    def _says(self, leaf: Node, state: str, number: int) -> Typed:
        """One key, with Alt where a field takes the digits; a reason where one is asked for."""
        self.keys.press(SIGN[state], ALT if isinstance(leaf.scale, NUMBERS) else NO)
        if state == "not_found":
            return Typed(state=state)
        reason = f"no such service {number}"
        self.keys.types(reason)
        self.keys.press(Qt.Key.Key_Return)
        return Typed(state=state, words=reason)

    def _value(self, leaf: Node, number: int) -> str:
        """Type a value; what it is recorded as."""
        scale, keys = leaf.scale, self.keys
        match scale:
            case Options():
                place = number % len(scale.options)
                keys.types(str(place + 1))
                return scale.options[place].value
            case Checklist():
                keys.types("12")
                return ";".join(tick.id for tick in scale.ticks[:2])
            case Count():
                keys.types("3")
                return "3"
            case Number():
                low = 0 if scale.min is None else int(scale.min)
                keys.types(str(low + 1))
                return str(low + 1)
            case Rate():
                keys.types("19/20")
                return "19/20"
            case Deductions():
                keys.types("2")
                keys.types("3")
                return f"{scale.kinds[1].id}=3"
            case Rounds():
                for place in range(scale.n):
                    keys.types("1")
                    if place < scale.n - 1:
                        keys.press(Qt.Key.Key_Return)
                one = "1" if not isinstance(scale.one, Options) else scale.one.options[0].value
                return ";".join([one] * scale.n)
            case Binary():
                keys.types("1")
                return "yes"
            case _:
                keys.types("1 good thing, and another")
                return "1 good thing, and another"

    def _leaves_the_field(self) -> None:
        self.keys.press(Qt.Key.Key_Escape)

    def _closes(self, leaf: Node, typed: Typed, number: int) -> None:
        """Words and evidence where there are any, then on to the next open item."""
        if leaf.item.evidence != "none" and typed.state in ("answered", "not_found"):
            address = "" if number % 5 == 0 else ADDRESS.format(n=number)
            self._leaves_the_field()
            self.keys.pastes(address)
            typed.evidence = (address,)
        if number % 4 == 1 and typed.state == "answered":
            typed.words = f"seen {number} times [1]"
            self._goes_to_the_words()
            self.keys.types(typed.words)
            self.keys.press(Qt.Key.Key_Return, CTRL)
        elif isinstance(leaf.scale, Words):
            self.keys.press(Qt.Key.Key_Return, CTRL)
        else:
            self.keys.press(Qt.Key.Key_Return)

    def _goes_to_the_words(self) -> None:
        self.keys.press(Qt.Key.Key_I, CTRL)
        focus = QApplication.focusWidget()
        assert focus is not None
        assert isinstance(focus.parentWidget(), Justification)

    def told(self) -> str:
        """What the keys were spent on."""
        counts = sorted(one.keys for one in self.typed.values())
        dear = sorted(self.typed, key=lambda item: -self.typed[item].keys)[:3]
        per_leaf = ", ".join(f"{item} {one.keys}" for item, one in self.typed.items())
        return (
            f"\n  {len(counts)} items by {self.keys.pressed} keys: {sum(counts) / len(counts):.1f} an item, "
            f"median {counts[len(counts) // 2]}, most {counts[-1]} ({', '.join(dear)})\n  {per_leaf}"
        )


def journey(
    desk: Desk, tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Assessor:
    """Open the task file, fill the city, hand in, close the window."""
    session = laptop(desk.folder / "wxl")
    project, package = tmp_path / "mine.evalproj", tmp_path / "done.evalpkg"
    saved = iter((project, package))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(desk.tasks["WXL"]), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(next(saved)), ""))
    screen = Screen(qapp, qtbot, session.home)
    screen.window.resize(1366, 706)
    screen.waits_for(lambda: QApplication.focusWidget() is not None)
    assessor = Assessor(screen)
    keys = assessor.keys
    keys.press(Qt.Key.Key_O, CTRL)
    screen.waits()
    screen.waits_for(lambda: QApplication.focusWidget() is not None)
    assessor.fills()
    keys.press(Qt.Key.Key_Return, CTRL | SHIFT)
    screen.waits()
    keys.press(Qt.Key.Key_Return, CTRL)
    screen.waits()
    if not package.exists():  # something is left open: the key leads to the comment that it takes
        keys.types("Seen again, it stands")
        keys.press(Qt.Key.Key_Return, CTRL)
        screen.waits()
    keys.press(Qt.Key.Key_Q, CTRL)
    screen.waits_for(lambda: not screen.window.isVisible())
    print(assessor.told())
    return assessor


def in_the_file(path: Path, screen: Screen) -> dict[str, Typed]:
    with open_project(screen.session, path) as project:
        entries = unit_page(project, CITY).entries
    return {
        item: Typed(
            state=one.entered.state,
            value=one.entered.value,
            words=one.entered.justification,
            confidence=one.entered.confidence,
            evidence=tuple(piece.ref if piece.kind == "link" else "" for piece in one.entered.evidence),
        )
        for item, one in entries.items()
        if one.entered.state != "blank"
    }


def without_keys(typed: Mapping[str, Typed]) -> dict[str, Typed]:
    return {
        item: Typed(one.state, one.value, one.words, one.confidence, one.evidence)
        for item, one in typed.items()
    }


@pytest.mark.parametrize("kind", ["sixty", "every scale"])
def test_a_city_is_filled_and_handed_in_by_keys_alone(
    kind: str, tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = SHIPPED / "gov-internet-service.toml" if kind == "sixty" else all_kinds.FORM
    columns = {CITY: {"kind": "prefecture", "province": "山东省"}} if kind == "sixty" else None
    roster = all_kinds.roster()[:1] if kind != "sixty" else ()
    desk = founded(
        tmp_path / "desk",
        codes=("WXL",),
        form=form,
        units=(CITY,),
        columns=columns,
        roster=roster,
        mode="all",
    )
    assessor = journey(desk, tmp_path, qapp, qtbot, monkeypatch)
    tree = desk.project.tree
    asked = {leaf.code for leaf in tree.leaves if is_typed(leaf) and not leaf.kind}
    assert len(assessor.typed) >= (60 if kind == "sixty" else 12)
    assert {type(tree.node(item).scale) for item in assessor.typed} >= {
        type(leaf.scale) for leaf in tree.leaves if leaf.code in asked
    }
    typed = without_keys(assessor.typed)
    assert in_the_file(tmp_path / "mine.evalproj", assessor.screen) == typed
    assert {one.state for one in typed.values()} == {"answered", "not_found", "not_applicable", "unable"}
    left = asked - typed.keys()
    assert all(tree.node(item).item.applies for item in left), "only what does not apply is left blank"
    assert desk.merges_one(tmp_path / "done.evalpkg").verdict == "merge"
    for item, one in typed.items():
        (came,) = cell_view(desk.project, CITY, item).assessments
        evidence = tuple(piece.ref if piece.kind == "link" else "" for piece in came.evidence)
        assert Typed(came.state, came.value, came.justification, came.confidence, evidence) == one
