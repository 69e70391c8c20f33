"""Who somebody is: asked once, answered by a revision, taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.work.board import board
from evalapp.work.changing import add_assessor, assign
from evalapp.work.create import Assessor
from evalapp.work.deciding import cell_view
from evalapp.work.doubts import accept, answered, doubts, refuse, restore_release, take_back, take_up
from evalapp.work.held import held_revisions, release_held
from evalapp.work.tasks import open_task, write_tasks
from tests.people import Desk, Field, founded, laptop
from tests.restored import restored_copy

U1 = "370100"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="all")
    yield desk
    assert desk.check().faults == ()
    desk.project.close()


def values(desk: Desk, item: str = "A2") -> list[str]:
    return sorted(one.value for one in cell_view(desk.project, U1, item).assessments)


def test_a_second_laptop_is_asked_about_once_and_the_answer_is_taken_back(desk: Desk, tmp_path: Path) -> None:
    wang = desk.assessor("WXL")
    wang.answers(U1, "A1", "yes")
    wang.reopens(wang.copies_file(tmp_path / "usb.evalproj"), laptop(tmp_path / "wxl-at-home"))
    wang.answers(U1, "A2", "full")
    desk.merges(wang.hands_in())
    (doubt,) = doubts(desk.project)
    assert (doubt.kind, doubt.name, doubt.code, doubt.key) == ("key", "王晓岚", "WXL", wang.identity.public)
    assert doubt.held == len(held_revisions(desk.project)) > 0
    assert [other.keys for other in doubt.others] == [desk.keys_of("WXL")], "the key that counts, to compare"
    accept(desk.project, doubt)
    assert doubts(desk.project) == () and values(desk) == ["full"]
    said = {one.key: one for one in answered(desk.project)}
    assert (said[doubt.key].what, said[doubt.key].name, said[doubt.key].by) == ("accepted", "王晓岚", "何敏")
    take_back(desk.project, said[doubt.key])
    assert values(desk) == [] and doubts(desk.project) == (), "it is not asked again"
    (refused,) = [one for one in answered(desk.project) if one.key == doubt.key]
    assert refused.what == "refused"
    take_back(desk.project, refused)
    assert values(desk) == ["full"]


def test_two_people_with_one_code_stand_side_by_side(desk: Desk, tmp_path: Path) -> None:
    wang = desk.assessor("WXL")
    wang.answers(U1, "A2", "full")
    desk.merges(wang.hands_in())
    new = add_assessor(desk.project, Assessor("吴晓蕾", "wxl"))
    assign(desk.project, U1, new, place=2)
    assert doubts(desk.project) == (), "nothing has come from her"
    (task,) = write_tasks(desk.project, tmp_path / "new", Progress(), only=[new])
    wu = Field(open_task(laptop(tmp_path / "wu"), task.path, tmp_path / "wu.evalproj"))
    wu.code = "WXL2"
    wu.answers(U1, "A2", "none")
    desk.merges(wu.hands_in())
    (doubt,) = doubts(desk.project)
    sides = {(doubt.name, doubt.key), *((other.name, other.keys[0]) for other in doubt.others)}
    assert doubt.kind == "code"
    assert sides == {("王晓岚", wang.identity.public), ("吴晓蕾", wu.identity.public)}
    assert values(desk) == ["full", "none"], "a code is a label: both count"
    accept(desk.project, doubt)
    assert doubts(desk.project) == ()
    assert {(one.name, one.what) for one in answered(desk.project)} == {
        ("王晓岚", "accepted"),
        ("吴晓蕾", "accepted"),
    }
    (hers,) = [one for one in answered(desk.project) if one.name == "吴晓蕾"]
    take_back(desk.project, hers)
    assert values(desk) == ["full"] and doubts(desk.project) == ()


def test_somebody_unknown_is_entered_as_an_assessor(desk: Desk, tmp_path: Path) -> None:
    old, zhou = restored_copy(desk, tmp_path)
    report = old.merges_one(zhou.hands_in(U1))
    assert report.verdict == "confirm"
    (doubt,) = doubts(old.project)
    assert (doubt.kind, doubt.name, doubt.code, doubt.others) == ("unknown", "周慧", "ZH", ())
    assert {one.name for one in held_revisions(old.project)} == {"周慧"}, "what the file says"
    with pytest.raises(AppError):
        take_up(old.project, doubt, " ", "")
    take_up(old.project, doubt, "周慧", "ZH")
    assert doubts(old.project) == () and held_revisions(old.project) == ()
    assert values(old) == [], "nothing is expected from her yet"
    assign(old.project, U1, zhou.id, place=3)
    assert values(old) == ["part"]
    assert {row.code for row in board(old.project).rows} == {"WXL", "ZQM", "ZH"}
    assert old.check().faults == ()


def test_somebody_unknown_is_a_listed_person_and_is_not_after_all(desk: Desk, tmp_path: Path) -> None:
    old, zhou = restored_copy(desk, tmp_path)
    old.merges(zhou.hands_in(U1))
    (doubt,) = doubts(old.project)
    take_up(old.project, doubt, "", "", in_place_of=old.person("ZQM"))
    assert values(old) == ["part"]
    rows = {row.person: row for row in board(old.project).rows}
    assert rows[zhou.id].name == "赵启明" and U1 in rows[zhou.id].cells
    (said,) = answered(old.project)
    assert (said.what, said.name) == ("accepted", "赵启明")
    take_back(old.project, said)
    assert values(old) == []
    rows = {row.person: row for row in board(old.project).rows}
    assert [len(row.cells) for row in rows.values() if row.person != zhou.id] == [3, 3]
    assert not rows[zhou.id].cells if zhou.id in rows else True


def test_somebody_unknown_is_refused_and_not_asked_about_again(desk: Desk, tmp_path: Path) -> None:
    old, zhou = restored_copy(desk, tmp_path)
    old.merges(zhou.hands_in(U1))
    (doubt,) = doubts(old.project)
    refuse(old.project, doubt)
    assert doubts(old.project) == ()
    zhou.answers(U1, "B1", "1")
    old.merges(zhou.hands_in(U1))
    assert doubts(old.project) == ()
    assert {one.reason for one in held_revisions(old.project)} == {"key"}


def test_a_release_is_taken_back_and_stands_again(desk: Desk, tmp_path: Path) -> None:
    wang = desk.assessor("WXL")
    wang.answers(U1, "A1", "yes")
    wang.reopens(wang.copies_file(tmp_path / "usb.evalproj"), laptop(tmp_path / "wxl-at-home"))
    wang.answers(U1, "A2", "full")
    desk.merges(wang.hands_in())
    ids = [one.id for one in held_revisions(desk.project)]
    release_held(desk.project, ids, "电话核实")
    assert values(desk) == ["full"]
    (said,) = answered(desk.project)
    assert (said.what, said.name, said.reason, said.revisions) == ("released", "王晓岚", "电话核实", len(ids))
    with pytest.raises(AppError):
        take_back(desk.project, said)
    take_back(desk.project, said, "弄错了人")
    assert values(desk) == []
    (said,) = answered(desk.project)
    assert not said.standing
    restore_release(desk.project, said, "是本人")
    assert values(desk) == ["full"]
    assert answered(desk.project)[0].standing
