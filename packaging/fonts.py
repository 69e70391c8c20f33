"""Make the bundled Chinese fonts: a subset of Noto Sans SC, Regular and Bold, for `resources/fonts/`.

    npm pack @expo-google-fonts/noto-sans-sc && tar xzf expo-google-fonts-noto-sans-sc-*.tgz
    .venv/bin/python packaging/fonts.py package

The package's static TrueType files carry 10 MB each. The subset holds GB 2312, Latin, the signs our pages and charts
draw, and every character that stands in the rosters, the forms, the translations and `more-characters.txt` (the county
names outside GB 2312): run it again when `tests/test_fonts.py` names a character that is missing. Hints are dropped:
they are half the size and screens of today do without. The grade steps ▮▯, which Noto Sans SC lacks, are drawn here
after its ■ and □. Anything else falls back to the system's fonts.
"""

import string
import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter, load_font, save_font
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "resources" / "fonts"
SOURCES = {
    "NotoSansSC-Regular.ttf": "400Regular/NotoSansSC_400Regular.ttf",
    "NotoSansSC-Bold.ttf": "700Bold/NotoSansSC_700Bold.ttf",
}
SIGNS = "–—‘’“”…‰′″※·•×÷±−≈≠≤≥∞√∑°℃€¥©®™←↑→↓↗↘⇧⏎■□▲△▼▽◆◇●○◎★☆✓▮▯◥▪▫κασμρτχ²³½¼"


def gb2312() -> set[str]:
    """All 7,445 characters of the standard."""
    rows, cells = range(0xA1, 0xF8), range(0xA1, 0xFF)
    return set("".join(bytes((row, cell)).decode("gb2312", "ignore") for row in rows for cell in cells))


def texts() -> list[Path]:
    """The files whose every character must be drawn."""
    resources = ROOT / "resources"
    return sorted((
        *(ROOT / "forms").glob("*.toml"),
        *(resources / "rosters").glob("*.csv"),
        *(resources / "locale").glob("*/*.po"),
        Path(__file__).with_name("more-characters.txt"),
    ))  # fmt: skip


def characters_of(files: Iterable[Path]) -> set[str]:
    """Every character of some text files, but line ends and other controls."""
    return {sign for file in files for sign in file.read_text(encoding="utf-8-sig") if sign.isprintable()}


def wanted() -> set[str]:
    """Every character that the bundled fonts shall have."""
    latin = {chr(code) for code in range(0xA0, 0x100)}
    return gb2312() | latin | set(string.printable) | set(SIGNS) | characters_of(texts())


def draw_steps(font: TTFont) -> None:
    """Add ▮ and ▯, as high as ■ and half as wide."""
    glyphs, widths, codes = font["glyf"], font["hmtx"].metrics, font.getBestCmap()
    square, (advance, left) = glyphs[codes[ord("■")]], widths[codes[ord("■")]]
    width = (square.xMax - square.xMin) // 2
    right, bottom, top, line = left + width, square.yMin, square.yMax, advance // 18
    outer = [(left, bottom), (left, top), (right, top), (right, bottom)]
    inner = [(left + line, bottom + line), (right - line, bottom + line)]
    inner += [(right - line, top - line), (left + line, top - line)]
    font.setGlyphOrder([*font.getGlyphOrder(), "step.filled", "step.open"])
    for name, sign, outlines in (("step.filled", "▮", [outer]), ("step.open", "▯", [outer, inner])):
        pen = TTGlyphPen(None)
        for outline in outlines:
            pen.moveTo(outline[0])
            for point in outline[1:]:
                pen.lineTo(point)
            pen.closePath()
        glyphs[name] = drawn = pen.glyph()
        drawn.recalcBounds(glyphs)
        widths[name] = (width + 2 * left, left)
        for table in font["cmap"].tables:
            if table.isUnicode() and table.format != 14:
                table.cmap[ord(sign)] = name


def subset(source: Path, target: Path, characters: set[str]) -> set[str]:
    """Write the part of a font that draws ``characters``; gives those that the font does not have."""
    options = Options(hinting=False, notdef_outline=True, name_IDs=["*"], desubroutinize=True)
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "pnum"]
    options.drop_tables += ["vhea", "vmtx", "VORG", "DSIG"]
    font = load_font(str(source), options)
    draw_steps(font)
    missing = characters - {chr(code) for code in font.getBestCmap()} - set(string.whitespace)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord(sign) for sign in characters])
    subsetter.subset(font)
    save_font(font, str(target), options)
    return missing


def main(arguments: list[str]) -> int:
    """Make both fonts from an unpacked package."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    package, characters = Path(arguments[0]), wanted()
    FONTS.mkdir(parents=True, exist_ok=True)
    for name, source in SOURCES.items():
        missing = subset(package / source, FONTS / name, characters)
        print(
            f"{name}: {(FONTS / name).stat().st_size / 1e6:.2f} MB; not in the font: {''.join(sorted(missing))}"
        )
    (FONTS / "OFL.txt").write_bytes((package / "LICENSE_FONT").read_bytes())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
