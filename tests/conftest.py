"""What every test gets: a home of its own, English, no network, Chinese glyphs, deletions carried out."""

import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis
import pytest

import catalogue
from evalapp.base.i18n import use_language
from tests.people import Desk, founded_on_server
from tests.server import NoServer, running_server

REPOSITORY = Path(__file__).resolve().parents[1]
LOCAL_FAMILIES = {"AF_UNIX", "AF_NETLINK"}

if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

hypothesis.settings.register_profile("evalapp", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("evalapp")


def _refuse_network(event: str, args: tuple[Any, ...]) -> None:
    """EvalApp is an offline program: a connection to anywhere is a mistake, in the program or in the test."""
    if event == "socket.connect" and args[0].family.name not in LOCAL_FAMILIES:
        raise AssertionError(f"a test connects to {args[1]!r}")
    if event == "socket.getaddrinfo":
        raise AssertionError(f"a test looks up the address of {args[0]!r}")


sys.addaudithook(_refuse_network)


@pytest.fixture(autouse=True)
def evalapp_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of keys, devices and settings: this test's own, not made yet."""
    home = tmp_path / "evalapp-home"
    monkeypatch.setenv("EVALAPP_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def locale_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogues of the source tree, compiled; entries in error are the business of test_locale alone."""
    folder = tmp_path_factory.mktemp("locale")
    for name in catalogue.languages():
        entries, _findings = catalogue.gather(catalogue.parts_of(name), name)
        catalogue.write_catalogue(entries, name, folder)
    return folder


@pytest.fixture(autouse=True)
def language(locale_folder: Path) -> Iterator[Callable[[str], None]]:
    """Each test begins in English; call it to change: ``language("zh_CN")``."""
    use_language("en", locale_folder)
    yield lambda name: use_language(name, locale_folder)
    use_language("en", locale_folder)


@pytest.fixture(scope="session")
def qapp(qapp: object) -> object:
    """pytest-qt's application, with the bundled Chinese font: widths mean nothing where a glyph is a box."""
    from PySide6.QtGui import QFontDatabase

    for path in sorted((REPOSITORY / "resources" / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))
    return qapp


@pytest.fixture(autouse=True)
def _delete_later(request: pytest.FixtureRequest) -> Iterator[None]:
    """Carry out ``deleteLater`` after a test with Qt: processEvents does not."""
    yield
    if "qapp" in request.fixturenames:
        from PySide6.QtCore import QCoreApplication, QEvent

        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server that runs for the tests. A machine without one skips, and says what is missing."""
    try:
        with running_server() as url:
            yield url
    except NoServer as missing:
        pytest.skip(f"NOT TESTED on a shared desk: {missing}")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests of a module that says ``ON_BOTH`` on project files and again on a shared desk."""
    if getattr(metafunc.module, "ON_BOTH", False):
        metafunc.parametrize("place", ["file", "server"], indirect=True)


@pytest.fixture(autouse=True)
def place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the coordinator's project lies: in a file, or on a server to which ``founded`` has moved it."""
    chosen, opened = str(getattr(request, "param", "file")), list[Desk]()
    if chosen == "server":
        if request.node.get_closest_marker("files_only"):
            pytest.skip("about files")
        url = request.getfixturevalue("server")
        monkeypatch.setattr(request.module, "founded", partial(founded_on_server, url, opened))
    yield chosen
    for desk in opened:
        desk.project.close()
