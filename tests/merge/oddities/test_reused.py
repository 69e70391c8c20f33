"""Evidence behind several cells: by its bytes, or by the page that it leads to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.entry.addresses import is_of_government, same_page
from evalapp.entry.evidence import Evidence
from evalapp.merge.oddities.case import Said
from evalapp.merge.oddities.reused import find_reused
from tests.merge.oddities.cases import Z, case, link, said, shot

GUIDE = "http://zwfw.jinan.gov.cn/guide/12.html"
SHOT = shot("5e")
UNITS = [f"{n:03}" for n in range(20)]


def behind(*cells: tuple[str, str, str], piece: Evidence = SHOT) -> list[Said]:
    return [said(unit, item, "full", subject=subject, evidence=(piece,)) for unit, item, subject in cells]


W = "w" * 32


@pytest.mark.parametrize(
    ("cells", "strength", "begins"),
    [
        (
            (("000", "STEP", W), ("001", "STEP", W)),
            90,
            "One file stands behind answers for 市000, 市001 (STEP)",
        ),
        (
            (("000", "STEP", W), ("001", "STEP", Z)),
            90,
            "One file stands behind answers for 市000, 市001 (STEP)",
        ),
        (
            (("000", "STEP", W), ("000", "STEP", Z)),
            80,
            "王晓岚, 赵启明 gave the very same file for 市000 (STEP)",
        ),
        (
            (("000", "STEP", W), ("000", "YES", W), ("000", "RATE", W)),
            26,
            "One file stands behind several items of 市000 (YES, STEP, RATE)",
        ),
    ],
)
def test_a_file_that_stands_twice(
    cells: tuple[tuple[str, str, str], ...], strength: float, begins: str
) -> None:
    (found,) = find_reused(case(behind(*cells), units=UNITS))
    assert found.why.startswith(begins)
    assert (found.strength, found.refs) == (strength, (SHOT.ref,))
    assert {(place.unit, place.item, place.subject) for place in found.places} == set(cells)


@pytest.mark.parametrize(
    "cells",
    [
        (("000", "STEP", W),),
        (("000", "STEP", W), ("000", "YES", W)),
        (("000", "STEP", W), ("000", "STEP", Z)),
        (("000", "STEP", W), ("000", "YES", Z)),
    ],
    ids=["once", "one unit", "two who found the same", "two who found the same for two items"],
)
def test_a_page_may_stand_behind_one_unit_as_often_as_it_likes(
    cells: tuple[tuple[str, str, str], ...],
) -> None:
    assert find_reused(case(behind(*cells, piece=link(GUIDE)), units=UNITS)) == []


def test_a_page_behind_two_units_is_told_however_it_is_spelled() -> None:
    other = link("HTTPS://www.zwfw.jinan.gov.cn:443/guide/12.html#top")
    answers = behind(("000", "STEP", W), piece=link(GUIDE)) + behind(("001", "YES", Z), piece=other)
    (found,) = find_reused(case(answers, units=UNITS))
    assert found.why.startswith(
        "The page zwfw.jinan.gov.cn/guide/12.html stands behind answers for 市000, 市001"
    )
    assert found.refs == tuple(sorted((GUIDE, other.ref)))


def test_a_page_that_many_units_share_is_perhaps_the_provinces() -> None:
    many = behind(*((unit, "STEP", W) for unit in UNITS[:5]), piece=link(GUIDE))
    (found,) = find_reused(case(many, units=UNITS))
    assert found.strength == 20
    assert "answers for 5 units (STEP): fine where it belongs to all of them" in found.why


@pytest.mark.parametrize(("units", "told"), [(6, 6), (7, 0)])
def test_where_a_third_of_the_units_keep_evidence_so_it_is_no_finding(units: int, told: int) -> None:
    answers = [
        one
        for n in range(units)
        for one in behind(*((UNITS[n], item, W) for item in ("STEP", "YES", "RATE")), piece=shot(f"{n:02x}"))
    ]
    assert len(find_reused(case(answers, units=UNITS))) == told


def test_what_may_well_be_is_nothing() -> None:
    """A piece cited twice in one cell, a page that shows two items, words."""
    two = behind(("000", "STEP", W), ("000", "YES", W), piece=shot("6f"))
    twice = [said("000", "STEP", "full", evidence=(SHOT, SHOT))]
    notes = [said(unit, "STEP", "full", evidence=(Evidence(kind="note", ref="电话核实"),)) for unit in UNITS]
    assert find_reused(case([*twice, *two, *notes], units=UNITS)) == []


def test_a_further_place_is_news() -> None:
    two, three = (
        find_reused(case(behind(*((unit, "STEP", W) for unit in UNITS[:n])), units=UNITS))[0] for n in (2, 3)
    )
    assert two.key == three.key
    assert two.about != three.about


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.gov.cn/x", "https://a.gov.cn/x"),
        ("http://www.a.gov.cn/x", "http://A.gov.cn/x/"),
        ("http://a.gov.cn:80/x", "https://a.gov.cn:443/x"),
        ("http://a.gov.cn/x?b=2&a=1", "http://a.gov.cn/x?a=1&b=2"),
        ("http://a.gov.cn/x?utm_source=wx&a=1", "http://a.gov.cn/x?a=1"),
        ("http://a.gov.cn/x#part2", "http://a.gov.cn/x"),
        ("http://a.gov.cn/", "http://a.gov.cn/index.html"),
        ("http://a.gov.cn/%E5%8A%9E", "http://a.gov.cn/办"),
        ("http://a.gov.cn/x;jsessionid=1", "http://a.gov.cn/x"),
    ],
)
def test_one_page(one: str, other: str) -> None:
    assert same_page(one) == same_page(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.gov.cn/x", "http://b.gov.cn/x"),
        ("http://a.gov.cn/x", "http://a.gov.cn/y"),
        ("http://a.gov.cn/x?id=1", "http://a.gov.cn/x?id=2"),
        ("http://a.gov.cn/#/one", "http://a.gov.cn/#/two"),
        ("http://a.gov.cn:8080/x", "http://a.gov.cn/x"),
        ("http://a.gov.cn/X", "http://a.gov.cn/x"),
    ],
)
def test_two_pages(one: str, other: str) -> None:
    assert same_page(one) != same_page(other)


@given(st.text(max_size=60))
def test_any_text_has_an_answer(text: str) -> None:
    for address in (text, f"http://{text}", f"https://www.jinan.gov.cn/{text}"):
        assert same_page(address) == same_page(address.strip())
        is_of_government(address)


@pytest.mark.parametrize(
    ("address", "government"),
    [
        ("http://www.jinan.gov.cn/a", True),
        ("https://zwfw.sd.gov.cn/", True),
        ("https://www.gov.uk/", True),
        ("https://data.gov/", True),
        ("https://www.e.go.jp/x", True),
        ("http://www.sohu.com/gov.cn", False),
        ("http://gov.cn.example.com/", False),
        ("https://mp.weixin.qq.com/s/abc", False),
        ("http://[", False),
    ],
)
def test_whose_site_it_is(address: str, government: bool) -> None:
    assert is_of_government(address) is government
