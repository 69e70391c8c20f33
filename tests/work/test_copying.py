"""Copying an answer to other cities: what is planned, and what becomes of it in the file."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evalapp.entry.evidence import Evidence
from evalapp.work.answering import record_answers
from evalapp.work.answers import Entered, unit_page
from evalapp.work.copying import plan_copies
from evalapp.work.pasting import PastePlan
from evalapp.work.private_notes import keep_private_note, private_note
from tests.people import Field, founded

JINAN, QINGDAO, ZIBO = "370100", "370200", "370300"
LINK = Evidence(kind="link", ref="https://a.gov.cn", at="2021-10-11T00:00:00Z")
OTHER = Evidence(kind="link", ref="https://b.gov.cn", at="2021-10-12T00:00:00Z")
FULL = Entered(
    state="answered", value="full", justification="On every page [1]", evidence=(LINK,), confidence="high"
)


@pytest.fixture
def wang(tmp_path: Path) -> Field:
    return founded(tmp_path / "desk", codes=("WXL", "ZQM")).assessor("WXL")


def stands(wang: Field, unit: str, item: str = "A2") -> Entered:
    return unit_page(wang.project, unit).entries[item].entered


def planned(wang: Field, source: Entered, *, item: str = "A2", with_evidence: bool = False) -> PastePlan:
    def page(unit: str) -> object:
        return unit_page(wang.project, unit)

    return plan_copies(
        wang.project,
        item,
        source,
        (QINGDAO, ZIBO),
        page,  # type: ignore[arg-type]
        lambda unit, code: stands(wang, unit, code),
        with_evidence=with_evidence,
    )


def kinds(plan: PastePlan) -> list[str]:
    return [cell.kind for cell in plan.cells]


def test_state_value_and_justification_are_copied_and_nothing_else(wang: Field) -> None:
    keep_private_note(wang.project, JINAN, "A2", "to myself")
    plan = planned(wang, FULL)
    assert kinds(plan) == ["new", "new"]
    assert record_answers(wang.project, plan.answers) == 2
    assert stands(wang, QINGDAO) == Entered(state="answered", value="full", justification="On every page [1]")
    assert private_note(wang.project, QINGDAO, "A2") == ""


def test_evidence_is_added_only_if_asked_for_and_never_twice(wang: Field) -> None:
    record_answers(wang.project, {(QINGDAO, "A2"): Entered(evidence=(OTHER, LINK))})
    plan = planned(wang, FULL, with_evidence=True)
    assert [cell.after.evidence for cell in plan.cells] == [(OTHER, LINK), (LINK,)]
    assert planned(wang, FULL).cells[1].after.evidence == ()


def test_what_is_there_is_told_new_changed_or_the_same(wang: Field) -> None:
    same = Entered(state="answered", value="full", justification="On every page [1]", confidence="low")
    record_answers(
        wang.project,
        {(QINGDAO, "A2"): same, (ZIBO, "A2"): Entered(state="answered", value="part", confidence="medium")},
    )
    plan = planned(wang, FULL)
    assert kinds(plan) == ["same", "changed"]
    assert plan.cells[1].after.confidence == "medium"
    assert kinds(planned(wang, FULL, with_evidence=True)) == ["changed", "changed"]


def test_a_justification_stays_where_the_source_has_none(wang: Field) -> None:
    record_answers(wang.project, {(ZIBO, "A2"): Entered(justification="Seen twice")})
    plan = planned(wang, Entered(state="not_found"))
    assert plan.cells[1].after == Entered(state="not_found", justification="Seen twice")


def test_what_does_not_apply_or_is_not_there_is_refused_with_the_reason(wang: Field) -> None:
    record_answers(wang.project, {(QINGDAO, "A1"): Entered(state="answered", value="no")})
    plan = planned(wang, Entered(state="answered", value="time"), item="A3")
    assert kinds(plan) == ["refused", "new"]
    assert plan.cells[0].reason == "It does not apply to this city by the form's rule."
    assert list(plan.answers) == [(ZIBO, "A3")]


_ANSWER = st.sampled_from(
    [Entered(state="answered", value=value) for value in ("full", "part", "none")]
    + [Entered(state="not_found"), Entered(state="unable", justification="closed"), Entered()]
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(source=_ANSWER.filter(lambda one: one.state != "blank"), there=st.tuples(_ANSWER, _ANSWER))
def test_a_copy_made_leaves_nothing_more_to_copy(
    wang: Field, source: Entered, there: tuple[Entered, Entered]
) -> None:
    record_answers(wang.project, {(QINGDAO, "A2"): there[0], (ZIBO, "A2"): there[1]})
    plan = planned(wang, source)
    written = record_answers(wang.project, plan.answers)
    assert written == len(plan.writes)
    assert kinds(planned(wang, source)) == ["same", "same"]
