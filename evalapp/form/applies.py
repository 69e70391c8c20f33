"""In which order the items' ``applies`` conditions are evaluated: each after those that decide what it reads."""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from evalapp.form.expression import Expression
from evalapp.form.tree import Tree


class CircleError(ValueError):
    """Conditions that wait for each other; ``codes`` are their items in order, the first one again at the end."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(" → ".join(codes))
        self.codes = codes


def evaluation_order(tree: Tree, applies: Mapping[str, Expression]) -> tuple[str, ...]:
    """The codes in ``applies`` so that each comes after every condition it depends on.

    A condition depends on those of the leaves that it refers to, of their ancestors, and of its own ancestors.
    References that the form does not have are passed over. Raises CircleError.
    """
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for code, expression in applies.items():
        before = {node.code for node in tree.path(code)[:-1]}
        for reference in expression.references & tree.by_code.keys():
            before |= {node.code for node in tree.path(reference)}
        sorter.add(code, *(other for other in applies if other in before))
    try:
        return tuple(sorter.static_order())
    except CycleError as error:
        raise CircleError(tuple(reversed(error.args[1]))) from error
