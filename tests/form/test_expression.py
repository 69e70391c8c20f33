"""Expressions: what they read, what is refused before they are compiled, and what they are for a unit."""

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from evalapp.form.expression import ExpressionError, UnitContext, compile_expression, holds, number_of

UNIT: dict[str, str | float | None] = {"kind": "portal", "people": 1007.17, "area": None}
ANSWERS: dict[str, object] = {
    "B": True,
    "O": "full",
    "C": ["a", "c"],
    "N": 0.1 + 0.2,
    "R": 95.0,
    "T": "青岛",
}
STATES = dict.fromkeys(ANSWERS, "answered") | {"X": "blank", "U": "unable"}


def truth(source: str, *, strict: bool = False) -> bool | None:
    return holds(compile_expression(source), UnitContext(UNIT, ANSWERS, STATES), strict=strict)


@pytest.mark.parametrize(
    "source",
    [
        "unit.kind == 'portal'",
        "unit.people > 1000.0 && unit.people < 2000",
        "answer['B']",
        'answer["O"] == "full" && answer[\'O\'] != "part"',
        "'a' in answer['C'] && !('b' in answer['C'])",
        "size(answer['C']) == 2 && answer['C'].size() > 1",
        "answer['C'].filter(t, t != 'a').size() == 1",
        "answer['C'].exists(t, t.startsWith('c'))",
        "double(size(answer['C'])) / 4.0 == 0.5",
        "answer['N'] == 0.3",  # guarded: 0.1 + 0.2
        "answer['R'] >= 95",
        "answer['R'] > -1",
        "answer['R'] * 2.0 - 1.5 > 188.0",
        "answer['T'] == '青岛'",
        "answered('O') && !answered('X') && !answered('never seen')",
        "state('U') == 'unable' && state('X') == 'blank'",
        "min([answer['R'], 3.0]) == 3.0 && max([1.0, 2]) == 2.0",
        "sum([0.1, 0.2]) == 0.3 && mean([1.0, 2.0]) == 1.5",
        "[1.0, 2.0].all(x, x > 0.0) // all above zero",
        "true",
    ],
)
def test_true_expressions(source: str) -> None:
    assert truth(source) is True


def test_what_an_expression_refers_to() -> None:
    expression = compile_expression(
        "answer['A1'] == 'x' && answered('B,2') && state(\"C\") != 'unable' && unit.kind == ''"
    )
    assert expression.answers == {"A1"}
    assert expression.asked == {"B,2", "C"}
    assert expression.columns == {"kind"}
    assert expression.references == {"A1", "B,2", "C"}
    assert expression.scan.compared == (
        ("answer", "A1", "==", "text", "x"),
        ("state", "C", "==", "text", "unable"),
        ("unit", "kind", "==", "text", ""),
    )


@pytest.mark.parametrize(
    "source",
    [
        "answer['X'] == 'full'",
        "answer['X'] == 'full' || true",  # references are resolved first: || swallows nothing
        "answered('X') && answer['X'] == 'full'",
        "unit.area > 1.0",
    ],
)
def test_an_expression_that_reads_something_missing_is_neither_true_nor_false(source: str) -> None:
    assert truth(source) is None


def test_an_answer_ruled_out_is_no_longer_read() -> None:
    context = UnitContext(UNIT, ANSWERS, STATES)
    reads, asks = compile_expression("answer['B']"), compile_expression("state('B') == 'not_applicable'")
    assert (holds(reads, context), holds(asks, context)) == (True, False)
    context.rule_out("B")
    assert (holds(reads, context), holds(asks, context)) == (None, True)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", "the expression is empty"),
        ("true" + " " * 2000, "2004 characters, at most 2000"),
        ("(" * 33 + "true" + ")" * 33, "character 33: brackets are nested deeper than 32"),
        ("1.0" + " - 1.0" * 301 + " > 0.0", "302 operators, at most 300"),
        (
            "answer['C'].exists(a, answer['C'].exists(b, a == b))",
            "character 41: “exists” stands inside another one",
        ),
        ("answer['C'].exists(answer, true)", "begins with a name of your own"),
        ("answer['C'].exists(true)", "begins with a name of your own"),
        ("A1 == 'x'", "character 1: the name “A1” is not known"),
        ("yes", "the name “yes” is not known"),
        ("now() > 1.0", "the function “now” is not known"),
        ("int(answer['N']) > 1", "the function “int” is not known"),
        ("answer['T'].lower() == 'x'", "the function “lower” is not known"),
        ("unit['kind'] == 'portal'", "“unit” is followed by a point and a column"),
        ("unit.kind() == 'portal'", "“unit” is followed by a point and a column"),
        ("unit.kind.first == 'p'", "only “unit” has columns"),
        ("answer.A1 == 'x'", "after “answer” the code is written out: answer['A1']"),
        ("answer[unit.kind] == 'x'", "after “answer” the code is written out"),
        ("answer['A' + '1'] == 'x'", "after “answer” the code is written out"),
        ("answered(unit.kind)", "after “answered” the code is written out: answered('A1')"),
        ("state() == 'blank'", "after “state” the code is written out"),
        ("answer['A\\x31'] == 'x'", "after “answer” the code is written out"),
        ("answer['N'] * 2 > 1.0", "character 15: write 2.0, not 2, beside"),
        ("2 * answer['N'] > 1.0", "character 1: write 2.0, not 2"),
        ("answer['N'] * -2 > 1.0", "write 2.0, not 2"),
        ("(3) / (2) > 1.0", "write 3.0, not 3"),
        ("((3)) - answer['N'] > 1.0", "write 3.0, not 3"),
        ("size(answer['C']) / 2.0 > 1.0", "write double(size"),
        ("1.0 + answer['C'].size() > 1.0", "write double(size"),
        ("answer['N'] % 2.0 == 0.0", "“%” takes whole numbers only"),
        ("size('青岛') == 2", "“size” counts the ticks of one checklist"),
        ("unit.kind.size() == 6", "“size” counts the ticks of one checklist"),
        ("size(answer['C'][0]) == 1", "“size” counts the ticks of one checklist"),
        ("size(unit.kind) == 6", "“size” counts the ticks of one checklist"),
        ("'''answer['A1']'''", "a text stands between single quotation marks"),
        ("r'a' == 'a'", "leave out “r” before the quotation mark"),
        ("answer['A1] == 'x'", "cannot stand here; is a quotation mark missing?"),
        ("answer[‘A1’]", "character 8: “‘” is typed with Chinese input; switch to English input"),
        ("base ＞ 80.0", "character 6: “＞” is typed with Chinese input"),
        ("answer['A1'] = 'x'", "“=” cannot stand here"),
        ("(true", "character 1: “(” is not closed"),
        ("true)", "character 5: “)” closes nothing"),
        ("(true]", "character 6: “]” closes nothing"),
        ("true &&", "is no expression"),
        ("true ? 1.0", "is no expression"),
    ],
)
def test_refused_when_the_form_is_read(source: str, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_expression(source)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("answer['N']", "gives 0.3, not true or false"),
        ("answer['T'] + answer['N'] == 'x'", "write 2.0, not 2"),
        ("answer['O'] > 1.0", "different kinds"),
        ("answer['C'][5] == 'a'", "reads a place that the list may not have"),
        ("double(answer['T']) > 1.0", "cannot be evaluated"),
        ("min(1.0, 2.0) > 0.0", "“min” takes one list of numbers"),
        ("sum(answer['C']) > 0.0", "“sum” takes one list of numbers"),
        ("mean([]) > 0.0", "“mean” of an empty list"),
        ("unit.province == '山东省'", "column “province”, which the roster does not have"),
        ("answer['T'].matches('(')", "cannot be evaluated"),
    ],
)
def test_refused_when_it_is_evaluated(source: str, message: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ExpressionError) as caught:
        truth(source, strict=True)
    assert message in str(caught.value)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "source",
    [
        "(answer['R'] - 95.0) / (answer['R'] - 95.0) > 0.5",  # 0/0 has no order
        "answer['C'][5] == 'a'",
        "mean([]) > 0.0",
    ],
)
def test_where_these_answers_have_nothing_to_compare_one_unit_does_not_stop_all_others(source: str) -> None:
    assert truth(source) is None
    with pytest.raises(ExpressionError):
        truth(source, strict=True)


def test_the_longest_chain_that_is_taken_evaluates() -> None:
    assert truth("unit.people" + " - 1.0" * 298 + " > 700.0") is True


@pytest.mark.parametrize(
    ("source", "number"),
    [
        ("answer['R'] / 2.0", 47.5),
        ("answer['N'] * 10.0", 3.0),  # guarded: 0.1 + 0.2
        ("size(answer['C'])", 2.0),
        ("unit.people - answer['R']", 912.17),
        ("answer['B']", True),
        ("answer['R'] > 95.0", False),
        ("answer['B'] ? 1.0 : 0.0", 1.0),
        ("7.0", 7.0),
        ("answer['X'] + 1.0", None),  # blank
        ("unit.area * 2.0", None),  # an empty number of the roster
        ("answer['R'] / 0.0", None),
        ("0.0 / 0.0", None),
        ("unit.people * 1e12", None),  # nine decimals of so many digits cannot be told apart
        ("unit.people * 1e11", 1007.17e11),
    ],
)
def test_the_number_or_truth_that_an_expression_gives(source: str, number: float | bool | None) -> None:
    found = number_of(compile_expression(source), UnitContext(UNIT, ANSWERS, STATES))
    assert type(found) is type(number)
    assert found == (number if number is None or isinstance(number, bool) else pytest.approx(number))


@pytest.mark.parametrize("source", ["answer['O']", "answer['C']", "unit.kind", "null"])
def test_what_gives_no_number_is_said(source: str) -> None:
    with pytest.raises(ExpressionError, match="not a number"):
        number_of(compile_expression(source), UnitContext(UNIT, ANSWERS, STATES))


def test_base_and_total_are_guarded_like_everything_else() -> None:
    context = UnitContext(UNIT, {}, {}, {"base": 79.99999999999})
    assert holds(compile_expression("base >= 80.0"), context) is True
    assert number_of(compile_expression("base * 2.0"), context) == 160
    assert compile_expression("base + total > 1.0").scan.numbers == {"base", "total"}


def test_a_value_that_was_worked_out_is_read_from_then_on() -> None:
    context = UnitContext(UNIT, ANSWERS, STATES)
    twice, known = compile_expression("answer['D'] * 2.0"), compile_expression("state('D') == 'answered'")
    assert (number_of(twice, context), holds(known, context)) == (None, False)
    context.derive("D", "answered", 0.1 + 0.2)
    assert (number_of(twice, context), holds(known, context)) == (0.6, True)
    context.derive("E", "unable")
    assert holds(compile_expression("state('E') == 'unable' && !answered('E')"), context) is True


SCRAPS = (
    *(
        "answer['N']",
        "answer['C']",
        "answer['X']",
        "answer",
        "answered('B')",
        "state('U')",
        "unit.kind",
        "unit.people",
        "unit",
    ),
    *(
        "size(",
        "size",
        "exists(",
        ".exists(t, ",
        ".filter(t, t",
        ".size()",
        "min([",
        "mean(",
        "double(",
        "has(unit.kind)",
        "t",
    ),
    *(
        "1",
        "2.0",
        "-",
        "+",
        "*",
        "/",
        "%",
        "<",
        ">=",
        "==",
        "!=",
        "&&",
        "||",
        "!",
        "?",
        ":",
        " in ",
        ",",
        ".",
        "'a'",
        '"',
        "'",
    ),
    *("(", ")", "[", "]", "{", "}", "true", "null", "// ", "\n", "\\", "青", "u", "r'", "'''", "\x00"),
)


@given(st.lists(st.sampled_from(SCRAPS), max_size=14).map("".join))
@example("answer['C'].filter(t, t != 'a').filter(t, true).size()")
@example(".size()")
@example("size()")
def test_whatever_is_written_is_a_value_or_an_expression_error(source: str) -> None:
    with suppress(ExpressionError):
        assert truth(source) in (True, False, None)
