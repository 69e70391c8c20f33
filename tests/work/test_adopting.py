"""An independent project is taken in: its answers count here, its rules do not (RECORD R27)."""

from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.entry.contents import Adoption
from evalapp.store.queries import roster
from evalapp.work.adopting import adopt, look_at
from evalapp.work.changing import change_setting
from evalapp.work.exchanging import write_exchange
from evalapp.work.tasks import write_tasks
from tests.people import Desk, chain_of, contents_of, edition, founded, sealed, takes_in
from tests.work.test_coordinators import joins, sends

U1, U2, U3 = "370100", "370200", "370300"

ON_BOTH = True


@pytest.fixture
def nation(tmp_path: Path) -> Desk:
    """Two assessors and two cities."""
    return founded(tmp_path / "nation", codes=("WXL", "ZQM"), mode="all", units=(U1, U2))


@pytest.fixture
def province(tmp_path: Path) -> Desk:
    """A project of its own, with one city in common with the other."""
    return founded(tmp_path / "province", codes=("WXL",), mode="all", units=(U2, U3), home="province")


def exchange(of: Desk) -> Path:
    folder = of.folder / "exchanges"
    path = folder / f"{len(list(folder.glob('*'))) if folder.exists() else 0}.evalpkg"
    folder.mkdir(exist_ok=True)
    write_exchange(of.project, path, Progress(), for_adoption=True)
    return path


def keys(desk: Desk) -> list[str]:
    with desk.project.file.read() as connection:
        return [unit.key for unit in roster(connection)]


def test_its_answers_count_and_its_people_are_further_assessors_where_both_have_a_city(
    nation: Desk, province: Desk
) -> None:
    sun = province.assessor("WXL")
    sun.answers(U2, "A2", "part")
    sun.answers(U3, "A2", "none")
    province.merges(sun.hands_in())
    wang, zhao = nation.assessor("WXL"), nation.assessor("ZQM")
    for one in (wang, zhao):
        one.answers(U2, "A2", "full")
    nation.merges(wang.hands_in(), zhao.hands_in())
    assert nation.cell(U2, "A2").status == "agreed"
    looked = look_at(nation.project, exchange(province), Progress())
    assert (looked.assessors, looked.new_units, looked.overlapping) == (1, (f"市{U3}",), (f"市{U2}",))
    assert looked.merged is None and keys(nation) == [U1, U2]
    found = adopt(nation.project, exchange(province), Progress())
    assert found.merged is not None and set(nation.standing().values()) == {"foreign"}
    assert keys(nation) == [U1, U2, U3]
    assert (nation.cell(U2, "A2").match, nation.cell(U2, "A2").status) == ("differ", "pending")
    assert (nation.cell(U3, "A2").status, nation.cell(U3, "A2").final.value) == ("single", "none")
    assert nation.check().faults == ()


def test_what_its_coordinator_decided_counts_or_not_as_is_chosen(
    nation: Desk, province: Desk, tmp_path: Path
) -> None:
    sun = province.assessor("WXL")
    sun.answers(U3, "A2", "none")
    province.merges(sun.hands_in())
    province.decides(U3, "A2", "full")
    sent = exchange(province)
    copy = nation.second_laptop()
    adopt(nation.project, sent, Progress())
    assert (nation.cell(U3, "A2").status, nation.cell(U3, "A2").final.value) == ("decided", "full")
    adopt(copy.project, sent, Progress(), decisions=False)
    assert (copy.cell(U3, "A2").status, copy.cell(U3, "A2").final.value) == ("single", "none")
    assert set(copy.standing().values()) == {"foreign"}


def test_two_coordinators_of_two_projects_decide_otherwise_and_the_cell_is_in_dispute(
    nation: Desk, province: Desk
) -> None:
    sun, wang = province.assessor("WXL"), nation.assessor("WXL")
    sun.answers(U2, "A2", "none")
    wang.answers(U2, "A2", "full")
    province.merges(sun.hands_in())
    nation.merges(wang.hands_in())
    province.decides(U2, "A2", "none")
    nation.decides(U2, "A2", "full")
    adopt(nation.project, exchange(province), Progress())
    assert nation.cell(U2, "A2").status == "disputed"
    nation.decides(U2, "A2", "part")
    assert nation.cell(U2, "A2").status == "decided"


def test_its_settings_and_roster_rule_nothing_here(nation: Desk, province: Desk) -> None:
    change_setting(province.project, "tolerance", "40")
    adopt(nation.project, exchange(province), Progress())
    assert nation.rows("SELECT value FROM setting WHERE name = 'tolerance'") == []
    assert nation.rows("SELECT count(*) FROM setting WHERE disputed = 1") == [(0,)]
    with nation.project.file.read() as connection:
        assert [unit.name for unit in roster(connection)] == [f"市{key}" for key in (U1, U2, U3)]


def test_later_files_of_it_merge_like_any_other(nation: Desk, province: Desk) -> None:
    sun = province.assessor("WXL")
    sun.answers(U3, "A2", "none")
    province.merges(sun.hands_in())
    adopt(nation.project, exchange(province), Progress())
    sun.answers(U3, "A2", "full")
    late = sun.hands_in()
    assert nation.merges_one(late).verdict == "merge"
    assert nation.cell(U3, "A2").final.value == "full"
    again = adopt(nation.project, exchange(province), Progress())
    assert again.merged is not None and nation.check().faults == ()


def test_before_it_is_taken_in_nothing_of_it_merges(nation: Desk, province: Desk) -> None:
    (report,) = nation.merges(exchange(province)).files
    assert (report.verdict, report.code) == ("refused", "other_project")


def test_made_up_answers_are_not_taken_in(nation: Desk, tmp_path: Path) -> None:
    other = founded(tmp_path / "demo", codes=("SYN",), mode="all", units=(U3,), synthetic=True, home="demo")
    with pytest.raises(AppError) as refused:
        adopt(nation.project, exchange(other), Progress())
    assert refused.value.code == "synthetic" and keys(nation) == [U1, U2]


def test_another_scale_is_another_question(nation: Desk, tmp_path: Path) -> None:
    form = edition(tmp_path, "2", ('value = "part"', 'value = "partly"'))
    other = founded(tmp_path / "o", codes=("SYN",), mode="all", units=(U3,), form=form, home="o")
    with pytest.raises(AppError) as refused:
        adopt(nation.project, exchange(other), Progress())
    assert (refused.value.code, refused.value.details) == ("other_shape", ("A2",))


def test_other_words_and_weights_are_the_same_question(nation: Desk, tmp_path: Path) -> None:
    form = edition(tmp_path, "2", ("完全一致", "处处一致"))
    other = founded(tmp_path / "o", codes=("SYN",), mode="all", units=(U3,), form=form, home="o")
    sun = other.assessor("SYN")
    sun.answers(U3, "A2", "part")
    other.merges(sun.hands_in())
    adopt(nation.project, exchange(other), Progress())
    assert nation.cell(U3, "A2").final.value == "part"


def test_ones_own_project_is_merged_and_not_taken_in(nation: Desk) -> None:
    with pytest.raises(AppError) as refused:
        adopt(nation.project, exchange(nation), Progress())
    assert refused.value.code == "own_project"


def test_its_people_get_no_task_from_here(nation: Desk, province: Desk, tmp_path: Path) -> None:
    adopt(nation.project, exchange(province), Progress())
    written = write_tasks(nation.project, tmp_path / "tasks", Progress())
    assert sorted(one.code for one in written) == ["WXL", "ZQM"]
    assert sorted(code for (code,) in nation.rows("SELECT code FROM person WHERE role = 'assessor'")) == [
        "WXL",
        "WXL-2",
        "ZQM",
    ]


def test_a_second_coordinator_gets_the_adopted_project_with_its_proofs(nation: Desk, province: Desk) -> None:
    sun = province.assessor("WXL")
    sun.answers(U3, "A2", "none")
    province.merges(sun.hands_in())
    li = joins(nation, "LM")
    adopt(nation.project, exchange(province), Progress())
    sends(nation, li)
    assert li.cell(U3, "A2").final.value == "none"
    assert li.standing() == nation.standing() and li.check().faults == ()
    assert joins(nation, "ZD").standing() == nation.standing()


def test_an_adoption_by_an_assessor_lets_nobody_in(nation: Desk, province: Desk) -> None:
    wang = nation.assessor("WXL")
    sun = province.assessor("WXL")
    sun.answers(U2, "A2", "none")
    province.merges(sun.hands_in())
    with province.project.file.read() as connection:
        (root,) = connection.exec_driver_sql("SELECT value FROM project WHERE key = 'founding'").one()
    bodies = chain_of(
        (
            Adoption(project=province.project.about.project, founding=root),
            {"item": province.project.about.project},
        ),
        author=wang.id,
        device="ee" * 16,
    )
    takes_in(nation, bodies, sealed(bodies, wang.identity, nation.project.about.project))
    _manifest, lines, seals = contents_of(exchange(province))
    takes_in(nation, lines, list(seals))
    assert set(nation.standing().values()) <= {"authority", "key"}
    assert nation.rows("SELECT count(*) FROM cell") == [(0,)]
