"""What each outcome of a cell would make of its unit: total, rank and grade."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from evalapp.base.i18n import _, current_language
from evalapp.base.numbers import display
from evalapp.form.label import say
from evalapp.form.tree import Node, Tree
from evalapp.ui.coordinator.values import value_words
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.labels import ElidedLabel, LabelTone, rule, text_label
from evalapp.ui.widgets.words import number_text
from evalapp.work.cell_change import CellChange, Possible, effect_formula, why_no_grade

_TONES: dict[str, LabelTone] = {"A": "a", "B": "b"}
_RIGHT = Qt.AlignmentFlag.AlignRight


class ImpactTable(QWidget):
    """A line an outcome, under its letter; hidden where nothing is known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._cells: list[QLabel] = []
        self.title = text_label(_("Effect on the result"), type="strong")
        self.title.setToolTip(effect_formula())
        self._pending = text_label(type="caption", tone="text_2", wrap=True)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space.s2)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.space.s1, 0)
        column.setSpacing(theme.space.s0)
        column.addWidget(rule())
        column.addWidget(self.title)
        column.addLayout(self._grid)
        column.addWidget(self._pending)
        self.hide()

    def set_state(self, tree: Tree, node: Node, change: CellChange | None) -> None:
        """Show what the outcomes would come to."""
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self._cells = []
        known = [] if change is None else [one for one in change.outcomes if one.standing is not None]
        self.setVisible(bool(known))
        if not known or change is None:
            return
        self._pending.setText(
            _("This unit is not ranked whatever is decided here: something else is in the way.")
        )
        self._pending.setVisible(change.pending)
        heads = (_("Final value"), _("Total"), _("Rank"), _("Grade"))
        for place, words in enumerate(heads):
            self._put(0, place, text_label(words, type="caption", tone="text_2"))
        best = min((one.standing.rank for one in known if one.standing and one.standing.rank), default=None)
        worst = max((one.standing.rank for one in known if one.standing and one.standing.rank), default=None)
        for row, one in enumerate(known, 1):
            self._row(row, tree, node, one, best if best != worst else None)

    def _row(self, row: int, tree: Tree, node: Node, one: Possible, best: int | None) -> None:
        standing = one.standing
        assert standing is not None
        points, rank = standing.points, standing.rank
        first = ElidedLabel(_outcome_words(node, one), type="caption", tone=_TONES.get(one.label, "text"))
        self._put(row, 0, first)
        total = display(points, tree.form.policy.decimals) if points is not None else ""
        self._put(row, 1, text_label(total, type="caption"))
        leads = rank is not None and rank == best
        place = "" if rank is None else f"{rank} ↑" if leads else str(rank)
        self._put(row, 2, text_label(place, type="caption"))
        self._put(row, 3, ElidedLabel(_grade_words(tree, one), type="caption"))

    def _put(self, row: int, column: int, cell: QLabel) -> None:
        if column:
            cell.setAlignment(_RIGHT | Qt.AlignmentFlag.AlignVCenter)
        self._cells.append(cell)
        self._grid.addWidget(cell, row, column)
        cell.show()


def _outcome_words(node: Node, one: Possible) -> str:
    """The letter and the points, or what else it is."""
    if one.label == "full":
        return _("Full marks")
    if one.label == "zero":
        return _("Nothing")
    points = value_words(node, one.state, one.value) if one.points is None else number_text(one.points)
    name = _("As decided") if one.label == "decided" else one.label
    return f"{name} {points}"


def _grade_words(tree: Tree, one: Possible) -> str:
    standing = one.standing
    assert standing is not None
    found = next((grade for grade in tree.form.grades if grade.id == standing.grade), None)
    if found is not None:
        return say(found.name, current_language())
    return why_no_grade(standing)
