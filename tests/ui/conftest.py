"""What every test of the interface needs: the appearance, both languages, and deletions carried out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from evalapp.base.i18n import use_language
from evalapp.ui.theme.appearance import Appearance, install_appearance

RESOURCES = Path(__file__).parents[2] / "resources"


@pytest.fixture(scope="session")
def locale_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All Chinese catalogues of the source tree, compiled."""
    folder = tmp_path_factory.mktemp("locale")
    target = folder / "zh_CN" / "LC_MESSAGES"
    target.mkdir(parents=True)
    parts = sorted((RESOURCES / "locale" / "zh_CN").glob("*.po"))
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    text = header + "\n".join(part.read_text(encoding="utf-8") for part in parts)
    with (target / "evalapp.mo").open("wb") as compiled:
        write_mo(compiled, read_po(text.encode().splitlines(keepends=True), locale="zh_CN"))
    return folder


@pytest.fixture(autouse=True)
def appearance(qapp: QApplication, locale_folder: Path) -> Iterator[Appearance]:
    """The light theme in English; what a test changes is put back, and deleted widgets are really deleted."""
    installed = install_appearance(qapp, RESOURCES)
    use_language("en", locale_folder)
    if installed.mode != "light" or installed.theme.font_scale != 1.0 or not qapp.styleSheet():
        installed.use("light", 1.0)
    yield installed
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
