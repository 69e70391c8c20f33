"""Evidence that is broken or weak by itself, and evidence that was not given."""

import struct

import pytest

from evalapp.entry.evidence import NOT_WHAT_IT_SAYS, Evidence
from evalapp.entry.image_size import image_size
from evalapp.merge.oddities.case import Attached
from evalapp.merge.oddities.doubtful import find_doubtful
from tests.merge.oddities.cases import W, Z, case, link, said, shot

SHOT = shot("5e", "首页", at="2021-10-21T01:42:00Z")
FILE = Evidence(kind="file", ref="f1" * 32, title="指南.pdf", size=9, mime="application/octet-stream")
LARGE = Attached(image=True, size=(1280, 720))


@pytest.mark.parametrize(
    ("piece", "attached", "strength", "words"),
    [
        (
            SHOT,
            {},
            95,
            "市000 STEP: “首页” is named as evidence, but the file has not come with the submission.",
        ),
        (
            SHOT,
            {SHOT.ref: Attached(image=False)},
            85,
            "市000 STEP: “首页” is damaged, or not what its name says it is.",
        ),
        (
            FILE,
            {FILE.ref: Attached(image=False, sound=False)},
            85,
            "“指南.pdf” is damaged, or not what its name says it is.",
        ),
        (
            SHOT,
            {SHOT.ref: Attached(image=True, size=(200, 120))},
            55,
            "“首页” has 200 × 120 pixels, too few to read anything.",
        ),
        (
            SHOT,
            {SHOT.ref: Attached(image=True, size=(900, 20))},
            55,
            "“首页” has 900 × 20 pixels, too few to read anything.",
        ),
        (link("关于济南"), {}, 80, "“关于济南” is no web address that a browser could open."),
        (
            link("http://192.168.1.8/x"),
            {},
            75,
            "only the assessor's own computer or network can open “http://192.168.1.8/x”.",
        ),
        (
            link("http://www.jinan.gov.cn/"),
            {},
            40,
            "leads to a home page alone, which shows little and changes.",
        ),
    ],
)
def test_a_doubt_is_told(piece: Evidence, attached: dict[str, Attached], strength: float, words: str) -> None:
    (found,) = find_doubtful(case([said("000", "STEP", "full", evidence=(piece,))], attached=attached))
    assert found.why.endswith(words)
    assert (found.strength, found.refs) == (strength, (piece.ref,))


@pytest.mark.parametrize(
    ("piece", "attached"),
    [
        (SHOT, {SHOT.ref: LARGE}),
        (SHOT, {SHOT.ref: Attached(image=True, size=(700, 60))}),
        (SHOT, {SHOT.ref: Attached(image=True)}),
        (FILE, {FILE.ref: Attached(image=False)}),
        (link("http://www.jinan.gov.cn/col/1.html"), {}),
        (Evidence(kind="note", ref="电话核实"), {}),
    ],
    ids=["large", "a line cut out", "size unknown", "a file", "a page", "a note"],
)
def test_sound_evidence_is_left_alone(piece: Evidence, attached: dict[str, Attached]) -> None:
    assert find_doubtful(case([said("000", "STEP", "full", evidence=(piece,))], attached=attached)) == []


def test_what_the_laptop_found_damaged_is_told() -> None:
    piece = Evidence(kind="file", ref="f1" * 32, title="指南.pdf", size=9, mime=NOT_WHAT_IT_SAYS)
    attached = {piece.ref: Attached(image=False)}
    (found,) = find_doubtful(case([said("000", "STEP", "full", evidence=(piece,))], attached=attached))
    assert found.strength == 85


@pytest.mark.parametrize(
    ("addresses", "told"),
    [
        (["https://www.sohu.com/a/1"], ["https://www.sohu.com/a/1"]),
        (["https://www.sohu.com/a/1", "http://www.jinan.gov.cn/b"], []),
        (["http://www.jinan.gov.cn/b"], []),
    ],
)
def test_a_page_of_somebody_else_where_the_item_asks_for_the_government(
    addresses: list[str], told: list[str]
) -> None:
    pieces = [link(address) for address in addresses]
    asked = said("000", "RATE", "1/2", evidence=pieces)
    not_asked = said("000", "STEP", "full", evidence=pieces)
    found = find_doubtful(case([asked, not_asked]))
    assert [one.refs for one in found] == [(ref,) for ref in told]
    assert all([place.item for place in one.places] == ["RATE"] for one in found)


@pytest.mark.parametrize(
    ("begins", "ends", "outside"),
    [
        ("", "", False),
        ("2021-10-22", "", True),
        ("2021-10-21T09:00:00Z", "", False),
        ("", "2021-10-20", True),
        ("", "2021-10-21", False),
    ],
)
def test_evidence_is_of_the_projects_time(begins: str, ends: str, outside: bool) -> None:
    answers = [said("000", "STEP", "full", evidence=(SHOT,))]
    found = find_doubtful(case(answers, attached={SHOT.ref: LARGE}, begins=begins, ends=ends))
    assert bool(found) is outside
    assert all("is of 2021-10-21, which lies outside the time of this project" in one.why for one in found)


def test_what_a_third_of_an_items_units_share_is_no_doubt() -> None:
    homes = [said(f"{n:03}", "STEP", "full", evidence=(link(f"http://www.c{n}.gov.cn/"),)) for n in range(3)]
    pages = [said(f"{n:03}", "STEP", "full", evidence=(link(f"http://c{n}.gov.cn/a"),)) for n in range(3, 10)]
    assert len(find_doubtful(case([*homes, *pages]))) == 3
    assert find_doubtful(case([*homes, *pages[:5]])) == [], "the item is about home pages"


def test_one_piece_behind_several_cells_is_one_finding() -> None:
    answers = [
        said(unit, "STEP", "full", subject=who, evidence=(SHOT,)) for unit in ("000", "001") for who in (W, Z)
    ]
    (found,) = find_doubtful(case(answers))
    assert len(found.places) == 4
    assert found.strength == 98


def test_gaps_are_told_by_assessor_and_unit() -> None:
    given = {("000", W): ("STEP",), ("001", W): ("YES", "STEP")}
    found = find_doubtful(case([], units=("000", "001"), unevidenced=given))
    assert [one.why for one in found] == [
        "市000: the form requires evidence for STEP, and none was given.",
        "市001: the form requires evidence for each of 2 items, and none was given for YES, STEP.",
    ]
    assert [len(one.places) for one in found] == [1, 2]


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 640, 480)
GIF = b"GIF89a" + struct.pack("<HH", 640, 480)
FRAME = b"\xff\xc2\0\x11\x08" + struct.pack(">HH", 480, 640)
JPEG = b"\xff\xd8\xff\xe1" + struct.pack(">H", 3000) + bytes(2998) + b"\xff\xc4\0\x04\0\0\xff" + FRAME
LOSSY = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 640, 480 | 1 << 14)
LOSSLESS = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + struct.pack("<I", 639 | 479 << 14)
EXTENDED = b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0" + b"\x7f\x02\0\xdf\x01\0"


@pytest.mark.parametrize("head", [PNG, GIF, JPEG, LOSSY, LOSSLESS, EXTENDED])
def test_the_size_of_a_picture_is_read_from_its_beginning(head: bytes) -> None:
    assert image_size(head) == (640, 480)
    assert all(image_size(head[:n]) in (None, (640, 480)) for n in range(len(head)))


@pytest.mark.parametrize("head", [b"", b"%PDF-1.7", b"\xff\xd8\xff\xd9", b"\xff\xd8garbage....", bytes(100)])
def test_what_is_no_picture_has_no_size(head: bytes) -> None:
    assert image_size(head) is None
