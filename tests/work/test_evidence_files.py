"""Files as evidence: what cannot be taken is named with its reason, and nothing of it is stored."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from evalapp.base.errors import AppError, Cancelled
from evalapp.base.progress import Progress
from evalapp.work.evidence import attachment_bytes, file_evidence, image_kind, note_evidence, read_file
from evalapp.work.project import Project
from tests.people import founded

MEGABYTE = 1024**2


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return (
        founded(tmp_path / "desk", codes=("WXL",), units=("370100",), mode="single").assessor("WXL").project
    )


def stored(project: Project) -> int:
    with project.file.read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM attachment").scalar() or 0)


def empty(path: Path) -> None:
    path.touch()


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(300 * MEGABYTE)


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "code", "said"),
    [
        (empty, "empty", "0 bytes"),
        (huge, "too_large", "300 MB and was not added; a piece of evidence holds at most 64 MB"),
        (folder, "cannot_read", "it is a folder"),
        (lambda _path: None, "cannot_read", "there is no such file"),
    ],
)
def test_what_cannot_be_taken_is_named(
    project: Project, tmp_path: Path, make: Callable[[Path], None], code: str, said: str
) -> None:
    path = tmp_path / "名单.bin"
    make(path)
    with pytest.raises(AppError, match=r"名单\.bin") as refused:
        file_evidence(project, path)
    assert refused.value.code == code
    assert said in refused.value.message
    assert stored(project) == 0


def test_a_file_that_is_cut_off_while_it_is_read_is_not_taken(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "report.bin"
    path.write_bytes(b"1" * 5 * MEGABYTE)
    cut = Progress(lambda _done, _total, _name: os.truncate(path, MEGABYTE), every=0)
    with pytest.raises(AppError, match="only a part of it could be read"):
        file_evidence(project, path, cut)
    assert stored(project) == 0


def test_reading_tells_how_far_it_is_and_can_be_stopped(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "report.bin"
    path.write_bytes(b"1" * 5 * MEGABYTE)
    steps: list[tuple[int, int]] = []
    assert (
        len(read_file(path, Progress(lambda done, total, _name: steps.append((done, total)), every=0)))
        == 5 * MEGABYTE
    )
    assert steps == [(number * MEGABYTE, 5 * MEGABYTE) for number in range(6)]
    stopped = Progress(lambda done, _total, _name: stopped.cancel() if done > MEGABYTE else None, every=0)
    with pytest.raises(Cancelled):
        file_evidence(project, path, stopped)
    assert stored(project) == 0


def test_a_text_file_is_kept_byte_for_byte(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "名单.txt"
    path.write_bytes("甲,乙\r\n".encode("gb18030"))
    piece = file_evidence(project, path)
    assert (piece.kind, piece.title, piece.size) == ("file", "名单.txt", path.stat().st_size)
    assert attachment_bytes(project, piece.ref) == path.read_bytes()


def test_a_sound_is_no_picture_although_it_begins_like_one() -> None:
    assert image_kind(b"RIFF\x00\x00\x00\x00WEBPVP8 ") == "image/webp"
    assert image_kind(b"RIFF\x00\x00\x00\x00WAVEfmt ") == ""


@pytest.mark.parametrize("words", ["", "  \n ", "字" * 2001])
def test_a_note_without_words_or_with_too_many_is_refused(project: Project, words: str) -> None:
    with pytest.raises(AppError) as refused:
        note_evidence(project, words)
    assert refused.value.code == "note"
