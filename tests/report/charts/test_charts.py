"""The charts: what is drawn, what is said, what is written."""

import re
import subprocess
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from evalapp.base.numbers import display
from evalapp.base.progress import Progress
from evalapp.entry.roster import Roster, Unit
from evalapp.report.charts import caption, radar, ranking, stacked_groups, write_charts
from evalapp.report.charts.pages import PAGE
from evalapp.report.charts.style import Caption, chart_style, nice_ticks
from evalapp.report.dataset import Dataset
from evalapp.score.listing import listing
from evalapp.score.results import Results
from tests.report import made_up
from tests.score.evaluation import evaluate, tree_of

MADE_UP = Caption(source="资料来源：鲁评演示 2021", synthetic=True)


@pytest.fixture(scope="module")
def shandong() -> Results:
    """The 16 cities, one of them waited for."""
    return made_up.results(blank=[("371400", "A2.3")])


def figure() -> Figure:
    """An empty figure with a renderer."""
    found = Figure(dpi=100)
    FigureCanvasAgg(found)
    return found


def texts(drawn: Figure) -> list[Text]:
    """Every text that shows."""
    return [
        text
        for text in drawn.findobj(Text)
        if isinstance(text, Text) and text.get_text() and text.get_visible()
    ]


def words(drawn: Figure) -> list[str]:
    """What every text says."""
    return [text.get_text() for text in texts(drawn)]


def bars(drawn: Figure) -> list[Rectangle]:
    """The bars of the only axes."""
    return [patch for patch in drawn.axes[0].patches if isinstance(patch, Rectangle)]


def of(n: int) -> Results:
    """Results of ``n`` prefectures."""
    return made_up.results(made_up.roster(made_up.PREFECTURES)[:n])


def overlapping(drawn: Figure) -> list[tuple[str, str]]:
    """Texts that lie on each other by more than a point, and texts that leave the page."""
    canvas: Any = FigureCanvasAgg(drawn)
    canvas.draw()
    renderer = canvas.get_renderer()
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts(drawn)]
    page = drawn.bbox
    found = [
        (text, "the edge")
        for text, box in boxes
        if box.x0 < page.x0 - 1 or box.x1 > page.x1 + 1 or box.y0 < page.y0 - 1 or box.y1 > page.y1 + 1
    ]
    point = drawn.dpi / 72
    for place, (text, box) in enumerate(boxes):
        for other, against in boxes[place + 1 :]:
            wide = min(box.x1, against.x1) - max(box.x0, against.x0)
            high = min(box.y1, against.y1) - max(box.y0, against.y0)
            if wide > point and high > 2.5 * point:
                found.append((text, other))
    return found


def test_the_ranking_draws_the_totals_in_order(shandong: Results) -> None:
    (page,) = ranking.data(shandong, "zh_CN", MADE_UP)
    drawn = figure()
    ranking.draw(drawn, page)
    order = [unit for unit in listing(shandong) if not isnan(float(shandong.points[unit]))]
    assert [bar.get_width() for bar in bars(drawn)] == [float(shandong.points[unit]) for unit in order]
    assert all(bar.get_x() == 0 for bar in bars(drawn))
    said = words(drawn)
    for unit in order:
        assert shandong.roster[unit].name in said
        assert display(float(shandong.points[unit]), 2) in said
        assert str(int(shandong.rank[unit])) in said


def test_the_ranking_colours_by_grade_and_says_the_grades(shandong: Results) -> None:
    (page,) = ranking.data(shandong, "zh_CN", MADE_UP)
    drawn = figure()
    ranking.draw(drawn, page)
    colours: dict[int, set[Any]] = {}
    for bar, drawn_bar in zip(page.bars, bars(drawn), strict=True):
        colours.setdefault(bar.grade, set()).add(drawn_bar.get_facecolor())
    assert all(len(found) == 1 for found in colours.values())
    assert len(set.union(*colours.values())) == len(colours)
    counts = {grade: sum(bar.grade == grade for bar in page.bars) for grade in colours}
    for grade, n in counts.items():
        assert f"{page.grades[grade]} · {n}" in words(drawn)


@pytest.mark.usefixtures("chinese")
def test_titles_state_the_finding_in_chinese(shandong: Results) -> None:
    points = shandong.points[~np.isnan(shandong.points)]
    best = shandong.roster[int(np.nanargmax(shandong.points))].name
    (page,) = ranking.data(shandong, "zh_CN")
    mean = display(float(points.mean()), 2)
    assert page.title == f"{best}以 {display(float(points.max()), 2)} 分居首，15 个城市均值 {mean} 分"
    (stack,) = stacked_groups.data(shandong, "zh_CN")
    assert re.fullmatch(r"差距最大的是服务.+能力：最低 \d+\.\d\d 分，最高 \d+\.\d\d 分", stack.title)
    own = radar.data(shandong, 1, "zh_CN")
    assert own is not None
    assert re.fullmatch(r"青岛市 9 项中 \d 项高于均值；.+最高，.+最低", own.title)


def test_the_mean_is_drawn_where_it_is(shandong: Results) -> None:
    (page,) = ranking.data(shandong, "en", MADE_UP)
    drawn = figure()
    ranking.draw(drawn, page)
    lines = drawn.axes[0].lines
    assert [np.asarray(line.get_xdata()).tolist() for line in lines] == [[page.mean, page.mean]] * 2
    assert lines[1].get_linestyle() == "--" and lines[0].get_linewidth() > lines[1].get_linewidth()
    assert page.mean == pytest.approx(float(np.nanmean(shandong.points)))


def test_the_totals_stand_in_a_column_clear_of_the_bars_and_the_mean(shandong: Results) -> None:
    (page,) = ranking.data(shandong, "zh_CN", MADE_UP)
    drawn = figure()
    ranking.draw(drawn, page)
    drawn.canvas.draw()
    axes = drawn.axes[0]
    said = {display(bar.points, page.decimals) for bar in page.bars}
    boxes = [text.get_window_extent() for text in axes.texts if text.get_text() in said]
    assert len(boxes) == len(page.bars)
    assert len({round(box.x1) for box in boxes}) == 1
    assert min(box.x0 for box in boxes) > axes.get_window_extent().x1
    assert max(box.x1 for box in boxes) <= drawn.bbox.x1


def test_parts_of_a_stack_add_up_to_the_total(shandong: Results) -> None:
    (page,) = stacked_groups.data(shandong, "en", MADE_UP)
    drawn = figure()
    stacked_groups.draw(drawn, page)
    ends: dict[float, float] = {}
    for bar in bars(drawn):
        ends[bar.get_y()] = max(ends.get(bar.get_y(), 0.0), bar.get_x() + bar.get_width())
    assert list(ends.values()) == pytest.approx([stack.total for stack in page.stacks])
    for stack in page.stacks:
        assert display(stack.total, 2) in words(drawn)


def test_a_radar_shows_own_mean_and_best(shandong: Results) -> None:
    chart = radar.data(shandong, 1, "zh_CN", MADE_UP)
    assert chart is not None
    assert len(chart.axes) == 9
    drawn = figure()
    radar.draw(drawn, chart)
    lines = {
        line.get_label(): line for line in drawn.axes[0].lines if not str(line.get_label()).startswith("_")
    }
    for label, rates in (("own", chart.own), ("mean", chart.mean), ("best", chart.best)):
        xs, ys = (np.asarray(values, dtype=float) for values in lines[label].get_data())
        assert np.hypot(xs, ys)[:-1] == pytest.approx([rate / 100 for rate in rates])
    places = radar.axes_of(shandong)
    assert chart.own == pytest.approx(shandong.node_score[1, list(places)])
    for rate in chart.own:
        assert any(f"{display(rate, 1)} %" in text for text in words(drawn))


@pytest.mark.parametrize("n", [1, 16, 32, 33, 337])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_nothing_overlaps(n: int, language: str, request: pytest.FixtureRequest) -> None:
    if language == "zh_CN":
        request.getfixturevalue("chinese")
    results = of(n)
    ranked, stacked = (
        ranking.data(results, language, MADE_UP),
        stacked_groups.data(results, language, MADE_UP),
    )
    assert sum(len(page.bars) for page in ranked) == sum(len(page.stacks) for page in stacked) == n
    assert all(len(page.bars) <= PAGE for page in ranked)
    drawn = figure()
    for page in (ranked[0], ranked[-1]):
        ranking.draw(drawn, page)
        assert overlapping(drawn) == []
    for stack in (stacked[0], stacked[-1]):
        stacked_groups.draw(drawn, stack)
        assert overlapping(drawn) == []
    chart = radar.data(results, 0, language, MADE_UP)
    assert chart is not None
    radar.draw(drawn, chart)
    rings = {"25 %", "50 %", "75 %", "100 %"}
    assert [pair for pair in overlapping(drawn) if not rings & set(pair)] == []


def test_overlapping_texts_are_found() -> None:
    drawn = figure()
    drawn.text(0.5, 0.5, "one")
    drawn.text(0.5, 0.5, "two")
    drawn.text(0.99, 0.2, "three")
    assert overlapping(drawn) == [("three", "the edge"), ("one", "two")]


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_has_its_glyphs_and_stands_on_its_ground(shandong: Results, dark: bool) -> None:
    style = chart_style(dark)
    (page,) = ranking.data(shandong, "zh_CN", MADE_UP)
    drawn = figure()
    ranking.draw(drawn, page, style)
    assert drawn.get_facecolor() == pytest.approx(_rgba(style.ground))
    drawn.canvas.draw()  # a missing glyph is a warning, and warnings are errors here


def test_rare_characters_and_signs_of_formulas_are_drawn_as_they_are() -> None:
    names = ("埇桥区", "猇亭区", "$x^2$ & <b>", "a" * 80, "\U000e0041奇")
    roster: Roster = tuple(
        Unit(key=str(n), code=str(n), name=name, columns={"code": str(n), "name": name, "kind": "prefecture"})
        for n, name in enumerate(names)
    )
    results = made_up.results(roster)
    drawn = figure()
    for page in ranking.data(results, "zh_CN", MADE_UP):
        ranking.draw(drawn, page)
        drawn.canvas.draw()
        assert "$x^2$ & <b>" in words(drawn)
        assert "〓奇" in words(drawn)
    assert overlapping(drawn) == []


def test_colours_of_grades_follow_their_number() -> None:
    style = chart_style()
    assert [fill for fill, _edge in style.grades(4)] == ["#0B4F5C", "#2F7F8C", "#8DC1C6", "#E0AD5B"]
    assert style.grades(4)[3] == ("#E0AD5B", "#8F6117")
    assert [fill for fill, _edge in style.grades(2)] == ["#0B4F5C", "#E0AD5B"]
    seven = [fill for fill, _edge in style.grades(7)]
    assert len(set(seven)) == 7
    assert (seven[0], seven[-1]) == ("#0B4F5C", "#E0AD5B")
    assert style.series(6) == style.colours["text_3"]


def test_ticks_are_round_numbers() -> None:
    assert nice_ticks(0, 100) == [0, 20, 40, 60, 80, 100]
    assert nice_ticks(0, 1)[-1] == 1
    assert 0 in nice_ticks(-12, 120)
    assert all(3 <= len(nice_ticks(0, high)) <= 8 for high in (1, 5, 10, 37, 60, 100, 110, 1000, 3.7, 0.2))


def test_level_ones_and_those_without_points() -> None:
    results = evaluate(tree_of("A 60\nB 40"), "u1: A=50 B=50\nu2: A=50 B=50\nu3: A=blank B=1")
    (page,) = ranking.data(results, "en")
    assert [bar.rank for bar in page.bars] == [1, 1]
    assert page.title == "u1 and 1 more lead with 50.00 points; the Unit mean (n = 2) is 50.00"
    assert page.caption.notes == ("Not ranked (1): u3",)
    nobody = evaluate(tree_of("A 60\nB 40"), "u1: A=blank B=1")
    assert ranking.data(nobody, "en") == ()
    assert radar.data(nobody, 0, "en") is None


def test_the_parts_of_a_geometric_total_are_not_said_to_add_up() -> None:
    results = evaluate(tree_of("A 60\nB 40", aggregation="geometric"), "u1: A=50 B=80\nu2: A=70 B=50")
    (page,) = stacked_groups.data(results, "en")
    assert page.caption.notes == ("The parts do not add up to the total: it is not an arithmetic mean.",)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Dataset, Path, tuple[Path, ...]]:
    """Two cities' charts in every format."""
    dataset = made_up.dataset(made_up.results(made_up.roster()[:2]))
    folder = tmp_path_factory.mktemp("charts")
    return dataset, folder, write_charts(dataset, folder, Progress())


def test_every_chart_is_written_in_every_format(written: tuple[Dataset, Path, tuple[Path, ...]]) -> None:
    _dataset, folder, paths = written
    names = ["ranking", "groups", "radar/370100", "radar/370200"]
    assert [str(path.relative_to(folder)) for path in paths] == [
        f"{name}.{kind}" for name in names for kind in ("png", "svg", "pdf")
    ]
    assert sorted(paths) == sorted(path for path in folder.rglob("*") if path.is_file())
    magic = {".png": b"\x89PNG\r\n\x1a\n", ".svg": b"<?xml", ".pdf": b"%PDF-"}
    for path in paths:
        assert path.read_bytes().startswith(magic[path.suffix])


def test_chinese_text_is_in_every_format(written: tuple[Dataset, Path, tuple[Path, ...]]) -> None:
    _dataset, folder, _paths = written
    svg = (folder / "ranking.svg").read_text(encoding="utf-8")
    assert "<!-- 青岛市 -->" in svg
    fonts = subprocess.run(
        ["pdffonts", folder / "ranking.pdf"], check=True, capture_output=True, text=True
    ).stdout
    assert "Type 3" not in fonts
    read = subprocess.run(
        ["pdftotext", folder / "ranking.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout
    assert "青岛市" in read


def test_the_same_results_give_the_same_files(
    written: tuple[Dataset, Path, tuple[Path, ...]], tmp_path: Path
) -> None:
    dataset, folder, _paths = written
    for path in write_charts(dataset, tmp_path, Progress()):
        assert path.read_bytes() == (folder / path.relative_to(tmp_path)).read_bytes(), path.name


def test_charts_say_where_they_come_from(shandong: Results) -> None:
    dataset = made_up.dataset(shandong)
    under = caption(dataset)
    assert under.source.startswith("Source: 鲁评演示 2021;")
    assert "2021-10-26 04:04 UTC" in under.source
    drawn = figure()
    ranking.draw(drawn, ranking.data(shandong, "en", under)[0])
    assert any(text.startswith("Synthetic data") for text in words(drawn))
    ranking.draw(drawn, ranking.data(shandong, "en", caption(made_up.dataset(shandong, synthetic=False)))[0])
    assert not any(text.startswith("Synthetic data") for text in words(drawn))


def test_of_many_units_the_first_get_radars(tmp_path: Path) -> None:
    results = evaluate(
        tree_of("A\n  A1 20\n  A2 20\nB\n  B1 20\n  B2 40"),
        "\n".join(f"u{n:02}: A1={n} A2={n} B1={n} B2={n}" for n in range(1, 43)),
    )
    paths = write_charts(made_up.dataset(results), tmp_path, Progress(), formats=("svg",))
    radars = [path.stem for path in paths if path.parent.name == "radar"]
    assert radars == [f"u{n:02}" for n in range(42, 26, -1)]
    assert [path.name for path in paths if path.parent == tmp_path] == [
        "ranking-01.svg",
        "ranking-02.svg",
        "groups-01.svg",
        "groups-02.svg",
    ]


def test_a_unit_code_cannot_leave_the_folder(tmp_path: Path) -> None:
    code = "../../evil"
    tree = tree_of("A\n  A1 20\n  A2 20\nB\n  B1 60")
    results = evaluate(tree, f"{code}: A1=1 A2=2 B1=3")
    paths = write_charts(made_up.dataset(results), tmp_path / "out", Progress(), formats=("svg",))
    assert [path.name for path in paths] == ["ranking.svg", "groups.svg", "unit-1.svg"]
    assert all(path.resolve().is_relative_to(tmp_path / "out") for path in paths)


def _rgba(colour: str) -> tuple[float, ...]:
    return (*(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)), 1.0)
