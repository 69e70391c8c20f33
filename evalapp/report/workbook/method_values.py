"""Which cells of the calculation hold the program's own values, because no formula of reasonable length says their step."""

from evalapp.base.i18n import _
from evalapp.form.scales import Derived
from evalapp.form.tree import Tree
from evalapp.report.workbook.total_formulas import MOST_GRADES, MOST_ITEMS
from evalapp.score.aggregate import not_applicable_policies
from evalapp.score.rollup import leaf_rollup
from evalapp.score.vetoes import veto_leaves


def values_not_formulas(tree: Tree) -> list[tuple[str, str]]:
    """What is a value in a workbook of this form: label and sentence, in the order of the calculation."""
    return [*_of_items(tree), *_of_totals(tree)]


def _of_items(tree: Tree) -> list[tuple[str, str]]:
    lines = [
        (
            _("Leaf scores"),
            _(
                "The score of each leaf by its scale. Where a leaf is compared with other units, the value that is compared is "
                "given and its score follows by formula."
            ),
        )
    ]
    if any(node.item.applies for node in tree.nodes):
        lines.append((_("Conditions"), _("Whether an item applies that has a condition.")))
    if any(isinstance(leaf.scale, Derived) for leaf in tree.leaves):
        lines.append((_("Computed answers"), _("What is computed from other answers and the roster.")))
    if any(leaf_rollup(tree, leaf) is not None for leaf in tree.leaves):
        lines.append(
            (
                _("Rolled-up leaves"),
                _(
                    "The scores of leaves whose values are rolled up; the sheet “Rolled-up items” shows the values and where "
                    "they came from. Groups, and leaves whose scores are rolled up, are formulas."
                ),
            )
        )
    if {"equal", "rescale"} & set(not_applicable_policies(tree)):
        lines.append(
            (_("Weights used"), _("How the weight of what does not apply is shared out, unit by unit."))
        )
    if tree.form.profiles:
        lines.append(
            (_("Profiles"), _("Which profile holds for a unit; its weights are then looked up by formula."))
        )
    return lines


def _of_totals(tree: Tree) -> list[tuple[str, str]]:
    lines, parts = [], {leaf.part for leaf in tree.leaves}
    if parts & {"bonus", "penalty"}:
        lines.append(
            (_("Bonus and penalty"), _("The points of each leaf; groups, caps and sums are formulas."))
        )
    if tree.form.policy.bonus.gate and "bonus" in parts:
        lines.append((_("Gate"), _("Whether the gate stands open; what follows from it is by formula.")))
    if veto_leaves(tree):
        lines.append(
            (
                _("Veto hits"),
                _(
                    "Whether a veto item was hit, and whether any base item applies to a unit; what follows from it is by "
                    "formula."
                ),
            )
        )
    if any(index.value or len(index.items) > MOST_ITEMS for index in tree.form.indices):
        lines.append(
            (_("Indices"), _("Those that are given by an expression; their ranks are formulas.")),
        )
    if len(tree.form.grades) > MOST_GRADES:
        lines.append((_("Grades"), _("There are too many of them for one formula.")))
    return lines
