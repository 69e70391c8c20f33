"""Opening the big project, reading a unit's answers and the first page of the queue."""

from collections.abc import Callable

from evalapp.store.queries import answers_of_unit, cells
from evalapp.work.project import open_project
from tests.bench.conftest import Merged, percentile, timed


def test_open_and_first_pages(merged: Merged, quote: Callable[..., None]) -> None:
    session, path = merged.project.session, merged.project.path

    def open_and_close() -> None:
        open_project(session, path).close()

    quote(
        "open a project",
        percentile(timed(open_and_close, 5), 0.5),
        0.5,
        "s",
        "<= 0.5 s in all, floor = that limit",
    )
    with merged.project.file.read() as connection:
        unit = connection.exec_driver_sql("SELECT unit FROM unit_row ORDER BY place LIMIT 1").scalar_one()
        page = timed(lambda: answers_of_unit(connection, unit), 20)
        queue = timed(lambda: cells(connection, ("pending",), limit=50), 20)
    quote(
        "a unit's answers, both assessors",
        1000 * percentile(page, 0.5),
        5,
        "ms",
        "<= 5 ms, floor = that limit",
    )
    quote("the first 50 of the queue", 1000 * percentile(queue, 0.5), 5, "ms", "<= 5 ms, floor = that limit")
