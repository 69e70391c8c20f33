"""Objections from cities: the list, one in full with what was said to it, and the forms that record and answer."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.clock import local_date
from evalapp.base.i18n import _, ngettext
from evalapp.form.tree import Tree
from evalapp.ui.coordinator.objection_form import ObjectionForm, ResponseForm
from evalapp.ui.coordinator.plain_table import PlainTable, carded
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.empty_state import EmptyState
from evalapp.ui.widgets.labels import ElidedLabel, text_label
from evalapp.ui.widgets.models.struct_table import Column
from evalapp.work.objection_words import outcome_word, state_word
from evalapp.work.objections import Objected

_TEXT, _STATE = 5, 7
NEW, RESPOND, OPEN = "N", "R", "O"


class AuditObjections(QWidget):
    """The open ones first, those that are late on top.

    Signals:
        cell_asked: unit and item of the cell that an objection is about.
        respond_asked: the Objected that is to be answered: the decisions that may be named are to be read.
        export_asked: the log is to be written as a table.
        table_asked: a table of objections is to be read.
    """

    cell_asked = Signal(str, str)
    respond_asked = Signal(object)
    export_asked = Signal()
    table_asked = Signal()

    def __init__(self, tree: Tree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._today = ""
        self.listed: tuple[Objected, ...] = ()
        self.words = ElidedLabel(tone="text_2")
        self.new = Button(_("Record an objection…"), icon="plus", key=NEW)
        self.read = Button(_("From a table…"), look="flat")
        self.export = Button(_("Export CSV…"), icon="export-variant")
        self.table = PlainTable[Objected](_("Objections"), self._columns(), _TEXT, self._tone)
        self.table.show_lines(4)
        self.empty = EmptyState("email-alert-outline")
        self.empty.set_state(
            _(
                "No city has objected. An objection is recorded with its text and documents; only a decision changes a value."
            ),
            _("Record an objection…"),
        )
        self.card = ObjectionCard()
        self.form = ObjectionForm(tree)
        self.response = ResponseForm()
        head = QHBoxLayout()
        head.setSpacing(theme.space.s2)
        head.addWidget(self.words, 1)
        for button in (self.new, self.read, self.export):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s2)
        column.addLayout(head)
        column.addWidget(self.form)
        self._list = carded(self.table)
        column.addWidget(self._list, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.card)
        column.addWidget(self.response)
        self.new.clicked.connect(self.ask_new)
        self.empty.acted.connect(self.ask_new)
        self.read.clicked.connect(self.table_asked)
        self.export.clicked.connect(self.export_asked)
        self.table.went_to.connect(self._show)
        self.table.opened.connect(self._on_opened)
        self.card.respond.clicked.connect(self.ask_response)
        self.card.open.clicked.connect(self.open_cell)
        self.form.left.connect(self._on_form_left)
        self.response.left.connect(self._on_response_left)
        self._now = ""

    def set_state(self, listed: Sequence[Objected], now: str) -> None:
        """Show these objections; ``now`` (UTC) says which are late. The one that was chosen stays chosen."""
        self._now, self._today = now, local_date(now)
        before = self.table.row
        order = {"open": 0, "disputed": 1, "answered": 2}
        self.listed = tuple(
            sorted(
                listed,
                key=lambda one: (not one.is_late(self._today), order[one.state], one.content.deadline or "9"),
            )
        )
        ids = [one.id for one in self.listed]
        self.table.set_state(
            self.listed, ids.index(before.id) if before is not None and before.id in ids else 0
        )
        self._list.setVisible(bool(ids))
        self.empty.setVisible(not ids)
        self.export.setVisible(bool(ids))
        waiting = sum(1 for one in self.listed if one.state != "answered")
        late = sum(1 for one in self.listed if one.is_late(self._today))
        said = ngettext("{n} waits for a response", "{n} wait for a response", waiting).format(n=waiting)
        over = ngettext("{n} is past its deadline", "{n} are past their deadline", late).format(n=late)
        self.words.setText(_(", ").join((said, over) if late else (said,)) if ids else "")
        self._show(self.table.row)

    def choose(self, objection: str) -> None:
        """Go to one of them."""
        for place, one in enumerate(self.listed):
            if one.id == objection:
                self.table.setCurrentIndex(self.table.model().index(place, 0))

    @Slot()
    def ask_new(self) -> None:
        """Show the form of a further objection."""
        self.form.ask(self._now)

    @Slot()
    def ask_response(self) -> None:
        """Ask what is said to the objection at hand."""
        if (one := self.table.row) is not None:
            self.respond_asked.emit(one)

    @Slot()
    def open_cell(self) -> None:
        """Ask for the cell that the objection at hand is about."""
        if (one := self.table.row) is not None and one.item:
            self.cell_asked.emit(one.unit, one.item)

    @Slot(object)
    def _show(self, one: Objected | None) -> None:
        self.response.hide()
        self.card.setVisible(one is not None)
        if one is not None:
            self.card.set_state(one)

    @Slot(object)
    def _on_opened(self, _one: Objected) -> None:
        self.open_cell()

    @Slot()
    def _on_form_left(self) -> None:
        self.form.hide()
        self.new.setFocus()

    @Slot()
    def _on_response_left(self) -> None:
        self.response.hide()
        self.table.setFocus()

    def _columns(self) -> list[Column[Objected]]:
        return [
            Column(_("City"), _city),
            Column(_("Item"), _item),
            Column(_("Received on"), _received),
            Column(_("Reference"), _reference, hint=_reference),
            Column(_("From whom"), _sender, hint=_sender),
            Column(_("Objection"), _text, hint=_text),
            Column(_("Deadline"), self._deadline),
            Column(_("State"), _state),
        ]

    def _deadline(self, one: Objected) -> str:
        day = one.content.deadline
        return _("{day}, over").format(day=day) if one.is_late(self._today) else day

    def _tone(self, one: Objected, column: int) -> str:
        if column == _STATE - 1 and one.is_late(self._today):
            return "error"
        if column == _STATE:
            return {"open": "warn", "disputed": "error", "answered": "ok"}[one.state]
        return "text"


class ObjectionCard(QFrame):
    """One objection in full, and what was said to it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setProperty("card", "true")
        self.title = ElidedLabel(type="title")
        self.respond = Button(_("Respond…"), icon="reply-outline", key=RESPOND)
        self.open = Button(_("Open the cell"), icon="compare-horizontal", key=OPEN, look="flat")
        self.text = text_label(wrap=True)
        self.pieces = text_label(type="caption", tone="text_2", wrap=True)
        self.said = text_label(tone="text_2", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(theme.space.s2)
        head.addWidget(self.title, 1)
        head.addWidget(self.open)
        head.addWidget(self.respond)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s2)
        column.setSpacing(theme.space.s1)
        column.addLayout(head)
        for label in (self.text, self.pieces, self.said):
            column.addWidget(label)

    def set_state(self, one: Objected) -> None:
        """Tell this objection."""
        content = one.content
        place = one.item or _("the whole city")
        head = (f"{one.unit_name} {place}", content.sender, content.reference, content.received)
        self.title.setText(" · ".join(part for part in head if part))
        self.text.setText(_short(content.text))
        names = [piece.title or piece.ref for piece in content.evidence]
        self.pieces.setText(_("Documents: {names}").format(names=_(", ").join(names)) if names else "")
        self.pieces.setVisible(bool(names))
        self.said.setText(
            "\n".join(
                _("{outcome}: {text} ({name}, {day})").format(
                    outcome=outcome_word(said.outcome),
                    text=_short(said.text),
                    name=said.by,
                    day=local_date(said.at),
                )
                for said in one.said
            )
        )
        self.said.setVisible(bool(one.said))
        self.open.setVisible(bool(one.item))
        self.respond.setText(_("Respond otherwise…") if one.said else _("Respond…"))
        self.respond.updateGeometry()


def _short(text: str) -> str:
    """A long letter is read in its document; here its beginning stands."""
    return text if len(text) <= 600 else f"{text[:600]}…"


def _city(one: Objected) -> str:
    return one.unit_name


def _item(one: Objected) -> str:
    return one.item or _("the whole city")


def _received(one: Objected) -> str:
    return one.content.received


def _reference(one: Objected) -> str:
    return one.content.reference


def _sender(one: Objected) -> str:
    return one.content.sender


def _text(one: Objected) -> str:
    return " ".join(one.content.text.split())[:400]


def _state(one: Objected) -> str:
    outcomes = dict.fromkeys(outcome_word(said.outcome) for said in one.said)
    return _(", ").join(outcomes) if one.state == "answered" else state_word(one.state)
