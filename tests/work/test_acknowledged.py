"""“Did you get it?”: what the coordinator has is told with the next file, and is not sent again."""

from pathlib import Path

import msgspec
import pytest

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.exchange.manifest import Tip
from evalapp.exchange.read import open_package
from evalapp.work.answers import unit_page
from evalapp.work.asking import NewQuestion, ask
from evalapp.work.evidence import screenshot_evidence
from evalapp.work.project import Project
from evalapp.work.recovering import open_and_recover
from evalapp.work.submit import last_acknowledged, submit
from evalapp.work.tasks import write_returns
from tests.people import UNITS, Desk, Field, contents_of, founded, laptop, repacked

U1, U2 = UNITS[:2]
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path)


@pytest.fixture
def wang(desk: Desk) -> Field:
    """Has handed in the first city; the coordinator has it and says so."""
    person = desk.assessor("WXL")
    person.answers_all(U1)
    desk.merges(person.hands_in(U1))
    person.opens_update(desk.writes_updates()["WXL"])
    return person


def seqs(package: Path) -> list[int]:
    return [msgspec.json.decode(line)["seq"] for line in contents_of(package)[1]]


def test_only_what_is_new_is_sent(desk: Desk, wang: Field, tmp_path: Path) -> None:
    assert last_acknowledged(wang.project)
    sent = max(revision.seq for revision in wang.chain())
    wang.answers(U1, "A2", "part")
    wang.answers_all(U2)
    package = tmp_path / "new.evalpkg"
    receipt = submit(wang.project, package, (U1, U2), comment="先交")
    assert min(seqs(package)) == sent + 1
    assert (receipt.left_out, receipt.revisions) == (sent, len(wang.chain()) - sent)
    (tip,) = contents_of(package)[0].tips
    assert (tip.after, tip.seq) == (sent, len(wang.chain()))
    report = desk.merges_one(package)
    assert (report.verdict, report.held, report.answers, report.changed) == ("merge", 0, 6, 1)
    assert desk.check().faults == ()


def test_a_task_written_again_and_a_return_tell_it_too(desk: Desk, tmp_path: Path) -> None:
    person = desk.assessor("WXL")
    person.answers_all(U1)
    desk.merges(person.hands_in(U1))
    assert last_acknowledged(person.project) == ""
    ask(desk.project, [NewQuestion(unit=U1, item="A2", subject=person.id, text="为什么？")])
    (written,) = write_returns(desk.project, tmp_path / "r", Progress())
    person.opens_update(written.path)
    assert last_acknowledged(person.project)


def test_where_nothing_is_new_nothing_is_written(desk: Desk, wang: Field, tmp_path: Path) -> None:
    package = tmp_path / "again.evalpkg"
    before = wang.ids()
    with pytest.raises(AppError) as refused:
        submit(wang.project, package, (U1,), comment="")
    assert refused.value.code == "nothing_new"
    assert not package.exists()
    assert wang.ids() == before
    receipt = submit(wang.project, package, (U1,), everything=True)
    assert (receipt.left_out, seqs(package)) == (0, [revision.seq for revision in wang.chain()])
    assert desk.merges_one(package).verdict == "repeat"


def test_a_part_without_what_came_before_is_held_until_it_comes(desk: Desk, tmp_path: Path) -> None:
    empty = desk.copies_file(tmp_path / "empty.evalproj")
    person = desk.assessor("WXL")
    person.answers_all(U1)
    first = person.hands_in(U1)
    desk.merges(first)
    person.opens_update(desk.writes_updates()["WXL"])
    person.answers(U1, "A2", "part")
    second = person.hands_in(U1)
    session = desk.session
    desk.reopens(empty, session)
    report = desk.merges_one(second)
    assert (report.verdict, report.held) == ("part", report.new)
    assert "earlier part" in report.reason
    assert desk.merges_one(person.hands_in(U1, everything=True)).held == 0
    assert desk.cell(U1, "A2").match


def test_evidence_that_is_there_is_not_sent_again(desk: Desk, tmp_path: Path) -> None:
    person = desk.assessor("WXL")
    shot = screenshot_evidence(person.project, PNG + b"1")
    person.answers(U1, "A2", "full", evidence=(shot,))
    desk.merges(person.hands_in(U1))
    person.opens_update(desk.writes_updates()["WXL"])
    other = screenshot_evidence(person.project, PNG + b"2")
    person.answers(U1, "A2", "part", evidence=(shot, other))
    receipt = submit(person.project, tmp_path / "s.evalpkg", (U1,), comment="先交")
    assert receipt.attachments == 1
    desk.merges(tmp_path / "s.evalpkg")
    assert desk.rows("SELECT count(*) FROM attachment") == [(2,)]


def test_an_older_file_takes_nothing_back(desk: Desk, tmp_path: Path) -> None:
    person = desk.assessor("WXL")
    person.answers_all(U1)
    old = desk.writes_updates()["WXL"]
    desk.merges(person.hands_in(U1))
    person.opens_update(desk.writes_updates()["WXL"])
    said = last_acknowledged(person.project)
    person.opens_update(old)
    assert last_acknowledged(person.project) == said != ""


def test_a_tip_that_this_file_does_not_hold_says_nothing(desk: Desk, tmp_path: Path) -> None:
    person = desk.assessor("WXL")
    person.answers_all(U1)
    desk.merges(person.hands_in(U1))
    update = desk.writes_updates()["WXL"]
    (known,) = contents_of(update)[0].known
    for number, wrong in enumerate(
        (Tip(device=known.device, seq=known.seq, id="ab" * 32), Tip(device="ab" * 16, seq=3, id=known.id))
    ):
        forms = _forms(update)
        package = repacked(
            update, tmp_path / f"{number}.evalpkg", by=desk.identity, forms=forms, known=(wrong,)
        )
        person.opens_update(package)
        assert last_acknowledged(person.project) == ""


def test_a_lost_project_comes_back_from_all_parts_and_not_from_the_last_alone(
    desk: Desk, tmp_path: Path
) -> None:
    person = desk.assessor("WXL")
    person.answers_all(U1)
    first = person.hands_in(U1)
    desk.merges(first)
    person.opens_update(desk.writes_updates()["WXL"])
    person.answers(U1, "A2", "part")
    second = person.hands_in(U1)
    fresh = laptop(tmp_path / "new-laptop")
    with pytest.raises(AppError, match="earlier submission"):
        open_and_recover(fresh, desk.tasks["WXL"], tmp_path / "a.evalproj", [second], Progress())
    assert not (tmp_path / "a.evalproj").exists()
    project, back = open_and_recover(
        fresh, desk.tasks["WXL"], tmp_path / "b.evalproj", [second, first], Progress()
    )
    with project:
        assert back.answers == 6
        assert entered(project) == "part"


def entered(project: Project) -> str:
    return unit_page(project, U1).entries["A2"].entered.value


def _forms(package: Path) -> list[tuple[str, bytes]]:
    with open_package(package) as opened:
        return list(opened.forms().items())
