"""The list behind a number of the progress board: pieces, people, or the answers of one piece."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from evalapp.base.clock import local_time
from evalapp.base.i18n import _, ngettext
from evalapp.form.tree import Tree
from evalapp.ui.coordinator.plain_table import PlainTable
from evalapp.ui.coordinator.values import item_words, value_words
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.labels import ElidedLabel, text_label
from evalapp.ui.widgets.models.struct_table import Column
from evalapp.work.outlook import PersonOutlook
from evalapp.work.pieces import Piece, PieceAnswer

_ROWS = 6


class BoardLists(QFrame):
    """Hidden until a list is asked for; Esc and the cross close it, and from the answers of a piece lead back to the pieces.

    Signals:
        piece_asked: a Piece whose answers are wanted.
        person_asked: a PersonOutlook whose pieces are wanted.
        cell_asked: unit and item of an answer that is to be seen side by side.
        closed: the list was closed.
    """

    piece_asked = Signal(object)
    person_asked = Signal(object)
    cell_asked = Signal(str, str)
    closed = Signal()

    def __init__(self, tree: Tree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._tree = tree
        self._unit = ""
        self.setProperty("card", "true")
        self.title = text_label(type="title")
        self._count = ElidedLabel(type="caption", tone="text_3")
        self.back = Button(_("Back to the pieces"), icon="arrow-left", look="flat")
        self.close_button = Button(_("Close the list"), icon="close", look="flat", key="Esc")
        self.pieces: PlainTable[Piece] = PlainTable(_("Pieces of work"), _piece_columns(), 1, _piece_tone)
        self.people: PlainTable[PersonOutlook] = PlainTable(
            _("Assessors"), _person_columns(), 0, _person_tone
        )
        self.answers: PlainTable[PieceAnswer] = PlainTable(
            _("Answers"), _answer_columns(tree), 1, _answer_tone
        )
        self._stack = QStackedWidget()
        for table in (self.pieces, self.people, self.answers):
            table.show_lines(_ROWS)
            self._stack.addWidget(table)
        head = QHBoxLayout()
        head.setContentsMargins(theme.space.s2, 0, 0, 0)
        head.setSpacing(theme.space.s2)
        head.addWidget(self.title)
        head.addWidget(self._count, 1)
        head.addWidget(self.back)
        head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s2, theme.space.s2, theme.space.s2, theme.space.s2)
        column.setSpacing(theme.space.s1)
        column.addLayout(head)
        column.addWidget(self._stack)
        self.pieces.opened.connect(self.piece_asked)
        self.people.opened.connect(self.person_asked)
        self.answers.opened.connect(self._on_answer_opened)
        self.back.clicked.connect(self._on_back)
        self.close_button.clicked.connect(self._on_close)
        self.hide()

    def show_pieces(self, title: str, rows: Sequence[Piece]) -> None:
        """List pieces of work."""
        words = ngettext("{n} piece", "{n} pieces", len(rows)).format(n=len(rows))
        self.pieces.set_state(rows)
        self._show(self.pieces, title, words)

    def show_people(self, title: str, rows: Sequence[PersonOutlook]) -> None:
        """List assessors."""
        words = ngettext("{n} assessor", "{n} assessors", len(rows)).format(n=len(rows))
        self.people.set_state(rows)
        self._show(self.people, title, words)

    def show_answers(self, title: str, unit: str, rows: Sequence[PieceAnswer]) -> None:
        """List the answers of one piece, which has the unit with this key."""
        self._unit = unit
        there = sum(1 for row in rows if row.entry.answered)
        words = _("{answered} of {n} answered").format(answered=there, n=len(rows))
        self.answers.set_state(rows)
        self._show(self.answers, title, words)

    def _show(self, table: QWidget, title: str, words: str) -> None:
        self.title.setText(title)
        self._count.setText(words)
        self.back.setVisible(table is self.answers and bool(self.pieces.rows()))
        self._stack.setCurrentWidget(table)
        self.show()
        table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_answer_opened(self, row: PieceAnswer) -> None:
        if row.entry.answered:
            self.cell_asked.emit(self._unit, row.item)

    @Slot()
    def _on_back(self) -> None:
        self.show_pieces(_("Pieces of work"), self.pieces.rows())

    @Slot()
    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.back.isVisible():
                self._on_back()
            else:
                self._on_close()
            return
        super().keyPressEvent(event)


def _piece_columns() -> list[Column[Piece]]:
    return [
        Column(_("Assessor"), _piece_person),
        Column(_("City"), _piece_city),
        Column(_("Answered"), _share("answered"), right=True),
        Column(_("Valid"), _share("valid"), right=True),
        Column(_("Evidenced"), _share("evidenced"), right=True),
        Column(_("Errors"), _errors, right=True),
        Column(_("Handed in"), _submitted, right=True),
    ]


def _piece_person(row: Piece) -> str:
    return f"{row.name} {row.code}".strip()


def _piece_city(row: Piece) -> str:
    return row.unit_name


def _share(mode: str) -> Callable[[Piece], str]:
    def words(row: Piece) -> str:
        return f"{getattr(row, mode)}/{row.leaves}"

    return words


def _errors(row: Piece) -> str:
    return str(row.errors) if row.errors else ""


def _submitted(row: Piece) -> str:
    return local_time(row.submitted_at) if row.submitted_at else _("not yet")


def _piece_tone(row: Piece, column: int) -> str:
    if column == 5:
        return "error"
    return "text_3" if column == 6 and not row.submitted_at else "text"


def _person_columns() -> list[Column[PersonOutlook]]:
    return [
        Column(_("Assessor"), _person),
        Column(_("Pieces open"), _open_pieces, right=True),
        Column(_("Answers open"), _open_answers, right=True),
        Column(_("Nothing came for"), _silent, right=True),
        Column(_("At this pace until"), _finish, right=True),
    ]


def _person(row: PersonOutlook) -> str:
    return f"{row.name} {row.code}".strip()


def _open_pieces(row: PersonOutlook) -> str:
    return str(row.open_pieces)


def _open_answers(row: PersonOutlook) -> str:
    return str(row.open_answers)


def _silent(row: PersonOutlook) -> str:
    if row.silent is None:
        return _("ever")
    return ngettext("{n} day", "{n} days", row.silent).format(n=row.silent)


def _finish(row: PersonOutlook) -> str:
    return row.finish or _("not known")


def _person_tone(row: PersonOutlook, _column: int) -> str:
    return "warn" if row.late else "text"


def _answer_columns(tree: Tree) -> list[Column[PieceAnswer]]:
    def title(row: PieceAnswer) -> str:
        return item_words(tree.node(row.item))

    def value(row: PieceAnswer) -> str:
        return value_words(tree.node(row.item), row.entry.entered.state, row.entry.entered.value)

    return [
        Column(_("Item"), title),
        Column(_("Answer"), value),
        Column(_("Evidence"), _evidence, right=True),
        Column(_("Handed in"), _signed),
        Column(_("To look at"), _problems, hint=_problems),
    ]


def _evidence(row: PieceAnswer) -> str:
    return str(len(row.entry.entered.evidence) or "")


def _signed(row: PieceAnswer) -> str:
    if not row.entry.answered:
        return ""
    return _("yes") if row.entry.signed_off else _("in progress")


def _problems(row: PieceAnswer) -> str:
    return _("; ").join(row.problems)


def _answer_tone(row: PieceAnswer, column: int) -> str:
    if column == 4:
        return "error"
    return "text" if row.entry.answered else "text_3"
