"""What is merged and not signed off is said to be work in progress (RECORD R15)."""

from pathlib import Path

import pytest

from evalapp.base.progress import Progress
from evalapp.work.merging import dry_run, merge
from evalapp.work.submit import submit
from tests.people import founded

HANDED_IN, OTHER = "370100", "370200"


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ((), ""),
        (("A1",), "1 of its answers is work in progress: it counts once it is handed in."),
        (("A1", "A2"), "2 of its answers are work in progress: they count once they are handed in."),
    ],
)
def test_the_report_says_what_of_a_file_is_in_progress(
    tmp_path: Path, items: tuple[str, ...], words: str
) -> None:
    desk = founded(tmp_path / "desk", codes=("WXL",), mode="single", units=(HANDED_IN, OTHER))
    wang = desk.assessor("WXL")
    wang.answers_all(HANDED_IN)
    for item in items:
        wang.answers(OTHER, item, {"A1": "yes", "A2": "full"}[item])
    path = tmp_path / "a.evalpkg"
    submit(wang.project, path, (HANDED_IN,))
    for take in (dry_run, merge):
        (report,) = take(desk.project, [path], Progress()).files
        assert report.verdict == "merge"
        assert report.reason == f"The signature and the chain are sound. {words}".rstrip()
    # Once the rest is handed in, nothing is in progress.
    wang.answers_all(OTHER)
    submit(wang.project, tmp_path / "b.evalpkg")
    (report,) = merge(desk.project, [tmp_path / "b.evalpkg"], Progress()).files
    assert "progress" not in report.reason
    desk.project.close()
    wang.project.close()
