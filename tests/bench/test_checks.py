"""Looking through a country's answers: 337 units × 100 items × 2 assessors, against reading the same answers once."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec import structs

from evalapp.base.progress import Progress
from evalapp.entry.evidence import Evidence
from evalapp.merge.oddities.look import look_over
from evalapp.store.queries import all_answers
from evalapp.work.create import Assessor, new_project
from evalapp.work.looking import look_through
from evalapp.work.merging import merge
from evalapp.work.project import Project
from evalapp.work.session import Session
from tests.bench.big_project import planned, write_packages
from tests.bench.conftest import LEAVES, timed

UNITS, PEOPLE, TIMES = 337, 8, 3


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A coordinator's project in which two assessors have answered everything for every unit."""
    folder = tmp_path_factory.mktemp("country")
    people = tuple(Assessor(f"评估员{n}", f"P{n:04}") for n in range(PEOPLE))
    plan = planned(UNITS, people, LEAVES, "double")
    project = new_project(Session(home=folder / "home"), folder / "country.evalproj", plan)
    each = 2 * UNITS * LEAVES // PEOPLE + 2 * LEAVES
    merge(project, write_packages(project, folder / "packages", each), Progress())
    yield project
    project.close()


def read_once(project: Project) -> int:
    with project.file.read() as connection:
        return sum(1 for _head in all_answers(connection))


def test_looking_through_against_reading_once(country: Project, quote: Callable[..., None]) -> None:
    assert read_once(country) == 2 * UNITS * LEAVES
    floor = timed(lambda: read_once(country), TIMES)[0]
    whole = timed(lambda: look_through(country, Progress()), TIMES)[0]
    quote(f"looking through {2 * UNITS * LEAVES:,} answers", whole, floor, "s", "<= 3, within 5 s")


def test_looking_through_evidence(country: Project, quote: Callable[..., None], tmp_path: Path) -> None:
    """The finders alone, where every answer has a page of its own unit and every tenth a home page."""
    found = look_through(country, Progress())
    case = structs.replace(
        found.case,
        answers=tuple(
            structs.replace(
                said,
                evidence=(
                    Evidence(
                        kind="link", ref=f"http://www.c{said.unit}.gov.cn/{said.item if n % 10 else ''}"
                    ),
                ),
            )
            for n, said in enumerate(found.case.answers)
        ),
    )
    begun = time.perf_counter()
    look_over(found.case, Progress())
    bare = time.perf_counter() - begun
    begun = time.perf_counter()
    look_over(case, Progress())
    quote("finders over answers with evidence", time.perf_counter() - begun, bare, "s", "within 5 s")
