"""What depends on a received file, listed before it is withdrawn, with the reason and what goes with it."""

from msgspec import Struct
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.merge.words import match_word, source_word
from evalapp.ui.coordinator.plain_table import PlainTable
from evalapp.ui.coordinator.reason_line import ReasonLine
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.models.struct_table import Column
from evalapp.work.withdrawing import Dependents


class _Line(Struct, frozen=True, kw_only=True):
    """A line of the list: the cell, what hangs on it there, and what becomes of it."""

    unit: str
    unit_name: str
    item: str
    what: str
    becomes: str
    grave: bool = False


class DependentsCard(QFrame):
    """Decisions, cells, later answers and questions that a withdrawal touches; a row opens its cell.

    Signals:
        confirmed: the reason, and the ids of the decisions that are withdrawn too.
        left: the user thought better of it.
        cell_asked: unit and item of a cell to be seen side by side.
    """

    confirmed = Signal(str, object)
    left = Signal()
    cell_asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._found: Dependents | None = None
        self.setProperty("card", "true")
        self._title = text_label(type="title", wrap=True)
        self._words = text_label(tone="text_2", wrap=True)
        self.table = PlainTable[_Line](_("What depends on the file"), _columns(), 2, _tone)
        self.table.show_lines(4)
        self.table.opened.connect(self._on_opened)
        self.too = QCheckBox()
        self.reason = ReasonLine(self)
        self.reason.said.connect(self._on_said)
        self.reason.left.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s2)
        column.setSpacing(theme.space.s1)
        for part in (self._title, self._words, self.table, self.too, self.reason):
            column.addWidget(part)
        self.hide()

    def set_state(self, file: str, found: Dependents) -> None:
        """List what depends on ``file``, and ask why it is withdrawn."""
        self._found = found
        self._title.setText(_("Before {file} is withdrawn").format(file=file))
        self._words.setText(_summary(found))
        lines = _lines(found)
        self.table.set_state(lines)
        self.table.setVisible(bool(lines))
        n = len(found.decisions)
        self.too.setText(
            ngettext("Withdraw this decision, too", "Withdraw these {n} decisions, too", n).format(n=n)
        )
        self.too.setChecked(False)
        self.too.setVisible(bool(n))
        self.show()
        self.reason.ask(_("Why is the file withdrawn?"), _("Withdraw"))

    @Slot(str)
    def _on_said(self, reason: str) -> None:
        if self._found is not None:
            chosen = self._found.decisions if self.too.isChecked() else ()
            self.confirmed.emit(reason, tuple(one.id for one in chosen))

    @Slot(object)
    def _on_opened(self, line: _Line) -> None:
        self.cell_asked.emit(line.unit, line.item)


def _summary(found: Dependents) -> str:
    parts = [
        ngettext(
            "{n} revision will count no more", "{n} revisions will count no more", found.revisions
        ).format(n=found.revisions),
        ngettext(
            "{n} decision weighed something of it",
            "{n} decisions weighed something of it",
            len(found.decisions),
        ).format(n=len(found.decisions)),
        ngettext("{n} cell will stand otherwise", "{n} cells will stand otherwise", len(found.cells)).format(
            n=len(found.cells)
        ),
    ]
    if found.later:
        parts.append(
            ngettext(
                "{n} later answer stands on it and goes on counting",
                "{n} later answers stand on it and go on counting",
                len(found.later),
            ).format(n=len(found.later))
        )
    if found.questions:
        parts.append(
            ngettext(
                "{n} question will wait again", "{n} questions will wait again", len(found.questions)
            ).format(n=len(found.questions))
        )
    return _("{parts}. It stays in the history, and can be let count again.").format(
        parts=_(", ").join(parts)
    )


def _lines(found: Dependents) -> list[_Line]:
    decisions = [
        _Line(
            unit=one.unit,
            unit_name=one.unit_name,
            item=one.item,
            what=_("{value}, by {name}").format(value=one.words, name=one.name),
            becomes=_("holds, to be confirmed") if one.stands else _("an earlier one"),
            grave=one.stands,
        )
        for one in found.decisions
    ]
    later = [
        _Line(
            unit=one.unit,
            unit_name=one.unit_name,
            item=one.item,
            what=_("later answer of {name}: {value}").format(name=one.name, value=one.words),
            becomes=_("goes on counting"),
        )
        for one in found.later
    ]
    questions = [
        _Line(
            unit=one.unit,
            unit_name=one.unit_name,
            item=one.item,
            what=_("question to {name}: {text}").format(name=one.name, text=one.text),
            becomes=_("waits again"),
        )
        for one in found.questions
    ]
    decided = {(one.unit, one.item) for one in found.decisions if one.stands}
    cells = [
        _Line(
            unit=one.unit,
            unit_name=one.unit_name,
            item=one.item,
            what=_standing(one.status_before, one.match_before, one.missing_before),
            becomes=_standing(one.status_after, one.match_after, one.missing_after),
        )
        for one in found.cells
        if (one.unit, one.item) not in decided
    ]
    return [*decisions, *questions, *later, *cells]


def _standing(status: str, match: str, missing: int) -> str:
    if not status:
        return _("nobody has answered")
    if status == "missing":
        return ngettext("{n} assessment is missing", "{n} assessments are missing", missing).format(n=missing)
    if status in ("pending", "to_confirm", "disputed"):
        return _("{status} ({match})").format(status=source_word(status), match=match_word(match))
    return source_word(status)


def _tone(line: _Line, column: int) -> str:
    return "warn" if line.grave and column == _BECOMES else "text"


_BECOMES = 3


def _columns() -> list[Column[_Line]]:
    return [
        Column(_("Unit"), lambda line: line.unit_name),
        Column(_("Item"), lambda line: line.item),
        Column(_("What stands there"), lambda line: line.what, hint=lambda line: line.what),
        Column(_("Afterwards"), lambda line: line.becomes, hint=lambda line: line.becomes),
    ]
