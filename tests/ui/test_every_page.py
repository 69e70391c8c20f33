"""Every page × language × theme × size of window: texts fit, everything has a name and is reached, nothing lies outside, all can be read."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.fit import clipped, outside, pale, sideways, unnamed, unreached
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


def faults(screen: Screen) -> list[str]:
    """Everything that is wrong with what is to be seen."""
    found: list[str] = []
    for top in (screen.window, *popups(screen)):
        found += clipped(top)
        found += [f"no name: {one}" for one in unnamed(top)]
        found += outside(top)
        found += sideways(top)
        found += pale(top)
    over = popups(screen)
    return found + [f"not reached by Tab: {one}" for one in unreached(over[-1] if over else screen.window)]


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_page_is_whole(
    windows: dict[bool, Screen], files: Stage, language: str, theme: str, size: tuple[int, int]
) -> None:
    found: list[str] = []
    seen: set[type] = set()
    for screen in windows.values():
        screen.window.change_language(language)
        screen.window.change_theme(theme)
        screen.window.resize(*size)
        screen.waits()
    for scene in SCENES:
        screen = windows[scene.coordinator]
        screen.window.activateWindow()
        scene.go(screen, files)
        QApplication.processEvents()
        seen |= {kind for one in on_screen(screen) for kind in type(one).__mro__}
        found += [f"{scene.name}: {fault}" for fault in faults(screen)]
        leave(screen)
    assert not found, "\n".join(sorted(set(found)))
    assert [place for place, kind in public_widgets().items() if kind not in seen] == []
