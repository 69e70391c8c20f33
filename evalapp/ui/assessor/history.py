"""The history of an answer, and any earlier answer brought back as a further one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.clock import local_time, utc_time
from evalapp.base.errors import AppError
from evalapp.base.i18n import _, current_language
from evalapp.form.label import say
from evalapp.form.tree import Node
from evalapp.merge.words import standing_word
from evalapp.ui.assessor.desk import EntryDesk
from evalapp.ui.assessor.half_typed import HalfTyped
from evalapp.ui.assessor.steps import Cell, answer_words
from evalapp.ui.services import Services
from evalapp.ui.shortcuts import listen
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.history_table import HistoryRow, HistoryTable
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.score_card import ScoreCard
from evalapp.work.answering import answer_of
from evalapp.work.answers import Entered
from evalapp.work.care import PastAnswer, history

_WIDE, _HIGH = 0.66, 0.6


class HistoryPanel(QFrame):
    """Every revision of one item; Esc or a click elsewhere takes it away.

    Signals:
        restored: the PastAnswer that is to stand again.
    """

    restored = Signal(object)

    def __init__(
        self, title: str, rows: Sequence[HistoryRow], past: dict[str, PastAnswer], parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        theme = current_theme()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("message", "toast")
        self.setAccessibleName(_("History"))
        self._past = past
        self.table = HistoryTable()
        self.restore = Button(_("Restore this answer"), icon="history")
        self.restore.clicked.connect(self._on_restore)
        foot = QHBoxLayout()
        foot.addWidget(
            text_label(_("Restoring writes a further answer; nothing is taken back."), tone="text_2"), 1
        )
        foot.addWidget(self.restore)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s5, theme.space.s4, theme.space.s5, theme.space.s4)
        column.setSpacing(theme.space.s3)
        column.addWidget(text_label(title, type="title"))
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.table.revision_chosen.connect(self._on_chosen)
        self.table.revision_opened.connect(self._on_opened)
        self.table.set_state(rows)

    def show_over(self, page: QWidget) -> None:
        """Show in the middle of a page."""
        self.resize(round(page.width() * _WIDE), round(page.height() * _HIGH))
        corner = page.mapToGlobal(page.rect().center()) - QPoint(self.width() // 2, self.height() // 2)
        self.move(corner)
        self.show()
        self.table.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot(object)
    def _on_chosen(self, revision: str) -> None:
        self.restore.setEnabled(revision in self._past)

    @Slot(object)
    def _on_opened(self, revision: str) -> None:
        if revision in self._past:
            self.restored.emit(self._past[revision])
            self.close()

    @Slot()
    def _on_restore(self) -> None:
        self._on_opened(self.table.chosen)


class Histories(QObject):
    """Opens the history of the item at hand by the card or Ctrl+H, and writes what is restored. ``here`` tells the item."""

    def __init__(
        self,
        card: ScoreCard,
        desk: EntryDesk,
        typed: HalfTyped,
        services: Services,
        here: Callable[[], Cell],
        page: QWidget,
    ) -> None:
        super().__init__(page)
        card.history_asked.connect(self.open)
        listen(page, "Ctrl+H", self.open)
        self._desk, self._typed, self._services, self._here, self._page = desk, typed, services, here, page

    @Slot()
    def open(self) -> None:
        """Show what was ever recorded for the item at hand."""
        unit, item = cell = self._here()
        if not unit:
            return
        self._typed.settle()
        page = self._desk.page(unit)
        node = page.tree.node(item)
        recorded = history(self._desk.project, unit, item)
        if not recorded:
            self._services.toast(_("Nothing was recorded for this item yet."))
            return
        stands = next((one.id for one in reversed(recorded) if one.kind == "answer" and not one.standing), "")
        rows = [_row(node, one, stands) for one in reversed(recorded)]
        name = f"{item} {say(node.item.title, current_language())}"
        title = _("{item} · {unit}").format(item=name, unit=page.unit.full_name)
        earlier = [one for one in recorded if one.id != stands]
        panel = HistoryPanel(title, rows, self._restorable(page.unit.full_name, item, earlier), self._page)
        panel.restored.connect(lambda one: self._restore(cell, one))
        panel.show_over(self._page)

    def _restorable(self, unit_name: str, item: str, recorded: Sequence[PastAnswer]) -> dict[str, PastAnswer]:
        """The own answers that fit the form as it is now."""
        found = {}
        for one in recorded:
            if one.kind != "answer" or one.standing:
                continue
            try:
                answer_of(self._desk.project, unit_name, item, _entered(one))
            except AppError:
                continue
            found[one.id] = one
        return found

    def _restore(self, cell: Cell, one: PastAnswer) -> None:
        self._typed.taken_over(cell)
        self._desk.enter(*cell, _entered(one), new_value=True)
        self._services.toast(
            _("Restored: the answer of {time} stands again.").format(time=local_time(one.at))
        )


def _entered(one: PastAnswer) -> Entered:
    return Entered(
        state=one.state,
        value=one.value,
        justification=one.text,
        evidence=one.evidence,
        confidence=one.confidence,
        accepted=one.accepted,
    )


def _row(node: Node, one: PastAnswer, stands: str) -> HistoryRow:
    return HistoryRow(
        id=one.id,
        at=local_time(one.at),
        utc=utc_time(one.at),
        author=one.author,
        answer=_answer(node, one),
        text=" ".join(one.text.split()),
        evidence=str(len(one.evidence)) if one.evidence else "",
        note=_note(one, stands),
        counts=not one.standing,
        current=one.id == stands,
    )


def _answer(node: Node, one: PastAnswer) -> str:
    """What was answered; of a question and a reply what they are."""
    if one.kind in ("answer", "decision"):
        return answer_words(node, Entered(state=one.state, value=one.value))
    return _("Question") if one.kind == "question" else _("Reply")


def _note(one: PastAnswer, stands: str) -> str:
    """What sets a revision apart: that it stands, that it is a decision, its edition, why it does not count."""
    words = []
    if one.id == stands:
        words.append(_("stands now"))
    if one.kind == "decision":
        words.append(_("decision"))
    words += [_("warning let stand: {reason}").format(reason=said.reason) for said in one.accepted]
    if one.edition:
        words.append(_("edition {version}").format(version=one.edition))
    if one.standing:
        words.append(standing_word(one.standing))
    return _(", ").join(words)
