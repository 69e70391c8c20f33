"""What happens to files and people in a real evaluation: one test a scenario, through real packages.

The numbers are those of the list of scenarios in docs/formats.md. After each of them the project passes its whole check.
"""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from evalapp.base.errors import AppError
from evalapp.base.progress import Progress
from evalapp.entry.contents import Answer, ChainTip, Enrolment, SignOff
from evalapp.entry.enrolment import enrolment_proof
from evalapp.entry.evidence import Evidence
from evalapp.entry.revision import encode, read, revision_id
from evalapp.store.queries import removed_units, roster, settings
from evalapp.work.asking import NewQuestion, ask, reply
from evalapp.work.board import board
from evalapp.work.care import history
from evalapp.work.changing import (
    add_assessor,
    assign,
    change_setting,
    change_unit,
    judge_key,
    keys_awaiting,
)
from evalapp.work.create import Assessor
from evalapp.work.deciding import cell_view, open_cells
from evalapp.work.held import held_revisions
from evalapp.work.inbox import batches, release
from evalapp.work.merging import merge
from evalapp.work.project import Project, open_project
from evalapp.work.questions import all_asked
from evalapp.work.received import received_files
from evalapp.work.results import project_results
from evalapp.work.tasks import open_task, write_returns, write_tasks
from evalapp.work.withdrawing import restore_batch, withdraw_batch
from tests.people import (
    SMALL,
    Desk,
    Field,
    chain_of,
    contents_of,
    edition,
    forget_profile,
    founded,
    laptop,
    mapping,
    package_of,
    repacked,
)

U1, U2, U3 = "370100", "370200", "370300"
LINK = Evidence(kind="link", ref="https://example.gov.cn/a2", at="2021-10-21T00:00:00Z")

ON_BOTH = True


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


def test_scenario_01_correction_after_the_decision_leaves_its_value_and_asks_to_confirm(
    desk: Desk, wang: Field, zhao: Field
) -> None:
    wang.answers(U1, "A2", "full")
    zhao.answers(U1, "A2", "none")
    desk.merges(wang.hands_in(), zhao.hands_in())
    assert (desk.cell(U1, "A2").match, desk.cell(U1, "A2").status) == ("differ", "pending")
    decision = desk.decides(U1, "A2", "part")
    zhao.answers(U1, "A2", "full")
    report = desk.merges_one(zhao.hands_in())
    assert (report.verdict, report.changed) == ("merge", 1)
    cell = desk.cell(U1, "A2")
    assert (cell.status, cell.staleness, cell.final.value) == ("to_confirm", "stale", "part")
    assert open_cells(desk.project)[0].status == "to_confirm"
    assert [(moved.what, moved.name) for moved in cell_view(desk.project, U1, "A2").moved] == [
        ("replaced", "赵启明")
    ]
    confirmed = desk.decides(U1, "A2", "part")
    assert desk.revision(confirmed).replaces == (decision,)
    assert (desk.cell(U1, "A2").status, desk.cell(U1, "A2").final.value) == ("decided", "part")


def test_scenario_02_correction_that_adds_only_evidence_is_new_material_and_not_stale(
    desk: Desk, wang: Field, zhao: Field
) -> None:
    wang.answers(U1, "A2", "full")
    zhao.answers(U1, "A2", "none")
    desk.merges(wang.hands_in(), zhao.hands_in())
    desk.decides(U1, "A2", "part")
    zhao.answers(U1, "A2", "none", evidence=[LINK])
    desk.merges(zhao.hands_in())
    cell = desk.cell(U1, "A2")
    assert (cell.status, cell.staleness, cell.final.value) == ("decided", "new_material", "part")
    zhao.answers(U1, "A2", "none", text="首页没有入口", evidence=[LINK])
    desk.merges(zhao.hands_in())
    assert desk.cell(U1, "A2").staleness == "new_material"


def test_scenario_03_first_answer_of_the_second_assessor_comes_after_the_decision(
    desk: Desk, wang: Field, zhao: Field
) -> None:
    wang.answers(U1, "A2", "full")
    desk.merges(wang.hands_in())
    assert desk.cell(U1, "A2").status == "missing"
    assert desk.cell(U1, "A2").missing == (zhao.id,)
    desk.decides(U1, "A2", "full")
    assert desk.cell(U1, "A2").status == "decided"
    zhao.answers(U1, "A2", "full")
    desk.merges(zhao.hands_in())
    cell = desk.cell(U1, "A2")
    assert (cell.status, cell.staleness, cell.final.value) == ("to_confirm", "stale", "full")
    assert [(moved.what, moved.name) for moved in cell_view(desk.project, U1, "A2").moved] == [
        ("new", "赵启明")
    ]


def test_scenario_04_lost_answers_are_keyed_again_from_a_backup(
    desk: Desk, wang: Field, tmp_path: Path
) -> None:
    wang.answers(U1, "A1", "yes")
    backup = wang.copies_file(tmp_path / "backup.evalproj")
    wang.answers(U1, "A2", "full")
    wang.answers(U1, "B1", "4")
    desk.merges(wang.hands_in())
    wang.reopens(backup)
    assert wang.value(U1, "A2") == ""
    wang.answers(U1, "A2", "full")
    wang.answers(U1, "B1", "2")
    assert len(set(wang.devices())) == 2, "a file behind its profile starts a new device"
    assert wang.chain()[-1].seq < 5
    report = desk.merges_one(wang.hands_in())
    assert report.verdict == "merge", report.reason
    zhao = desk.assessor("ZQM")
    zhao.answers_all(U1)
    desk.merges(zhao.hands_in())
    assert (desk.cell(U1, "A2").match, desk.cell(U1, "A2").status) == ("agree", "agreed"), (
        "equal content is one head"
    )
    assert (desk.cell(U1, "B1").match, desk.cell(U1, "B1").status) == ("differ", "pending"), (
        "different content is a conflict"
    )
    # Opening the own file again shows both; entering anything replaces both.
    assert {a.value for a in cell_view(desk.project, U1, "B1").assessments} == {"4", "2"}


def test_scenario_05_one_file_carried_between_two_laptops(desk: Desk, wang: Field, tmp_path: Path) -> None:
    office, home = wang.session, laptop(tmp_path / "wxl-at-home")
    wang.answers(U1, "A1", "yes")
    for evening in range(2):
        wang.reopens(wang.copies_file(tmp_path / "usb" / "wxl.evalproj"), home)
        wang.answers(U1, "B1", str(3 + evening))
        assert wang.value(U1, "B1") == str(3 + evening), "what is typed at the second laptop is seen there"
        wang.answers(U1, "A2", "full" if evening else "part")
        wang.reopens(wang.copies_file(tmp_path / "wxl.evalproj"), office)
        wang.answers(U1, "B2", str(10 + evening))
    assert len(wang.devices()) == 2, "one device a laptop, however often it goes to and fro"
    assert len({revision.seq for revision in wang.chain()}) < len(wang.chain())
    report = desk.merges_one(wang.hands_in())
    assert report.verdict == "confirm" and 0 < report.held < report.new
    ((person, key),) = keys_awaiting(desk.project)
    assert person == wang.id and key not in desk.keys_of("WXL")
    judge_key(desk.project, person, key, accepted=True)
    assert len(desk.keys_of("WXL")) == 2, "accepting the second key leaves the first"
    assert desk.standing() == {}
    assert keys_awaiting(desk.project) == ()
    assessments = {item: cell_view(desk.project, U1, item).assessments for item in ("A1", "A2", "B1", "B2")}
    assert {item: [a.value for a in found] for item, found in assessments.items()} == {
        "A1": ["yes"],
        "A2": ["full"],
        "B1": ["4"],
        "B2": ["11"],
    }


def test_scenario_06_a_disk_image_restored_with_its_profile_forks_the_chain(
    desk: Desk, wang: Field, tmp_path: Path
) -> None:
    wang.answers(U1, "A1", "yes")
    wang.project.close()
    image = tmp_path / "image"
    shutil.copytree(wang.session.home, image / "home")
    shutil.copyfile(wang.project.path, image / "wxl.evalproj")
    wang.reopens()
    wang.answers(U1, "A2", "full")
    wang.answers(U1, "B1", "4")
    first = wang.hands_in()
    wang.project.close()
    shutil.rmtree(wang.session.home)
    shutil.copytree(image / "home", wang.session.home)
    wang.project = open_project(wang.session, image / "wxl.evalproj")
    wang.answers(U1, "A2", "none")
    wang.answers(U1, "B1", "4")
    second = wang.hands_in()
    assert len(wang.devices()) == 1
    report = desk.merges(first, second)
    assert [file.verdict for file in report.files] == ["merge", "merge"]
    assert desk.standing() == {}
    seqs = [revision.seq for revision in desk.chain_of(wang.id)]
    assert len(seqs) > len(set(seqs)), "the same sequence numbers twice on one device"
    assert sorted(a.value for a in cell_view(desk.project, U1, "A2").assessments) == ["full", "none"]
    zhao = desk.assessor("ZQM")
    zhao.answers_all(U1)
    desk.merges(zhao.hands_in())
    assert desk.cell(U1, "B1").match == "agree"
    assert (desk.cell(U1, "A2").match, desk.cell(U1, "A2").status) == ("differ", "pending")
    # The owner of the forked chain goes on and settles it.
    wang.answers(U1, "A2", "part")
    desk.merges(wang.hands_in())
    assert sorted(a.value for a in cell_view(desk.project, U1, "A2").assessments if a.person == wang.id) == [
        "full",
        "part",
    ]


def test_scenario_06_withdrawing_one_side_of_a_fork_leaves_the_other(
    desk: Desk, wang: Field, tmp_path: Path
) -> None:
    wang.answers(U1, "A1", "yes")
    wang.project.close()
    shutil.copytree(wang.session.home, tmp_path / "image")
    shutil.copyfile(wang.project.path, tmp_path / "image.evalproj")
    wang.reopens()
    wang.answers(U1, "A2", "full")
    first = desk.merges_one(wang.hands_in())
    wang.project.close()
    shutil.rmtree(wang.session.home)
    shutil.copytree(tmp_path / "image", wang.session.home)
    wang.project = open_project(wang.session, tmp_path / "image.evalproj")
    wang.answers(U1, "A2", "none")
    desk.merges(wang.hands_in())
    withdraw_batch(desk.project, first.batch, "the wrong laptop")
    assert [a.value for a in cell_view(desk.project, U1, "A2").assessments] == ["none"]


def test_scenario_07_two_coordinators_decide_the_same_item(desk: Desk, wang: Field, zhao: Field) -> None:
    wang.answers_all(U1, {"A2": "full", "B1": "1"})
    zhao.answers_all(U1, {"A2": "none", "B1": "2"})
    desk.merges(wang.hands_in(), zhao.hands_in())
    other = desk.second_laptop()
    desk.decides(U1, "A2", "part")
    other.decides(U1, "A2", "part", reason="电话核实")
    desk.decides(U1, "B1", "1")
    other.decides(U1, "B1", "2")
    desk.takes_over(other)
    other.takes_over(desk)
    assert desk.meaning(seals=False) == other.meaning(seals=False)
    assert (desk.cell(U1, "A2").status, desk.cell(U1, "A2").final.value) == ("decided", "part"), (
        "the same outcome is one"
    )
    disputed = desk.cell(U1, "B1")
    assert (disputed.status, disputed.final.state, disputed.final.value) == ("disputed", "blank", ""), (
        "nobody wins silently"
    )
    assert "B1" in [row.item for row in open_cells(desk.project)]
    settled = desk.decides(U1, "B1", "2")
    assert len(desk.revision(settled).replaces) == 2
    other.takes_over(desk)
    assert (other.cell(U1, "B1").status, other.cell(U1, "B1").final.value) == ("decided", "2")
    assert other.check().faults == ()


def test_scenario_08_a_batch_is_withdrawn_that_a_decision_weighed(
    desk: Desk, wang: Field, zhao: Field
) -> None:
    wang.answers(U1, "A2", "full")
    zhao.answers(U1, "A2", "none")
    desk.merges(wang.hands_in())
    batch = desk.merges_one(zhao.hands_in()).batch
    desk.decides(U1, "A2", "part")
    withdrawal = withdraw_batch(desk.project, batch, "answered for the wrong city")
    cell = desk.cell(U1, "A2")
    assert (cell.status, cell.final.value) == ("to_confirm", "part"), "the value holds"
    assert [(moved.what, moved.name) for moved in cell_view(desk.project, U1, "A2").moved] == [
        ("withdrawn", "赵启明")
    ]
    assert [row.withdrawn for row in batches(desk.project)] == [3, 0]
    release(desk.project, withdrawals=[withdrawal], reason="it was right after all")
    assert (desk.cell(U1, "A2").status, desk.cell(U1, "A2").staleness) == ("decided", "")


def test_scenario_09_a_withdrawn_file_is_merged_again(desk: Desk, wang: Field, zhao: Field) -> None:
    wang.answers(U1, "A2", "full")
    package = wang.hands_in()
    withdraw_batch(desk.project, desk.merges_one(package).batch, "wrong city")
    before = desk.meaning()
    again = desk.merges_one(package)
    assert again.verdict == "repeat"
    assert again.reason.startswith("Withdrawn earlier by 何敏 on ")
    assert desk.meaning() == before
    # What is new goes in, and counts; what was withdrawn stays out.
    wang.answers(U2, "A2", "part")
    zhao.answers(U1, "A2", "none")
    desk.merges(wang.hands_in(), zhao.hands_in())
    assert desk.cell(U1, "A2").missing == (wang.id,)
    assert [a.value for a in cell_view(desk.project, U2, "A2").assessments] == ["part"]


def test_scenario_10_the_middle_one_of_three_is_withdrawn(desk: Desk, wang: Field) -> None:
    wang.answers(U1, "A2", "full")
    desk.merges(wang.hands_in())
    wang.answers(U1, "A2", "part")
    middle = desk.merges_one(wang.hands_in()).batch
    wang.answers(U1, "A2", "none")
    desk.merges(wang.hands_in())
    withdraw_batch(desk.project, middle, "typed by mistake")
    assert [a.value for a in cell_view(desk.project, U1, "A2").assessments] == ["none"], (
        "r3 is the head, r1 is not"
    )
    last = batches(desk.project)[0].number
    withdraw_batch(desk.project, last, "also")
    assert [a.value for a in cell_view(desk.project, U1, "A2").assessments] == ["full"]


def test_scenario_11_a_release_lifts_the_withdrawals_it_saw_and_no_other(
    desk: Desk, wang: Field, zhao: Field
) -> None:
    wang.answers_all(U1)
    zhao.answers_all(U1)
    desk.merges(zhao.hands_in())
    batch = desk.merges_one(wang.hands_in()).batch
    first = withdraw_batch(desk.project, batch, "the wrong city")
    other = desk.second_laptop()
    # The one withdraws once more, for another reason, while the other lifts what there was to see.
    second = withdraw_batch(desk.project, batch, "the wrong year, too")
    lifted = restore_batch(other.project, batch, "it was the right city")
    assert lifted == (first,) and other.standing() == {}
    desk.takes_over(other)
    other.takes_over(desk)
    assert desk.meaning(seals=False) == other.meaning(seals=False)
    assert set(desk.standing().values()) == {"withdrawn"}, "the withdrawal that nobody saw still holds"
    assert desk.cell(U1, "A2").missing == (wang.id,)
    (row,) = [file for file in received_files(desk.project) if file.batch == batch]
    assert [(one.id, one.reason) for one in row.withdrawals] == [(second, "the wrong year, too")]
    restore_batch(desk.project, batch, "and the right year")
    other.takes_over(desk)
    assert desk.standing() == other.standing() == {}
    assert desk.cell(U1, "A2").status == "agreed"


def test_scenario_12_a_batch_of_many_revisions_is_withdrawn_by_a_few_words(
    desk: Desk, wang: Field, tmp_path: Path
) -> None:
    wang.answers(U1, "A1", "yes")
    _manifest, lines, _seals = contents_of(wang.hands_in())
    many = 20_000
    place = {"subject": wang.id, "unit": U1, "item": "A2"}
    form, device = desk.project.about.form_hash, read(lines[-1]).envelope.device
    bodies = chain_of(
        *((Answer(form=form, state="answered", value=("full", "part")[n % 2]), place) for n in range(many)),
        author=wang.id, device=device, after=(len(lines), revision_id(lines[-1])),
    )  # fmt: skip
    report = desk.merges_one(
        package_of(desk, tmp_path / "many.evalpkg", [*lines, *bodies], by=wang.identity, sender=wang.id)
    )
    assert (report.new, report.held) == (many + len(lines), 0)
    withdrawal = desk.revision(withdraw_batch(desk.project, report.batch, "the wrong province"))
    assert len(encode(withdrawal)) < 1000, "chain ranges, however many revisions lie in them"
    assert len(withdrawal.content.ranges) == 1  # type: ignore[union-attr]
    assert list(desk.standing().values()) == ["withdrawn"] * report.new
    assert desk.statuses("A2") == {}
    restore_batch(desk.project, report.batch, "the right province")
    assert desk.standing() == {}


LABELS = (
    ("跨渠道一致", "各渠道一致"),
    ("完全一致", "完全相同"),
    ("points = 20 }", "points = 19 }"),
    ("points = 10 }", "points = 11 }"),
)
"""Changes of texts and points, after which every answer counts as it is."""


def test_scenario_13_an_older_edition_of_which_only_labels_changed_counts_as_it_is(
    desk: Desk, wang: Field, zhao: Field, tmp_path: Path
) -> None:
    wang.answers(U1, "A2", "full")
    zhao.answers(U1, "A2", "none")
    desk.merges(wang.hands_in())
    newer = edition(tmp_path, "2", *LABELS)
    adoption = desk.brings(newer)
    assert adoption.difference.is_safe and (adoption.as_is, adoption.mapped, adoption.again) == (1, 0, 0)
    assert desk.project.tree.form.head.version == "2", "the open project goes on in the new edition"
    report = desk.merges_one(zhao.hands_in())
    assert (report.verdict, report.answers, report.held) == ("merge", 1, 0), "made with the older edition"
    assert (desk.cell(U1, "A2").match, desk.cell(U1, "A2").status) == ("differ", "pending")
    decision = desk.revision(desk.decides(U1, "A2", "full"))
    assert decision.content.form == desk.project.about.form_hash  # type: ignore[union-attr]
    wang.answers(U1, "A1", "yes")
    zhao.answers(U1, "A1", "yes")
    desk.merges(wang.hands_in(), zhao.hands_in())
    assert desk.cell(U1, "A1").status == "agreed"
    points = {row.item: row.points for row in desk.results() if row.unit == U1}
    assert (points["A1"], points["A2"]) == (11, 19), "one result uses one edition: the one in force"


def test_scenario_13_an_edition_that_nobody_brought_is_refused(
    desk: Desk, wang: Field, tmp_path: Path
) -> None:
    other = founded(
        tmp_path / "other", codes=("WXL", "ZQM"), mode="all", form=edition(tmp_path, "2", *LABELS)
    )
    wang.answers(U1, "A2", "full")
    relabelled = repacked(
        wang.hands_in(), tmp_path / "relabelled.evalpkg", by=wang.identity, form=other.project.about.form_hash
    )
    before = desk.meaning()
    report = desk.merges_one(relabelled)
    assert (report.verdict, report.code) == ("refused", "other_edition")
    assert "does not know" in report.reason and other.project.about.form_hash[:12] in report.reason
    assert desk.meaning() == before
    # A manifest that names a known edition does not help an answer that was given under another one.
    old = Answer(form=other.project.about.form_hash, state="answered", value="full")
    bodies = chain_of((old, {"unit": U1, "item": "A2", "subject": wang.id}), author=wang.id, device="ab" * 16)
    mixed = desk.merges_one(
        package_of(desk, tmp_path / "mixed.evalpkg", bodies, by=wang.identity, sender=wang.id)
    )
    assert (mixed.verdict, mixed.new, mixed.unreadable) == ("part", 0, 1)
    assert desk.meaning() == before


SCALE = (('value = "part"', 'value = "most"'), ('{ value = "none"', '{ value = "little", label = "少数一致", points = 3 },\n  { value = "none"'))  # fmt: skip
"""Another scale for A2: full, most, little, none."""
PART_IS_MOST = 'from = "A2"\nto = "A2"\nvalues = { full = "full", part = "most" }'
"""What the old answers to A2 mean there; what used to be “none” has no counterpart."""


def test_scenario_14_an_older_edition_with_another_scale_is_read_through_a_mapping(
    desk: Desk, wang: Field, zhao: Field, tmp_path: Path
) -> None:
    for unit, of_wang, of_zhao in ((U1, "part", "part"), (U2, "full", "none"), (U3, "full", "part")):
        wang.answers(unit, "A2", of_wang, text="见截图")
        zhao.answers(unit, "A2", of_zhao)
    desk.merges(wang.hands_in())
    newer = edition(tmp_path, "2", *SCALE)
    with pytest.raises(AppError) as refused:
        desk.brings(newer)
    assert refused.value.code == "mapping_needed" and any(
        line.startswith("A2: ") for line in refused.value.details
    )
    chosen = mapping(SMALL, newer, PART_IS_MOST)
    adoption = desk.brings(newer, chosen)
    assert (adoption.as_is, adoption.mapped, adoption.again, adoption.gone) == (2, 1, 0, 0)
    before = desk.ids()
    desk.merges(zhao.hands_in())
    assert before < desk.ids(), "nothing is rewritten"
    assert (desk.cell(U1, "A2").status, desk.cell(U1, "A2").final.value) == ("agreed", "most")
    assert (desk.cell(U3, "A2").match, desk.cell(U3, "A2").status) == ("differ", "pending")
    # What has no image is to be answered again, the old answer beside it; until then it is missing.
    assert (desk.cell(U2, "A2").status, desk.cell(U2, "A2").missing) == ("missing", (zhao.id,))
    view = cell_view(desk.project, U2, "A2")
    assert [one.value for one in view.assessments] == ["full"]
    (again,) = view.again
    assert (again.name, again.carried.words, again.carried.version) == ("赵启明", "None", "1")
    shown = {one.value: one.carried for one in cell_view(desk.project, U3, "A2").assessments}
    assert shown["most"] is not None and shown["most"].words == "Part"


def test_scenario_14_decisions_go_through_the_mapping_and_are_to_confirm_where_it_joins_values(
    desk: Desk, wang: Field, zhao: Field, tmp_path: Path
) -> None:
    wang.answers_all(U1)
    zhao.answers_all(U1, {"A2": "none", "B1": "0"})
    desk.merges(wang.hands_in(), zhao.hands_in())
    desk.decides(U1, "A2", "part")
    desk.decides(U1, "B1", "2")
    assert desk.revision(desk.decides(U1, "A2", "part", reason="再看")).content.form == ""  # type: ignore[union-attr]
    newer = edition(tmp_path, "2", *SCALE)
    joins = 'from = "A2"\nto = "A2"\nvalues = { full = "full", part = "little", none = "little" }'
    adoption = desk.brings(newer, mapping(SMALL, newer, joins))
    assert (adoption.decisions, adoption.decisions_to_confirm, adoption.decisions_lost) == (2, 1, 0)
    cell = desk.cell(U1, "A2")
    assert (cell.status, cell.staleness, cell.final.value) == ("to_confirm", "stale", "little")
    assert desk.cell(U1, "B1").status == "decided"
    assert [moved.what for moved in cell_view(desk.project, U1, "A2").moved] == ["mapped"]
    confirmed = desk.revision(desk.decides(U1, "A2", "little"))
    assert confirmed.content.form == desk.project.about.form_hash  # type: ignore[union-attr]
    assert (desk.cell(U1, "A2").status, desk.cell(U1, "A2").final.value) == ("decided", "little")


def test_scenario_15_one_code_for_two_people(tmp_path: Path) -> None:
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="all")
    wang = desk.assessor("WXL")
    wang.answers(U1, "A2", "full")
    package = wang.hands_in()
    # Somebody else leaves, and the code is given to a new person: nothing is keyed by it.
    new = add_assessor(desk.project, Assessor("吴晓蕾", "WXL"))
    assign(desk.project, U1, new, place=2)
    (task,) = write_tasks(desk.project, tmp_path / "new", Progress(), only=[new])
    wu = Field(open_task(laptop(tmp_path / "wu"), task.path, tmp_path / "wu.evalproj"))
    wu.code = "WXL2"
    wu.answers(U1, "A2", "none")
    desk.merges(package, wu.hands_in())
    found = {(a.person, a.name, a.code, a.value) for a in cell_view(desk.project, U1, "A2").assessments}
    assert found == {(wang.id, "王晓岚", "WXL", "full"), (new, "吴晓蕾", "WXL", "none")}
    assert desk.check().faults == ()
    rows = {row.person: row for row in board(desk.project).rows}
    assert rows[wang.id].answered == rows[new].answered == 1


def test_scenario_16_a_clock_set_wrong_moves_nothing_and_is_flagged(
    desk: Desk, wang: Field, zhao: Field
) -> None:
    wang.clock.moment += timedelta(days=4000)
    wang.answers(U1, "A2", "full")
    wang.clock.moment -= timedelta(days=8000)
    wang.answers(U1, "A2", "part")
    wang.answers(U1, "B1", "1")
    zhao.answers(U1, "A2", "part")
    desk.clock.moment += timedelta(days=1)
    desk.merges(wang.hands_in(), zhao.hands_in())
    assert (desk.cell(U1, "A2").match, desk.cell(U1, "A2").final.value) == ("agree", "part"), (
        "the later one, whatever its clock says"
    )
    past = [one for one in history(desk.project, U1, "A2") if one.subject == "王晓岚"]
    assert [(one.value, one.clock) for one in past] == [("full", "ahead"), ("part", "backwards")]
    assert [one.clock for one in history(desk.project, U1, "B1")] == [""]


def test_scenario_17_a_counter_that_leaps_is_held(
    desk: Desk, wang: Field, zhao: Field, tmp_path: Path
) -> None:
    wang.answers(U1, "A1", "yes")
    zhao.answers(U1, "A2", "none")
    _manifest, lines, _seals = contents_of(wang.hands_in())
    last = msgspec.json.decode(lines[-1])
    form = desk.project.about.form_hash
    device, own = last["device"], {"subject": wang.id, "unit": U1, "item": "A2"}
    bodies = chain_of(
        (Answer(form=form, state="answered", value="full"), {**own, "lamport": 2**63 - 1}),
        (SignOff(units=(U1,), tips=(ChainTip(device, len(lines) + 1, "0" * 64),)), {"subject": wang.id, "lamport": 2**63 - 1}),
        author=wang.id, device=device, after=(len(lines), revision_id(lines[-1])),
    )  # fmt: skip
    evil = package_of(desk, tmp_path / "leap.evalpkg", [*lines, *bodies], by=wang.identity, sender=wang.id)
    report = desk.merges_one(evil)
    assert (report.verdict, report.held) == ("part", 2)
    assert "its counter is out of bounds" in report.reason
    desk.merges(zhao.hands_in())
    assert [a.value for a in cell_view(desk.project, U1, "A2").assessments] == ["none"]
    desk.decides(U1, "A2", "none")
    mine = desk.chain()
    assert max(revision.lamport for revision in mine) < 1_000, "the leap did not carry the own counter away"
    # A release by name lets it count.
    release(
        desk.project,
        held=[one.id for one in held_revisions(desk.project)],
        reason="the laptop's counter was damaged",
    )
    assert desk.standing() == {}
    assert sorted(a.value for a in cell_view(desk.project, U1, "A2").assessments) == ["full", "none"]


def test_scenario_17_a_counter_beyond_64_bits_is_no_revision(desk: Desk, wang: Field, tmp_path: Path) -> None:
    wang.answers(U1, "A1", "yes")
    lines = contents_of(wang.hands_in())[1]
    changed = [lines[0].replace(b'"lamport":', b'"lamport":9223372036854775808', 1), *lines[1:]]
    report = desk.merges_one(
        repacked(wang.hands_in(), tmp_path / "beyond.evalpkg", by=wang.identity, lines=changed)
    )
    assert report.unreadable == 1


def test_scenario_23_reassigned_while_the_file_travels(tmp_path: Path) -> None:
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="single", units=(U1, U2))
    wang = desk.assessor("WXL")
    wang.answers_all(U1)
    travelling = wang.hands_in()
    zhao = desk.person("ZQM")
    assign(desk.project, U1, wang.id, active=False)
    assign(desk.project, U1, zhao)
    report = desk.merges_one(travelling)
    assert (report.verdict, report.held) == ("merge", 0), "unassigned is no quarantine"
    assert desk.cell(U1, "A2").missing == (zhao,)
    assert cell_view(desk.project, U1, "A2").assessments == ()
    assign(desk.project, U1, wang.id)
    assign(desk.project, U1, zhao, active=False)
    assert (desk.cell(U1, "A2").status, desk.cell(U1, "A2").final.value) == ("single", "full"), (
        "one click brings it back"
    )
    assert desk.check().faults == ()


def test_scenario_24_some_of_the_cities_are_handed_in(tmp_path: Path) -> None:
    units = tuple(f"3701{n:02}" for n in range(8))
    desk = founded(tmp_path, codes=("WXL",), mode="single", units=units)
    wang = desk.assessor("WXL")
    for unit in units:
        wang.answers_all(unit)
    desk.merges(wang.hands_in(*units[:3]))
    assert {unit for unit, status in desk.statuses("A2").items() if status == "single"} == set(units[:3])
    assert set(desk.statuses("A2")) == set(units[:3]), "what is not handed in is no cell yet"
    (row,) = board(desk.project).rows
    assert [row.cells[unit].handed_in for unit in units] == [6] * 3 + [0] * 5
    assert [row.cells[unit].answered for unit in units] == [6] * 8, (
        "in progress is seen on the board, and only there"
    )
    totals = {r.unit: r.status for r in desk.results() if r.item == "TOTAL"}
    assert [totals[unit] for unit in units] == ["ranked"] * 3 + ["pending"] * 5
    # A correction after handing in counts when it is handed in too.
    wang.answers(units[0], "A2", "none")
    desk.merges(wang.hands_in(units[5]))
    assert desk.cell(units[0], "A2").final.value == "full"
    assert desk.cell(units[5], "A2").final.value == "full"
    desk.merges(wang.hands_in(units[0]))
    assert desk.cell(units[0], "A2").final.value == "none"
    assert desk.check().faults == ()


def test_scenario_18_a_city_with_answers_is_dropped_kept_listed_and_taken_back(
    desk: Desk, wang: Field, zhao: Field
) -> None:
    for one in (wang, zhao):
        for unit in (U1, U2, U3):
            one.answers_all(unit)
    desk.merges(wang.hands_in(), zhao.hands_in())
    before, ids = desk.results(), desk.ids()
    change_unit(desk.project, U3, removed=True)
    assert U3 not in {row.unit for row in desk.results()} and ids < desk.ids()
    with desk.project.file.read() as connection:
        assert [unit.key for unit in removed_units(connection)] == [U3]
    assert all(row.unit != U3 for row in open_cells(desk.project))
    late = zhao.hands_in(U3, everything=True)
    desk.merges(late)
    assert U3 not in {row.unit for row in desk.results()}, "nothing that comes later brings it back"
    change_unit(desk.project, U3, removed=False)
    assert desk.results() == before


def test_scenario_19_a_city_is_renamed_with_another_code_and_its_answers_stay(
    desk: Desk, wang: Field
) -> None:
    wang.answers_all(U1)
    desk.merges(wang.hands_in(U1))
    change_unit(desk.project, U1, name="济南市（含莱芜）", code="370199")
    with desk.project.file.read() as connection:
        (unit,) = [unit for unit in roster(connection) if unit.key == U1]
    assert (unit.name, unit.code) == ("济南市（含莱芜）", "370199")
    assert [one.value for one in cell_view(desk.project, U1, "A2").assessments] == ["full"]
    wang.answers(U1, "A2", "part")
    desk.merges(wang.hands_in(U1))
    (answer,) = cell_view(desk.project, U1, "A2").assessments
    assert answer.value == "part", "an answer under the old name and code is the same city's"


def test_scenario_29_a_mean_has_points_and_no_value_and_what_expressions_read_is_decided(
    desk: Desk, wang: Field, zhao: Field
) -> None:
    change_setting(desk.project, "tolerance", "60")
    change_setting(desk.project, "resolve", "average")
    wang.answers_all(U1, {"A2": "full", "B1": "4"})
    zhao.answers_all(U1, {"A2": "part", "B1": "3"})
    desk.merges(wang.hands_in(U1), zhao.hands_in(U1))
    mean = desk.cell(U1, "A2")
    assert (mean.match, mean.status, mean.final.value, mean.final.score) == (
        "tolerance",
        "averaged",
        "",
        70.0,
    )
    read = desk.cell(U1, "B1")
    assert (read.match, read.status) == ("tolerance", "pending"), "a check reads its value"
    assert [row.item for row in open_cells(desk.project) if row.unit == U1] == ["B1"]


def test_scenario_20_a_return_is_answered_in_part_and_the_next_one_carries_the_rest(
    desk: Desk, wang: Field
) -> None:
    wang.answers_all(U1)
    desk.merges(wang.hands_in(U1))
    asks(desk, wang, "A1", "A2", "B1")
    wang.opens_update(returned(desk, "first"))
    wang.answers(U1, "A2", "part")
    desk.merges(wang.hands_in(U1))
    states = {one.item: one.state for one in all_asked(desk.project)}
    assert states == {"A1": "sent", "A2": "answered", "B1": "sent"}
    (again,) = write_returns(desk.project, desk.folder / "second", Progress())
    assert again.questions == 2


def test_scenario_21_a_return_answered_by_no_change_is_closed_by_the_reply(desk: Desk, wang: Field) -> None:
    zhao = desk.assessor("ZQM")
    for person, value in ((wang, "full"), (zhao, "none")):
        person.answers_all(U1, {"A2": value})
        desk.merges(person.hands_in(U1))
    desk.decides(U1, "A2", "part")
    asks(desk, wang, "A2")
    wang.opens_update(returned(desk, "first"))
    (one,) = all_asked(wang.project)
    reply(wang.project, one.id, "看过了，不改")
    desk.merges(wang.hands_in(U1))
    (one,) = all_asked(desk.project)
    assert (one.state, one.reply) == ("closed", "看过了，不改")
    assert (desk.cell(U1, "A2").status, desk.cell(U1, "A2").final.value) == ("decided", "part")


def asks(desk: Desk, person: Field, *items: str) -> None:
    ask(desk.project, [NewQuestion(unit=U1, item=item, subject=person.id, text="为什么？") for item in items])


def returned(desk: Desk, folder: str) -> Path:
    (written,) = write_returns(desk.project, desk.folder / folder, Progress())
    return written.path


def test_scenario_25_a_released_revision_does_not_come_before_its_successor(
    desk: Desk, wang: Field, tmp_path: Path
) -> None:
    # What Wang writes at home is held for its key; its successor from the office is in and counts.
    wang.answers(U1, "A1", "yes")
    office = wang.session
    wang.reopens(wang.copies_file(tmp_path / "usb.evalproj"), laptop(tmp_path / "wxl-at-home"))
    wang.answers(U1, "A2", "part")
    wang.reopens(wang.copies_file(tmp_path / "back.evalproj"), office)
    wang.answers(U1, "A2", "full")
    desk.merges(wang.hands_in())
    held = [one.id for one in held_revisions(desk.project) if one.reason == "key"]
    assert len(held) == 1
    release(desk.project, held=held, reason="he told me on the telephone")
    assert desk.standing() == {}
    assert [a.value for a in cell_view(desk.project, U1, "A2").assessments] == ["full"]


def test_scenario_25_what_is_unreadable_is_never_released(desk: Desk, wang: Field, tmp_path: Path) -> None:
    wang.answers(U1, "A2", "full")
    wang.answers(U1, "B1", "1")
    manifest, lines, _seals = contents_of(wang.hands_in())
    broken = [line.replace(b'"value":"full"', b'"value":"best"') for line in lines]
    report = desk.merges_one(
        package_of(
            desk, tmp_path / "broken.evalpkg", broken, by=wang.identity, sender=wang.id, tips=manifest.tips
        )
    )
    assert report.unreadable >= 1 and report.verdict == "part"
    before = desk.ids()
    release(desk.project, held=[revision_id(line) for line in broken], reason="let it in")
    assert len(desk.ids() - before) == 1, "only the release itself"
    assert "best" not in {a.value for a in cell_view(desk.project, U1, "A2").assessments}


def test_scenario_28_two_settings_changed_concurrently(desk: Desk, wang: Field, zhao: Field) -> None:
    wang.answers_all(U1, {"B2": "10"})
    zhao.answers_all(U1, {"B2": "12"})
    desk.merges(wang.hands_in(), zhao.hands_in())
    change_setting(desk.project, "resolve", "average")
    change_setting(desk.project, "tolerance", "2")
    assert (desk.cell(U1, "B2").match, desk.cell(U1, "B2").status) == ("tolerance", "averaged")
    other = desk.second_laptop()
    change_setting(desk.project, "tolerance", "5")
    change_setting(other.project, "tolerance", "1")
    desk.takes_over(other)
    other.takes_over(desk)
    assert desk.meaning(seals=False) == other.meaning(seals=False)
    with desk.project.file.read() as connection:
        assert settings(connection)["tolerance"].disputed
    assert project_results(desk.project).in_dispute == ("tolerance",)
    assert (desk.cell(U1, "B2").status, desk.cell(U1, "B2").final.state) == ("pending", "blank"), (
        "what depends on it waits"
    )
    assert desk.cell(U1, "A2").status == "agreed", "what does not, goes on"
    change_setting(desk.project, "tolerance", "5")
    assert project_results(desk.project).in_dispute == ()
    assert desk.cell(U1, "B2").status == "averaged"


def test_scenario_30_made_up_answers_never_meet_real_ones(tmp_path: Path) -> None:
    real = founded(tmp_path / "real", codes=("WXL",), mode="single")
    demo = founded(tmp_path / "demo", codes=("WXL",), mode="single", synthetic=True)
    made_up = demo.assessor("WXL")
    made_up.answers_all(U1)
    package = made_up.hands_in()
    before = real.meaning()
    assert real.merges_one(package).code == "other_project"
    renamed = repacked(
        package, tmp_path / "renamed.evalpkg", by=made_up.identity, project=real.project.about.project
    )
    assert real.merges_one(renamed).code == "synthetic"
    disguised = repacked(
        package,
        tmp_path / "disguised.evalpkg",
        by=made_up.identity,
        project=real.project.about.project,
        synthetic=False,
    )
    assert real.merges_one(disguised).verdict == "confirm"
    assert real.meaning()["cells"] == before["cells"] and real.meaning()["totals"] == before["totals"]
    # In the demo itself nobody can say that its answers are real.
    honest = repacked(package, tmp_path / "honest.evalpkg", by=made_up.identity, synthetic=False)
    assert demo.merges_one(honest).code == "synthetic"
    path = demo.project.path
    with demo.project.file.write() as connection:
        connection.exec_driver_sql("UPDATE project SET value = '0' WHERE key = 'synthetic'")
    demo.reopens(path)
    assert demo.project.about.synthetic, "it stands in the founding revision"
    assert real.check().faults == demo.check().faults == ()


def test_a_lost_profile_starts_a_new_device(desk: Desk, wang: Field) -> None:
    wang.answers(U1, "A1", "yes")
    forget_profile(wang)
    wang.answers(U1, "A2", "full")
    assert len(wang.devices()) == 2
    assert desk.merges_one(wang.hands_in()).verdict == "merge"
    assert desk.standing() == {}


def test_two_laptops_that_enrolled_without_knowing_of_each_other_both_wait(desk: Desk, wang: Field) -> None:
    wang.answers(U1, "A2", "full")
    desk.merges(wang.hands_in())
    twin = desk.assessor("WXL", home="another-laptop")
    twin.answers(U1, "A2", "none")
    report = desk.merges_one(twin.hands_in())
    assert report.verdict == "confirm"
    assert cell_view(desk.project, U1, "A2").assessments == (), (
        "whose answers these are is for a person to say"
    )
    assert set(keys_awaiting(desk.project)) == {
        (wang.id, wang.identity.public),
        (wang.id, twin.identity.public),
    }
    judge_key(desk.project, wang.id, twin.identity.public, accepted=False)
    assert keys_awaiting(desk.project) == ()
    assert [a.value for a in cell_view(desk.project, U1, "A2").assessments] == ["full"], (
        "one is refused: the other is the first"
    )
    judge_key(desk.project, wang.id, twin.identity.public, accepted=True)
    assert sorted(a.value for a in cell_view(desk.project, U1, "A2").assessments) == ["full", "none"]


def test_nobody_enrols_without_the_secret(desk: Desk, zhao: Field, tmp_path: Path) -> None:
    person = desk.person("WXL")
    proof = enrolment_proof("ab" * 32, desk.project.about.project, person, zhao.identity.public)
    bodies = chain_of(
        (Enrolment(key=zhao.identity.public, proof=proof), {"subject": person}),
        (Answer(form=desk.project.about.form_hash, state="answered", value="none"), {"subject": person, "unit": U1, "item": "A2"}),
        author=person, device="cd" * 16,
    )  # fmt: skip
    report = desk.merges_one(
        package_of(desk, tmp_path / "no-secret.evalpkg", bodies, by=zhao.identity, sender=person)
    )
    assert report.verdict == "confirm"
    assert desk.keys_of("WXL") == ()
    assert set(desk.standing().values()) == {"key"}


def test_a_coordinators_project_in_another_account_is_for_reading(
    desk: Desk, wang: Field, tmp_path: Path
) -> None:
    wang.answers(U1, "A1", "yes")
    package = wang.hands_in(U1)
    path = desk.copies_file(tmp_path / "copy.evalproj")
    account = laptop(tmp_path / "office")
    attempts: tuple[Callable[[Project], object], ...] = (
        lambda project: change_setting(project, "tolerance", "5"),
        lambda project: merge(project, [package], Progress()),
        lambda project: write_tasks(project, tmp_path / "tasks-again", Progress()),
    )
    with open_project(account, path) as stranger:
        assert not stranger.may_write()
        assert open_cells(stranger) == ()
        for attempt in attempts:
            with pytest.raises(AppError) as refused:
                attempt(stranger)
            assert refused.value.code == "key"
            assert "identity.key" in refused.value.message
        assert not (tmp_path / "tasks-again").exists()
        assert not (tmp_path / "copy.backups").exists()
    account.home.mkdir()
    shutil.copyfile(desk.session.home / "identity.key", account.home / "identity.key")
    with open_project(account, path) as own:
        assert own.may_write()
        assert merge(own, [package], Progress()).files[0].verdict == "merge"
