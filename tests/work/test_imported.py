"""Values that come from elsewhere, computed ones and sub-units: nobody is asked for what is not theirs to answer."""

from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.base.tables import Table, parse_csv
from evalapp.entry.columns import ANSWERS
from evalapp.entry.contents import Decision
from evalapp.entry.evidence import Evidence
from evalapp.work.board import board
from evalapp.work.deciding import cell_view, decided_cells, match_counts, open_cells
from evalapp.work.imported import BroughtIn, MissingImport, bring_in, missing_imports
from evalapp.work.results import project_results
from tests import all_kinds
from tests.all_kinds import CHENGGUAN, JINAN, OF_CITY, OF_TOWN, QINGDAO, YANJI, ZIBO
from tests.people import Desk, Field, edition, founded, mapping


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(
        tmp_path / "desk", codes=("WXL", "ZQM"), form=all_kinds.FORM, roster=all_kinds.roster(), mode="all"
    )


LINK = Evidence(kind="link", ref="https://example.org/a")


def table(text: str) -> Table:
    return parse_csv(f"unit,item,value,state,justification\n{text}", "survey.csv", ANSWERS)


def answers_everything(person: Field) -> None:
    for row in person.overview():
        values = OF_TOWN if row.unit.parent else OF_CITY
        for item, value in values.items():
            if item in person.page(row.unit.key).entries:
                person.answers(row.unit.key, item, value, evidence=(LINK,))


@pytest.fixture
def answered(desk: Desk) -> Desk:
    for code in ("WXL", "ZQM"):
        person = desk.assessor(code)
        answers_everything(person)
        desk.merges(person.hands_in())
    return desk


ALL = "370100,A6,88.5,,\n370200,A6,79,,Q3\n370300,A6,90,,\n"


def test_brought_in_values_are_decisions_that_name_the_file(desk: Desk) -> None:
    assert bring_in(desk.project, table(ALL)) == BroughtIn(3, 3)
    cell = desk.cell(QINGDAO, "A6")
    assert (cell.status, cell.final.state, cell.final.value) == ("decided", "answered", "79")
    view = cell_view(desk.project, QINGDAO, "A6")
    assert view.decided is not None
    assert (view.decided.category, view.decided.reason) == ("imported", "Brought in from survey.csv: Q3")
    assert view.assessments == ()
    assert desk.check().faults == ()


def test_the_same_table_again_writes_nothing_and_a_correction_replaces(desk: Desk) -> None:
    bring_in(desk.project, table(ALL))
    before = desk.ids()
    assert bring_in(desk.project, table(ALL)) == BroughtIn(3, 0)
    assert desk.ids() == before
    assert bring_in(desk.project, table("370200,A6,80,,\n370100,A6,,unable,\n370300,A6,,,\n")) == BroughtIn(
        3, 2
    )
    assert desk.cell(QINGDAO, "A6").final.value == "80"
    assert (desk.cell(JINAN, "A6").status, desk.cell(JINAN, "A6").final.state) == ("decided", "unable")
    replaced = [desk.revision(one) for one in desk.ids() - before]
    assert all(isinstance(one.content, Decision) and len(one.replaces) == 1 for one in replaced)


def test_everything_wrong_is_listed_and_nothing_written(desk: Desk) -> None:
    before = desk.ids()
    wrong = "370100,A6,101,,\n370100,A1,none,,\n370100,A7,5,,\n370101,A6,5,,\n9,A6,5,,\n370200,A6,5,blank,\n370200,A6,6,,\n370300,Z,1,,\n"
    with pytest.raises(AppError) as caught:
        bring_in(desk.project, table(wrong))
    assert caught.value.code == "scores"
    places = [line.partition(": ")[0].removeprefix("survey.csv, ") for line in caught.value.details]
    assert places == [
        "row 2, column value", "row 3, column item", "row 4, column item", "row 5, column item",
        "row 6, column unit", "row 7, column state", "row 8, column item", "row 9, column item",
    ]  # fmt: skip
    assert desk.ids() == before


def test_an_assessor_brings_nothing_in(desk: Desk) -> None:
    wang = desk.assessor("WXL")
    with pytest.raises(AppError) as caught:
        bring_in(wang.project, table(ALL))
    assert caught.value.code == "role"


def test_what_is_still_to_be_brought_in(desk: Desk) -> None:
    assert missing_imports(desk.project) == (MissingImport(item="A6", missing=3, units=3),)
    bring_in(desk.project, table("370100,A6,88.5,,\n"))
    assert missing_imports(desk.project) == (MissingImport(item="A6", missing=2, units=3),)
    bring_in(desk.project, table(ALL))
    assert missing_imports(desk.project) == ()


@pytest.mark.parametrize(
    ("unit", "item", "value", "words"),
    [
        (JINAN, "A6", "88", "brought in by the coordinator or computed"),
        (JINAN, "A7", "12", "brought in by the coordinator or computed"),
        (JINAN, "B1", "19/20", "answered for “town”"),
        (YANJI, "A1", "none", "answered for the unit above"),
        (ZIBO, "A5", "150", "weight 0 here"),
    ],
)
def test_an_assessor_cannot_answer_what_is_not_asked(
    desk: Desk, unit: str, item: str, value: str, words: str
) -> None:
    wang = desk.assessor("WXL")
    with pytest.raises(AppError, match=words) as caught:
        wang.answers(unit, item, value)
    assert caught.value.code == "unknown_item"


def test_progress_is_counted_in_what_each_row_is_asked(answered: Desk) -> None:
    found = board(answered.project)
    assert [unit.full_name for unit in found.units[:3]] == ["济南市", "济南市 · 燕矶镇", "济南市 · 城关镇"]
    wang = next(row for row in found.rows if row.code == "WXL")
    assert {unit: cell.leaves for unit, cell in wang.cells.items()} == {
        JINAN: 12, QINGDAO: 12, ZIBO: 11, YANJI: 2, CHENGGUAN: 2, "370201": 2, "370301": 2,
    }  # fmt: skip
    assert (wang.answered, wang.leaves, found.pieces, found.pieces_in) == (43, 43, 14, 14)


def test_nothing_waits_for_a_decision_but_what_assessors_left(answered: Desk) -> None:
    assert open_cells(answered.project) == ()
    counts = match_counts(answered.project)
    assert (counts["agree"], counts["none"], counts["missing"]) == (43, 0, 0)
    bring_in(answered.project, table(ALL))
    assert decided_cells(answered.project) == ()
    assert match_counts(answered.project) == counts
    assert board(answered.project).decided == 0


def test_results_take_what_was_brought_in_computed_and_rolled_up(answered: Desk) -> None:
    pending = {row.unit: row.status for row in answered.results() if row.item == "TOTAL"}
    assert pending[JINAN] == "pending"
    bring_in(answered.project, table(ALL))
    rows = {(row.unit, row.item): row for row in answered.results()}
    assert rows[QINGDAO, "A6"].points == pytest.approx(3.95)
    assert rows[QINGDAO, "A7"].points == pytest.approx(5 * 2 / 3)
    assert rows[JINAN, "B1"].value == "38/40"
    assert rows[JINAN, "TOTAL"].status == "ranked"
    assert (YANJI, "TOTAL") not in rows


def test_a_difference_in_a_veto_weighs_like_the_whole(desk: Desk) -> None:
    for code, value in (("WXL", "no"), ("ZQM", "yes")):
        person = desk.assessor(code)
        answers_everything(person)
        person.answers(JINAN, "V1", value)
        person.answers(JINAN, "A1", "dead=1" if value == "yes" else "none", evidence=(LINK,))
        desk.merges(person.hands_in())
    rows = open_cells(desk.project)
    assert [(row.item, round(row.effect)) for row in rows] == [("V1", 100), ("A1", 5)]
    assert desk.cell(JINAN, "V1").severity == 100


def test_towns_of_one_name_are_told_apart_in_the_queue(desk: Desk) -> None:
    for code, value in (("WXL", "yes"), ("ZQM", "no")):
        person = desk.assessor(code)
        answers_everything(person)
        person.answers(CHENGGUAN, "B2", value)
        desk.merges(person.hands_in())
    (row,) = open_cells(desk.project)
    assert (row.unit_name, row.of, row.item) == ("城关镇", "济南市", "B2")
    assert desk.decides(CHENGGUAN, "B2", "yes")
    assert open_cells(desk.project) == ()


@pytest.mark.parametrize(("unit", "item"), [(JINAN, "A7"), (JINAN, "B1"), (YANJI, "A1")])
def test_what_is_not_a_row_of_its_own_is_not_decided(desk: Desk, unit: str, item: str) -> None:
    with pytest.raises(AppError) as caught:
        cell_view(desk.project, unit, item)
    assert caught.value.code == "unknown_cell"


def test_an_assessor_has_no_results_where_all_cities_are_compared(desk: Desk) -> None:
    wang = desk.assessor("WXL")
    with pytest.raises(AppError) as caught:
        project_results(wang.project)
    assert caught.value.code == "cohort"
    assert project_results(desk.project).results.has_total


def test_brought_in_values_follow_their_item_into_another_edition(desk: Desk, tmp_path: Path) -> None:
    bring_in(desk.project, table(ALL))
    newer = edition(tmp_path, "2", ('code = "A6"', 'code = "A16"'), of=all_kinds.FORM)
    desk.brings(newer, mapping(all_kinds.FORM, newer, 'from = "A6"\nto = "A16"'))
    assert desk.cell(QINGDAO, "A16").final.value == "79"
    late = table("370200,A16,81,,\n370300,A16,90,,\n")
    assert bring_in(desk.project, late) == BroughtIn(2, 1)
    assert desk.cell(QINGDAO, "A16").final.value == "81"
    chain = desk.chain_of(desk.project.about.me)
    written = [one.content.form for one in chain if isinstance(one.content, Decision)]
    assert written == ["", "", "", desk.project.about.form_hash]
