"""One unit's results: total, rank, grade, and where the points come from."""

from collections.abc import Collection
from math import isnan

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from evalapp.base.i18n import _, current_language
from evalapp.base.numbers import display
from evalapp.form.label import say
from evalapp.score.not_ranked import not_ranked
from evalapp.score.results import Results
from evalapp.ui.coordinator.breakdown import BreakdownTable, group_rows, leaf_rows
from evalapp.ui.coordinator.explanation import Explanation
from evalapp.ui.coordinator.ranking_rows import reason_words
from evalapp.ui.coordinator.values import item_words
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button, icon_button
from evalapp.ui.widgets.labels import ElidedLabel, rule, text_label
from evalapp.ui.widgets.ranking_table import paint_grade
from evalapp.work.explaining import lines_of_item, lines_of_total


class CityPane(QFrame):
    """Shows one unit of the results; a group opens its leaves.

    Signals:
        closed: the user wants the pane away.
        decision_asked: the unit's item that waits for a decision and that the user wants to see.
    """

    closed = Signal()
    decision_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._results: Results | None = None
        self._unit = 0
        self._group = ""
        self._waiting = ""
        self.setProperty("edge", "left")
        self._name = ElidedLabel(type="page")
        self._mark = GradeMark()
        self._grade = text_label(type="strong")
        close = icon_button("close", _("Close"))
        close.clicked.connect(self.closed)
        self.total, self.rank, self.mean = (
            _Figure(_("Total"), figure=True),
            _Figure(_("Rank")),
            _Figure(_("Against the mean")),
        )
        self._reason = text_label(tone="warn", wrap=True)
        self.decide = Button(icon="gavel")
        self.decide.clicked.connect(self._on_decide)
        self.groups = BreakdownTable(_("Groups"), leaves=False)
        self.groups.item_chosen.connect(self._on_group)
        self._leaves_title = ElidedLabel(type="strong")
        self.leaves = BreakdownTable(_("Leaves"), leaves=True)
        self.leaves.item_chosen.connect(self._explain)
        self.how = Button(_("How it came about"), icon="calculator-variant-outline")
        self.how.clicked.connect(self._explain_total)
        self.explanation = Explanation()
        head = QHBoxLayout()
        head.setSpacing(theme.space.s2)
        for part in (self._name, self._mark, self._grade):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(close)
        figures = QHBoxLayout()
        figures.setSpacing(theme.space.s5)
        for figure in (self.total, self.rank, self.mean):
            figures.addWidget(figure)
        figures.addStretch(1)
        figures.addWidget(self.how, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s2)
        column.setSpacing(theme.space.s2)
        column.addLayout(head)
        column.addLayout(figures)
        column.addWidget(self._reason)
        column.addWidget(self.decide, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(rule())
        column.addWidget(text_label(_("Where the points come from"), type="title"))
        column.addWidget(self.groups, 3)
        column.addWidget(self._leaves_title)
        column.addWidget(self.leaves, 3)
        column.addWidget(self.explanation, 1)
        for low in (self.groups, self.leaves, self.explanation):
            low.setMinimumHeight(theme.size.row_dense)  # in a low window they scroll; the figures stay whole

    def set_state(self, results: Results, key: str, waiting: Collection[str]) -> None:
        """Show a unit; the group that is open stays open. ``waiting`` are its items that wait for a decision."""
        self._results = results
        self._unit = next(place for place, unit in enumerate(results.roster) if unit.key == key)
        self._show_head(results, waiting)
        rows = group_rows(results, self._unit)
        if self._group not in [row.code for row in rows]:
            self._group = rows[0].code if rows else ""
        self.groups.set_state(rows, self._group)
        self.groups.setMaximumHeight(self.groups.height_of_rows())
        self._show_leaves()
        self._explain_total()

    def _show_head(self, results: Results, waiting: Collection[str]) -> None:
        unit, decimals = self._unit, results.tree.form.policy.decimals
        points = float(results.points[unit])
        ranked = int(np.count_nonzero(results.rank[results.cohort_of(unit)]))
        self._name.setText(results.roster[unit].name)
        grade = results.grade_of(unit)
        self._mark.set_state(int(results.grade[unit]) + 1, len(results.tree.form.grades))
        self._grade.setText("" if grade is None else say(grade.name, current_language()))
        self._grade.setVisible(grade is not None)
        self.total.set_text("—" if isnan(points) else display(points, decimals))
        rank = int(results.rank[unit])
        self.rank.set_text(f"{rank}/{ranked}" if rank else "—")
        self.mean.set_text(
            "—" if isnan(points) else _signed(points - float(np.nanmean(results.points)), decimals)
        )
        unranked = {one.unit.key: one for one in not_ranked(results)}.get(results.roster[unit].key)
        words = "" if unranked is None else reason_words(unranked)
        self._reason.setText(_("Not ranked: {reason}").format(reason=words) if words else "")
        self._reason.setVisible(bool(words))
        open_items = () if unranked is None else tuple(item for item in unranked.items if item in waiting)
        self._waiting = open_items[0] if open_items else ""
        self.decide.setText(_("Decide {item}").format(item=self._waiting))
        self.decide.setVisible(bool(self._waiting))

    def _show_leaves(self) -> None:
        if self._results is None or not self._group:
            return
        node = self._results.tree.node(self._group)
        self._leaves_title.setText(item_words(node))
        self.leaves.set_state(leaf_rows(self._results, self._unit, self._group))

    @property
    def group(self) -> str:
        """The code of the group whose leaves are shown."""
        return self._group

    @Slot()
    def _on_decide(self) -> None:
        self.decision_asked.emit(self._waiting)

    @Slot(object)
    def _on_group(self, code: str) -> None:
        self._group = code
        self._show_leaves()
        self._explain(code)

    @Slot(object)
    def _explain(self, code: str) -> None:
        if self._results is not None:
            self.explanation.set_lines(lines_of_item(self._results, self._unit, code, current_language()))

    @Slot()
    def _explain_total(self) -> None:
        if self._results is not None:
            self.explanation.set_lines(lines_of_total(self._results, self._unit, current_language()))


def _signed(number: float, decimals: int) -> str:
    text = display(number, decimals)
    return f"+{text}" if number > 0 and text.strip("0.") else text


class _Figure(QWidget):
    """A caption and a number under it."""

    def __init__(self, caption: str, *, figure: bool = False) -> None:
        super().__init__()
        self._number = text_label(type="figure" if figure else "page")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(text_label(caption, type="caption", tone="text_3"))
        column.addStretch(1)
        column.addWidget(self._number)

    def set_text(self, text: str) -> None:
        """Show another number."""
        self._number.setText(text)

    def text(self) -> str:
        """The number shown."""
        return self._number.text()


class GradeMark(QWidget):
    """The steps of a grade, which say it without colour; the word stands beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grade = 0
        self._grades = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_state(self, grade: int, grades: int) -> None:
        """Show a grade counted from 1, the best; 0 for none."""
        self._grade, self._grades = grade, grades
        self.setVisible(grade > 0)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(self._grades * (theme.space.s1 + 2) + 1, theme.size.icon)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._grade:
            paint_grade(QPainter(self), QRectF(self.rect()), self._grade, self._grades)
