"""Before a lost project is made again: the own submissions are found, and a rehearsal tells what comes back and leaves nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.work.rebuilding import own_submissions, rehearse
from evalapp.work.submit import submit
from tests.people import Desk, Field, founded, laptop

U1, U2 = "370100", "370200"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="all", units=(U1, U2))
    yield desk
    desk.project.close()


def sends(person: Field, path: Path, volume_size: int = 0) -> Path:
    submit(person.project, path, (U1,), volume_size)
    return path


def test_only_the_own_submissions_of_this_project_are_found_oldest_first(desk: Desk, tmp_path: Path) -> None:
    folder = desk.tasks["WXL"].parent
    wang, zhao = desk.assessor("WXL"), desk.assessor("ZQM")
    wang.answers_all(U1)
    zhao.answers_all(U1)
    second_name, first_name = folder / "b.evalpkg", folder / "a.evalpkg"
    first = sends(wang, second_name)
    second = sends(wang, first_name)
    sends(zhao, folder / "other.evalpkg")
    (folder / "broken.evalpkg").write_bytes(b"PK\x03\x04 not a package")
    assert own_submissions(desk.tasks["WXL"]) == (first, second)
    assert own_submissions(desk.tasks["WXL"], (tmp_path / "not there",)) == (first, second)


def test_a_rehearsal_tells_what_comes_back_and_leaves_nothing(desk: Desk) -> None:
    wang = desk.assessor("WXL")
    wang.answers_all(U1)
    wang.answers(U2, "A1", "yes")
    sent = sends(wang, wang.session.home.parent / "s.evalpkg")
    wang.project.close()
    session = laptop(desk.folder / "wxl")
    before = sorted(desk.folder.rglob("*"))
    found = rehearse(session, desk.tasks["WXL"], (sent, sent), Progress())
    assert (found.person, found.files) == ("王晓岚 (WXL)", 2)
    assert {unit.name: (unit.answered, unit.items) for unit in found.units} == {
        f"市{U1}": (6, 6),
        f"市{U2}": (1, 6),
    }
    assert found.answers == 7
    assert sorted(desk.folder.rglob("*")) == before


def test_what_does_not_belong_is_refused_as_rebuilding_does(desk: Desk) -> None:
    zhao = desk.assessor("ZQM")
    zhao.answers_all(U1)
    sent = sends(zhao, zhao.session.home.parent / "s.evalpkg")
    with pytest.raises(AppError) as caught:
        rehearse(laptop(desk.folder / "wxl"), desk.tasks["WXL"], (sent,), Progress())
    assert caught.value.code == "other_person"
