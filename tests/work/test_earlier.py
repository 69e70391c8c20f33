"""What a city was last year, beside this year's fields: taken over, sent to those it concerns, and to nobody else."""

from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.base.tables import parse_csv
from evalapp.entry.columns import SCORES
from evalapp.entry.contents import EARLIER, EarlierValue, EarlierValues
from evalapp.entry.revision import decode
from evalapp.store.queries import revisions_of_kinds
from evalapp.work.changing import assign, change_setting
from evalapp.work.earlier import (
    EarlierPlan,
    earlier_of_project,
    earlier_of_table,
    keep_earlier,
    show_last_edition,
)
from evalapp.work.earlier_values import Earlier
from tests.people import SMALL, UNITS, Desk, Field, contents_of, founded

U1, U2, U3 = UNITS
TABLE = """unit,item,value,state
370100,A1,是,
370100,A2,部分一致,
370100,A2,part,
370100,B1,,未找到
370200,B2,25.5,
370200,B2x,1,
999999,A1,yes,
370200,B3,21/20,
370300,A1,,
"""


def planned(desk: Desk, text: str = TABLE, label: str = "2021") -> EarlierPlan:
    return earlier_of_table(desk.project, parse_csv(text, "last.csv", SCORES), label)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path / "desk", codes=("WXL", "ZQM"), mode="single")


def seen(field: Field, unit: str) -> Earlier | None:
    return field.page(unit).earlier


def lines_about_last_year(package: Path) -> set[str]:
    return {
        revision.unit
        for line in contents_of(package)[1]
        if isinstance((revision := decode(line)).content, EarlierValues)
    }


def test_a_table_is_counted_before_anything_is_written(desk: Desk) -> None:
    before = desk.ids()
    plan = planned(desk)
    assert plan.values[U1] == (
        EarlierValue("A1", "answered", "yes"),
        EarlierValue("A2", "answered", "part"),
        EarlierValue("B1", "not_found"),
    )
    assert [(one.unit, one.item, one.why) for one in plan.left_out] == [
        (U2, "B2x", "unknown_item"),
        ("999999", "A1", "unknown_unit"),
        (U2, "B3", "does_not_fit"),
    ]
    assert U3 not in plan.values, "an empty row says nothing"
    assert desk.ids() == before


def test_it_is_one_revision_a_unit_and_the_same_again_is_none(desk: Desk) -> None:
    assert keep_earlier(desk.project, planned(desk)) == 2
    assert keep_earlier(desk.project, planned(desk)) == 0
    assert keep_earlier(desk.project, planned(desk, label="2022")) == 2
    with desk.project.file.read() as connection:
        said = revisions_of_kinds(connection, (EARLIER,))
    assert [unit for _kind, unit, *_rest in said] == [U1, U2, U1, U2]
    assert desk.check().faults == ()


def test_a_task_brings_it_to_those_assigned_to_the_unit_and_to_nobody_else(desk: Desk) -> None:
    keep_earlier(desk.project, planned(desk))
    desk.writes_tasks()
    mine = {
        code: {unit for unit in (U1, U2) if unit in contents_of(path)[0].units}
        for code, path in desk.tasks.items()
    }
    assert set.union(*mine.values()) == {U1, U2}
    for code, path in desk.tasks.items():
        assert lines_about_last_year(path) == mine[code]
        field = desk.assessor(code)
        for unit in mine[code]:
            earlier = seen(field, unit)
            assert earlier is not None
            assert earlier.label == "2021"
    of_u2 = next(code for code, units in mine.items() if U2 in units)
    assert seen(desk.assessor(of_u2), U2) == Earlier("2021", {"B2": EarlierValue("B2", "answered", "25.5")})


def test_an_update_brings_what_changed_to_the_project_that_is_there(desk: Desk) -> None:
    keep_earlier(desk.project, planned(desk))
    desk.writes_tasks()
    code = next(code for code, path in desk.tasks.items() if U2 in contents_of(path)[0].units)
    field = desk.assessor(code)
    keep_earlier(desk.project, planned(desk, "unit,item,value\n370200,B2,30\n"))
    field.opens_update(desk.writes_updates()[code])
    earlier = seen(field, U2)
    assert earlier is not None
    assert earlier.values["B2"].value == "30"


def test_what_is_hidden_is_in_no_package_and_on_no_page(desk: Desk) -> None:
    keep_earlier(desk.project, planned(desk))
    desk.writes_tasks()
    code = next(code for code, path in desk.tasks.items() if U2 in contents_of(path)[0].units)
    field = desk.assessor(code)
    assert seen(field, U2) is not None
    show_last_edition(desk.project, shown=False)
    updates = desk.writes_updates()
    desk.writes_tasks()
    assert [lines_about_last_year(path) for path in (*updates.values(), *desk.tasks.values())] == [set()] * 4
    field.opens_update(updates[code])
    assert seen(field, U2) is None, "what had come before is not shown either"
    show_last_edition(desk.project, shown=True)
    field.opens_update(desk.writes_updates()[code])
    assert seen(field, U2) is not None


def test_it_is_shown_or_hidden_and_nothing_else(desk: Desk) -> None:
    with pytest.raises(AppError, match="cannot be set"):
        change_setting(desk.project, "last_edition", "perhaps")


def test_an_assessor_cannot_say_what_last_year_was(desk: Desk) -> None:
    field = desk.assessor("WXL")
    with pytest.raises(AppError, match="coordinator's project"):
        keep_earlier(field.project, planned(desk))


def test_the_final_values_of_last_years_project_are_taken_over_by_code(tmp_path: Path) -> None:
    last = founded(tmp_path / "last", codes=("WXL",), mode="single")
    wang = last.assessor("WXL")
    wang.answers_all(U1)
    wang.answers(U2, "A2", "part")
    last.merges(wang.hands_in())
    form = tmp_path / "other.toml"
    form.write_text(SMALL.read_text().replace("max = 100, decimals = 1", "max = 90, decimals = 1"))
    desk = founded(tmp_path / "desk", codes=("ZQM",), units=(U1, U3), form=form, mode="single")
    plan = earlier_of_project(desk.project, last.project)
    assert plan.label == "1"
    assert {value.item for value in plan.values[U1]} == {"A1", "A2", "A3", "B1", "B3"}
    assert [(one.unit, one.item) for one in plan.left("other_scale")] == [(U1, "B2")]


def test_nothing_that_fits_is_an_error_and_writes_nothing(desk: Desk) -> None:
    before = desk.ids()
    with pytest.raises(AppError, match="None of the values"):
        keep_earlier(desk.project, planned(desk, "unit,item,value\n1,A1,yes\n"))
    with pytest.raises(AppError, match="--label"):
        planned(desk, label=" ")
    assert desk.ids() == before


def test_a_unit_assigned_later_brings_its_last_year_along(desk: Desk) -> None:
    keep_earlier(desk.project, planned(desk))
    desk.writes_tasks()
    code = next(code for code, path in desk.tasks.items() if U2 not in contents_of(path)[0].units)
    field = desk.assessor(code)
    assign(desk.project, U2, field.project.about.me)
    field.opens_update(desk.writes_updates()[code])
    assert seen(field, U2) is not None
