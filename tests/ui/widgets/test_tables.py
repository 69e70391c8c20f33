"""Tables: the heat map, the inbox, the ranking."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.heat_map import HeatMap, HeatOpened, heat_step, percent
from evalapp.ui.widgets.inbox_table import InboxTable
from evalapp.ui.widgets.painting import text_width
from evalapp.ui.widgets.ranking_table import RankingTable, grade_tokens
from tests.ui.widgets.samples import heat_rows, inbox_rows, rank_rows

CITIES = [("370100", "Jinan"), ("370200", "Qingdao")]


@pytest.fixture
def heat(qtbot: QtBot) -> HeatMap:
    made = HeatMap()
    qtbot.addWidget(made)
    made.set_state(CITIES, heat_rows())
    return made


def test_a_cell_opens_the_list_behind_it(qtbot: QtBot, heat: HeatMap) -> None:
    heat.setCurrentIndex(heat.model().index(0, 1))
    with qtbot.waitSignal(heat.cell_opened) as heard:
        qtbot.keyClick(heat, Qt.Key.Key_Return)
    assert heard.args == [HeatOpened(assessor="WXL", city="370100")]


def test_nothing_is_behind_a_cell_that_is_not_assigned(qtbot: QtBot, heat: HeatMap) -> None:
    heat.setCurrentIndex(heat.model().index(0, 2))
    with qtbot.assertNotEmitted(heat.cell_opened):
        qtbot.keyClick(heat, Qt.Key.Key_Return)


def test_the_heat_map_says_what_a_cell_means(heat: HeatMap) -> None:
    model = heat.model()
    hint = Qt.ItemDataRole.ToolTipRole
    assert model.index(0, 1).data(hint) == "100 %, submitted"
    assert model.index(1, 1).data(hint) == "Barred: conflict of interest"
    assert model.index(1, 2).data(hint) == "52 %, returned"


def test_the_heat_map_is_copied_as_a_table(qtbot: QtBot, heat: HeatMap) -> None:
    qtbot.keyClick(heat, "c", Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:3] == ["Assessor", "Jinan", "Qingdao"]
    assert lines[1].split("\t")[:3] == ["王晓岚 WXL", "100", ""]


@pytest.mark.parametrize(("share", "shown"), [(0.0, 0), (0.001, 1), (0.52, 52), (0.999, 99), (1.0, 100)])
def test_per_cent_reaches_the_ends_only_when_it_is_true(share: float, shown: int) -> None:
    assert percent(share) == shown


@pytest.mark.parametrize(("share", "step"), [(0.0, 0), (0.3, 2), (0.52, 4), (0.87, 6), (0.9, 7), (1.0, 7)])
def test_the_fill_grows_with_the_share(share: float, step: int) -> None:
    assert heat_step(share) == step


def test_space_takes_a_file_in_or_leaves_it_out(qtbot: QtBot) -> None:
    made = InboxTable()
    qtbot.addWidget(made)
    made.set_state(inbox_rows())
    told: list[object] = []
    made.file_toggled.connect(told.append)
    for row in (0, 1):
        made.setCurrentIndex(made.model().index(row, 1))
        qtbot.keyClick(made, Qt.Key.Key_Space)
    assert told == ["f1"], "a refused file cannot be taken"


def test_a_click_on_the_box_does_the_same(qtbot: QtBot) -> None:
    made = InboxTable()
    qtbot.addWidget(made)
    made.set_state(inbox_rows())
    made.resize(1000, 200)
    made.show()
    box = made.visualRect(made.model().index(0, 0)).center()
    name = made.visualRect(made.model().index(0, 1)).center()
    with qtbot.assertNotEmitted(made.file_toggled):
        qtbot.mouseClick(made.viewport(), Qt.MouseButton.LeftButton, pos=name)
    with qtbot.waitSignal(made.file_toggled) as heard:
        qtbot.mouseClick(made.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert heard.args == ["f1"]


def test_the_ranking_passes_over_bands(qtbot: QtBot) -> None:
    made = RankingTable()
    qtbot.addWidget(made)
    with qtbot.assertNotEmitted(made.unit_chosen):
        made.set_state(["Supply 40"], rank_rows(), "370200")
    band = made.model().index(0, 0)
    assert not band.flags() & Qt.ItemFlag.ItemIsSelectable
    with qtbot.waitSignal(made.unit_chosen) as heard:
        qtbot.keyClick(made, Qt.Key.Key_Down)
    assert heard.args == ["371400"]
    with qtbot.waitSignal(made.unit_opened) as opened:
        qtbot.keyClick(made, Qt.Key.Key_Return)
    assert opened.args == ["371400"]


@pytest.mark.parametrize("width", [900, 460, 300])
def test_the_total_has_room_for_its_number_and_bar_however_tight_it_is(qtbot: QtBot, width: int) -> None:
    table = RankingTable()
    qtbot.addWidget(table)
    titles = ("Service supply capability 40", "Service response capability 40")
    table.set_state(titles, rank_rows())
    table.resize(width, 300)
    table.show()
    theme = current_theme()
    number = text_width("000.00", theme.font("strong"))
    assert table.columnWidth(2) >= number + 3 * theme.space.s2 + theme.size.control / 2
    assert table.horizontalScrollBar().maximum() == 0 or width == 300
    model = table.model()
    assert model.headerData(3, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) == titles[0]


def test_the_ranking_model_is_sound(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    made = RankingTable()
    qtbot.addWidget(made)
    made.set_state(["Supply 40"], rank_rows())
    qtmodeltester.check(made.model())


@pytest.mark.parametrize(
    ("grade", "grades", "fill"),
    [(1, 4, "grade_1"), (4, 4, "grade_4"), (5, 6, "grade_3"), (6, 6, "grade_4"), (2, 2, "grade_4")],
)
def test_the_last_grade_is_always_sand(grade: int, grades: int, fill: str) -> None:
    assert grade_tokens(grade, grades)[0] == fill
