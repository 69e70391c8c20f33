"""Chinese typed through an input method arrives whole and once in every text field there is, and no key of a composition does more."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from evalapp.entry.asked import is_typed
from evalapp.ui.assessor.page import EntryPage
from evalapp.ui.widgets.justification import Justification
from tests import all_kinds
from tests.people import founded
from tests.ui.scenes import SCENES, Stage, leave, on_screen, stage
from tests.ui.windows import Screen

Field = QLineEdit | QPlainTextEdit | QTextEdit
WORDS, MORE = "济南市政务服务网", "，青岛"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Stage:
    return stage(tmp_path_factory.mktemp("stage"))


def fields(screen: Screen) -> list[Field]:
    """Every field to be seen in which text can be typed, those inside other widgets too."""
    found = [one for one in on_screen(screen) if isinstance(one, QLineEdit | QPlainTextEdit | QTextEdit)]
    return [one for one in found if one.isEnabled() and not one.isReadOnly()]


def text_of(field: Field) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def composing(field: Field) -> str:
    """What is being composed in the field and is not text yet."""
    if isinstance(field, QLineEdit):
        return str(field.inputMethodQuery(Qt.InputMethodQuery.ImSurroundingText) or "").replace(
            field.text(), ""
        )
    return field.textCursor().block().layout().preeditAreaText()


def composes(field: QWidget, letters: str) -> None:
    QApplication.sendEvent(field, QInputMethodEvent(letters, []))


def commits(field: QWidget, words: str) -> None:
    done = QInputMethodEvent("", [])
    done.setCommitString(words)
    QApplication.sendEvent(field, done)


def empties(field: Field) -> None:
    field.setFocus()
    field.clear()


def takes_words(field: Field) -> bool:
    """Fields for figures refuse letters, whoever types them."""
    before = text_of(field)
    empties(field)
    commits(field, WORDS)
    taken = text_of(field) == WORDS
    field.setText(before) if isinstance(field, QLineEdit) else field.setPlainText(before)
    return taken


def answers(screen: Screen) -> tuple[str, str, str] | None:
    """What is recorded for the item one is at."""
    page = screen.window.page
    if not isinstance(page, EntryPage) or not page.here()[0]:
        return None
    entered = page.desk.entered(*page.here())
    return (entered.state, entered.value, entered.confidence)


def check_field(screen: Screen, field: Field, where: str) -> None:
    """The text arrives whole and once; digits of the list of candidates and a change of focus do nothing else."""
    before = answers(screen)
    assert field.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled), where
    empties(field)
    composes(field, "ji'nan")
    assert text_of(field) == "", f"{where}: letters of a composition are no text yet"
    composes(field, "ji'nan'shi")
    commits(field, WORDS)
    assert text_of(field) == WORDS, where
    composes(field, "qing'dao")
    elsewhere = screen.window.foot.keys
    commits(field, MORE)  # as an input method does when it is told that the field loses the focus
    elsewhere.setFocus(Qt.FocusReason.MouseFocusReason)
    assert text_of(field) == WORDS + MORE, where
    commits(elsewhere, MORE)  # one that is told too late
    field.setFocus()
    assert text_of(field) == WORDS + MORE, where
    composes(field, "")
    assert text_of(field) == WORDS + MORE, where
    assert answers(screen) in (before, ("answered", text_of(field), before[2] if before else "")), where


def test_every_field_of_every_page_takes_chinese(files: Stage, qapp: QApplication, qtbot: QtBot) -> None:
    screens = {
        False: Screen(qapp, qtbot, files.assessor_home),
        True: Screen(qapp, qtbot, files.coordinator_home),
    }
    tried: set[str] = set()
    for scene in SCENES:
        screen = screens[scene.coordinator]
        screen.window.activateWindow()
        scene.go(screen, files)
        for field in fields(screen):
            name = f"{scene.name}: {type(field).__name__} {field.accessibleName() or field.objectName()}"
            if takes_words(field):
                check_field(screen, field, name)
                tried.add(name)
        leave(screen)
    for screen in screens.values():
        screen.window.close()
    shown = "\n".join(sorted(tried))
    for part in ("new project", "by city", "private note", "palette", "table", "decide"):
        assert any(name.startswith(part) for name in tried), f"no field in {part!r} among\n{shown}"


@pytest.fixture
def every_kind(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    desk = founded(
        tmp_path / "desk", codes=("WXL", "ZQM"), form=all_kinds.FORM, roster=all_kinds.roster(), mode="all"
    )
    person = desk.assessor("WXL")
    person.project.close()
    screen = Screen(qapp, qtbot, person.session.home)
    screen.window.open_file(person.project.path)
    yield screen
    screen.window.close()


def test_every_field_of_every_kind_of_card_takes_chinese_or_figures(every_kind: Screen) -> None:
    page = every_kind.entry
    kinds = set()
    for unit in page.desk.units[:2]:
        for leaf in page.desk.page(unit.unit.key).leaves:
            page.go_to(unit.unit.key, leaf.code)
            every_kind.waits()
            scale = type(leaf.scale).__name__
            if scale in kinds:
                continue
            kinds.add(scale)
            inside = [field for field in fields(every_kind) if page.cards.card.isAncestorOf(field)]
            assert inside or not is_typed(leaf), f"{leaf.code} has no field for words"
            for field in inside:
                if takes_words(field):
                    check_field(every_kind, field, f"{leaf.code}: {field.accessibleName()}")
    assert len(kinds) >= 8


def test_digits_that_choose_a_candidate_choose_no_option(every_kind: Screen) -> None:
    """Some input methods let the digit through after they have taken it: it belongs to the field."""
    page = every_kind.entry
    card = page.cards.card
    optional = next(
        leaf for leaf in page.desk.page(page.here()[0]).leaves if type(leaf.scale).__name__ == "Binary"
    )
    page.go_to(page.here()[0], optional.code)
    justification = card.findChild(Justification)
    assert justification is not None
    field = justification.field
    field.setFocus()
    composes(field, "ji'nan")
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_0, Qt.Key.Key_Minus, Qt.Key.Key_Period):
        QTest.keyClick(field, key)
    commits(field, "济南")
    every_kind.waits()
    entered = page.desk.entered(*page.here())
    assert (entered.state, entered.value) == ("blank", "")
    assert field.toPlainText().count("济南") == 1


def test_no_input_method_begins_on_the_card_itself(every_kind: Screen) -> None:
    """With an input method on, digits have to reach the card as digits."""
    card = every_kind.entry.cards.card
    card.setFocus()
    assert not card.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    commits(card, "济南")
    every_kind.waits()
    assert every_kind.entry.desk.entered(*every_kind.entry.here()).state == "blank"


def test_boxes_with_an_editor_have_a_field_that_is_tried(
    files: Stage, qapp: QApplication, qtbot: QtBot
) -> None:
    """Spin boxes and combo boxes that can be typed in hold a line edit, which the other tests find."""
    screen = Screen(qapp, qtbot, files.assessor_home)
    for scene in (one for one in SCENES if not one.coordinator):
        scene.go(screen, files)
        for widget in on_screen(screen):
            typed = isinstance(widget, QAbstractSpinBox) or (
                isinstance(widget, QComboBox) and widget.isEditable()
            )
            if typed:
                assert any(widget.isAncestorOf(field) for field in fields(screen)), scene.name
        leave(screen)
    screen.window.close()
