"""The answers behind a percentage and behind a cell of a confusion matrix."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from evalapp.work.agreement import Study, lines, study_of
from evalapp.work.agreement_parts import Part, parts
from evalapp.work.agreement_steps import StepScale, step_scales
from evalapp.work.answers_behind import (
    Chosen,
    Said,
    apart_from,
    behind,
    counts_of,
    left_behind,
    matrix_of,
)
from evalapp.work.blinding import hidden_cells, uncover_all
from evalapp.work.changing import change_setting
from tests.people import UNITS, Desk, founded

U1, U2, U3 = UNITS
A2 = {"WXL": ("full", "part", "full"), "ZQM": ("full", "none", "part"), "SYN": (None, "none", None)}
"""Answers to A2 in the three units; Sun has handed in only the second."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = founded(tmp_path, mode="all")
    yield desk
    desk.project.close()


@pytest.fixture
def study(desk: Desk) -> Study:
    sent = []
    for code, steps in A2.items():
        person = desk.assessor(code)
        handed_in = [unit for unit, step in zip(UNITS, steps, strict=True) if step]
        for unit, step in zip(UNITS, steps, strict=True):
            if step:
                person.answers_all(unit, {"A2": step})
        sent.append(person.hands_in(*handed_in))
    desk.merges(*sent)
    return study_of(desk.project)


def part(study: Study, kind: str, code: str = "") -> Part:
    return next(one for one in parts(study.found, kind) if one.code == code)  # type: ignore[arg-type]


def scale(study: Study) -> StepScale:
    """That of A2: full, part, none."""
    return next(one for one in step_scales(study.found) if study.found.items[one.items[0]].code == "A2")


def told(said: tuple[Said, ...]) -> list[tuple[str, str, str, str, str]]:
    return [(one.unit, one.a.code, one.said_a.value, one.b.code, one.said_b.value) for one in said]


def test_the_matrix_of_a_pair(study: Study) -> None:
    """Rows are Wang's answers, columns Zhao's."""
    matrix = matrix_of(study, part(study, "pair", "WXL ZQM"), scale(study))
    assert matrix.ordered
    assert matrix.counts == ((1, 1, 0), (0, 0, 1), (0, 0, 0))
    assert [matrix.row_count(row) for row in range(3)] == [2, 1, 0]
    assert [matrix.share(row) for row in range(3)] == [0.5, 0, None]


def test_the_answers_behind_a_cell_a_row_and_a_percent(study: Study) -> None:
    pair, steps = part(study, "pair", "WXL ZQM"), scale(study)

    def opened(**place: int) -> list[tuple[str, str, str, str, str]]:
        return told(behind(study, pair, scale=steps, chosen=Chosen(**place)))

    assert opened(row=0, column=1) == [(U3, "WXL", "full", "ZQM", "part")]
    assert opened(row=0) == [(U1, "WXL", "full", "ZQM", "full"), (U3, "WXL", "full", "ZQM", "part")]
    assert opened(row=0, column=0) == [(U1, "WXL", "full", "ZQM", "full")]
    assert opened(column=2) == [(U2, "WXL", "part", "ZQM", "none")]
    assert opened(row=2) == []


def test_of_all_pairs_it_is_not_told_who_said_which(study: Study) -> None:
    """Full–full, part–none twice (Wang with Zhao and with Sun), none–none, full–part."""
    matrix = matrix_of(study, part(study, "whole"), scale(study))
    assert not matrix.ordered
    assert matrix.counts == ((1, 1, 0), (0, 0, 2), (0, 0, 1))
    assert [matrix.row_count(row) for row in range(3)] == [2, 3, 3]
    assert matrix.share(2) == pytest.approx(1 / 3)
    everywhere = part(study, "whole")
    for row in range(3):
        assert len(behind(study, everywhere, scale=scale(study), chosen=Chosen(row=row))) == matrix.row_count(
            row
        )
        for column in range(row, 3):
            cell = behind(study, everywhere, scale=scale(study), chosen=Chosen(row=row, column=column))
            assert len(cell) == matrix.counts[row][column]


def test_an_assessor_beside_the_others_comes_first(study: Study) -> None:
    sun = part(study, "assessor", "SYN")
    matrix = matrix_of(study, sun, scale(study))
    assert matrix.counts == ((0, 0, 0), (0, 0, 0), (0, 1, 1))
    said = told(behind(study, sun, scale=scale(study)))
    assert said == [(U2, "SYN", "none", "WXL", "part"), (U2, "SYN", "none", "ZQM", "none")]


def test_the_pairs_behind_every_line_are_those_that_it_counts(study: Study) -> None:
    for kind in ("whole", "group", "item", "pair", "assessor", "week"):
        for line in lines(study, kind):
            counts = counts_of(study, line.part)
            assert sum(counts.values()) == line.pairs == len(behind(study, line.part))
            assert counts["equal"] == line.equal == len(behind(study, line.part, ("equal",)))
            assert counts["equal"] + counts["near"] == line.near
    far = behind(study, part(study, "whole"), ("apart",))
    assert far == ()
    near = behind(study, part(study, "whole"), ("near",))
    assert {(one.item, one.distance) for one in near} == {("A2", "near")}
    assert near[0].unit_name == "市370200"


def test_a_state_that_somebody_gave_is_a_step(desk: Desk) -> None:
    wang, zhao = desk.assessor("WXL"), desk.assessor("ZQM")
    wang.answers_all(U1)
    zhao.answers_all(U1)
    zhao.answers(U1, "A2", state="unable", text="网站打不开")
    desk.merges(wang.hands_in(U1), zhao.hands_in(U1))
    study = study_of(desk.project)
    steps = scale(study)
    assert [step.value or step.state for step in steps.steps] == ["full", "part", "none", "unable"]
    (said,) = behind(study, part(study, "whole"), scale=steps, chosen=Chosen(row=0, column=3))
    assert (said.said_a.value, said.said_b.state, said.distance) == ("full", "unable", "apart")


def test_what_is_left_out_is_listed_with_the_reason_and_what_was_answered(desk: Desk) -> None:
    """Wang alone in the third city; in the first Zhao left A2 open, and finds no entrance where Wang does."""
    wang, zhao = desk.assessor("WXL"), desk.assessor("ZQM")
    for unit in (U1, U3):
        wang.answers_all(unit)
    zhao.answers_all(U1, {"A1": "no", "B1": "0"})
    zhao.answers(U1, "A2")
    desk.merges(wang.hands_in(U1, U3), zhao.hands_in(U1))
    study = study_of(desk.project)
    (whole,) = lines(study, "whole")
    left = left_behind(study, part(study, "whole"))
    assert len(left) == whole.exact.n_excluded
    here = {one.item: one for one in left if one.unit == U1}
    assert {item: one.reason for item, one in here.items()} == {"A2": "blank", "A3": "not_asked"}
    said = [(rater.code, answer.value if answer else None) for rater, answer in here["A2"].said]
    assert said == [("WXL", "full"), ("ZQM", None)]
    assert {one.reason for one in left if one.unit == U3} == {"alone"}
    assert len([one for one in left if one.unit == U3]) == 6
    assert [one.item for one in left_behind(study, part(study, "pair", "WXL ZQM"))] == ["A2", "A3"]
    zhaos = left_behind(study, part(study, "assessor", "ZQM"))
    assert [(one.unit, one.item) for one in zhaos] == [(U1, "A2"), (U1, "A3")]


def test_cells_whose_names_are_hidden_are_held_back_until_they_are_uncovered(desk: Desk) -> None:
    """Two of three have handed in the first city: it is not settled. Uncovering is recorded once for each cell."""
    for code in ("WXL", "ZQM"):
        person = desk.assessor(code)
        person.answers_all(U1, {"A2": "full" if code == "WXL" else "part"})
        desk.merges(person.hands_in(U1))
    study = study_of(desk.project)
    hidden = hidden_cells(desk.project)
    assert (U1, "A2") in hidden
    apart = apart_from(study, hidden)
    assert behind(apart, part(study, "whole")) == ()
    assert uncover_all(desk.project, [(U1, "A2"), (U2, "A2")], "calibration") == 1
    assert uncover_all(desk.project, [(U1, "A2")], "again") == 0
    assert hidden_cells(desk.project) == hidden - {(U1, "A2")}
    shown = behind(apart_from(study, hidden_cells(desk.project)), part(study, "whole"))
    assert [(one.item, one.said_a.value, one.said_b.value) for one in shown] == [("A2", "full", "part")]
    change_setting(desk.project, "blind", "off")
    assert hidden_cells(desk.project) == frozenset()
