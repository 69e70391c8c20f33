"""A coordinator's project into which everything has come that can be asked about: held work, a gap, a broken line, a withdrawn file."""

import shutil
from pathlib import Path

from evalapp.base.progress import Progress
from evalapp.work.changing import add_assessor, assign
from evalapp.work.create import Assessor
from evalapp.work.doubts import accept, doubts
from evalapp.work.tasks import open_task, write_tasks
from evalapp.work.withdrawing import withdraw_batch
from tests.people import Desk, Field, contents_of, founded, laptop, package_of

U1, U2 = "370100", "370200"


def received_project(folder: Path, key: Path) -> tuple[Path, tuple[Path, ...]]:
    """The project, of the coordinator with the file ``key``; and files that have not been merged yet."""
    (folder / "desk").mkdir(parents=True)
    shutil.copyfile(key, folder / "desk" / "identity.key")
    desk = founded(folder, codes=("WXL", "ZQM", "SYN"), mode="all", units=(U1, U2))
    wang, zhao, sun = (desk.assessor(code) for code in ("WXL", "ZQM", "SYN"))
    for person, value in ((wang, "full"), (zhao, "none"), (sun, "part")):
        person.answers_all(U1, {"A2": value})
    desk.merges(*(person.hands_in(U1, comment="B1 没有网站") for person in (wang, zhao)))
    desk.decides(U1, "A2", "part")
    withdrawn = desk.merges_one(sun.hands_in(U1)).batch
    withdraw_batch(desk.project, withdrawn, "交错了城市")
    _at_home(desk, wang, folder)
    broken = _broken(desk, sun, folder)
    desk.merges(broken)
    (doubt,) = doubts(desk.project)
    accept(desk.project, doubt)
    _at_home(desk, zhao, folder)
    unknown = _from_another_copy(desk, folder)
    desk.merges(unknown)
    zhao.answers(U2, "B1", "3")
    wang.answers(U2, "B1", "2")
    waiting = (wang.hands_in(), zhao.hands_in(), _damaged(wang.hands_in(everything=True)))
    path = desk.project.path
    for person in (wang, zhao, sun):
        person.project.close()
    desk.project.close()
    return path, waiting


def _at_home(desk: Desk, person: Field, folder: Path) -> None:
    """Somebody goes on at a second laptop, and what is written there comes in."""
    name = f"{person.code}-at-home"
    person.reopens(person.copies_file(folder / name / "usb.evalproj"), laptop(folder / name / "home"))
    person.answers(U2, "A2", "part", text="首页没有入口，电话问过窗口")
    person.answers(U2, "B2", state="not_found")
    desk.merges(person.hands_in())


def _broken(desk: Desk, person: Field, folder: Path) -> Path:
    """A file of which a line cannot be read, and the one before it is missing."""
    person.answers(U2, "A1", "yes")
    person.answers(U2, "A2", "full")
    person.answers(U2, "B1", "1")
    _manifest, lines, seals = contents_of(person.hands_in())
    gapped = [line.replace(b'"value":"full"', b'"value":"best"') for line in (lines[0], *lines[-3:])]
    return package_of(
        desk, folder / "SYN-u盘.evalpkg", gapped, by=person.identity, sender=person.id, seals=seals
    )


def _from_another_copy(desk: Desk, folder: Path) -> Path:
    """The file of somebody who was entered in another copy of the project."""
    other = desk.second_laptop()
    new = add_assessor(other.project, Assessor("周慧", "ZH"))
    assign(other.project, U1, new, place=4)
    (task,) = write_tasks(other.project, folder / "new", Progress(), only=[new])
    other.project.close()
    zhou = Field(open_task(laptop(folder / "zh"), task.path, folder / "zh.evalproj"))
    zhou.code = "ZH"
    zhou.answers(U1, "A2", "part")
    path = zhou.hands_in(U1)
    zhou.project.close()
    return path


def _damaged(package: Path) -> Path:
    found = bytearray(package.read_bytes())
    found[len(found) // 2] ^= 0xFF
    copy = package.with_name("WXL-u盘.evalpkg")
    copy.write_bytes(bytes(found))
    return copy
