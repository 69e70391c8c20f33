"""A warning stands for a reason as long as what it was about stands."""

from msgspec import structs

from evalapp.entry.acceptance import accepting
from evalapp.entry.completion import Completion, completion_of, rule_for
from evalapp.entry.contents import Accepted
from evalapp.entry.problems import AnswerView, Problem, find_problems, is_open_warning
from evalapp.entry.roster import Unit
from evalapp.entry.states import compile_rules
from evalapp.form.reader import read_form_file
from evalapp.form.tree import build_tree
from tests.people import SMALL

TREE = build_tree(read_form_file(SMALL))
RULES = compile_rules(TREE)
UNIT = Unit(key="1", code="1", name="甲市", columns={})
NO, TWO = AnswerView(state="answered", value="no"), AnswerView(state="answered", value="2")


def warning(answers: dict[str, AnswerView]) -> Problem:
    (found,) = (one for one in find_problems(TREE, RULES, UNIT, answers) if one.severity == "warning")
    return found


def accepted(answers: dict[str, AnswerView], reason: str) -> dict[str, AnswerView]:
    """The answers with the warning about them accepted."""
    one = warning(answers)
    host = answers[one.host]
    return {**answers, one.host: structs.replace(host, accepted=accepting(host.accepted, one, reason))}


def test_a_warning_says_where_its_reason_goes_and_what_it_is_about() -> None:
    found = warning({"A1": NO, "B1": TWO})
    assert (found.name, found.host, found.saw, found.accepted) == ("channels", "A1", ("no", "2"), "")
    assert is_open_warning(found)


def test_it_stands_for_a_reason() -> None:
    found = warning(accepted({"A1": NO, "B1": TWO}, "入口在小程序里"))
    assert found.accepted == "入口在小程序里"
    assert not is_open_warning(found)


def test_it_is_asked_again_where_what_it_was_about_changes_and_holds_again_where_that_comes_back() -> None:
    answers = accepted({"A1": NO, "B1": TWO}, "入口在小程序里")
    three = structs.replace(TWO, value="3")
    assert warning({**answers, "B1": three}).accepted == ""
    assert warning({**answers, "B1": TWO}).accepted == "入口在小程序里"


def test_words_and_evidence_make_no_difference_to_it() -> None:
    answers = accepted({"A1": NO, "B1": TWO}, "入口在小程序里")
    said = structs.replace(TWO, justification="数了两遍", n_evidence=3)
    assert warning({**answers, "B1": said}).accepted


def test_one_reason_takes_the_place_of_the_other_and_none_takes_it_back() -> None:
    one = warning({"A1": NO, "B1": TWO})
    first = accepting((Accepted("other", "别的", ("x",)),), one, "甲")
    assert [(a.warning, a.reason) for a in accepting(first, one, "乙")] == [
        ("other", "别的"),
        ("channels", "乙"),
    ]
    assert [a.warning for a in accepting(first, one, "")] == ["other"]


def test_errors_blanks_and_hints_are_not_accepted() -> None:
    bad = {"A1": AnswerView(state="unable"), "B1": AnswerView(state="answered", value="-1")}
    found = find_problems(TREE, RULES, UNIT, bad)
    assert {one.kind for one in found} >= {"value", "unanswered"}
    assert all(one.host == "" for one in found)


# What may be left open -------------------------------------------------------------------------------------------------


def problem(severity: str, kind: str, reason: str = "") -> Problem:
    return Problem(
        severity=severity,  # type: ignore[arg-type]
        kind=kind,  # type: ignore[arg-type]
        item="A1",
        items=("A1",),
        message="",
        accepted=reason,
    )


def test_what_a_project_that_sets_nothing_makes_of_problems() -> None:
    rules = completion_of({})
    assert rules == Completion(unanswered="warn", evidence="block", warnings="warn")
    assert rule_for(problem("error", "value"), rules) == "block"
    assert rule_for(problem("error", "evidence_missing"), rules) == "block"
    assert rule_for(problem("info", "unanswered"), rules) == "warn"
    assert rule_for(problem("warning", "again"), rules) == "warn"
    assert rule_for(problem("warning", "returned"), rules) == "warn"
    assert rule_for(problem("warning", "check"), rules) == "warn"
    assert rule_for(problem("warning", "check", "有理由"), rules) == "ignore"
    assert rule_for(problem("info", "check"), rules) == "ignore"
    assert rule_for(problem("info", "not_counted"), rules) == "ignore"


def test_a_project_sets_its_own_rules_and_no_rule_is_none() -> None:
    rules = completion_of(
        {
            "completion.unanswered": "block",
            "completion.evidence": "ignore",
            "completion.warnings": "sometimes",
            "tolerance": "5",
        }
    )
    assert rules == Completion(unanswered="block", evidence="ignore", warnings="warn")
    assert rule_for(problem("info", "unanswered"), rules) == "block"
    assert rule_for(problem("info", "evidence_missing"), rules) == "ignore"
    assert rule_for(problem("error", "value"), Completion(unanswered="ignore", warnings="ignore")) == "block"
