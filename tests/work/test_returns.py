"""A coordinator gives answers back with questions; what becomes of each question (RECORD R28)."""

from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.entry.contents import Question, Reply
from evalapp.exchange.identity import load_identity
from evalapp.exchange.manifest import Tip
from evalapp.exchange.read import open_package
from evalapp.work.asking import NewQuestion, ask, reply
from evalapp.work.questions import Asked, all_asked
from evalapp.work.tasks import write_returns
from tests.people import (
    UNITS,
    Desk,
    Field,
    Person,
    contents_of,
    edition,
    founded,
    mapping,
    package_of,
    repacked,
)
from tests.people import forged as forged_bytes

U1, U2 = UNITS[:2]
WHY = "截图里看不到办理时限。"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path)


@pytest.fixture
def wang(desk: Desk) -> Field:
    """Has handed in the first city, and the coordinator has it."""
    person = desk.assessor("WXL")
    person.answers_all(U1)
    desk.merges(person.hands_in(U1))
    return person


def asks(desk: Desk, item: str = "A2", text: str = WHY, *, code: str = "WXL", unit: str = U1) -> int:
    return ask(desk.project, [NewQuestion(unit=unit, item=item, subject=desk.person(code), text=text)])


def returned(desk: Desk, code: str = "WXL") -> Path:
    """The return of an assessor."""
    folder = desk.folder / f"returns-{len(list(desk.folder.glob('returns-*')))}"
    written = {one.code: one.path for one in write_returns(desk.project, folder, Progress())}
    return written[code]


def states(person: Person) -> dict[str, str]:
    """The state of the only question about each item."""
    found = all_asked(person.project)
    assert len({one.item for one in found}) == len(found)
    return {one.item: one.state for one in found}


def the_question(person: Person, item: str = "A2") -> Asked:
    (found,) = (one for one in all_asked(person.project) if one.item == item)
    return found


def test_a_question_goes_to_the_assessor_and_comes_back_answered(desk: Desk, wang: Field) -> None:
    assert asks(desk) == 1
    assert states(desk) == {"A2": "open"}
    package = returned(desk)
    assert states(desk) == {"A2": "sent"}
    done = wang.opens_update(package)
    assert (done.questions, done.written) == (1, True)
    page = wang.page(U1)
    assert page.returned == {"A2"}
    assert (page.problems[0].kind, page.problems[0].item) == ("returned", "A2")
    assert page.problems[0].message == f"Returned by 何敏: {WHY}"
    assert {row.unit.key: row.returned for row in wang.overview()}[U1] == 1
    wang.answers(U1, "A2", "part")
    assert states(wang) == {"A2": "answered"}
    assert wang.page(U1).returned == frozenset()
    assert states(desk) == {"A2": "sent"}, "it counts once it is handed in"
    desk.merges(wang.hands_in(U1))
    assert states(desk) == {"A2": "answered"}
    assert desk.cell(U1, "A2").missing, "the second assessor's is still to come"


def test_an_answer_that_is_taken_back_leaves_the_question_open(desk: Desk, wang: Field) -> None:
    asks(desk)
    wang.opens_update(returned(desk))
    wang.answers(U1, "A2", "part")
    wang.answers(U1, "A2", "full")
    assert states(wang) == {"A2": "open"}, "it is as it was when the question was asked"
    wang.answers(U1, "A2", "full", text="时限在第二页")
    assert states(wang) == {"A2": "answered"}, "words and evidence are judged too"


def test_what_was_corrected_before_the_question_came_is_named_by_the_next_answer(
    desk: Desk, wang: Field
) -> None:
    asks(desk)
    wang.answers(U1, "A2", "none")
    wang.opens_update(returned(desk))
    assert states(wang) == {"A2": "open"}
    wang.answers(U1, "A2", "none", text="复核过")
    assert states(wang) == {"A2": "answered"}


def test_a_question_about_a_blank_is_answered_by_any_answer(desk: Desk, wang: Field) -> None:
    asks(desk, unit=U2, item="B1", text="这一项没有填。")
    wang.opens_update(returned(desk))
    wang.answers(U2, "A1", "yes")
    assert states(wang) == {"B1": "open"}
    wang.answers(U2, "B1", "3")
    assert states(wang) == {"B1": "answered"}


def test_some_are_answered_and_the_rest_stays_open(desk: Desk, wang: Field) -> None:
    for item in ("A1", "A2", "B1"):
        asks(desk, item)
    wang.opens_update(returned(desk))
    wang.answers(U1, "A2", "part")
    desk.merges(wang.hands_in(U1))
    assert states(desk) == {"A1": "sent", "A2": "answered", "B1": "sent"}
    (again,) = write_returns(desk.project, desk.folder / "again", Progress())
    assert again.questions == 2
    wang.opens_update(again.path)
    assert states(wang) == {"A1": "open", "A2": "answered", "B1": "open"}


def test_no_change_is_a_reply_that_closes_the_question_and_touches_no_decision(
    desk: Desk, wang: Field
) -> None:
    zhao = desk.assessor("ZQM")
    zhao.answers_all(U1, {"A2": "none"})
    desk.merges(zhao.hands_in(U1))
    decided = desk.decides(U1, "A2", "part")
    asks(desk)
    wang.opens_update(returned(desk))
    reply(wang.project, the_question(wang).id, "时限在第二页，不用改。")
    assert states(wang) == {"A2": "closed"}
    before = wang.ids()
    desk.merges(wang.hands_in(U1))
    assert wang.ids() - before == set() or len(wang.ids() - before) == 1, "no answer, at most a sign-off"
    one = the_question(desk)
    assert (one.state, one.reply, one.replied_by) == ("closed", "时限在第二页，不用改。", "王晓岚")
    cell = desk.cell(U1, "A2")
    assert (cell.status, cell.final.value, cell.staleness) == ("decided", "part", "")
    assert decided in desk.ids()


def test_an_answer_to_a_question_makes_the_decision_stale(desk: Desk, wang: Field) -> None:
    zhao = desk.assessor("ZQM")
    zhao.answers_all(U1, {"A2": "none", "B1": "9"})
    desk.merges(zhao.hands_in(U1))
    desk.decides(U1, "A2", "part")
    desk.decides(U1, "B1", "4")
    asks(desk)
    wang.opens_update(returned(desk))
    wang.answers(U1, "A2", "none")
    desk.merges(wang.hands_in(U1))
    assert (desk.cell(U1, "A2").status, desk.cell(U1, "A2").final.value) == ("to_confirm", "part")
    assert desk.cell(U1, "B1").status == "decided", "only what was touched is opened again"


def test_a_coordinator_asks_no_more(desk: Desk, wang: Field) -> None:
    asks(desk)
    wang.opens_update(returned(desk))
    reply(desk.project, the_question(desk).id, "电话里说清楚了。")
    assert states(desk) == {"A2": "closed"}
    (update,) = [path for code, path in desk.writes_updates().items() if code == "WXL"]
    wang.opens_update(update)
    assert states(wang) == {"A2": "closed"}
    with pytest.raises(AppError, match="closed already"):
        reply(wang.project, the_question(wang).id, "还是说一句")


def test_nobody_reads_what_others_were_asked(desk: Desk, wang: Field) -> None:
    zhao = desk.assessor("ZQM")
    asks(desk)
    asks(desk, "B1", "这个数从哪里来？", code="ZQM")
    wang.opens_update(returned(desk))
    zhao.opens_update(returned(desk, "ZQM"))
    assert states(wang) == {"A2": "open"}
    assert states(zhao) == {"B1": "open"}
    with pytest.raises(AppError, match="for 王晓岚"):
        zhao.opens_update(returned(desk))


def test_the_same_question_waits_once(desk: Desk, wang: Field) -> None:
    assert [asks(desk), asks(desk), asks(desk, text="  " + WHY)] == [1, 0, 0]
    reply(desk.project, the_question(desk).id, "先放一放")
    assert asks(desk) == 1, "a closed one is asked again"


@pytest.mark.parametrize(
    ("item", "text", "code", "says"),
    [
        ("A2", "  ", "WXL", "a question needs words"),
        ("C9", WHY, "WXL", "no item “C9”"),
        ("A2", WHY, "HM", "not assigned"),
    ],
)
def test_a_question_that_makes_no_sense_is_not_asked(
    desk: Desk, wang: Field, item: str, text: str, code: str, says: str
) -> None:
    before = desk.ids()
    with pytest.raises(AppError, match=says):
        asks(desk, item, text, code=code)
    assert desk.ids() == before


def test_where_nothing_is_asked_no_return_is_written(desk: Desk, wang: Field) -> None:
    assert write_returns(desk.project, desk.folder / "none", Progress()) == ()
    asks(desk)
    assert [one.code for one in write_returns(desk.project, desk.folder / "one", Progress())] == ["WXL"]


def test_a_return_opened_twice_changes_nothing(desk: Desk, wang: Field) -> None:
    asks(desk)
    package = returned(desk)
    assert wang.opens_update(package, only_look=True).questions == 1
    assert states(wang) == {}
    wang.opens_update(package)
    before = wang.ids()
    again = wang.opens_update(package)
    assert (again.written, again.questions) == (False, 0)
    assert wang.ids() == before
    assert wang.check().faults == ()


def test_an_assessor_cannot_ask(desk: Desk, wang: Field) -> None:
    with pytest.raises(AppError, match="coordinator's project"):
        ask(wang.project, [NewQuestion(unit=U1, item="A2", subject=wang.id, text=WHY)])


def test_a_question_follows_its_item_into_another_edition(desk: Desk, wang: Field, tmp_path: Path) -> None:
    asks(desk)
    renamed = edition(tmp_path, "2", ('code = "A2"', 'code = "A9"'))
    origin = edition(tmp_path, "1")
    desk.brings(renamed, mapping(origin, renamed, 'from = "A2"\nto = "A9"'))
    assert states(desk) == {"A9": "open"}
    wang.opens_update(returned(desk))
    assert wang.page(U1).returned == {"A9"}
    wang.answers(U1, "A9", "none")
    assert states(wang) == {"A9": "answered"}
    desk.merges(wang.hands_in(U1))
    assert states(desk) == {"A9": "answered"}


def test_the_order_in_which_files_come_makes_no_difference(desk: Desk, wang: Field, tmp_path: Path) -> None:
    asks(desk)
    wang.opens_update(returned(desk))
    wang.answers(U1, "A2", "part")
    first = wang.hands_in(U1)
    wang.answers(U1, "A2", "full")
    second = wang.hands_in(U1)
    other = desk.second_laptop()
    desk.merges(first)
    desk.merges(second)
    other.merges(second)
    other.merges(first)
    assert states(desk) == states(other) == {"A2": "sent"}, "the answer was taken back"
    assert desk.meaning_without_results() == other.meaning_without_results()


# Hostile files --------------------------------------------------------------------------------------------------------


def forms_of(package: Path) -> list[tuple[str, bytes]]:
    with open_package(package) as opened:
        return list(opened.forms().items())


def test_a_return_from_a_stranger_changes_nothing(desk: Desk, wang: Field, tmp_path: Path) -> None:
    asks(desk)
    package = returned(desk)
    stranger = load_identity(tmp_path / "stranger")
    forged = repacked(package, tmp_path / "forged.evalpkg", by=stranger, forms=forms_of(package))
    before = wang.ids()
    with pytest.raises(AppError) as refused:
        wang.opens_update(forged)
    assert refused.value.code == "not_the_coordinator"
    assert wang.ids() == before


def test_a_return_cannot_put_words_into_an_assessors_mouth(desk: Desk, wang: Field, tmp_path: Path) -> None:
    asks(desk)
    package = returned(desk)
    reply_of_wang = forged_bytes(
        Reply(about=the_question(desk).id, text="不改"),
        author=wang.id,
        device="ab" * 16,
        unit=U1,
        item="A2",
        subject=wang.id,
    )
    lines = [*contents_of(package)[1], reply_of_wang]
    hostile = repacked(
        package, tmp_path / "h.evalpkg", by=desk.identity, lines=lines, forms=forms_of(package)
    )
    with pytest.raises(AppError) as refused:
        wang.opens_update(hostile)
    assert refused.value.code == "damaged_package"
    assert states(wang) == {}


def test_a_question_that_an_assessor_writes_is_held(desk: Desk, wang: Field) -> None:
    body = forged_bytes(
        Question(form=desk.project.about.form_hash, text="谁来改？"),
        author=wang.id,
        device="cd" * 16,
        unit=U1,
        item="A2",
        subject=desk.person("ZQM"),
    )
    package = package_of(desk, desk.folder / "q.evalpkg", [body], by=wang.identity, sender=wang.id)
    assert desk.merges_one(package).held == 1
    assert set(desk.standing().values()) == {"authority"}
    assert all_asked(desk.project) == ()


def test_an_acknowledgement_that_is_no_place_is_refused(desk: Desk, wang: Field, tmp_path: Path) -> None:
    asks(desk)
    package = returned(desk)
    with pytest.raises(AppError) as refused:  # reopened when it is written, so that it cannot even be made
        repacked(
            package,
            tmp_path / "w.evalpkg",
            by=desk.identity,
            forms=forms_of(package),
            known=(Tip(device="../etc", seq=1, id="x"),),
        )
    assert refused.value.code == "damaged_package"
