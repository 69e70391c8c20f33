"""The tokens hold what they promise, and nothing outside them names a colour."""

import re
from pathlib import Path

import pytest

from evalapp.ui.theme.sheet import style_sheet
from evalapp.ui.theme.theme import make_theme
from evalapp.ui.theme.tokens import Tokens, colours, read_tokens

ROOT = Path(__file__).parents[3]
THEMES = ROOT / "resources" / "themes"


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    return read_tokens(THEMES / "tokens.toml")


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_every_listed_pair_has_enough_contrast(tokens: Tokens, dark: bool) -> None:
    flat = colours(tokens, dark)
    weak = [
        (pair, contrast(flat[pair[0]], flat[pair[1]]))
        for pairs, least in (
            (tokens.check.text, tokens.meta.min_contrast_text),
            (tokens.check.shape, tokens.meta.min_contrast_shape),
        )
        for pair in pairs
        if contrast(flat[pair[0]], flat[pair[1]]) < least
    ]
    assert weak == []


@pytest.mark.parametrize("dark", [False, True])
def test_numbers_on_heat_cells_are_readable(tokens: Tokens, dark: bool) -> None:
    flat = colours(tokens, dark)
    assert min(contrast(flat[f"heat.{i}"], flat[f"heat_text.{i}"]) for i in range(8)) >= 4.5


def test_both_themes_have_the_same_names(tokens: Tokens) -> None:
    assert colours(tokens, dark=False).keys() == colours(tokens, dark=True).keys()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("scale", [0.9, 1.0, 1.15, 1.3])
def test_the_style_sheet_fills_from_tokens_alone(tokens: Tokens, dark: bool, scale: float) -> None:
    template = (THEMES / "evalapp.qss").read_text(encoding="utf-8")
    assert "#" not in template
    assert "$" not in style_sheet(make_theme(tokens, dark=dark, font_scale=scale), template)


def test_no_widget_names_a_colour_or_an_unknown_token(tokens: Tokens) -> None:
    known = colours(tokens, dark=False).keys()
    literal = re.compile(r"#[0-9a-fA-F]{6}\b|QColor\(\s*\d|rgba?\(")
    named = re.compile(r"""\bcolor\("([\w.]+)"\)""")
    for path in sorted((ROOT / "evalapp" / "ui").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        assert not literal.search(source), path
        assert set(named.findall(source)) <= known, path
