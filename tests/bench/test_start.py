"""From starting the program to a painted window, against an empty window plus SQLAlchemy, each in its own process."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.conftest import percentile

TURNS = 7

_EMPTY = """
import sys
import sqlalchemy
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication(sys.argv)
window = QMainWindow()
window.show()
application.processEvents()
"""

_OURS = """
import sys
from PySide6.QtWidgets import QApplication
from evalapp.ui.app import make_window
from evalapp.work.session import Session
application = QApplication(sys.argv)
window = make_window(application, Session())
window.show()
application.processEvents()
"""

_END = """
import os
os._exit(0)
"""


def test_window_ready(tmp_path: Path, quote: Callable[..., None]) -> None:
    empty, ours = [], []
    for _turn in range(TURNS):
        empty.append(_seconds(_EMPTY + _END, tmp_path))
        ours.append(_seconds(_OURS + _END, tmp_path))
    quote("window ready", percentile(sorted(ours), 0.5), percentile(sorted(empty), 0.5), "s", "<= 2")


def _seconds(script: str, home: Path) -> float:
    environment = {**os.environ, "EVALAPP_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", script], env=environment, check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begun
