"""A form with its answers in memory, as large as a benchmark wants it."""

from random import Random

from evalapp.entry.final import Final, Finals
from evalapp.entry.roster import Roster, Unit
from evalapp.entry.states import compile_rules
from evalapp.form.reader import decode_form
from evalapp.form.tree import Tree, build_tree
from evalapp.score.results import compute
from evalapp.score.robustness.case import Case
from tests.bench.big_project import form_toml

VALUES = ("full", "part", "none")


def tree_of(leaves: int) -> Tree:
    """Options leaves in groups of ten."""
    return build_tree(decode_form(form_toml(leaves)))


def roster_of(units: int) -> Roster:
    return tuple(
        Unit(key=f"{n}", code=f"{n}", name=f"第{n}市", columns={"code": f"{n}", "name": f"第{n}市"})
        for n in range(units)
    )


def finals_of(tree: Tree, roster: Roster, not_applicable: float) -> Finals:
    """Random answers, of which this share does not apply."""
    random = Random(1)
    return {
        (unit.key, leaf.code): Final("not_applicable")
        if random.random() < not_applicable
        else Final("answered", random.choice(VALUES))
        for unit in roster
        for leaf in tree.leaves
    }


def case_of(units: int, leaves: int, not_applicable: float = 0.0) -> Case:
    tree, roster = tree_of(leaves), roster_of(units)
    rules = compile_rules(tree)
    finals = finals_of(tree, roster, not_applicable)
    return Case(results=compute(tree, rules, roster, finals), rules=rules)
