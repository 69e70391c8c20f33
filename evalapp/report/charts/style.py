"""The common look of all charts: tokens, fonts, and text that measures itself."""

import tomllib
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Transform, offset_copy
from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.base.text import clean

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
WIDTH = 160 / 25.4
"""Inches: the width of a report's page."""
MILLIMETRE = 1 / 25.4
MISSING_GLYPH = "〓"
_SCREEN_ROUNDING = 1.08
_FALLBACKS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "SimHei",
    "Noto Sans CJK JP",
)

Weight = Literal["regular", "bold"]


class Style(Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """Colours of one theme, sizes in points, the two font files."""

    tokens: dict[str, Any]
    dark: bool
    fonts: tuple[Path, Path]

    @property
    def colours(self) -> dict[str, str]:
        """The theme's named colours."""
        found: dict[str, str] = self.tokens["dark" if self.dark else "light"]
        return found

    @property
    def chart(self) -> dict[str, Any]:
        """The chart tokens."""
        found: dict[str, Any] = self.tokens["chart"]
        return found

    @property
    def ground(self) -> str:
        """The colour behind everything: white paper, or the dark theme's surface."""
        return self.colours["bg_surface"]

    @property
    def categorical(self) -> list[str]:
        """Series colours in their order."""
        found: list[str] = self.chart["categorical_dark" if self.dark else "categorical"]
        return found

    def line(self, name: str) -> str:
        """The colour of ``grid``, ``axis`` or ``reference_line``."""
        found: str = self.chart[name]["dark" if self.dark else "light"]
        return found

    def series(self, place: int) -> str:
        """The colour of a series; a seventh and later one is grey."""
        return self.categorical[place] if place < len(self.categorical) else self.colours["text_3"]

    def hatch(self, place: int) -> str:
        """The hatch that repeats what the series colour says."""
        hatches: list[str] = self.chart["hatches"]
        return hatches[place % len(hatches)]

    def grades(self, n: int) -> list[tuple[str, str]]:
        """Fill and edge of ``n`` grades, best first; the last one is sand, those between are interpolated."""
        steps = [self.colours[f"grade_{step}"] for step in (1, 2, 3)]
        sand, sand_edge, pale_edge = (
            self.colours[name] for name in ("grade_4", "grade_4_edge", "grade_3_edge")
        )
        if n <= 1:
            return [(steps[0], steps[0])][:n]
        upper = [_between(steps, place / (n - 2) if n > 2 else 0.0) for place in range(n - 1)]
        pale = [place for place in range(n - 1) if n > 2 and place / (n - 2) > 0.5]
        return [
            *((fill, pale_edge if place in pale else fill) for place, fill in enumerate(upper)),
            (sand, sand_edge),
        ]

    @cached_property
    def _faces(self) -> dict[Weight, frozenset[int]]:
        return {
            "regular": frozenset(FT2Font(str(self.fonts[0])).get_charmap()),
            "bold": frozenset(FT2Font(str(self.fonts[1])).get_charmap()),
        }

    @cached_property
    def _others(self) -> list[tuple[str, frozenset[int]]]:
        """The system's fonts for characters that the bundled ones lack."""
        found = []
        for family in _FALLBACKS:
            for entry in font_manager.fontManager.ttflist:
                if entry.name == family and entry.weight == 400:
                    found.append((entry.fname, frozenset(FT2Font(entry.fname).get_charmap())))
                    break
        return found

    def fitted(self, text: str, size: float, weight: Weight) -> tuple[str, FontProperties]:
        """``text`` with a font that has its characters; what no font has becomes 〓."""
        plain = clean(text)
        needed = frozenset(map(ord, plain)) - {10}
        own = self.fonts[0] if weight == "regular" else self.fonts[1]
        if needed <= self._faces[weight]:
            return plain, FontProperties(fname=str(own), size=size)
        for name, signs in self._others:
            if needed <= signs:
                return plain, FontProperties(fname=name, size=size)
        known = self._faces[weight]
        replaced = "".join(sign if sign == "\n" or ord(sign) in known else MISSING_GLYPH for sign in plain)
        return replaced, FontProperties(fname=str(own), size=size)

    def width(self, text: str, size: float, weight: Weight = "regular") -> float:
        """The width of a line in points, with what a screen adds by rounding each step to whole pixels."""
        if not text:
            return 0.0
        shown, font = self.fitted(text, size, weight)
        width, _height, _descent = text_to_path.get_text_width_height_descent(shown, font, False)
        return float(width) * _SCREEN_ROUNDING

    def wrapped(self, text: str, size: float, width: float, weight: Weight = "regular") -> list[str]:
        """``text`` in lines of at most ``width`` points, broken at spaces, or anywhere between Chinese characters."""
        lines: list[str] = []
        line = ""
        for piece in _pieces(clean(text)):
            if line and self.width((line + piece).rstrip(), size, weight) > width:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        return [*lines, line.rstrip()] if line.strip() or not lines else lines

    def elided(self, text: str, size: float, width: float, weight: Weight = "regular") -> str:
        """``text`` cut with … to ``width`` points."""
        if self.width(text, size, weight) <= width:
            return text
        kept = clean(text)
        while kept and self.width(kept + "…", size, weight) > width:
            kept = kept[:-1]
        return kept + "…"


class Caption(Struct, frozen=True, kw_only=True):
    """What stands under a chart: where the numbers are from, whether they are made up, further notes."""

    source: str = ""
    synthetic: bool = False
    notes: tuple[str, ...] = ()


NO_CAPTION = Caption()


class Frame(Struct, frozen=True, kw_only=True, eq=False):
    """A page with its title and caption in place: what is left for the chart, in inches from the lower left corner."""

    left: float
    bottom: float
    right: float
    top: float
    width: float
    height: float


def chart_style(dark: bool = False, resources: Path = RESOURCES) -> Style:
    """The style out of the design tokens and the bundled fonts; without these, the system's Chinese fonts."""
    tokens = tomllib.loads((resources / "themes" / "tokens.toml").read_text(encoding="utf-8"))
    bundled = tuple(resources / "fonts" / f"NotoSansSC-{name}.ttf" for name in ("Regular", "Bold"))
    if all(path.is_file() for path in bundled):
        return Style(tokens=tokens, dark=dark, fonts=(bundled[0], bundled[1]))
    found = [
        Path(font_manager.findfont(FontProperties(family=list(_FALLBACKS), weight=weight)))
        for weight in (400, 700)
    ]
    return Style(tokens=tokens, dark=dark, fonts=(found[0], found[1]))


def put(
    target: Axes | Figure,
    x: float,
    y: float,
    text: str,
    style: Style,
    *,
    size: float,
    weight: Weight = "regular",
    colour: str = "text",
    **more: Any,
) -> Any:
    """A text that no backend takes for a formula, in the chart font; ``colour`` names a token or is a colour."""
    shown, font = style.fitted(text, size, weight)
    drawn = target.text(x, y, shown, fontproperties=font, color=style.colours.get(colour, colour), **more)
    drawn.set_parse_math(False)
    return drawn


def framed(
    figure: Figure, style: Style, title: str, caption: Caption, *, height: float, subtitle: str = ""
) -> Frame:
    """Clear the figure, set its size, write title and caption; gives the room that is left.

    ``height`` is that of the chart itself in inches; the figure grows by what title and caption need.
    """
    figure.clear()
    width, edge = WIDTH, 4 * MILLIMETRE
    room = (width - 2 * edge) * 72
    chart = style.chart
    lines = style.wrapped(title, chart["title_pt"], room, "bold")
    below = style.wrapped(subtitle, chart["label_pt"], room) if subtitle else []
    notes = _notes(style, caption, room)
    head = edge + (len(lines) * chart["title_pt"] * 1.35 + len(below) * chart["label_pt"] * 1.5 + 4) / 72
    foot = edge + (sum(note[2] for note in notes) + 4) / 72
    whole = head + height + foot
    figure.set_size_inches(width, whole)
    figure.set_facecolor(style.ground)
    y = whole - edge
    for line in lines:
        put(
            figure,
            edge / width,
            y / whole,
            line,
            style,
            size=chart["title_pt"],
            weight="bold",
            va="top",
            ha="left",
        )
        y -= chart["title_pt"] * 1.35 / 72
    for line in below:
        put(figure, edge / width, y / whole, line, style, size=chart["label_pt"], colour="text_2", va="top")
        y -= chart["label_pt"] * 1.5 / 72
    y = foot - 4 / 72
    for line, colour, step in notes:
        box = {"facecolor": style.colours["synthetic_bg"], "edgecolor": "none", "pad": 2.0}
        more: dict[str, Any] = {"bbox": box} if colour == "synthetic" else {}
        shift = 2 / 72 if colour == "synthetic" else 0.0
        put(
            figure,
            (edge + shift) / width,
            (y - 2 / 72) / whole,
            line,
            style,
            size=chart["note_pt"],
            colour=colour,
            va="top",
            **more,
        )
        y -= step / 72
    return Frame(left=edge, bottom=foot, right=width - edge, top=foot + height, width=width, height=whole)


def panel(figure: Figure, style: Style, frame: Frame, box: tuple[float, float, float, float]) -> Axes:
    """Axes over ``box`` = left, bottom, right, top in inches, without top and right lines."""
    left, bottom, right, top = box
    axes: Axes = figure.add_axes(
        (
            left / frame.width,
            bottom / frame.height,
            (right - left) / frame.width,
            (top - bottom) / frame.height,
        )
    )
    axes.set_facecolor("none")
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(style.line("axis"))
    axes.spines["bottom"].set_linewidth(style.chart["axis"]["width"])
    axes.tick_params(length=0, pad=3, colors=style.colours["text_2"])
    axes.set_axisbelow(True)
    return axes


def value_axis(axes: Axes, style: Style, title: str, ticks: list[float]) -> None:
    """A horizontal value axis with a quiet grid and the unit in its title."""
    chart = style.chart
    axes.set_xticks(ticks)
    axes.set_xticklabels([f"{tick:g}".replace("-", "−") for tick in ticks])
    for label in axes.get_xticklabels():
        label.set_fontproperties(FontProperties(fname=str(style.fonts[0]), size=chart["tick_pt"]))
        label.set_color(style.colours["text_2"])
    axes.grid(axis="x", color=style.line("grid"), linewidth=chart["grid"]["width"])
    shown, font = style.fitted(title, chart["label_pt"], "regular")
    axes.set_xlabel(shown, fontproperties=font, color=style.colours["text_2"], labelpad=4, loc="right")


def beside(axes: Axes, points: float) -> Transform:
    """The data's transform, moved to the right by so many points: for numbers beside the ends of bars."""
    shifted: Transform = offset_copy(axes.transData, axes.get_figure(root=True), x=points, units="points")
    return shifted


def nice_ticks(low: float, high: float) -> list[float]:
    """Four to seven round numbers from ``low`` to ``high``, both inside or on them; 0 among them."""
    spread = max(high - low, 1e-9)
    size = 10.0 ** len(str(int(spread))) / 100
    while spread / size > 6:
        size *= 2 if str(size).lstrip("0.").startswith(("1", "5")) else 2.5
    first, last = int(low // size), int(-(-high // size))
    return [place * size for place in range(first, last + 1)]


def _notes(style: Style, caption: Caption, room: float) -> list[tuple[str, str, float]]:
    """Lines under a chart: text, colour, step in points."""
    size = style.chart["note_pt"]
    found: list[tuple[str, str, float]] = []
    for note in (*caption.notes, *filter(None, (caption.source,))):
        found += [(line, "text_3", size * 1.5) for line in style.wrapped(note, size, room)]
    if caption.synthetic:
        said = _("Synthetic data: made up for demonstration, they say nothing about any real place.")
        lines = style.wrapped(said, size, room - 6)
        found += [(line, "synthetic", size * 1.5 + 4) for line in lines]
    return found


def _pieces(text: str) -> list[str]:
    """Text in parts between which a line may break; a closing mark stays with what it closes."""
    found: list[str] = []
    for sign in text.replace("\n", " "):
        glued = found and (
            (not _is_wide(sign) and sign != " " and not _is_wide(found[-1][-1]) and found[-1][-1] != " ")
            or sign in "，。；：、）》”！？,.;:)%"
            or sign == " "
        )
        if glued:
            found[-1] += sign
        else:
            found.append(sign)
    return found


def _is_wide(sign: str) -> bool:
    return ord(sign) >= 0x2E80


def _between(steps: list[str], share: float) -> str:
    """A colour along the line through ``steps``."""
    at = share * (len(steps) - 1)
    first = min(int(at), len(steps) - 2)
    rest = at - first
    mixed = [
        (1 - rest) * a + rest * b for a, b in zip(to_rgb(steps[first]), to_rgb(steps[first + 1]), strict=True)
    ]
    return to_hex((mixed[0], mixed[1], mixed[2])).upper()
