"""Agreement of a project: on what each assessor stood by at the first sign-off of a unit, whatever came after it."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.entry.final import Final
from evalapp.store.first_signoff import answers_at_first_signoff, first_signoffs
from evalapp.work.agreement import Agreement, is_project, project_agreement
from evalapp.work.changing import assign, change_setting, change_unit
from evalapp.work.inbox import release
from evalapp.work.project import open_project
from evalapp.work.withdrawing import withdraw_batch
from tests.people import CODES, LEAVES, UNITS, Desk, Field, founded, takes_in

U1, U2, U3 = UNITS
NO_ENTRANCE = {"A1": "no", "B1": "0"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Two assessors, three units each."""
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="all")
    yield desk
    desk.project.close()


@pytest.fixture
def wang(desk: Desk) -> Field:
    return desk.assessor("WXL")


@pytest.fixture
def zhao(desk: Desk) -> Field:
    return desk.assessor("ZQM")


def both_answer(wang: Field, zhao: Field, values: Mapping[str, tuple[str, str]], unit: str = U1) -> None:
    """All of the unit alike, but for ``values``."""
    wang.answers_all(unit, {item: one for item, (one, _other) in values.items()})
    zhao.answers_all(unit, {item: other for item, (_one, other) in values.items()})


def exact(desk: Desk) -> dict[str, tuple[float | None, int]]:
    """The share of equal answers by item, with the number of units."""
    found = project_agreement(desk.project)
    return {one.item: (one.figures.exact.value, one.figures.exact.n) for one in found.items}


def stood_by(desk: Desk, unit: str, item: str) -> dict[str, list[str]]:
    """What each assessor stood by at the first sign-off, by code."""
    codes = {desk.person(code): code for code in desk.tasks}
    with desk.project.file.read() as connection:
        found = answers_at_first_signoff(connection, first_signoffs(connection))
        return {
            codes[one.subject]: sorted(answer.value or answer.state for answer in one.answers)
            for one in found
            if (one.unit, one.item) == (unit, item)
        }


def test_what_was_answered_at_the_first_sign_off(desk: Desk, wang: Field, zhao: Field) -> None:
    both_answer(wang, zhao, {"A2": ("full", "none")}, U1)
    both_answer(wang, zhao, {"A2": ("part", "none"), "B1": ("3", "3")}, U2)
    desk.merges(wang.hands_in(U1, U2), zhao.hands_in(U1, U2))
    assert exact(desk) == {item: (0 if item == "A2" else 1, 2) for item in LEAVES}
    found = project_agreement(desk.project)
    assert found.whole.exact.value == pytest.approx(10 / 12)
    assert (found.whole.cells, found.units) == (12, 2)
    a2 = next(one for one in found.items if one.item == "A2").figures
    assert a2.within_one_step.value == 0.5
    assert {one.item: one.items for one in found.groups} == {"A": 3, "B": 3}
    ((pair),) = found.pairs
    assert [pair.a.code, pair.b.code] == ["WXL", "ZQM"]
    assert pair.figures.exact == found.whole.exact


def test_a_correction_and_a_decision_make_no_difference(desk: Desk, wang: Field, zhao: Field) -> None:
    both_answer(wang, zhao, {"A2": ("full", "none")})
    desk.merges(wang.hands_in(), zhao.hands_in())
    before = project_agreement(desk.project)
    desk.decides(U1, "A2", "full")
    assert project_agreement(desk.project) == before
    zhao.answers(U1, "A2", "full")
    zhao.answers(U1, "B1", "2")
    zhao.answers(U1, "B3", "18/20")
    desk.merges(zhao.hands_in())
    assert desk.cell(U1, "B1").match == "differ"
    assert project_agreement(desk.project) == before
    assert stood_by(desk, U1, "A2") == {"WXL": ["full"], "ZQM": ["none"]}


def test_an_answer_taken_back_and_one_added_later_make_no_difference(
    desk: Desk, wang: Field, zhao: Field
) -> None:
    both_answer(wang, zhao, {})
    zhao.answers(U1, "A2")
    desk.merges(wang.hands_in(), zhao.hands_in())
    assert exact(desk)["A2"] == (None, 0)
    zhao.answers(U1, "A2", "full")
    wang.answers(U1, "B1")
    desk.merges(wang.hands_in(), zhao.hands_in())
    assert exact(desk)["A2"] == (None, 0)
    assert exact(desk)["B1"] == (1, 1)


def test_what_is_corrected_before_the_sign_off_counts_as_corrected(
    desk: Desk, wang: Field, zhao: Field
) -> None:
    both_answer(wang, zhao, {"A2": ("full", "none")})
    zhao.answers(U1, "A2", "full")
    desk.merges(wang.hands_in(), zhao.hands_in())
    assert exact(desk)["A2"] == (1, 1)


def test_each_unit_has_a_first_sign_off_of_its_own(desk: Desk, wang: Field, zhao: Field) -> None:
    """U2 lies on the chain when U1 is signed off, but is meant only when it is handed in itself."""
    both_answer(wang, zhao, {}, U1)
    both_answer(wang, zhao, {"A2": ("full", "none")}, U2)
    desk.merges(wang.hands_in(U1), zhao.hands_in(U1))
    assert exact(desk)["A2"] == (1, 1)
    zhao.answers(U2, "A2", "part")
    zhao.answers(U1, "A2", "part")
    desk.merges(wang.hands_in(U2), zhao.hands_in(U1, U2))
    assert exact(desk)["A2"] == (0.5, 2)
    assert stood_by(desk, U2, "A2")["ZQM"] == ["part"]
    assert stood_by(desk, U1, "A2")["ZQM"] == ["full"]


def test_the_order_of_merging_makes_no_difference(desk: Desk, wang: Field, zhao: Field) -> None:
    both_answer(wang, zhao, {"A2": ("full", "none")})
    packages = [wang.hands_in(), zhao.hands_in()]
    zhao.answers(U1, "A2", "full")
    packages.append(zhao.hands_in())
    desk.merges(*reversed(packages))
    assert exact(desk)["A2"] == (0, 1)


def test_a_withdrawn_sign_off_is_none(desk: Desk, wang: Field, zhao: Field) -> None:
    """The next one takes its place; when the withdrawal is lifted, the first is the first again."""
    both_answer(wang, zhao, {"A2": ("full", "none")})
    desk.merges(wang.hands_in())
    batch = desk.merges_one(zhao.hands_in()).batch
    zhao.answers_all(U1, {"A2": "full", "B1": "1"})
    desk.merges(zhao.hands_in())
    assert exact(desk)["A2"] == (0, 1)
    withdrawal = withdraw_batch(desk.project, batch, "the wrong city")
    assert exact(desk)["A2"] == (1, 1)
    assert exact(desk)["B1"] == (0, 1)
    release(desk.project, withdrawals=[withdrawal], reason="it was right")
    assert exact(desk)["A2"] == (0, 1)


def test_what_a_withdrawal_names_is_out_and_the_unit_waits_for_a_sign_off(
    desk: Desk, wang: Field, zhao: Field
) -> None:
    both_answer(wang, zhao, {})
    desk.merges(wang.hands_in(U1))
    withdraw_batch(desk.project, desk.merges_one(zhao.hands_in(U1)).batch, "the wrong city")
    found = project_agreement(desk.project).whole
    assert (found.exact.why, found.exact.excluded) == ("one_assessor", {"alone": 6})


def test_a_later_sign_off_does_not_bring_back_what_was_withdrawn(
    desk: Desk, wang: Field, zhao: Field
) -> None:
    both_answer(wang, zhao, {})
    desk.merges(wang.hands_in(U1))
    batch = desk.merges_one(zhao.hands_in(U1)).batch
    zhao.answers(U1, "B1", "3")
    desk.merges(zhao.hands_in(U1))
    withdraw_batch(desk.project, batch, "the wrong city")
    assert exact(desk) == {**dict.fromkeys(LEAVES, (None, 0)), "B1": (0, 1)}


def test_an_item_that_a_condition_rules_out_was_not_asked(desk: Desk, wang: Field, zhao: Field) -> None:
    """A3 applies where A1 is yes: that Zhao found no entrance is one disagreement, not two."""
    both_answer(
        wang, zhao, {item: ("yes" if item == "A1" else "4", value) for item, value in NO_ENTRANCE.items()}
    )
    both_answer(wang, zhao, {}, U2)
    desk.merges(wang.hands_in(U1, U2), zhao.hands_in(U1, U2))
    assert exact(desk) | {"B1": (0.5, 2)} == {
        **dict.fromkeys(LEAVES, (1, 2)),
        "A1": (0.5, 2),
        "A3": (1, 1),
        "B1": (0.5, 2),
    }
    a3 = next(one for one in project_agreement(desk.project).items if one.item == "A3").figures
    assert a3.exact.excluded == {"not_asked": 1}


def test_states_and_blanks(desk: Desk, wang: Field, zhao: Field) -> None:
    both_answer(wang, zhao, {})
    wang.answers(U1, "A1", state="not_found")
    wang.answers(U1, "A2", state="not_applicable", text="本市没有")
    wang.answers(U1, "B1", state="unable", text="打不开")
    zhao.answers(U1, "B1", state="unable", text="打不开")
    zhao.answers(U1, "B2")
    desk.merges(wang.hands_in(U1), zhao.hands_in(U1))
    by_item = {one.item: one.figures for one in project_agreement(desk.project).items}
    assert exact(desk) == {
        "A1": (0, 1),
        "A2": (0, 1),
        "A3": (1, 1),
        "B1": (1, 1),
        "B2": (None, 0),
        "B3": (1, 1),
    }
    assert by_item["A1"].kappa.n == 1
    assert by_item["A2"].kappa.excluded == {"not_applicable": 1}
    assert by_item["B1"].alpha_interval.excluded == {"unable": 1}
    assert by_item["B2"].exact.excluded == {"blank": 1}
    assert by_item["B2"].exact.why == "no_overlap"


def test_an_item_in_words_is_not_compared(desk: Desk, wang: Field, zhao: Field) -> None:
    wang.answers(U1, "C", "首页有老年版")
    zhao.answers(U1, "C", "没有亮点")
    desk.merges(wang.hands_in(U1), zhao.hands_in(U1))
    assert "C" not in exact(desk)
    assert "C" not in {one.item for one in project_agreement(desk.project).groups}


def test_the_tolerance_of_the_project_is_one_step_of_what_is_measured(
    desk: Desk, wang: Field, zhao: Field
) -> None:
    both_answer(wang, zhao, {"B2": ("10", "14")})
    desk.merges(wang.hands_in(U1), zhao.hands_in(U1))

    def near() -> float | None:
        found = project_agreement(desk.project, by="item")
        return next(one for one in found.items if one.item == "B2").figures.within_one_step.value

    assert near() == 0
    change_setting(desk.project, "tolerance", "5")
    assert near() == 1
    assert project_agreement(desk.project).tolerance == 5


TOWNS = """
[form]
id = "towns"
version = "1"
title = "市和乡镇"
[policy]
weights = "relative"
[[item]]
code = "K"
title = "市本级"
scale = { kind = "binary" }
[[item]]
code = "T"
title = "乡镇"
rollup = { kind = "town", take = "mean" }
scale = { kind = "number", max = 100 }
"""


def test_an_item_is_compared_in_the_units_that_answer_it(tmp_path: Path) -> None:
    """What towns answer is not missing from their city, nor the other way round."""
    form = tmp_path / "towns.toml"
    form.write_text(TOWNS, encoding="utf-8")
    columns = {"370100": {"kind": "", "parent": ""}, "370181": {"kind": "town", "parent": "370100"}}
    desk = founded(
        tmp_path / "desk", codes=("WXL", "ZQM"), units=tuple(columns), mode="all", form=form, columns=columns
    )
    for code, number in (("WXL", "50"), ("ZQM", "60")):
        person = desk.assessor(code)
        person.answers("370100", "K", "yes")
        person.answers("370181", "T", number)
        desk.merges(person.hands_in())
    assert exact(desk) == {"K": (1, 1), "T": (0, 1)}
    assert project_agreement(desk.project).whole.exact.excluded == {}
    desk.project.close()


def test_three_assessors_two_a_unit(tmp_path: Path) -> None:
    desk = founded(tmp_path, codes=CODES, mode="double")
    for code in CODES:
        person = desk.assessor(code)
        for row in person.overview():
            person.answers_all(row.unit.key, {"A2": "full" if code == "SYN" else "part"})
        desk.merges(person.hands_in())
    found = project_agreement(desk.project)
    assert {(one.a.code, one.b.code): one.figures.exact.value for one in found.pairs} == {
        ("SYN", "WXL"): pytest.approx(5 / 6),
        ("SYN", "ZQM"): pytest.approx(5 / 6),
        ("WXL", "ZQM"): 1,
    }
    assert found.whole.exact.value == pytest.approx(16 / 18)
    assert (found.whole.assessors, found.whole.pairs) == (3, 3)
    assert found.whole.icc_2_1.why == "incomplete"
    a2 = next(one for one in found.items if one.item == "A2").figures
    assert (a2.exact.value, a2.fleiss_kappa.k) == (pytest.approx(1 / 3), 2)
    assert a2.icc_1_1.value is not None
    desk.project.close()


def test_three_assessors_all_units(tmp_path: Path) -> None:
    desk = founded(tmp_path, codes=CODES, mode="all")
    for code, value in zip(CODES, ("full", "full", "none"), strict=True):
        person = desk.assessor(code)
        for unit in UNITS:
            person.answers_all(unit, {"A2": "part" if unit == U2 else value})
        desk.merges(person.hands_in())
    found = next(one for one in project_agreement(desk.project).items if one.item == "A2").figures
    assert (found.exact.value, found.exact.n) == (pytest.approx((1 / 3 + 1 + 1 / 3) / 3), 3)
    assert (found.icc_2_1.n, found.icc_2_1.k, found.fleiss_kappa.k) == (3, 3, 3)
    desk.project.close()


def test_one_assessor(tmp_path: Path) -> None:
    desk = founded(tmp_path, codes=("WXL",), mode="single")
    wang = desk.assessor("WXL")
    wang.answers_all(U1)
    desk.merges(wang.hands_in(U1))
    found = project_agreement(desk.project)
    assert {getattr(found.whole, name).value for name in found.whole.__struct_fields__[3:]} == {None}
    assert found.whole.exact.why == found.whole.kappa.why == "one_assessor"
    assert found.whole.exact.excluded == {"alone": 6}
    assert found.pairs == ()
    desk.project.close()


def test_nothing_handed_in(desk: Desk, wang: Field) -> None:
    wang.answers_all(U1)
    found = project_agreement(desk.project)
    assert (found.whole.exact.why, found.whole.cells, found.units) == ("empty", 0, 0)
    assert [one.item for one in found.items] == list(LEAVES)
    assert {one.figures.exact.why for one in found.items} == {"empty"}


def test_who_is_not_assigned_and_what_is_off_the_roster_do_not_count(
    desk: Desk, wang: Field, zhao: Field
) -> None:
    for unit in (U1, U2, U3):
        both_answer(wang, zhao, {"A2": ("full", "none")}, unit)
    desk.merges(wang.hands_in(), zhao.hands_in())
    assert exact(desk)["A2"] == (0, 3)
    change_unit(desk.project, U2, removed=True)
    assert exact(desk)["A2"] == (0, 2)
    assert project_agreement(desk.project).units == 2
    assign(desk.project, U1, zhao.id, active=False)
    found = next(one for one in project_agreement(desk.project).items if one.item == "A2").figures
    assert (found.exact.n, found.exact.excluded) == (1, {"alone": 1})
    assign(desk.project, U1, wang.id, active=False)
    assert project_agreement(desk.project).units == 1


def test_one_sign_off_over_two_lines_that_differ(
    desk: Desk, wang: Field, zhao: Field, tmp_path: Path
) -> None:
    """A restored file goes on as a device of its own; where both lines were handed in at once there is no one answer."""
    wang.answers(U1, "A1", "yes")
    backup = wang.copies_file(tmp_path / "backup.evalproj")
    wang.answers(U1, "A2", "full")
    wang.answers(U1, "B1", "4")
    later = wang.copies_file(tmp_path / "later.evalproj")
    wang.reopens(backup)
    wang.answers(U1, "A2", "none")
    wang.answers(U1, "B1", "4")
    lines = [body for (body,) in wang.rows("SELECT body FROM revision ORDER BY n")]
    wang.reopens(later)
    takes_in(wang, lines)
    zhao.answers_all(U1, {"A2": "full"})
    desk.merges(wang.hands_in(U1), zhao.hands_in(U1))
    assert stood_by(desk, U1, "A2")["WXL"] == ["full", "none"]
    assert stood_by(desk, U1, "B1")["WXL"] == ["4"]
    by_item = {one.item: one.figures for one in project_agreement(desk.project).items}
    assert by_item["A2"].exact.excluded == {"contradictory": 1}
    assert by_item["B1"].exact.n == 1


def test_a_forked_chain_covers_its_own_line_only(desk: Desk, wang: Field, tmp_path: Path) -> None:
    """The same device and numbers twice, after a disk image was put back: the sign-off names one of the two lines."""
    wang.answers(U1, "A1", "yes")
    wang.project.close()
    shutil.copytree(wang.session.home, tmp_path / "image")
    shutil.copyfile(wang.project.path, tmp_path / "image.evalproj")
    wang.reopens()
    wang.answers(U1, "A2", "full")
    wang.answers(U1, "B3", "19/20")
    first = wang.hands_in(U1)
    wang.project.close()
    shutil.rmtree(wang.session.home)
    shutil.copytree(tmp_path / "image", wang.session.home)
    wang.project = open_project(wang.session, tmp_path / "image.evalproj")
    wang.answers(U1, "A2", "none")
    second = wang.hands_in(U1)
    desk.merges(first, second)
    assert stood_by(desk, U1, "A1")["WXL"] == ["yes"]
    # The second sign-off has the smaller counter: it was written after fewer changes.
    assert stood_by(desk, U1, "A2")["WXL"] == ["none"]
    assert stood_by(desk, U1, "B3") == {}


def test_only_a_coordinator_sees_agreement(wang: Field) -> None:
    with pytest.raises(AppError) as refused:
        project_agreement(wang.project)
    assert refused.value.code == "role"


def test_parts_are_computed_as_they_are_asked_for(desk: Desk, wang: Field, zhao: Field) -> None:
    both_answer(wang, zhao, {"A2": ("full", "none")})
    desk.merges(wang.hands_in(U1), zhao.hands_in(U1))
    every = project_agreement(desk.project)
    sizes: dict[str, Callable[[Agreement], object]] = {
        "item": lambda found: found.items,
        "group": lambda found: found.groups,
        "pair": lambda found: found.pairs,
    }
    for by, of in sizes.items():
        found = project_agreement(desk.project, by=by)  # type: ignore[arg-type]
        assert found.whole == every.whole
        assert of(found) == of(every)
        assert [bool(other(found)) for other in sizes.values()] == [name == by for name in sizes]


def test_a_project_is_told_from_a_table(desk: Desk, tmp_path: Path) -> None:
    desk.project.close()
    renamed = tmp_path / "desk.backup"
    shutil.copyfile(desk.project.path, renamed)
    (tmp_path / "ratings.csv").write_text("unit,item,assessor,value\n", encoding="utf-8")
    assert is_project(desk.project.path)
    assert is_project(renamed)
    assert is_project(tmp_path / "gone.EVALPROJ")
    assert not is_project(tmp_path / "ratings.csv")
    assert not is_project(tmp_path / "gone.csv")
    assert not is_project(tmp_path)


def test_the_answers_carry_their_state(desk: Desk, wang: Field) -> None:
    wang.answers(U1, "A1", state="not_found")
    desk.merges(wang.hands_in(U1))
    with desk.project.file.read() as connection:
        (found,) = answers_at_first_signoff(connection, first_signoffs(connection))
    assert found.answers == (Final("not_found"),)
