"""How each chain stands: whole and sealed, with an unproven end, with a gap, forked; and that everything is verified on demand."""

from pathlib import Path

import pytest

from evalapp.base.errors import Cancelled
from evalapp.base.progress import Progress
from evalapp.work.chain_states import ChainState, chain_states, last_check, verify_everything
from evalapp.work.chain_words import soundness_word
from tests.people import Desk, contents_of, founded, sealed, takes_in
from tests.work.test_coordinators import joins, sends

U1 = "370100"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path, codes=("WXL", "ZQM"), mode="all", units=(U1,))


def of(desk: Desk, code: str) -> ChainState:
    (found,) = [one for one in chain_states(desk.project) if one.code == code]
    return found


def test_a_chain_that_was_handed_in_is_whole_and_sealed(desk: Desk) -> None:
    wang = desk.assessor("WXL")
    wang.answers_all(U1)
    desk.merges(wang.hands_in())
    one = of(desk, "WXL")
    assert (one.soundness, one.sealed, one.count, one.unproven, one.accepted) == (
        "sound",
        one.last,
        one.last,
        0,
        True,
    )
    assert one.key == wang.identity.public and one.device == wang.devices()[0]
    (mine,) = [one for one in chain_states(desk.project) if one.own]
    assert (mine.person, mine.soundness, mine.role) == (desk.id, "sound", "coordinator")


def test_what_lies_behind_the_seal_is_unproven(desk: Desk, tmp_path: Path) -> None:
    wang = desk.assessor("WXL")
    wang.answers_all(U1)
    bodies = contents_of(wang.hands_in())[1]
    takes_in(desk, bodies, sealed(bodies[:-2], wang.identity, desk.project.about.project))
    one = of(desk, "WXL")
    assert (one.soundness, one.unproven) == ("unproven", 2)
    assert soundness_word(one) == "2 revisions at its end are unproven"


def test_another_coordinators_chain_is_proved_by_the_granted_key(desk: Desk) -> None:
    other = joins(desk, "LP")
    other.decides(U1, "A2", "full")
    sends(other, desk)
    one = of(desk, "LP")
    assert (one.soundness, one.own, one.accepted, one.key) == ("sound", False, True, other.identity.public)


def test_everything_is_verified_and_the_result_kept_with_its_time(desk: Desk) -> None:
    assert last_check(desk.project) is None
    report = verify_everything(desk.project, Progress())
    kept = last_check(desk.project)
    assert kept is not None and (kept.revisions, kept.seals, kept.faults) == (
        report.revisions,
        report.seals,
        0,
    )
    assert kept.at.startswith("2021-10-21T")


def test_a_stopped_verification_is_not_kept(desk: Desk) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        verify_everything(desk.project, progress)
    assert last_check(desk.project) is None


def test_a_fault_is_found_and_counted(desk: Desk) -> None:
    with desk.project.file.write() as connection:
        connection.exec_driver_sql("UPDATE person SET name = 'x' WHERE role = 'assessor'")
    report = verify_everything(desk.project, Progress())
    kept = last_check(desk.project)
    assert kept is not None and kept.faults == len(report.faults) == 1
