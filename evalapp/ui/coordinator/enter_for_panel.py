"""Entering for an assessor on the assessors' own card: paper and telephoned answers, each with the reason (RECORD R3)."""

from collections.abc import Sequence
from functools import partial

from msgspec import structs
from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from evalapp.base.errors import AppError
from evalapp.base.i18n import _, ngettext
from evalapp.entry.evidence import Evidence
from evalapp.ui.assessor.desk import thumbnail_size
from evalapp.ui.assessor.evidence import Made, make_piece
from evalapp.ui.assessor.states import card_state
from evalapp.ui.coordinator.enter_for_fields import EnterForFields
from evalapp.ui.coordinator.enter_for_work import (
    Opened,
    WrittenFor,
    open_page,
    sign_off_page,
    write_answer,
)
from evalapp.ui.coordinator.entry_items import EntryItems, entry_items
from evalapp.ui.coordinator.section import CTRL_ENTER, press_by
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.card_state import EvidenceEdit, NewEvidence, StateChoice
from evalapp.ui.widgets.labels import ElidedLabel, text_label
from evalapp.ui.widgets.score_card import GO_TO, ScoreCard
from evalapp.work.answers import Entered, UnitPage
from evalapp.work.project import Project
from evalapp.work.staff import StaffRow

_REST_MS = 700
"""So long words rest before they are written."""


class EnterForPanel(QWidget):
    """Who, where and why above; the city's items at the left; the card. Ctrl+Enter signs the city off, Esc leaves.

    Signals:
        left: back to the people.
        written: answers were written or signed off.
    """

    left = Signal()
    written = Signal()

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._services = project, services
        self._page: UnitPage | None = None
        self._person = ""
        self._thumbnails: dict[str, bytes] = {}
        self._entered: Entered | None = None
        self._refused = ""
        self._changes = 0
        self.fields = EnterForFields(project)
        self.items = EntryItems()
        self.card = ScoreCard()
        self.back = Button(_("Back to the people"), icon="arrow-left", key="Esc", look="flat")
        self.sign = Button(_("Sign the city off"), key="Ctrl Enter", look="primary")
        self.words = ElidedLabel(type="caption", tone="text_3")
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        theme = current_theme()
        head = QHBoxLayout()
        head.setSpacing(theme.space.s2)
        head.addWidget(text_label(_("Enter for an assessor"), type="page"))
        head.addStretch(1)
        head.addWidget(self.back)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space.s2)
        foot.addWidget(self.words, 1)
        foot.addWidget(self.sign)
        inside = QWidget()
        inside.setProperty("ground", "window")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.space.s1, 0)
        column.addWidget(self.card)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        self.items.setFixedWidth(theme.scaled(264))
        middle = QHBoxLayout()
        middle.setSpacing(theme.space.s3)
        middle.addWidget(self.items)
        middle.addWidget(area, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.space.s4, theme.space.s2, theme.space.s4, theme.space.s3)
        outer.setSpacing(theme.space.s2)
        outer.addLayout(head)
        outer.addWidget(self.fields)
        outer.addLayout(middle, 1)
        outer.addLayout(foot)

    def _connect(self) -> None:
        self.fields.leaving.connect(self.settle)
        self.fields.chosen.connect(self._on_chosen)
        self.fields.reason_changed.connect(self._on_reason)
        self.items.selectionModel().currentChanged.connect(self._on_item)
        self.back.clicked.connect(self.leave)
        self.sign.clicked.connect(self.sign_off)
        self._rest.timeout.connect(self.flush)
        card = self.card
        card.answered.connect(self._on_answered)
        card.state_chosen.connect(self._on_state_chosen)
        card.justification_typed.connect(self._on_justification)
        card.confidence_chosen.connect(self._on_confidence)
        card.evidence_added.connect(self._on_evidence_added)
        card.evidence_removed.connect(self._on_evidence_removed)
        card.evidence_edited.connect(self._on_evidence_edited)
        card.acted.connect(self._on_acted)
        card.moved.connect(self._on_moved)
        press_by(CTRL_ENTER, self, self.sign_off)
        press_by(("Esc",), self.fields, self._on_esc)

    # Where one is -------------------------------------------------------------------------------------------------------

    def open(self, rows: Sequence[StaffRow], person: str) -> None:
        """Begin with a person."""
        self.fields.open(rows, person)
        self.fields.ask_reason()

    @Slot()
    def _on_chosen(self) -> None:
        person, unit = self.fields.place
        self._entered, self._refused = None, ""
        if not unit:
            self._page = None
            self.items.set_state(())
            self.card.hide()
            self._say()
            return
        work = partial(open_page, self._project, person, unit, thumbnail_size())
        self._services.runner.run(self, work, done=self._on_opened, failed=self._services.failed)

    def _on_opened(self, opened: Opened) -> None:
        if (opened.person, opened.page.unit.key) != self.fields.place:
            return
        self._page, self._person, self._thumbnails = opened.page, opened.person, dict(opened.thumbnails)
        self.items.set_state(entry_items(opened.page))
        if not self.items.chosen():
            self.items.choose("")
        self._show()

    @Slot(QModelIndex, QModelIndex)
    def _on_item(self, _index: QModelIndex, _before: QModelIndex) -> None:
        if self._page is not None and self.card.bound != (self._page.unit.key, self.items.chosen()):
            self.settle()
            self._entered, self._refused = None, ""
            self._show()

    def _show(self) -> None:
        page, item = self._page, self.items.chosen()
        self.card.setVisible(page is not None and bool(item))
        if page is None or not item:
            return
        entered = self._entered or page.entries[item].entered
        state = card_state(page.tree.node(item), page, entered, self._thumbnails, self._refused)
        locked = "" if self.fields.reason else _("Say above why you enter it; then the card is open.")
        # What warnings stand for, and replies, are the assessor's own word.
        messages = tuple(structs.replace(one, actions=()) for one in state.messages)
        self.card.set_state(structs.replace(state, read_only=locked, messages=messages, for_another=True))
        self._say()

    def _say(self) -> None:
        waiting = sum(1 for row in self.items.rows() if row.waits)
        self.words.setText(
            ngettext(
                "{n} answer is in progress: it is compared once the city is signed off.",
                "{n} answers are in progress: they are compared once the city is signed off.",
                waiting,
            ).format(n=waiting)
            if waiting
            else _(
                "Every answer says that you entered it, and why. Nothing here goes to the assessor's laptop."
            )
        )
        self.sign.setEnabled(not self.why_not())

    # Entering -----------------------------------------------------------------------------------------------------------

    @Slot()
    def _on_reason(self) -> None:
        self._show()

    def _change(self, *, rests: bool = False, **changes: object) -> None:
        """Keep what was entered, and write it: at once, or once the words rest."""
        bound = self.card.bound
        if self._page is None or bound is None or bound[1] not in self._page.entries:
            return
        before = self._entered or self._page.entries[bound[1]].entered
        self._entered = structs.replace(before, **changes)
        self._changes += 1
        if rests:
            self._rest.start()
        else:
            self._write(bound[1])

    def _write(self, item: str) -> None:
        self._rest.stop()
        entered, page = self._entered, self._page
        if entered is None or page is None or entered == page.entries[item].entered:
            return
        work = partial(
            write_answer,
            self._project,
            self._person,
            (page.unit.key, item),
            entered,
            self.fields.reason,
        )
        number = self._changes
        self._services.runner.run(
            self,
            work,
            done=partial(self.take, number),
            failed=partial(self.refuse, number),
            name=_("Writing"),
        )

    @Slot()
    def flush(self) -> None:
        """Write what is typed and not yet written."""
        bound = self.card.bound
        if self._rest.isActive() and bound is not None:
            self._write(bound[1])

    @Slot()
    def settle(self) -> None:
        """Write everything that is typed on the card."""
        if self._page is not None:
            self.card.commit()
        self.flush()

    def take(self, number: int, found: WrittenFor) -> None:
        """Show what stands now; what was typed meanwhile stays."""
        self._services.saved()
        self.written.emit()
        if (found.person, found.page.unit.key) != self.fields.place:
            return
        self._page, self._refused = found.page, ""
        if number == self._changes:
            self._entered = None
        self.items.set_state(entry_items(found.page))
        self._show()

    def refuse(self, number: int, error: Exception) -> None:
        """Say at the value why it was not taken; it stays on the card."""
        if not isinstance(error, AppError) or error.code != "value":
            self._entered = None
            self._services.failed(error)
        elif number == self._changes:
            self._refused = error.message
        self._show()

    @Slot(object)
    def _on_answered(self, value: str) -> None:
        self._change(state="answered" if value else "blank", value=value)

    @Slot(object)
    def _on_state_chosen(self, choice: StateChoice) -> None:
        if choice.reason:
            self._change(state=choice.state or "blank", value="", justification=choice.reason)
        else:
            self._change(state=choice.state or "blank", value="")

    @Slot(object)
    def _on_justification(self, text: str) -> None:
        self._change(rests=True, justification=text)

    @Slot(object)
    def _on_confidence(self, confidence: str | None) -> None:
        self._change(confidence=confidence or "")

    @Slot(object)
    def _on_evidence_added(self, new: NewEvidence) -> None:
        if self.card.closed or self.card.bound is None:
            return
        side = self._services.settings().screenshot_side
        work = partial(make_piece, self._project, new, side, thumbnail_size())
        self._services.runner.run(
            self,
            work,
            done=partial(self.add, self.card.bound),
            failed=self._services.failed,
            name=_("Keeping the evidence"),
        )

    def add(self, cell: tuple[str, str], made: Made) -> None:
        """Put a piece behind the answer of the card, if it still shows that cell."""
        if self.card.bound != cell or self._page is None:
            return
        if made.small:
            self._thumbnails[made.piece.ref] = made.small
        evidence = (self._entered or self._page.entries[cell[1]].entered).evidence
        self._change(evidence=(*evidence, made.piece))

    @Slot(object)
    def _on_evidence_removed(self, name: str) -> None:
        evidence = self._evidence()
        self._change(evidence=tuple(one for n, one in enumerate(evidence) if str(n) != name))

    @Slot(object)
    def _on_evidence_edited(self, edit: EvidenceEdit) -> None:
        evidence = list(self._evidence())
        if edit.id.isdigit() and int(edit.id) < len(evidence) and edit.caption is not None:
            evidence[int(edit.id)] = structs.replace(evidence[int(edit.id)], title=edit.caption.strip())
            self._change(evidence=tuple(evidence))

    def _evidence(self) -> tuple[Evidence, ...]:
        if self._page is None or self.card.bound is None:
            return ()
        return (self._entered or self._page.entries[self.card.bound[1]].entered).evidence

    @Slot(object)
    def _on_acted(self, code: str) -> None:
        if code.startswith(GO_TO):
            self.items.choose(code.removeprefix(GO_TO))

    @Slot(object)
    def _on_moved(self, move: str) -> None:
        codes = [row.code for row in self.items.rows()]
        if not codes:
            return
        at = codes.index(self.items.chosen())
        if move == "next_open" and self._page is not None:
            entries = self._page.entries
            order = [*codes[at + 1 :], *codes[:at]]
            self.items.choose(next((code for code in order if not entries[code].answered), codes[at]))
        else:
            self.items.choose(codes[max(0, min(len(codes) - 1, at + (1 if move != "previous" else -1)))])
        self.card.setFocus(Qt.FocusReason.OtherFocusReason)

    # Signing off and leaving ----------------------------------------------------------------------------------------------

    def why_not(self) -> str:
        """Why there is nothing to sign off; "" where there is."""
        if not self.fields.reason:
            return _("Say why you enter it.")
        return (
            "" if any(row.waits for row in self.items.rows()) else _("Nothing here waits to be signed off.")
        )

    @Slot()
    def sign_off(self) -> None:
        """Sign off the city for the assessor, as far as coordinators entered it."""
        self.settle()
        if why := self.why_not():
            self._services.warns(why)
            return
        person, unit = self.fields.place
        work = partial(sign_off_page, self._project, person, unit, self.fields.reason)
        self._services.runner.run(
            self, work, done=self._on_signed, failed=self._services.failed, name=_("Signing off")
        )

    def _on_signed(self, found: WrittenFor) -> None:
        self.take(self._changes, found)
        self._services.toast(
            _("{unit} is signed off for {name}: it is compared from now on.").format(
                unit=found.page.unit.full_name, name=self.fields.person.currentText()
            )
        )

    @Slot()
    def _on_esc(self) -> None:
        """Out of a field to the card, and from there to the people."""
        focus = self.focusWidget()
        if isinstance(focus, QLineEdit | QPlainTextEdit) and self.card.isAncestorOf(focus):
            self.card.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.leave()

    @Slot()
    def leave(self) -> None:
        """Write what is typed, and go back to the people."""
        self.settle()
        self.left.emit()
