"""Who somebody is: the questions that wait, and those that were answered, each of which can be taken back."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.clock import local_time, utc_time
from evalapp.base.i18n import _, ngettext
from evalapp.merge.words import answer_word
from evalapp.ui.coordinator.doubt_card import DoubtCard
from evalapp.ui.coordinator.plain_table import PlainTable, carded
from evalapp.ui.coordinator.reason_line import ReasonLine
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.empty_state import EmptyState
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.models.struct_table import Column
from evalapp.work.doubts import Answered, Doubt, Known

_STANDS = 1


class TakenBack(Struct, frozen=True, kw_only=True):
    """An answer that is to be said otherwise, with the reason where one was asked for."""

    answer: Answered
    reason: str = ""


class ReceivedDoubts(QWidget):
    """Open questions as cards; below them a table of the answered ones.

    Signals:
        answered: a DoubtAnswer.
        taken_back: a TakenBack.
    """

    answered = Signal(object)
    taken_back = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._open: tuple[Doubt, ...] = ()
        self._listed: tuple[Known, ...] = ()
        self.cards: list[DoubtCard] = []
        self._cards = QVBoxLayout()
        self._cards.setSpacing(theme.space.s2)
        self.table = PlainTable[Answered](_("Answered questions"), _columns(), 3, _tone)
        self.table.show_lines(4)
        self.table.went_to.connect(self._on_went_to)
        self.empty = EmptyState("account-check-outline")
        self.empty.set_state(
            _(
                "Nobody's identity is in question. When a file comes with an unknown key or from somebody unknown, it is asked "
                "here."
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s2)
        column.addLayout(self._cards)
        self._title = text_label(_("Answered"), type="title")
        column.addWidget(self._title)
        self._list = carded(self.table)
        column.addWidget(self._list, 1)
        column.addWidget(self._foot())
        column.addWidget(self.empty, 1)

    def _foot(self) -> QFrame:
        theme = current_theme()
        self.foot = QFrame()
        self.foot.setProperty("card", "true")
        self._words = text_label(tone="text_2", wrap=True)
        self.back = Button(parent=self.foot)
        self.back.clicked.connect(self._on_back)
        self.reason = ReasonLine(self.foot)
        self.reason.said.connect(self._on_said)
        self.reason.left.connect(self._on_left)
        row = QHBoxLayout()
        row.setSpacing(theme.space.s2)
        row.addWidget(self._words, 1)
        row.addWidget(self.back)
        column = QVBoxLayout(self.foot)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s2)
        column.addLayout(row)
        column.addWidget(self.reason)
        self.reason.hide()
        return self.foot

    def set_state(
        self, waiting: Sequence[Doubt], said: Sequence[Answered], listed: tuple[Known, ...]
    ) -> None:
        """Show the questions that wait and those that were answered; ``listed`` are the assessors to choose from."""
        if (tuple(waiting), listed) != (self._open, self._listed):
            self._open, self._listed = tuple(waiting), listed
            for card in self.cards:
                self._cards.removeWidget(card)
                card.hide()
                card.deleteLater()
            self.cards = [DoubtCard(doubt, listed, self) for doubt in waiting]
            for card in self.cards:
                card.answered.connect(self.answered)
                self._cards.addWidget(card)
        before = self.table.row
        places = [one.id for one in said]
        self.table.set_state(
            said, places.index(before.id) if before is not None and before.id in places else 0
        )
        for part in (self._title, self._list, self.foot):
            part.setVisible(bool(said))
        self.empty.setVisible(not said and not waiting)
        self._show(self.table.row)

    def _show(self, one: Answered | None) -> None:
        self.reason.hide()
        if one is not None:
            self._words.setText(_words(one))
            self.back.setText(_back_word(one))
            self.back.updateGeometry()

    @Slot(object)
    def _on_went_to(self, one: Answered | None) -> None:
        self._show(one)

    @Slot()
    def _on_back(self) -> None:
        if (one := self.table.row) is None:
            return
        if one.what == "released":
            self.reason.ask(_("Why?"), _back_word(one).rstrip("…"))
        else:
            self.taken_back.emit(TakenBack(answer=one))

    @Slot(str)
    def _on_said(self, reason: str) -> None:
        if (one := self.table.row) is not None:
            self._on_left()
            self.taken_back.emit(TakenBack(answer=one, reason=reason))

    @Slot()
    def _on_left(self) -> None:
        self.table.setFocus()
        self._show(self.table.row)


def _back_word(one: Answered) -> str:
    if one.what == "released":
        return _("Take back…") if one.standing else _("Release again…")
    return _("Accept no more") if one.what == "accepted" else _("Accept after all")


def _words(one: Answered) -> str:
    name = one.name or one.person[:8]
    if one.what == "released":
        said = ngettext(
            "{by} released {n} revision of {name} on {time}: {reason}",
            "{by} released {n} revisions of {name} on {time}: {reason}",
            one.revisions,
        ).format(by=one.by, n=one.revisions, name=name, time=local_time(one.at), reason=one.reason)
        return said if one.standing else said + " " + _("It was taken back since.")
    if one.what == "accepted":
        return _("{by} accepted the key {key} of {name} on {time}: what it wrote counts.").format(
            by=one.by, key=one.key[:16], name=name, time=local_time(one.at)
        )
    return _("{by} did not accept the key {key} of {name} on {time}: what it wrote stays held.").format(
        by=one.by, key=one.key[:16], name=name, time=local_time(one.at)
    )


def _stands(one: Answered) -> str:
    return answer_word(one.what, standing=one.standing)


def _tone(one: Answered, column: int) -> str:
    if column == _STANDS:
        return "ok" if one.what != "refused" and one.standing else "warn"
    return "text"


def _columns() -> list[Column[Answered]]:
    return [
        Column(_("Person"), lambda one: f"{one.name or one.person[:8]} {one.code}".strip()),
        Column(_("Answer"), _stands),
        Column(_("Digits of the key"), lambda one: one.key[:16], hint=lambda one: one.key),
        Column(_("Reason"), lambda one: one.reason, hint=lambda one: one.reason),
        Column(_("Answered by"), lambda one: one.by),
        Column(_("Time"), lambda one: local_time(one.at), hint=lambda one: utc_time(one.at)),
    ]
