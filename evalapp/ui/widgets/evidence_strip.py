"""The evidence of an answer: thumbnails in order, the tile that adds, and the fields for a link, a caption and a note."""

from collections.abc import Sequence
from functools import partial

from msgspec import structs
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QImage
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.file_dialogs import ask_files
from evalapp.ui.pictures import SIDES
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.add_tile import AddTile, ReadingTile
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.card_state import EvidenceEdit, EvidenceState, NewEvidence
from evalapp.ui.widgets.editors.base import ProblemLine
from evalapp.ui.widgets.evidence_fields import AskedField, CaptionField, LinkField, NoteField, come_into_view
from evalapp.ui.widgets.evidence_menu import add_sides, menu_of, open_words
from evalapp.ui.widgets.evidence_offer import Offer, offered
from evalapp.ui.widgets.evidence_thumb import EvidenceThumb
from evalapp.ui.widgets.flow import FlowLayout
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.tab_order import in_tab_order
from evalapp.ui.widgets.words import size_text


class EvidenceStrip(QWidget):
    """Shows evidence and takes more by paste, drop, file, link and note.

    Tab comes to one piece, then to the tile that adds; Left and Right go from piece to piece. The piece Tab comes to is the one
    that had the focus last, or else the one that was added last.

    Signals:
        evidence_added: a NewEvidence.
        evidence_removed: the id of the evidence whose Del was pressed.
        evidence_opened: the id of the evidence to be shown.
        evidence_edited: an EvidenceEdit.
        same_asked: the place where the same evidence stands.
        retry_asked: what could not be added is to be tried again.
        reading_cancelled: the file that is being read is not wanted after all.
        side_chosen: how many pixels long screenshots may be from now on, 0 for as they are.
    """

    evidence_added = Signal(object)
    evidence_removed = Signal(object)
    evidence_opened = Signal(object)
    evidence_edited = Signal(object)
    same_asked = Signal(object)
    retry_asked = Signal()
    reading_cancelled = Signal()
    side_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._thumbs: list[EvidenceThumb] = []
        self._read_only = False
        self._focus_next: str | None = None
        self._current = ""
        self._asked_for: EvidenceState | None = None
        self.side = SIDES[0]
        self._holder = QWidget(self)
        self._reading = ReadingTile(self._holder)
        self._tile = AddTile(self._holder)
        self._tile.clicked.connect(self.open_menu)
        self._reading.cancelled.connect(self.reading_cancelled)
        self._flow = FlowLayout(self._holder, gap=theme.space.s2, last="stretch")
        self._flow.addWidget(self._reading)
        self._flow.addWidget(self._tile)
        self.link, self.caption, self.note = LinkField(self), CaptionField(self), NoteField(self)
        self._fields: tuple[AskedField, ...] = (self.link, self.caption, self.note)
        self.link.given.connect(self._on_link_given)
        self.caption.given.connect(self._on_caption_given)
        self.note.given.connect(self._on_note_given)
        self._problem = ProblemLine(self)
        self._retry = Button(look="link", type="caption", parent=self)
        self._retry.clicked.connect(self.retry_asked)
        self._lay_out()

    def _lay_out(self) -> None:
        theme = current_theme()
        self._title = text_label(_("Evidence"), type="caption")
        self._title.setProperty("bold", "true")
        self._words = text_label(type="caption", tone="text_3")
        self._total = text_label(type="caption", tone="text_3")
        head = QHBoxLayout()
        head.setSpacing(theme.space.s3)
        head.addWidget(self._title)
        head.addWidget(self._words, 1)
        head.addWidget(self._total)
        trouble = QHBoxLayout()
        trouble.addWidget(self._problem, 1)
        trouble.addWidget(self._retry)
        self._retry.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s1)
        column.addLayout(head)
        column.addWidget(self._holder)
        for field in self._fields:
            field.closed.connect(self._on_field_closed)
            column.addWidget(field)
        column.addLayout(trouble)

    def set_state(
        self,
        evidence: Sequence[EvidenceState],
        problem: str = "",
        *,
        words: str = "",
        read_only: bool = False,
    ) -> None:
        """Show this evidence in this order; ``words`` say whether it is required, ``problem`` is said under it."""
        self._words.setText(words)
        size = sum(piece.size for piece in evidence)
        self._total.setText(_("Files: {size}").format(size=size_text(size)) if size else "")
        self._read_only = read_only
        self._tile.setVisible(not read_only)
        if problem:
            self.show_problem(problem)
        if [thumb.state for thumb in self._thumbs] != list(evidence):
            self._rebuild(evidence)
        for thumb in self._thumbs:
            thumb.set_removable(not read_only)

    def show_problem(self, text: str, *, retry: bool = False) -> None:
        """Say under the evidence what is wrong, "" for nothing; ``retry`` offers to try it again."""
        self._problem.set_text(text)
        self._retry.setText(_("Try again"))
        self._retry.updateGeometry()
        self._retry.setVisible(bool(text) and retry)
        if text and self.isVisible():
            QTimer.singleShot(0, self, self._show_trouble)

    @Slot()
    def _show_trouble(self) -> None:
        come_into_view(self._problem)

    def problem(self) -> str:
        """What is said to be wrong."""
        return self._problem.text()

    def show_reading(self, name: str, percent: int = 0) -> None:
        """Show how far a file is read; "" takes that away."""
        self._reading.show_reading(name, percent)

    def paste(self) -> bool:
        """Take an image, files or a link from the clipboard; whether there was one. Says so where there is not."""
        if self._read_only:
            return False
        offer = offered(QGuiApplication.clipboard().mimeData())
        self._take(offer)
        if not offer.evidence and not offer.refused:
            self.show_problem(_("There is no picture, file or link on the clipboard."))
        return bool(offer.evidence)

    def take(self, source: QMimeData) -> bool:
        """Take an image, files or a link from dragged or pasted data; whether there was one."""
        offer = offered(source)
        self._take(offer)
        return bool(offer.evidence)

    def _take(self, offer: Offer) -> None:
        for one in offer.evidence:
            self.evidence_added.emit(one)
        if offer.refused or not offer.evidence:
            self.show_problem(offer.refused)

    @Slot(object)
    def add_image(self, image: QImage) -> None:
        """Take a screenshot."""
        self.evidence_added.emit(NewEvidence(kind="screenshot", image=image))

    def commit(self) -> None:
        """Another item comes next: a note or a caption that is being typed belongs to this one."""
        for field in (self.caption, self.note):
            field.commit()

    def forget(self) -> None:
        """Another item comes next: a link that is being typed belongs to this one."""
        for field in self._fields:
            field.forget()
        self._focus_next = None
        self._current = ""
        self.show_problem("")
        self.show_reading("")

    def show_dragging(self, dragging: bool, refusal: str = "") -> None:
        """Show on the tile that what is dragged would be added, or why it cannot be."""
        self._tile.set_dragging(dragging, refusal)

    @Slot()
    def open_menu(self) -> None:
        """Ask below the tile what is to be added."""
        if not self._read_only and self.isVisible():
            menu = self.add_menu()
            menu.popup(self._tile.mapToGlobal(self._tile.rect().bottomLeft()))
            menu.setActiveAction(menu.actions()[0])

    def add_menu(self) -> QMenu:
        """The menu of the tile: screenshot from the clipboard, file, link, note, and how large screenshots are kept."""
        menu = menu_of(
            (
                ("image-outline", _("Screenshot from the clipboard"), "+", self._on_screenshot_asked),
                ("file-outline", _("File…"), "", self._on_file_asked),
                ("link-variant", _("Link…"), "", self.link.open),
                ("note-text-outline", _("Note…"), "", self.note.open),
            ),
            self,
        )
        menu.addSeparator()
        add_sides(menu, SIDES, self.side, self._on_side_chosen)
        return menu

    def piece_menu(self, thumb: EvidenceThumb) -> QMenu:
        """What can be done with a piece of evidence."""
        state = thumb.state
        menu = menu_of(
            (("eye-outline", open_words(state), "Enter", partial(self.evidence_opened.emit, state.id)),), self
        )
        changes = menu_of(
            (
                ("form-textbox", _("Caption…"), "F2", partial(self._on_caption_asked, state.id)),
                ("arrow-left", _("Move forward"), "Alt+←", partial(self._on_moved, state.id, -1)),
                ("arrow-right", _("Move back"), "Alt+→", partial(self._on_moved, state.id, 1)),
                ("trash-can-outline", _("Remove"), "Del", partial(self._on_removed, state.id)),
            ),
            menu,
        )
        if not self._read_only:
            menu.addActions(changes.actions())
        if state.same:
            words = _("{same}: go there").format(same=state.same)
            go_there = partial(self.same_asked.emit, state.same_at)
            there = menu_of((("content-duplicate", words, "", go_there),), menu)
            menu.addSeparator()
            menu.addActions(there.actions())
        return menu

    def _rebuild(self, evidence: Sequence[EvidenceState]) -> None:
        self._follow(evidence)
        focused = next((thumb.state.id for thumb in self._thumbs if thumb.hasFocus()), None)
        had_focus = focused is not None
        wanted = focused if self._focus_next is None else self._focus_next
        self._focus_next = None
        grown = len(evidence) > len(self._thumbs) and not had_focus
        for thumb in self._thumbs:
            thumb.hide()
            thumb.deleteLater()
        self._flow.clear()
        self._thumbs = [
            EvidenceThumb(state, number, self._holder) for number, state in enumerate(evidence, 1)
        ]
        for thumb in self._thumbs:
            thumb.opened.connect(self._on_opened)
            thumb.removed.connect(self._on_removed)
            thumb.moved.connect(self._on_moved)
            thumb.walked.connect(self._on_walked)
            thumb.focused.connect(self._make_current)
            thumb.caption_asked.connect(self._on_caption_asked)
            thumb.same_asked.connect(self.same_asked)
            thumb.menu_asked.connect(self._on_menu_asked)
            self._flow.addWidget(thumb)
            thumb.show()
        self._flow.addWidget(self._reading)
        self._flow.addWidget(self._tile)
        # What stands for a file being read is there from the beginning: it keeps the place of the strip in the window's chain.
        in_tab_order(self._reading, *self._thumbs, self._tile)
        names = [thumb.state.id for thumb in self._thumbs]
        kept = wanted if had_focus else self._current
        self._make_current(kept if kept in names and not grown else names[-1] if names else "")
        if had_focus:
            self._thumb(wanted).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _make_current(self, name: str) -> None:
        """Let Tab come to this piece and pass the others over."""
        self._current = name
        for thumb in self._thumbs:
            here = thumb.state.id == name
            thumb.setFocusPolicy(Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus)

    @Slot(object, int)
    def _on_walked(self, name: str, step: int) -> None:
        names = [thumb.state.id for thumb in self._thumbs]
        place = names.index(name) + step
        if 0 <= place < len(names):
            self._thumbs[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self, evidence: Sequence[EvidenceState]) -> None:
        """A caption or a note being written stays with its piece when that gets another place, and goes when it goes."""
        for field in (self.caption, self.note):
            if field.is_open and field.piece and self._asked_for is not None:
                asked = _itself(self._asked_for)
                now = next((piece.id for piece in evidence if _itself(piece) == asked), "")
                if now:
                    field.piece = now
                else:
                    field.forget()

    def _thumb(self, name: str | None) -> QWidget:
        """The piece with this id, or else the tile."""
        return next((thumb for thumb in self._thumbs if thumb.state.id == name), self._tile)

    @Slot(object)
    def _on_opened(self, name: str) -> None:
        thumb = self._thumb(name)
        if isinstance(thumb, EvidenceThumb) and thumb.state.kind == "note" and not self._read_only:
            self._asked_for = thumb.state
            self.note.open(name, thumb.state.words)
        else:
            self.evidence_opened.emit(name)

    @Slot(object)
    def _on_removed(self, name: str) -> None:
        names = [thumb.state.id for thumb in self._thumbs]
        if name in names and names[-1] == name and len(names) > 1:
            self._focus_next = names[-2]
        self.evidence_removed.emit(name)

    @Slot(object, int)
    def _on_moved(self, name: str, step: int) -> None:
        names = [thumb.state.id for thumb in self._thumbs]
        if name in names and 0 <= names.index(name) + step < len(names):
            self._focus_next = names[names.index(name) + step]
            self.evidence_edited.emit(EvidenceEdit(id=name, step=step))

    @Slot(object)
    def _on_caption_asked(self, name: str) -> None:
        thumb = self._thumb(name)
        if isinstance(thumb, EvidenceThumb):
            self._asked_for = thumb.state
            self.caption.open(name, thumb.number, thumb.state.caption)

    @Slot(object, QPoint)
    def _on_menu_asked(self, name: str, at: QPoint) -> None:
        thumb = self._thumb(name)
        if isinstance(thumb, EvidenceThumb):
            self.piece_menu(thumb).popup(at)

    @Slot()
    def _on_screenshot_asked(self) -> None:
        self.paste()

    @Slot()
    def _on_file_asked(self) -> None:
        for path in ask_files(self, _("Add evidence")):
            self.evidence_added.emit(NewEvidence(kind="file", path=str(path)))

    @Slot(object)
    def _on_link_given(self, link: str) -> None:
        self.evidence_added.emit(NewEvidence(kind="link", text=link))

    @Slot(object)
    def _on_caption_given(self, caption: str) -> None:
        self.evidence_edited.emit(EvidenceEdit(id=self.caption.piece, caption=caption))

    @Slot(object)
    def _on_note_given(self, words: str) -> None:
        if self.note.piece:
            self.evidence_edited.emit(EvidenceEdit(id=self.note.piece, words=words))
        else:
            self.evidence_added.emit(NewEvidence(kind="note", text=words))

    @Slot()
    def _on_field_closed(self) -> None:
        """The focus goes back to where the field was asked for: a piece, or the tile."""
        field = self.sender()
        piece = field.piece if isinstance(field, CaptionField | NoteField) else ""
        self._thumb(piece).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(QAction)
    def _on_side_chosen(self, action: QAction) -> None:
        self.side = int(action.data())
        self.side_chosen.emit(self.side)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._tile.retranslate()
            self._title.setText(_("Evidence"))
        super().changeEvent(event)


def _itself(piece: EvidenceState) -> EvidenceState:
    """A piece without its place and what may come to be known of it."""
    return structs.replace(piece, id="", thumbnail=b"", missing=False, same="", same_at="")
