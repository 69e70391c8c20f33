"""Changing the appearance while windows are open."""

import pytest
from PySide6.QtGui import QFontMetricsF, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from evalapp.ui.theme.appearance import Appearance, apply_theme, install_appearance
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import icon


def test_a_theme_reaches_the_palette_with_its_disabled_group(
    qapp: QApplication, appearance: Appearance
) -> None:
    for mode in ("light", "dark"):
        theme = apply_theme(qapp, mode)
        palette = qapp.palette()
        assert palette.color(QPalette.ColorRole.Window) == theme.color("bg_window")
        assert palette.color(QPalette.ColorRole.Accent) == theme.color("accent")
        disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
        assert disabled == theme.color("text_disabled")
        for role in (r for r in QPalette.ColorRole if r.name not in ("NoRole", "NColorRoles")):
            assert palette.isBrushSet(QPalette.ColorGroup.Active, role), role


def test_the_change_is_announced_once(qtbot: QtBot, qapp: QApplication, appearance: Appearance) -> None:
    with qtbot.waitSignal(appearance.changed) as heard:
        apply_theme(qapp, "dark")
    assert heard.args is not None and heard.args[0].dark


def test_system_without_a_known_scheme_is_light(qapp: QApplication, appearance: Appearance) -> None:
    assert not apply_theme(qapp, "system").dark
    assert appearance.mode == "system"


def test_installing_twice_gives_the_same_appearance(qapp: QApplication, appearance: Appearance) -> None:
    from pathlib import Path

    assert install_appearance(qapp, Path("elsewhere")) is appearance


@pytest.mark.parametrize("scale", [0.9, 1.15, 1.3])
def test_the_font_scale_multiplies_type_and_rows(
    qapp: QApplication, appearance: Appearance, scale: float
) -> None:
    plain = current_theme()
    grown = apply_theme(qapp, "light", scale)
    assert grown.font("title").pointSizeF() == pytest.approx(plain.font("title").pointSizeF() * scale)
    assert grown.size.row == round(plain.size.row * scale)
    assert grown.size.focus_width == plain.size.focus_width


def test_labels_follow_their_type(qtbot: QtBot, qapp: QApplication, appearance: Appearance) -> None:
    label = QLabel("12")
    label.setProperty("type", "title")
    qtbot.addWidget(label)
    label.ensurePolished()
    assert label.font().pointSizeF() == pytest.approx(11.5)
    apply_theme(qapp, "light", 1.3)
    assert label.font().pointSizeF() == pytest.approx(11.5 * 1.3, abs=0.1)


def test_digits_are_equally_wide(appearance: Appearance) -> None:
    for role in ("caption", "body", "page"):
        metrics = QFontMetricsF(current_theme().font(role))
        assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def _main_colour(drawn: QIcon) -> str:
    image = drawn.pixmap(64, 64).toImage()
    solid = [
        image.pixelColor(x, y) for x in range(64) for y in range(64) if image.pixelColor(x, y).alpha() == 255
    ]
    names = [colour.name() for colour in solid]
    return max(set(names), key=names.count)


def test_an_icon_made_once_takes_the_colour_of_each_theme(qapp: QApplication, appearance: Appearance) -> None:
    made = icon("check-circle", "ok")
    assert _main_colour(made) == current_theme().color("ok").name()
    apply_theme(qapp, "dark")
    assert _main_colour(made) == current_theme().color("ok").name()


def test_an_unknown_icon_is_refused(appearance: Appearance) -> None:
    with pytest.raises(KeyError):
        icon("no-such-thing")
