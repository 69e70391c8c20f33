"""Objections from cities and what is said to them: beside the values, never in their place (revision kinds 22 and 24)."""

from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.base.tables import read_csv
from evalapp.entry.columns import OBJECTIONS
from evalapp.work.care import history
from evalapp.work.evidence import attachment_bytes, content_evidence, file_evidence
from evalapp.work.objection_table import record_table, write_table
from evalapp.work.objections import (
    NewObjection,
    Objected,
    decisions_for,
    objection,
    objections,
    record_objections,
    respond,
)
from tests.people import Desk, Field, founded
from tests.work.test_coordinators import joins, sends

U1, U2 = "370100", "370200"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path, codes=("WXL", "ZQM"), mode="all", units=(U1, U2))


@pytest.fixture
def differing(desk: Desk) -> tuple[Field, Field]:
    """Two assessors who differ on A2 of the first city."""
    wang, zhang = desk.assessor("WXL"), desk.assessor("ZQM")
    for field, value in ((wang, "full"), (zhang, "none")):
        field.answers_all(U1, {"A2": value})
        desk.merges(field.hands_in(U1))
    return wang, zhang


def objects(
    desk: Desk, unit: str = U1, item: str = "A2", text: str = "时限已公示。", **more: object
) -> Objected:
    fields: dict[str, object] = {
        "received": "2021-11-02",
        "reference": "济政办函〔2021〕8号",
        "sender": "济南市政务服务局",
        **more,
    }
    (found,) = record_objections(desk.project, [NewObjection(unit=unit, item=item, text=text, **fields)])  # type: ignore[arg-type]
    return objection(desk.project, found)


def test_an_objection_changes_no_value(desk: Desk, differing: tuple[Field, Field]) -> None:
    before = (desk.cell(U1, "A2"), desk.results())
    one = objects(desk)
    respond(desk.project, one.id, "upheld", "说得对。")
    assert (desk.cell(U1, "A2"), desk.results()) == before
    assert desk.check().faults == ()


def test_only_a_decision_does_and_the_response_names_it(desk: Desk, differing: tuple[Field, Field]) -> None:
    one = objects(desk, deadline="2021-11-16")
    assert (one.state, one.unit_code, one.content.deadline) == ("open", U1, "2021-11-16")
    assert not one.is_late("2021-11-16") and one.is_late("2021-11-17")
    decided = desk.decides(U1, "A2", "full")
    assert [known.id for known in decisions_for(desk.project, one)] == [decided]
    respond(desk.project, one.id, "upheld", "补认。", decided)
    (after,) = objections(desk.project)
    assert (after.state, after.is_late("2021-12-01")) == ("answered", False)
    assert [(said.outcome, said.text, said.decision) for said in after.said] == [
        ("upheld", "补认。", decided)
    ]
    elsewhere = objects(desk, unit=U2, item="")
    with pytest.raises(AppError, match="not one of"):
        respond(desk.project, elsewhere.id, "upheld", "补认。", decided)


def test_a_response_is_corrected_by_another(desk: Desk) -> None:
    one = objects(desk)
    respond(desk.project, one.id, "rejected", "维持。")
    respond(desk.project, one.id, "in_part", "部分采纳。")
    (after,) = objections(desk.project)
    assert (after.state, [said.outcome for said in after.said]) == ("answered", ["in_part"])


def test_the_same_objection_is_recorded_once(desk: Desk) -> None:
    objects(desk)
    again = NewObjection(
        unit=U1, item="A2", text=" 时限已公示。\r\n", received="2021/11/2", reference="济政办函〔2021〕8号", sender="济南市政务服务局"
    )  # fmt: skip
    assert record_objections(desk.project, [again, again]) == ()
    assert len(objections(desk.project)) == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"item": "Z9"}, "unknown_cell"),
        ({"unit": "999"}, "unknown_cell"),
        ({"text": " \x00 "}, "objection"),
        ({"text": "长" * 100_000}, "objection"),
        ({"sender": "x" * 300}, "objection"),
        ({"received": "昨天"}, "day"),
        ({"received": "2021-02-30"}, "day"),
        ({"deadline": "=1"}, "day"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(desk: Desk, changes: dict[str, str], code: str) -> None:
    fields = {"unit": U1, "item": "A2", "text": "时限已公示。", "received": "2021-11-02", **changes}
    with pytest.raises(AppError) as refused:
        record_objections(desk.project, [NewObjection(**fields)])
    assert refused.value.code == code
    assert objections(desk.project) == ()


def test_an_assessor_writes_no_objection(desk: Desk) -> None:
    wang = desk.assessor("WXL")
    with pytest.raises(AppError, match="coordinator"):
        record_objections(wang.project, [NewObjection(unit=U1, item="", text="x", received="2021-11-02")])


def test_the_history_of_a_cell_shows_them(desk: Desk, differing: tuple[Field, Field]) -> None:
    one, whole = objects(desk), objects(desk, item="", text="总分有误。")
    respond(desk.project, one.id, "rejected", "截图为准。")
    lines = [(line.kind, line.text) for line in history(desk.project, U1, "A2")]
    assert lines[-3:] == [
        ("objection", "时限已公示。"),
        ("objection", "总分有误。"),
        ("response", "截图为准。"),
    ]
    assert [line.kind for line in history(desk.project, U1, "A1")] == ["answer", "answer", "objection"]
    assert whole.item == ""


def test_coordinators_merge_them_in_either_order(desk: Desk, tmp_path: Path) -> None:
    """Two coordinators answer the same objection: in both orders of merging it is answered differently, until one corrects it."""
    one = objects(desk, evidence=(content_evidence(desk.project, b"letter", "来函.txt"),))
    other = joins(desk, "LP")
    assert [seen.id for seen in objections(other.project)] == [one.id]
    assert attachment_bytes(other.project, one.content.evidence[0].ref) == b"letter"
    respond(desk.project, one.id, "upheld", "采纳。")
    respond(other.project, one.id, "rejected", "不采纳。")
    sends(other, desk)
    sends(desk, other)
    states = [
        [(seen.state, {said.id for said in seen.said}) for seen in objections(at.project)]
        for at in (desk, other)
    ]
    assert states[0] == states[1]
    assert states[0][0][0] == "disputed"
    respond(desk.project, one.id, "in_part", "商定：部分采纳。")
    sends(desk, other)
    assert [seen.state for seen in objections(other.project)] == ["answered"]
    for at in (desk, other):
        assert at.check().faults == ()


def test_a_table_goes_out_and_comes_in_and_holds_no_formula(desk: Desk, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("来函", encoding="utf-8")
    objects(
        desk,
        text="=1+1",
        sender="@SUM(A1)",
        reference="-2+3",
        evidence=(file_evidence(desk.project, letter),),
    )
    one = objects(desk, item="", text="\uff1d1+1\n第二行", sender="a\x00\x07b")
    respond(desk.project, one.id, "rejected", "+cmd|' /C calc'!A0")
    out = tmp_path / "out.csv"
    write_table(out, objections(desk.project))
    data = out.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and b"\x00" not in data and b"\x07" not in data
    table = read_csv(out, OBJECTIONS)
    for row in table.rows:
        for cell in row.cells.values():
            assert not cell.startswith(("=", "+", "-", "@", "\uff1d"))
    without_files = read_csv(out, OBJECTIONS).renamed({"files": "attachments"})
    assert record_table(desk.project, without_files, tmp_path) == (
        1,
        1,
    )  # the first had a file, which the table only names
    (tmp_path / "in.csv").write_text(
        "城市,收到,内容,指标,附件,期限\n市370200,2021-11-03,“网站已改版”,B1,letter.txt,2021-11-20\n",
        encoding="utf-8",
    )
    assert record_table(desk.project, read_csv(tmp_path / "in.csv", OBJECTIONS), tmp_path) == (1, 0)
    last = objections(desk.project)[-1]
    assert (last.unit, last.item, last.content.deadline, last.content.evidence[0].title) == (
        U2,
        "B1",
        "2021-11-20",
        "letter.txt",
    )


def test_a_table_with_a_mistake_records_nothing(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(
        "unit,received,text,file\n370100,2021-11-03,一,\n999999,2021-11-03,二,\n370100,,三,\n370100,2021-11-03,四,no.pdf\n",
        encoding="utf-8",
    )
    with pytest.raises(AppError) as refused:
        record_table(desk.project, read_csv(tmp_path / "in.csv", OBJECTIONS), tmp_path)
    assert [line.split(": ")[0] for line in refused.value.details] == [
        f"in.csv, row {row}" for row in (3, 4, 5)
    ]
    assert objections(desk.project) == ()
