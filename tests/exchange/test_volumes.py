"""A package in volumes goes in as the package does, whichever of them is named, and not at all where one is missing."""

from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.entry.evidence import Evidence
from evalapp.exchange.read import open_package
from evalapp.exchange.volumes import LEAST, distinct, split, volume_of, volume_paths
from evalapp.work.evidence import file_evidence
from evalapp.work.submit import submit
from tests.people import Desk, Field, founded

U1 = "370100"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return founded(tmp_path / "desk", codes=("WXL", "ZQM"), mode="all")


@pytest.fixture
def wang(desk: Desk) -> Field:
    person = desk.assessor("WXL")
    person.answers_all(U1)
    return person


def padded(package: Path) -> int:
    """Sizes are made small instead of packages large: the size that makes three volumes."""
    return -(-package.stat().st_size // 3)


@pytest.fixture
def sent(wang: Field, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, ...]:
    monkeypatch.setattr("evalapp.exchange.volumes.LEAST", 100)
    package = wang.hands_in()
    volumes = split(package, padded(package))
    package.unlink()
    assert len(volumes) == 3
    return volumes


def test_volumes_are_named_so_that_people_see_what_belongs_together(tmp_path: Path) -> None:
    assert [path.name for path in volume_paths(tmp_path / "WXL-1.evalpkg", 2)] == [
        "WXL-1.part1of2.evalpkg",
        "WXL-1.part2of2.evalpkg",
    ]
    assert volume_of(tmp_path / "WXL-1.part2of2.evalpkg") == ("WXL-1.evalpkg", 2, 2)
    for name in ("WXL-1.evalpkg", "WXL.part3of2.evalpkg", "WXL.part0of2.evalpkg", "part1of2.evalpkg"):
        assert volume_of(tmp_path / name) is None


@pytest.mark.parametrize("number", [0, 1, 2])
def test_any_volume_stands_for_all(desk: Desk, sent: tuple[Path, ...], number: int) -> None:
    report = desk.merges_one(sent[number])
    assert (report.verdict, report.path) == ("merge", sent[number])
    assert desk.cell(U1, "A2").match == "missing"


def test_all_volumes_together_are_one_file(desk: Desk, sent: tuple[Path, ...]) -> None:
    assert [file.verdict for file in desk.merges(*sent).files] == ["merge"]
    plain = sent[0].with_name("plain.evalpkg")
    assert distinct([plain, plain]) == (plain, plain), "a file given twice is told as such"
    assert distinct([*sent, sent[0].with_name("other.evalpkg")]) == (
        sent[0],
        sent[0].with_name("other.evalpkg"),
    )


def test_missing_volumes_are_named_and_nothing_is_written(desk: Desk, sent: tuple[Path, ...]) -> None:
    sent[1].unlink()
    before = desk.ids()
    report = desk.merges_one(sent[0])
    assert (report.verdict, report.code) == ("refused", "volume_missing")
    assert sent[1].name in report.reason and sent[2].name not in report.reason
    assert desk.ids() == before


def test_a_volume_of_another_file_makes_the_whole_a_damaged_one(desk: Desk, sent: tuple[Path, ...]) -> None:
    data = bytearray(sent[1].read_bytes())
    data[len(data) // 2] ^= 0x55
    sent[1].write_bytes(data)
    assert desk.merges_one(sent[0]).verdict == "refused"


def test_a_small_file_is_not_split(wang: Field) -> None:
    path = wang.session.home.parent / "s.evalpkg"
    receipt = submit(wang.project, path, comment="只做到这里", volume_size=50_000_000)
    assert receipt.volumes == ()
    assert [one.name for one in path.parent.glob("s*.evalpkg")] == ["s.evalpkg"]


def test_a_large_file_is_split_and_its_volumes_stand_on_the_receipt(wang: Field, desk: Desk) -> None:
    picture = wang.session.home.parent / "noise.bin"
    picture.write_bytes(bytes((n * n * 2654435761 >> 7) % 256 for n in range(3 * LEAST)))
    piece: Evidence = file_evidence(wang.project, picture)
    wang.answers(U1, "A2", "full", evidence=(piece,))
    path = wang.session.home.parent / "s.evalpkg"
    receipt = submit(wang.project, path, comment="只做到这里", volume_size=LEAST)
    assert len(receipt.volumes) >= 3
    assert all(volume.stat().st_size <= LEAST for volume in receipt.volumes)
    assert b"".join(volume.read_bytes() for volume in receipt.volumes) == path.read_bytes()
    with open_package(receipt.volumes[1]) as package:
        package.verify_members()


def test_volumes_that_would_be_a_heap_are_refused_before_anything_is_signed(wang: Field) -> None:
    path = wang.session.home.parent / "s.evalpkg"
    with pytest.raises(AppError) as caught:
        submit(wang.project, path, comment="只做到这里", volume_size=LEAST - 1)
    assert caught.value.code == "volume_size"
    assert not path.exists()
    assert wang.page(U1).signed_off_at == ""
