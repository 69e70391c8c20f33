"""The worked cases notice when the program understands FORM otherwise than it is written.

The table is in ``tests/data/misreadings``. A misreading that no case notices is a sentence of FORM for which there is no proof: work out
a case by hand from FORM's words and put it into ``tests/data/rules``.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import get_args

import pytest

from evalapp.form.rules import Rule
from tests.score.misreadings.table import REPOSITORY, Misreading, misreadings

EVERY = misreadings()
Try = Callable[[int], tuple[list[str], str]]


@pytest.fixture(scope="module")
def trial() -> Iterator[Try]:
    """Which cases notice a misreading, by its place in the table (-1: none of them), and what it broke."""
    command = [sys.executable, "-m", "tests.score.misreadings.trial", "--serve"]
    one_thread = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    with subprocess.Popen(
        command,
        cwd=REPOSITORY,
        env=one_thread,
        text=True,
        encoding="utf-8",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        asked, said = process.stdin, process.stdout

        def attempt(place: int) -> tuple[list[str], str]:
            asked.write(f"{place}\n")
            asked.flush()
            noticed, broken = json.loads(said.readline())
            return noticed, broken

        yield attempt
        asked.close()
        assert process.wait(timeout=60) == 0


def test_without_a_misreading_every_case_is_met(trial: Try) -> None:
    assert trial(-1) == ([], "")


@pytest.mark.parametrize("place", range(len(EVERY)), ids=[one.name for one in EVERY])
def test_a_case_notices(place: int, trial: Try) -> None:
    noticed, broken = trial(place)
    assert not broken, f"the program does not even come to a wrong result:\n{EVERY[place]}\n{broken}"
    assert noticed, f"no worked case notices this misreading:\n{EVERY[place]}"


@pytest.mark.parametrize("one", EVERY, ids=[one.name for one in EVERY])
def test_the_program_has_the_text_once(one: Misreading) -> None:
    compile(one.applied(), one.file, "exec")


def test_every_rule_is_misread_more_than_once() -> None:
    counted = Counter(one.rule for one in EVERY)
    assert {f"rule-{n:02d}" for n in range(1, 19)} == counted.keys()
    assert min(counted.values()) >= 2


def test_every_way_to_points_is_misread() -> None:
    """Names of these begin with the method."""
    methods = {rule.__struct_config__.tag for rule in get_args(Rule)}
    begun = {one.reads.partition(":")[0] for one in EVERY if one.rule == "rule-04"}
    assert methods <= begun


def test_no_two_go_by_one_name() -> None:
    assert [name for name, times in Counter(one.name for one in EVERY).items() if times > 1] == []
