"""The bundled fonts draw whatever EvalApp itself shows, and are what they say."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import fonts

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module", params=sorted(fonts.SOURCES))
def font(request: pytest.FixtureRequest) -> Iterator[TTFont]:
    with TTFont(fonts.FONTS / request.param) as opened:
        yield opened


def test_every_character_of_rosters_forms_and_translations_is_drawn(font: TTFont) -> None:
    missing = fonts.characters_of(fonts.texts()) - {chr(code) for code in font.getBestCmap()}
    assert not missing, f"run packaging/fonts.py again: {''.join(sorted(missing))}"


def test_every_sign_in_the_sources_is_drawn(font: TTFont) -> None:
    shown = fonts.characters_of(sorted((REPOSITORY / "evalapp").rglob("*.py")))
    missing = {sign for sign in shown if unicodedata.category(sign) in {"So", "Sm", "Po", "Lo"}} - {
        chr(code) for code in font.getBestCmap()
    }
    assert not missing, f"run packaging/fonts.py again: {''.join(sorted(missing))}"


def test_characters_outside_gb2312_are_drawn(font: TTFont) -> None:
    assert {ord(sign) for sign in "埇硚猇瀍鄠浉沚"} <= font.getBestCmap().keys()


def test_digits_have_one_width(font: TTFont) -> None:
    codes = font.getBestCmap()
    assert len({font["hmtx"][codes[ord(digit)]][0] for digit in "0123456789"}) == 1


def test_the_licence_lies_beside_the_fonts() -> None:
    assert "SIL OPEN FONT LICENSE" in (fonts.FONTS / "OFL.txt").read_text(encoding="utf-8").upper()
