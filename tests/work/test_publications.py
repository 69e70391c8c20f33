"""Publications: frozen, computed again from their frontier, and what moved between two of them (RECORD R17, R20)."""

from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.work.changing import change_setting, change_unit
from evalapp.work.publication_diff import difference
from evalapp.work.publications import Published, frozen_results, publication, publications, since, verify
from evalapp.work.publishing import publish
from evalapp.work.scoring import set_scoring
from evalapp.work.withdrawing import withdraw_batch
from tests.people import GOOD, Desk, Field, founded
from tests.work.test_coordinators import joins, sends

U1, U2, U3 = "370100", "370200", "370300"

ON_BOTH = True


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path, codes=("WXL",), mode="all", units=(U1, U2, U3))


@pytest.fixture
def wang(desk: Desk) -> Field:
    """Everything is answered: U1 best, U3 worst."""
    wang = desk.assessor("WXL")
    wang.answers_all(U1)
    wang.answers_all(U2, {"A2": "part"})
    wang.answers_all(U3, {"A2": "none"})
    desk.merges(wang.hands_in())
    return wang


def published(desk: Desk, name: str = "初评", **more: str) -> Published:
    return publish(desk.project, name, progress=Progress(), **more)


def ranks(desk: Desk) -> dict[str, int | None]:
    return {row.unit: row.rank for row in desk.results() if row.item == "TOTAL" and "=" not in row.unit}


def test_published_results_never_change(desk: Desk, wang: Field) -> None:
    first = published(desk)
    frozen = frozen_results(desk.project, first)
    before = ranks(desk)
    assert before == {U1: 1, U2: 2, U3: 3} and since(desk.project, first) == {}
    wang.answers(U3, "A2", GOOD["A2"])
    desk.merges(wang.hands_in())
    assert ranks(desk) != before
    assert frozen_results(desk.project, first) == frozen
    assert {row.unit: row.rank for row in frozen.rows if row.item == "TOTAL" and row.unit in before} == before
    assert since(desk.project, first) == {"answer": 1, "signoff": 1}
    found = verify(desk.project, first, Progress())
    assert found.sound and found.computed == first.digest
    assert desk.check().faults == ()


def test_scenario_22_a_late_file_is_listed_as_since_publication_and_a_correction_names_what_moved(
    desk: Desk, wang: Field
) -> None:
    first = published(desk)
    wang.answers(U3, "A2", GOOD["A2"])
    late = wang.hands_in(name="late.evalpkg")
    desk.merges(late)
    second = published(desk, "初评更正", corrects=first.id, note="复核后更正")
    assert second.content.corrects == first.id and second.content.moved == ((U3, "A2"),)
    assert [one.name for one in publications(desk.project)] == ["初评", "初评更正"]
    found = difference(desk.project, "初评", "初评更正")
    assert not found.same
    moved = {one.unit: one for one in found.units}
    (cell,) = moved[U3].cells
    assert cell.item == "A2" and [cause.file for cause in cell.causes] == ["late.evalpkg"]
    assert [cause.kind for cause in cell.causes] == ["answer"]
    before, after = moved[U3].before, moved[U3].after
    assert before is not None and after is not None and before.points is not None and after.points is not None
    assert cell.effect == pytest.approx(after.points - before.points) and moved[U3].rules == 0.0
    assert moved[U3].passed == (U2,) and moved[U2].passed_by == (U3,)
    assert moved[U2].cells == ()


def test_a_decision_that_moved_a_rank_is_named(desk: Desk, wang: Field) -> None:
    first = published(desk)
    decision = desk.decides(U2, "A2", "full")
    found = difference(desk.project, first.id)
    (cell,) = next(one for one in found.units if one.unit == U2).cells
    assert [(cause.kind, cause.id, cause.by) for cause in cell.causes] == [("decision", decision, "何敏")]


def test_other_weights_are_told_apart_from_other_values(desk: Desk, wang: Field, tmp_path: Path) -> None:
    first = published(desk)
    weights = tmp_path / "weights.toml"
    weights.write_text("[weights]\nB2 = 15\nB3 = 25\n", encoding="utf-8")
    set_scoring(desk.project, weights)
    desk.reopens()
    wang.answers(U2, "A1", "no")
    desk.merges(wang.hands_in())
    found = difference(desk.project, first.name)
    assert {cause.kind for cause in found.rules} == {"setting"}
    for unit in found.units:
        assert unit.before is not None and unit.after is not None
        assert unit.before.points is not None and unit.after.points is not None and unit.rules is not None
        effects = sum(cell.effect or 0.0 for cell in unit.cells)
        assert unit.rules + effects == pytest.approx(unit.after.points - unit.before.points)
    assert verify(desk.project, first, Progress()).sound


def test_a_withdrawn_file_and_a_city_off_the_roster_are_told(desk: Desk, wang: Field) -> None:
    first = published(desk)
    change_unit(desk.project, U3, removed=True)
    (batch,) = [number for (number,) in desk.rows("SELECT b FROM batch")]
    withdraw_batch(desk.project, batch, "交错文件")
    found = difference(desk.project, first.name)
    assert {cause.kind for cause in found.rules} == {"roster", "withdrawal"}
    gone = next(one for one in found.units if one.unit == U3)
    assert gone.before is not None and gone.after is None
    assert verify(desk.project, first, Progress()).sound


def test_the_same_results_are_the_same(desk: Desk, wang: Field) -> None:
    published(desk)
    found = difference(desk.project, "初评")
    assert found.same and found.units == () and found.rules == ()


def test_a_decision_to_confirm_asks_for_a_waiver(desk: Desk, wang: Field) -> None:
    desk.decides(U1, "A2", "part")
    wang.answers(U1, "A2", "none")
    desk.merges(wang.hands_in())
    assert desk.cell(U1, "A2").status == "to_confirm"
    with pytest.raises(AppError) as refused:
        published(desk)
    assert refused.value.code == "to_confirm" and refused.value.details == (f"{U1} A2",)
    assert publications(desk.project) == ()
    waived = published(desk, waiver="与市里核对过，原裁定不变")
    assert (waived.content.waived, waived.content.waiver) == (((U1, "A2"),), "与市里核对过，原裁定不变")


def test_a_setting_in_dispute_stops_it(desk: Desk, wang: Field) -> None:
    li = joins(desk, "LM")
    change_setting(desk.project, "tolerance", "10")
    change_setting(li.project, "tolerance", "20")
    sends(li, desk)
    with pytest.raises(AppError) as refused:
        published(desk)
    assert refused.value.code == "in_dispute"


@pytest.mark.parametrize("name", ["", "  ", "两\n行", "长" * 81, "初评"])
def test_a_name_is_one_line_and_used_once(desk: Desk, wang: Field, name: str) -> None:
    published(desk)
    with pytest.raises(AppError) as refused:
        published(desk, name)
    assert refused.value.code == "publication_name" and len(publications(desk.project)) == 1


def test_a_publication_travels_with_its_results(desk: Desk, wang: Field) -> None:
    first = published(desk)
    li = joins(desk, "LM")
    assert frozen_results(li.project, publication(li.project, "初评")) == frozen_results(desk.project, first)
    assert verify(li.project, publication(li.project, first.id), Progress()).sound


def test_a_branch_has_the_publications_too(desk: Desk, wang: Field) -> None:
    first = published(desk)
    province = joins(desk, "SD", units=(U1,))
    assert frozen_results(province.project, publication(province.project, "初评")) == frozen_results(
        desk.project, first
    )


def test_results_that_were_tampered_with_are_noticed(desk: Desk, wang: Field) -> None:
    first = published(desk)
    with desk.project.file.write() as connection:
        connection.exec_driver_sql(
            "UPDATE attachment SET data = ? WHERE sha256 = ?", (b"\0", bytes.fromhex(first.content.frozen))
        )
    found = verify(desk.project, first, Progress())
    assert not found.frozen and found.computed == first.digest and not found.sound
    with pytest.raises(AppError) as refused:
        difference(desk.project, "初评")
    assert refused.value.code == "damaged_publication"


def test_an_unknown_name_says_which_there_are(desk: Desk, wang: Field) -> None:
    published(desk)
    with pytest.raises(AppError) as refused:
        difference(desk.project, "终稿")
    assert refused.value.code == "unknown_publication" and "初评" in refused.value.message
