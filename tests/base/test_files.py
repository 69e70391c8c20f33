"""Files appear whole or not at all."""

from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.base.files import atomic_write, read_bytes, write_bytes
from evalapp.base.tables import Column, Columns, parse_csv, read_csv


def test_a_file_appears_only_when_it_is_finished(tmp_path: Path) -> None:
    target = tmp_path / "sub" / "a.txt"
    with atomic_write(target) as temporary:
        temporary.write_text("half", encoding="utf-8")
        assert not target.exists()
    assert target.read_text(encoding="utf-8") == "half"
    assert list(target.parent.iterdir()) == [target]


def test_what_was_there_stays_when_writing_fails(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    write_bytes(target, b"before")

    def write_half() -> None:
        with atomic_write(target) as temporary:
            temporary.write_bytes(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_that_fails_its_check_does_not_appear(tmp_path: Path) -> None:
    def refuse(_path: Path) -> None:
        raise AppError("bad", "not good enough")

    target = tmp_path / "a.txt"
    with pytest.raises(AppError, match="not good enough"), atomic_write(target, verify=refuse) as temporary:
        temporary.write_bytes(b"x")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(AppError) as caught:
        write_bytes(tmp_path / "file" / "a.txt", b"x")
    assert caught.value.code == "cannot_write"


def test_reading_is_bounded(tmp_path: Path) -> None:
    (tmp_path / "big").write_bytes(b"x" * 11)
    assert read_bytes(tmp_path / "big", 11) == b"x" * 11
    with pytest.raises(AppError) as caught:
        read_bytes(tmp_path / "big", 10)
    assert caught.value.code == "too_large"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_tables_are_read_in_the_encodings_of_spreadsheets(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "t.csv").write_bytes("code,name\n370200,青岛市\n341302,埇桥区\n".encode(encoding))
    table = read_csv(tmp_path / "t.csv", ("code", "name"))
    assert [row.cells for row in table.rows] == [
        {"code": "370200", "name": "青岛市"},
        {"code": "341302", "name": "埇桥区"},
    ]
    assert [row.line for row in table.rows] == [2, 3]


def test_every_wrong_column_is_named() -> None:
    with pytest.raises(AppError) as caught:
        parse_csv(
            "unit,ittem,value,value\n",
            "s.csv",
            Columns(tuple(map(Column, ("unit", "item", "value"))), (Column("state"),)),
        )
    assert "“item” is missing" in " ".join(caught.value.details)
    assert "“value” occurs twice" in " ".join(caught.value.details)
    assert "“ittem” is not known here" in " ".join(caught.value.details)


def test_a_row_with_too_many_cells_is_named_by_its_line() -> None:
    with pytest.raises(AppError, match="line 3: 3 cells"):
        parse_csv("a,b\n1,2\n1,2,3\n", "s.csv", ("a", "b"))


def test_lines_inside_quotes_count() -> None:
    table = parse_csv('a,b\n"one\ntwo",2\n3,4\n', "s.csv", ("a", "b"))
    assert [(row.line, row.get("a")) for row in table.rows] == [(3, "one\ntwo"), (4, "3")]
