"""What a file of the dry run needs of a person: why, whose it is, how its edition reads, and a note to its sender."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.merge.words import standing_word
from evalapp.ui.coordinator.doubt_card import DoubtCard
from evalapp.ui.coordinator.in_sight import InSight
from evalapp.ui.coordinator.note_card import NoteCard
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.labels import text_label
from evalapp.work.doubts import Known
from evalapp.work.merging import FileReport
from evalapp.work.notes import note_on_missing, note_on_refused

_TOLD = ("refused", "confirm", "part")


class FileDetail(QWidget):
    """The reason of the file that is chosen; what can be done about it once that is asked for.

    Signals:
        answered: a DoubtAnswer.
        left: the focus belongs to the list of files again.
    """

    answered = Signal(object)
    left = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._title = title
        self._report: FileReport | None = None
        self.cards: list[DoubtCard] = []
        self.words = text_label(type="caption", tone="text_2", wrap=True)
        self.write = Button(_("Write a note…"), look="link", parent=self)
        self.write.clicked.connect(self._on_write)
        self.note = NoteCard()
        self.note.left.connect(self._on_left)
        line = QHBoxLayout()
        line.setContentsMargins(theme.space.s2, 0, theme.space.s2, 0)
        line.addWidget(self.words, 1)
        line.addWidget(self.write)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space.s1)
        self._column.addLayout(line)
        self._column.addWidget(self.note)
        self._in_sight = InSight(self)
        self.hide()

    def set_state(self, report: FileReport | None) -> None:
        """Say why the file stands as it does; the same file again is left as it is opened."""
        if report == self._report and self.isVisible():
            return
        self._report = report
        self._close_cards()
        self.note.hide()
        said = [] if report is None else _sentences(report)
        self.words.setText("\n".join(said))
        self.write.setVisible(report is not None and bool(_note(self._title, report)))
        self.setVisible(bool(said))

    def open(self, listed: tuple[Known, ...]) -> None:
        """Offer what can be done: questions to answer, or a note. ``listed`` are the assessors to choose from."""
        if self._report is None:
            return
        self._close_cards()
        for doubt in self._report.facts.doubts:
            card = DoubtCard(doubt, listed, self)
            card.answered.connect(self.answered)
            self.cards.append(card)
            self._column.addWidget(card)
        if self.cards:
            self.cards[0].accept.setFocus()
        elif self._report.verdict == "refused":
            self._on_write()
        self.show()
        self._in_sight.bring()

    def _close_cards(self) -> None:
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []

    @Slot()
    def _on_write(self) -> None:
        if self._report is not None:
            who = f"{self._report.name} {self._report.assessor_code}".strip() or self._report.path.name
            self.note.set_state(
                _("Note to {name}").format(name=who), _note(self._title, self._report), self._report.path.name
            )

    @Slot()
    def _on_left(self) -> None:
        self.note.hide()
        self.left.emit()


def _note(title: str, report: FileReport) -> str:
    if report.verdict == "refused":
        return note_on_refused(title, report.name, report.path, report.reason, report.code)
    if report.facts.missing:
        return note_on_missing(title, report.name, report.path, report.facts.missing)
    return ""


def _sentences(report: FileReport) -> list[str]:
    said = [report.reason] if report.verdict in _TOLD or report.facts.doubts else []
    if report.facts.missing:
        said.append(
            _("Missing: {missing}. Ask {name} for it.").format(missing=report.facts.missing, name=report.name)
        )
    if report.reasons:
        said.append(
            _("Set aside: {reasons}. They are listed under “Received files” once the file is merged.").format(
                reasons=_(", ").join(
                    _("{reason} {n}").format(reason=standing_word(reason), n=n)
                    for reason, n in sorted(report.reasons.items())
                )
            )
        )
    carried = report.facts.carried
    if carried is not None and report.verdict not in ("refused", "repeat"):
        parts = [
            ngettext("{n} counts as it is", "{n} count as they are", carried.as_is).format(n=carried.as_is)
        ]
        if carried.mapped:
            parts.append(
                ngettext(
                    "{n} is read through a mapping", "{n} are read through a mapping", carried.mapped
                ).format(n=carried.mapped)
            )
        if carried.again:
            parts.append(
                ngettext(
                    "{n} is to be given again ({items})", "{n} are to be given again ({items})", carried.again
                ).format(n=carried.again, items=_(", ").join(carried.items))
            )
        said.append(
            _("It was made with the edition {version} of the form. Of its answers {parts}.").format(
                version=report.facts.form, parts=_(", ").join(parts)
            )
        )
    return said
