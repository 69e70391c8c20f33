"""Who has which file: written again for one person, a cover sheet, what has changed since, a new secret (RECORD R12)."""

import hashlib
import subprocess
from pathlib import Path

import msgspec
import pytest

from evalapp.base.progress import Progress
from evalapp.entry.contents import PersonEntry
from evalapp.entry.revision import Revision
from evalapp.work.changing import assign, change_setting, change_unit, judge_key, keys_awaiting
from evalapp.work.covers import cover_sheet, with_covers
from evalapp.work.handing_out import handout_rows, renew_secret, to_write_again
from evalapp.work.tasks import WrittenTask, write_tasks, write_updates
from tests.people import SMALL, UNITS, Desk, contents_of, founded

U1, U2 = UNITS[:2]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path, codes=("WXL", "ZQM"), mode="all")


def written(desk: Desk, *codes: str) -> tuple[WrittenTask, ...]:
    folder = desk.folder / f"again-{len(list(desk.folder.glob('again-*')))}"
    return write_tasks(desk.project, folder, Progress(), [desk.person(code) for code in codes])


def secrets_of(package: Path) -> set[str]:
    """The secrets that a package brings."""
    contents = [msgspec.json.decode(line, type=Revision).content for line in contents_of(package)[1]]
    return {content.secret for content in contents if isinstance(content, PersonEntry)}


def standing(desk: Desk) -> dict[str, str]:
    return {row.code: row.standing for row in handout_rows(desk.project)}


def test_one_task_is_written_again_with_the_same_secret(desk: Desk) -> None:
    (task,) = written(desk, "WXL")
    assert task.code == "WXL"
    assert secrets_of(task.path) == secrets_of(desk.tasks["WXL"])
    row = handout_rows(desk.project)[0]
    assert (row.units, row.items, row.handed_in, row.standing) == (3, 18, 0, "current")
    assert row.last is not None
    assert (row.last.kind, row.last.file) == ("task", "WXL.evalpkg")


def test_what_concerns_a_person_asks_for_an_update(desk: Desk) -> None:
    assert standing(desk) == {"WXL": "current", "ZQM": "current"}
    change_setting(desk.project, "tolerance", "10")
    assert standing(desk) == {"WXL": "current", "ZQM": "current"}, "no assessor's file knows of it"
    assign(desk.project, U1, desk.person("WXL"), active=False)
    assert standing(desk) == {"WXL": "changed", "ZQM": "current"}
    write_updates(desk.project, desk.folder / "updates", Progress(), [desk.person("WXL")])
    assert standing(desk) == {"WXL": "current", "ZQM": "current"}
    change_unit(desk.project, U2, name="青岛")
    assert [row.code for row in to_write_again(desk.project)] == ["WXL", "ZQM"]
    desk.writes_tasks()
    change_setting(desk.project, "completion.evidence", "warn")
    assert standing(desk) == {"WXL": "changed", "ZQM": "changed"}


def test_a_new_secret_for_a_lost_laptop(desk: Desk) -> None:
    lost = desk.assessor("WXL", home="lost")
    lost.answers_all(U1)
    desk.merges(lost.hands_in(U1))
    assert renew_secret(desk.project, [lost.id]) == 1
    assert handout_rows(desk.project)[0].fresh_secret
    (task,) = written(desk, "WXL")
    assert secrets_of(task.path).isdisjoint(secrets_of(desk.tasks["WXL"]))
    assert not handout_rows(desk.project)[0].fresh_secret
    assert desk.cell(U1, "A1").missing == (desk.person("ZQM"),), "the old key goes on counting"
    desk.tasks["WXL"] = task.path
    found = desk.assessor("WXL", home="found")
    found.answers_all(U2)
    package = found.hands_in(U2)
    report = desk.merges_one(package)
    assert report.verdict == "confirm", "the new laptop's key waits to be judged"
    ((person, key),) = keys_awaiting(desk.project)
    judge_key(desk.project, person, key, accepted=True)
    assert desk.cell(U2, "A1").missing == (desk.person("ZQM"),)
    assert desk.cell(U1, "A1").missing == (desk.person("ZQM"),)
    judge_key(desk.project, person, lost.identity.public, accepted=False)
    assert desk.statuses("A1") == {U2: "missing"}, (
        "what came from the lost one is out once its key is refused"
    )
    assert desk.check().faults == ()


def test_the_cover_says_what_the_person_needs(tmp_path: Path) -> None:
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="all", form=SMALL, synthetic=True)
    (task,) = with_covers(desk.project, written(desk, "WXL"), "0531-86060000")
    assert task.cover == task.path.with_name("WXL-cover.pdf")
    said = subprocess.run(
        ["pdftotext", "-layout", str(task.cover), "-"], capture_output=True, text=True, check=True
    )
    for words in (
        "Task for 王晓岚",
        "鲁评 2021",
        "18 items in 3 cities",
        "WXL.evalpkg",
        "何敏 (HM), 0531-86060000",
        "Synthetic data",
        "市370100",
    ):
        assert words in said.stdout
    sheet = cover_sheet(desk.project, task)
    groups = next(fact.lines for fact in sheet.facts if fact.caption == "SHA-256")
    assert "".join(groups).replace(" ", "") == hashlib.sha256(task.path.read_bytes()).hexdigest()


def test_a_real_projects_cover_does_not_say_synthetic(desk: Desk) -> None:
    assert cover_sheet(desk.project, written(desk, "ZQM")[0]).synthetic == ""
