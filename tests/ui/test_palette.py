"""The command palette: every command of the page and the window, found by typing and run by Enter."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from evalapp.ui.commands import Command
from evalapp.ui.coordinator.page import CoordinatorPage
from evalapp.ui.finding import best, fit
from evalapp.ui.keys_panel import keys_everywhere
from evalapp.ui.palette import Palette
from evalapp.ui.start.new_project import NewProjectPage
from evalapp.ui.start.page import StartPage
from evalapp.ui.window_commands import window_commands
from tests.people import founded
from tests.ui.fit import clipped, unnamed
from tests.ui.windows import Screen, window_on

JINAN, QINGDAO = "370100", "370200"
CTRL, PLAIN = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
COLUMNS = {
    JINAN: {"pinyin": "jinan", "initials": "jn"},
    QINGDAO: {"pinyin": "qingdao", "initials": "qd"},
}


@pytest.fixture
def entry(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    desk = founded(tmp_path / "desk", codes=("WXL", "ZQM"), units=(JINAN, QINGDAO), columns=COLUMNS)
    field = desk.assessor("WXL")
    with window_on(field, qapp, qtbot, (1366, 706)) as made:
        made.entry.go_to(JINAN, "A1")
        made.entry.cards.card.setFocus()
        made.waits_for(lambda: QApplication.focusWidget() is not None)
        yield made


@pytest.fixture
def office(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Screen]:
    desk = founded(tmp_path / "desk", codes=("WXL", "ZQM"), units=(JINAN, QINGDAO))
    desk.project.close()
    made = Screen(qapp, qtbot, desk.session.home)
    made.window.resize(1366, 706)
    yield made
    made.window.close()


def opened(screen: Screen, typed: str = "") -> Palette:
    screen.qtbot.keyClick(screen.window.focusWidget() or screen.window, Qt.Key.Key_K, CTRL)
    palette = next(one for one in screen.window.findChildren(Palette) if one.isVisible())
    palette.field.setText(typed)
    return palette


def texts(palette: Palette) -> list[str]:
    return [row.text for row in palette.list.rows() if not row.head]


def runs(screen: Screen, typed: str) -> None:
    palette = opened(screen, typed)
    assert palette.list.chosen is not None, texts(palette)
    screen.qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    QApplication.processEvents()
    screen.waits()
    QApplication.processEvents()


def test_a_command_is_typed_and_run_and_the_focus_is_where_it_was(entry: Screen) -> None:
    runs(entry, "table")
    assert entry.entry.grid.isVisible()
    runs(entry, "by item")
    assert entry.entry.panes.answers.isVisible()
    assert entry.entry.cards.card.hasFocus()
    runs(entry, "not found")
    assert entry.entry.desk.entered(JINAN, "A1").state == "not_found"
    assert entry.entry.cards.card.isAncestorOf(QApplication.focusWidget() or entry.window)
    runs(entry, "undo the last")
    assert entry.entry.desk.entered(JINAN, "A1").state == "blank"


def test_esc_gives_the_focus_back(entry: Screen) -> None:
    palette = opened(entry, "theme")
    entry.qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert entry.entry.cards.card.hasFocus()


@pytest.mark.parametrize("typed", ["qd", "QINGDAO", "@qing", "@3702", "370200"])
def test_a_city_is_found_by_code_pinyin_and_initials(entry: Screen, typed: str) -> None:
    runs(entry, typed)
    assert entry.entry.cards.card.bound == (QINGDAO, "A1")


def test_an_item_is_found_by_code_and_by_name(entry: Screen) -> None:
    runs(entry, "#b2")
    assert entry.entry.cards.card.bound == (JINAN, "B2")
    runs(entry, "every channel")
    assert entry.entry.cards.card.bound == (JINAN, "A2")
    runs(entry, ">table")
    runs(entry, "#B1")
    assert entry.entry.grid.view.here == (JINAN, "B1")


def test_a_sign_before_the_words_says_what_is_looked_for(entry: Screen) -> None:
    kinds = {">": "command", "#": "item", "@": "place"}
    for sign, kind in kinds.items():
        palette = opened(entry, sign)
        shown = {palette._commands[int(row.id)].kind for row in palette.list.rows() if not row.head}
        assert shown == {kind}
        palette.close()


def test_what_cannot_be_done_is_listed_with_the_reason_and_not_run(entry: Screen) -> None:
    palette = opened(entry, "do again")
    rows = {row.text: row.why_not for row in palette.list.rows() if not row.head}
    assert rows["Do again what was undone"] == "Nothing was undone that could be done again."
    entry.qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    entry.qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    palette.close()


def test_arrows_pass_over_the_heads_and_go_round(entry: Screen) -> None:
    palette = opened(entry)
    seen = []
    for _step in range(len(texts(palette))):
        assert palette.list.chosen is not None
        seen.append(palette.list.chosen.id)
        assert not palette.list.chosen.head
        entry.qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert len(set(seen)) == len(seen)
    assert palette.list.chosen is not None
    assert palette.list.chosen.id == seen[0]
    palette.close()


def test_nothing_found_says_how_to_find(entry: Screen) -> None:
    palette = opened(entry, "qd2zz")
    assert texts(palette) == []
    assert palette._nothing.isVisible()
    assert "qd2zz" in palette._nothing.text()
    palette.close()


def test_the_window_is_worked_by_it_from_the_start_page_on(office: Screen, tmp_path: Path) -> None:
    runs(office, "new project")
    assert isinstance(office.window.page, NewProjectPage)
    runs(office, "back to the start")
    assert isinstance(office.window.page, StartPage)
    palette = opened(office, "start page")
    assert [row.why_not for row in palette.list.rows() if not row.head] == ["This is the start page."]
    palette.close()
    office.window.open_file(next((tmp_path / "desk").glob("*.evalproj")))
    page = office.window.page
    assert isinstance(page, CoordinatorPage)
    runs(office, "results")
    assert page.current == "results"
    runs(office, "task files")
    assert page.current == "tasks"
    office.window.go_home()
    office.waits()
    runs(office, "鲁评")
    assert isinstance(office.window.page, CoordinatorPage)


def test_a_city_opens_among_the_coordinators_results(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    desk = founded(tmp_path / "desk", codes=("WXL",), units=(JINAN, QINGDAO), columns=COLUMNS, mode="all")
    wang = desk.assessor("WXL")
    for unit in (JINAN, QINGDAO):
        wang.answers_all(unit)
    desk.merges(wang.hands_in())
    desk.project.close()
    screen = Screen(qapp, qtbot, desk.session.home)
    screen.window.resize(1366, 706)
    screen.window.open_file(desk.project.path)
    screen.waits()
    screen.waits_for(screen.window.isActiveWindow)
    page = screen.window.page
    assert isinstance(page, CoordinatorPage)
    for typed, unit in (("@qd", QINGDAO), ("jinan", JINAN)):
        runs(screen, typed)
        assert page.current == "results"
        screen.waits_for(page.results.pane.isVisible)
        assert page.results.place() == unit
    screen.window.close()


def test_it_speaks_the_language_that_it_is_told_to_speak(entry: Screen) -> None:
    runs(entry, "中文")
    palette = opened(entry)
    assert "按指标" in texts(palette)
    palette.close()
    runs(entry, "English")
    palette = opened(entry)
    assert "By item" in texts(palette)
    palette.close()


@pytest.mark.parametrize("size", [(1366, 706), (910, 512), (880, 440)])
def test_it_fits_and_is_named(entry: Screen, size: tuple[int, int]) -> None:
    entry.window.resize(*size)
    palette = opened(entry)
    assert palette.width() == 560
    assert clipped(palette) == []
    assert unnamed(palette) == []
    assert palette.geometry().bottom() <= entry.window.geometry().bottom()
    assert palette.y() - entry.window.y() < entry.window.height() / 3
    palette.close()


# Keys and commands are one -------------------------------------------------------------------------------------------

_CAPS = {"↑": "Up", "↓": "Down", "Enter": "Return", "−": "-"}
_HELD = ("Ctrl", "Alt", "Shift")


def sequences(caps: str) -> set[QKeySequence]:
    """The keys that stand on caps: "Ctrl ↑ ↓" are two, "Ctrl 1 / 2 / 3" three. Ranges ("1 – 9") name no single key."""
    words = [word for word in caps.split() if word != "/"]
    if "–" in words:
        return set()
    held = [word for word in words if word in _HELD]
    return {QKeySequence("+".join((*held, _CAPS.get(word, word)))) for word in words if word not in _HELD}


def shortcuts(widget: QWidget) -> set[QKeySequence]:
    found = widget.findChildren(QShortcut)
    return {shortcut.key() for shortcut in found}


def commands(screen: Screen) -> tuple[Command, ...]:
    return (*screen.window.page.commands(), *window_commands(screen.window))


def listed(screen: Screen) -> set[QKeySequence]:
    return {
        key for caps, _text in (*screen.window.page.keys(), *keys_everywhere()) for key in sequences(caps)
    }


def without_a_command(screen: Screen) -> list[str]:
    """The keys of the F1 list that are shortcuts and that no command has. Ctrl+K is the palette itself, Esc closes."""
    have = {key for command in commands(screen) for key in sequences(command.key) if command.key}
    own = {QKeySequence("Ctrl+K"), QKeySequence("Esc")}
    wanted = listed(screen) & shortcuts(screen.window)
    return sorted(key.toString() for key in wanted - have - own)


def not_listed(screen: Screen) -> list[str]:
    """The keys of commands that the F1 list does not tell."""
    told = listed(screen)
    return sorted(
        command.key
        for command in commands(screen)
        if command.key and not sequences(command.key) <= told and not command.key.isdecimal()
    )


@pytest.mark.parametrize("way", ["city", "item", "grid"])
def test_every_key_of_the_entry_page_has_its_command(entry: Screen, way: str) -> None:
    entry.entry.modes.go(way)
    entry.waits()
    assert QKeySequence("Ctrl+Z") in listed(entry) & shortcuts(entry.window)
    assert without_a_command(entry) == []
    assert not_listed(entry) == []


def test_every_key_of_handing_in_has_its_command(entry: Screen) -> None:
    entry.entry.check()
    entry.waits()
    assert without_a_command(entry) == []
    assert not_listed(entry) == []
    runs(entry, "back to the answers")
    assert not entry.entry.handing_in


def test_every_key_of_the_other_pages_has_its_command(office: Screen, tmp_path: Path) -> None:
    assert without_a_command(office) == []
    assert not_listed(office) == []
    office.window.new_project()
    assert QKeySequence("Ctrl+Return") in listed(office) & shortcuts(office.window)
    assert without_a_command(office) == []
    assert not_listed(office) == []
    office.window.open_file(next((tmp_path / "desk").glob("*.evalproj")))
    page = office.window.page
    assert isinstance(page, CoordinatorPage)
    for section in page.sections:
        page.go(section)
        office.waits()
        assert set(without_a_command(office)) <= ({"R", "S"} if section == "decide" else set())
        assert not_listed(office) == []


# Finding ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ("qd", [0]),
        ("qing", [0]),
        ("QING dao", [0]),
        ("ji", [1, 2]),
        ("jining", [2]),
        ("3701", [1]),
        ("x", []),
        ("", [0, 1, 2]),
    ],
)
def test_what_fits_best_stands_first(typed: str, order: list[int]) -> None:
    rows = [
        ("青岛市", "370200", "qingdao", "qd"),
        ("济南市", "370100", "jinan", "jn"),
        ("济宁市", "370800", "jining", "jn"),
    ]
    assert best(typed, rows) == order


@given(st.lists(st.text(alphabet="abc 1青", min_size=1), min_size=1), st.text(alphabet="abc 1青"))
def test_a_word_is_found_by_each_of_its_pieces(words: list[str], other: str) -> None:
    for word in words:
        for piece in word.split():
            assert fit(piece, words) is not None
            assert fit(f"{piece} {piece}", words) is not None
    whole = fit(other, words)
    assert whole is None or all(fit(part, words) is not None for part in other.split())
