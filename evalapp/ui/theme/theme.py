"""One theme at one font scale: what widgets ask for colours, fonts and lengths."""

import sys
from typing import Literal

import msgspec
from PySide6.QtGui import QColor, QFont, QFontMetricsF

from evalapp.ui.theme.tokens import Radius, Size, Space, Tokens, TypeSize, colours

TypeName = Literal["caption", "body", "strong", "question", "title", "page", "figure"]
FONT_SCALES = (0.9, 1.0, 1.15, 1.3)
_TABULAR = QFont.Tag("tnum")


class Theme(msgspec.Struct, frozen=True, kw_only=True):
    """Colours by token name, type by role, lengths in logical pixels with the font scale already in ``size``."""

    dark: bool
    font_scale: float
    colours: dict[str, str]
    space: Space
    radius: Radius
    size: Size
    types: dict[str, TypeSize]
    ui_families: tuple[str, ...]
    mono_families: tuple[str, ...]
    fade_ms: int
    toast_ms: int

    def color(self, token: str) -> QColor:
        """The colour of a token. Raises KeyError for a name that is none."""
        return QColor(self.colours[token])

    def font(self, role: TypeName = "body", *, bold: bool = False) -> QFont:
        """The type of a role with tabular digits; ``bold`` asks for weight 700 at the same size."""
        return self._font(self.ui_families, self.types[role], bold)

    def mono(self) -> QFont:
        """Caption size in a fixed pitch, for keys, codes and hashes."""
        return self._font(self.mono_families, self.types["caption"], False)

    def line(self, role: TypeName = "body") -> int:
        """Height of one line of a role, in logical pixels, as the font itself spaces it."""
        return round(QFontMetricsF(self.font(role)).height())

    def rows(self, *roles: TypeName, pad: int | None = None) -> int:
        """Height of a row that holds one line of each role, with ``pad`` (default s1) above and below."""
        edge = self.space.s1 if pad is None else pad
        return sum(self.line(role) for role in roles) + 2 * edge

    def scaled(self, length: int) -> int:
        """A length that grows with the font."""
        return round(length * self.font_scale)

    def _font(self, families: tuple[str, ...], size: TypeSize, bold: bool) -> QFont:
        font = QFont()
        font.setFamilies(list(families))
        font.setPointSizeF(size.pt * self.font_scale)
        font.setBold(bold or size.weight > 400)
        font.setFeature(_TABULAR, 1)
        return font


def make_theme(
    tokens: Tokens,
    *,
    dark: bool,
    font_scale: float = 1.0,
    bundled: tuple[str, ...] = (),
    windows: bool | None = None,
) -> Theme:
    """A theme of ``tokens``. ``bundled`` families stand behind the system's, so that no glyph is missing."""
    on_windows = sys.platform == "win32" if windows is None else windows
    ui = tokens.font.ui_windows if on_windows else tokens.font.ui_linux
    mono = tokens.font.mono_windows if on_windows else tokens.font.mono_linux
    size = msgspec.structs.asdict(tokens.size)
    fixed = ("focus_width",)
    return Theme(
        dark=dark,
        font_scale=font_scale,
        colours=colours(tokens, dark),
        space=tokens.space,
        radius=tokens.radius,
        size=Size(**{name: px if name in fixed else round(px * font_scale) for name, px in size.items()}),
        types=msgspec.structs.asdict(tokens.type),
        ui_families=(*ui, *bundled),
        mono_families=(*mono, *bundled),
        fade_ms=tokens.motion.fade_ms,
        toast_ms=tokens.motion.toast_ms,
    )
