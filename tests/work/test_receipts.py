"""The receipt on paper: one A4 page with everything in it, the same in text and on the page, raw in JSON."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec import structs

from evalapp.base.errors import AppError
from evalapp.work.receipts import receipt_pages, receipt_sheet, require_kind, write_receipt
from evalapp.work.submit import HandedIn, Receipt, submit
from tests.people import Desk, founded

U1, U2 = "370100", "370200"
A4 = (595.28, 841.89)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = founded(tmp_path, codes=("WXL", "ZQM"), units=(U1, U2))
    yield made
    made.project.close()


@pytest.fixture
def receipt(desk: Desk) -> Receipt:
    wang = desk.assessor("WXL")
    wang.answers_all(U1)
    wang.answers(U2, "A1", "yes")
    return submit(wang.project, wang.session.home.parent / "WXL.evalpkg", comment="只做到这里")


def of_many(receipt: Receipt, units: int, volumes: int = 0) -> Receipt:
    counts = tuple(
        HandedIn(key=f"{n}", code=f"{n}", name=f"第{n}县", answers=60, unanswered=n % 2) for n in range(units)
    )
    names = tuple(Path(f"WXL.part{n}of{volumes}.evalpkg") for n in range(1, volumes + 1))
    return structs.replace(receipt, counts=counts, volumes=names)


def printed(path: Path, *options: str) -> str:
    command = ["pdftotext", *options, path, "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def size_of(path: Path) -> tuple[int, tuple[float, float]]:
    """The number of pages, and the width and height of the first in points."""
    said = subprocess.run(["pdfinfo", path], check=True, capture_output=True, text=True).stdout
    facts = dict(line.split(":", 1) for line in said.splitlines() if ":" in line)
    width, _by, height, *_unit = facts["Page size"].split()
    return int(facts["Pages"]), (float(width), float(height))


def test_counts_are_told_unit_by_unit(receipt: Receipt) -> None:
    assert [(one.code, one.answers, one.unanswered) for one in receipt.counts] == [(U1, 6, 0), (U2, 1, 5)]
    assert (receipt.answers, receipt.unanswered) == (7, 5)
    assert (receipt.person, receipt.code) == ("王晓岚", "WXL")
    assert receipt.project != "" and receipt.program != ""


@pytest.mark.parametrize("name", ["en", "zh_CN"])
def test_one_page_of_a4_says_everything(
    receipt: Receipt, tmp_path: Path, language: Callable[[str], None], name: str
) -> None:
    language(name)
    path = write_receipt(structs.replace(receipt, synthetic=True), tmp_path / "r.pdf")
    pages, size = size_of(path)
    assert pages == 1
    assert size == pytest.approx(A4, abs=1)
    text = printed(path, "-layout")
    groups = "".join(text.split())
    assert receipt.sha256 in groups
    for word in (
        receipt.project,
        "王晓岚 (WXL)",
        "WXL.evalpkg",
        f"市{U1}",
        f"市{U2}",
        "UTC",
        receipt.program,
    ):
        assert word in text
    assert f"{receipt.size:,}" in text
    assert ("合成数据" if name == "zh_CN" else "Synthetic data") in text


def test_the_hash_can_be_read_aloud(receipt: Receipt) -> None:
    (fact,) = (fact for fact in receipt_sheet(receipt).facts if fact.caption == "SHA-256")
    assert [len(line.split()) for line in fact.lines] == [4, 4, 4, 4]
    assert {len(group) for line in fact.lines for group in line.split()} == {4}
    assert "".join(fact.lines).replace(" ", "") == receipt.sha256


def test_nothing_says_synthetic_where_it_is_not(receipt: Receipt, tmp_path: Path) -> None:
    assert "Synthetic data" not in printed(write_receipt(receipt, tmp_path / "r.pdf"))


@pytest.mark.parametrize("units", [52, 66, 67, 150, 400])
def test_many_units_go_on_on_further_pages_and_none_is_left_out(
    receipt: Receipt, tmp_path: Path, units: int
) -> None:
    path = write_receipt(of_many(receipt, units), tmp_path / "r.pdf")
    words = printed(path, "-layout").split()
    assert [words.count(f"第{n}县") for n in range(units)] == [1] * units
    assert size_of(path)[0] > 1 or units <= 66


def test_volumes_are_named_and_of_a_heap_the_first_and_the_last(receipt: Receipt, tmp_path: Path) -> None:
    few = printed(write_receipt(of_many(receipt, 2, 3), tmp_path / "few.pdf"))
    assert [f"part{n}of3" in few for n in (1, 2, 3)] == [True] * 3
    heap = write_receipt(of_many(receipt, 2, 900), tmp_path / "heap.pdf")
    assert "part1of900" in printed(heap) and "part900of900" in printed(heap)
    assert size_of(heap)[0] == 1


def test_a_long_name_of_a_folder_is_broken_not_cut(receipt: Receipt, tmp_path: Path) -> None:
    deep = Path("/" + "x" * 200) / ("y" * 150)
    path = write_receipt(structs.replace(receipt, path=deep / "WXL.evalpkg"), tmp_path / "r.pdf")
    assert str(deep) in "".join(printed(path).split())
    assert "y" * 150 in "".join(printed(path).split())


def test_text_says_what_the_page_says(receipt: Receipt, tmp_path: Path) -> None:
    text = write_receipt(receipt, tmp_path / "r.txt").read_text(encoding="utf-8-sig")
    sheet = receipt_sheet(receipt)
    for line in (*(line for fact in sheet.facts for line in fact.lines), sheet.note, sheet.foot):
        assert line in text
    assert all(f"{row.name}: {row.counts}" in text for row in sheet.units)


def test_json_has_the_plain_facts(receipt: Receipt, tmp_path: Path) -> None:
    found = json.loads(write_receipt(receipt, tmp_path / "r.json").read_bytes())
    assert found["sha256"] == receipt.sha256
    assert found["path"] == str(receipt.path)
    assert [one["code"] for one in found["counts"]] == [U1, U2]


def test_another_kind_or_the_submission_itself_is_refused(receipt: Receipt, tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        write_receipt(receipt, tmp_path / "r.docx")
    assert caught.value.code == "receipt_kind"
    assert list(tmp_path.glob("r.*")) == []
    with pytest.raises(AppError):
        require_kind(tmp_path / "a.pdf", beside=tmp_path / "a.pdf")


def test_a_printer_gets_the_same_pages(receipt: Receipt) -> None:
    (page,) = receipt_pages(receipt, dpi=50)
    assert page.startswith(b"\x89PNG")
    assert len(receipt_pages(of_many(receipt, 150), dpi=20)) > 1
