"""An address as people type it, and as it is kept."""

import pytest

from evalapp.entry.evidence import web_address


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://www.gov.cn/zwfw", "https://www.gov.cn/zwfw"),
        (" HTTP://gov.cn ", "HTTP://gov.cn"),
        ("www.gov.cn", "https://www.gov.cn"),
        ("jinan.gov.cn:8080/a?b=1#c", "https://jinan.gov.cn:8080/a?b=1#c"),
        ("政务.中国/办事", "https://政务.中国/办事"),
    ],
)
def test_an_address_is_kept_whole(typed: str, kept: str) -> None:
    assert web_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "https://",
        "see www.gov.cn",
        "notice",
        "1.5",
        "ftp://gov.cn/a",
        "javascript:alert(1)",
        "https://a b",
    ],
)
def test_what_is_none_is_refused(typed: str) -> None:
    assert web_address(typed) == ""


def test_an_address_has_an_end() -> None:
    assert web_address("https://gov.cn/" + "a" * 2000) == ""
