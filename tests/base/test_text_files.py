"""Tables come in the encodings that spreadsheet programs write; what is no text is told as such."""

import pytest

from evalapp.base.errors import AppError
from evalapp.base.tables import decode, parse_csv


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encodings_of_spreadsheet_programs(encoding: str) -> None:
    text = decode("unit,value\n青岛,4\n".encode(encoding), "a.csv")
    assert [row.cells for row in parse_csv(text, "a.csv", ["unit", "value"]).rows] == [
        {"unit": "青岛", "value": "4"}
    ]


@pytest.mark.parametrize(
    "data", ["unit,值\n".encode("utf-16"), "unit\n".encode("utf-16-le"), b"u,value\n1,4\x00\n"]
)
def test_text_in_utf_16_and_binary_data_are_refused(data: bytes) -> None:
    with pytest.raises(AppError) as caught:
        decode(data, "a.csv")
    assert caught.value.code == "encoding"
    assert "UTF-16" in caught.value.message
