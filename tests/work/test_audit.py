"""The audit: every revision that was recorded, found by who, where, what, when and whether it counts; the trail behind it is exact."""

import csv
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from evalapp.base.csv_file import guarded, unguarded
from evalapp.base.errors import AppError, Cancelled
from evalapp.base.progress import Progress
from evalapp.entry.contents import KIND_NUMBERS
from evalapp.store.trail_pages import Key, Wanted, counts_by, page, total
from evalapp.work.answers import Entered
from evalapp.work.asking import NewQuestion, ask
from evalapp.work.audit import AuditFilter, AuditRow, audit_counts, audit_page, choices, prepare
from evalapp.work.audit_table import COLUMNS, export_audit
from evalapp.work.changing import change_setting
from evalapp.work.evidence import note_evidence
from evalapp.work.objections import NewObjection, record_objections, respond
from evalapp.work.on_behalf import enter_for
from evalapp.work.withdrawing import withdraw_batch
from tests.people import Desk, founded

U1, U2 = "370100", "370200"
HOSTILE = (
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\uff1d1+1", " =1", "'=1", "a\x00b\x07\u2028c\x85d", '"; DROP TABLE', "字" * 50_000, "x" * 100_000
)  # fmt: skip

ON_BOTH = True


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path, codes=("WXL", "ZQM"), mode="all", units=(U1, U2))


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """Two assessors answered and corrected; one batch was withdrawn, one cell decided twice, a setting changed."""
    for code, values in (("WXL", ("full", "part")), ("ZQM", ("none", "none"))):
        field = desk.assessor(code)
        field.answers_all(U1, {"A2": values[0]})
        desk.merges(field.hands_in(U1))
        field.answers(U1, "A2", values[1], text="再看了一遍")
        field.answers_all(U2)
        desk.merges(field.hands_in())
    desk.decides(U1, "A2", "full", reason="截图清楚")
    desk.decides(U1, "A2", "none", reason="看错了")
    change_setting(desk.project, "tolerance", "1")
    change_setting(desk.project, "tolerance", "2")
    withdraw_batch(desk.project, 2, "交错了")
    return desk


def rows(desk: Desk, **wanted: object) -> list[AuditRow]:
    prepare(desk.project, Progress())
    return list(audit_page(desk.project, AuditFilter(**wanted), limit=10_000))  # type: ignore[arg-type]


def test_every_revision_is_there_once_in_order_of_time(busy: Desk) -> None:
    found = rows(busy)
    assert {row.id for row in found} == busy.ids() and len(found) == len(busy.ids())
    times = [row.at for row in found]
    assert times == sorted(times, reverse=True)
    oldest = audit_page(busy.project, AuditFilter(), newest=False, limit=10_000)
    assert [row.id for row in oldest] == [row.id for row in reversed(found)]


@pytest.mark.parametrize("newest", [True, False])
@pytest.mark.parametrize("size", [1, 7, 50])
def test_pages_join_without_a_gap(busy: Desk, newest: bool, size: int) -> None:
    prepare(busy.project, Progress())
    whole = [row.id for row in audit_page(busy.project, AuditFilter(), newest=newest, limit=10_000)]
    joined: list[str] = []
    after: Key | None = None
    while part := audit_page(busy.project, AuditFilter(), newest=newest, after=after, limit=size):
        joined += [row.id for row in part]
        after = part[-1].key
    assert joined == whole


def test_each_filter_finds_what_it_says(busy: Desk) -> None:
    every = rows(busy)
    wang = busy.person("WXL")
    assert {row.id for row in rows(busy, author=wang)} == {
        row.id for row in every if row.author_code == "WXL"
    }
    assert {row.id for row in rows(busy, subject=wang)} == {
        row.id for row in every if row.subject_code == "WXL"
    }
    assert {row.id for row in rows(busy, person=wang)} == {
        row.id for row in every if "WXL" in (row.author_code, row.subject_code)
    }
    assert {row.id for row in rows(busy, unit=U1)} == {row.id for row in every if row.unit == U1}
    assert {row.id for row in rows(busy, item="A2", unit=U1)} == {
        row.id for row in every if (row.unit, row.item) == (U1, "A2")
    }
    assert [row.kind for row in rows(busy, kind="decision")] == ["decision", "decision"]
    out = rows(busy, standing="not")
    assert out and {row.standing for row in out} == {"withdrawn"} and {row.batch for row in out} == {2}
    assert {row.id for row in rows(busy, standing="withdrawn")} == {row.id for row in out}
    assert len(rows(busy, standing="counts")) == len(every) - len(out)
    assert {row.id for row in rows(busy, batch=2)} == {row.id for row in every if row.batch == 2}
    assert {row.batch for row in rows(busy, batch=0)} == {0}


def test_days_are_local_and_both_are_meant(busy: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    every = rows(busy)
    days = sorted(
        {
            datetime.strptime(row.at, "%Y-%m-%dT%H:%M:%SZ")
            .replace(tzinfo=UTC)
            .astimezone()
            .strftime("%Y-%m-%d")
            for row in every
        }
    )
    assert len(rows(busy, since=days[0], until=days[-1])) == len(every)
    assert rows(busy, until="2000-01-01") == [] and rows(busy, since="2100-01-01") == []
    with pytest.raises(AppError, match="not a day"):
        rows(busy, since="yesterday")
    with pytest.raises(AppError, match="no kind"):
        rows(busy, kind="holiday")


def test_a_row_says_what_it_replaced_and_why(busy: Desk) -> None:
    second, first = rows(busy, kind="decision")
    assert (first.before, second.before) == ("", first.after)
    assert "截图清楚" in first.reason and "看错了" in second.reason
    assert (second.unit_name, second.item, second.item_title != "") == (f"市{U1}", "A2", True)
    tolerance = rows(busy, kind="setting", item="tolerance")[0]
    assert (tolerance.before, tolerance.after) == ("1", "2")
    corrected = next(row for row in rows(busy, author=busy.person("WXL"), item="A2", unit=U1) if row.before)
    assert corrected.before != corrected.after and corrected.text == "再看了一遍"
    assert corrected.file.endswith(".evalpkg") and corrected.batch == 2 and not corrected.entered


def test_who_entered_for_whom_is_said(desk: Desk) -> None:
    wang = desk.person("WXL")
    enter_for(desk.project, wang, {(U1, "A2"): Entered(state="answered", value="full")}, "电话告知")
    (row,) = rows(desk, kind="answer")
    assert (row.entered, row.author_code != "WXL", row.subject_code, row.reason) == (
        True,
        True,
        "WXL",
        "电话告知",
    )


def test_counts_are_those_of_the_rows(busy: Desk) -> None:
    every = rows(busy)
    counts = audit_counts(busy.project, AuditFilter(unit=U1, kind="answer"), Progress())
    mine = [row for row in every if row.unit == U1]
    assert counts.total == sum(1 for row in mine if row.kind == "answer")
    assert counts.kinds == {
        kind: sum(1 for row in mine if row.kind == kind) for kind in {row.kind for row in mine}
    }
    answers = [row for row in mine if row.kind == "answer"]
    assert counts.authors == {
        busy.person(code): sum(1 for row in answers if row.author_code == code) for code in ("WXL", "ZQM")
    }
    assert counts.reasons == {"withdrawn": sum(1 for row in answers if row.standing)}
    assert sum(counts.batches.values()) == counts.total


def test_the_trail_follows_what_comes_and_is_the_same_made_anew(busy: Desk) -> None:
    before = rows(busy)
    busy.decides(U1, "A1", "yes")
    after = rows(busy)
    assert len(after) == len(before) + 1
    with busy.project.file.write() as connection:
        connection.exec_driver_sql("DELETE FROM trail")
        connection.exec_driver_sql("DELETE FROM trail_person")
    assert [row.id for row in rows(busy)] == [row.id for row in after]
    assert busy.check().faults == ()


def test_every_narrowing_together_agrees_with_a_plain_look(busy: Desk) -> None:
    """Whatever is combined, the page and the counts are those of a loop over everything."""
    every = rows(busy)
    chance = Random(7)
    with busy.project.file.read() as connection:
        for _turn in range(120):
            one = chance.choice(every)
            wanted = Wanted(
                unit=chance.choice(("", one.unit)),
                items=chance.choice(((), (one.item,))),
                kind=chance.choice((None, KIND_NUMBERS.get(one.kind, 0))),
                batch=chance.choice((None, one.batch)),
                since=chance.choice((None, one.key.at)),
                until=chance.choice((None, one.key.at + 1)),
                standing=chance.choice(("", "", "counts", "not", "withdrawn")),
            )
            expected = {row.id for row in every if _fits(row, wanted)}
            assert {row.id for row in page(connection, wanted, limit=10_000)} == expected
            assert (
                total(connection, wanted)
                == len(expected)
                == sum(counts_by(connection, wanted, "kind").values())
            )


def _fits(row: AuditRow, wanted: Wanted) -> bool:
    standing = {
        "": True,
        "counts": not row.standing,
        "not": bool(row.standing),
        "withdrawn": row.standing == "withdrawn",
    }
    return (
        wanted.unit in ("", row.unit)
        and (not wanted.items or row.item in wanted.items)
        and wanted.kind in (None, KIND_NUMBERS.get(row.kind, 0))
        and wanted.batch in (None, row.batch)
        and (wanted.since is None or row.key.at >= wanted.since)
        and (wanted.until is None or row.key.at < wanted.until)
        and standing[wanted.standing]
    )


def test_hostile_words_stay_words_in_the_table(desk: Desk, tmp_path: Path) -> None:
    wang = desk.assessor("WXL")
    for number, words in enumerate(HOSTILE):
        wang.answers(U1, "A1", "yes", text=words, evidence=(note_evidence(wang.project, f"=note{number}"),))
    desk.merges(wang.hands_in(U1, comment="=SUM(A1)", name="=evil.evalpkg"))
    desk.decides(U1, "A1", "no", reason="=1+1")
    ask(desk.project, [NewQuestion(unit=U1, item="A1", subject=wang.id, text="@now")])
    one = NewObjection(
        unit=U1, item="A1", received="2021-11-02", text="=HYPERLINK(1)", reference="-1+1", sender="+86"
    )
    (objected,) = record_objections(desk.project, [one])
    respond(desk.project, objected, "rejected", "\uff1d1")
    out = tmp_path / "audit.csv"
    assert export_audit(desk.project, out, AuditFilter(), Progress()) == len(desk.ids())
    data = out.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and not any(
        byte in data for byte in (b"\x00", b"\x07", b"\xc2\x85")
    )
    csv.field_size_limit(10_000_000)
    table = list(csv.DictReader(out.read_text("utf-8-sig").splitlines(keepends=True)))
    assert tuple(table[0]) == COLUMNS and {row["id"] for row in table} == desk.ids()
    for row in table:
        for cell in row.values():
            assert cell == guarded(unguarded(cell)), "no cell begins as a formula does"
    texts = {unguarded(row["text"]) for row in table}
    assert any(text.startswith("字" * 50_000) for text in texts) and any(
        text.startswith("=1+1") for text in texts
    )
    assert sum(row["file"] == "'=evil.evalpkg" for row in table) == len(rows(desk, batch=1))


def test_a_stopped_export_leaves_what_was_there(busy: Desk, tmp_path: Path) -> None:
    out = tmp_path / "audit.csv"
    out.write_text("before", encoding="utf-8")
    progress = Progress()
    prepare(busy.project, progress)
    progress.cancel()
    with pytest.raises(Cancelled):
        export_audit(busy.project, out, AuditFilter(), progress)
    assert out.read_text("utf-8") == "before" and list(tmp_path.glob("*.part")) == []


def test_what_a_newer_version_wrote_has_its_row(desk: Desk) -> None:
    wang = desk.assessor("WXL")
    wang.answers(U1, "A1", "yes")
    desk.merges(wang.hands_in(U1))
    desk.project.file.path.touch()
    with desk.project.file.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO ineligible (n, reason) SELECT n, 'newer' FROM revision ORDER BY n DESC LIMIT 1"
        )
    newest = next(row for row in rows(desk) if row.standing)
    assert (newest.kind, newest.after, newest.standing) == ("newer", "", "newer")


def test_filters_offer_everybody_and_every_unit(busy: Desk) -> None:
    known = choices(busy.project)
    assert {person.code for person in known.people} >= {"WXL", "ZQM"}
    assert [unit.key for unit in known.units] == [U1, U2] and len(known.batches) == 4


def test_cells_are_guarded_and_given_back() -> None:
    for words in HOSTILE:
        assert unguarded(guarded(words)) == words or words.startswith("'")
        assert guarded(words)[:1] not in ("=", "+", "-", "@", "\t", "\uff1d", " ") or (
            words[0] == " " and guarded(words)[0] == "'"
        )
    assert [guarded(cell) for cell in ("-5", "12.5", "-", "a=b", "")] == ["-5", "12.5", "'-", "a=b", ""]
