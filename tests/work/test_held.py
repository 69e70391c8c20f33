"""What is held can be looked at, and released by name; what is unreadable only goes back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.work.deciding import cell_view
from evalapp.work.held import held_revisions, release_held, unreadable_lines
from tests.people import Desk, Field, contents_of, founded, laptop, package_of

U1 = "370100"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="all")
    yield desk
    assert desk.check().faults == ()
    desk.project.close()


@pytest.fixture
def wang(desk: Desk) -> Field:
    return desk.assessor("WXL")


def at_home(wang: Field, folder: Path) -> None:
    """Wang goes on at another laptop, with another key."""
    wang.reopens(wang.copies_file(folder / "usb" / "wxl.evalproj"), laptop(folder / "wxl-at-home"))


def test_what_is_held_says_whose_it_is_and_what_it_says(desk: Desk, wang: Field, tmp_path: Path) -> None:
    wang.answers(U1, "A1", "yes")
    at_home(wang, tmp_path)
    wang.answers(U1, "A2", "part", text="首页没有入口")
    wang.answers(U1, "B1", state="not_found")
    report = desk.merges_one(wang.hands_in())
    found = held_revisions(desk.project)
    assert len(found) == report.held
    shown = {one.item: one for one in found if one.item}
    assert (shown["A2"].name, shown["A2"].code, shown["A2"].unit_name) == ("王晓岚", "WXL", f"市{U1}")
    assert (shown["A2"].words, shown["A2"].text, shown["A2"].reason) == ("Part", "首页没有入口", "key")
    assert shown["B1"].words == "not found"
    assert all(one.releasable and one.at and one.batch == report.batch for one in found)
    assert "hands in 3 units" in {one.words for one in found}


def test_released_revisions_count_and_the_counts_say_so(desk: Desk, wang: Field, tmp_path: Path) -> None:
    zhao = desk.assessor("ZQM")
    zhao.answers(U1, "A1", "yes")
    zhao.answers(U1, "A2", "none")
    wang.answers(U1, "A1", "yes")
    at_home(wang, tmp_path)
    wang.answers(U1, "A2", "part")
    desk.merges(zhao.hands_in(), wang.hands_in())
    assert [a.value for a in cell_view(desk.project, U1, "A2").assessments] == ["none"]
    ids = [one.id for one in held_revisions(desk.project)]
    with pytest.raises(AppError) as refused:
        release_held(desk.project, ids, "  ")
    assert refused.value.code == "reason"
    done = release_held(desk.project, ids, "打电话问过")
    assert (done.revisions, done.answers) == (len(ids), 1)
    assert (done.conflicts_before, done.conflicts_after) == (0, 1)
    assert held_revisions(desk.project) == ()
    assert sorted(a.value for a in cell_view(desk.project, U1, "A2").assessments) == ["none", "part"]


def test_only_what_a_person_can_judge_is_released(desk: Desk, wang: Field, tmp_path: Path) -> None:
    wang.answers(U1, "A1", "yes")
    wang.answers(U1, "A2", "part")
    _manifest, lines, _seals = contents_of(wang.hands_in())
    newer = [line.replace(b'"value":"part"', b'"value":"part","mood":"good"') for line in lines]
    desk.merges(package_of(desk, tmp_path / "newer.evalpkg", newer[:3], by=wang.identity, sender=wang.id))
    held = {one.reason: one for one in held_revisions(desk.project)}
    assert "newer" in held and not held["newer"].releasable
    assert held["newer"].words == "written by a newer version"
    before = desk.ids()
    with pytest.raises(AppError) as refused:
        release_held(desk.project, [held["newer"].id], "let it in")
    assert refused.value.code == "not_releasable"
    with pytest.raises(AppError) as refused:
        release_held(desk.project, ["ab" * 32], "let it in")
    assert refused.value.code == "not_held"
    assert desk.ids() == before


def test_a_gap_says_which_part_is_missing_and_whom_to_ask(desk: Desk, wang: Field, tmp_path: Path) -> None:
    wang.answers(U1, "A1", "yes")
    wang.answers(U1, "A2", "full")
    wang.answers(U1, "B1", "1")
    _manifest, lines, seals = contents_of(wang.hands_in())
    gapped = [lines[0], *lines[3:]]
    desk.merges(
        package_of(desk, tmp_path / "gap.evalpkg", gapped, by=wang.identity, sender=wang.id, seals=seals)
    )
    found = held_revisions(desk.project)
    assert {one.reason for one in found} == {"gap"}
    assert {one.missing for one in found} == {"2 earlier entries (no. 2 to 3)"}
    assert {one.name for one in found} == {"王晓岚"}
    desk.merges(
        package_of(desk, tmp_path / "all.evalpkg", lines, by=wang.identity, sender=wang.id, seals=seals)
    )
    assert held_revisions(desk.project) == (), "the part came, and nothing has to be released"


def test_unreadable_lines_are_listed_with_their_file_and_reason(
    desk: Desk, wang: Field, tmp_path: Path
) -> None:
    wang.answers(U1, "A2", "full")
    manifest, lines, _seals = contents_of(wang.hands_in())
    broken = [line.replace(b'"value":"full"', b'"value":"best"') for line in lines]
    desk.merges(
        package_of(
            desk, tmp_path / "broken.evalpkg", broken, by=wang.identity, sender=wang.id, tips=manifest.tips
        )
    )
    (first, *_rest) = unreadable_lines(desk.project)
    assert (first.file, first.name, first.item) == ("broken.evalpkg", "王晓岚", "A2")
    assert first.reason == "unreadable" and first.words and first.unit_name == f"市{U1}"
