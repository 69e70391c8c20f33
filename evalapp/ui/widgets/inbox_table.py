"""The files of a dry run: what each would bring, and whether it is taken."""

from collections.abc import Sequence
from typing import Literal

import msgspec
from PySide6.QtCore import QEvent, QModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.current import current_theme
from evalapp.ui.theme.icons import paint_icon
from evalapp.ui.theme.style import draw_check_box
from evalapp.ui.widgets.models.struct_list import Index
from evalapp.ui.widgets.models.struct_table import Column, StructTableModel
from evalapp.ui.widgets.painting import ChipState, chip_width, line_text, paint_chip, text_width
from evalapp.ui.widgets.rows import RowPaint
from evalapp.ui.widgets.table import Table, TableDelegate

Verdict = Literal["mergeable", "duplicate", "confirm", "partial", "refused"]
_NARROW = 900
_CHECK, _FILE, _PERSON, _FORM, _NEW, _SAME, _CHANGED, _ASIDE, _VERDICT, _NOTE = range(10)


class InboxRow(msgspec.Struct, frozen=True, kw_only=True):
    """One file: its counts (None: it could not be read), its verdict and why; ``checked`` files will be merged.

    ``link``: what can be done about it, behind the note.
    """

    id: str
    file: str
    assessor: str = ""
    form: str = ""
    form_old: bool = False
    new: int | None = None
    same: int | None = None
    changed: int | None = None
    aside: int | None = None
    verdict: Verdict
    note: str = ""
    link: str = ""
    checked: bool = False
    checkable: bool = True


class InboxTable(Table):
    """Files of a dry run. Space or a click on the box takes a file in or leaves it out.

    Signals:
        file_toggled: the id of the file.
        file_opened: the id of the file, by Enter or a double click.
    """

    file_toggled = Signal(object)
    file_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(InboxDelegate(), _("Files of the dry run"), parent)
        self._model = StructTableModel[InboxRow](_columns(), parent=self)
        self.setModel(self._model)
        self.clicked.connect(self._on_clicked)
        self.activated.connect(self._on_activated)
        self.fit_rows(current_theme().size.control)

    def set_state(self, rows: Sequence[InboxRow]) -> None:
        """Show these files."""
        self._model.set_rows(rows)
        self._make_room()
        self.fit_columns(_NOTE)
        self.fit_rows(current_theme().size.control)

    def _make_room(self) -> None:
        """Where little is left for notes and links, the edition gives way, unless one is another than the one in force."""
        narrow = self.width() < current_theme().scaled(_NARROW)
        self.setColumnHidden(_FORM, narrow and not any(row.form_old for row in self._model.rows()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._make_room()
        super().resizeEvent(event)

    def _toggle(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if row is not None and row.checkable:
            self.file_toggled.emit(row.id)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if index.column() == _CHECK:
            self._toggle(index)
        elif index.column() == _NOTE and row is not None and row.link:
            self.file_opened.emit(row.id)

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if row is not None:
            self.file_opened.emit(row.id)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._model.set_columns(_columns())
            self.fit_columns(_NOTE)
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._toggle(self.currentIndex())
        else:
            super().keyPressEvent(event)


class InboxDelegate(TableDelegate):
    """Check box, file with its icon, verdict chip; a count of 0 steps back."""

    def paint_cell(self, painter: QPainter, row: RowPaint, index: Index) -> bool:
        state = row.state
        theme = current_theme()
        if not isinstance(state, InboxRow):
            return False
        middle = row.rect.center().y()
        side = theme.size.icon_sm
        if index.column() == _CHECK:
            box = QRectF(row.rect.center().x() - side / 2, middle - side / 2, side, side)
            draw_check_box(painter, box, theme, on=state.checked, enabled=state.checkable)
        elif index.column() == _FILE:
            inner = row.rect.adjusted(theme.space.s2, 0, -theme.space.s2, 0)
            box = QRectF(inner.left(), middle - side / 2, side, side)
            paint_icon(painter, box, "package-variant-closed", "text_3")
            inner.setLeft(inner.left() + side + theme.space.s1)
            line_text(painter, inner, state.file, theme.font(), "text")
        elif index.column() == _VERDICT:
            chip = verdict_chip(state.verdict)
            height = theme.size.chip
            width = min(chip_width(chip), row.rect.width() - theme.space.s2)
            paint_chip(
                painter, QRectF(row.rect.left() + theme.space.s2, middle - height / 2, width, height), chip
            )
        elif index.column() == _NOTE and state.link:
            _paint_note(painter, row, state)
        else:
            return False
        return True

    def tone(self, row: RowPaint, index: Index) -> str:
        state = row.state
        if not isinstance(state, InboxRow):
            return "text"
        if index.column() == _FORM:
            return "warn" if state.form_old else "text"
        if index.column() == _ASIDE and state.aside:
            return "warn"
        if index.column() == _NOTE:
            return "text_2"
        return "text_3" if index.data() in ("0", "—") else "text"

    def bold(self, row: RowPaint, index: Index) -> bool:
        return index.column() == _NEW and index.data() != "—"

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = current_theme()
        hint = super().sizeHint(option, index)
        extra = {_CHECK: theme.size.icon_sm, _FILE: theme.size.icon_sm + theme.space.s1}.get(
            index.column(), 0
        )
        if index.column() == _VERDICT:
            widest = max(chip_width(verdict_chip(verdict)) for verdict in _VERDICTS)
            return QSize(round(widest) + 2 * theme.space.s2, hint.height())
        if index.column() == _NOTE:
            return QSize(round(text_width("0" * 12, theme.font())), hint.height())
        return QSize(hint.width() + extra, hint.height())


def _paint_note(painter: QPainter, row: RowPaint, state: InboxRow) -> None:
    """The note as far as there is room, and after it the link, which is never cut off."""
    theme = current_theme()
    inner = row.rect.adjusted(theme.space.s2, 0, -theme.space.s2, 0)
    font = theme.font()
    room = inner.width() - text_width(state.link, font) - theme.space.s2
    note = QRectF(
        inner.left(), inner.top(), max(0.0, min(room, text_width(state.note, font) + 1)), inner.height()
    )
    line_text(painter, note, state.note, font, "text_2")
    left = note.right() + theme.space.s2 if note.width() else inner.left()
    link = QRectF(left, inner.top(), row.rect.right() - left, inner.height())
    line_text(painter, link, state.link, font, "accent")


_VERDICTS: tuple[Verdict, ...] = ("mergeable", "duplicate", "confirm", "partial", "refused")


def verdict_chip(verdict: Verdict) -> ChipState:
    """The chip of a verdict."""
    return {
        "mergeable": ChipState(text=_("Can be merged"), icon="check-circle-outline", tone="ok"),
        "duplicate": ChipState(text=_("Duplicate"), icon="equal", tone="quiet"),
        "confirm": ChipState(text=_("Needs confirming"), icon="alert-outline", tone="warn"),
        "partial": ChipState(text=_("Partly mergeable"), icon="alert-outline", tone="warn"),
        "refused": ChipState(text=_("Refused"), icon="close-circle-outline", tone="error"),
    }[verdict]


def _columns() -> list[Column[InboxRow]]:
    return [
        Column("", _checked),
        Column(_("File"), _file),
        Column(_("Assessor"), _person),
        Column(_("Form"), _form),
        Column(_("New"), _new, right=True),
        Column(_("Same"), _same, right=True),
        Column(_("Changed"), _changed, right=True),
        Column(_("Set aside"), _aside, right=True),
        Column(_("Verdict"), _verdict),
        Column(_("Details"), _note, hint=_note),
    ]


def _count(n: int | None) -> str:
    return "—" if n is None else str(n)


def _checked(row: InboxRow) -> str:
    return "✓" if row.checked else ""


def _file(row: InboxRow) -> str:
    return row.file


def _person(row: InboxRow) -> str:
    return row.assessor


def _form(row: InboxRow) -> str:
    return row.form or "—"


def _new(row: InboxRow) -> str:
    return _count(row.new)


def _same(row: InboxRow) -> str:
    return _count(row.same)


def _changed(row: InboxRow) -> str:
    return _count(row.changed)


def _aside(row: InboxRow) -> str:
    return _count(row.aside)


def _verdict(row: InboxRow) -> str:
    return verdict_chip(row.verdict).text


def _note(row: InboxRow) -> str:
    return f"{row.note} {row.link}".strip()
