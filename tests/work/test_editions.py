"""Another edition of the form in a project that runs: adopted, read through, updated at the assessors' (RECORD R21–R24)."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.base.errors import AppError
from evalapp.entry.contents import Answer, MappingEntry, Setting, mapping_slot
from evalapp.form.mapping import LeafImage
from evalapp.form.model import form_hash
from evalapp.form.reader import read_form_file
from evalapp.store.first_signoff import answers_at_first_signoff, first_signoffs
from evalapp.store.forms import first_edition
from evalapp.work.agreement import project_agreement
from evalapp.work.board import board
from evalapp.work.care import history, info
from evalapp.work.changing import assign, change_setting
from evalapp.work.deciding import cell_view, open_cells
from evalapp.work.drafts import keep_typing, kept_typing
from evalapp.work.edition_plan import TextFile, drafts_of, plan_edition
from evalapp.work.project import open_project
from evalapp.work.results import project_results
from evalapp.work.updates import open_update
from tests.people import (
    GOOD,
    SMALL,
    Desk,
    Field,
    chain_of,
    contents_of,
    edition,
    founded,
    mapping,
    package_of,
    repacked,
    takes_in,
)

U1, U2, U3 = "370100", "370200", "370300"

SCALE = (
    ('value = "part"', 'value = "most"'),
    ('{ value = "none"', '{ value = "little", points = 3 },\n  { value = "none"'),
)
TO_SCALE = 'from = "A2"\nto = "A2"\nvalues = { full = "full", part = "most", none = "none" }'
CODE = (('code = "B1"', 'code = "B9"'), ("answer['B1']", "answer['B9']"), ('"A1", "B1"]', '"A1", "B9"]'))
TO_CODE = 'from = "B1"\nto = "B9"'
GONE = (
    ('[[item]]\ncode = "B3"\nparent = "B"\ntitle = { zh = "按时办结率", en = "Share done in time" }\nweight = 15\nscale = { kind = "rate" }\n', ""),
    ("weight = 25", "weight = 40"),
)  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Two assessors answer everything."""
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="all")
    yield desk
    assert desk.check().faults == ()
    desk.project.close()


@pytest.fixture
def wang(desk: Desk) -> Field:
    return desk.assessor("WXL")


@pytest.fixture
def zhao(desk: Desk) -> Field:
    return desk.assessor("ZQM")


def hash_of(path: Path) -> str:
    return form_hash(read_form_file(path))


# Adopting (R22, R23) ----------------------------------------------------------------------------------------------------


def test_the_dry_run_says_what_adopting_does_and_writes_nothing(
    desk: Desk, wang: Field, tmp_path: Path
) -> None:
    wang.answers_all(U1)
    wang.answers_all(U2, {"A2": "none"})
    desk.merges(wang.hands_in())
    newer = edition(tmp_path, "2", *SCALE, *CODE, *GONE)
    chosen = mapping(SMALL, newer, 'from = "A2"\nto = "A2"\nvalues = { full = "full" }', TO_CODE)
    before, files = desk.meaning(), sorted(tmp_path.rglob("*"))
    foretold = desk.brings(newer, chosen, only_look=True)
    assert desk.meaning() == before and sorted(tmp_path.rglob("*")) == files and not foretold.written
    assert (foretold.as_is, foretold.mapped, foretold.again, foretold.gone) == (7, 2, 1, 2)
    assert {one.item: (one.mapped, one.again, one.gone) for one in foretold.items} == {
        "A2": (0, 1, 0), "B9": (2, 0, 0), "B3": (0, 0, 2),
    }  # fmt: skip
    done = desk.brings(newer, chosen)
    assert Path(done.backup).is_file() and done.written
    assert (done.as_is, done.mapped, done.again, done.gone, done.items) == (7, 2, 1, 2, foretold.items)
    assert (
        desk.ids() - before["revisions"]
        == {i for i in desk.ids() if desk.revision(i).content.__struct_config__.tag in ("mapping", "setting")}
        - before["revisions"]
    )


def test_every_edition_ever_used_stays_and_nothing_is_rewritten(
    desk: Desk, wang: Field, tmp_path: Path
) -> None:
    wang.answers_all(U1)
    desk.merges(wang.hands_in())
    bodies = set(desk.rows("SELECT id, body FROM revision"))
    second = edition(tmp_path, "2", *SCALE)
    desk.brings(second, mapping(SMALL, second, TO_SCALE))
    third = edition(tmp_path, "3", *SCALE, *CODE)
    desk.brings(third, mapping(second, third, TO_CODE))
    assert bodies <= set(desk.rows("SELECT id, body FROM revision"))
    kept = {bytes(toml) for (toml,) in desk.rows("SELECT toml FROM form")}
    assert kept == {SMALL.read_bytes(), second.read_bytes(), third.read_bytes()}
    assert {version for version, _hash in info(desk.project).editions} == {"1", "2", "3"}
    assert desk.cell(U1, "B9").match == "missing", (
        "an answer of the first edition is read through both mappings"
    )
    with desk.project.file.read() as connection:
        assert first_edition(connection) == hash_of(SMALL)


def test_going_back_to_an_earlier_edition(desk: Desk, wang: Field, zhao: Field, tmp_path: Path) -> None:
    for person in (wang, zhao):
        person.answers_all(U1)
    desk.merges(wang.hands_in(), zhao.hands_in())
    before = desk.meaning()
    newer = edition(tmp_path, "2", *SCALE)
    desk.brings(newer, mapping(SMALL, newer, TO_SCALE))
    with pytest.raises(AppError) as refused:
        desk.brings(SMALL)
    assert refused.value.code == "mapping_needed"
    back = 'from = "A2"\nto = "A2"\nvalues = { full = "full", most = "part", none = "none" }'
    desk.brings(SMALL, mapping(newer, SMALL, back))
    after = desk.meaning()
    for same in ("heads", "cells", "totals"):
        assert [row for row in after[same] if row[0] not in (5, 17)] == [
            row for row in before[same] if row[0] not in (5, 17)
        ], same


def test_a_plan_holds_for_the_edition_that_it_was_made_in_and_no_other(desk: Desk, tmp_path: Path) -> None:
    first, second = edition(tmp_path, "2", *CODE), edition(tmp_path, "3", *SCALE)
    plan = plan_edition(
        desk.project, read_form_file(first), [TextFile(mapping(SMALL, first, TO_CODE).encode(), "m.toml")]
    )
    desk.brings(second, mapping(SMALL, second, TO_SCALE))
    before = desk.ids()
    with pytest.raises(AppError) as refused:
        desk.project.write(lambda connection: drafts_of(connection, plan))
    assert refused.value.code == "edition_changed"
    assert desk.ids() == before


def test_a_mapping_of_the_edition_in_force_can_be_corrected(desk: Desk, wang: Field, tmp_path: Path) -> None:
    wang.answers(U1, "A2", "part")
    desk.merges(wang.hands_in())
    newer = edition(tmp_path, "2", *SCALE)
    desk.brings(newer, mapping(SMALL, newer, 'from = "A2"\nto = "A2"\nvalues = { part = "little" }'))
    assert cell_view(desk.project, U1, "A2").assessments[0].value == "little"
    for again in ((), (mapping(SMALL, newer, 'from = "A2"\nto = "A2"\nvalues = { part = "little" }'),)):
        with pytest.raises(AppError) as refused:
            desk.brings(newer, *again)
        assert refused.value.code == "same_edition"
    desk.brings(newer, mapping(SMALL, newer, TO_SCALE))
    assert cell_view(desk.project, U1, "A2").assessments[0].value == "most"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (('id = "small"', 'id = "large"'), "other_form"),
        (('kind = "rate"', 'kind = "ratio"'), "form"),
        (("answer['A1'] == true", "unit.population == 'x'"), "roster"),
    ],
)
def test_what_is_no_edition_of_this_form_is_refused(
    desk: Desk, tmp_path: Path, change: tuple[str, str], code: str
) -> None:
    before = desk.meaning()
    with pytest.raises(AppError) as refused:
        desk.brings(edition(tmp_path, "2", change))
    assert refused.value.code == code and "Nothing was" in str(refused.value)
    assert desk.meaning() == before and desk.rows("SELECT count(*) FROM form") == [(1,)]
    assert not list(tmp_path.glob("*.backups")), "nothing was begun"


def test_a_mapping_between_other_editions_is_refused(desk: Desk, tmp_path: Path) -> None:
    second, third = edition(tmp_path, "2", *SCALE), edition(tmp_path, "3", *CODE)
    for text in (mapping(SMALL, third, TO_CODE), mapping(second, SMALL), mapping(third, second)):
        with pytest.raises(AppError) as refused:
            desk.brings(second, text)
        assert refused.value.code == "mapping"


def test_only_a_coordinator_brings_an_edition(wang: Field, tmp_path: Path) -> None:
    from evalapp.work.editions import TextFile, adopt_edition

    newer = edition(tmp_path, "2", ("跨渠道一致", "各渠道一致"))
    with pytest.raises(AppError) as refused:
        adopt_edition(wang.project, TextFile(newer.read_bytes(), newer.name))
    assert refused.value.code == "role"


def test_assignments_of_single_items_follow_their_codes(tmp_path: Path) -> None:
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="single", units=(U1,))
    assign(desk.project, U1, desk.person("ZQM"), item="B1", place=1)
    desk.writes_tasks()
    wang, zhao = desk.assessor("WXL"), desk.assessor("ZQM")
    wang.answers(U1, "B1", "2")
    zhao.answers(U1, "B1", "2")
    desk.merges(wang.hands_in(), zhao.hands_in())
    newer = edition(tmp_path, "2", *CODE)
    desk.brings(newer, mapping(SMALL, newer, TO_CODE))
    assert (desk.cell(U1, "B9").match, desk.cell(U1, "B9").status) == ("agree", "agreed")
    zhao.opens_update(desk.writes_updates()["ZQM"])
    zhao.answers(U1, "B9", "3")
    desk.merges(zhao.hands_in())
    assert desk.cell(U1, "B9").match == "differ"
    desk.project.close()


def test_settings_over_the_form_that_do_not_fit_are_said(desk: Desk, tmp_path: Path) -> None:
    from evalapp.work.scoring import set_scoring

    chosen = tmp_path / "settings.toml"
    chosen.write_text("[weights]\nB2 = 30\nB3 = 10\n", encoding="utf-8")
    set_scoring(desk.project, chosen)
    newer = edition(tmp_path, "2", *GONE)
    adoption = desk.brings(newer, mapping(SMALL, newer))
    assert "B3" in adoption.settings_refused
    assert project_results(desk.project).results is not None


# Reading through (R23) --------------------------------------------------------------------------------------------------


def test_an_item_under_another_code_keeps_its_answers_its_history_and_its_place(
    desk: Desk, wang: Field, zhao: Field, tmp_path: Path
) -> None:
    wang.answers(U1, "B1", "2", text="数了两次")
    zhao.answers(U1, "B1", "3")
    desk.merges(wang.hands_in(), zhao.hands_in())
    desk.decides(U1, "B1", "3")
    newer = edition(tmp_path, "2", *CODE)
    desk.brings(newer, mapping(SMALL, newer, TO_CODE))
    assert (desk.cell(U1, "B9").status, desk.cell(U1, "B9").final.value) == ("decided", "3")
    assert desk.rows("SELECT count(*) FROM cell WHERE item = 'B1'") == [(0,)]
    past = history(desk.project, U1, "B9")
    assert [(one.kind, one.value, one.edition) for one in past] == [
        ("answer", "2", "1"), ("answer", "3", "1"), ("decision", "3", "1"),
    ]  # fmt: skip
    zhao.opens_update(desk.writes_updates()["ZQM"])
    zhao.answers(U1, "B9", "2")
    desk.merges(zhao.hands_in())
    cell = desk.cell(U1, "B9")
    assert (cell.match, cell.status, cell.staleness) == ("text", "to_confirm", "stale")
    (old,) = [one for one in zhao.chain() if isinstance(one.content, Answer) and one.item == "B1"]
    (new,) = [one for one in zhao.chain() if isinstance(one.content, Answer) and one.item == "B9"]
    assert len(new.replaces) == 1 and new.content.form == hash_of(newer) != old.content.form  # type: ignore[union-attr]


def test_a_late_file_that_corrects_the_old_code_is_a_conflict_with_the_new_one_and_no_clock_chooses(
    desk: Desk, wang: Field, tmp_path: Path
) -> None:
    wang.answers(U1, "B1", "2")
    desk.merges(wang.hands_in())
    backup = wang.copies_file(tmp_path / "old-laptop.evalproj")
    newer = edition(tmp_path, "2", *CODE)
    desk.brings(newer, mapping(SMALL, newer, TO_CODE))
    wang.opens_update(desk.writes_updates()["WXL"])
    wang.answers(U1, "B9", "4")
    desk.merges(wang.hands_in())
    wang.reopens(backup)
    wang.answers(U1, "B1", "3")
    desk.merges(wang.hands_in())
    assert {one.value for one in cell_view(desk.project, U1, "B9").assessments} == {"3", "4"}


def test_codes_that_change_places_take_their_answers_along(
    desk: Desk, wang: Field, zhao: Field, tmp_path: Path
) -> None:
    wang.answers_all(U1, {"A1": "yes", "A2": "part"})
    zhao.answers_all(U1, {"A1": "yes", "A2": "part"})
    desk.merges(wang.hands_in(), zhao.hands_in())
    swapped = edition(
        tmp_path, "2", ('code = "A1"', 'code = "AX"'), ('code = "A2"', 'code = "A1"'), ('code = "AX"', 'code = "A2"'),
        ("answer['A1']", "answer['A2']"), ('"A1", "B1"]', '"A2", "B1"]'),
    )  # fmt: skip
    chosen = mapping(SMALL, swapped, 'from = "A1"\nto = "A2"', 'from = "A2"\nto = "A1"')
    adoption = desk.brings(swapped, chosen)
    assert (adoption.as_is, adoption.mapped, adoption.again, adoption.gone) == (8, 4, 0, 0)
    assert (desk.cell(U1, "A2").final.value, desk.cell(U1, "A1").final.value) == ("yes", "part")
    assert (desk.cell(U1, "A1").status, desk.cell(U1, "A2").status) == ("agreed", "agreed")


def test_a_decision_without_a_counterpart_decides_no_more_and_stands_in_the_history(
    desk: Desk, wang: Field, zhao: Field, tmp_path: Path
) -> None:
    wang.answers(U1, "A2", "full")
    zhao.answers(U1, "A2", "full")
    desk.merges(wang.hands_in(), zhao.hands_in())
    decision = desk.decides(U1, "A2", "none")
    newer = edition(tmp_path, "2", *SCALE)
    adoption = desk.brings(newer, mapping(SMALL, newer, 'from = "A2"\nto = "A2"\nvalues = { full = "full" }'))
    assert (adoption.decisions, adoption.decisions_lost) == (1, 1)
    assert (desk.cell(U1, "A2").status, desk.cell(U1, "A2").final.value) == ("agreed", "full")
    assert [one.value for one in history(desk.project, U1, "A2") if one.kind == "decision"] == ["none"]
    assert desk.revision(desk.decides(U1, "A2", "most")).replaces == (decision,)


def test_a_decision_is_to_confirm_when_what_it_weighed_is_to_be_given_again(
    desk: Desk, wang: Field, zhao: Field, tmp_path: Path
) -> None:
    wang.answers(U1, "A2", "full")
    zhao.answers(U1, "A2", "none")
    desk.merges(wang.hands_in(), zhao.hands_in())
    desk.decides(U1, "A2", "full")
    newer = edition(tmp_path, "2", *SCALE)
    desk.brings(
        newer, mapping(SMALL, newer, 'from = "A2"\nto = "A2"\nvalues = { full = "full", part = "most" }')
    )
    cell = desk.cell(U1, "A2")
    assert (cell.status, cell.staleness, cell.final.value) == ("to_confirm", "stale", "full")
    assert [(one.what, one.name) for one in cell_view(desk.project, U1, "A2").moved] == [("again", "赵启明")]
    assert [row.item for row in open_cells(desk.project)] == ["A2"]


def test_progress_counts_what_is_to_be_given_again_as_open(desk: Desk, wang: Field, tmp_path: Path) -> None:
    wang.answers_all(U1)
    desk.merges(wang.hands_in())
    newer = edition(tmp_path, "2", *SCALE)
    desk.brings(newer, mapping(SMALL, newer))
    (row,) = [row for row in board(desk.project).rows if row.code == "WXL"]
    assert row.cells[U1].answered == len(GOOD) - 1


def test_agreement_is_computed_on_first_answers_as_they_read_now(
    desk: Desk, wang: Field, zhao: Field, tmp_path: Path
) -> None:
    for unit, of_wang, of_zhao in ((U1, "part", "part"), (U2, "full", "none"), (U3, "none", "none")):
        wang.answers_all(unit, {"A2": of_wang, "B1": "2"})
        zhao.answers_all(unit, {"A2": of_zhao, "B1": "3"})
    desk.merges(wang.hands_in(), zhao.hands_in())
    newer = edition(tmp_path, "2", *SCALE, *CODE)
    desk.brings(
        newer,
        mapping(SMALL, newer, 'from = "A2"\nto = "A2"\nvalues = { full = "full", part = "most" }', TO_CODE),
    )
    with desk.project.file.read() as connection:
        reading = desk.project.terms.reading(connection)
        found = {
            (one.unit, one.item, one.subject): [answer.value for answer in one.answers]
            for one in answers_at_first_signoff(connection, first_signoffs(connection), reading)
        }
    assert found[(U1, "A2", wang.id)] == ["most"] and found[(U1, "B9", zhao.id)] == ["3"]
    assert (U1, "B1", wang.id) not in found
    assert found[(U2, "A2", zhao.id)] == [], "what is to be given again is no answer, and no blank either"
    assert found[(U1, "A1", wang.id)] == ["yes"]
    wang.opens_update(desk.writes_updates()["WXL"])
    wang.answers(U1, "B9", "4")
    desk.merges(wang.hands_in())
    with desk.project.file.read() as connection:
        reading = desk.project.terms.reading(connection)
        again = {
            (one.unit, one.item, one.subject): [answer.value for answer in one.answers]
            for one in answers_at_first_signoff(connection, first_signoffs(connection), reading)
        }
    assert again == found, "what came after the first sign-off makes no difference"
    (of_scale,) = [one for one in project_agreement(desk.project, by="item").items if one.item == "A2"]
    assert of_scale.figures.exact.excluded == {"again": 2}, "U2 and U3, where nobody left it blank"


# Updates (R24) ----------------------------------------------------------------------------------------------------------


def test_an_assessors_file_keeps_its_edition_until_it_opens_an_update(
    desk: Desk, wang: Field, tmp_path: Path
) -> None:
    wang.answers_all(U1, {"A2": "part"})
    wang.answers(U2, "A2", "none", text="没有入口")
    newer = edition(tmp_path, "2", *SCALE)
    desk.brings(
        newer, mapping(SMALL, newer, 'from = "A2"\nto = "A2"\nvalues = { full = "full", part = "most" }')
    )
    update = desk.writes_updates()["WXL"]
    early = wang.hands_in()
    assert contents_of(early)[0].form == hash_of(SMALL), "a submission says which edition it was made with"
    foretold = wang.opens_update(update, only_look=True)
    assert wang.project.about.form_hash == hash_of(SMALL) and not foretold.written
    done = wang.opens_update(update)
    assert (done.before, done.version, done.as_is, done.mapped, done.again) == ("1", "2", 5, 1, 1)
    assert done.written and Path(done.backup).is_file()
    assert wang.project.about.form_hash == hash_of(newer)
    first, second = wang.page(U1).entries["A2"], wang.page(U2).entries["A2"]
    assert first.carried is not None and second.carried is not None
    assert (first.entered.value, first.answered, first.carried.words, first.carried.version) == (
        "most",
        True,
        "Part",
        "1",
    )
    assert (second.entered.state, second.answered, second.carried.again) == ("blank", False, True)
    assert second.entered.justification == "没有入口", (
        "words and evidence are kept; the value is to be given again"
    )
    (problem,) = [one for one in wang.page(U2).problems if one.kind == "again"]
    assert (problem.severity, problem.item) == ("warning", "A2")
    assert problem.message == "To be answered again: in edition 1 it was “None”."
    assert wang.page(U1).entries["A1"].carried is None, "what reads as it read is not marked"
    wang.answers(U2, "A2", "little", text="没有入口")
    assert not [one for one in wang.page(U2).problems if one.kind == "again"]
    late = wang.hands_in()
    assert contents_of(late)[0].form == hash_of(newer)
    desk.merges(late, early)
    assert [one.value for one in cell_view(desk.project, U2, "A2").assessments] == ["little"]
    assert wang.check().faults == ()


def test_an_answer_is_marked_as_carried_over_where_people_read_something_else_than_then(
    desk: Desk, wang: Field, tmp_path: Path
) -> None:
    wang.answers_all(U1)
    desk.brings(
        edition(
            tmp_path,
            "2",
            ("跨渠道一致", "各渠道一致"),
            ("weight = 25", "weight = 20"),
            ("weight = 15", "weight = 20"),
        )
    )
    wang.opens_update(desk.writes_updates()["WXL"])
    entries = wang.page(U1).entries
    assert [code for code, entry in entries.items() if entry.carried is not None] == ["A2"]
    carried = entries["A2"].carried
    assert carried is not None and (carried.words, carried.again) == ("Full", False)


def test_a_mapping_that_no_revision_can_hold_is_refused(desk: Desk, tmp_path: Path) -> None:
    newer = edition(
        tmp_path,
        "2",
        ('kind = "rate"', 'kind = "text"'),
        ("weight = 15\n", ""),
        ("weight = 25", "weight = 40"),
    )
    words = "\n".join(f'"{n:05}{"x" * 40}" = "{n:05}{"y" * 40}"' for n in range(3000))
    text = mapping(SMALL, newer, f'from = "C"\nto = "C"\n[item.values]\n{words}')
    with pytest.raises(AppError) as refused:
        desk.brings(newer, text)
    assert refused.value.code == "mapping" and "more than one revision can hold" in refused.value.message


def test_confirming_what_was_carried_over_writes_nothing(desk: Desk, wang: Field, tmp_path: Path) -> None:
    wang.answers(U1, "A2", "part", text="见截图")
    newer = edition(tmp_path, "2", *SCALE)
    desk.brings(newer, mapping(SMALL, newer, TO_SCALE))
    wang.opens_update(desk.writes_updates()["WXL"])
    before = wang.ids()
    assert not wang.answers(U1, "A2", "most", text="见截图")
    assert wang.ids() == before
    assert wang.answers(U1, "A2", "little", text="见截图")


def test_an_update_opened_twice_or_after_a_later_one_changes_nothing(
    desk: Desk, wang: Field, tmp_path: Path
) -> None:
    wang.answers(U1, "A2", "part")
    second, third = edition(tmp_path, "2", *SCALE), edition(tmp_path, "3", *SCALE, *CODE)
    desk.brings(second, mapping(SMALL, second, TO_SCALE))
    first_update = desk.writes_updates()["WXL"]
    desk.brings(third, mapping(second, third, TO_CODE))
    second_update = desk.writes_updates()["WXL"]
    assert wang.opens_update(second_update).version == "3"
    before, backups = wang.ids(), sorted(tmp_path.rglob("*.backups/*"))
    again = wang.opens_update(second_update)
    assert (again.written, again.version, again.backup, wang.ids()) == (False, "3", "", before)
    assert sorted(tmp_path.rglob("*.backups/*")) == backups
    late = wang.opens_update(first_update)
    assert (late.written, late.version, wang.ids()) == (False, "3", before)
    assert wang.project.tree.form.head.version == "3"
    assert wang.rows("SELECT name FROM setting WHERE disputed = 1") == [], "all that led there came along"
    assert wang.value(U1, "A2") == "most"


def test_an_update_brings_units_and_assignments_too(tmp_path: Path) -> None:
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="single", units=(U1, U2))
    wang = desk.assessor("WXL")
    (mine,) = [row.unit.key for row in wang.overview()]
    other = U2 if mine == U1 else U1
    assign(desk.project, other, desk.person("WXL"))
    assign(desk.project, mine, desk.person("WXL"), active=False)
    newer = edition(tmp_path, "2", ("跨渠道一致", "各渠道一致"))
    desk.brings(newer)
    wang.opens_update(desk.writes_updates()["WXL"])
    assert [row.unit.key for row in wang.overview()] == [other]
    desk.project.close()


def test_what_was_typed_on_a_page_of_the_older_edition_replaces_what_it_showed(
    desk: Desk, wang: Field, tmp_path: Path
) -> None:
    wang.answers(U1, "B1", "2")
    newer = edition(tmp_path, "2", *CODE)
    desk.brings(newer, mapping(SMALL, newer, TO_CODE))
    update = desk.writes_updates()["WXL"]
    with open_project(wang.session, wang.project.path) as other_window:
        open_update(other_window, update)
    wang.answers(U1, "B1", "3")
    assert wang.chain()[-1].content.form == hash_of(SMALL)  # type: ignore[union-attr]
    wang.reopens()
    entry = wang.page(U1).entries["B9"]
    assert (entry.entered.value, entry.conflict) == ("3", 0)


def test_half_typed_words_follow_their_item(desk: Desk, wang: Field, tmp_path: Path) -> None:
    keep_typing(wang.project, U1, "B1", "justification", "写到一半")
    keep_typing(wang.project, U1, "B3", "justification", "没了")
    newer = edition(tmp_path, "2", *CODE, *GONE)
    desk.brings(newer, mapping(SMALL, newer, TO_CODE))
    wang.opens_update(desk.writes_updates()["WXL"])
    assert {(one.item, one.text) for one in kept_typing(wang.project)} == {("B9", "写到一半"), ("B3", "没了")}


def test_a_new_assessor_begins_with_the_edition_in_force(desk: Desk, wang: Field, tmp_path: Path) -> None:
    wang.answers_all(U1)
    newer = edition(tmp_path, "2", *SCALE)
    desk.brings(newer, mapping(SMALL, newer, TO_SCALE))
    desk.writes_tasks()
    zhao = desk.assessor("ZQM")
    assert zhao.project.about.form_hash == hash_of(newer)
    zhao.answers_all(U1)
    desk.merges(zhao.hands_in(), wang.hands_in())
    assert desk.cell(U1, "A2").status == "agreed"


# Hostile ----------------------------------------------------------------------------------------------------------------


def test_an_update_for_somebody_else_is_refused(desk: Desk, wang: Field, zhao: Field, tmp_path: Path) -> None:
    newer = edition(tmp_path, "2", ("跨渠道一致", "各渠道一致"))
    desk.brings(newer)
    updates = desk.writes_updates()
    other = founded(tmp_path / "other", codes=("WXL", "ZQM"), mode="all")
    other.brings(newer)
    made_up = founded(tmp_path / "made-up", codes=("WXL", "ZQM"), mode="all", synthetic=True)
    before = wang.ids()
    for package, code in (
        (updates["ZQM"], "other_person"),
        (other.writes_updates()["WXL"], "other_project"),
        (made_up.writes_updates()["WXL"], "other_project"),
        (desk.tasks["WXL"], "not_an_update"),
        (zhao.hands_in(), "not_an_update"),
    ):
        with pytest.raises(AppError) as refused:
            wang.opens_update(package)
        assert refused.value.code == code and "The project is unchanged" in refused.value.message
        assert package.name in refused.value.message
    assert wang.ids() == before and wang.rows("SELECT count(*) FROM form") == [(1,)]
    report = desk.merges_one(updates["WXL"])
    assert (report.verdict, report.code) == ("refused", "not_a_submission") and "an update" in report.reason


def forms_of(package: Path) -> list[tuple[str, bytes]]:
    from evalapp.exchange.read import open_package

    with open_package(package) as opened:
        return list(opened.forms().items())


def test_an_update_that_the_coordinator_did_not_sign_is_refused(
    desk: Desk, wang: Field, zhao: Field, tmp_path: Path
) -> None:
    newer = edition(tmp_path, "2", ("跨渠道一致", "各渠道一致"))
    desk.brings(newer)
    update = desk.writes_updates()["WXL"]
    forms = forms_of(update)
    before = wang.ids()

    def refusal(package: Path) -> str:
        with pytest.raises(AppError) as refused:
            wang.opens_update(package)
        assert wang.ids() == before and wang.project.about.form_hash == hash_of(SMALL)
        return refused.value.code

    stolen = repacked(update, tmp_path / "stolen.evalpkg", by=zhao.identity, forms=forms)
    assert refusal(stolen) == "not_the_coordinator"
    # Even with the coordinator's signature nobody else's revisions come in this way, and no device of one's own.
    zhao.answers(U1, "A2", "none")
    lines = contents_of(update)[1]
    foreign = contents_of(zhao.hands_in())[1]
    mixed = repacked(
        update, tmp_path / "mixed.evalpkg", by=desk.identity, lines=[*lines, *foreign], forms=forms
    )
    assert refusal(mixed) == "damaged_package"
    wang.answers(U1, "A1", "yes")
    before = wang.ids()
    own = chain_of((Setting(value="9"), {"item": "tolerance"}), author=desk.id, device=wang.devices()[0])
    forged = repacked(update, tmp_path / "own.evalpkg", by=desk.identity, lines=own, forms=forms)
    assert refusal(forged) == "damaged_package"
    without = repacked(update, tmp_path / "without.evalpkg", by=desk.identity, forms=forms[:0])
    assert refusal(without) == "damaged_package"
    wrong = repacked(update, tmp_path / "wrong.evalpkg", by=desk.identity, forms=[(name, SMALL.read_bytes()) for name, _ in forms])  # fmt: skip
    assert refusal(wrong) == "damaged_package"
    cut = tmp_path / "cut.evalpkg"
    cut.write_bytes(update.read_bytes()[:-100])
    assert refusal(cut) == "not_a_package"


def mapping_entry(origin: str, target: str, *leaves: LeafImage) -> tuple[MappingEntry, dict[str, Any]]:
    entry = MappingEntry(origin=origin, target=target, leaves=leaves)
    return entry, {"item": mapping_slot(origin, target)}


def test_a_mapping_by_an_assessor_says_nothing(desk: Desk, wang: Field, zhao: Field, tmp_path: Path) -> None:
    newer = edition(tmp_path, "2", *SCALE)
    desk.brings(newer, mapping(SMALL, newer, TO_SCALE))
    wang.answers(U1, "A2", "part")
    zhao.answers(U1, "A2", "part")
    evil = mapping_entry(
        hash_of(SMALL), hash_of(newer), LeafImage(old="A2", new="A2", values=(("part", "none"),))
    )
    lines = contents_of(zhao.hands_in())[1]
    from evalapp.entry.revision import revision_id

    bodies = chain_of(
        evil, author=zhao.id, device=zhao.devices()[0], after=(len(lines), revision_id(lines[-1]))
    )
    report = desk.merges_one(
        package_of(desk, tmp_path / "evil.evalpkg", [*lines, *bodies], by=zhao.identity, sender=zhao.id)
    )
    assert (report.verdict, report.held) == ("part", 1) and "may not write this" in report.reason
    desk.merges(wang.hands_in())
    assert desk.cell(U1, "A2").final.value == "most"


def test_what_speaks_of_an_edition_that_has_not_come_is_held_until_it_comes(
    desk: Desk, wang: Field, zhao: Field, tmp_path: Path
) -> None:
    second = desk.second_laptop()
    newer = edition(tmp_path, "2", *SCALE)
    desk.brings(newer, mapping(SMALL, newer, TO_SCALE))
    wang.answers(U1, "A2", "part")
    zhao.answers(U1, "A2", "part")
    packages = (wang.hands_in(), zhao.hands_in())
    second.merges(*packages)
    # The other coordinator's revisions come without the form's bytes.
    whole = desk.rows("SELECT r.body FROM revision r JOIN device d ON d.d = r.device ORDER BY d.d, r.seq")
    tip = desk.rows(
        "SELECT d.id, r.seq, r.id FROM revision r JOIN device d ON d.d = r.device ORDER BY r.n DESC LIMIT 1"
    )[0]
    from evalapp.exchange.write import make_seal

    seal = make_seal(desk.identity, desk.project.about.project, tip[0].hex(), tip[1], tip[2].hex())
    takes_in(second, [body for (body,) in whole], [seal])
    held = [
        second.revision(i).content.__struct_config__.tag
        for i, why in second.standing().items()
        if why == "edition"
    ]
    assert sorted(held) == ["mapping", "setting"]
    assert not second.project.follow_edition(), "the edition that is there stays in force"
    assert second.cell(U1, "A2").final.value == "part"
    assert second.check().faults == ()
    second.takes_over(desk)
    assert second.standing() == {} and second.project.about.form_hash == hash_of(newer)
    assert second.cell(U1, "A2").final.value == "most"
    desk.merges(*packages)
    assert second.meaning(seals=False) == desk.meaning(seals=False)
    second.project.close()


def test_a_circle_of_mappings_changes_nothing(desk: Desk, wang: Field, tmp_path: Path) -> None:
    wang.answers(U1, "A2", "part")
    newer = edition(tmp_path, "2", *SCALE)
    desk.brings(newer, mapping(SMALL, newer, TO_SCALE))
    twist = mapping_entry(
        hash_of(newer),
        hash_of(SMALL),
        LeafImage(old="A2", new="A2", values=(("most", "none"), ("none", "full"))),
    )
    itself = mapping_entry(hash_of(newer), hash_of(newer), LeafImage(old="A2", new="A2", again=True))
    from evalapp.store.append import Draft

    desk.project.write(lambda _c: [Draft(content=content, **place) for content, place in (twist, itself)])
    desk.merges(wang.hands_in())
    assert [one.value for one in cell_view(desk.project, U1, "A2").assessments] == ["most"]


def test_a_file_that_lost_the_bytes_of_an_older_edition_says_so(
    desk: Desk, wang: Field, tmp_path: Path
) -> None:
    wang.answers(U1, "A2", "part")
    desk.merges(wang.hands_in())
    newer = edition(tmp_path, "2", *SCALE)
    desk.brings(newer, mapping(SMALL, newer, TO_SCALE))
    broken = desk.copies_file(tmp_path / "broken.evalproj")
    import sqlite3

    with sqlite3.connect(broken) as connection:
        connection.execute("DELETE FROM form WHERE hash = ?", (bytes.fromhex(hash_of(SMALL)),))
    connection.close()
    with pytest.raises(AppError) as refused:
        open_project(desk.session, broken)
    assert refused.value.code == "damaged" and hash_of(SMALL) in refused.value.message


# Several coordinators (R18, R22) ----------------------------------------------------------------------------------------


def test_two_coordinators_who_bring_the_same_edition_agree(desk: Desk, wang: Field, tmp_path: Path) -> None:
    second = desk.second_laptop()
    newer = edition(tmp_path, "2", *SCALE)
    for one in (desk, second):
        one.brings(newer, mapping(SMALL, newer, TO_SCALE))
    wang.answers(U1, "A2", "part")
    package = wang.hands_in()
    desk.merges(package)
    second.merges(package)
    second.takes_over(desk)
    desk.takes_over(second)
    assert desk.meaning(seals=False) == second.meaning(seals=False)
    assert project_results(desk.project).in_dispute == ()
    assert [one.value for one in cell_view(desk.project, U1, "A2").assessments] == ["most"]
    second.project.close()


def test_two_editions_brought_at_once_are_in_dispute_until_one_is_chosen(
    desk: Desk, wang: Field, zhao: Field, tmp_path: Path
) -> None:
    wang.answers(U1, "A2", "part")
    zhao.answers(U1, "A2", "part")
    desk.merges(wang.hands_in(), zhao.hands_in())
    second = desk.second_laptop()
    left, right = edition(tmp_path, "left", *SCALE), edition(tmp_path, "right", *CODE)
    desk.brings(left, mapping(SMALL, left, TO_SCALE))
    second.brings(right, mapping(SMALL, right, TO_CODE))
    desk.takes_over(second)
    second.takes_over(desk)
    assert desk.meaning_without_results() == second.meaning_without_results()
    assert desk.project.about.form_hash == second.project.about.form_hash
    for one in (desk, second):
        with pytest.raises(AppError) as refused:
            project_results(one.project)
        assert refused.value.code == "edition_in_dispute"
        assert "left" in refused.value.message and "right" in refused.value.message
    both = edition(tmp_path, "both", *SCALE, *CODE)
    with pytest.raises(AppError) as refused:
        desk.brings(both, mapping(left, both, TO_CODE))
    assert refused.value.code == "mapping_needed", "from each of the two there must be a way"
    desk.brings(both, mapping(left, both, TO_CODE), mapping(right, both, TO_SCALE))
    second.takes_over(desk)
    assert desk.meaning(seals=False) == second.meaning(seals=False)
    assert (desk.cell(U1, "A2").status, desk.cell(U1, "A2").final.value) == ("agreed", "most")
    second.project.close()


def test_two_mappings_of_one_edition_take_over_what_they_agree_on(
    desk: Desk, wang: Field, tmp_path: Path
) -> None:
    for unit, value in ((U1, "full"), (U2, "part")):
        wang.answers(unit, "A2", value)
    second = desk.second_laptop()
    newer = edition(tmp_path, "2", *SCALE)
    desk.brings(
        newer, mapping(SMALL, newer, 'from = "A2"\nto = "A2"\nvalues = { full = "full", part = "most" }')
    )
    second.brings(
        newer, mapping(SMALL, newer, 'from = "A2"\nto = "A2"\nvalues = { full = "full", part = "little" }')
    )
    package = wang.hands_in()
    desk.takes_over(second)
    desk.merges(package)
    second.merges(package)
    second.takes_over(desk)
    assert desk.meaning(seals=False) == second.meaning(seals=False)
    assert [one.value for one in cell_view(desk.project, U1, "A2").assessments] == ["full"]
    view = cell_view(desk.project, U2, "A2")
    assert view.assessments == () and [one.carried.value for one in view.again] == ["part"]
    desk.brings(newer, mapping(SMALL, newer, TO_SCALE))
    assert [one.value for one in cell_view(desk.project, U2, "A2").assessments] == ["most"]
    second.project.close()


@hypothesis.settings(
    max_examples=12, suppress_health_check=[hypothesis.HealthCheck.too_slow], derandomize=True
)
@given(st.integers(0, 2**32))
def test_in_any_order_two_coordinators_come_to_the_same_state(seed: int) -> None:
    """Files of both editions, updates, decisions and a mapping come to two laptops in different orders (R23)."""
    import tempfile

    random = Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        desk = founded(folder, codes=("WXL", "ZQM"), mode="all", units=(U1, U2))
        people = [desk.assessor("WXL"), desk.assessor("ZQM")]
        packages = [some_work(person, random) for person in people]
        second = desk.second_laptop()
        newer = edition(folder, "2", *SCALE, *CODE)
        chosen = mapping(
            SMALL,
            newer,
            random.choice((TO_SCALE, 'from = "A2"\nto = "A2"\nvalues = { full = "full", part = "full" }')),
            TO_CODE,
        )
        first_to_merge = random.sample(packages, random.randint(0, len(packages)))
        if first_to_merge:
            desk.merges(*first_to_merge)
            for cell in open_cells(desk.project)[:2]:
                desk.decides(cell.unit, cell.item, GOOD[cell.item])
        desk.brings(newer, chosen)
        updates = desk.writes_updates()
        for person in people:
            packages.append(some_work(person, random))
            person.opens_update(updates[person.code])
            packages.append(some_work(person, random))
        for one in (desk, second):
            turns = [lambda one=one, p=p: one.merges(p) for p in random.sample(packages, len(packages))]
            if one is second:
                turns.insert(random.randint(0, len(turns)), lambda: second.takes_over(desk))
            for turn in turns:
                turn()
        second.takes_over(desk)
        desk.takes_over(second)
        second.merges(*packages)
        desk.merges(*packages)
        assert desk.meaning(seals=False) == second.meaning(seals=False)
        for one in (desk, second):
            assert one.check().faults == ()
            one.project.close()
        for person in people:
            assert person.check().faults == ()
            person.project.close()


def some_work(person: Field, random: Random) -> Path:
    values = {
        "A1": ("yes", "no"),
        "A2": ("full", "none"),
        "B1": ("0", "3"),
        "B9": ("1", "4"),
        "B3": ("1/2", "1/1"),
    }
    leaves = [leaf.code for leaf in person.project.tree.leaves if leaf.code in values]
    for _n in range(random.randint(1, 6)):
        unit, item = random.choice((U1, U2)), random.choice(leaves)
        if random.random() < 0.2:
            person.answers(unit, item, state="not_found")
        else:
            person.answers(unit, item, random.choice(values[item]))
    return person.hands_in()


def test_the_derived_tables_are_the_same_after_a_rebuild(
    desk: Desk, wang: Field, zhao: Field, tmp_path: Path
) -> None:
    wang.answers_all(U1)
    zhao.answers_all(U1, {"A2": "none", "B1": "1"})
    desk.merges(wang.hands_in(), zhao.hands_in())
    desk.decides(U1, "B1", "4")
    change_setting(desk.project, "tolerance", "5")
    newer = edition(tmp_path, "2", *SCALE, *CODE, *GONE)
    desk.brings(newer, mapping(SMALL, newer, TO_SCALE, TO_CODE))
    assert desk.check().faults == ()
    before = desk.meaning()
    with desk.project.file.write() as connection:
        connection.exec_driver_sql("UPDATE project SET value = '0' WHERE key = 'derivation_version'")
    desk.reopens()
    assert desk.meaning() == before


def test_a_copy_of_the_folder_merges_on_after_the_edition_changed(
    desk: Desk, wang: Field, tmp_path: Path
) -> None:
    wang.answers(U1, "B1", "2")
    desk.merges(wang.hands_in())
    newer = edition(tmp_path, "2", *CODE)
    desk.brings(newer, mapping(SMALL, newer, TO_CODE))
    copy = tmp_path / "copy.evalproj"
    shutil.copyfile(desk.copies_file(tmp_path / "c.evalproj"), copy)
    desk.reopens(copy)
    wang.answers(U1, "B1", "3")
    desk.merges(wang.hands_in())
    assert [one.value for one in cell_view(desk.project, U1, "B9").assessments] == ["3"]
