"""The unit chosen in a difference: where it was and is, who passed it, and what moved it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.form.tree import Tree
from evalapp.ui.coordinator.moved_list import MovedList, moved_rows
from evalapp.ui.coordinator.moved_table import ranks, scores
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import icon_button
from evalapp.ui.widgets.labels import ElidedLabel, rule, text_label
from evalapp.work.publication_diff import Difference, MovedUnit
from evalapp.work.publication_words import change_of, change_words, moved_by_words


class MovedPane(QFrame):
    """The chosen unit: where it was and is, who passed it, and everything that moved it, adding up.

    Signals:
        closed: the user wants the pane away.
        item_opened: the code of an item whose cell is wanted.
    """

    closed = Signal()
    item_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setProperty("edge", "left")
        self._name = ElidedLabel(type="page")
        close = icon_button("close", _("Close"))
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(close)
        self._standing = text_label(type="strong", wrap=True)
        self._places = text_label(tone="text_2", wrap=True)
        self.items = MovedList()
        self.items.item_opened.connect(self.item_opened)
        self._nothing = text_label(tone="text_2", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._sum_words = text_label(_("Change of the total"), type="strong")
        self._sum = text_label(type="strong")
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.space.s3, 0, theme.space.s3, 0)
        foot.addWidget(self._sum_words, 1)
        foot.addWidget(self._sum)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s3)
        column.setSpacing(theme.space.s2)
        column.addLayout(head)
        column.addWidget(self._standing)
        column.addWidget(self._places)
        column.addWidget(rule())
        column.addWidget(text_label(_("What moved it"), type="title"))
        column.addWidget(self._nothing, 1)
        column.addWidget(self.items, 1)
        column.addWidget(rule())
        column.addLayout(foot)

    def set_state(self, unit: MovedUnit, found: Difference, tree: Tree, names: Mapping[str, str]) -> None:
        """Show a unit of a difference; ``names`` of units by key."""
        self._name.setText(unit.name)
        self._standing.setText(
            _("Rank {ranks}, score {scores}").format(ranks=ranks(unit), scores=scores(unit))
        )
        places = _passing(unit, names)
        self._places.setText(places)
        self._places.setVisible(bool(places))
        rows = moved_rows(unit, found.rules, tree)
        total = change_words(change_of(unit)) or _("no total")
        self.items.set_state(rows, total)
        self.items.setVisible(bool(rows))
        self._nothing.setText(_("None of its own values moved: {words}.").format(words=moved_by_words(unit)))
        self._nothing.setVisible(not rows)
        self._sum.setText(total)


def _passing(unit: MovedUnit, names: Mapping[str, str]) -> str:
    """Who changed places with it."""

    def named(keys: Sequence[str]) -> str:
        shown = _(", ").join(names.get(key, key) for key in keys[:6])
        return shown + (_(" and {n} more").format(n=len(keys) - 6) if len(keys) > 6 else "")

    parts = []
    if unit.passed_by:
        parts.append(_("Passed by {names}.").format(names=named(unit.passed_by)))
    if unit.passed:
        parts.append(_("Passed {names}.").format(names=named(unit.passed)))
    return " ".join(parts)
