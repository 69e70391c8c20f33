"""The right side of the entry page: what is wrong or open in this unit, or for this item, and how far it is.

An error is an error here as in the list of cities and on the hand-in page, missing evidence among them.
"""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.entry.problems import Problem
from evalapp.form.tree import Tree
from evalapp.ui.assessor.progress_reason import why_changed
from evalapp.ui.assessor.states import flag_problems, problem_states
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.chips import FilterChips, FilterState
from evalapp.ui.widgets.empty_state import EmptyState
from evalapp.ui.widgets.figure_tile import BarState, ProgressBars
from evalapp.ui.widgets.labels import rule, text_label
from evalapp.ui.widgets.problem_list import ProblemList, ProblemState
from evalapp.work.answers import UnitPage, UnitProgress

ALL = "all"


class ProblemPanel(QFrame):
    """Filters, the list, and the progress of the unit or the item.

    Signals:
        problem_chosen: the code of the item to go to; the key of the unit where the list is about one item.
        open_asked: the next open item is wanted.
    """

    problem_chosen = Signal(object)
    open_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setProperty("edge", "left")
        self._problems: tuple[tuple[Problem, ProblemState], ...] = ()
        self._open_words: Callable[[int], str] = _open_items
        self._filter = ALL
        self._title = text_label(_("To do"), type="title")
        self._where = text_label(type="caption", tone="text_3")
        self._next = Button(_("Next"), key="F8", look="flat", type="caption", parent=self)
        self._next.set_dense()
        self._next.clicked.connect(self.go_next)
        self.filters = FilterChips(_("Filter of problems"))
        self.filters.chosen.connect(self._on_filter_chosen)
        self.list = ProblemList()
        self.list.problem_chosen.connect(self._on_problem_chosen)
        self._empty = EmptyState("check-circle-outline")
        self._empty.acted.connect(self.open_asked)
        self._progress_title = text_label(type="strong")
        self._bars = ProgressBars()
        self.reason = text_label(type="caption", tone="text_2", wrap=True)
        self.reason.hide()
        self._seen: dict[str, tuple[UnitPage, str]] = {}
        head = QHBoxLayout()
        head.setSpacing(theme.space.s2)
        head.addWidget(self._title)
        head.addWidget(self._where)
        head.addStretch(1)
        head.addWidget(self._next)
        top = QVBoxLayout()
        top.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s2, theme.space.s2)
        top.setSpacing(theme.space.s2)
        top.addLayout(head)
        top.addWidget(self.filters)
        foot = QVBoxLayout()
        foot.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s3)
        foot.setSpacing(theme.space.s1)
        foot.addWidget(self._progress_title)
        foot.addWidget(self._bars)
        foot.addWidget(self.reason)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addWidget(self._empty, 1)
        column.addWidget(rule())
        column.addLayout(foot)

    def set_page(self, tree: Tree, page: UnitPage) -> None:
        """Show the problems and the progress of a unit."""
        problems = (*page.problems, *flag_problems(page))
        rows = tuple(zip(problems, problem_states(tree, problems), strict=True))
        where = _("in this city: {n}").format(n=len(rows))
        self.set_problems(rows, page.progress, of=page.unit.name, where=where, open_words=_open_items)
        self._show_reason(page)

    def _show_reason(self, page: UnitPage) -> None:
        """Say what took something from the progress last, until it changes for the better."""
        before, reason = self._seen.get(page.unit.key, (page, ""))
        if before.progress != page.progress:
            reason = why_changed(before, page)
        self._seen[page.unit.key] = (page, reason)
        if reason and reason != self.reason.text():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.reason, reason))
        self.reason.setText(reason)
        self.reason.setAccessibleName(reason)
        self.reason.setVisible(bool(reason))

    def set_problems(
        self,
        problems: Sequence[tuple[Problem, ProblemState]],
        progress: UnitProgress,
        *,
        of: str,
        where: str,
        open_words: Callable[[int], str],
    ) -> None:
        """Show problems as rows, and the progress ``of`` something. ``open_words`` says that so many are still open."""
        self._problems, self._open_words = tuple(problems), open_words
        self.reason.hide()
        self._progress_title.setText(_("Progress of {unit}").format(unit=of))
        self._bars.set_state(
            (
                BarState(text=_("Started"), done=progress.started, total=progress.leaves),
                BarState(text=_("Answered"), done=progress.answered, total=progress.leaves),
                BarState(text=_("Valid"), done=progress.valid, total=progress.leaves),
                BarState(text=_("With evidence"), done=progress.evidenced, total=progress.leaves),
            )
        )
        self._where.setText(where)
        self._show()

    @Slot()
    def go_next(self) -> None:
        """Go to the next problem of the list."""
        self.list.choose_next()

    def _show(self) -> None:
        counts = {
            code: len(_let_through(self._problems, code))
            for code in (ALL, "returned", "blank", "error", "evidence", "warning", "info", "flag")
        }
        self.filters.set_state(
            (
                FilterState(code=ALL, text=_("All"), count=counts[ALL]),
                *self._if_there("returned", _("Returned"), counts),
                FilterState(code="blank", text=_("Unanswered"), count=counts["blank"]),
                FilterState(code="error", text=_("Errors"), count=counts["error"]),
                FilterState(code="evidence", text=_("of these, no evidence"), count=counts["evidence"]),
                FilterState(code="warning", text=_("Warnings"), count=counts["warning"]),
                *self._if_there("info", _("Information"), counts),
                FilterState(code="flag", text=_("Flagged"), count=counts["flag"]),
            ),
            self._filter,
        )
        shown = _let_through(self._problems, self._filter)
        self.list.set_state([row for _problem, row in shown])
        self.list.setVisible(bool(shown))
        self._empty.setVisible(not shown)
        if not shown:
            open_left = counts["blank"]
            self._empty.set_state(
                self._open_words(open_left) if open_left else _("No problems here."),
                _("To the next open item") if open_left else "",
                "check-circle-outline",
            )

    def _if_there(self, code: str, text: str, counts: Mapping[str, int]) -> tuple[FilterState, ...]:
        """A filter that is shown only where it lets something through, or is on."""
        there = counts[code] or self._filter == code
        return (FilterState(code=code, text=text, count=counts[code]),) if there else ()

    @Slot(object)
    def _on_filter_chosen(self, code: str) -> None:
        self._filter = code
        self._show()

    @Slot(object)
    def _on_problem_chosen(self, name: str) -> None:
        self.problem_chosen.emit(name.partition(":")[2])


def _open_items(n: int) -> str:
    return ngettext(
        "No problems here. {n} item is still open.", "No problems here. {n} items are still open.", n
    ).format(n=n)


def _let_through(
    problems: Sequence[tuple[Problem, ProblemState]], code: str
) -> tuple[tuple[Problem, ProblemState], ...]:
    """The problems that a filter shows; what is merely unanswered comes after everything else."""
    chosen = [row for row in problems if code in _codes(row[0])]
    return tuple(sorted(chosen, key=lambda row: _ORDER.index(_kind(row[0]))))


_ORDER = ("returned", "error", "evidence", "warning", "info", "accepted", "flag", "blank")


_OWN = {"unanswered": "blank", "evidence_missing": "evidence", "flag": "flag", "returned": "returned"}
"""Kinds of problems that have a filter of their own."""


def _kind(problem: Problem) -> str:
    if problem.kind in _OWN:
        return _OWN[problem.kind]
    return _severity(problem)


def _codes(problem: Problem) -> tuple[str, ...]:
    """The filters that let a problem through. What is merely unanswered, or flagged, is no information."""
    kind, severity = _kind(problem), _severity(problem)
    return (ALL, kind) if severity == "info" else (ALL, kind, severity)


def _severity(problem: Problem) -> str:
    """How grave a problem is; what was accepted, or came back, is no warning here."""
    if problem.accepted or problem.kind == "returned":
        return "accepted" if problem.accepted else "returned"
    return problem.severity
