"""One big project for all benchmarks of a run, and how figures are printed."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from msgspec import Struct

from evalapp.base.progress import Progress
from evalapp.work.merging import MergeReport, merge
from evalapp.work.project import Project
from tests.bench.big_project import found, write_packages

REVISIONS = int(os.environ.get("EVALAPP_BENCH_REVISIONS", "100000"))
"""How large the project is; 1000000 for the figures that are quoted."""

EACH = 2000
LEAVES = 100


class Merged(Struct):
    """The big project after its merge, which was timed."""

    project: Project
    packages: list[Path]
    report: MergeReport
    seconds: float
    peak_before: int
    peak_after: int


@pytest.fixture(scope="session")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Merged]:
    """A coordinator's project into which ``REVISIONS`` revisions were merged, in packages of 2,000."""
    folder = tmp_path_factory.mktemp("big")
    project = found(folder, REVISIONS // EACH, LEAVES)
    packages = write_packages(project, folder / "packages", EACH)
    before = peak_mib()
    begun = time.perf_counter()
    report = merge(project, packages, Progress())
    seconds = time.perf_counter() - begun
    yield Merged(project, packages, report, seconds, before, peak_mib())
    project.close()


def peak_mib() -> int:
    """The largest memory this process has held, in MiB; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@pytest.fixture(scope="session")
def quote() -> Callable[..., None]:
    """Print a row: what was measured, against which floor, the ratio, and what is to be reached."""

    def row(what: str, measured: float, floor: float, unit: str, reach: str) -> None:
        ratio = measured / floor if floor else float("nan")
        print(
            f"\n  {what}: {measured:,.4g} {unit}; floor {floor:,.4g} {unit}; ratio {ratio:.2f} (to reach: {reach})"
        )

    return row


def timed(work: Callable[[], object], times: int) -> list[float]:
    """Seconds of each call, sorted."""
    found = []
    for _turn in range(times):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return sorted(found)


def percentile(sorted_values: list[float], share: float) -> float:
    """The value below which ``share`` of the values lie."""
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * share))]


def bare_commit(path: Path) -> Callable[[], None]:
    """One row committed to a database of its own, with nothing else done: the floor of every write."""
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, body BLOB)")

    def commit() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO t (body) VALUES (?)", (b"x" * 582,))
        connection.execute("COMMIT")

    return commit
