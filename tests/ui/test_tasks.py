"""Work runs away from the GUI thread and comes back to it."""

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from evalapp.base.errors import AppError, Cancelled
from evalapp.base.i18n import current_language
from evalapp.base.progress import Progress
from evalapp.ui.tasks import Running, TaskRunner


class Page(QObject):
    """A screen that keeps what reaches it, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.results: list[object] = []
        self.errors: list[Exception] = []
        self.steps: list[tuple[int, int, str]] = []
        self.threads: set[QThread] = set()

    def on_done(self, result: object) -> None:
        self.threads.add(QThread.currentThread())
        self.results.append(result)

    def on_failed(self, error: Exception) -> None:
        self.threads.add(QThread.currentThread())
        self.errors.append(error)

    def on_progress(self, done: int, total: int, message: str) -> None:
        self.threads.add(QThread.currentThread())
        self.steps.append((done, total, message))


def _number(number: int, _: Progress) -> int:
    return number


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    made = TaskRunner()
    yield made
    made.close(cancel=True)


def test_the_result_comes_back_on_the_gui_thread(qtbot: QtBot, runner: TaskRunner) -> None:
    page = Page()
    runner.run(page, lambda _: threading.current_thread().name, done=page.on_done)
    qtbot.waitUntil(lambda: bool(page.results))
    assert str(page.results[0]).startswith("evalapp-writer")
    assert page.threads == {page.thread()}


def test_work_keeps_its_order(qtbot: QtBot, runner: TaskRunner) -> None:
    page = Page()
    for number in range(20):
        runner.run(page, partial(_number, number), done=page.on_done)
    qtbot.waitUntil(lambda: len(page.results) == 20)
    assert page.results == list(range(20))


def test_a_failure_arrives_as_the_exception(qtbot: QtBot, runner: TaskRunner) -> None:
    page = Page()

    def refuse(_: Progress) -> None:
        raise AppError("no", "It did not work.")

    runner.run(page, refuse, done=page.on_done, failed=page.on_failed)
    qtbot.waitUntil(lambda: bool(page.errors))
    assert isinstance(page.errors[0], AppError)
    assert page.results == []


def test_a_failure_nobody_waits_for_is_announced(qtbot: QtBot, runner: TaskRunner) -> None:
    page = Page()

    def refuse(_: Progress) -> None:
        raise AppError("no", "It did not work.")

    with qtbot.waitSignal(runner.failed_unseen) as heard:
        runner.run(page, refuse)
    assert heard.args is not None and isinstance(heard.args[0], AppError)


def test_cancelled_work_stops_at_its_next_step(qtbot: QtBot, runner: TaskRunner) -> None:
    page = Page()
    begun = threading.Event()

    def count(progress: Progress) -> None:
        while True:
            progress.step(0)
            begun.set()

    handle = runner.run(page, count, failed=page.on_failed)
    assert begun.wait(10)
    handle.cancel()
    qtbot.waitUntil(lambda: bool(page.errors))
    assert isinstance(page.errors[0], Cancelled)


def test_nothing_is_delivered_to_a_page_that_is_gone(qtbot: QtBot, runner: TaskRunner) -> None:
    gone, page = Page(), Page()
    release = threading.Event()
    runner.run(gone, lambda _: release.wait(10), done=gone.on_done)
    runner.run(page, lambda _: 1, done=page.on_done)
    delete(gone)
    release.set()
    qtbot.waitUntil(lambda: bool(page.results))
    assert gone.results == []


def test_progress_and_the_name_reach_the_gui_thread(qtbot: QtBot, runner: TaskRunner) -> None:
    page = Page()
    seen: list[Running | None] = []
    runner.running_changed.connect(seen.append)

    def merge(progress: Progress) -> int:
        progress.step(1, 2, "one.evalpkg")
        progress.step(2, 2, "two.evalpkg")
        return 2

    runner.run(page, merge, done=page.on_done, progress=page.on_progress, name="Merge")
    qtbot.waitUntil(lambda: bool(page.results))
    assert page.steps == [(1, 2, "one.evalpkg"), (2, 2, "two.evalpkg")]
    assert seen[0] == Running(name="Merge")
    assert seen[-2] == Running(name="Merge", done=2, total=2, message="two.evalpkg")
    assert seen[-1] is None
    assert page.threads == {page.thread()}


def test_work_speaks_the_language_of_its_caller(qtbot: QtBot, runner: TaskRunner) -> None:
    page = Page()
    runner.run(page, lambda _: current_language(), done=page.on_done)
    qtbot.waitUntil(lambda: bool(page.results))
    assert page.results == ["en"]
