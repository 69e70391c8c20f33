"""A merged file is taken back: what depends on it is listed first, and all of it can be undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.work.asking import NewQuestion, ask
from evalapp.work.questions import all_asked
from evalapp.work.received import acknowledgements, received_files
from evalapp.work.tasks import write_returns, write_tasks
from evalapp.work.withdrawing import restore_batch, what_depends, withdraw_batch
from tests.people import Desk, Field, founded

U1, U2 = "370100", "370200"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Two assessors answer everything."""
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


def test_what_depends_on_a_file_is_listed_and_nothing_is_written(
    desk: Desk, wang: Field, zhao: Field
) -> None:
    wang.answers_all(U1, {"A2": "full"})
    zhao.answers_all(U1, {"A2": "none"})
    desk.merges(wang.hands_in(U1))
    batch = desk.merges_one(zhao.hands_in(U1)).batch
    decision = desk.decides(U1, "A2", "part")
    before = desk.meaning()
    found = what_depends(desk.project, batch)
    assert desk.meaning() == before
    assert [(one.id, one.unit, one.item, one.words, one.stands) for one in found.decisions] == [
        (decision, U1, "A2", "decision: Part", True)
    ]
    moved = {cell.item: (cell.status_before, cell.status_after, cell.match_after) for cell in found.cells}
    assert moved["A2"] == ("decided", "to_confirm", "missing")
    assert moved["B1"] == ("agreed", "missing", "missing")
    assert found.later == () and found.questions == ()
    withdraw_batch(desk.project, batch, "the wrong city")
    after = {row.item: row for row in (desk.cell(U1, item) for item in moved)}
    assert {item: (after[item].status, after[item].match) for item in moved} == {
        item: (status, match) for item, (_before, status, match) in moved.items()
    }


def test_later_answers_and_questions_that_stand_on_a_file_are_named(desk: Desk, wang: Field) -> None:
    wang.answers_all(U1, {"A2": "full"})
    first = desk.merges_one(wang.hands_in(U1)).batch
    ask(desk.project, [NewQuestion(unit=U1, item="B1", subject=wang.id, text="哪一页？")])
    (returned,) = write_returns(desk.project, desk.folder / "returns", Progress())
    wang.opens_update(returned.path)
    wang.answers(U1, "A2", "part")
    wang.answers(U1, "B1", "2")
    second = desk.merges_one(wang.hands_in(U1)).batch
    assert {one.state for one in all_asked(desk.project)} == {"answered"}
    earlier = what_depends(desk.project, first)
    assert {(one.item, one.name, one.words) for one in earlier.later} == {
        ("A2", "王晓岚", "Part"),
        ("B1", "王晓岚", "2"),
    }
    assert earlier.questions == ()
    assert "A2" not in {cell.item for cell in earlier.cells}, "what stands on it goes on counting"
    later = what_depends(desk.project, second)
    assert [(one.item, one.name, one.text) for one in later.questions] == [("B1", "王晓岚", "哪一页？")]
    withdraw_batch(desk.project, second, "sent by mistake")
    assert {one.state for one in all_asked(desk.project)} == {"sent"}


def test_scenario_08_the_decisions_go_with_the_file_and_come_back_with_it(
    desk: Desk, wang: Field, zhao: Field
) -> None:
    wang.answers(U1, "A2", "full")
    zhao.answers(U1, "A2", "none")
    desk.merges(wang.hands_in())
    batch = desk.merges_one(zhao.hands_in()).batch
    desk.decides(U1, "A2", "part")
    desk.decides(U1, "A2", "none")
    found = what_depends(desk.project, batch)
    assert [one.stands for one in found.decisions] == [False, True]
    before = desk.meaning()
    withdraw_batch(desk.project, batch, "the wrong city", decisions=[one.id for one in found.decisions])
    assert (desk.cell(U1, "A2").status, desk.cell(U1, "A2").missing) == ("missing", (zhao.id,))
    (newest, _oldest) = received_files(desk.project)
    assert newest.is_withdrawn and newest.batch == batch
    assert [(one.name, one.reason, one.revisions) for one in newest.withdrawals] == [
        ("何敏", "the wrong city", newest.revisions)
    ]
    lifted = restore_batch(desk.project, batch, "it was right after all")
    assert len(lifted) == 1
    meaning = desk.meaning()
    assert meaning["cells"] == before["cells"] and meaning["standing"] == {}
    with pytest.raises(AppError) as refused:
        restore_batch(desk.project, batch, "again")
    assert refused.value.code == "not_withdrawn"


def test_a_withdrawal_asks_for_a_reason_and_for_something_to_withdraw(desk: Desk, wang: Field) -> None:
    wang.answers(U1, "A2", "full")
    batch = desk.merges_one(wang.hands_in()).batch
    before = desk.ids()
    for attempt, code in (
        (lambda: withdraw_batch(desk.project, batch, " "), "reason"),
        (lambda: withdraw_batch(desk.project, batch + 7, "x"), "unknown_batch"),
        (lambda: withdraw_batch(desk.project, batch, "x", decisions=["ab" * 32]), "unknown_decision"),
        (lambda: restore_batch(desk.project, batch, "x"), "not_withdrawn"),
    ):
        with pytest.raises(AppError) as refused:
            attempt()
        assert refused.value.code == code
    assert desk.ids() == before
    withdraw_batch(desk.project, batch, "x")
    with pytest.raises(AppError) as refused:
        what_depends(desk.project, batch)
    assert refused.value.code == "withdrawn"


def test_received_files_say_who_sent_what_and_how_far_it_was_acknowledged(
    desk: Desk, wang: Field, zhao: Field
) -> None:
    wang.answers_all(U1)
    desk.merges(wang.hands_in(U1, comment="B1 没有网站"))
    (row,) = received_files(desk.project)
    assert (row.name, row.code, row.answers, row.units, row.comment) == (
        "王晓岚",
        "WXL",
        6,
        (f"市{U1}",),
        "B1 没有网站",
    )
    found = {one.code: one for one in acknowledgements(desk.project)}
    assert (found["WXL"].files, found["WXL"].told, found["WXL"].told_at) == (1, 0, "")
    assert (found["ZQM"].files, found["ZQM"].last_at) == (0, "")
    write_tasks(desk.project, desk.folder / "again", Progress())
    found = {one.code: one for one in acknowledgements(desk.project)}
    assert found["WXL"].told == found["WXL"].revisions == row.revisions and found["WXL"].told_at
    wang.answers(U1, "A2", "part")
    desk.merges(wang.hands_in(U1))
    found = {one.code: one for one in acknowledgements(desk.project)}
    assert 0 < found["WXL"].told < found["WXL"].revisions
