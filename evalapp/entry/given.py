"""What a row of a table says of an item: a value, or a state in its place (FORM rule 1)."""

from collections.abc import Iterable

from msgspec import Struct

from evalapp.base.i18n import _
from evalapp.base.tables import Row, Table
from evalapp.entry.cell_words import read_written
from evalapp.entry.final import BLANK, STATES, Final
from evalapp.form.refusal import ValueRefused
from evalapp.form.scales import Derived
from evalapp.form.tree import Node, Tree


class Trouble(Struct, frozen=True):
    """What is wrong with one cell."""

    column: str
    what: str


def findings_of(table: Table, row: Row, trouble: Iterable[Trouble]) -> list[str]:
    """Each trouble as a sentence that names file, row and column as they stand in the file."""
    return [
        _("{file}, row {line}, column {column}: {what}").format(
            file=table.source, line=row.line, column=table.heading(one.column), what=one.what
        )
        for one in trouble
    ]


def leaf_of(tree: Tree, row: Row) -> tuple[list[Trouble], Node | None]:
    """The leaf that a row's ``item`` names, or what is wrong with it."""
    item = row.get("item")
    if item not in tree.by_code:
        return [Trouble("item", _("the form has no item “{item}”").format(item=item))], None
    node = tree.node(item)
    if not node.is_leaf:
        what = _("“{item}” is a group; only its items are answered").format(item=item)
        return [Trouble("item", what)], None
    return [], node


def read_given(row: Row, node: Node | None) -> tuple[list[Trouble], Final]:
    """The row's value and state at the leaf, or what is wrong with them; without a leaf any value will do."""
    value, given = row.get("value"), row.get("state")
    state = given or ("answered" if value else "blank")
    known = next((one for one in STATES if one == state), None)
    if known is None:
        what = _("“{state}” is not one of {states}").format(state=given, states=", ".join(STATES))
        return [Trouble("state", what)], BLANK
    if known == "answered":
        return _read_value(node, value)
    if known != "blank" and node is not None and isinstance(node.scale, Derived):
        return [Trouble("state", _("this value is computed from other answers and is not entered"))], BLANK
    if value:
        what = _("“{value}” stands beside the state “{state}”").format(value=value, state=state)
        return [Trouble("value", what)], BLANK
    if node is not None and known not in ("blank", *node.item.states):
        what = _("this item does not offer the state “{state}”").format(state=state)
        return [Trouble("state", what)], BLANK
    return [], Final(known)


def _read_value(node: Node | None, value: str) -> tuple[list[Trouble], Final]:
    if not value:
        return [Trouble("value", _("the state is “answered”, but the value is missing"))], BLANK
    if node is None:
        return [], Final("answered", value)
    assert node.scale is not None
    try:
        return [], Final("answered", read_written(node.scale, value))
    except ValueRefused as refusal:
        return [Trouble("value", str(refusal))], BLANK
