"""How far colours stand apart, and what follows: which accent may be used, and tokens that give way to high contrast."""

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QColor

_GROUNDS = ("bg_", "titlebar", "heat.")
_CHOSEN = ("button.",)
_LINKS = ("accent", "focus")


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours by WCAG 2.1 (relative luminance): from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.1, from 0 to 1."""
    rgb = QColor(colour)
    red, green, blue = (_linear(channel) for channel in (rgb.redF(), rgb.greenF(), rgb.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def with_accent(
    colours: Mapping[str, str], accent: str, pairs: Sequence[tuple[str, str]], least: float
) -> dict[str, str]:
    """The colours with the system's accent, if it reaches ``least`` on every ground that an accent stands on in ``pairs``.

    Otherwise the colours as they are: an accent that cannot be read is none.
    """
    grounds = {ground for token, ground in pairs if token == "accent"}
    if not accent or any(contrast(accent, colours[ground]) < least for ground in grounds):
        return dict(colours)
    darker = luminance(colours["bg_surface"]) > 0.5
    stronger = QColor(accent).darker(120) if darker else QColor(accent).lighter(115)
    pressed = QColor(accent).darker(145) if darker else QColor(accent).lighter(130)
    return {
        **colours,
        "accent": accent,
        "focus": accent,
        "accent_hover": stronger.name(),
        "accent_pressed": pressed.name(),
    }


def high_contrast(colours: Mapping[str, str], scheme: Mapping[str, str]) -> dict[str, str]:
    """Every token out of the few colours of a high-contrast scheme: one ground, one colour of text, links and what is chosen.

    States are told by their icons and words alone then.
    """
    ground, text = scheme["ground"], scheme["text"]
    link = scheme["link"] if contrast(scheme["link"], ground) >= 4.5 else text
    disabled = scheme["disabled"] if contrast(scheme["disabled"], ground) >= 3 else text
    found = {}
    for name in colours:
        if name.startswith(_GROUNDS) or name.endswith("_bg"):
            found[name] = ground
        elif name.startswith(_LINKS):
            found[name] = link
        else:
            found[name] = text
    found |= {name: scheme["chosen"] for name in colours if name.startswith(_CHOSEN)}
    return found | {"text_on_accent": scheme["on_chosen"], "text_disabled": disabled}
