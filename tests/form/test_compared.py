"""Where an expression compares something with what is written out."""

import pytest

from evalapp.form.scan import scan

A, B = ("answer", "A"), ("unit", "kind")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("answer['A'] == 'x'", [(*A, "==", "text", "x")]),
        ("'x' != answer['A']", [(*A, "==", "text", "x")]),
        ("answer['A'] == 2.5", [(*A, "==", "number", "2.5")]),
        ("3 == answer['A']", [(*A, "==", "number", "3")]),
        ("answer['A'] != true", [(*A, "==", "truth", "true")]),
        ("'x' in answer['A']", [(*A, "in", "text", "x")]),
        ("answer['A'] in ['x', \"y\"]", [(*A, "==", "text", "x"), (*A, "==", "text", "y")]),
        ("answer['A'] in []", []),
        ("unit.kind == 'x' || 'y' == unit.kind", [(*B, "==", "text", "x"), (*B, "==", "text", "y")]),
        ("unit.kind in ['x']", [(*B, "==", "text", "x")]),
        ("state('A') == 'blank'", [("state", "A", "==", "text", "blank")]),
        ("answer['A'].exists(t, t == 'x' && 'y' != t)", [("tick", "A", "==", "text", "x"), ("tick", "A", "==", "text", "y")]),
        ("answer['A'].filter(t, t == 'x').exists(u, u == 'y')", [("tick", "A", "==", "text", "x")]),
        # A part of something else is no comparison with it.
        ("answer['A'] == 'x' + unit.kind", []),
        ("answer['A'] > 2.0", []),
        ("answer['A'][0] == 'x'", []),
        ("'x' == answer['A'][0]", []),
        ("2.0 + answer['A'] == 4.0", [(*A, "==", "number", "4.0")]),
        ("1.0 + 2.0 == answer['A']", []),
        ("size(answer['A']) == 2", []),
        ("answer['A'] == unit.kind", []),
        ("answer['A'] == 'a\\'b'", []),
        ("answered('A') == true", []),
    ],
)  # fmt: skip
def test_comparisons(source: str, found: list[tuple[str, ...]]) -> None:
    assert list(scan(source).compared) == found


def test_the_amounts_and_texts_of_an_expression() -> None:
    found = scan("answer['A'] > 2.5 && unit.kind == 'x' && answer['B'] / 3.0 < 4")
    assert found.amounts == {2.5, 3.0, 4.0}
    assert found.texts >= {"x"}
    assert found.divides
    assert not scan("unit.kind == 'a/b'").divides
