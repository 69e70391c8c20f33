"""Both languages, from the catalogue as it stands in the repository."""

import io
from pathlib import Path

import pytest
from babel.messages import mofile, pofile

from evalapp.base.i18n import use_language

CATALOGUE = Path(__file__).parents[2] / "resources" / "locale" / "zh_CN" / "report.po"


@pytest.fixture
def chinese(tmp_path: Path) -> None:
    """The test runs in Chinese."""
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    catalogue = pofile.read_po(io.StringIO(head + CATALOGUE.read_text(encoding="utf-8")), locale="zh_CN")
    folder = tmp_path / "locale" / "zh_CN" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "evalapp.mo").open("wb") as file:
        mofile.write_mo(file, catalogue)
    use_language("zh_CN", tmp_path / "locale")
