"""The assessors as they are typed: every way to part name and code, and every line that is wrong."""

import pytest

from evalapp.base.errors import AppError
from evalapp.work.create import Assessor
from evalapp.work.typed_assessors import typed, typed_assessors


@pytest.mark.parametrize(
    "line",
    [
        "王晓岚 WXL",
        "王晓岚,WXL",
        "王晓岚，WXL",
        "王晓岚, WXL",
        "王晓岚\tWXL",
        "　王晓岚　WXL ",
        "王晓岚,WXL,",
        "王晓岚 ， WXL",
    ],
)
def test_name_and_code_stand_apart_in_many_ways(line: str) -> None:
    assert typed_assessors(line) == (Assessor("王晓岚", "WXL"),)


def test_the_code_comes_last() -> None:
    assert typed_assessors("Wang Xiao Lan WXL\n\nSmith, John, JS") == (
        Assessor("Wang Xiao Lan", "WXL"),
        Assessor("Smith, John", "JS"),
    )


def test_every_wrong_line_is_told_by_its_number() -> None:
    with pytest.raises(AppError) as refused:
        typed_assessors("王晓岚 WXL\n\n赵启明\n孙雅宁,S Y\n李 wxl")
    assert [detail.partition(":")[0] for detail in refused.value.details] == ["Line 3", "Line 4", "Line 5"]
    assert "“赵启明” has no code" in refused.value.message
    assert "“S Y” may hold" in refused.value.message
    assert "“wxl” is in line 1 too" in refused.value.message


def test_nobody_is_no_error() -> None:
    assert typed_assessors(" \n\n") == ()


def test_what_is_written_is_read_again() -> None:
    people = (Assessor("Smith, John", "JS"), Assessor("王 晓岚", "WXL"))
    assert typed_assessors(typed(people)) == people
