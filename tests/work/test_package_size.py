"""The size that is told before a submission is written comes close to that of the file."""

import random
from pathlib import Path

from evalapp.work.evidence import content_evidence
from evalapp.work.package_size import expected_size
from tests.people import founded

CITIES = ("370100", "370200")


def test_it_comes_close_with_and_without_files(tmp_path: Path) -> None:
    wang = founded(tmp_path, codes=("WXL",), units=CITIES, mode="single").assessor("WXL")
    for city in CITIES:
        wang.answers_all(city)
    told = expected_size(wang.project)
    real = wang.hands_in().stat().st_size
    assert (told.files, told.n_files) == (0, 0)
    assert abs(told.whole - real) < 4096
    data = random.Random(1).randbytes(300_000)
    piece = content_evidence(wang.project, data, "a.bin")
    for city in CITIES:
        wang.answers(city, "A2", "full", evidence=[piece])
    told = expected_size(wang.project)
    real = wang.hands_in().stat().st_size
    assert (told.files, told.n_files) == (300_000, 1), "one file behind two answers goes along once"
    assert abs(told.whole - real) < 4096
