"""What no longer applies is kept and travels with the chain (RECORD R9), but is counted by nobody and scores nothing (R14)."""

import zipfile
from pathlib import Path

from evalapp.work.submit import submit
from tests.people import GOOD, Desk, Field, founded

CITY = "370100"


def changes_its_mind(folder: Path) -> tuple[Desk, Field]:
    """A3 applies only where A1 is answered with yes: it was answered, then A1 turned to no."""
    desk = founded(folder, codes=("WXL",), units=(CITY,), mode="single")
    wang = desk.assessor("WXL")
    wang.answers_all(CITY)
    wang.answers(CITY, "A1", "no")
    return desk, wang


def test_the_answer_is_kept_said_so_and_not_counted(tmp_path: Path) -> None:
    _desk, wang = changes_its_mind(tmp_path)
    page = wang.page(CITY)
    assert page.entries["A3"].entered.value == GOOD["A3"]
    assert not page.entries["A3"].applies
    told = [(one.severity, one.item) for one in page.problems if one.kind == "not_counted"]
    assert told == [("info", "A3")]
    assert page.progress.answered == page.progress.leaves == len(GOOD) - 1
    receipt = submit(wang.project, tmp_path / "a.evalpkg", comment="核对过")
    assert (receipt.answers, receipt.unanswered) == (len(GOOD) - 1, 0)


def test_it_goes_along_in_the_file(tmp_path: Path) -> None:
    """A chain is whole or it proves nothing: the words on the card say so."""
    _desk, wang = changes_its_mind(tmp_path)
    sent = wang.hands_in()
    with zipfile.ZipFile(sent) as package:
        assert GOOD["A3"].encode() in package.read("revisions.jsonl")


def test_it_scores_what_a_file_without_it_scores(tmp_path: Path) -> None:
    desk, wang = changes_its_mind(tmp_path / "with")
    desk.merges(wang.hands_in())
    other = founded(tmp_path / "without", codes=("WXL",), units=(CITY,), mode="single")
    plain = other.assessor("WXL")
    for item, value in GOOD.items():
        if item != "A3":
            plain.answers(CITY, item, "no" if item == "A1" else value)
    other.merges(plain.hands_in())
    assert desk.results() == other.results()
