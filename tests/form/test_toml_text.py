"""Written TOML says the same, and reads like something a person wrote."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from evalapp.form.locate import Places, has_comments
from evalapp.form.toml_text import inline, toml_text
from tests.form.excel.documents import documents
from tests.form.excel.test_round_trip import SOUND


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_a_form_is_the_same_when_it_was_written_anew(path: Path) -> None:
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    assert tomllib.loads(toml_text(document)) == document


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(documents)
def test_whatever_a_form_can_say_is_written(document: dict[str, Any]) -> None:
    text = toml_text(document)
    again = tomllib.loads(text)
    # A table without keys says nothing, so it is left out.
    for table in ("units", "policy", "scales", "grade", "check", "profile", "index", "item"):
        if not document.get(table, True):
            document.pop(table)
            again.pop(table, None)
    assert again == document


def test_the_layout_of_a_form() -> None:
    document = {
        "item": [
            {
                "scale": {
                    "options": [
                        {"points": 4, "value": "full", "label": {"zh": "全"}},
                        {"points": 0, "value": "none"},
                    ],
                    "kind": "options",
                },
                "guide": {"zh": "一\n二", "en": "one"},
                "weight": 4.0,
                "title": "甲",
                "code": "A.1",
                "ask": 'two\n"""lines"""',
            }
        ],
        "form": {
            "version": "1",
            "id": "f",
            "title": {"zh": "表", "en": "Form"},
            "levels": ["一级", {"en": "Level 2"}],
        },
        "scales": {"is it?": {"kind": "rate", "points": {"at": [[80, 0.5], [100, 2.0]], "method": "steps"}}},
        "profile": [{"id": "p", "when": "unit.kind == 'x'", "weights": {"A.1": 20, "B": 0.5}}],
    }
    assert (
        toml_text(document)
        == '''[form]
id = "f"
version = "1"
title = { zh = "表", en = "Form" }
levels = ["一级", { en = "Level 2" }]

[scales."is it?"]
kind = "rate"
points = { method = "steps", at = [[80, 0.5], [100, 2]] }

[[item]]
code = "A.1"
title = "甲"
weight = 4
ask = """
two
\\"""lines\\""\\""""
guide.zh = """
一
二"""
guide.en = "one"
scale = { kind = "options", options = [
  { value = "full", label = { zh = "全" }, points = 4 },
  { value = "none", points = 0 },
] }

[[profile]]
id = "p"
when = "unit.kind == 'x'"
weights = { "A.1" = 20, B = 0.5 }
'''
    )
    assert tomllib.loads(toml_text(document)) == document


def test_a_written_form_keeps_its_lines_findable() -> None:
    text = toml_text({"form": {"id": "f"}, "item": [{"code": "A", "guide": {"zh": "一\n二"}, "weight": 1}]})
    assert Places(text).line(("item", 0, "guide", "zh")) == 7
    assert Places(text).line(("item", 0, "weight")) == 6


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (4.0, "4"),
        (-0.0, "-0.0"),
        (1e-7, "1e-07"),
        (1e15, "1000000000000000.0"),
        (True, "true"),
        ('\x7f\\\t"', '"\\u007F\\\\\\t\\""'),
        ({}, "{}"),
        ([], "[]"),
    ],
)
def test_values_are_written_in_the_shortest_way_that_is_read_as_the_same(value: object, text: str) -> None:
    assert inline(value) == text
    assert tomllib.loads(f"v = {text}")["v"] == value


def test_comments_are_found_outside_texts_only() -> None:
    assert has_comments("a = 1 # one\n")
    assert not has_comments('a = "# no comment"\nb = """\n# nor this\n"""\n')
