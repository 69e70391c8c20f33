"""Charts of forms with bonus, penalty, vetoes, cohorts, bands and sub-units."""

from math import isnan
from pathlib import Path

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from evalapp.base.numbers import display
from evalapp.base.progress import Progress
from evalapp.form.label import say
from evalapp.report.charts import radar, ranking, stacked_groups, write_charts
from evalapp.report.charts.legend import Entry, lines
from evalapp.report.charts.style import chart_style
from evalapp.score.results import Results
from tests.report import made_up, small_forms
from tests.report.charts.test_charts import MADE_UP, figure, overlapping, words
from tests.score.evaluation import evaluate, tree_of

SCORED = [form for form in made_up.SHIPPED if form != "case-library"]


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize("form", SCORED)
def test_nothing_overlaps_on_any_forms_charts(form: str) -> None:
    results = made_up.example(form)
    drawn = figure()
    for page in ranking.data(results, "zh_CN", MADE_UP):
        ranking.draw(drawn, page)
        assert overlapping(drawn) == []
    for stack in stacked_groups.data(results, "zh_CN", MADE_UP):
        stacked_groups.draw(drawn, stack)
        assert overlapping(drawn) == []


@pytest.mark.parametrize("form", SCORED)
def test_the_parts_of_every_bar_come_to_its_total(form: str) -> None:
    for page in stacked_groups.data(made_up.example(form), "zh_CN"):
        for stack in page.stacks:
            assert stack.limited is (abs(sum(stack.parts) - stack.total) > 1e-9)


def test_bonus_and_penalty_are_parts_of_their_own() -> None:
    results = small_forms.results("parts")
    (page,) = stacked_groups.data(results, "zh_CN", MADE_UP)
    assert [(group.name, group.kind) for group in page.groups] == [
        ("K1", "base"),
        ("K2", "base"),
        ("Bonus", "bonus"),
        ("Penalties", "penalty"),
    ]
    rows = {results.roster[row].name: row for row in results.population.units}
    for stack in page.stacks:
        row = rows[stack.name]
        assert stack.parts[2:] == (float(results.bonus[row]), float(results.penalty[row]))
        held = float(results.base[row] + results.bonus[row]) == pytest.approx(stack.total)
        floored = results.base[row] == results.tree.form.policy.floor
        assert stack.limited is (not held or bool(floored))
    assert page.low == pytest.approx(float(np.nanmin(results.penalty)))
    drawn = figure()
    stacked_groups.draw(drawn, page)
    taken = [bar for bar in drawn.axes[0].patches if isinstance(bar, Rectangle) and bar.get_width() < 0]
    assert len(taken) == sum(stack.parts[3] < 0 for stack in page.stacks) > 0
    assert all(bar.get_x() == 0 for bar in taken)
    starred = [stack for stack in page.stacks if stack.limited]
    assert starred
    for stack in starred:
        assert f"{display(stack.total, 2)} *" in words(drawn)
    assert any(note.startswith("* A limit or a veto") for note in page.caption.notes)


def test_failed_and_vetoed_bars_are_hatched_and_the_hatches_are_explained() -> None:
    results = small_forms.results("vetoes")
    (page,) = ranking.data(results, "en", MADE_UP)
    marks = {bar.name: bar.mark for bar in page.bars}
    status = {unit.name: results.status_of(row) for row, unit in results.units}
    assert all(
        mark == (status[name] if status[name] in ("failed", "vetoed") else "") for name, mark in marks.items()
    )
    drawn = figure()
    ranking.draw(drawn, page)
    for mark, word in (("failed", "below the pass line"), ("vetoed", "vetoed")):
        count = list(marks.values()).count(mark)  # type: ignore[arg-type]
        assert count > 0
        assert f"{word} · {count}" in words(drawn)
    hatched = [bar for bar in drawn.axes[0].patches if isinstance(bar, Rectangle) and bar.get_hatch()]
    assert len(hatched) == sum(mark != "" for mark in marks.values())
    assert all(bar.get_edgecolor() != bar.get_facecolor() for bar in hatched)
    (note,) = [note for note in page.caption.notes if note.startswith("Not ranked")]
    left = [unit.name for row, unit in results.units if isnan(float(results.points[row]))]
    assert all(name in note for name in left[:8])


def test_the_grade_of_those_who_fail_has_the_last_colour_wherever_it_is_written() -> None:
    results = made_up.example("gov-site-inspection")
    page = ranking.data(results, "zh_CN")[0]
    assert results.tree.form.grades[0].fail
    assert page.grades[-1] == say(results.tree.form.grades[0].name, "zh_CN")
    failed = [bar for bar in page.bars if bar.mark == "failed"]
    assert [bar.grade for bar in failed] == [len(page.grades) - 1]


def test_units_that_are_ranked_apart_stand_on_pages_of_their_own() -> None:
    results = made_up.example("gov-site-inspection")
    pages = ranking.data(results, "en")
    assert [page.subtitle for page in pages] == ["kind: portal", "kind: department"]
    kinds = {unit.name: unit.columns["kind"] for _row, unit in results.units}
    for page in pages:
        assert {kinds[bar.name] for bar in page.bars} == {page.subtitle.removeprefix("kind: ")}
        assert page.mean == pytest.approx(np.mean([bar.points for bar in page.bars]))
        assert page.bars[0].name in page.title
    assert [page.subtitle for page in stacked_groups.data(results, "en")] == [page.subtitle for page in pages]


def test_where_only_bands_are_published_nobody_leads() -> None:
    results = made_up.example("mobile-service")
    (page,) = ranking.data(results, "en")
    best = sum(bar.grade == 0 for bar in page.bars)
    assert page.title.startswith(f"{best} reach {page.grades[0]}; ")
    assert all(bar.rank == 0 for bar in page.bars)


def test_sub_units_are_on_no_chart(tmp_path: Path) -> None:
    results = small_forms.results("towns")
    cities = {unit.name for _row, unit in results.units}
    (page,) = ranking.data(results, "en")
    assert {bar.name for bar in page.bars} < cities
    assert all("镇" not in note and "办事处" not in note for note in page.caption.notes)
    paths = write_charts(made_up.dataset(results), tmp_path, Progress(), formats=("svg",))
    radars = {path.stem for path in paths if path.parent.name == "radar"}
    assert radars <= {unit.code for _row, unit in results.units}
    own = radar.data(results, 0, "en")
    assert own is not None
    assert own.others == len(cities)


def test_a_radar_says_that_its_unit_has_no_total() -> None:
    results = made_up.example("open-data")
    (row,) = [row for row, _unit in results.units if isnan(float(results.points[row]))]
    chart = radar.data(results, row, "en")
    assert chart is not None
    assert "No total: pending" in chart.caption.notes


def test_a_single_part_makes_no_stacked_chart() -> None:
    assert stacked_groups.data(single(), "en") == ()
    assert len(ranking.data(single(), "en")) == 1


def single() -> Results:
    """An evaluation of one item."""
    return evaluate(tree_of("A 100"), "u1: A=50\nu2: A=70")


def test_a_form_that_scores_nothing_has_no_charts(tmp_path: Path) -> None:
    assert write_charts(made_up.dataset(made_up.example("case-library")), tmp_path, Progress()) == ()
    assert list(tmp_path.iterdir()) == []


def test_a_legend_takes_as_many_lines_as_it_needs() -> None:
    style = chart_style()
    entries = [Entry(words="一个很长的指标名称" * 2, fill="#000000", edge="#000000") for _n in range(5)]
    rows = lines(entries, style, 6.0)
    assert [entry for row in rows for entry in row] == entries
    assert len(rows) > 1
    assert lines([], style, 6.0) == []
