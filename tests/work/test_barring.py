"""Conflicts of interest: nobody answers a unit from which they are barred, from the founding on and afterwards."""

from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.entry.project_settings import can_be_set
from evalapp.entry.sharing import Assigned
from evalapp.store.queries import assignments
from evalapp.work.barring import bar, barred_units, unbar
from evalapp.work.changing import assign, change_setting
from evalapp.work.create import Assessor, NewProject, new_project
from evalapp.work.project import Project, open_project
from evalapp.work.project_rules import project_rules
from evalapp.work.tasks import read_task
from tests.people import SMALL, Desk, founded, laptop, units_of


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path, codes=("WXL", "ZQM"), units=("370100", "370200"), mode="double")


def expected(project: Project, person: str) -> set[tuple[str, str]]:
    with project.file.read() as connection:
        return {(row.unit, row.item) for row in assignments(connection) if row.subject == person}


def test_who_is_barred_loses_the_unit_and_cannot_get_it_back_unasked(desk: Desk) -> None:
    wang = desk.assessor("WXL").id
    bar(desk.project, "370100", wang)
    assert expected(desk.project, wang) == {("370200", "")}
    assert barred_units(desk.project) == {(wang, "370100")}
    for item in ("", "A1"):
        with pytest.raises(AppError, match="conflict of interest"):
            assign(desk.project, "370100", wang, item=item)
    assign(desk.project, "370100", wang, active=False)
    assert barred_units(desk.project) == {(wang, "370100")}
    unbar(desk.project, "370100", wang)
    assert barred_units(desk.project) == frozenset()
    assert expected(desk.project, wang) == {("370200", "")}
    assign(desk.project, "370100", wang)
    assert expected(desk.project, wang) == {("370100", ""), ("370200", "")}


def test_single_items_of_a_barred_unit_go_too_and_the_file_says_so_when_opened_again(desk: Desk) -> None:
    wang = desk.assessor("WXL").id
    assign(desk.project, "370100", wang, active=False)
    assign(desk.project, "370100", wang, item="A1")
    bar(desk.project, "370100", wang)
    path = desk.project.path
    desk.project.close()
    with open_project(desk.session, path) as project:
        assert expected(project, wang) == {("370200", "")}
        assert barred_units(project) == {(wang, "370100")}


def test_a_project_is_founded_with_its_conflicts_and_rules(tmp_path: Path) -> None:
    roster = units_of(("370100", "370200"))
    plan = NewProject(
        title="鲁评 2021", toml=SMALL.read_bytes(), toml_name=SMALL.name, roster=roster,
        assessors=(Assessor("王晓岚", "WXL"),), assigned=(Assigned("WXL", "370200"),), coordinator=Assessor("何敏", "HM"),
        barred=(("WXL", "370100"),), settings=(("tolerance", "5"), ("blind", "off"), ("deadline", "2026-10-31")),
    )  # fmt: skip
    with new_project(laptop(tmp_path / "home"), tmp_path / "p.evalproj", plan) as project:
        ((person, unit),) = barred_units(project)
        assert unit == "370100"
        assert expected(project, person) == {("370200", "")}
        rules = project_rules(project)
        assert (rules.tolerance, rules.blind, rules.last_edition, rules.deadline) == (
            5.0,
            False,
            True,
            "2026-10-31",
        )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"assigned": (Assigned("WXL", "370100"),)}, "barred"),
        ({"assigned": (Assigned("WXL", "370100", "A1"),)}, "barred"),
        ({"settings": (("blind", "perhaps"),)}, "cannot be set"),
        ({"settings": (("colour", "red"),)}, "cannot be set"),
    ],
)
def test_a_plan_that_contradicts_itself_founds_nothing(
    tmp_path: Path, changes: dict[str, tuple[object, ...]], words: str
) -> None:
    plan = {
        "title": "鲁评", "toml": SMALL.read_bytes(), "toml_name": SMALL.name, "roster": units_of(("370100",)),
        "assessors": (Assessor("王晓岚", "WXL"),), "assigned": (), "coordinator": Assessor("何敏", "HM"),
        "barred": (("WXL", "370100"),),
    }  # fmt: skip
    target = tmp_path / "p.evalproj"
    with pytest.raises(AppError, match=words):
        new_project(laptop(tmp_path / "home"), target, NewProject(**(plan | changes)))  # type: ignore[arg-type]
    assert not target.exists()


def test_a_task_says_nothing_of_what_its_person_is_barred_from(desk: Desk) -> None:
    wang = desk.assessor("WXL").id
    bar(desk.project, "370100", wang)
    desk.writes_tasks()
    task = read_task(desk.tasks["WXL"])
    assert task.units == 1
    assert {read.revision.unit for read in task.reads if read.revision is not None} == {"", "370200"}


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("deadline", ("2026-10-31", ""), ("31.10.2026", "2026-02-30", "20261031")),
        ("blind", ("on", "off"), ("", "yes")),
        ("sample", ('{"share": 30}', ""), ("30",)),
        ("tolerance", ("0", "100", "2.5"), ("-1", "101", "", "nan", "five")),
        ("last_edition", ("shown", "hidden"), ("",)),
        ("completion.warnings", ("block", "warn", "ignore"), ("",)),
        ("nothing", (), ("",)),
    ],
)
def test_what_settings_can_be(name: str, good: tuple[str, ...], bad: tuple[str, ...]) -> None:
    assert [value for value in good if not can_be_set(name, value)] == []
    assert [value for value in bad if can_be_set(name, value)] == []


def test_rules_are_changed_later_as_revisions(desk: Desk) -> None:
    change_setting(desk.project, "blind", "off")
    change_setting(desk.project, "deadline", "2026-10-31")
    assert project_rules(desk.project).blind is False
    change_setting(desk.project, "blind", "on")
    rules = project_rules(desk.project)
    assert (rules.blind, rules.deadline) == (True, "2026-10-31")
    with pytest.raises(AppError, match="cannot be set"):
        change_setting(desk.project, "deadline", "soon")
