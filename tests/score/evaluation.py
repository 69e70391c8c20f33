"""Small evaluations written as text, for tests that read like the rule they are about."""

from collections.abc import Mapping
from typing import Any

import msgspec

from evalapp.entry.final import STATES, Final, Finals
from evalapp.entry.roster import Roster, Unit
from evalapp.entry.states import compile_rules
from evalapp.form.model import Form
from evalapp.form.tree import Tree, build_tree
from evalapp.score.results import ResultRow, Results, compute, rows

PER_CENT = {"kind": "number", "max": 100}


def tree_of(
    items: str, *, scales: Mapping[str, object] = {}, grades: str = "", full_score: float = 100, **policy: Any
) -> Tree:
    """A form from indented lines ``code weight key=value…``; a leaf is a number up to 100.

    ``scales`` gives other scales by code, ``grades`` are lines ``id key=value…``; ``within`` and ``means``
    among the keywords go to ``[units]``.
    """
    units = {key: policy.pop(key) for key in ("within", "means") if key in policy}
    form = {
        "form": {"id": "f", "version": "1", "title": "评分表", "full_score": full_score},
        "units": units,
        "policy": policy,
        "grade": [{"id": words[0], "name": words[0], **_pairs(words[1:])} for words in _lines(grades)],
        "item": _items(items, scales),
    }
    return build_tree(msgspec.convert(form, Form))


def _lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines() if line.strip()]


def _pairs(words: list[str]) -> dict[str, object]:
    return {key: _typed(value) for key, _equals, value in (word.partition("=") for word in words)}


def _typed(text: str) -> object:
    if text in ("true", "false"):
        return text == "true"
    try:
        return float(text)
    except ValueError:
        return text


def _items(text: str, scales: Mapping[str, object]) -> list[dict[str, object]]:
    items: list[dict[str, object]] = []
    above: list[tuple[int, str]] = []
    for line in text.splitlines():
        words = line.split()
        if not words:
            continue
        depth = len(line) - len(line.lstrip())
        while above and above[-1][0] >= depth:
            above.pop()
        item: dict[str, object] = {
            "code": words[0],
            "title": words[0],
            "parent": above[-1][1] if above else "",
        }
        plain = [word for word in words[1:] if "=" not in word]
        item |= _pairs([word for word in words[1:] if "=" in word])
        if plain:
            item["weight"] = float(plain[0])
        items.append(item)
        above.append((depth, words[0]))
    groups = {item["parent"] for item in items}
    for item in items:
        if item["code"] not in groups:
            item["scale"] = scales.get(str(item["code"]), PER_CENT)
    return items


def finals_of(answers: str) -> Finals:
    """Final values from lines ``unit: item=value item=state…``."""
    finals: Finals = {}
    for line in answers.splitlines():
        unit, colon, given = line.partition(":")
        for word in given.split() if colon else ():
            item, _equals, value = word.partition("=")
            state = next((state for state in STATES if state == value), None)
            finals[unit.strip(), item] = Final(state) if state else Final("answered", value)
    return finals


def roster_of(answers: str, columns: str = "") -> Roster:
    """The units that ``answers`` name, with columns from lines ``unit column=value…``."""
    extra = {words[0]: dict(word.split("=") for word in words[1:]) for words in _lines(columns)}
    codes = [line.partition(":")[0].strip() for line in answers.splitlines() if ":" in line]
    return tuple(_unit(code, extra.get(code, {})) for code in codes)


def _unit(code: str, columns: dict[str, str]) -> Unit:
    every = {"code": code, "name": code} | columns
    return Unit(key=code, code=code, name=every["name"], columns=every)


def evaluate(tree: Tree, answers: str, columns: str = "") -> Results:
    """The results of ``answers``."""
    return compute(tree, compile_rules(tree), roster_of(answers, columns), finals_of(answers))


def table(results: Results) -> dict[tuple[str, str], ResultRow]:
    """The result rows by unit and item."""
    return {(row.unit, row.item): row for row in rows(results)}
