"""The short notations in cells: steps and other rules, lists of names, names with weights.

Whatever the short notation cannot say is written as the value stands in TOML, so that nothing is lost on the way.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable
from typing import Any

from evalapp.base.i18n import _
from evalapp.form.excel.words import DIRECTION, METHOD, TIES, Language
from evalapp.form.names import did_you_mean
from evalapp.form.toml_text import inline, number_text

Rule = dict[str, Any]

_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_STEP = re.compile(rf"(>=|<=|≥|≤|=>|=<|>|<)?\s*({_NUMBER})\s*:\s*({_NUMBER})")
_LINE = re.compile(rf"({_NUMBER})\s*(?:->|→|到|to)\s*({_NUMBER})")
_SPAN = re.compile(rf"({_NUMBER})\.\.({_NUMBER})")
_SPACED = re.compile(r"\s*(=|\.\.|->|→|到)\s*|(?<=[0-9])\s+(to)\s+")
_HIGHER, _LOWER = frozenset({">=", "≥", "=>"}), frozenset({"<=", "≤", "=<"})
_FULL_WIDTH = {
    ord(wide): unicodedata.normalize("NFKC", wide)
    for wide in "；：，＝＞＜％．－＋［］｛｝　０１２３４５６７８９"
} | {
    ord("−"): "-",
    ord("、"): ";",
}
_ARGUMENTS = ("target", "mean", "sd", "range", "ties", "if_equal", "at")
_TARGETS = frozenset({"target", "distance"})
_PARTED = re.compile(r"[;,\n]")
_NAMES_PARTED = re.compile(r"[;；,，、\n]")


class CellRefused(ValueError):
    """A cell that cannot be read; the message is a clause for its author."""


def written(value: object, short: str, read: Callable[[str], object], name: str = "") -> str:
    """``short`` where it is read as the same value, else the value as in TOML."""
    try:
        same = read(short) == value
    except CellRefused:
        same = False
    return short if same else inline(value, name)


def literal(text: str) -> Any:
    """What ``text`` says as a value in TOML. Raises CellRefused."""
    try:
        document = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError) as wrong:
        raise CellRefused(
            _("“{text}” begins like a value in TOML but is none").format(text=_cut(text))
        ) from wrong
    if set(document) != {"value"}:
        raise CellRefused(_("“{text}” begins like a value in TOML but is none").format(text=_cut(text)))
    return document["value"]


def number(text: str) -> int | float:
    """A plain number, whole ones as integers; minus zero, which no cell has, stays one. Raises ValueError."""
    if not re.fullmatch(_NUMBER, text):
        raise ValueError(text)
    value = float(text)
    return int(value) if value.is_integer() and number_text(value) != "-0.0" else value


# Names ----------------------------------------------------------------------------------------------------------------


def read_names(text: str) -> list[Any]:
    """``a; b``: the names, also parted by commas and line breaks. Raises CellRefused."""
    if text.lstrip().startswith("["):
        found = literal(text.strip())
        return list(found)
    return [name.strip() for name in _NAMES_PARTED.split(text) if name.strip()]


def write_names(names: list[str]) -> str:
    """Names as :func:`read_names` takes them."""
    return written(names, "; ".join(names), read_names)


# Weights --------------------------------------------------------------------------------------------------------------


def read_weights(text: str) -> dict[str, Any]:
    """``A=40; B=60``: weights by code. Raises CellRefused."""
    if text.lstrip().startswith("{"):
        return dict(literal(text.strip()))
    found: dict[str, Any] = {}
    for part in _PARTED.split(text.translate(_FULL_WIDTH)):
        code, equals, weight = (piece.strip() for piece in part.rpartition("="))
        if not part.strip():
            continue
        try:
            value = number(weight)
        except ValueError:
            value = None
        if not equals or not code or value is None:
            raise CellRefused(_("“{part}” is not code=number, such as A1=40").format(part=_cut(part.strip())))
        if code in found:
            raise CellRefused(_("the code “{code}” occurs twice").format(code=code))
        found[code] = value
    return found


def write_weights(weights: dict[str, float]) -> str:
    """Weights as :func:`read_weights` takes them, one a line where there are many; ``{}`` for none at all."""
    if not weights:
        return "{}"
    parts = [f"{code}={number_text(weight)}" for code, weight in weights.items()]
    line = "; ".join(parts)
    return written(weights, line if len(line) <= 60 else "\n".join(parts), read_weights)


# Rules ----------------------------------------------------------------------------------------------------------------


def read_rule(text: str) -> Rule:
    """``>=95:1; >=99:1.5``, ``linear 100 -> 0``, ``minmax lower``, or the rule as in TOML. Raises CellRefused."""
    plain = text.translate(_FULL_WIDTH).strip()
    if plain.startswith("{"):
        return dict(literal(text.strip()))
    if re.match(r"[<>=≥≤0-9.+-]", plain):
        return _read_steps(plain)
    return _read_method(plain)


def write_rule(rule: Rule, language: Language) -> str:
    """A rule as :func:`read_rule` takes it; ``higher``, which holds anyway, is not written."""
    rule = {key: value for key, value in rule.items() if (key, value) != ("direction", "higher")}
    return written(rule, _short(rule, language), read_rule, "points")


def _read_steps(text: str) -> Rule:
    """Each step ``>=x:points``, all in one direction."""
    at: list[list[float]] = []
    signs: set[str] = set()
    for part in (part.strip() for part in _PARTED.split(text)):
        if not part:
            continue
        match = _STEP.fullmatch(part)
        if match is None or match[1] in {"<", ">"}:
            raise CellRefused(
                _("“{part}” is no step; a step is >=95:1 (from 95 on, 1 point) or <=3:1").format(
                    part=_cut(part)
                )
            )
        at.append([number(match[2]), number(match[3])])
        signs.add("lower" if match[1] in _LOWER else "higher")
    if len(signs) > 1:
        raise CellRefused(_("steps all begin with >= or all with <="))
    return {"method": "steps", "at": at} | ({"direction": "lower"} if signs == {"lower"} else {})


def _read_method(text: str) -> Rule:
    """A method's name and what it needs, parted by spaces."""
    first, *rest = re.split(r"[\s;,]+", _SPACED.sub(r"\1\2", text))
    method = METHOD.value(first)
    if method is None:
        known = [*METHOD.chinese, *METHOD.chinese.values()]
        raise CellRefused(
            _(
                "“{word}” is no rule; steps are written >=95:1; >=99:1.5, other rules begin with {known}"
            ).format(word=_cut(first), known=", ".join(METHOD.chinese))
            + did_you_mean(first, known)
        )
    rule: Rule = {"method": method}
    for part in filter(None, rest):
        for key, value in _argument(method, part).items():
            if key in rule:
                raise CellRefused(_("“{part}” says a second time what “{key}” is").format(part=part, key=key))
            rule[key] = value
    return rule


def _argument(method: str, part: str) -> Rule:
    """One part after the method: a direction, a span, a line, a number, or ``key=value``."""
    direction, ties = DIRECTION.value(part), TIES.value(part)
    if direction is not None:
        return {"direction": direction}
    if ties is not None:
        return {"ties": ties}
    if match := _LINE.fullmatch(part):
        return {"from": number(match[1]), "to": number(match[2])}
    if match := _SPAN.fullmatch(part):
        return {"range": [number(match[1]), number(match[2])]}
    key, equals, value = part.partition("=")
    if equals and key and re.fullmatch(_NUMBER, value):
        return {key: number(value)}
    if method in _TARGETS and re.fullmatch(_NUMBER, part):
        return {"target": number(part)}
    raise CellRefused(
        _("“{part}” is not understood here; write lower, 100->0, 0..10, or key=number").format(
            part=_cut(part)
        )
    )


def _short(rule: Rule, language: Language) -> str:
    """A rule in the short notation, as far as it goes."""
    method, rest = str(rule.get("method", "")), {key: value for key, value in rule.items() if key != "method"}
    direction = rest.pop("direction", "higher")
    if method == "steps":
        sign = "<=" if direction == "lower" else ">="
        return "; ".join(f"{sign}{number_text(x)}:{number_text(points)}" for x, points in rest.get("at", []))
    parts = [METHOD.shown(method, language)]
    if method == "linear":
        parts.append(f"{number_text(rest.pop('from'))}->{number_text(rest.pop('to'))}")
    for key, value in sorted(rest.items(), key=lambda pair: _ARGUMENTS.index(pair[0])):
        if key == "range" and isinstance(value, list):
            parts.append("..".join(number_text(end) for end in value))
        elif key == "ties":
            parts.append(TIES.shown(str(value), language))
        elif key == "target" and method in _TARGETS:
            parts.append(number_text(value))
        else:
            parts.append(f"{key}={number_text(value)}")
    if direction == "lower":
        parts.append(DIRECTION.shown("lower", language))
    return " ".join(parts)


def _cut(text: str) -> str:
    """The beginning of a text, for a message."""
    return text if len(text) <= 60 else text[:60] + "…"
