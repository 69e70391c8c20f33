"""A lost project file comes back from the task and the person's own submissions (RECORD section 5)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.entry.evidence import Evidence
from evalapp.work.recovering import Recovered, open_and_recover, recover
from tests.people import GOOD, Desk, Field, founded, laptop

U1, U2 = "370100", "370200"
LINK = Evidence(kind="link", ref="https://example.org/a")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="all")
    yield desk
    assert desk.check().faults == ()
    desk.project.close()


def entered(person: Field) -> dict[tuple[str, str], object]:
    return {
        (row.unit.key, item): entry.entered
        for row in person.overview()
        for item, entry in person.page(row.unit.key).entries.items()
    }


def again(desk: Desk, *submissions: Path, home: str = "wxl") -> tuple[Field, Recovered]:
    """The file is gone; the task is opened anew with what was handed in."""
    session = laptop(desk.folder / home)
    target = session.home.parent / f"again-{len(list(session.home.parent.glob('again-*.evalproj')))}.evalproj"
    project, back = open_and_recover(session, desk.tasks["WXL"], target, submissions, Progress())
    person = Field(project)
    person.code = "WXL"
    return person, back


def test_everything_handed_in_comes_back_and_work_goes_on(desk: Desk) -> None:
    wang = desk.assessor("WXL")
    wang.answers_all(U1)
    wang.answers(U2, "A2", "part", text="缺两项", evidence=(LINK,))
    first = wang.hands_in(U1)
    wang.answers(U1, "B1", "3")
    second = wang.hands_in()
    before = entered(wang)
    wang.project.close()
    desk.merges(first, second)
    found, back = again(desk, second, first)
    assert (back.files, back.answers) == (2, len(GOOD) + 1)
    assert entered(found) == before
    assert found.check().faults == ()
    found.answers(U1, "B2", "12")
    desk.merges(found.hands_in())
    assert desk.standing() == {}, "nothing is held: it is the same account"
    assert found.page(U1).entries["B2"].conflict == 0


def test_a_file_given_twice_or_in_another_order_makes_no_difference(desk: Desk) -> None:
    wang = desk.assessor("WXL")
    wang.answers_all(U1)
    first = wang.hands_in(U1)
    wang.answers(U1, "B1", "3")
    second = wang.hands_in()
    one, _back = again(desk, first, second)
    other, _back = again(desk, second, first, second)
    assert entered(one) == entered(other)
    assert one.ids() == other.ids()
    assert recover(one.project, [first], Progress()).revisions == 0


def test_what_was_typed_after_the_last_submission_is_in_none(desk: Desk) -> None:
    wang = desk.assessor("WXL")
    wang.answers_all(U1)
    sent = wang.hands_in(U1)
    wang.answers(U1, "A2", "none")
    found, _back = again(desk, sent)
    assert found.value(U1, "A2") == GOOD["A2"]


def test_somebody_elses_submission_leaves_no_file_behind(desk: Desk) -> None:
    zhao = desk.assessor("ZQM")
    zhao.answers_all(U1)
    wang = desk.assessor("WXL")
    wang.answers_all(U1)
    with pytest.raises(AppError) as caught:
        again(desk, wang.hands_in(), zhao.hands_in())
    assert caught.value.code == "other_person"
    assert list((desk.folder / "wxl").rglob("again-*")) == []


def test_a_damaged_submission_is_told_and_nothing_is_taken(desk: Desk) -> None:
    wang = desk.assessor("WXL")
    wang.answers_all(U1)
    sent = wang.hands_in()
    sent.write_bytes(sent.read_bytes()[:-200])
    with pytest.raises(AppError) as caught:
        again(desk, sent)
    assert sent.name in caught.value.message
    assert list((desk.folder / "wxl").rglob("again-*")) == []


def test_on_a_new_laptop_what_was_handed_in_stands_and_the_new_key_waits_for_the_coordinator(
    desk: Desk,
) -> None:
    wang = desk.assessor("WXL")
    wang.answers_all(U1)
    sent = wang.hands_in()
    desk.merges(sent)
    found, _back = again(desk, sent, home="new-laptop")
    assert found.value(U1, "A2") == GOOD["A2"]
    found.answers(U2, "B1", "2")
    desk.merges(found.hands_in())
    assert set(desk.standing().values()) == {"key"}
    assert desk.cell(U1, "A2").missing == (desk.person("ZQM"),), "what was handed in before still counts"
