"""Entry by city: units, items, the open card, problems (mockup of the assessor's page)."""

from functools import partial
from pathlib import Path

from msgspec import structs
from PySide6.QtCore import QEvent, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from evalapp.base.i18n import _, current_language, ngettext
from evalapp.base.progress import Progress
from evalapp.entry.evidence import Evidence
from evalapp.form.model import is_scored
from evalapp.form.tree import Node
from evalapp.ui.assessor.cards import CardColumn
from evalapp.ui.assessor.desk import EntryDesk, Refused
from evalapp.ui.assessor.hand_in import HandInPanel
from evalapp.ui.assessor.problem_panel import ProblemPanel
from evalapp.ui.assessor.search import UNIT, JumpField
from evalapp.ui.assessor.states import GO_TO, card_state, city_state, summary_state, tree_nodes
from evalapp.ui.page import Page
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.card_state import MessageAction, MessageState, NewEvidence, StateChoice
from evalapp.ui.widgets.city_list import CityList
from evalapp.ui.widgets.item_tree import ItemTree
from evalapp.ui.widgets.labels import ElidedLabel
from evalapp.ui.widgets.message_bar import MessageBars
from evalapp.ui.widgets.status_line import StatusState
from evalapp.work.answers import Entered
from evalapp.work.drafts import TypedText, kept_typing
from evalapp.work.evidence import file_evidence, link_evidence, screenshot_evidence
from evalapp.work.project import Project

CITIES, TREE, PROBLEMS = 176, 216, 264
COMPACT, TIGHT = 1200, 960
_FIELD = "justification"
_RESTORE, _DISCARD, _RETRY = "restore", "discard", "retry"


class EntryPage(Page):
    """Answers to one unit after the other; every change is saved at once.

    Signals:
        status_changed: what the status line says is new.
    """

    status_changed = Signal()

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self._services = services
        self.desk = EntryDesk(project, services, self)
        self.desk.load()
        self._unit = self.desk.units[0].unit.key if self.desk.units else ""
        self._item = project.tree.leaves[0].code
        self._typed: TypedText | None = None
        self._settling = False
        self._build()
        self._connect()
        self._go_to_open_item()
        self._offer_kept_typing()

    # -- building

    def _build(self) -> None:
        theme = current_theme()
        self.search = JumpField()
        self.search.set_targets([row.unit for row in self.desk.units], self.project.tree)
        self._hand_in_button = Button(_("Check and hand in"), icon="send-check-outline", parent=self)
        self._hand_in_button.setToolTip("Ctrl+Shift+Enter")
        self.messages = MessageBars()
        self.cities = CityList()
        self.items = ItemTree()
        self.cards = CardColumn()
        self.problems = ProblemPanel()
        bar = QFrame()
        bar.setProperty("edge", "bottom")
        bar.setFixedHeight(theme.size.toolbar)
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.space.s4, 0, theme.space.s3, 0)
        row.setSpacing(theme.space.s4)
        self._title = ElidedLabel(type="title")
        row.addWidget(self._title)
        row.addWidget(self.search)
        row.addStretch(1)
        row.addWidget(self._hand_in_button)
        self._cities_panel = _panel(self.cities, "right")
        self._tree_panel = _panel(self.items, "right")
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        notes = QVBoxLayout()
        notes.setContentsMargins(theme.space.s4, theme.space.s2, theme.space.s4, 0)
        notes.addWidget(self.messages)
        middle.addLayout(notes)
        middle.addWidget(self.cards, 1)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self._cities_panel)
        body.addWidget(self._tree_panel)
        body.addLayout(middle, 1)
        body.addWidget(self.problems)
        answers = QWidget()
        column = QVBoxLayout(answers)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addLayout(body, 1)
        self.hand_in = HandInPanel(self.project, self._services)
        self._views = QStackedLayout(self)
        self._views.addWidget(answers)
        self._views.addWidget(self.hand_in)

    def _connect(self) -> None:
        self.cities.city_chosen.connect(self._on_city_chosen)
        self.items.leaf_chosen.connect(self._on_leaf_chosen)
        self.cards.opened.connect(self._on_leaf_chosen)
        self.cards.moved.connect(self._on_moved)
        self.problems.problem_chosen.connect(self._on_problem_chosen)
        self.problems.open_asked.connect(self._on_next_open)
        self.search.jumped.connect(self._on_jumped)
        self._hand_in_button.clicked.connect(self._on_hand_in)
        self.messages.acted.connect(self._on_acted)
        self.hand_in.back_asked.connect(self._on_back)
        self.hand_in.point_chosen.connect(self._on_point_chosen)
        self.hand_in.handed_in.connect(self._on_handed_in)
        card = self.cards.card
        card.answered.connect(self._on_answered)
        card.state_chosen.connect(self._on_state_chosen)
        card.justification_typed.connect(self._on_justification_typed)
        card.confidence_chosen.connect(self._on_confidence_chosen)
        card.evidence_added.connect(self._on_evidence_added)
        card.evidence_removed.connect(self._on_evidence_removed)
        card.evidence_opened.connect(self._on_evidence_opened)
        card.acted.connect(self._on_acted)
        card.moved.connect(self._on_moved)
        self.desk.unit_changed.connect(self._on_unit_changed)
        self.desk.units_changed.connect(self._show_cities)
        self.desk.refused.connect(self._on_refused)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)
        for keys, slot in (
            ("Ctrl+F", self.search.setFocus),
            ("F8", self.problems.go_next),
            ("Ctrl+PgUp", self._on_city_before),
            ("Ctrl+PgDown", self._on_city_after),
            ("Ctrl+Shift+Return", self._on_hand_in),
            ("Ctrl+Shift+Enter", self._on_hand_in),
            ("F6", self._on_next_pane),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    # -- showing

    def title(self) -> str:
        return self.project.about.title

    def status(self) -> StatusState:
        about = self.project.about
        done = sum(1 for row in self.desk.units if row.signed_off_at and not row.changed_since)
        return StatusState(
            task=_("{done} of {all} cities handed in").format(done=done, all=len(self.desk.units)),
            person=f"{about.name} · {about.code}" if about.code else about.name,
            synthetic=about.synthetic,
        )

    def _show(self) -> None:
        """Everything that depends on where one is."""
        self._title.setText(self.project.form_title(current_language()))
        if not self._unit:
            return
        self._show_cities()
        self._show_unit()

    @Slot()
    def _show_cities(self) -> None:
        self.cities.set_state([city_state(row) for row in self.desk.units], self._unit)

    def _show_unit(self) -> None:
        page = self.desk.page(self._unit)
        tree = self.project.tree
        node = tree.node(self._item)
        self.items.set_state(tree_nodes(tree, page), self._item)
        self.problems.set_page(tree, page)
        self.cards.set_head(page.unit.name, page.unit.code, tree, node)
        siblings = tree.roots if node.parent is None else tree.nodes[node.parent].children
        rows = [summary_state(tree.nodes[index], page) for index in siblings if tree.nodes[index].is_leaf]
        card = card_state(
            tree,
            node,
            page,
            self._entered(self._unit, self._item),
            self.desk.thumbnails,
            self.desk.refusal(self._unit, self._item),
        )
        self.cards.set_cards(rows, card)

    def go_to(self, unit: str, item: str) -> None:
        """Open an item of a unit."""
        self.settle()
        self._unit, self._item = unit, item
        self._show()

    def _go_to_open_item(self) -> None:
        if self._unit:
            self._item = self._open_item(from_start=True) or self._item
        self._show()

    # -- leaving

    def settle(self) -> None:
        self._settling = True
        self.cards.card.commit()
        self._settling = False
        self._record_typed()

    def place(self) -> object:
        return (self._unit, self._item)

    def return_to(self, place: object) -> None:
        if isinstance(place, tuple) and any(row.unit.key == place[0] for row in self.desk.units):
            self.go_to(*place)

    def remade(self) -> Page:
        return EntryPage(self.project, self._services)

    def release(self) -> None:
        self.project.close()

    # -- what the user does

    def _bound(self) -> tuple[str, str]:
        """Unit and item of the card that speaks: the old one while another is being bound."""
        bound = self.cards.card.bound
        return (self._unit, self._item) if bound is None else bound

    def _change(self, **changes: object) -> None:
        unit, item = self._bound()
        entered = structs.replace(self._entered(unit, item), **changes)
        if self._typed is not None and (self._typed.unit, self._typed.item) == (unit, item):
            self._typed = None
        self.desk.enter(unit, item, entered)

    def _entered(self, unit: str, item: str) -> Entered:
        """What stands for a cell, with the words that are still being typed."""
        entered = self.desk.entered(unit, item)
        if self._typed is None or (self._typed.unit, self._typed.item) != (unit, item):
            return entered
        return structs.replace(entered, justification=self._typed.text)

    @Slot(object)
    def _on_answered(self, value: str) -> None:
        self._change(state="answered" if value else "blank", value=value)

    @Slot(object)
    def _on_state_chosen(self, choice: StateChoice) -> None:
        if choice.state is None:
            self._change(state="blank", value="")
        elif choice.reason:
            self._change(state=choice.state, value="", justification=choice.reason)
        else:
            self._change(state=choice.state, value="")

    @Slot(object)
    def _on_justification_typed(self, text: str) -> None:
        """Half-typed words are kept in the file at each pause and become an answer when the field is left."""
        unit, item = self._bound()
        self._typed = TypedText(unit, item, _FIELD, text, "", "")
        if self._settling or not self._is_typing():
            self._record_typed()
        else:
            self.desk.type_text(unit, item, _FIELD, text)

    def _is_typing(self) -> bool:
        focus = self.cards.card.focusWidget()
        return isinstance(focus, QPlainTextEdit) and focus.hasFocus()

    def _record_typed(self) -> None:
        """Turn half-typed words into an answer."""
        typed, self._typed = self._typed, None
        if typed is not None:
            entered = self.desk.entered(typed.unit, typed.item)
            self.desk.enter(typed.unit, typed.item, structs.replace(entered, justification=typed.text))

    @Slot("QWidget*", "QWidget*")  # type: ignore[arg-type]
    def _on_focus_changed(self, before: QWidget | None, _now: QWidget | None) -> None:
        if (
            isinstance(before, QPlainTextEdit)
            and self._typed is not None
            and self.cards.card.isAncestorOf(before)
        ):
            self._record_typed()

    def _offer_kept_typing(self) -> None:
        """After a crash: words that were typed and never became an answer."""
        self._kept = kept_typing(self.project)
        if self._kept:
            self.messages.set_state(
                (
                    MessageState(
                        kind="warn",
                        text=ngettext(
                            "There is unsaved typing at {n} item, from before the program was ended.",
                            "There is unsaved typing at {n} items, from before the program was ended.",
                            len(self._kept),
                        ).format(n=len(self._kept)),
                        actions=(
                            MessageAction(code=_RESTORE, text=_("Take it over")),
                            MessageAction(code=_DISCARD, text=_("Discard"), link=True),
                        ),
                    ),
                )
            )

    def _settle_kept_typing(self, *, take_over: bool) -> None:
        self.messages.set_state(())
        for typed in self._kept:
            if take_over:
                entered = self.desk.entered(typed.unit, typed.item)
                self.desk.enter(typed.unit, typed.item, structs.replace(entered, justification=typed.text))
            else:
                self.desk.forget_typing(typed.unit, typed.item, typed.field)
        if take_over and self._kept:
            self.go_to(self._kept[0].unit, self._kept[0].item)
        self._kept = ()

    @Slot(object)
    def _on_confidence_chosen(self, confidence: str | None) -> None:
        self._change(confidence=confidence or "")

    @Slot(object)
    def _on_evidence_added(self, new: NewEvidence) -> None:
        self._services.runner.run(
            self,
            partial(_make_evidence, self.project, new),
            done=partial(_take_evidence, self, self._bound()),
            failed=self._services.failed,
        )

    def add_evidence(self, cell: tuple[str, str], piece: Evidence, thumbnail: bytes) -> None:
        """Put a piece of evidence behind a cell's answer, unless it is there already."""
        entered = self._entered(*cell)
        if any(old.ref == piece.ref for old in entered.evidence):
            self._services.toast(_("This evidence is there already."))
            return
        if piece.is_attachment:
            self.desk.thumbnails[piece.ref] = thumbnail
        self.desk.enter(*cell, structs.replace(entered, evidence=(*entered.evidence, piece)))
        self._show_unit()

    @Slot(object)
    def _on_evidence_removed(self, name: str) -> None:
        entered = self.desk.entered(*self._bound())
        left = tuple(piece for number, piece in enumerate(entered.evidence) if str(number) != name)
        self._change(evidence=left)
        self._show_unit()

    @Slot(object)
    def _on_evidence_opened(self, name: str) -> None:
        evidence = self.desk.entered(*self._bound()).evidence
        if name.isdigit() and int(name) < len(evidence) and evidence[int(name)].kind == "link":
            QDesktopServices.openUrl(QUrl(evidence[int(name)].ref))

    @Slot(object)
    def _on_city_chosen(self, unit: str) -> None:
        if unit != self._unit:
            self.go_to(unit, self._item)

    @Slot(object)
    def _on_leaf_chosen(self, item: str) -> None:
        if item != self._item:
            self.go_to(self._unit, item)
        self.cards.card.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_problem_chosen(self, item: str) -> None:
        self.go_to(self._unit, item)
        self.cards.card.focus_value()

    @Slot(object)
    def _on_jumped(self, target: tuple[str, str]) -> None:
        kind, code = target
        if kind == UNIT:
            self.go_to(code, self._item)
        else:
            self.go_to(self._unit, code)
        self.cards.card.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_acted(self, code: str) -> None:
        if code.startswith(GO_TO):
            self._on_leaf_chosen(code[len(GO_TO) :])
        elif code == _RETRY:
            self.messages.set_state(())
            self.desk.retry()
        elif code in (_RESTORE, _DISCARD):
            self._settle_kept_typing(take_over=code == _RESTORE)

    @Slot(object)
    def _on_moved(self, move: str) -> None:
        if move == "next_open":
            self._on_next_open()
            return
        leaves = self.project.tree.leaves
        place = next(number for number, leaf in enumerate(leaves) if leaf.code == self._item)
        target = place + (1 if move == "next" else -1)
        if 0 <= target < len(leaves):
            self.go_to(self._unit, leaves[target].code)
        self.cards.card.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_next_open(self) -> None:
        self.settle()
        item = self._open_item()
        if item is None:
            self._services.toast(_("Nothing is open in this city."))
        else:
            self.go_to(self._unit, item)
        self.cards.card.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_item(self, *, from_start: bool = False) -> str | None:
        """The next leaf without an answer, after the present one and then from the top."""
        page = self.desk.page(self._unit)
        leaves = self.project.tree.leaves
        place = -1 if from_start else next(n for n, leaf in enumerate(leaves) if leaf.code == self._item)
        for leaf in (*leaves[place + 1 :], *leaves[: place + 1]):
            if leaf.code != self._item or from_start:
                entry = page.entries[leaf.code]
                open_now = self.desk.entered(self._unit, leaf.code).state == "blank"
                if entry.applies and open_now and _is_asked(leaf):
                    return leaf.code
        return None

    @Slot()
    def _on_city_before(self) -> None:
        self._step_city(-1)

    @Slot()
    def _on_city_after(self) -> None:
        self._step_city(1)

    def _step_city(self, step: int) -> None:
        keys = [row.unit.key for row in self.desk.units]
        target = keys.index(self._unit) + step
        if 0 <= target < len(keys):
            self.go_to(keys[target], self._item)

    @Slot()
    def _on_hand_in(self) -> None:
        self.settle()
        self.hand_in.load()
        self._views.setCurrentWidget(self.hand_in)

    @Slot()
    def _on_back(self) -> None:
        self._views.setCurrentIndex(0)
        self.cards.card.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_point_chosen(self, place: tuple[str, str]) -> None:
        self._on_back()
        self.go_to(*place)

    @Slot(object)
    def _on_handed_in(self, _receipt: object) -> None:
        self.desk.reload()
        self.status_changed.emit()

    @Slot()
    def _on_next_pane(self) -> None:
        panes: tuple[QWidget, ...] = (self.cities.view, self.items, self.cards.card, self.problems.list)
        shown = [pane for pane in panes if pane.isVisible()]
        place = next(
            (n for n, pane in enumerate(shown) if pane.isAncestorOf(self.focusWidget()) or pane.hasFocus()),
            -1,
        )
        shown[(place + 1) % len(shown)].setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what comes back

    @Slot(object)
    def _on_unit_changed(self, unit: str) -> None:
        if unit == self._unit:
            self._show_unit()

    @Slot(object)
    def _on_refused(self, refused: Refused) -> None:
        unit, item = refused.cell
        if (unit, item) == (self._unit, self._item) and self.desk.refusal(unit, item):
            self._show_unit()
        self.messages.set_state(
            (
                MessageState(
                    kind="error",
                    text=self.desk.refusal(unit, item),
                    actions=(
                        MessageAction(code=_RETRY, text=_("Retry")),
                        MessageAction(
                            code=f"{GO_TO}{item}", text=_("See {code}").format(code=item), link=True
                        ),
                    ),
                ),
            )
        )
        self._services.failed(refused.error)

    # -- Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        theme = current_theme()
        width = self.width()
        self.problems.setVisible(width >= COMPACT)
        self._tree_panel.setVisible(width >= TIGHT)
        rail = width < COMPACT
        self.cities.set_rail(rail)
        self._cities_panel.setFixedWidth(theme.scaled(64 if rail else CITIES if width < 1600 else 216))
        self._tree_panel.setFixedWidth(theme.scaled(TREE if width < 1600 else 288))
        self.problems.setFixedWidth(theme.scaled(PROBLEMS if width < 1600 else 344))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show()


def _panel(inside: QWidget, edge: str) -> QFrame:
    """A side panel of the page."""
    frame = QFrame()
    frame.setProperty("edge", edge)
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(inside)
    return frame


def _is_asked(leaf: Node) -> bool:
    """Whether a blank leaf is open work: text leaves are welcome, never asked for."""
    return leaf.scale is not None and is_scored(leaf.scale)


def _make_evidence(project: Project, new: NewEvidence, _progress: Progress) -> tuple[Evidence, bytes]:
    if new.kind == "link":
        return link_evidence(project, new.text), b""
    if new.kind == "screenshot":
        return screenshot_evidence(project, new.data), new.data
    piece = file_evidence(project, Path(new.path))
    return piece, Path(new.path).read_bytes() if piece.kind == "screenshot" else b""


def _take_evidence(page: EntryPage, cell: tuple[str, str], made: tuple[Evidence, bytes]) -> None:
    page.add_evidence(cell, *made)
