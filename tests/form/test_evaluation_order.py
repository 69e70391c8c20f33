"""Conditions and derived values are worked out each after everything that decides what it reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.form.applies import CircleError, Step, evaluation_order
from evalapp.form.expression import Expression, compile_expression
from evalapp.form.model import Form, FormHead, Item
from evalapp.form.scales import Binary, Derived
from evalapp.form.tree import Tree, build_tree


def order_of(*lines: str) -> list[str]:
    """The steps of items written ``group/code condition := value``; a condition is printed with ?, a value with =."""
    tree, applies, derived = read(*lines)
    return [
        f"{step.code}{'?' if step.purpose == 'applies' else '='}"
        for step in evaluation_order(tree, applies, derived)
    ]


def read(*lines: str) -> tuple[Tree, dict[str, Expression], dict[str, Expression]]:
    items = []
    parents = {line.split("/")[0] for line in lines if "/" in line.split()[0]}
    for line in lines:
        place, _space, rest = line.partition(" ")
        above, _slash, code = place.rpartition("/")
        condition, _comma, value = (part.strip() for part in rest.partition(":="))
        is_group = code in parents
        scale = None if is_group else Derived(value=value) if value else Binary()
        items.append(Item(code=code, title=code, parent=above, applies=condition, scale=scale))
    tree = build_tree(Form(head=FormHead(id="f", version="1", title="f"), items=tuple(items)))
    applies = {item.code: compile_expression(item.applies) for item in items if item.applies}
    derived = {
        item.code: compile_expression(item.scale.value) for item in items if isinstance(item.scale, Derived)
    }
    return tree, applies, derived


def test_a_derived_value_comes_after_those_it_reads() -> None:
    found = order_of(
        "A", "D3 := answer['D2'] + answer['D1']", "D2 := answer['D1'] * 2.0", "D1 := answer['A'] ? 1.0 : 0.0"
    )
    assert found == ["D1=", "D2=", "D3="]


def test_a_derived_value_comes_after_the_condition_of_what_it_reads() -> None:
    assert order_of("D := answer['B'] ? 1.0 : 0.0", "A", "B answer['A']") == ["B?", "D="]


def test_a_derived_value_comes_after_the_conditions_above_what_it_reads() -> None:
    assert order_of("D := answer['B'] ? 1.0 : 0.0", "A", "G answer['A']", "G/B") == ["G?", "D="]


def test_a_derived_value_comes_after_its_own_condition_and_those_above_it() -> None:
    found = order_of("A", "G answer['A']", "G/D !answer['A'] := answer['A'] ? 1.0 : 0.0")
    assert found.index("G?") < found.index("D?") < found.index("D=")


def test_a_condition_comes_after_the_derived_value_that_it_reads() -> None:
    assert order_of("B answer['D'] > 1.0", "A", "D := answer['A'] ? 1.0 : 0.0") == ["D=", "B?"]


def test_a_condition_asks_for_states_as_it_reads_answers() -> None:
    assert order_of("B state('C') == 'not_applicable'", "C answered('A')", "A") == ["C?", "B?"]


@pytest.mark.parametrize(
    "lines",
    [
        ("A answer['A']",),
        ("A answer['B']", "B answered('A')"),
        ("D1 := answer['D2'] + 1.0", "D2 := answer['D1'] + 1.0"),
        ("A answer['D'] > 1.0", "D := answer['A'] ? 1.0 : 0.0"),
        ("G answer['A']", "G/A"),  # what it covers decides whether it applies
        ("D answered('D') := 1.0",),
        ("A answer['C']", "G answer['A']", "G/C"),
    ],
)
def test_what_waits_for_itself_is_named(lines: tuple[str, ...]) -> None:
    with pytest.raises(CircleError) as caught:
        order_of(*lines)
    codes = [step.code for step in caught.value.steps]
    assert codes[0] == codes[-1]
    assert len(codes) >= 2


def test_what_the_form_does_not_have_is_passed_over() -> None:
    assert order_of("A answer['Z']") == ["A?"]


@given(st.permutations(range(6)), st.integers(0, 2**30))
def test_every_step_comes_after_what_it_reads(written: list[int], seed: int) -> None:
    # D0 reads nothing, every other one some of those with a smaller number: they are written in any order.
    reads = {n: [m for m in range(n) if seed >> (n * 5 + m) & 1] for n in range(6)}
    terms = {n: " + ".join(["1.0", *(f"answer['D{m}']" for m in below)]) for n, below in reads.items()}
    lines = [f"D{n} := {terms[n]}" for n in written]
    tree, applies, derived = read(*lines)
    place = {step: n for n, step in enumerate(evaluation_order(tree, applies, derived))}
    assert len(place) == 6
    assert all(
        place[Step("value", f"D{m}")] < place[Step("value", f"D{n}")]
        for n, below in reads.items()
        for m in below
    )
