"""The items as a tree: order, levels, nominal weights (FORM rule 6)."""

import pytest

from evalapp.form.model import Form, FormHead, Item, Policy
from evalapp.form.scales import Binary, Words
from evalapp.form.tree import Tree, build_tree


def tree_of(*items: Item, relative: bool = False, full_score: float = 100) -> Tree:
    head = FormHead(id="f", version="1", title="f", full_score=full_score)
    return build_tree(
        Form(head=head, policy=Policy(weights="relative" if relative else "points"), items=items)
    )


def leaf(code: str, parent: str = "", points: float = 1, weight: float | None = None) -> Item:
    return Item(code=code, title=code, parent=parent, weight=weight, scale=Binary(points=points))


def group(code: str, parent: str = "", weight: float | None = None) -> Item:
    return Item(code=code, title=code, parent=parent, weight=weight)


def nominal(tree: Tree) -> dict[str, float]:
    return {node.code: round(node.nominal, 9) for node in tree.nodes}


def test_items_stand_depth_first_in_file_order_wherever_they_are_written() -> None:
    tree = tree_of(leaf("A1.1", "A1"), group("A"), leaf("B"), group("A1", "A"), leaf("A2", "A"))
    assert [(node.code, node.level) for node in tree.nodes] == [
        ("A", 0),
        ("A1", 1),
        ("A1.1", 2),
        ("A2", 1),
        ("B", 0),
    ]
    assert [node.code for node in tree.leaves] == ["A1.1", "A2", "B"]
    assert [node.code for node in tree.path("A1.1")] == ["A", "A1", "A1.1"]
    assert [node.code for node in tree.leaves_below("A")] == ["A1.1", "A2"]
    assert [node.code for node in tree.leaves_below("B")] == ["B"]
    assert [tree.nodes[root].code for root in tree.roots] == ["A", "B"]


def test_points_a_leaf_weighs_its_maximum_and_a_group_its_children() -> None:
    tree = tree_of(
        group("A"), leaf("A1", "A", points=40), leaf("A2", "A", weight=30, points=7), leaf("B", points=30)
    )
    assert nominal(tree) == {"A": 70, "A1": 40, "A2": 30, "B": 30}


def test_relative_an_omitted_weight_is_one() -> None:
    # A : B = 1 : 3 of 100; A1 : A2 = 1 : 4 of A's 25.
    tree = tree_of(group("A"), leaf("A1", "A"), leaf("A2", "A", weight=4), leaf("B", weight=3), relative=True)
    assert nominal(tree) == {"A": 25, "A1": 5, "A2": 20, "B": 75}


def test_an_item_of_weight_zero_does_not_exist() -> None:
    tree = tree_of(group("A", weight=0), leaf("A1", "A"), leaf("B"), relative=True)
    assert nominal(tree) == {"A": 0, "A1": 0, "B": 100}


def test_words_are_never_scored_and_a_group_of_words_neither() -> None:
    words = Item(code="T", title="T", parent="A", scale=Words())
    tree = tree_of(group("A"), words, leaf("B", points=5), full_score=5)
    assert {node.code: node.scored for node in tree.nodes} == {"A": False, "T": False, "B": True}
    assert nominal(tree) == {"A": 0, "T": 0, "B": 5}


def test_an_unknown_code_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        tree_of(leaf("A")).node("B")
