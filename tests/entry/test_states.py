"""Which state each leaf of a unit has: entered, or not applicable because of a condition (FORM rule 2)."""

import subprocess
import sys
from pathlib import Path

import pytest

from evalapp.entry.final import Final
from evalapp.entry.roster import Unit
from evalapp.entry.states import compile_rules, leaf_states, resolve
from evalapp.form.applies import CircleError
from evalapp.form.expression import ExpressionError, holds
from evalapp.form.label import Text
from evalapp.form.model import Check, Form, FormHead, Item, Units
from evalapp.form.scales import Binary, Count
from evalapp.form.tree import build_tree

REPOSITORY = Path(__file__).parents[2]
QINGDAO = Unit(
    key="u1", code="370200", name="青岛市", columns={"code": "370200", "services": "yes", "people": "1007.17"}
)
YES, NO = Final("answered", "yes"), Final("answered", "no")


def form_of(*items: Item, checks: tuple[Check, ...] = (), number: tuple[str, ...] = ()) -> Form:
    return Form(
        head=FormHead(id="f", version="1", title=Text(en="Form")),
        units=Units(number=number),
        items=items,
        checks=checks,
    )


def leaf(code: str, parent: str = "", applies: str = "") -> Item:
    return Item(code=code, title=code, parent=parent, applies=applies, scale=Binary())


def group(code: str, parent: str = "", applies: str = "") -> Item:
    return Item(code=code, title=code, parent=parent, applies=applies)


def states_of(form: Form, finals: dict[str, Final], unit: Unit = QINGDAO) -> dict[str, str]:
    tree = build_tree(form)
    return dict(leaf_states(tree, compile_rules(tree), unit, finals))


def test_without_conditions_each_leaf_has_its_entered_state_and_the_rest_is_blank() -> None:
    form = form_of(group("A"), leaf("A1", "A"), leaf("A2", "A"), leaf("A3", "A"))
    assert states_of(form, {"A1": YES, "A3": Final("unable")}) == {
        "A1": "answered",
        "A2": "blank",
        "A3": "unable",
    }


def test_a_false_condition_makes_the_leaf_not_applicable_whatever_was_entered() -> None:
    form = form_of(leaf("A", applies="unit.services == 'no'"), leaf("B", applies="unit.services == 'yes'"))
    assert states_of(form, {"A": YES, "B": NO}) == {"A": "not_applicable", "B": "answered"}


def test_a_groups_condition_covers_everything_below_it() -> None:
    form = form_of(
        group("A", applies="unit.services == 'no'"),
        group("A1", "A"),
        leaf("A1.1", "A1"),
        leaf("A1.2", "A1"),
        leaf("B"),
    )
    assert states_of(form, {"A1.1": YES, "B": YES}) == {
        "A1.1": "not_applicable",
        "A1.2": "not_applicable",
        "B": "answered",
    }


def test_a_condition_over_an_unanswered_item_counts_as_true() -> None:
    form = form_of(leaf("A"), leaf("B", applies="answer['A']"))
    assert states_of(form, {"B": YES})["B"] == "answered"
    assert states_of(form, {"A": Final("not_found"), "B": YES})["B"] == "answered"
    assert states_of(form, {"A": NO, "B": YES})["B"] == "not_applicable"


def test_answered_and_state_can_be_asked_of_a_blank_item() -> None:
    form = form_of(leaf("A"), leaf("B", applies="answered('A')"), leaf("C", applies="state('A') != 'unable'"))
    assert states_of(form, {}) == {"A": "blank", "B": "not_applicable", "C": "blank"}
    assert states_of(form, {"A": Final("unable")}) == {
        "A": "unable",
        "B": "not_applicable",
        "C": "not_applicable",
    }


def test_conditions_are_evaluated_after_those_that_they_depend_on() -> None:
    # C stands first in the file, reads B, which reads A: A no → B not applicable → its answer is not read → C applies.
    form = form_of(leaf("C", applies="answer['B']"), leaf("B", applies="answer['A']"), leaf("A"))
    assert states_of(form, {"A": NO, "B": NO, "C": YES}) == {
        "C": "answered",
        "B": "not_applicable",
        "A": "answered",
    }
    assert states_of(form, {"A": YES, "B": NO, "C": YES})["C"] == "not_applicable"


def test_a_not_applicable_item_is_not_answered_for_others() -> None:
    form = form_of(
        group("G", applies="answer['A']"), leaf("B", "G"), leaf("C", applies="!answered('B')"), leaf("A")
    )
    assert states_of(form, {"A": NO, "B": YES, "C": YES})["C"] == "answered"
    assert states_of(form, {"A": YES, "B": YES, "C": YES})["C"] == "not_applicable"


def test_conditions_that_wait_for_each_other_are_refused() -> None:
    tree = build_tree(
        form_of(group("G", applies="answer['A']"), leaf("B", "G"), leaf("A", applies="answer['B']"))
    )
    with pytest.raises(CircleError) as caught:
        compile_rules(tree)
    assert {step.code for step in caught.value.steps} == {"G", "A"}


def test_number_columns_are_doubles_and_an_empty_one_is_missing() -> None:
    form = form_of(leaf("A", applies="unit.people >= 1000.0"), number=("people",))
    small = Unit(key="u2", code="x", name="小城", columns={"people": "12"})
    unknown = Unit(key="u3", code="y", name="新区", columns={"people": ""})
    assert states_of(form, {"A": YES})["A"] == "answered"
    assert states_of(form, {"A": YES}, small)["A"] == "not_applicable"
    assert states_of(form, {"A": YES}, unknown)["A"] == "answered"


def test_a_roster_that_lacks_a_column_or_a_number_is_said() -> None:
    form = form_of(leaf("A", applies="unit.people >= 1000.0"), number=("people",))
    with pytest.raises(ExpressionError, match="column “people”, which the roster does not have"):
        states_of(form, {}, Unit(key="u", code="c", name="n", columns={}))
    with pytest.raises(ExpressionError, match="“many” in column “people” of 青岛市"):
        states_of(form, {}, Unit(key="u", code="c", name="青岛市", columns={"people": "many"}))


def test_an_averaged_cell_has_no_value_to_read() -> None:
    form = form_of(leaf("A"), leaf("B", applies="answer['A']"))
    assert states_of(form, {"A": Final("answered", "", 50.0)})["B"] == "blank"


def test_checks_are_evaluated_in_the_same_context() -> None:
    form = form_of(
        Item(code="N", title="N", scale=Count(cap=10)),
        leaf("B", applies="answer['N'] > 3.0"),
        checks=(Check(id="c", severity="error", when="answer['B'] && answer['N'] > 5.0", message="m"),),
    )
    tree = build_tree(form)
    rules = compile_rules(tree)
    ((_check, expression),) = rules.checks
    assert rules.read == {"N", "B"}
    many = resolve(tree, rules, QINGDAO, {"N": Final("answered", "7"), "B": YES})
    few = resolve(tree, rules, QINGDAO, {"N": Final("answered", "2"), "B": YES})
    assert holds(expression, many.context) is True
    assert holds(expression, few.context) is None


def test_a_form_without_expressions_never_loads_the_expression_library() -> None:
    program = (
        "import sys; sys.path.insert(0, 'tests/entry'); import test_states as t;"
        "t.states_of(t.form_of(t.leaf('A')), {}); assert 'cel' not in sys.modules;"
        "t.states_of(t.form_of(t.leaf('A', applies='true')), {}); assert 'cel' in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=REPOSITORY, check=False).returncode == 0
