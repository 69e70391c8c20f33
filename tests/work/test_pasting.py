"""A block pasted over answers: what it would do, and done in one transaction."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec import structs

from evalapp.base.errors import AppError
from evalapp.work.answering import record_answer, record_answers
from evalapp.work.answers import Entered
from evalapp.work.care import history
from evalapp.work.pasting import Aimed, PastePlan, plan_paste
from tests import all_kinds
from tests.people import Field, founded

CITY, OTHER = "370100", "370200"


@pytest.fixture
def field(tmp_path: Path) -> Field:
    return founded(tmp_path / "desk", codes=("WXL", "ZQM"), units=(CITY, OTHER)).assessor("WXL")


def planned(field: Field, words: Mapping[tuple[str, str], str]) -> PastePlan:
    aimed = [Aimed(cell, raw) for cell, raw in words.items()]
    return plan_paste(
        field.project, aimed, field.page, lambda unit, item: field.page(unit).entries[item].entered
    )


def kinds(plan: PastePlan) -> dict[str, str]:
    return {cell.cell[1]: cell.kind for cell in plan.cells}


def test_a_plan_tells_each_cell_and_writes_nothing(field: Field) -> None:
    field.answers(CITY, "A1", "yes")
    field.answers(CITY, "A2", "full")
    before = field.ids()
    plan = planned(
        field,
        {
            (CITY, "A1"): "是",
            (CITY, "A2"): "部分一致",
            (CITY, "B1"): "4",
            (CITY, "B2"): "985",
            (CITY, "B3"): "",
        },
    )
    assert kinds(plan) == {"A1": "same", "A2": "changed", "B1": "new", "B2": "refused"}
    assert plan.of_kind("refused")[0].raw == "985"
    assert "above the highest value 100" in plan.of_kind("refused")[0].reason
    assert field.ids() == before


def test_what_is_accepted_is_written_and_keeps_evidence_and_words(field: Field) -> None:
    record_answer(
        field.project,
        CITY,
        "A2",
        Entered(state="answered", value="full", justification="见首页", confidence="high"),
    )
    plan = planned(field, {(CITY, "A2"): "part", (OTHER, "B2"): "985"})
    assert record_answers(field.project, plan.answers) == 1
    entered = field.page(CITY).entries["A2"].entered
    assert (entered.value, entered.justification, entered.confidence) == ("part", "见首页", "high")
    assert list(plan.answers) == [(CITY, "A2")]
    assert field.value(OTHER, "B2") == ""


def test_an_item_may_come_to_apply_by_the_same_paste(field: Field) -> None:
    alone = planned(field, {(CITY, "A3"): "时限"})
    assert kinds(alone) == {"A3": "new"}, "a blank does not rule out"
    field.answers(CITY, "A1", "no")
    assert kinds(planned(field, {(CITY, "A3"): "时限"})) == {"A3": "refused"}
    assert kinds(planned(field, {(CITY, "A1"): "是", (CITY, "A3"): "时限"})) == {"A1": "changed", "A3": "new"}
    field.answers(CITY, "A1", "yes")
    assert kinds(planned(field, {(CITY, "A1"): "否", (CITY, "A3"): "时限"})) == {
        "A1": "changed",
        "A3": "refused",
    }


def test_a_paste_is_one_transaction(field: Field) -> None:
    good, other = planned(field, {(CITY, "A1"): "yes", (OTHER, "A1"): "yes"}).cells
    nowhere = structs.replace(other, cell=("999999", "A1"))
    before = field.ids()
    with pytest.raises(AppError, match="not on the roster"):
        record_answers(field.project, PastePlan(cells=(good, nowhere)).answers)
    assert field.ids() == before


def test_a_reason_pasted_with_a_state_takes_the_place_of_the_words_before(field: Field) -> None:
    record_answer(field.project, CITY, "B1", Entered(state="answered", value="3", justification="数过"))
    record_answers(field.project, planned(field, {(CITY, "B1"): "不适用：没有渠道"}).answers)
    assert field.page(CITY).entries["B1"].entered == Entered(state="not_applicable", justification="没有渠道")
    assert [one.value for one in history(field.project, CITY, "B1")] == ["3", ""]


def test_what_nobody_types_there_is_refused(tmp_path: Path) -> None:
    desk = founded(tmp_path / "d", codes=("WXL",), form=all_kinds.FORM, roster=all_kinds.roster(), mode="all")
    field = desk.assessor("WXL")
    tree = field.project.tree
    closed = [leaf.code for leaf in tree.leaves if leaf.scale is not None and not leaf.scale.typed]
    words = {(all_kinds.JINAN, item): "1" for item in (*closed, "B2")} | {(all_kinds.YANJI, "A4"): "1"}
    plan = planned(field, words)
    assert closed
    assert [cell.kind for cell in plan.cells] == ["refused"] * len(words)
    assert len({cell.reason for cell in plan.cells}) >= 3
