"""Every page × language × theme × size of window: texts fit, everything has a name and is reached, nothing lies outside, all can be read."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from evalapp.ui.page import Page
from evalapp.ui.start.page import StartPage
from evalapp.ui.widgets.coach_marks import CoachMarks
from tests.ui.fit import Elisions, clipped, outside, pale, sideways, torn, unnamed, unreached
from tests.ui.scenes import SCENES, Stage, leave, on_screen, popups, public_widgets, stage
from tests.ui.windows import Screen

SIZES = {"100 %": (1366, 768), "125 %": (1093, 614), "150 %": (910, 512)}
"""A laptop of 1366 × 768 at three scales, in logical pixels."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Stage:
    return stage(tmp_path_factory.mktemp("stage"))


@pytest.fixture
def windows(files: Stage, qapp: QApplication, qtbot: QtBot) -> Iterator[dict[bool, Screen]]:
    """An assessor's window and a coordinator's."""
    made = {
        False: Screen(qapp, qtbot, files.assessor_home),
        True: Screen(qapp, qtbot, files.coordinator_home),
    }
    yield made
    for screen in made.values():
        screen.window.close()


def faults(screen: Screen, *, with_tab: bool) -> list[str]:
    """Everything that is wrong with what is to be seen."""
    found: list[str] = []
    for top in (screen.window, *popups(screen)):
        found += clipped(top)
        found += [f"no name: {one}" for one in unnamed(top)]
        found += outside(top)
        found += sideways(top)
        found += pale(top)
    if not with_tab:
        return found
    over = [*screen.window.findChildren(CoachMarks), *popups(screen)]
    reached = over[-1] if over else screen.window
    return [*found, *torn(reached), *(f"not reached by Tab: {one}" for one in unreached(reached))]


def look_at_all(
    windows: dict[bool, Screen], files: Stage, elisions: Elisions, *, with_tab: bool
) -> tuple[list[str], set[type]]:
    """What is wrong in any scene, and the classes that were seen."""
    found: list[str] = []
    seen: set[type] = set()
    for scene in SCENES:
        screen = windows[scene.coordinator]
        screen.window.activateWindow()
        scene.go(screen, files)
        QApplication.processEvents()
        seen |= {kind for one in on_screen(screen) for kind in type(one).__mro__}
        elisions.found.clear()
        wrong = faults(screen, with_tab=with_tab)
        if wrong:  # what is made anew may not be laid out yet
            QApplication.processEvents()
            elisions.found.clear()
            wrong = faults(screen, with_tab=with_tab)
        found += [f"{scene.name}: {fault}" for fault in (*wrong, *elisions.found)]
        leave(screen)
    return found, seen


def dress(
    windows: dict[bool, Screen], language: str, theme: str, size: tuple[int, int], letters: float
) -> None:
    for screen in windows.values():
        screen.window.change_language(language)
        screen.window.change_theme(theme)
        screen.window.change_font(letters)
        screen.window.resize(*size)
        screen.waits()


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_page_is_whole(
    windows: dict[bool, Screen],
    files: Stage,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    theme: str,
    size: tuple[int, int],
) -> None:
    dress(windows, language, theme, size, 1.0)
    found, seen = look_at_all(windows, files, Elisions(monkeypatch), with_tab=theme == "light")
    assert not found, "\n".join(sorted(set(found)))
    if size != SIZES["100 %"]:
        return  # some parts have no room there, and give way
    assert [place for place, kind in public_widgets().items() if kind not in seen] == []


@pytest.mark.parametrize(
    ("language", "letters", "size"),
    [
        ("en", 0.9, "100 %"),
        ("zh_CN", 1.15, "125 %"),
        ("en", 1.15, "100 %"),
        ("zh_CN", 1.3, "150 %"),
        ("en", 1.3, "100 %"),
        ("en", 1.3, "150 %"),
    ],
)
def test_every_page_is_whole_with_other_letters(
    windows: dict[bool, Screen],
    files: Stage,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    letters: float,
    size: str,
) -> None:
    """Down to letters twice as large as they were drawn: 130 % on a screen at 150 %."""
    dress(windows, language, "light", SIZES[size], letters)
    found, _seen = look_at_all(windows, files, Elisions(monkeypatch), with_tab=False)
    assert not found, "\n".join(sorted(set(found)))


def test_every_page_is_freed_when_it_is_left(windows: dict[bool, Screen], files: Stage) -> None:
    """Five times through every scene: what was there is gone, and there are no more widgets than after the first time."""
    left: dict[type[Page], list[weakref.ref[Page]]] = {}
    counts = []
    for _round in range(5):
        for scene in SCENES:
            screen = windows[scene.coordinator]
            scene.go(screen, files)
            leave(screen)
            page = screen.window.page
            left.setdefault(type(page), []).append(weakref.ref(page))
            del page
        for screen in windows.values():
            screen.window.go_home()
            screen.waits()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        counts.append(len(QApplication.allWidgets()))
    kinds = {kind for kind in public_widgets().values() if issubclass(kind, Page)}
    assert kinds <= left.keys()
    alive = [
        kind.__name__ for kind, pages in left.items() for page in pages if kind is not StartPage and page()
    ]
    assert alive == []
    assert len(set(counts[1:])) == 1, counts
