"""What has come since a publication, one by one, and the difference as a table."""

import csv
import io
from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.work.changing import change_setting, change_unit
from evalapp.work.publication_diff import difference
from evalapp.work.publication_table import COLUMNS, as_csv, export_difference
from evalapp.work.publication_words import read_aloud
from evalapp.work.publications import publications, since, verify_all
from evalapp.work.publishing import publish, readiness
from evalapp.work.what_came import came_words, what_came
from tests.people import GOOD, Desk, Field, founded

U1, U2, U3 = "370100", "370200", "370300"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path, codes=("WXL",), mode="all", units=(U1, U2, U3))


@pytest.fixture
def wang(desk: Desk) -> Field:
    wang = desk.assessor("WXL")
    wang.answers_all(U1)
    wang.answers_all(U2, {"A2": "part"})
    wang.answers_all(U3, {"A2": "none"})
    desk.merges(wang.hands_in())
    publish(desk.project, "初评", progress=Progress())
    return wang


def test_everything_since_is_listed_with_person_city_item_and_file(desk: Desk, wang: Field) -> None:
    (first,) = publications(desk.project)
    assert what_came(desk.project, first).total == 0
    wang.answers(U3, "A2", GOOD["A2"])
    desk.merges(wang.hands_in(name="late.evalpkg"))
    desk.decides(U2, "A2", "full")
    change_setting(desk.project, "tolerance", "10")
    change_unit(desk.project, U1, name="新名市")
    found = what_came(desk.project, first)
    assert found.counts == {"answer": 1, "signoff": 1, "decision": 1, "setting": 1, "roster": 1, "file": 1}
    assert found.total == sum(since(desk.project, first).values())
    by_group = {row.group: row for row in found.rows}
    answer, decision = by_group["answer"], by_group["decision"]
    assert (answer.by, answer.unit_name, answer.item, answer.file) == (
        "王晓岚",
        "市370300",
        "A2",
        "late.evalpkg",
    )
    assert (decision.by, decision.unit, decision.item, decision.file) == ("何敏", U2, "A2", "")
    assert by_group["roster"].unit_name == "新名市"
    assert "tolerance = 10" in came_words(by_group["setting"])
    assert found.rows[0].group == "roster", "the newest comes first"


def test_one_group_alone_and_files_with_what_they_brought(desk: Desk, wang: Field) -> None:
    (first,) = publications(desk.project)
    wang.answers(U3, "A2", GOOD["A2"])
    wang.answers(U2, "A1", "no")
    desk.merges(wang.hands_in(name="late.evalpkg"))
    answers = what_came(desk.project, first, "answer")
    assert {(row.unit, row.item) for row in answers.rows} == {(U3, "A2"), (U2, "A1")}
    (file,) = what_came(desk.project, first, "file").rows
    assert (file.file, file.n) == ("late.evalpkg", answers.total)


def test_readiness_says_what_would_be_frozen(desk: Desk, wang: Field) -> None:
    ready = readiness(desk.project)
    assert (ready.edition, ready.units, ready.ranked, ready.synthetic) == ("1", 3, 3, False)
    wang.answers(U3, "A2")
    desk.merges(wang.hands_in())
    ready = readiness(desk.project)
    assert (ready.ranked, ready.unranked) == (2, (U3,)) and len(ready.not_ranked) == 1


def test_the_table_of_a_difference_adds_up(desk: Desk, wang: Field, tmp_path: Path) -> None:
    wang.answers(U3, "A2", GOOD["A2"])
    wang.answers(U3, "A1", "no")
    desk.merges(wang.hands_in(name="late.evalpkg"))
    found = difference(desk.project, "初评")
    written = export_difference(tmp_path / "d.csv", found)
    rows = list(csv.DictReader(io.StringIO(written.read_bytes().decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS and written.read_bytes() == as_csv(found)
    mine = [row for row in rows if row["unit"] == U3]
    assert {row["item"] for row in mine} == {"A1", "A2"}
    assert {(row["cause"], row["by"], row["file"]) for row in mine} == {("answer", "王晓岚", "late.evalpkg")}
    total = sum(float(row["effect"]) for row in mine)
    assert total == pytest.approx(float(mine[0]["score_after"]) - float(mine[0]["score_before"]))
    assert float(mine[0]["change"]) == pytest.approx(total)


def test_a_file_name_that_begins_like_a_formula_stays_text(desk: Desk, wang: Field) -> None:
    wang.answers(U3, "A2", GOOD["A2"])
    desk.merges(wang.hands_in(name="=1+1.evalpkg"))
    text = as_csv(difference(desk.project, "初评")).decode("utf-8-sig")
    assert "'=1+1.evalpkg" in text


def test_all_publications_are_computed_again(desk: Desk, wang: Field) -> None:
    wang.answers(U3, "A2", GOOD["A2"])
    desk.merges(wang.hands_in())
    publish(desk.project, "复核", progress=Progress())
    checked = verify_all(desk.project, Progress())
    assert [checked[one.id].sound for one in publications(desk.project)] == [True, True]


def test_an_assessor_is_told_nothing(desk: Desk, wang: Field) -> None:
    (first,) = publications(desk.project)
    with pytest.raises(AppError):
        what_came(wang.project, first)


def test_a_hash_is_read_aloud_in_groups_of_four() -> None:
    assert read_aloud("7f2a91c0ab") == "7F2A 91C0 AB"
