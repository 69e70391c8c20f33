"""An assessor who has a part of a city sees that part, is asked for nothing else, and hands it in complete."""

from pathlib import Path

from evalapp.entry.problems import AnswerView, find_problems
from evalapp.entry.roster import Unit
from evalapp.entry.states import compile_rules
from evalapp.form.reader import read_form
from evalapp.form.tree import build_tree
from evalapp.work.answering import record_answers
from evalapp.work.answers import Entered, my_units, unit_page
from evalapp.work.board import board
from evalapp.work.changing import assign
from evalapp.work.readiness import points
from tests.people import founded

FORM = """
[form]
id = "two"
version = "1"
title = { en = "Two" }

[[item]]
code = "A"
title = { en = "Site" }
scale = { kind = "binary", points = 50 }

[[item]]
code = "B"
title = { en = "Desk" }
scale = { kind = "binary", points = 50 }

[[check]]
id = "both"
severity = "error"
when = "answer['A'] != answer['B']"
items = ["A", "B"]
message = { en = "Site and desk differ." }
"""


def test_the_page_of_a_part_is_that_part_alone(tmp_path: Path) -> None:
    desk = founded(tmp_path, codes=("WXL", "ZQM"), units=("370100", "370200"), mode="single")
    zhao = next(row for row in board(desk.project).rows if row.code == "ZQM")
    for item in ("A1", "A2"):
        assign(desk.project, "370100", zhao.person, item=item, place=1)
    desk.writes_tasks()
    person = desk.assessor("ZQM")
    page = unit_page(person.project, "370100")
    assert [leaf.code for leaf in page.leaves] == ["A1", "A2"]
    assert (page.progress.leaves, {problem.item for problem in page.problems}) == (2, {"A1", "A2"})
    assert len(unit_page(person.project, "370200").leaves) > 2
    record_answers(
        person.project,
        {
            ("370100", "A1"): Entered(state="answered", value="yes"),
            ("370100", "A2"): Entered(state="answered", value="full"),
        },
    )
    row = next(row for row in my_units(person.project) if row.unit.key == "370100")
    assert (row.progress.answered, row.progress.leaves) == (2, 2)
    assert points(person.project, ("370100",)) == ()
    sent = person.hands_in("370100")
    desk.merges(sent)
    cell = next(row for row in board(desk.project).rows if row.code == "ZQM").cells["370100"]
    assert (cell.leaves, cell.answered, cell.handed_in) == (2, 2, 2)


def test_checks_between_what_is_mine_and_what_is_not_are_silent() -> None:
    tree = build_tree(read_form(FORM.encode(), "two.toml"))
    rules = compile_rules(tree)
    unit = Unit(key="1", code="1", name="甲市", columns={"code": "1", "name": "甲市"})
    answers = {"A": AnswerView(state="answered", value="yes"), "B": AnswerView(state="answered", value="no")}
    assert [problem.check for problem in find_problems(tree, rules, unit, answers) if problem.check] == [
        "both"
    ]
    assert find_problems(tree, rules, unit, answers, only={"A"}) == ()
    assert [problem.item for problem in find_problems(tree, rules, unit, {}, only={"B"})] == ["B"]
