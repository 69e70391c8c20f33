"""A form's document as TOML that people like to edit: keys in a fixed order, one table an item, one option a line."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}
_EXACT = 1e15
"""Below it every whole number has a double of its own, so that a weight of 4.0 may be written 4."""

_TABLES = ("form", "units", "policy", "scales", "grade", "item", "profile", "index", "check")
_ORDER: dict[str, tuple[str, ...]] = {
    "form": ("id", "version", "title", "edition", "object", "levels", "full_score", "sourced", "sources"),
    "item": (
        "code", "parent", "title", "weight", "part", "aggregation", "min_coverage", "not_applicable", "normalise",
        "cap", "rollup", "veto", "applies", "states", "ask", "guide", "evidence", "scale",
    ),
    "check": ("id", "severity", "when", "items", "message"),
    "grade": ("id", "name", "min", "above", "top", "sd", "fail", "pass", "text"),
    "index": ("id", "title", "items", "value"),
    "options": ("value", "label", "anchor", "points", "veto"),
    "ticks": ("id", "label", "points"),
    "findings": ("id", "label", "each", "cap", "sole"),
    "scale": (
        "kind", "n", "needed", "unit", "value", "min", "max", "decimals", "each", "points", "floor",
        "cap", "of", "options", "ticks", "findings",
    ),
    "points": ("method", "direction", "from", "to", "target", "mean", "sd", "range", "ties", "if_equal", "at"),
}  # fmt: skip
_ORDER |= {"scales": _ORDER["scale"], "of": _ORDER["scale"], "normalise": _ORDER["points"]}
_ENTRIES = frozenset({"options", "ticks", "findings"})


def toml_text(document: Mapping[str, Any]) -> str:
    """``document`` as TOML; read again it is the same, whole numbers as integers."""
    blocks = []
    for table in (*_TABLES, *(name for name in document if name not in _TABLES)):
        value = document.get(table)
        if table == "scales" and isinstance(value, dict):
            blocks += [_table(f"[scales.{_key(name)}]", scale, table) for name, scale in value.items()]
        elif isinstance(value, list):
            blocks += [_table(f"[[{_key(table)}]]", entry, table) for entry in value]
        elif value:
            blocks.append(_table(f"[{_key(table)}]", value, table))
    return "\n".join(blocks)


def inline(value: object, name: str = "") -> str:
    """``value`` as it stands after a key; ``name`` is the key, by which its own keys are put in order."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return number_text(value)
        case str():
            return _quoted(value)
        case Mapping():
            parts = [f"{_key(key)} = {inline(part, key)}" for key, part in _ordered(value, name)]
            return f"{{ {', '.join(parts)} }}" if parts else "{}"
        case list() if name in _ENTRIES and value:
            return "[\n" + "".join(f"  {inline(part, name)},\n" for part in value) + "]"
        case list():
            return f"[{', '.join(inline(part, name) for part in value)}]"
    raise TypeError(type(value).__name__)


def number_text(x: float) -> str:
    """A number in the shortest way that is read as the same double."""
    if isinstance(x, int) or (x.is_integer() and abs(x) < _EXACT and str(x) != "-0.0"):
        return str(int(x))
    return repr(x)


def _table(head: str, entry: Mapping[str, Any], name: str) -> str:
    return "\n".join((head, *_lines(entry, name), ""))


def _lines(entry: Mapping[str, Any], name: str) -> Iterator[str]:
    for key, value in _ordered(entry, name):
        if isinstance(value, str) and "\n" in value:
            yield f"{_key(key)} = {_paragraphs(value)}"
        elif isinstance(value, dict) and any(
            isinstance(part, str) and "\n" in part for part in value.values()
        ):
            # A table in braces stands on one line; several paragraphs want several.
            for language, part in value.items():
                text = _paragraphs(part) if isinstance(part, str) and "\n" in part else inline(part, language)
                yield f"{_key(key)}.{_key(language)} = {text}"
        else:
            yield f"{_key(key)} = {inline(value, key)}"


def _ordered(entry: Mapping[str, Any], name: str) -> list[tuple[str, Any]]:
    order = _ORDER.get(name, ())
    if name in {"weights", "items"}:
        order = ()
    places = {key: place for place, key in enumerate(order)}
    return sorted(entry.items(), key=lambda pair: places.get(pair[0], len(places)))


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _quoted(key)


def _quoted(text: str) -> str:
    return f'"{"".join(_escaped(letter) for letter in text)}"'


def _paragraphs(text: str) -> str:
    """A text of several lines, each on its own; the first line break belongs to the quotation marks."""
    body = "".join(letter if letter in '\n"' else _escaped(letter) for letter in text)
    body = re.sub(r'"(?=""|\Z)', r'\\"', body)
    return f'"""\n{body}"""'


def _escaped(letter: str) -> str:
    found = _ESCAPES.get(letter)
    if found is None and (ord(letter) < 0x20 or ord(letter) == 0x7F):
        found = f"\\u{ord(letter):04X}"
    return found or letter
