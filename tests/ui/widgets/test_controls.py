"""Switches, navigation, decisions, status line, toast, drop zone, the wheel."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QCursor, QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QListWidget, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from evalapp.ui.tasks import Running
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.decision_buttons import DecisionButtons
from evalapp.ui.widgets.drop_zone import DropZone
from evalapp.ui.widgets.empty_state import EmptyState
from evalapp.ui.widgets.input_rules import guard_wheel
from evalapp.ui.widgets.labels import ElidedLabel
from evalapp.ui.widgets.nav_list import NavList, NavState
from evalapp.ui.widgets.segmented import SegmentedSwitch, SegmentState
from evalapp.ui.widgets.status_line import StatusLine, StatusState
from evalapp.ui.widgets.summary_row import SummaryRow, SummaryState
from evalapp.ui.widgets.toast import Toast
from evalapp.ui.widgets.words import number_text
from tests.ui.widgets.samples import verbs


def texts(widget: QWidget) -> list[str]:
    return [
        label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget) and label.text()
    ]


def test_enter_presses_a_focused_button(qtbot: QtBot) -> None:
    button = Button("Merge")
    qtbot.addWidget(button)
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Return)


def test_a_switch_tells_the_part_now_on_and_only_a_change(qtbot: QtBot) -> None:
    switch = SegmentedSwitch("Mode")
    qtbot.addWidget(switch)
    switch.set_state(
        [SegmentState(code="city", text="By city"), SegmentState(code="item", text="By item")], "city"
    )
    told: list[object] = []
    switch.chosen.connect(told.append)
    switch.press(1)
    switch.press(2)
    assert told == ["item"]
    assert switch.on == "item"
    assert not switch.press(3)


def test_navigation_by_arrow_and_enter(qtbot: QtBot) -> None:
    nav = NavList("Pages")
    qtbot.addWidget(nav)
    pages = [
        NavState(code="in", text="Inbox", icon="poll", count=6),
        NavState(code="out", text="Export", icon="poll"),
    ]
    nav.set_state(pages, "in")
    nav.show()
    first = nav._items[0]
    assert first.accessibleName() == "Inbox, 6"
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    with qtbot.waitSignal(nav.page_chosen) as heard:
        qtbot.keyClick(nav._items[1], Qt.Key.Key_Return)
    assert heard.args == ["out"]


def test_a_rail_is_as_wide_as_the_token_says(qtbot: QtBot) -> None:
    nav = NavList("Pages")
    qtbot.addWidget(nav)
    nav.set_state([NavState(code="in", text="Inbox", icon="poll")], "in")
    wide = nav.sizeHint().width()
    nav.set_rail(True)
    assert (wide, nav.sizeHint().width()) == (168, 48)
    assert nav._items[0].toolTip() == "Inbox"


def test_every_verb_answers_to_its_printed_key(qtbot: QtBot) -> None:
    buttons = DecisionButtons("Decision")
    qtbot.addWidget(buttons)
    buttons.set_state(verbs(), None)
    told: list[object] = []
    buttons.verb_chosen.connect(told.append)
    for key in ("1", "s", "2"):
        qtbot.keyClick(buttons, key)
    assert told == ["use_a", "skip"], "a verb that is not possible cannot be pressed"


def test_a_verb_that_cannot_be_chosen_says_why(qtbot: QtBot) -> None:
    buttons = DecisionButtons("Decision")
    qtbot.addWidget(buttons)
    buttons.set_state(verbs(), None)
    refused = buttons._buttons[2]
    assert not refused.isEnabled()
    assert refused.toolTip() == refused.accessibleDescription() == "There is no B."


def test_a_failed_save_replaces_the_saved_time_and_stays(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.set_state(StatusState(saved="12:04:31", backup="11:58"))
    assert texts(line) == ["Saved 12:04:31", "Backup 11:58"]
    line.set_state(StatusState(saved="12:04:31", failed="Not saved: the disk is full"))
    assert texts(line) == []
    assert line.accessibleName() == "Not saved: the disk is full"
    with qtbot.waitSignal(line.failure_opened):
        line._failed.click()


def test_work_is_shown_only_once_it_lasts_and_can_be_cancelled(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.show()
    line.set_running(Running(name="Merge"))
    assert not line._work.isVisible()
    qtbot.waitUntil(line._work.isVisible)
    line.set_running(Running(name="Merge", done=2, total=6))
    assert "2/6" in texts(line)
    with qtbot.waitSignal(line.cancel_asked):
        line._work._cancel.click()
    line.set_running(None)
    assert not line._work.isVisible()


def test_a_toast_offers_to_undo_and_leaves(qtbot: QtBot) -> None:
    window = QWidget()
    window.resize(600, 300)
    qtbot.addWidget(window)
    window.show()
    toast = Toast(window, above=26)
    toast.show_text("1 piece of evidence removed", undo=True)
    assert toast.isVisible()
    assert toast.geometry().bottom() < 300 - 26
    with qtbot.waitSignal(toast.undo_asked):
        toast._undo.click()
    assert not toast.isVisible()


def test_a_toast_covers_nothing_that_is_worked_with(qtbot: QtBot) -> None:
    window = QWidget()
    window.resize(600, 300)
    rows = QListWidget(window)
    rows.addItems([f"Item {n}" for n in range(40)])
    rows.setGeometry(0, 0, 200, 270)
    field = QLineEdit(window)
    field.setGeometry(400, 250, 200, 24)
    field.hide()
    qtbot.addWidget(window)
    window.show()
    toast = Toast(window, above=26, clear_of=lambda: (rows, field))
    toast.show_text("Saved")
    left = toast.geometry()
    assert left.left() < 30 and left.bottom() < 300 - 26
    rows.setCurrentRow(rows.indexAt(left.center() - rows.viewport().pos()).row())
    row = rows.visualRect(rows.currentIndex()).translated(rows.viewport().pos())
    assert left.intersects(row)
    toast.show_text("Saved")
    right = toast.geometry()
    assert right.right() > 570 and right.top() == left.top()
    field.show()
    toast.show_text("Saved")
    assert not toast.geometry().intersects(field.geometry())
    assert not toast.geometry().intersects(row)


def test_a_toast_goes_in_time_from_under_a_resting_pointer(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = QWidget()
    window.resize(600, 300)
    qtbot.addWidget(window)
    window.show()
    toast = Toast(window, above=26)
    pointer = window.mapToGlobal(QPoint(30, 250))
    monkeypatch.setattr(QCursor, "pos", lambda: pointer)
    toast.show_text("Saved")
    assert toast.geometry().contains(QPoint(30, 250))
    assert toast._clock.interval() == current_theme().toast_ms == 6000
    toast._clock.timeout.emit()
    assert not toast.isVisible()
    toast.show_text("Saved")
    pointer = window.mapToGlobal(QPoint(35, 250))
    toast._clock.timeout.emit()
    assert toast.isVisible()
    pointer = window.mapToGlobal(QPoint(300, 20))
    toast._clock.timeout.emit()
    assert not toast.isVisible()


def test_an_empty_state_has_one_door(qtbot: QtBot) -> None:
    empty = EmptyState("check-circle-outline")
    qtbot.addWidget(empty)
    empty.set_state("There is nothing to decide.")
    assert not empty.button.isVisibleTo(empty)
    empty.set_state("There is nothing to decide.", "See results")
    with qtbot.waitSignal(empty.acted):
        empty.button.click()


def _drop(zone: DropZone, paths: list[Path]) -> QDropEvent:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    nothing = Qt.MouseButton.NoButton
    event = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, nothing, Qt.KeyboardModifier.NoModifier)
    event.setAccepted(False)
    zone.dropEvent(event)
    return event


def test_a_drop_zone_takes_its_own_kinds_only(qtbot: QtBot, tmp_path: Path) -> None:
    zone = DropZone((".evalpkg",))
    qtbot.addWidget(zone)
    with qtbot.waitSignal(zone.files_dropped) as heard:
        _drop(zone, [tmp_path / "a.evalpkg", tmp_path / "b.txt", tmp_path / "C.EVALPKG"])
    assert heard.args == [(tmp_path / "a.evalpkg", tmp_path / "C.EVALPKG")]
    with qtbot.assertNotEmitted(zone.files_dropped):
        assert not _drop(zone, [tmp_path / "b.txt"]).isAccepted()


def _wheel(widget: QWidget) -> bool:
    """Turn the wheel over a widget; whether the widget took it (if not, Qt gives it to the parent)."""
    event = QWheelEvent(
        QPointF(3, 3),
        QPointF(widget.mapToGlobal(QPoint(3, 3))),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def test_the_wheel_never_changes_a_value(qtbot: QtBot, qapp: QApplication) -> None:
    guard = guard_wheel(qapp)
    spin, combo = QSpinBox(), QComboBox()
    combo.addItems(["a", "b"])
    combo.setCurrentIndex(1)
    for widget in (spin, combo):
        qtbot.addWidget(widget)
        widget.show()
        widget.setFocus()
        assert not _wheel(widget)
    assert (spin.value(), combo.currentText()) == (0, "b")
    qapp.removeEventFilter(guard)


def test_a_summary_row_opens_its_leaf(qtbot: QtBot) -> None:
    row = SummaryRow(SummaryState(code="A2.1", title="All levels", status="blank"))
    qtbot.addWidget(row)
    assert row.accessibleName() == "A2.1 All levels, Unanswered"
    with qtbot.waitSignal(row.opened) as heard:
        qtbot.keyClick(row, Qt.Key.Key_Return)
    assert heard.args == ["A2.1"]


def test_an_elided_label_tells_the_whole_text_in_its_tool_tip(qtbot: QtBot) -> None:
    label = ElidedLabel("a rather long title of an item")
    qtbot.addWidget(label)
    label.resize(40, 20)
    label.show()
    label.grab()
    assert label.toolTip() == "a rather long title of an item"
    label.resize(900, 20)
    label.grab()
    assert label.toolTip() == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (4, "4"), (1.5, "1.5"), (1.005, "1.01"), (-2.50, "−2.5"), (100, "100"), (-0.001, "0")],
)
def test_numbers_are_printed_without_needless_zeros(value: float, text: str) -> None:
    assert number_text(value) == text
