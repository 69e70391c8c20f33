"""In which order conditions and derived values are worked out: each after everything that decides what it reads."""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Literal, NamedTuple

from evalapp.form.expression import Expression
from evalapp.form.tree import Tree


class Step(NamedTuple):
    """An expression of an item to be worked out: whether it applies, or what its derived value is."""

    purpose: Literal["applies", "value"]
    code: str


class CircleError(ValueError):
    """Expressions that wait for each other; ``steps`` are theirs in order, the first one again at the end."""

    def __init__(self, steps: tuple[Step, ...]) -> None:
        super().__init__(" → ".join(step.code for step in steps))
        self.steps = steps


def evaluation_order(
    tree: Tree, applies: Mapping[str, Expression], derived: Mapping[str, Expression]
) -> tuple[Step, ...]:
    """The conditions and derived values so that each comes after every one it depends on.

    It depends on the conditions of the leaves that it refers to, of their ancestors and of its own, and on the derived
    values that it reads. References that the form does not have are passed over. Raises CircleError.
    """
    steps = [*(Step("applies", code) for code in applies), *(Step("value", code) for code in derived)]
    sorter: TopologicalSorter[Step] = TopologicalSorter()
    for step in steps:
        expression = (applies if step.purpose == "applies" else derived)[step.code]
        above = tree.path(step.code)
        before = {Step("applies", node.code) for node in (above if step.purpose == "value" else above[:-1])}
        for reference in expression.references & tree.by_code.keys():
            before |= {Step("applies", node.code) for node in tree.path(reference)}
            before.add(Step("value", reference))
        sorter.add(step, *(other for other in steps if other in before))
    try:
        return tuple(sorter.static_order())
    except CycleError as error:
        raise CircleError(tuple(reversed(error.args[1]))) from error
