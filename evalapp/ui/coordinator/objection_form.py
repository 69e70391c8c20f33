"""Two small forms: an objection as it came in, and what is said to one."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from evalapp.base.clock import local_date
from evalapp.base.i18n import _
from evalapp.entry.objection import Outcome
from evalapp.entry.roster import Unit
from evalapp.form.tree import Tree
from evalapp.ui.coordinator.in_sight import InSight
from evalapp.ui.coordinator.pick_field import PickField, items_to_pick, units_to_pick
from evalapp.ui.file_dialogs import ask_files
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.choice_box import ChoiceBox
from evalapp.ui.widgets.flow import FlowLayout
from evalapp.ui.widgets.labels import ElidedLabel, text_label
from evalapp.ui.widgets.segmented import SegmentedSwitch, SegmentState
from evalapp.work.objection_words import outcome_word
from evalapp.work.objections import OUTCOMES, NewObjection, PossibleDecision

_TEXT_LINES = 3


class EnteredObjection(Struct, frozen=True, kw_only=True):
    """What was entered: the objection, and the files that are to be kept with it."""

    objection: NewObjection
    files: tuple[Path, ...]


class _Card(QFrame):
    """A card that asks for words; Ctrl+Enter confirms, Esc leaves.

    Signals:
        left: the card is to go without a word.
    """

    left = Signal()

    def __init__(self, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setProperty("card", "true")
        self.title = ElidedLabel(type="title")
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        lines = self.text.fontMetrics().lineSpacing()
        self.text.setFixedHeight(_TEXT_LINES * lines + 2 * theme.space.s2)
        self.problem = text_label(type="caption", tone="error", wrap=True)
        self.problem.hide()
        self.write = Button(verb, key="Ctrl Enter", look="primary", parent=self)
        self.cancel = Button(_("Cancel"), look="flat", parent=self)
        self.write.clicked.connect(self.confirm)
        self.cancel.clicked.connect(self.left)
        self.fields = QWidget()
        self.flow = FlowLayout(self.fields, gap=theme.space.s2)
        head = QHBoxLayout()
        head.setSpacing(theme.space.s2)
        head.addWidget(self.title, 1)
        head.addWidget(self.write)
        head.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s2)
        column.setSpacing(theme.space.s2)
        column.addLayout(head)
        column.addWidget(self.fields)
        column.addWidget(self.text)
        column.addWidget(self.problem)
        self._in_sight = InSight(self)
        self.hide()

    @Slot()
    def confirm(self) -> None:
        """Write what was entered."""

    def show_problem(self, words: str) -> None:
        """Say what is missing or wrong; "" for nothing."""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def open(self, first: QWidget) -> None:
        """Show the card, the focus in ``first``."""
        self.show_problem("")
        self.show()
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._in_sight.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.confirm()
        else:
            super().keyPressEvent(event)


class ObjectionForm(_Card):
    """City, item or the whole city, day, number, sender, deadline, words, documents.

    Signals:
        entered: an EnteredObjection to be recorded.
    """

    entered = Signal(object)

    def __init__(self, tree: Tree, parent: QWidget | None = None) -> None:
        super().__init__(_("Record"), parent)
        theme = current_theme()
        self.files: tuple[Path, ...] = ()
        self.title.setText(_("Record an objection"))
        self.city = PickField(_("City or pinyin"))
        self.item = PickField(_("Item; empty: the whole city"), characters=18)
        self.item.set_state(items_to_pick(tree))
        self.received = _line(_("Received on"), 110)
        self.deadline = _line(_("Deadline"), 110)
        self.reference = _line(_("Reference"), 170)
        self.whom = _line(_("From whom"), 200)
        self.add_files = Button(_("Add files…"), icon="paperclip")
        self.add_files.clicked.connect(self._on_files)
        self.names = ElidedLabel(type="caption", tone="text_2")
        self.names.setMaximumWidth(theme.scaled(300))
        for part in (
            self.city, self.item, self.received, self.deadline, self.reference, self.whom, self.add_files, self.names,
        ):  # fmt: skip
            self.flow.addWidget(part)
        self.text.setPlaceholderText(_("What the objection says"))
        self.text.setAccessibleName(_("What the objection says"))
        self.names.hide()

    def set_units(self, units: Sequence[Unit]) -> None:
        """Offer these cities."""
        self.city.set_state(units_to_pick(units))

    def ask(self, now: str) -> None:
        """Ask for a further objection; ``now`` (UTC) is the day that is proposed."""
        if not self.received.text():
            self.received.setText(local_date(now))
        self.open(self.city)

    def empty(self) -> None:
        """Forget what was entered, since it is recorded."""
        for field in (
            self.city.field,
            self.item.field,
            self.reference,
            self.whom,
            self.deadline,
            self.received,
        ):
            field.clear()
        self.text.clear()
        self._show_files(())

    def ask_documents(self) -> Sequence[Path]:
        """Ask for the documents; tests answer in its place."""
        return ask_files(self, _("Documents of the objection"))

    @Slot()
    def confirm(self) -> None:
        """Tell what was entered, or say what is missing."""
        city, item = self.city.key, self.item.key
        if not city:
            self.show_problem(_("Say which city objects: its name, code or pinyin."))
            self.city.field.setFocus()
            return
        if item is None:
            self.show_problem(_("No item is called “{words}”.").format(words=self.item.field.text()))
            self.item.field.setFocus()
            return
        new = NewObjection(
            unit=city,
            item=item,
            received=self.received.text(),
            text=self.text.toPlainText(),
            reference=self.reference.text(),
            sender=self.whom.text(),
            deadline=self.deadline.text(),
        )
        self.entered.emit(EnteredObjection(objection=new, files=self.files))

    @Slot()
    def _on_files(self) -> None:
        if found := self.ask_documents():
            self._show_files((*self.files, *found))

    def _show_files(self, files: tuple[Path, ...]) -> None:
        self.files = files
        self.names.setText(_(", ").join(path.name for path in files))
        self.names.setVisible(bool(files))


class ResponseForm(_Card):
    """The outcome, the decision that it led to, words.

    Signals:
        entered: outcome, words, id of a decision or "".
    """

    entered = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Respond"), parent)
        self.outcome = SegmentedSwitch(_("Outcome"))
        self._outcome: Outcome | None = None
        self.outcome.chosen.connect(self._on_outcome)
        self.decision = ChoiceBox(_("Decision that it led to"))
        self.decision.setMaximumWidth(current_theme().scaled(420))
        self.flow.addWidget(self.outcome)
        self.flow.addWidget(self.decision)
        self.text.setPlaceholderText(_("What is said to it"))
        self.text.setAccessibleName(_("What is said to it"))
        self._show_outcome()

    def ask(self, about: str, decisions: Sequence[PossibleDecision]) -> None:
        """Ask what is said to an objection, which ``about`` names."""
        self.title.setText(_("Respond: {what}").format(what=about))
        self._outcome = None
        self._show_outcome()
        self.text.clear()
        self.decision.clear()
        self.decision.addItem(_("no decision: the value stays"), "")
        for one in decisions:
            words = _("{item}: {reason} ({name}, {day})").format(
                item=one.item, reason=" ".join(one.reason.split())[:60], name=one.by, day=local_date(one.at)
            )
            self.decision.addItem(words, one.id)
        self.open(self.outcome)

    @Slot()
    def confirm(self) -> None:
        """Tell what is said, or say what is missing."""
        if self._outcome is None:
            self.show_problem(_("Choose what became of it first."))
            return
        self.entered.emit(self._outcome, self.text.toPlainText(), str(self.decision.currentData() or ""))

    @Slot(object)
    def _on_outcome(self, code: str) -> None:
        self._outcome = next(known for known in OUTCOMES if known == code)
        self._show_outcome()

    def _show_outcome(self) -> None:
        self.outcome.set_state(
            [SegmentState(code=code, text=outcome_word(code)) for code in OUTCOMES], self._outcome
        )


def _line(name: str, width: int) -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText(name)
    field.setAccessibleName(name)
    field.setFixedWidth(current_theme().scaled(width))
    return field
