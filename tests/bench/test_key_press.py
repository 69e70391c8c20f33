"""From the key pressed on the card to the row on the disk, in an assessor's project of many revisions."""

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evalapp.ui.app import make_window
from evalapp.ui.assessor import desk_work
from evalapp.ui.assessor.page import EntryPage
from evalapp.work.answers import Entered
from evalapp.work.project import Project
from tests.bench.big_project import found_for_one, write_answers
from tests.bench.conftest import REVISIONS, bare_commit, percentile, timed

LEAVES, TIMES = 200, 15
"""337 cities × 200 items × 15 answers to each are a million revisions."""

TURNS = 300
REST_MS = 50
"""Between two keys, as between those of a person in a hurry: the page has been painted by then."""
CTRL = Qt.KeyboardModifier.ControlModifier

pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise|grabbing)", extend=True)


class Painted(QObject):
    """When a widget was last painted."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.at = 0.0
        parent.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.at = time.perf_counter()
        return False


@pytest.fixture
def page(tmp_path: Path, qapp: QApplication, qtbot: QtBot, quote: Callable[..., None]) -> Iterator[EntryPage]:
    """The entry page of an assessor who has answered everything fifteen times."""
    project = found_for_one(tmp_path, max(2, round(REVISIONS / (LEAVES * TIMES))), LEAVES)
    write_answers(project, TIMES)
    project.close()
    window = make_window(qapp, project.session)
    qtbot.addWidget(window)
    window.resize(1366, 706)
    window.show()
    begun = time.perf_counter()
    window.open_file(project.path)
    QApplication.processEvents()
    quote("open an assessor's project, first page painted", time.perf_counter() - begun, 0.5, "s", "<= 0.5 s")
    assert isinstance(window.page, EntryPage)
    yield window.page
    window.close()


def test_key_press(
    page: EntryPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quote: Callable[..., None]
) -> None:
    """Each turn another item, another option, by the digit on the card."""
    card = page.cards.card
    durable: list[float] = []
    real = desk_work.record_answers

    def record(project: Project, answers: Mapping[tuple[str, str], Entered]) -> int:
        n = real(project, answers)
        durable.append(time.perf_counter())
        return n

    monkeypatch.setattr(desk_work, "record_answers", record)
    painted, written, repainted = Painted(card), [], []
    rests = QEventLoop()  # as between keys: to ask in a loop whether it is done would take the worker's time
    page.desk.written.connect(rests.quit)
    for turn in range(TURNS):
        QTest.keyClick(card, Qt.Key.Key_Down, CTRL)
        QTest.qWait(REST_MS)
        value = page.desk.entered(*page.here()).value
        digit = Qt.Key.Key_1 if value != "full" else Qt.Key.Key_3
        begun = time.perf_counter()
        QTest.keyClick(card, digit)
        rests.exec()
        QApplication.processEvents()
        assert len(durable) == turn + 1
        written.append(durable[-1] - begun)
        repainted.append(painted.at - begun)
    bare = timed(bare_commit(tmp_path / "bare.db"), TURNS)
    for share, name in ((0.5, "median"), (0.99, "p99")):
        quote(
            f"key press to durable row, {name}",
            1000 * percentile(sorted(written), share),
            1000 * percentile(bare, share),
            "ms",
            "floor + 10 ms",
        )
        quote(
            f"key press to the page repainted, {name}",
            1000 * percentile(sorted(repainted), share),
            1000 * percentile(bare, share),
            "ms",
            "no figure set",
        )
