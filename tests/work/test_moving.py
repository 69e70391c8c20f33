"""A project on a server: moved there and back without a loss, and several coordinators at work at once (RECORD R29)."""

import threading
from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.entry.evidence import Evidence
from evalapp.work.changing import change_setting
from evalapp.work.coordinators import grant
from evalapp.work.deciding import Outcome, cell_view, decide
from evalapp.work.exchanging import write_exchange
from evalapp.work.moving import join, move_to_file, move_to_server
from evalapp.work.project import open_project
from tests.people import GOOD, Desk, desk_of, founded, laptop

U1, U2, U3 = "370100", "370200", "370300"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two assessors who differ everywhere."""
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="all", units=(U1, U2, U3))
    wang, zhao = desk.assessor("WXL"), desk.assessor("ZQM")
    other = {"A1": "no", "A2": "none", "A3": "time", "B1": "1", "B2": "3", "B3": "1/20"}
    for unit in (U1, U2, U3):
        wang.answers_all(unit)
        zhao.answers_all(unit, other)
    wang.answers(
        U1,
        "A2",
        GOOD["A2"],
        evidence=[Evidence(kind="link", ref="https://example.gov.cn/", at="2021-10-21T00:00:00Z")],
    )
    desk.merges(wang.hands_in(), zhao.hands_in())
    return desk


def moved(desk: Desk, url: str, name: str = "desk.evaldesk") -> Path:
    target = desk.folder / name
    move_to_server(desk.project, url, target, Progress())
    return target


def on_server(desk: Desk, url: str) -> Desk:
    target = moved(desk, url)
    desk.project.close()
    return desk_of(open_project(desk.session, target), desk.folder, desk.tasks)


def test_there_and_back_everything_is_what_it_was(desk: Desk, server: str) -> None:
    before = desk.meaning(seals=False)
    shared = on_server(desk, server)
    assert shared.project.shared and shared.meaning(seals=False) == before
    shared.decides(U1, "A2", "part")
    after = shared.meaning(seals=False)
    back = desk.folder / "back.evalproj"
    done = move_to_file(shared.project, back, Progress())
    assert done.revisions == len(after["revisions"])
    shared.project.close()
    again = desk_of(open_project(desk.session, back), desk.folder, desk.tasks)
    assert again.meaning(seals=False) == after and again.check().faults == ()
    again.decides(U2, "A2", "part")
    assert len(again.devices()) == 3, "a new device at each place"
    again.project.close()


def test_what_it_was_in_takes_nothing_more(desk: Desk, server: str) -> None:
    target = moved(desk, server)
    for _turn in range(2):
        with pytest.raises(AppError) as refused:
            change_setting(desk.project, "tolerance", "10")
        assert refused.value.code == "moved_away" and str(target) in refused.value.message
        desk.reopens()
    with pytest.raises(AppError) as refused:
        move_to_server(desk.project, server, desk.folder / "again.evaldesk", Progress())
    assert refused.value.code == "moved_away"
    desk.project.close()


def test_scenario_26_a_copy_of_the_old_file_that_was_edited_comes_by_an_exchange(
    desk: Desk, server: str, tmp_path: Path
) -> None:
    copy = desk.second_laptop("copy")
    shared = on_server(desk, server)
    decision = copy.decides(U1, "A2", "part")
    path = tmp_path / "copy.evalpkg"
    write_exchange(copy.project, path, Progress(), to=(desk.id,))
    (report,) = shared.merges(path).files
    assert report.verdict == "merge" and decision in shared.ids()
    assert shared.cell(U1, "A2").status == "decided" and shared.check().faults == ()
    shared.project.close()
    copy.project.close()


def test_private_things_stay_on_the_laptop(desk: Desk, server: str) -> None:
    with desk.project.file.write() as connection:
        connection.exec_driver_sql("INSERT INTO private_note VALUES (?, 'A2', '先问一下', '')", (U1,))
    shared = on_server(desk, server)
    assert shared.rows("SELECT count(*) FROM private_note") == [(0,)]
    shared.project.close()


def test_a_second_coordinator_joins_by_key_and_nobody_else(desk: Desk, server: str, tmp_path: Path) -> None:
    session = laptop(tmp_path / "lm")
    grant(desk.project, name="李敏", code="LM", key=session.identity().public)
    shared = on_server(desk, server)
    mine = tmp_path / "lm.evaldesk"
    assert join(session, server, mine).name == "李敏"
    li = desk_of(open_project(session, mine), desk.folder, {})
    li.decides(U1, "A2", "part")
    assert shared.cell(U1, "A2").status == "decided", "what others write is there at once"
    stranger = laptop(tmp_path / "stranger")
    stranger.identity()
    with pytest.raises(AppError) as refused:
        join(stranger, server, tmp_path / "x.evaldesk")
    assert refused.value.code == "not_a_coordinator" and not (tmp_path / "x.evaldesk").exists()
    for one in (li, shared):
        one.project.close()


def test_two_coordinators_who_decide_at_once_lose_nothing(desk: Desk, server: str, tmp_path: Path) -> None:
    session = laptop(tmp_path / "lm")
    grant(desk.project, name="李敏", code="LM", key=session.identity().public)
    shared = on_server(desk, server)
    join(session, server, tmp_path / "lm.evaldesk")
    li = desk_of(open_project(session, tmp_path / "lm.evaldesk"), desk.folder, {})
    values = {"A1": "yes", "A2": "part", "A3": "time", "B1": "2", "B2": "5", "B3": "5/20"}
    cells = [(unit, item) for unit in (U1, U2, U3) for item in values]
    turns = {shared: cells, li: cells[::-1]}
    start, refused, lost = threading.Barrier(2), list[str](), list[BaseException]()

    def work(who: Desk) -> None:
        start.wait()
        for unit, item in turns[who]:
            view = cell_view(who.project, unit, item)
            outcome = Outcome(
                unit=unit, item=item, state="answered", value=values[item], category="evidence", reason="同时裁定",
                basis=view.basis, stands=view.stands,
            )  # fmt: skip
            try:
                decide(who.project, outcome)
            except AppError as error:
                refused.append(error.code)
            except BaseException as error:
                lost.append(error)
                raise

    threads = [threading.Thread(target=work, args=(who,)) for who in (shared, li)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not lost and set(refused) <= {"moved"}
    assert {shared.cell(unit, item).status for unit, item in cells} == {"decided"}
    written = shared.rows("SELECT count(*) FROM revision r JOIN slot s ON s.s = r.slot WHERE s.kind = 10")
    assert written[0][0] >= len(cells) and shared.check().faults == ()
    for one in (shared, li):
        one.project.close()


def test_a_decision_that_came_meanwhile_is_never_replaced_unseen(desk: Desk, server: str) -> None:
    shared = on_server(desk, server)
    looked = cell_view(shared.project, U1, "A2")
    first = shared.decides(U1, "A2", "part")
    late = Outcome(
        unit=U1, item="A2", state="answered", value="none", category="evidence", reason="没看到", basis=looked.basis, stands=looked.stands
    )  # fmt: skip
    with pytest.raises(AppError) as refused:
        decide(shared.project, late)
    assert refused.value.code == "moved" and "another coordinator" in refused.value.message
    assert shared.cell(U1, "A2").final.value == "part" and first in shared.ids()
    shared.project.close()


def test_a_server_that_does_not_answer_is_named_and_nothing_is_changed(desk: Desk) -> None:
    before = desk.ids()
    with pytest.raises(AppError) as refused:
        moved(desk, "postgresql://nobody@127.0.0.1:9/none")
    assert refused.value.code == "server_lost" and desk.ids() == before
    assert not (desk.folder / "desk.evaldesk").exists()
    desk.decides(U1, "A2", "part")
    desk.project.close()


@pytest.mark.parametrize("url", ["", "desk", "mysql://x@y/z", "postgresql:/x"])
def test_what_is_no_address_is_said(desk: Desk, url: str) -> None:
    with pytest.raises(AppError) as refused:
        moved(desk, url)
    assert refused.value.code in ("server_address", "server_lost")
    desk.project.close()


def test_a_project_that_is_there_already_is_not_written_over(desk: Desk, server: str) -> None:
    copy = desk.second_laptop("copy")
    moved(desk, server)
    with pytest.raises(AppError) as refused:
        move_to_server(copy.project, server, desk.folder / "other.evaldesk", Progress())
    assert refused.value.code == "exists" and not (desk.folder / "other.evaldesk").exists()
    copy.decides(U1, "A2", "part")
    for one in (copy, desk):
        one.project.close()


def test_a_file_that_is_no_desk_is_named(desk: Desk, tmp_path: Path) -> None:
    wrong = tmp_path / "x.evaldesk"
    wrong.write_text("{}", encoding="utf-8")
    with pytest.raises(AppError) as refused:
        open_project(desk.session, wrong)
    assert refused.value.code == "not_a_desk"
    desk.project.close()
