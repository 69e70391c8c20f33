"""Several coordinators: granted by key, each at a laptop of their own, exchanging files (RECORD R9, R10, R13, R18, R26)."""

from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.entry.contents import Decision, Grant
from evalapp.work.changing import change_setting
from evalapp.work.coordinators import coordinators, grant, take_back
from evalapp.work.exchanging import write_exchange
from evalapp.work.joining import open_exchange
from evalapp.work.tasks import open_task, write_tasks
from tests.people import (
    Desk,
    Field,
    chain_of,
    contents_of,
    desk_of,
    founded,
    laptop,
    repacked,
    sealed,
    takes_in,
)

U1, U2, U3 = "370100", "370200", "370300"

ON_BOTH = True


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path, codes=("WXL", "ZQM"), mode="all", units=(U1, U2, U3))


def joins(desk: Desk, code: str, *, by: Desk | None = None, units: tuple[str, ...] = ()) -> Desk:
    """A further coordinator, who is granted by ``by`` and opens the exchange at a laptop of their own."""
    by = by or desk
    session = laptop(desk.folder / code.lower())
    person = grant(by.project, name=code, code=code, key=session.identity().public)
    package = desk.folder / f"to-{code}.evalpkg"
    write_exchange(by.project, package, Progress(), to=(person,), units=units)
    project = open_exchange(session, package, desk.folder / f"{code}.evalproj", Progress())
    return desk_of(project, desk.folder, {})


def sends(of: Desk, to: Desk) -> None:
    """What one coordinator has goes to another."""
    path = of.folder / f"exchange-{of.id[:6]}-{len(list(of.folder.glob('exchange-*')))}.evalpkg"
    write_exchange(of.project, path, Progress(), to=(to.id,))
    (report,) = to.merges(path).files
    assert report.kind == "exchange" and report.verdict in ("merge", "repeat"), report


def different_answers(desk: Desk) -> tuple[Field, Field]:
    wang, zhao = desk.assessor("WXL"), desk.assessor("ZQM")
    wang.answers(U1, "A2", "full")
    zhao.answers(U1, "A2", "none")
    desk.merges(wang.hands_in(), zhao.hands_in())
    return wang, zhao


def test_what_a_granted_coordinator_decides_counts_at_the_founders(desk: Desk) -> None:
    different_answers(desk)
    li = joins(desk, "LM")
    assert li.cell(U1, "A2").status == "pending" and li.meaning(seals=False) == desk.meaning(seals=False)
    li.decides(U1, "A2", "part")
    sends(li, desk)
    assert desk.cell(U1, "A2").status == "decided" and desk.standing() == {}
    assert desk.check().faults == () and li.check().faults == ()


def test_without_a_grant_nobody_decides(desk: Desk) -> None:
    different_answers(desk)
    li = joins(desk, "LM")
    copy = desk.copies_file(desk.folder / "before" / "desk.evalproj")
    take_back(desk.project, li.id)
    li.decides(U1, "A2", "part")
    sends_refused = li.folder / "late.evalpkg"
    write_exchange(li.project, sends_refused, Progress(), to=(desk.id,))
    (report,) = desk.merges(sends_refused).files
    assert report.held == 1 and set(desk.standing().values()) == {"authority"}
    assert desk.cell(U1, "A2").status == "pending"
    assert desk.check().faults == ()
    assert copy.exists()


def test_what_was_decided_in_office_still_counts_when_the_office_has_ended(desk: Desk) -> None:
    different_answers(desk)
    li = joins(desk, "LM")
    li.decides(U1, "A2", "part")
    sends(li, desk)
    take_back(desk.project, li.id)
    assert desk.cell(U1, "A2").status == "decided" and desk.standing() == {}
    (last,) = [one for one in coordinators(desk.project) if one.until]
    assert (last.name, last.person) == ("LM", li.id)
    sends(desk, joins(desk, "ZD"))
    assert desk.check().faults == ()


def test_a_grant_that_comes_after_what_was_written_under_it_makes_it_count(desk: Desk) -> None:
    """A third coordinator gets the second one's decisions before the grant that they rest on."""
    different_answers(desk)
    zhou = joins(desk, "ZD")
    li = joins(desk, "LM")
    decision = li.decides(U1, "A2", "part")
    path = li.folder / "li.evalpkg"
    write_exchange(li.project, path, Progress(), to=(desk.id,))
    _manifest, lines, seals = contents_of(path)
    of_li = [line for line in lines if li.id.encode() in line.split(b'"content"')[0]]
    takes_in(zhou, of_li, [seal for seal in seals if seal.key == li.identity.public])
    assert zhou.standing() == {decision: "authority"} and zhou.cell(U1, "A2").status == "pending"
    sends(desk, zhou)
    assert zhou.standing() == {} and zhou.cell(U1, "A2").status == "decided"
    assert zhou.check().faults == ()


def test_a_granted_coordinator_grants_and_the_founder_hears_of_both(desk: Desk) -> None:
    different_answers(desk)
    li = joins(desk, "LM")
    zhou = joins(desk, "ZD", by=li)
    zhou.decides(U1, "A2", "none")
    sends(zhou, desk)
    assert desk.cell(U1, "A2").status == "decided" and desk.standing() == {}
    named = {one.code: one.by for one in coordinators(desk.project)}
    assert named == {"HM": "", "LM": "何敏", "ZD": "LM"}


def test_nobody_ends_the_office_of_somebody_as_near_to_the_founder(desk: Desk) -> None:
    li, zhou = joins(desk, "LM"), joins(desk, "ZD")
    sends(desk, li)
    with pytest.raises(AppError) as refused:
        take_back(li.project, zhou.id)
    assert refused.value.code == "coordinator"
    with pytest.raises(AppError):
        take_back(li.project, desk.id)
    with pytest.raises(AppError):
        take_back(li.project, li.id)
    assert {one.code for one in coordinators(li.project) if not one.until} == {"HM", "LM", "ZD"}


def test_scenario_07_two_coordinators_decide_differently_and_a_third_decision_replaces_both(
    desk: Desk,
) -> None:
    different_answers(desk)
    li = joins(desk, "LM")
    desk.decides(U1, "A2", "full")
    li.decides(U1, "A2", "none")
    sends(li, desk)
    sends(desk, li)
    for one in (desk, li):
        assert one.cell(U1, "A2").status == "disputed"
    li.decides(U1, "A2", "part")
    sends(li, desk)
    assert desk.cell(U1, "A2").status == "decided"
    sends(desk, li)
    assert desk.meaning(seals=False) == li.meaning(seals=False)


def test_scenario_28_a_setting_that_two_set_differently_is_in_dispute(desk: Desk) -> None:
    different_answers(desk)
    li = joins(desk, "LM")
    change_setting(desk.project, "tolerance", "10")
    change_setting(li.project, "tolerance", "20")
    sends(li, desk)
    assert desk.rows("SELECT disputed FROM setting WHERE name = 'tolerance'") == [(1,)]


def test_an_exchange_is_opened_with_the_key_that_it_is_for(desk: Desk, tmp_path: Path) -> None:
    session = laptop(tmp_path / "lm")
    person = grant(desk.project, name="李敏", code="LM", key=session.identity().public)
    package = tmp_path / "x.evalpkg"
    write_exchange(desk.project, package, Progress(), to=(person,))
    stranger = laptop(tmp_path / "other")
    with pytest.raises(AppError) as refused:
        open_exchange(stranger, package, tmp_path / "stolen.evalproj", Progress())
    assert refused.value.code == "not_for_you" and not (tmp_path / "stolen.evalproj").exists()


def test_an_exchange_by_somebody_who_is_no_coordinator_is_not_opened(desk: Desk, tmp_path: Path) -> None:
    session, stranger = laptop(tmp_path / "lm"), laptop(tmp_path / "other").identity()
    person = grant(desk.project, name="李敏", code="LM", key=session.identity().public)
    package = tmp_path / "x.evalpkg"
    write_exchange(desk.project, package, Progress(), to=(person,))
    forged = repacked(package, tmp_path / "forged.evalpkg", by=stranger)
    with pytest.raises(AppError) as refused:
        open_exchange(session, forged, tmp_path / "lm.evalproj", Progress())
    assert refused.value.code == "damaged_package" and not (tmp_path / "lm.evalproj").exists()


def test_somebody_who_grants_themselves_decides_nothing(desk: Desk, tmp_path: Path) -> None:
    """An assessor writes a grant for the own person and a decision under it, sealed with the own key."""
    wang, _zhao = different_answers(desk)
    bodies = chain_of(
        (Grant(key=wang.identity.public), {"subject": wang.id}),
        (
            Decision(state="answered", value="full", reason_category="other", reason="我说了算"),
            {"unit": U1, "item": "A2"},
        ),
        author=wang.id,
        device="ee" * 16,
    )
    takes_in(desk, bodies, sealed(bodies, wang.identity, desk.project.about.project))
    assert set(desk.standing().values()) == {"authority"} and len(desk.standing()) == 2
    assert desk.cell(U1, "A2").status == "pending" and desk.check().faults == ()


def test_a_granted_coordinator_hands_out_tasks_and_merges_what_comes_back(desk: Desk) -> None:
    li = joins(desk, "LM")
    tasks = {one.code: one.path for one in write_tasks(li.project, desk.folder / "by-li", Progress())}
    session = laptop(desk.folder / "wxl-by-li")
    wang = Field(open_task(session, tasks["WXL"], desk.folder / "wxl-by-li.evalproj"))
    wang.code = "WXL"
    wang.answers(U1, "A2", "full")
    sent = wang.hands_in()
    assert li.merges_one(sent).verdict == "merge" and li.standing() == {}
    assert desk.merges_one(sent).verdict == "merge" and desk.standing() == {}
    update = li.writes_updates()["WXL"]
    assert not wang.opens_update(update).questions


def test_scenario_27_a_province_decides_in_its_branch_and_the_nation_merges_it(desk: Desk) -> None:
    different_answers(desk)
    province = joins(desk, "SD", units=(U1, U2))
    assert totals(province) == {U1, U2}
    province.decides(U1, "A2", "part")
    sends(province, desk)
    assert desk.cell(U1, "A2").status == "decided"
    assert totals(desk) == {U1, U2, U3}


def totals(desk: Desk) -> set[str]:
    """The units that are scored."""
    return {row.unit for row in desk.results() if "=" not in row.unit}
