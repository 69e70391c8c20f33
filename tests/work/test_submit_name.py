"""The name that is proposed for a submission."""

from collections.abc import Callable
from pathlib import Path

import pytest

from evalapp.base.clock import local_day
from evalapp.work.submit import proposed_path
from tests.people import founded


@pytest.mark.parametrize(("name", "word"), [("en", "submission"), ("zh_CN", "提交")])
def test_a_submission_is_proposed_under_a_name_that_is_free_and_no_task(
    tmp_path: Path, language: Callable[[str], None], name: str, word: str
) -> None:
    wang = founded(tmp_path).assessor("WXL")
    language(name)
    day = local_day("2021-10-21T01:00:00Z")
    first = proposed_path(wang.project)
    assert first == wang.project.path.with_name(f"WXL-{word}-{day}.evalpkg")
    first.write_text("handed in already")
    assert proposed_path(wang.project).name == f"WXL-{word}-{day}-2.evalpkg"
    proposed_path(wang.project).write_text("and again")
    assert proposed_path(wang.project).name == f"WXL-{word}-{day}-3.evalpkg"
