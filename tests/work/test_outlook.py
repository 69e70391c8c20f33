"""The progress board: how far each piece is, whether it will be in by the deadline, and who is late."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from evalapp.base.progress import Progress
from evalapp.entry.evidence import Evidence
from evalapp.work.board import board
from evalapp.work.changing import change_setting
from evalapp.work.outlook import Outlook, outlook
from evalapp.work.pieces import Piece, answers_of_piece, least_done, pieces
from tests.people import GOOD, Desk, Field, founded

U1, U2 = "370100", "370200"
LINK = Evidence(kind="link", ref="https://example.gov.cn/", at="2021-10-21T00:00:00Z")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path, codes=("WXL", "ZQM"), mode="all", units=(U1, U2))


@pytest.fixture
def wang(desk: Desk) -> Field:
    return desk.assessor("WXL")


def on(desk: Desk, day: str) -> Outlook:
    desk.clock.moment = datetime.fromisoformat(f"{day}T04:00:00").replace(tzinfo=UTC)
    return outlook(desk.project, board(desk.project))


def every(desk: Desk) -> dict[tuple[str, str], Piece]:
    return {(one.code, one.unit): one for one in pieces(desk.project, board(desk.project), Progress())}


def test_each_piece_is_looked_through_with_the_rules_of_the_page(desk: Desk, wang: Field) -> None:
    wang.answers_all(U1)
    wang.answers(U1, "A1", GOOD["A1"], evidence=[LINK])
    wang.answers(U2, "A1", "yes")
    desk.merges(wang.hands_in(U1))
    found = every(desk)
    done = found["WXL", U1]
    assert (done.started, done.answered, done.evidenced, done.submitted) == (6, 6, 1, 6) and done.submitted_at
    begun = found["WXL", U2]
    assert (begun.answered, begun.submitted, begun.submitted_at) == (1, 0, "")
    own = wang.page(U1).progress
    assert (done.leaves, done.valid) == (own.leaves, own.valid)
    assert [(one.code, one.unit) for one in least_done(tuple(found.values()), "answered")] == [
        ("ZQM", U1),
        ("ZQM", U2),
        ("WXL", U2),
    ]


def test_behind_a_piece_stand_its_answers_with_what_is_wrong(desk: Desk, wang: Field) -> None:
    wang.answers(U1, "A1", "yes")
    desk.merges(wang.hands_in(U1))
    found = {one.item: one for one in answers_of_piece(desk.project, wang.id, U1, "zh")}
    assert found["A1"].entry.entered.value == "yes" and not found["A2"].entry.answered
    assert found["A2"].entry.entered.state == "blank"


def test_the_forecast_follows_the_pace_and_names_who_is_late(desk: Desk, wang: Field) -> None:
    change_setting(desk.project, "deadline", "2021-10-31")
    wang.clock.moment = datetime(2021, 10, 20, 1, 0, tzinfo=UTC)
    for item in ("A1", "A2", "A3"):
        wang.answers(U1, item, GOOD[item])
    wang.clock.moment = datetime(2021, 10, 22, 1, 0, tzinfo=UTC)
    for item in ("B1", "B2", "B3"):
        wang.answers(U1, item, GOOD[item])
    desk.merges(wang.hands_in(U1))
    found = on(desk, "2021-10-22")
    people = {one.code: one for one in found.people}
    assert (people["WXL"].open_pieces, people["WXL"].open_answers) == (1, 6)
    assert people["WXL"].finish == "2021-10-25", "six answers in three days: six more in three days"
    assert not people["WXL"].late and people["ZQM"].finish == "" and not people["ZQM"].late
    assert (found.deadline, found.days_left, found.finish, found.early) == ("2021-10-31", 9, "", None)
    soon = on(desk, "2021-10-24")
    assert [one.code for one in soon.late] == ["ZQM"], "nothing has begun, seven days before"
    assert {one.code for one in on(desk, "2021-10-26").late} == {"WXL", "ZQM"}, (
        "the pace leads beyond it by now"
    )
    assert {one.code for one in on(desk, "2021-11-02").late} == {"WXL", "ZQM"}


def test_without_a_deadline_nobody_is_late(desk: Desk, wang: Field) -> None:
    assert on(desk, "2030-01-01").late == ()
    wang.answers_all(U1)
    wang.answers_all(U2)
    desk.merges(wang.hands_in())
    found = on(desk, "2030-01-01")
    assert found.deadline == "" and {one.code: one.open_answers for one in found.people} == {
        "WXL": 0,
        "ZQM": 12,
    }


def test_whoever_has_handed_everything_in_is_never_late(desk: Desk, wang: Field) -> None:
    change_setting(desk.project, "deadline", "2021-10-25")
    wang.answers_all(U1)
    wang.answers_all(U2)
    desk.merges(wang.hands_in())
    assert [one.code for one in on(desk, "2021-11-30").late] == ["ZQM"]
