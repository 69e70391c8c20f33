"""Where a place of the form is written, whatever way of TOML its author likes."""

import tomllib

import pytest

from evalapp.form.finding import Path
from evalapp.form.locate import Places

TEXT = '''# item = "in a comment"
[form]
id = "x"
title = { zh = "表", en = "weight = 3" }
sources = """
[[item]]
code = "not here"
"""

[scales]
days = { kind = "number", max = 9 }
[scales.yes-no]
kind = "binary"
points = 2
["scales"."quoted name"]
kind = "binary"

[[item]]
code = "A"
"title" = "A"

[[item]]   # the second
code = "B"
scale = { kind = "options", options = [
  { value = "a [b], {c}", points = 4 },
  # { points = 9,
  { value = "d", points = 1.5 },
  { value = "e", points = 0 } ] }
weight = 4

[[item]]
code = "C"
[item.scale]
kind = "rate"
[item.scale.points]
method = "steps"
at = [
  [60, 1],
  [80, 2],
]

[[item]]
code = "D"
[item.scale]
kind = "options"
[[item.scale.options]]
value = "a"
points = 1
[[item.scale.options]]
value = "b"
points = 0

[policy]
decimals = 2
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("form",), 2),
        (("form", "id"), 3),
        (("form", "title", "en"), 4),
        (("form", "sources"), 5),
        (("form", "not written"), 2),
        (("scales", "days"), 11),
        (("scales", "days", "max"), 11),
        (("scales", "yes-no"), 12),
        (("scales", "yes-no", "points"), 14),
        (("scales", "quoted name"), 15),
        (("item",), 18),
        (("item", 0), 18),
        (("item", 0, "title"), 20),
        (("item", 0, "weight"), 18),
        (("item", 1), 22),
        (("item", 1, "scale"), 24),
        (("item", 1, "scale", "options", 0, "points"), 25),
        (("item", 1, "scale", "options", 1, "points"), 27),
        (("item", 1, "scale", "options", 2), 28),
        (("item", 1, "weight"), 29),
        (("item", 2, "scale"), 33),
        (("item", 2, "scale", "points", "method"), 36),
        (("item", 2, "scale", "points", "at", 1), 39),
        (("item", 2, "scale", "points", "at", 1, 1), 39),
        (("item", 3, "scale", "kind"), 45),
        (("item", 3, "scale", "options", 1, "points"), 51),
        (("item", 9), 18),
        (("policy", "decimals"), 54),
        (("nowhere",), 1),
        ((), 1),
    ],
)
def test_the_line_of_a_place(path: Path, line: int) -> None:
    assert Places(TEXT).line(path) == line


def test_items_written_as_one_array() -> None:
    places = Places('form = { id = "x" }\nitem = [\n  { code = "A" },\n  { code = "B", weight = 3 },\n]\n')
    assert places.line(("form", "id")) == 1
    assert places.line(("item", 1, "weight")) == 4


def test_dotted_keys() -> None:
    assert (
        Places('form.id = "x"\nform.title = "x"\n[[item]]\nscale.kind = "x"\n').line(
            ("item", 0, "scale", "kind")
        )
        == 4
    )


def test_the_text_is_toml() -> None:
    assert [item["code"] for item in tomllib.loads(TEXT)["item"]] == ["A", "B", "C", "D"]


def test_an_empty_text_has_one_line() -> None:
    assert Places("").line(("item", 3, "code")) == 1
