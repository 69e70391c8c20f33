"""What is open or doubtful about a unit's answers."""

from typing import Any

import cel
import msgspec
import pytest

from evalapp.entry.problems import AnswerView, Problem, find_problems
from evalapp.entry.roster import Unit
from evalapp.entry.states import compile_rules
from evalapp.form.label import Text
from evalapp.form.model import Check
from evalapp.form.reader import read_form
from evalapp.form.tree import build_tree
from tests import all_kinds

FORM = """
[form]
id = "f"
version = "1"
title = "f"
[policy]
weights = "relative"
[[item]]
code = "A"
title = "A"
scale = { kind = "binary" }
evidence = "required"
states = ["not_found", "unable"]
[[item]]
code = "N"
title = "N"
scale = { kind = "number", max = 10 }
evidence = "answer['N'] > 5.0"
[[item]]
code = "G"
title = "G"
applies = "unit.services == 'yes' && answer['A']"
[[item]]
code = "G1"
parent = "G"
title = "G1"
scale = { kind = "count", cap = 5 }
[[item]]
code = "T"
title = "T"
scale = { kind = "text" }
[[item]]
code = "Z"
title = "Z"
weight = 0
evidence = "required"
scale = { kind = "binary" }
[[check]]
id = "few"
severity = "warning"
when = "answer['N'] > 8.0 && answer['G1'] < 2.0"
items = ["G1", "N"]
message = { zh = "对不上", en = "Does not fit" }
[[check]]
id = "none"
severity = "error"
when = "answered('A') && !answered('N')"
message = "先答 N"
"""
TREE = build_tree(read_form(FORM.encode(), "f.toml"))
RULES = compile_rules(TREE)
JINAN = Unit(key="u", code="370100", name="济南市", columns={"services": "yes"})
WITHOUT = Unit(key="v", code="370200", name="青岛市", columns={"services": "no"})


def answered(value: str, n_evidence: int = 0) -> AnswerView:
    return AnswerView(state="answered", value=value, n_evidence=n_evidence)


# Answers without a problem, which each test changes in one place.
FINE = {
    "A": answered("yes", 1),
    "N": answered("3"),
    "G1": answered("4"),
    "T": answered("文"),
    "Z": AnswerView(),
}


def problems(changed: dict[str, AnswerView], unit: Unit = JINAN) -> tuple[Problem, ...]:
    return find_problems(TREE, RULES, unit, FINE | changed)


def kinds(changed: dict[str, AnswerView], unit: Unit = JINAN) -> list[tuple[str, str, str]]:
    return [(problem.severity, problem.kind, problem.item) for problem in problems(changed, unit)]


def test_complete_answers_have_no_problems() -> None:
    assert problems({}) == ()


def test_unanswered_items_are_listed_in_the_forms_order_but_words_may_stay_empty() -> None:
    found = find_problems(TREE, RULES, JINAN, {})
    assert [(problem.severity, problem.kind, problem.item) for problem in found] == [
        ("info", "unanswered", "A"),
        ("info", "unanswered", "N"),
        ("info", "unanswered", "G1"),
    ]
    assert found[0].items == ("A",)
    assert found[0].message == "Not answered yet."


def test_required_evidence_is_asked_of_answers_and_of_not_found() -> None:
    assert kinds({"A": answered("yes")}) == [("error", "evidence_missing", "A")]
    assert kinds({"A": AnswerView(state="not_found")}) == [("error", "evidence_missing", "A")]
    assert kinds({"A": AnswerView(state="not_found", n_evidence=1)}) == []
    assert kinds({"A": AnswerView(state="unable", justification="site down")}) == []


def test_evidence_may_be_required_on_a_condition() -> None:
    assert kinds({"N": answered("6")}) == [("error", "evidence_missing", "N")]
    assert kinds({"N": answered("6", 1)}) == []
    assert kinds({"N": AnswerView(state="not_found")}) == [("error", "check", "A")]


def test_special_answers_need_a_reason() -> None:
    (problem,) = problems({"G1": AnswerView(state="unable", justification=" ")})
    assert (problem.severity, problem.kind) == ("error", "value")
    assert problem.message == "“unable to assess” needs a reason; write it into the justification."
    assert kinds({"G1": AnswerView(state="not_applicable", justification="no counter")}) == []


def test_a_state_that_the_item_does_not_offer_is_an_error() -> None:
    (problem, *_rest) = problems({"A": AnswerView(state="not_applicable", justification="x")})
    assert (problem.severity, problem.kind, problem.item) == ("error", "value", "A")
    assert problem.message == "“not applicable” is not offered for this item; choose another answer."


def test_a_value_that_the_scale_refuses_is_an_error_and_is_not_read_by_checks() -> None:
    (problem,) = problems({"G1": answered("many")})
    assert (problem.kind, problem.item) == ("value", "G1")
    assert problem.message == "The value is not taken: the answer is a whole number from 0, not “many”."
    assert kinds({"G1": answered("")}) == [("error", "value", "G1")]
    assert kinds({"G1": AnswerView(state="not_found", value="3")}) == [("error", "value", "G1")]


def test_what_does_not_apply_is_kept_but_not_counted() -> None:
    (problem,) = problems({}, WITHOUT)
    assert (problem.severity, problem.kind, problem.item) == ("info", "not_counted", "G1")
    assert kinds({"G1": AnswerView()}, WITHOUT) == []
    assert kinds({"G1": AnswerView(state="not_applicable")}, WITHOUT) == []
    # Not even a refused value stands in the way there.
    assert kinds({"G1": answered("many")}, WITHOUT) == [("info", "not_counted", "G1")]


def test_a_check_that_is_true_is_a_problem_with_the_forms_own_words() -> None:
    (problem,) = problems({"N": answered("9", 1), "G1": answered("1")})
    assert problem == Problem(
        severity="warning",
        kind="check",
        item="G1",
        items=("G1", "N"),
        message=Text(zh="对不上", en="Does not fit"),
        check="few",
        host="G1",
        saw=("1", "9"),
    )


def test_a_check_is_silent_while_an_answer_is_missing_or_does_not_apply() -> None:
    assert kinds({"N": answered("9", 1), "G1": AnswerView()}) == [("info", "unanswered", "G1")]
    assert kinds({"N": answered("9", 1), "G1": answered("1")}, WITHOUT) == [("info", "not_counted", "G1")]


def test_a_check_without_items_names_what_it_refers_to() -> None:
    found = problems({"N": AnswerView()})
    assert [(problem.kind, problem.items) for problem in found] == [
        ("unanswered", ("N",)),
        ("check", ("A", "N")),
    ]
    assert found[1].message == "先答 N"


def test_an_item_of_weight_zero_does_not_exist() -> None:
    assert kinds({"Z": answered("yes")}) == []


def problems_of(unit: Unit, answers: dict[str, AnswerView]) -> list[tuple[str, str, str]]:
    found = find_problems(all_kinds.tree(), compile_rules(all_kinds.tree()), unit, answers)
    return [
        (problem.item, problem.severity, problem.kind) for problem in found if problem.kind != "unanswered"
    ]


def test_what_is_brought_in_or_computed_is_never_missed() -> None:
    city, town = all_kinds.roster()[0], all_kinds.roster()[3]
    tree = all_kinds.tree()
    open_items = [problem.item for problem in find_problems(tree, compile_rules(tree), city, {})]
    assert open_items == ["A1", "A2", "A3", "A4", "A5", "J1", "J2", "P1", "P2", "V1", "N1", "N2"]
    assert [problem.item for problem in find_problems(tree, compile_rules(tree), town, {})] == ["B1", "B2"]


def test_too_few_rounds_are_told_before_handing_in() -> None:
    city = all_kinds.roster()[0]
    assert problems_of(city, {"A2": AnswerView(state="answered", value="90;;")}) == [
        ("A2", "warning", "value")
    ]
    assert problems_of(city, {"A2": AnswerView(state="answered", value="90;;60")}) == []
    assert problems_of(city, {"A2": AnswerView(state="answered", value="90;60")}) == [
        ("A2", "error", "value")
    ]


def test_a_check_about_leaves_of_other_rows_is_not_made() -> None:
    form = msgspec.structs.replace(
        all_kinds.tree().form,
        checks=(
            Check(id="c", severity="error", when="!answered('B1')", message="先答 B1"),
            Check(id="d", severity="error", when="answer['N1'] > 1.0", message="记录"),
        ),
    )
    tree = build_tree(form)
    rules = compile_rules(tree)
    city, town = all_kinds.roster()[0], all_kinds.roster()[3]
    noted = {"N1": AnswerView(state="answered", value="2")}
    assert [one.check for one in find_problems(tree, rules, city, noted) if one.kind == "check"] == ["d"]
    assert [one.check for one in find_problems(tree, rules, town, noted) if one.kind == "check"] == ["c"]


def test_all_checks_and_conditions_of_a_unit_share_one_context(monkeypatch: pytest.MonkeyPatch) -> None:
    converted, convert = [], cel.Context

    def counted(**contents: Any) -> Any:
        converted.append(contents)
        return convert(**contents)

    monkeypatch.setattr(cel, "Context", counted)
    many = "".join(
        f'[[check]]\nid = "c{n}"\nseverity = "warning"\nwhen = "answer[\'G1\'] > {n + 10}.0"\nmessage = "m"\n'
        for n in range(30)
    )
    tree = build_tree(read_form((FORM + many).encode(), "f.toml"))
    rules = compile_rules(tree)
    converted.clear()
    assert find_problems(tree, rules, JINAN, FINE) == ()
    assert len(converted) == 1
