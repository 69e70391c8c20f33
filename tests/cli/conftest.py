"""A small office: three units, three assessors, a form of six scored items; made once, copied for each test."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.command_line import SMALL_FORM, Account

ROSTER = (("370100", "济南市", "山东省"), ("370200", "青岛市", "山东省"), ("370300", "淄博市", "山东省"))
PEOPLE = (("王晓岚", "WXL"), ("赵启明", "ZQM"), ("孙雅宁", "SYN"))


@dataclass(frozen=True)
class Office:
    """The coordinator's desk with its tasks written, and an assessor who has opened hers but answered nothing."""

    desk: Account
    wang: Account

    @property
    def project(self) -> Path:
        return self.desk.path("desk.evalproj")

    @property
    def mine(self) -> Path:
        return self.wang.path("wang.evalproj")


def founded(desk: Account, *more: object) -> Account:
    """A desk with a project of the small form, ``desk.evalproj``."""
    roster = desk.writes("roster.csv", ("code", "name", "province"), ROSTER)
    people = desk.writes("assessors.csv", ("name", "code"), PEOPLE)
    desk.types(
        "project",
        "new",
        desk.path("desk.evalproj"),
        "--form",
        SMALL_FORM,
        "--roster",
        roster,
        "--assessors",
        people,
        *more,
    )
    return desk


def newer_edition(path: Path, *changes: tuple[str, str]) -> Path:
    """The small form with another version and some texts replaced, each of which must stand in it."""
    text = SMALL_FORM.read_text(encoding="utf-8")
    for before, after in (('version = "1"', 'version = "2"'), *changes):
        assert before in text, before
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def _first_office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    desk, wang = founded(Account(folder / "desk")), Account(folder / "wang")
    desk.types("task", desk.path("desk.evalproj"), "-o", desk.path("tasks"))
    wang.types("open", desk.path("tasks/WXL.evalpkg"), "-o", wang.path("wang.evalproj"))
    return Office(desk, wang)


@pytest.fixture
def office(_first_office: Office, tmp_path: Path) -> Office:
    return Office(_first_office.desk.copied(tmp_path / "desk"), _first_office.wang.copied(tmp_path / "wang"))
