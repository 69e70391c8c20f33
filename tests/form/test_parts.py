"""The tree beside the base: parts, what a leaf is worth there, sub-units, and the weights under each profile."""

import tomllib

import msgspec
import pytest

from evalapp.form.model import Form
from evalapp.form.tree import Tree, build_tree

HEAD = '[form]\nid = "f"\nversion = "1"\ntitle = "f"\n'


def tree_of(text: str, head: str = HEAD) -> Tree:
    """The tree of a form whose items are lines ``code, keys`` of TOML; a dot in the code names the parent."""
    items = []
    for line in text.strip().splitlines():
        code, _comma, keys = line.strip().partition(" ")
        parent = code.rpartition(".")[0]
        items.append(
            f'{{ code = "{code}", title = "{code}", parent = "{parent}"{", " if keys else ""}{keys} }}'
        )
    document = f"item = [{', '.join(items)}]\n{head}"
    return build_tree(msgspec.convert(tomllib.loads(document), Form))


YES = 'scale = { kind = "binary", points = 5 }'
PARTS = f"""
A
A.1 {YES}
A.V part = "veto", {YES}
A.2
A.2.V part = "veto", {YES}
J part = "bonus", cap = 8
J.1 {YES}
J.2 weight = 3, {YES}
J.3 weight = 7, scale = {{ kind = "rate" }}
J.4 weight = 0, {YES}
P part = "penalty"
P.1 scale = {{ kind = "binary", points = -2 }}
P.2 scale = {{ kind = "count", each = -0.5, floor = -4 }}
V part = "veto"
V.1 {YES}
N part = "note"
N.1 scale = {{ kind = "count" }}
B scale = {{ kind = "binary", points = 95 }}
"""


def test_a_part_holds_for_all_below_and_a_veto_leaf_may_stand_in_the_base() -> None:
    tree = tree_of(PARTS)
    assert {node.code: node.part for node in tree.nodes} == {
        **dict.fromkeys(("A", "A.1", "A.2", "B"), "base"),
        **dict.fromkeys(("A.V", "A.2.V", "V", "V.1"), "veto"),
        **dict.fromkeys(("J", "J.1", "J.2", "J.3", "J.4"), "bonus"),
        **dict.fromkeys(("P", "P.1", "P.2"), "penalty"),
        **dict.fromkeys(("N", "N.1"), "note"),
    }


def test_only_the_base_is_averaged_and_has_nominal_weights() -> None:
    tree = tree_of(PARTS)
    # A.2 holds nothing but a veto leaf, so there is nothing in it to average.
    assert {node.code: node.nominal for node in tree.nodes if node.scored} == {"A": 5, "A.1": 5, "B": 95}
    assert all(node.nominal == 0 for node in tree.nodes if not node.scored)


def test_what_a_leaf_beside_the_base_is_worth() -> None:
    tree = tree_of(PARTS)
    worth = {node.code: node.worth for node in tree.leaves if node.worth}
    # A bonus by its weight, else its scale's maximum; a penalty by its scale alone.
    assert worth == {"J.1": 5, "J.2": 3, "J.3": 7, "P.1": 2, "P.2": 4}


def test_full_marks_in_the_base_or_beside_it() -> None:
    tree = tree_of(PARTS)
    marks = {node.code: node.full_marks for node in tree.nodes}
    assert {code: marks[code] for code in ("A.1", "B", "J.2", "P.2")} == {
        "A.1": 5,
        "B": 95,
        "J.2": 3,
        "P.2": 4,
    }
    assert [code for code, points in marks.items() if points is None] == ["A.V", "A.2", "A.2.V", "J", "J.4", "P", "V", "V.1", "N", "N.1"]  # fmt: skip


def test_weight_0_means_that_there_is_no_such_item() -> None:
    tree = tree_of(f"A weight = 0\nA.1 {YES}\nB {YES}", head=HEAD + '[policy]\nweights = "relative"\n')
    assert {node.code: node.exists for node in tree.nodes} == {"A": False, "A.1": False, "B": True}


def test_a_form_of_words_and_notes_scores_nothing() -> None:
    assert not tree_of(
        'T scale = { kind = "text" }\nN part = "note", scale = { kind = "count" }'
    ).scores_anything
    for part in ("base", "bonus", "penalty", "veto"):
        assert tree_of(f'X part = "{part}", {YES}').scores_anything


def test_what_is_rolled_up_is_answered_by_sub_units_of_its_kind() -> None:
    tree = tree_of(
        f"""
        A {YES}
        T rollup = {{ kind = "town", take = "mean" }}
        T.1 {YES}
        T.2
        T.2.1 {YES}
        C rollup = {{ kind = "county", take = "sum" }}, scale = {{ kind = "count", cap = 5 }}
        """
    )
    assert {node.code: node.kind for node in tree.nodes} == {
        "A": "",
        **dict.fromkeys(("T", "T.1", "T.2", "T.2.1"), "town"),
        "C": "county",
    }


@pytest.mark.parametrize(
    ("leaf", "effect", "points"),
    [
        ("A.V", "item", None),
        ("V.1", "fixed", 59),
        ("V.2", "zero", None),
        ("V.G.1", "cap", 70),
        ("W", "fail", None),
    ],
)
def test_what_a_hit_does_is_said_by_the_nearest(leaf: str, effect: str, points: float | None) -> None:
    tree = tree_of(
        f"""
        A veto = {{ effect = "item" }}
        A.1 {YES}
        A.V part = "veto", {YES}
        V part = "veto", veto = {{ effect = "fixed", points = 59 }}
        V.1 {YES}
        V.2 veto = {{ effect = "zero" }}, {YES}
        V.G veto = {{ effect = "cap", points = 70 }}
        V.G.1 {YES}
        W part = "veto", {YES}
        """
    )
    veto = tree.veto_of(tree.node(leaf))
    assert (veto.effect, veto.points) == (effect, points)


RELATIVE = HEAD + '[policy]\nweights = "relative"\n'
TWO_LEVELS = f"""
A weight = 2
A.1 {YES}
A.2 weight = 3, {YES}
B weight = 2, {YES}
"""


def under(profile: str, head: str = RELATIVE, text: str = TWO_LEVELS) -> dict[str, float]:
    """The nominal weights under a profile."""
    tree = tree_of(text, head=f'{head}[[profile]]\nid = "p"\nwhen = "true"\nweights = {{ {profile} }}\n')
    return {node.code: round(weight, 9) for node, weight in zip(tree.nodes, tree.profiles[0], strict=True)}


@pytest.mark.parametrize(
    ("profile", "weights"),
    [
        ("A = 2", {"A": 50, "A.1": 12.5, "A.2": 37.5, "B": 50}),
        ("A = 6", {"A": 75, "A.1": 18.75, "A.2": 56.25, "B": 25}),  # those below keep their ratio
        ('"A.1" = 3', {"A": 50, "A.1": 25, "A.2": 25, "B": 50}),
        ('"A.2" = 0', {"A": 50, "A.1": 50, "A.2": 0, "B": 50}),
        ("A = 0", {"A": 0, "A.1": 0, "A.2": 0, "B": 100}),
        ('B = 0, "A.1" = 0', {"A": 100, "A.1": 0, "A.2": 100, "B": 0}),
    ],
)
def test_a_profile_gives_other_weights_and_the_rest_keeps_its_own(
    profile: str, weights: dict[str, float]
) -> None:
    assert under(profile) == weights


def test_in_points_a_group_without_a_weight_weighs_what_is_below_it_under_the_profile() -> None:
    text = f"A\nA.1 weight = 40, {YES}\nA.2 weight = 20, {YES}\nB weight = 40, {YES}"
    assert under('"A.1" = 50, B = 30', head=HEAD, text=text) == {"A": 70, "A.1": 50, "A.2": 20, "B": 30}


def test_there_is_a_row_of_weights_for_each_profile_in_file_order() -> None:
    profiles = "".join(
        f'[[profile]]\nid = "p{n}"\nwhen = "true"\nweights = {{ B = {weight} }}\n'
        for n, weight in enumerate((0, 2, 6))
    )
    tree = tree_of(TWO_LEVELS, head=RELATIVE + profiles)
    assert [row[tree.by_code["B"]] for row in tree.profiles] == [0, 50, 75]
    assert tree.node("B").nominal == 50
