"""Merging is a union: in any order, in any grouping, twice, the same project comes out."""

import shutil
import tempfile
from pathlib import Path
from random import Random
from typing import Any

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.base.errors import Cancelled
from evalapp.base.progress import Progress
from evalapp.work.merging import merge
from evalapp.work.project import open_project
from tests.people import (
    GOOD,
    LEAVES,
    UNITS,
    Desk,
    Field,
    contents_of,
    desk_of,
    founded,
    laptop,
    repacked,
    sealed,
)

VALUES = {
    "A1": ("yes", "no"), "A2": ("full", "part", "none"), "A3": ("time", "time;cost", "none"), "B1": ("0", "1", "4"),
    "B2": ("0", "12.5", "100"), "B3": ("0/1", "19/20", "1/1"),
}  # fmt: skip

ON_BOTH = True


def twin(desk: Desk, name: str) -> Desk:
    """The desk's file and key once more, to be merged into in another way."""
    home = desk.folder / name
    shutil.copytree(desk.session.home, home)
    return desk_of(
        open_project(laptop(home), desk.copies_file(desk.folder / f"{name}.evalproj")),
        desk.folder,
        desk.tasks,
    )


def works(person: Field, random: Random, packages: list[Path]) -> None:
    """Some answers, corrections and submissions; sometimes from a backup, sometimes from a second laptop."""
    mine = [row.unit.key for row in person.overview()]
    for _step in range(random.randint(1, 3)):
        for _answer in range(random.randint(1, 6)):
            unit, item = random.choice(mine), random.choice(LEAVES)
            if random.random() < 0.2:
                person.answers(unit, item, state=random.choice(("not_found", "unable")), text="没有找到")
            else:
                person.answers(unit, item, random.choice(VALUES[item]), text=random.choice(("", "依据")))
        if random.random() < 0.3:
            person.reopens(person.copies_file(person.session.home.parent / f"{random.random()}.evalproj"))
        packages.append(person.hands_in(*random.sample(mine, random.randint(1, len(mine)))))


def a_lot_of_packages(desk: Desk, random: Random) -> list[Path]:
    packages: list[Path] = []
    people = [desk.assessor(code) for code in desk.tasks]
    backups = [person.copies_file(desk.folder / f"backup-{person.code}.evalproj") for person in people]
    for person in people:
        works(person, random, packages)
    restored = random.randrange(3)
    people[restored].reopens(backups[restored])
    works(people[restored], random, packages)
    if random.random() < 0.5:
        second = desk.assessor("WXL", home="wxl-second-laptop")
        works(second, random, packages)
        people.append(second)
    stolen = random.choice(packages)
    thief = random.choice(people)
    resealed = sealed(contents_of(stolen)[1], thief.identity, desk.project.about.project)
    packages.append(repacked(stolen, desk.folder / "resealed.evalpkg", by=thief.identity, seals=resealed))
    for person in people:
        person.project.close()
    return packages


def in_groups(packages: list[Path], random: Random) -> list[list[Path]]:
    """The packages in another order, some of them twice, in drops of random size."""
    order = packages + random.sample(packages, random.randint(0, len(packages)))
    random.shuffle(order)
    groups = []
    while order:
        size = random.randint(1, len(order))
        groups.append(order[:size])
        order = order[size:]
    return groups


@hypothesis.settings(
    max_examples=20, suppress_health_check=[hypothesis.HealthCheck.too_slow], derandomize=True
)
@given(st.integers(0, 2**32))
def test_any_order_any_grouping_and_twice_give_the_same_project(seed: int) -> None:
    random = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        desk = founded(Path(folder))
        packages = a_lot_of_packages(desk, random)
        others = [twin(desk, f"twin{n}") for n in range(2)]
        desk.merges(*packages)
        for other in others:
            for group in in_groups(packages, random):
                other.merges(*group)
        meaning = desk.meaning()
        assert meaning["heads"], "something was merged"
        for other in others:
            assert other.meaning() == meaning
        for one in (desk, *others):
            assert one.check().faults == ()
            one.project.close()


def test_the_second_time_nothing_is_written(tmp_path: Path) -> None:
    desk = founded(tmp_path)
    wang = desk.assessor("WXL")
    wang.answers_all(UNITS[0])
    package = wang.hands_in()
    assert desk.merges_one(package).new == len(GOOD) + 2
    before = desk.meaning()
    again = desk.merges_one(package)
    assert (again.verdict, again.new, again.same) == ("repeat", 0, len(GOOD) + 2)
    assert desk.meaning() == before


def test_what_brings_nothing_leaves_neither_batch_nor_backup(tmp_path: Path) -> None:
    desk = founded(tmp_path)
    wang = desk.assessor("WXL")
    wang.answers_all(UNITS[0])
    package = wang.hands_in()
    first = desk.merges(package)
    kept = desk.rows("SELECT * FROM batch")
    broken = tmp_path / "broken.evalpkg"
    broken.write_bytes(package.read_bytes()[:-300])
    again = desk.merges(package, broken)
    assert (again.written, again.backup, again.new) == (False, "", 0)
    assert [file.verdict for file in again.files] == ["repeat", "refused"]
    assert desk.rows("SELECT * FROM batch") == kept
    assert list(Path(first.backup).parent.iterdir()) == [Path(first.backup)]
    wang.answers(UNITS[0], "A2", "none")
    later = desk.merges(package, wang.hands_in())
    assert later.written and [bool(file.batch) for file in later.files] == [False, True]
    assert len(desk.rows("SELECT * FROM batch")) == len(kept) + 1


def test_a_first_drop_without_anything_leaves_no_folder_of_backups(tmp_path: Path) -> None:
    desk = founded(tmp_path)
    broken = tmp_path / "broken.evalpkg"
    broken.write_bytes(b"nothing")
    assert not desk.merges(broken).written
    assert not list(tmp_path.glob("*.backups"))


def test_answers_are_counted_as_people_count_them(tmp_path: Path) -> None:
    desk = founded(tmp_path)
    wang = desk.assessor("WXL")
    wang.answers_all(UNITS[0])
    for value in ("part", "none", "full"):
        wang.answers(UNITS[0], "A2", value)
    first = wang.hands_in()
    report = desk.merges_one(first)
    assert (report.answers, report.changed, report.unchanged) == (len(GOOD), 0, 0)
    assert report.new > len(GOOD)
    wang.answers(UNITS[0], "A2", "none")
    wang.answers(UNITS[0], "A2", "part")
    wang.answers(UNITS[0], "B1", "0")
    second = wang.hands_in()
    foretold = desk.looks_at(second)
    assert (foretold.answers, foretold.changed) == (0, 2)
    report = desk.merges_one(second)
    assert (report.answers, report.changed, report.unchanged) == (0, 2, len(GOOD) - 2)
    assert report.reason.startswith("2 answers change earlier ones, which stay in the history.")
    again = desk.merges_one(first)
    assert (again.answers, again.changed, again.unchanged) == (0, 0, len(GOOD))


def test_two_merges_in_one_second_keep_both_backups(tmp_path: Path) -> None:
    desk = founded(tmp_path)
    wang = desk.assessor("WXL")
    wang.answers_all(UNITS[0])
    clock: Any = desk.project.session.world.now
    moment = clock.moment
    backups = []
    for value in ("full", "none"):
        wang.answers(UNITS[0], "A2", value)
        package = wang.hands_in()
        clock.moment = moment
        backups.append(desk.merges(package).backup)
    assert len({*backups}) == 2 and all(Path(backup).is_file() for backup in backups)


def test_the_dry_run_says_what_merging_does_and_writes_nothing(tmp_path: Path) -> None:
    desk = founded(tmp_path, mode="all", codes=("WXL", "ZQM"))
    wang, zhao = desk.assessor("WXL"), desk.assessor("ZQM")
    wang.answers_all(UNITS[0])
    zhao.answers_all(UNITS[0], {"A2": "none", "B1": "1"})
    broken = tmp_path / "broken.evalpkg"
    broken.write_bytes(wang.hands_in().read_bytes()[:-300])
    packages = (wang.hands_in(), zhao.hands_in(), broken, wang.hands_in())
    before = desk.project.path.read_bytes(), desk.meaning()
    foretold = desk.looks_at(*packages)
    assert not foretold.written and foretold.backup == ""
    assert desk.meaning() == before[1]
    done = desk.merges(*packages)
    assert done.written and Path(done.backup).is_file()
    assert [(f.verdict, f.reason, f.new, f.same, f.held) for f in foretold.files] == [
        (f.verdict, f.reason, f.new, f.same, f.held) for f in done.files
    ]
    assert [f.verdict for f in done.files] == ["merge", "merge", "refused", "repeat"]
    assert (foretold.new, foretold.conflicts_after, foretold.drop) == (
        done.new,
        done.conflicts_after,
        done.drop,
    )
    assert done.conflicts_after == 2


def test_a_merge_that_is_cancelled_leaves_no_trace(tmp_path: Path) -> None:
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="all")
    packages = []
    for code in ("WXL", "ZQM"):
        person = desk.assessor(code)
        person.answers_all(UNITS[0])
        packages.append(person.hands_in())
    before = desk.meaning()
    seen: list[str] = []
    progress = Progress(
        lambda _done, _total, message: (seen.append(message), len(seen) > 1 and progress.cancel()), every=0
    )  # type: ignore[func-returns-value, arg-type]
    with pytest.raises(Cancelled):
        merge(desk.project, packages, progress)
    assert desk.meaning() == before
    assert desk.rows("SELECT * FROM batch") == []
    desk.merges(*packages)
    assert desk.cell(UNITS[0], "A2").status == "agreed"
    assert desk.check().faults == ()
