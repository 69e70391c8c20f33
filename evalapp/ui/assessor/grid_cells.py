"""From answers to the cells of the table, and from a paste plan to its preview. Pure: no widget is touched here."""

from collections.abc import Callable, Sequence
from typing import Literal

from msgspec import structs

from evalapp.base.i18n import _, current_language
from evalapp.entry.cell_words import cell_words
from evalapp.form.label import say
from evalapp.form.scales import (
    Binary,
    Checklist,
    Count,
    Deductions,
    Derived,
    Imported,
    Number,
    Options,
    Rate,
    Rounds,
    Scale,
    Words,
)
from evalapp.form.tree import Node, Tree
from evalapp.ui.assessor.states import leaf_status, worst_of
from evalapp.ui.scales import brief_words
from evalapp.ui.widgets.models.answer_grid import GridCell, GridColumn, Row
from evalapp.ui.widgets.words import sentences, state_word
from evalapp.work.answers import Entered, UnitPage
from evalapp.work.pasting import PastedCell, why_closed

_ICONS = {
    "not_found": "close-circle-outline",
    "not_applicable": "minus-circle-outline",
    "unable": "help-circle-outline",
}


def grid_columns(tree: Tree, pages: Sequence[UnitPage]) -> tuple[GridColumn, ...]:
    """The items that any of the units has, in the form's order."""
    there = {code for page in pages for code in page.entries}
    return tuple(_column(tree, leaf) for leaf in tree.leaves if leaf.code in there)


def _column(tree: Tree, leaf: Node) -> GridColumn:
    language = current_language()
    group = leaf if leaf.parent is None or leaf.parent < 0 else tree.nodes[leaf.parent]
    return GridColumn(
        code=leaf.code,
        title=say(leaf.item.title, language),
        kind=kind_words(leaf.scale),
        group=group.code,
        group_title=f"{group.code} {say(group.item.title, language)}" if group is not leaf else "",
        picks=isinstance(leaf.scale, Options | Binary),
        lines=isinstance(leaf.scale, Words),
        right=isinstance(leaf.scale, Number | Count | Rate | Imported | Derived),
    )


def kind_words(scale: Scale | None) -> str:
    """How an item is answered, in a word or two."""
    match scale:
        case Options():
            return _("Options")
        case Binary():
            return _("Yes / no")
        case Checklist():
            return _("Ticks")
        case Count():
            return _("Count")
        case Number():
            unit = say(scale.unit, current_language())
            return _("Number, {unit}").format(unit=unit) if unit else _("Number")
        case Rate():
            return _("Share n/d")
        case Deductions():
            return _("Findings")
        case Rounds():
            return _("{n} rounds").format(n=scale.n)
        case Derived():
            return _("Computed")
        case Imported():
            return _("Brought in")
        case _:
            return _("Text")


def grid_row(
    page: UnitPage,
    columns: Sequence[GridColumn],
    shown: Callable[[str], Entered],
    refusal: Callable[[str], str],
) -> Row:
    """The cells of a unit. ``shown`` gives what stands in a field, ``refusal`` why that is no answer ("" where it is)."""
    worst = worst_of(page.problems)
    return tuple(_cell(page, column.code, shown, refusal, worst.get(column.code, "")) for column in columns)


def _cell(
    page: UnitPage, item: str, shown: Callable[[str], Entered], refusal: Callable[[str], str], worst: str
) -> GridCell:
    node, entry = page.tree.node(item), page.entries.get(item)
    closed = why_closed(page, item)
    if entry is None:
        return GridCell(closed=closed, text="·", spoken=closed)
    if closed:
        text = brief_words(node.scale, entry.computed) if entry.computed else ""
        return GridCell(closed=closed, text=text, spoken=sentences(text, closed))
    entered, refused = shown(item), refusal(item)
    if not entry.applies:
        closed = _("It does not apply to this city by the form's rule.")
    status = leaf_status(node, entry, {})
    icon = _ICONS["not_applicable"] if status == "not_applicable" else _ICONS.get(entered.state, "")
    text, edit = (
        value_text(node, entered, refused=bool(refused)),
        edit_text(node, entered, refused=bool(refused)),
    )
    if not entry.applies and not text:
        text = state_word("not_applicable")
    corner: Literal["", "error", "warn"] = ""
    if worst and not refused:
        corner = "warn" if worst == "warn" else "error"
    words = {"error": _("has an error"), "evidence": _("evidence is missing"), "warn": _("has a warning")}
    return GridCell(
        text=text,
        edit=edit,
        icon=icon,
        closed=closed,
        refused=refused,
        corner=corner,
        spoken=_(", ").join(
            part for part in (text or _("Unanswered"), closed, refused, words.get(worst, "")) if part
        ),
    )


def value_text(node: Node, entered: Entered, *, refused: bool = False) -> str:
    """An answer on one line: its value in words, or its state; what is no answer as it was typed.

    A number stands without its unit, which the head of its column gives.
    """
    if entered.state == "answered" and isinstance(node.scale, Number | Rate):
        return _first_line(entered.value)
    if entered.state == "answered":
        return _first_line(entered.value) if refused else brief_words(node.scale, entered.value)
    return "" if entered.state == "blank" else state_word(entered.state)


def edit_text(node: Node, entered: Entered, *, refused: bool = False) -> str:
    """The words with which an answer is edited and copied; entering them again changes nothing."""
    if refused:
        return entered.value
    return cell_words(node, entered.state, entered.value, current_language())


def preview_cell(node: Node, pasted: PastedCell, shown: GridCell) -> GridCell:
    """A cell as a paste would leave it, with what would go."""
    if pasted.kind == "refused":
        return structs.replace(
            shown,
            mark="refused",
            text=_first_line(pasted.raw),
            icon="",
            corner="",
            refused=pasted.reason,
            spoken=pasted.reason,
        )
    text = value_text(node, pasted.after)
    return structs.replace(
        shown,
        mark=pasted.kind,
        text=text,
        icon=_ICONS.get(pasted.after.state, ""),
        old=value_text(node, pasted.before) if pasted.kind == "changed" else "",
        corner="",
        refused="",
        spoken=_(", ").join((text, kind_word(pasted.kind))),
    )


def kind_word(kind: str) -> str:
    """What becomes of a pasted cell, in a word."""
    words = {"new": _("new"), "changed": _("changed"), "same": _("the same"), "refused": _("refused")}
    return words[kind]


def _first_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[0]
