"""SIGKILL at random moments: what was confirmed is there, the file opens, its check finds nothing."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from evalapp.entry.revision import revision_id
from evalapp.work.project import open_project
from tests.people import UNITS, Desk, Field, contents_of, desk_of, founded

KILLED = Path(__file__).with_name("killed.py")
REPOSITORY = KILLED.parents[2]
U1 = UNITS[0]
ITEMS = ("A1", "A2", "B1")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="NOT TESTED: SIGKILL exists on POSIX systems only")


def killed_after(delay: float, *arguments: object, lines: int = 0) -> list[str]:
    """Start the work, kill it ``delay`` seconds after it had said so many lines; all that it had said by then."""
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, str(KILLED), *map(str, arguments)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        first = process.stdout.readline()
        if first != "ready\n":
            process.kill()
            pytest.fail(process.stderr.read())
        begun = [process.stdout.readline() for _line in range(lines)]
        until = time.monotonic() + delay
        while time.monotonic() < until:
            pass  # the moment must be random to the microsecond
        process.send_signal(signal.SIGKILL)
        said = "".join([*begun, process.stdout.read()]).splitlines()
        assert "Error" not in (mistakes := process.stderr.read()), mistakes
    return [line for line in said if line]


def test_entry_killed_at_25_moments(tmp_path: Path) -> None:
    random = Random(1)
    desk = founded(tmp_path, codes=("WXL",), mode="single")
    wang = desk.assessor("WXL")
    wang.answers(U1, "B2", "10")  # the profile knows its device before the first kill
    path = wang.project.path
    confirmed = 0
    last: dict[str, int] = {}
    for _moment in range(25):
        wang.project.close()
        delay, lines = random.uniform(0, 0.02), random.randrange(6)
        said = killed_after(delay, "enter", wang.session.home, path, confirmed, lines=lines)
        for line in said:
            confirmed = int(line) + 1
            last[ITEMS[int(line) % 3]] = int(line)
        wang.project = open_project(wang.session, path)
        assert wang.check().faults == ()
        page = wang.page(U1)
        # The one answer that was not confirmed may be there as well: it was being written.
        item = ITEMS[confirmed % 3]
        if page.entries[item].entered.justification == f"第 {confirmed} 次":
            last[item] = confirmed
        confirmed += 1
        for item, number in last.items():
            assert page.entries[item].entered.justification == f"第 {number} 次", f"{number} was confirmed"
    assert confirmed > 60, "it was killed before it did anything"
    assert len(wang.devices()) == 1, "a profile that is behind its file goes on in the same chain"
    assert desk.merges_one(wang.hands_in()).verdict == "merge"
    assert desk.check().faults == ()


def test_blocks_killed_at_15_moments(tmp_path: Path) -> None:
    random = Random(4)
    desk = founded(tmp_path, codes=("WXL",), mode="single")
    wang = desk.assessor("WXL")
    wang.answers(U1, "B3", "1/2")  # the profile knows its device before the first kill
    path = wang.project.path
    following = 0
    for _moment in range(15):
        wang.project.close()
        delay, lines = random.uniform(0, 0.02), random.randrange(4)
        said = killed_after(delay, "blocks", wang.session.home, path, following, lines=lines)
        following = max([following, *(int(line) + 1 for line in said)])
        wang.project = open_project(wang.session, path)
        assert wang.check().faults == ()
        words = {
            wang.page(unit).entries[item].entered.justification
            for unit in UNITS
            for item in ("A1", "A2", "B1", "B2")
        }
        assert len(words) == 1, "a block is there as a whole or not at all"
        confirmed = f"第 {following - 1} 块" if following else ""
        # The one block that was not confirmed may be there as well: it was being written.
        assert words <= {confirmed, f"第 {following} 块"}, f"{confirmed} was confirmed"
        following += f"第 {following} 块" in words
    assert following > 15, "it was killed before it did anything"
    assert len(wang.devices()) == 1


def test_merging_killed_at_25_moments(tmp_path: Path) -> None:
    random = Random(2)
    desk = founded(tmp_path, codes=("WXL", "ZQM"), mode="all")
    packages = []
    for number in range(10):
        person: Field = desk.assessor(("WXL", "ZQM")[number % 2], home=f"home{number % 2}")
        person.answers_all(UNITS[number % 3], {"B1": str(number % 5)})
        packages.append(person.hands_in())
        person.project.close()
    untouched = desk.copies_file(tmp_path / "untouched.evalproj")
    desk.merges(*packages)
    expected = desk.meaning()
    before = {identity.hex() for (identity,) in rows_of(untouched)}
    steps = [before]
    for package in packages:
        steps.append(steps[-1] | {revision_id(line) for line in contents_of(package)[1]})
    names = [package.name for package in packages]
    path = tmp_path / "killed.evalproj"
    for moment in range(25):
        if moment % 5 == 0:
            shutil.copyfile(untouched, path)
        said = killed_after(random.uniform(0, 0.16), "merge", desk.session.home, path, *packages)
        with open_project(desk.session, path) as project:
            after = desk_of(project, desk.folder, desk.tasks)
            assert after.check().faults == ()
            reached = max(number for number, step in enumerate(steps) if step <= after.ids())
            assert after.ids() == steps[reached], "a file is there as a whole or not at all"
            assert not said or reached > names.index(said[-1]), f"{said[-1]} was confirmed"
            if moment % 5 == 4:
                after.merges(*packages)
                assert after.meaning() == expected


def rows_of(path: Path) -> list[tuple[bytes]]:
    connection = sqlcipher.connect(f"{path.as_uri()}?immutable=1", uri=True)
    try:
        return list(connection.execute("SELECT id FROM revision"))
    finally:
        connection.close()


def test_handing_in_killed_at_10_moments(tmp_path: Path) -> None:
    random = Random(3)
    desk: Desk = founded(tmp_path, codes=("WXL",), mode="single")
    wang = desk.assessor("WXL")
    for unit in UNITS:
        wang.answers_all(unit)
    target = tmp_path / "out" / "wxl.evalpkg"
    for moment in range(10):
        wang.project.close()
        delay, lines = random.uniform(0, 0.05), moment % 2
        said = killed_after(delay, "submit", wang.session.home, wang.project.path, target, lines=lines)
        wang.project = open_project(wang.session, wang.project.path)
        assert wang.check().faults == ()
        if target.exists():
            assert contents_of(target)[0].revisions > 0, "whole or not at all"
        else:
            assert not said
        wang.answers(U1, "B1", str(moment % 5))
    assert target.exists()
    assert desk.merges_one(wang.hands_in()).verdict == "merge"
