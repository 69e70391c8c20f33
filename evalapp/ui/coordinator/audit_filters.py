"""What narrows the audit: city, item, person, kind, whether it counts, file and days, with how many there are of each."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.entry.contents import KIND_NUMBERS
from evalapp.form.tree import Tree
from evalapp.merge.eligibility import REASONS
from evalapp.merge.words import standing_word
from evalapp.ui.coordinator.pick_field import PickField, items_to_pick, units_to_pick
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.choice_box import ChoiceBox
from evalapp.ui.widgets.flow import FlowLayout
from evalapp.work.audit import AuditCounts, AuditFilter, Choices
from evalapp.work.audit_words import kind_word
from evalapp.work.objections import day_of

WROTE, ABOUT, EITHER = "author", "subject", "person"


class AuditFilters(QWidget):
    """Fields side by side that wrap. Every change is told at once.

    Signals:
        changed: an AuditFilter that can be asked for.
    """

    changed = Signal(object)

    def __init__(self, tree: Tree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filling = False
        self.city = PickField(_("City or pinyin"))
        self.item = PickField(_("Item"), characters=8)
        self.item.set_state(items_to_pick(tree))
        self.person, self.role = ChoiceBox(_("Person")), ChoiceBox(_("Wrote it or is meant"))
        self.kind, self.standing = ChoiceBox(_("Kind")), ChoiceBox(_("Whether it counts"))
        self.file = ChoiceBox(_("File"))
        self.since, self.until = _day(_("From day")), _day(_("To day"))
        self.clear = Button(_("Show all"), icon="filter-off-outline", look="flat")
        for code, words in (
            (EITHER, _("wrote it or is meant")),
            (WROTE, _("wrote it")),
            (ABOUT, _("is meant")),
        ):
            self.role.addItem(words, code)
        flow = FlowLayout(self, gap=current_theme().space.s2)
        boxes = (self.person, self.role, self.kind, self.standing, self.file)
        for part in (self.city, self.item, *boxes, self.since, self.until, self.clear):
            flow.addWidget(part)
        for box in boxes:
            box.setMaximumWidth(current_theme().scaled(190))
            box.currentIndexChanged.connect(self._on_changed)
        for field in (self.city, self.item):
            field.picked.connect(self._on_changed)
        for day in (self.since, self.until):
            day.editingFinished.connect(self._on_changed)
        self.clear.clicked.connect(self.show_all)
        self._told = AuditFilter()
        self.set_counts(None)

    def set_choices(self, known: Choices) -> None:
        """Offer these people, units and files; what is chosen stays chosen."""
        self._filling = True
        self.city.set_state(units_to_pick(known.units))
        self._names = [(one.id, f"{one.name} {one.code}".strip()) for one in known.people]
        self._files = [(number, f"{number} · {name}") for number, name in known.batches]
        self._filling = False
        self.set_counts(None)

    _names: Sequence[tuple[str, str]] = ()
    _files: Sequence[tuple[int, str]] = ()

    def set_counts(self, counts: AuditCounts | None) -> None:
        """Say behind each choice how many there are; None: not known yet."""
        self._filling = True
        kinds = {} if counts is None else counts.kinds
        people = {} if counts is None else counts.authors
        files = {} if counts is None else counts.batches
        reasons = {} if counts is None else counts.reasons
        _fill(
            self.person,
            [("", _("All people")), *((key, _n(name, people.get(key))) for key, name in self._names)],
        )
        named = [
            kind
            for kind in KIND_NUMBERS
            if counts is None or kind in kinds or kind == self.kind.currentData()
        ]
        _fill(
            self.kind,
            [("", _("All kinds")), *((kind, _n(kind_word(kind), kinds.get(kind))) for kind in named)],
        )
        out = sum(reasons.values()) if counts is not None else None
        why = [
            reason
            for reason in REASONS
            if counts is None or reason in reasons or reason == self.standing.currentData()
        ]
        _fill(
            self.standing,
            [
                ("", _("Counts or not")),
                ("counts", _("Counts")),
                ("not", _n(_("Does not count"), out)),
                *((reason, _n(standing_word(reason), reasons.get(reason))) for reason in why),
            ],
        )
        own = _n(_("Written here"), files.get(0))
        _fill(
            self.file,
            [
                (None, _("All files")),
                (0, own),
                *((key, _n(name, files.get(key))) for key, name in self._files),
            ],
        )
        self._filling = False

    def wanted(self) -> AuditFilter | None:
        """What is asked for; None while a field holds nothing that can be found."""
        city, item = self.city.key, self.item.key
        days = [_read(field) for field in (self.since, self.until)]
        if city is None or item is None or None in days:
            return None
        person = str(self.person.currentData() or "")
        role = self.role.currentData()
        return AuditFilter(
            person=person if role == EITHER else "",
            author=person if role == WROTE else "",
            subject=person if role == ABOUT else "",
            unit=city,
            item=item,
            kind=str(self.kind.currentData() or ""),
            since=days[0] or "",
            until=days[1] or "",
            batch=self.file.currentData(),
            standing=str(self.standing.currentData() or ""),
        )

    @Slot()
    def show_all(self) -> None:
        """Narrow by nothing."""
        self.set_wanted(AuditFilter())

    def set_wanted(self, wanted: AuditFilter) -> None:
        """Set every field; told once."""
        self._filling = True
        self.city.pick(wanted.unit)
        self.item.pick(wanted.item)
        who = wanted.person or wanted.author or wanted.subject
        role = WROTE if wanted.author else ABOUT if wanted.subject else EITHER
        for box, value in (
            (self.person, who),
            (self.role, role),
            (self.kind, wanted.kind),
            (self.standing, wanted.standing),
            (self.file, wanted.batch),
        ):
            box.setCurrentIndex(max(0, box.findData(value)))
        self.since.setText(wanted.since)
        self.until.setText(wanted.until)
        self._filling = False
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        if self._filling:
            return
        for field in (self.since, self.until):
            field.setProperty("wrong", "true" if _read(field) is None else "false")
            field.style().unpolish(field)
            field.style().polish(field)
        self.role.setEnabled(bool(self.person.currentData()))
        wanted = self.wanted()
        if wanted is not None and wanted != self._told:
            self._told = wanted
            self.changed.emit(wanted)


def _day(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText(name)
    field.setAccessibleName(name)
    field.setToolTip(_("A day such as 2021-11-02"))
    field.setMaximumWidth(current_theme().scaled(104))
    return field


def _read(field: QLineEdit) -> str | None:
    if not field.text().strip():
        return ""
    try:
        return day_of(field.text())
    except AppError:
        return None


def _n(words: str, count: int | None) -> str:
    return words if count is None else f"{words}  {count:,}"


def _fill(box: ChoiceBox, rows: Sequence[tuple[object, str]]) -> None:
    """Offer these; what is chosen stays chosen."""
    chosen = box.currentData()
    if [data for data, _words in rows] == [box.itemData(place) for place in range(box.count())]:
        for place, (_data, words) in enumerate(rows):
            if box.itemText(place) != words:
                box.setItemText(place, words)
        return
    box.clear()
    for data, words in rows:
        box.addItem(words, data)
    box.setCurrentIndex(max(0, box.findData(chosen)))
