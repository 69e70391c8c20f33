"""A third assessor is asked where two differ (RECORD R16, R19)."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.work.assigning import put_back
from evalapp.work.barring import bar
from evalapp.work.deciding import cell_view, open_cells
from evalapp.work.tasks import write_updates
from evalapp.work.third import ask_third, candidates, waiting_for_third
from tests.people import Desk, Field, founded

CITY = "370100"
BOTH = ((CITY, "A2"), (CITY, "B1"))


@dataclass
class Team:
    """The desk; two who answer the city and differ in A2 and B1; one who answers other cities."""

    desk: Desk
    first: Field
    second: Field
    third: Field

    def ask(self, *cells: tuple[str, str]) -> None:
        ask_third(self.desk.project, self.third.id, cells or BOTH)

    def third_gets_update(self, folder: Path) -> None:
        (written,) = write_updates(self.desk.project, folder, Progress(), [self.third.id])
        self.third.opens_update(written.path)

    def third_answers(self, **values: str) -> None:
        for item, value in values.items():
            self.third.answers(CITY, item, value)
        self.desk.merges(self.third.hands_in(CITY))

    def waits(self) -> list[tuple[str, str]]:
        return [(row.item, row.status) for row in open_cells(self.desk.project)]


@pytest.fixture
def team(tmp_path: Path) -> Team:
    desk = founded(tmp_path, synthetic=True)
    people = [desk.assessor(code) for code in ("WXL", "ZQM", "SYN")]
    has = [person for person in people if CITY in {row.unit.key for row in person.overview()}]
    (third,) = [person for person in people if person not in has]
    first, second = has
    first.answers_all(CITY)
    second.answers_all(CITY, {"A2": "none", "B1": "2"})
    desk.merges(first.hands_in(CITY), second.hands_in(CITY))
    return Team(desk, first, second, third)


def test_a_cell_waits_for_the_third_and_then_for_a_decision_between_three(team: Team, tmp_path: Path) -> None:
    assert team.waits() == [("A2", "pending"), ("B1", "pending")]
    team.ask((CITY, "A2"))
    assert team.waits() == [("B1", "pending")]
    assert [(row.item, row.status) for row in waiting_for_third(team.desk.project)] == [("A2", "third")]
    assert team.desk.cell(CITY, "A2").missing == (team.third.id,)
    team.third_gets_update(tmp_path / "updates")
    team.third_answers(A2="part")
    assert waiting_for_third(team.desk.project) == ()
    assert ("A2", "pending") in team.waits()
    view = cell_view(team.desk.project, CITY, "A2")
    assert [one.label for one in view.assessments] == ["A", "B", "C"]
    assert {one.value for one in view.assessments} == {"full", "none", "part"}


def test_the_third_is_asked_for_these_items_and_nothing_else(team: Team, tmp_path: Path) -> None:
    team.ask((CITY, "A2"))
    team.third_gets_update(tmp_path / "updates")
    told = team.third.rows(
        "SELECT unit, item FROM assignment WHERE subject = ? AND unit = ?", (team.third.id, CITY)
    )
    assert told == [(CITY, "A2")]
    assert team.desk.cell(CITY, "B1").status == "pending"
    assert team.desk.cell(CITY, "A1").status == "agreed"


def test_three_who_agree_need_no_decision_and_a_majority_does(team: Team, tmp_path: Path) -> None:
    team.ask()
    team.third_gets_update(tmp_path / "updates")
    team.first.answers(CITY, "B1", "2")
    team.desk.merges(team.first.hands_in(CITY))
    team.third_answers(A2="none", B1="2")
    assert team.desk.cell(CITY, "B1").status == "agreed"
    assert team.waits() == [("A2", "pending")]


def test_a_decision_stands_until_the_third_has_answered_and_is_then_confirmed(
    team: Team, tmp_path: Path
) -> None:
    team.desk.decides(CITY, "A2", "full")
    team.ask((CITY, "A2"))
    assert team.desk.cell(CITY, "A2").status == "decided"
    team.third_gets_update(tmp_path / "updates")
    team.third_answers(A2="none")
    cell = team.desk.cell(CITY, "A2")
    assert (cell.status, cell.final.value) == ("to_confirm", "full")


def test_asking_is_taken_back_by_the_reverse_revision(team: Team) -> None:
    changed = ask_third(team.desk.project, team.third.id, BOTH, "They do not agree on the evidence")
    assert changed.written == 2
    assert team.waits() == []
    put_back(team.desk.project, changed.was)
    assert team.waits() == [("A2", "pending"), ("B1", "pending")]


def test_who_answers_already_or_is_barred_is_not_offered(team: Team) -> None:
    found = {one.person: one.why_not for one in candidates(team.desk.project, BOTH)}
    assert found == {
        team.third.id: "",
        team.first.id: "answers it already",
        team.second.id: "answers it already",
    }
    bar(team.desk.project, CITY, team.third.id)
    assert {one.why_not for one in candidates(team.desk.project, BOTH)} == {
        "answers it already",
        "is barred from it",
    }
    with pytest.raises(AppError) as refused:
        team.ask()
    assert refused.value.code == "barred"
    assert team.waits() == [("A2", "pending"), ("B1", "pending")]


def test_nobody_is_asked_twice(team: Team) -> None:
    team.ask((CITY, "A2"))
    assert ask_third(team.desk.project, team.third.id, BOTH).written == 1
    assert ask_third(team.desk.project, team.first.id, BOTH).written == 0


def test_only_cells_that_are_asked_of_the_unit(team: Team) -> None:
    with pytest.raises(AppError) as refused:
        team.ask((CITY, "Z9"))
    assert refused.value.code == "unknown_cell"
