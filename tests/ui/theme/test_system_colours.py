"""The system's accent is used where it can be read; tokens give way to a high-contrast scheme."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from evalapp.base.home import load_settings
from evalapp.ui.theme.appearance import Appearance, apply_theme
from evalapp.ui.theme.contrast import contrast
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.system import SystemColours, contrast_palette, read_system
from evalapp.ui.theme.tokens import Tokens, read_tokens
from tests.ui.theme.test_tokens import THEMES
from tests.ui.theme.test_tokens import contrast as expected_contrast
from tests.ui.windows import Screen

DARK_GREEN, PALE_GREEN, YELLOW = "#0b6e4f", "#8fe0b0", "#ffd400"
BLACK = {
    "ground": "#000000",
    "text": "#ffffff",
    "link": "#ffff00",
    "chosen": "#1aebff",
    "on_chosen": "#000000",
    "disabled": "#3ff23f",
}
WHITE = {
    "ground": "#ffffff",
    "text": "#000000",
    "link": "#00009f",
    "chosen": "#37006e",
    "on_chosen": "#ffffff",
    "disabled": "#600000",
}


@pytest.fixture
def tokens() -> Tokens:
    return read_tokens(THEMES / "tokens.toml")


@pytest.fixture(autouse=True)
def as_it_was(appearance: Appearance) -> Iterator[None]:
    before = appearance.system
    yield
    appearance.use("light", 1.0, accented=True)
    appearance.follow(before)


def test_contrast_is_measured_as_the_tokens_are() -> None:
    for one, other in (("#1F5FAD", "#FFFFFF"), ("#000000", "#FFFFFF"), (YELLOW, DARK_GREEN)):
        assert contrast(one, other) == pytest.approx(expected_contrast(one, other), rel=1e-3)


@pytest.mark.parametrize(("mode", "accent"), [("light", DARK_GREEN), ("dark", PALE_GREEN)])
def test_an_accent_that_can_be_read_is_taken(
    qapp: QApplication, appearance: Appearance, tokens: Tokens, mode: str, accent: str
) -> None:
    theme = apply_theme(qapp, "dark" if mode == "dark" else "light")
    ours = theme.colours
    appearance.follow(SystemColours(accent=accent))
    taken = current_theme().colours
    assert taken["accent"] == taken["focus"] == accent
    assert {name for name in ours if ours[name] != taken[name]} == {
        "accent",
        "focus",
        "accent_hover",
        "accent_pressed",
    }
    for ground in ("bg_surface", "bg_selected"):
        assert expected_contrast(accent, taken[ground]) >= 4.5
    assert qapp.palette().color(QPalette.ColorRole.Accent).name() == accent
    for pair in tokens.check.text:
        assert expected_contrast(taken[pair[0]], taken[pair[1]]) >= tokens.meta.min_contrast_text, pair


@pytest.mark.parametrize(
    ("mode", "accent"), [("light", YELLOW), ("light", PALE_GREEN), ("dark", DARK_GREEN), ("light", "")]
)
def test_an_accent_that_cannot_be_read_leaves_ours(
    qapp: QApplication, appearance: Appearance, mode: str, accent: str
) -> None:
    ours = apply_theme(qapp, "dark" if mode == "dark" else "light").colours
    appearance.follow(SystemColours(accent=accent))
    assert current_theme().colours == ours
    assert not appearance.has_accent()


def test_the_stopgap_of_the_style_is_no_accent_of_the_system(qapp: QApplication) -> None:
    assert read_system(qapp, qapp.style().standardPalette()).accent == ""
    own = qapp.style().standardPalette()
    own.setColor(QPalette.ColorRole.Accent, DARK_GREEN)
    assert read_system(qapp, own).accent == DARK_GREEN


@pytest.mark.parametrize("scheme", [BLACK, WHITE], ids=["black", "white"])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_high_contrast_takes_every_colour_from_the_system(
    qapp: QApplication, appearance: Appearance, tokens: Tokens, scheme: dict[str, str], mode: str
) -> None:
    apply_theme(qapp, "dark" if mode == "dark" else "light")
    appearance.follow(SystemColours(accent=DARK_GREEN, contrast=scheme))
    colours = current_theme().colours
    assert set(colours.values()) <= set(scheme.values())
    assert current_theme().dark == (scheme is BLACK)
    for one, other in (*tokens.check.text, *tokens.check.shape):
        least = 4.5 if (one, other) in tokens.check.text else 3.0
        if not one.startswith(("grade_", "heat")):
            assert expected_contrast(colours[one], colours[other]) >= least, (one, other)
    assert expected_contrast(colours["heat_text.3"], colours["heat.3"]) >= 7
    assert expected_contrast(colours["text_on_accent"], colours["button.primary_bg"]) >= 4.5
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == scheme["ground"]
    appearance.follow(SystemColours())
    assert current_theme().dark == (mode == "dark")


def test_a_scheme_is_read_out_of_the_palette() -> None:
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, "#000000"),
        (QPalette.ColorRole.WindowText, "#ffffff"),
        (QPalette.ColorRole.Link, "#ffff00"),
        (QPalette.ColorRole.Highlight, "#1aebff"),
        (QPalette.ColorRole.HighlightedText, "#000000"),
    ):
        palette.setColor(role, colour)
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText, "#3ff23f")
    assert contrast_palette(palette) == BLACK


def test_the_accent_is_switched_off_and_stays_off(
    qapp: QApplication, qtbot: QtBot, appearance: Appearance, tmp_path: Path
) -> None:
    screen = Screen(qapp, qtbot, tmp_path / "home")
    appearance.follow(SystemColours(accent=DARK_GREEN))
    assert current_theme().colours["accent"] == DARK_GREEN
    screen.clicks(screen.window.foot.looks)
    menu = screen.window.foot.findChild(QMenu)
    assert menu is not None
    (entry,) = [one for one in menu.findChildren(QAction) if one.text() == "Accent of the system"]
    assert entry.isChecked()
    entry.trigger()
    assert current_theme().colours["accent"] != DARK_GREEN
    assert not load_settings(screen.session.home).system_accent
    menu.close()
    screen.window.change_theme("light")
    assert current_theme().colours["accent"] != DARK_GREEN
    screen.window.close()


def test_nothing_is_offered_where_the_system_has_no_accent(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    screen = Screen(qapp, qtbot, tmp_path / "home")
    screen.clicks(screen.window.foot.looks)
    menu = screen.window.foot.findChild(QMenu)
    assert menu is not None
    assert "Accent of the system" not in [one.text() for one in menu.findChildren(QAction)]
    menu.close()
    screen.window.close()
