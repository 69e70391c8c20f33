"""What waits for the coordinator where a condition, not an assessor, decides what is to be answered."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from evalapp.entry.final import Final
from evalapp.score.results import TOTAL
from evalapp.store.queries import roster
from evalapp.work.applying import applicability
from evalapp.work.board import board
from evalapp.work.deciding import Outcome, cell_view, decide, open_cells
from tests.people import SMALL, Desk, Field, edition, founded

U1, U2 = "370100", "370200"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Two assessors answer everything in the small form, where A3 applies if A1 is yes."""
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="all", units=(U1, U2))
    yield desk
    assert desk.check().faults == ()
    desk.project.close()


@pytest.fixture
def wang(desk: Desk) -> Field:
    return desk.assessor("WXL")


@pytest.fixture
def zhao(desk: Desk) -> Field:
    return desk.assessor("ZQM")


def waiting(desk: Desk) -> list[tuple[str, str, str]]:
    """Unit, item and class of all that waits; the board says the same number."""
    rows = open_cells(desk.project)
    assert board(desk.project).conflicts == len(rows)
    return [(row.unit, row.item, row.match) for row in rows]


def ranked(desk: Desk) -> list[str]:
    return [row.unit for row in desk.results() if row.rank and row.item == TOTAL and "=" not in row.unit]


def without_an_entrance(person: Field, unit: str) -> None:
    """Answers a unit that has no entrance, so that A3 does not apply."""
    answers_some(person, unit, A1="no", A2="full", B1="0", B2="10", B3="19/20")


def answers_some(person: Field, unit: str, **values: str) -> None:
    for item, value in values.items():
        person.answers(unit, item, value)


def test_an_item_that_a_decision_makes_apply_waits_though_one_assessor_was_never_asked(
    desk: Desk, wang: Field, zhao: Field
) -> None:
    wang.answers_all(U1)
    without_an_entrance(zhao, U1)
    desk.merges(wang.hands_in(U1), zhao.hands_in(U1))
    assert waiting(desk) == [(U1, "B1", "differ"), (U1, "A1", "differ")]
    desk.decides(U1, "B1", "4")
    desk.decides(U1, "A1", "yes")
    assert waiting(desk) == [(U1, "A3", "missing")]
    assert ranked(desk) == []
    view = cell_view(desk.project, U1, "A3")
    assert [(one.code, one.value) for one in view.assessments] == [("WXL", "time;cost;place")]
    desk.decides(U1, "A3", "time")
    assert waiting(desk) == []
    assert ranked(desk) == [U1]


def test_an_item_that_nobody_answered_waits_once_it_applies(desk: Desk, wang: Field, zhao: Field) -> None:
    for person in (wang, zhao):
        without_an_entrance(person, U1)
    desk.merges(wang.hands_in(U1), zhao.hands_in(U1))
    assert waiting(desk) == []
    assert ranked(desk) == [U1]
    desk.decides(U1, "A1", "yes", reason="The entrance was found in the archive")
    assert waiting(desk) == [(U1, "A3", "none")]
    assert cell_view(desk.project, U1, "A3").assessments == ()
    desk.decides(U1, "A3", "time;cost")
    assert waiting(desk) == []
    assert ranked(desk) == [U1]


def test_nothing_waits_while_somebody_has_still_to_hand_in(desk: Desk, wang: Field, zhao: Field) -> None:
    wang.answers_all(U1)
    zhao.answers_all(U2)
    desk.merges(wang.hands_in(U1), zhao.hands_in(U2))
    assert desk.cell(U1, "A3").missing == (zhao.id,)
    assert waiting(desk) == []


def test_a_leaf_left_blank_waits_once_all_have_handed_in(desk: Desk, wang: Field, zhao: Field) -> None:
    wang.answers_all(U1)
    zhao.answers_all(U1)
    zhao.answers(U1, "B2")
    desk.merges(wang.hands_in(U1), zhao.hands_in(U1))
    assert [(unit, item) for unit, item, _match in waiting(desk)] == [(U1, "B2")]


def test_what_all_left_blank_is_their_work_and_no_difference(desk: Desk, wang: Field, zhao: Field) -> None:
    for person in (wang, zhao):
        person.answers(U1, "A1", "yes")
    desk.merges(wang.hands_in(), zhao.hands_in())
    assert waiting(desk) == []


def test_the_heaviest_gap_stands_first(desk: Desk, wang: Field, zhao: Field) -> None:
    wang.answers_all(U1)
    zhao.answers(U1, "A1", "yes")
    desk.merges(wang.hands_in(U1), zhao.hands_in(U1))
    rows = open_cells(desk.project)
    assert [row.item for row in rows] == ["B2", "A2", "B1", "B3", "A3"]
    assert rows[0].effect == 100
    assert rows[-1].effect == 40


def test_whether_an_item_applies_is_settled_before_it_waits(desk: Desk, wang: Field, zhao: Field) -> None:
    answers_some(wang, U1, A1="yes", A2="full", A3="time", B1="4", B2="10", B3="19/20")
    answers_some(zhao, U1, A1="yes", A2="full", B1="4", B2="10", B3="19/20")
    zhao.answers(U1, "A1", "no")
    desk.merges(wang.hands_in(U1), zhao.hands_in(U1))
    assert waiting(desk) == [(U1, "A1", "differ")]


def test_an_answer_that_comes_after_the_decision_of_a_gap_asks_to_confirm(
    desk: Desk, wang: Field, zhao: Field
) -> None:
    for person in (wang, zhao):
        without_an_entrance(person, U1)
    desk.merges(wang.hands_in(U1), zhao.hands_in(U1))
    desk.decides(U1, "A1", "yes")
    view = cell_view(desk.project, U1, "A3")
    decide(
        desk.project,
        Outcome(
            unit=U1,
            item="A3",
            state="not_found",
            category="other",
            reason="Not to be seen",
            basis=view.basis,
        ),
    )
    assert waiting(desk) == []
    wang.answers(U1, "A1", "yes")
    wang.answers(U1, "A3", "time")
    desk.merges(wang.hands_in(U1))
    assert (U1, "A3", "missing") in waiting(desk)
    assert desk.cell(U1, "A3").status == "to_confirm"


@pytest.mark.parametrize("rule", ["zero", "reweight"])
def test_a_form_that_scores_what_is_left_blank_waits_only_for_what_somebody_answered(
    tmp_path: Path, rule: str
) -> None:
    form = tmp_path / "small.toml"
    text = SMALL.read_text(encoding="utf-8")
    form.write_text(
        text.replace("[units]", f'[policy]\nunanswered = "{rule}"\n\n[units]', 1), encoding="utf-8"
    )
    desk = founded(tmp_path / "desk", codes=("WXL", "ZQM"), mode="all", units=(U1,), form=form)
    wang, zhao = desk.assessor("WXL"), desk.assessor("ZQM")
    answers_some(wang, U1, A1="yes", A2="full", A3="time", B1="4", B2="10")
    answers_some(zhao, U1, A1="yes", A2="full", B1="4", B2="10")
    desk.merges(wang.hands_in(U1), zhao.hands_in(U1))
    assert waiting(desk) == [(U1, "A3", "missing")]
    desk.project.close()


def test_a_text_that_one_assessor_wrote_waits_for_nobody(desk: Desk, wang: Field, zhao: Field) -> None:
    for person in (wang, zhao):
        person.answers_all(U1)
    wang.answers(U1, "C", "夜间也能办理")
    desk.merges(wang.hands_in(U1), zhao.hands_in(U1))
    assert waiting(desk) == []


def test_a_condition_that_asks_for_a_state_is_looked_at_for_every_answer(tmp_path: Path) -> None:
    form = edition(
        tmp_path, "2", ('''applies = "answer['A1'] == true"''', '''applies = "state('A1') != 'not_found'"''')
    )
    desk = founded(tmp_path, codes=("WXL", "ZQM"), units=("370100", "370200"), form=form)
    apply = applicability(desk.project)
    with desk.project.file.read() as connection:
        first, second = roster(connection)
    assert "A3" in apply(first, {"A1": Final("answered", "yes")})
    assert "A3" not in apply(second, {"A1": Final("not_found")})
