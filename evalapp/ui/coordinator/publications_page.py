"""Publications: publishing, what was published, what has come since, and what moved between two of them."""

from functools import partial
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from evalapp.base.i18n import _
from evalapp.ui.commands import Command, Commands
from evalapp.ui.coordinator.difference_view import NOW, DifferenceView
from evalapp.ui.coordinator.door_list import Door
from evalapp.ui.coordinator.keys import table_keys
from evalapp.ui.coordinator.publications_reading import (
    PublicationsView,
    check_one,
    export,
    publish_draft,
    read_came,
    read_difference,
    read_publications,
)
from evalapp.ui.coordinator.publications_table import PublishedRow
from evalapp.ui.coordinator.publish_card import PublishCard, PublishDraft
from evalapp.ui.coordinator.published_card import ALL
from evalapp.ui.coordinator.published_part import CHECK, COMPARED, PublishedPart
from evalapp.ui.coordinator.section import CTRL_ENTER, KeyPress, Section, column_of, press_by
from evalapp.ui.file_dialogs import FileKind, ask_new_file
from evalapp.ui.page import Keys
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.resting import Resting
from evalapp.ui.widgets.segmented import SegmentedSwitch, SegmentState
from evalapp.work.project import Project
from evalapp.work.publications import Published, Verified, verify_all
from evalapp.work.what_came import WhatCame

_CARD = 400
_BESIDE = 1000
LIST, COMPARE = "list", "compare"


class _Place(Struct, frozen=True, kw_only=True):
    draft: PublishDraft
    chosen: str
    shown: str
    checks: dict[str, Verified]


class PublicationsSection(Section):
    """Two parts: what is published, with the card that publishes; and the difference between two.

    Keys: Ctrl+Enter publishes; V checks the chosen publication, C compares it with now; Esc goes back from a city.
    """

    kinds = frozenset({"answers", "decisions", "roster", "settings", "batches"})

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(project, services, parent)
        self._view: PublicationsView | None = None
        self._checks: dict[str, Verified] = {}
        self._chosen = ""
        self._group = ALL
        self._wanted: PublishDraft | None = None
        self.switch = SegmentedSwitch(_("Part of the page"))
        self.switch.chosen.connect(self.show_part)
        self.card = PublishCard()
        self.card.publish_asked.connect(self._on_publish)
        self.card.door_opened.connect(self._on_door)
        self.card.section_asked.connect(self.asked_for)
        self.listed = PublishedPart(project.tree)
        self.listed.table.publication_chosen.connect(self._on_chosen)
        self.listed.card.group_chosen.connect(self._on_group)
        self.listed.card.cell_opened.connect(self.cell_asked)
        self.listed.check.clicked.connect(self._on_check)
        self.listed.check_all.clicked.connect(self._on_check_all)
        self.listed.compared.clicked.connect(self._on_compared)
        self.compare = DifferenceView(project.tree)
        self.compare.compare_asked.connect(self._on_compare)
        self.compare.csv_asked.connect(self._on_csv)
        self.compare.cell_opened.connect(self.cell_asked)
        self.compare.publish_asked.connect(self._on_back)
        self._lay_out()
        self._resting = Resting(self.card.button)
        press_by(CTRL_ENTER, self, self._on_ctrl_enter)
        for key in (CHECK, COMPARED):
            KeyPress(key, self).pressed_key.connect(self._on_key)
        self.show_part(LIST)

    def _lay_out(self) -> None:
        theme = current_theme()
        head = QHBoxLayout()
        head.setContentsMargins(theme.space.s4, theme.space.s2, theme.space.s4, theme.space.s2)
        head.setSpacing(theme.space.s4)
        head.addWidget(text_label(_("Publications"), type="page"))
        head.addWidget(self.switch)
        head.addStretch(1)
        self._right = QWidget()
        beside = QVBoxLayout(self._right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.card)
        beside.addStretch(1)
        content = QWidget()
        content.setProperty("ground", "window")
        outer = column_of(content)
        outer.setContentsMargins(theme.space.s4, 0, theme.space.s4, theme.space.s3)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(theme.space.s3)
        self._row.addWidget(self.listed, 1)
        self._row.addWidget(self._right)
        outer.addLayout(self._row)
        outer.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        self._stack = QStackedWidget()
        self._stack.addWidget(area)
        self._stack.addWidget(self.compare)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(head)
        page.addWidget(self._stack, 1)
        self.lead_to(self.card.name)

    # State -------------------------------------------------------------------------------------------------------------

    def load(self) -> None:
        self.run(partial(read_publications, self.project), self._show)

    def _show(self, view: PublicationsView) -> None:
        self._view = view
        self.card.set_state(view.ready, view.published, self.project.tree, view.units)
        if self._wanted is not None:
            self.card.fill(self._wanted)
            self._wanted = None
        ids = [one.id for one in view.published]
        if self._chosen not in ids:
            self._chosen = ids[-1] if ids else ""
        self._show_rows()
        self.compare.set_publications(view.published, view.units)
        self._read_came()

    def _show_rows(self) -> None:
        view = self._view
        if view is None:
            return
        names = {one.id: one.name for one in view.published}
        rows = [
            PublishedRow(
                published=one,
                corrects=names.get(one.corrects, ""),
                since=view.since[one.id],
                check=self._checks.get(one.id),
            )
            for one in view.published
        ]
        self.listed.set_state(rows, self._chosen)

    def _row_of(self) -> Published | None:
        view = self._view
        found = () if view is None else view.published
        return next((one for one in found if one.id == self._chosen), None)

    def _read_came(self) -> None:
        if (one := self._row_of()) is not None:
            self.run(partial(read_came, self.project, one, self._group), self._show_came)

    def _show_came(self, came: WhatCame) -> None:
        self.listed.card.set_came(came, self._group)

    @Slot(object)
    def show_part(self, part: str) -> None:
        """Show the list or the difference."""
        segments = (
            SegmentState(code=LIST, text=_("Published"), icon="file-certificate-outline"),
            SegmentState(code=COMPARE, text=_("What moved"), icon="compare-horizontal"),
        )
        self.switch.set_state(segments, part)
        self._stack.setCurrentIndex(1 if part == COMPARE else 0)
        self.lead_to(self.compare.table if part == COMPARE else self.card.name)

    @property
    def part(self) -> str:
        """The part that is shown."""
        return COMPARE if self._stack.currentIndex() else LIST

    def place(self) -> object:
        return _Place(draft=self.card.draft(), chosen=self._chosen, shown=self.part, checks=self._checks)

    def return_to(self, place: object) -> None:
        if isinstance(place, _Place):
            self._wanted, self._chosen, self._checks = place.draft, place.chosen, place.checks
            self.show_part(place.shown)

    # Publishing --------------------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_publish(self, draft: PublishDraft) -> None:
        self._resting.begin()
        work = partial(publish_draft, self.project, draft)
        self.run(work, self._on_published, failed=self._on_stopped, name=_("Publishing"))

    def _on_published(self, made: Published) -> None:
        self._resting.end()
        self._chosen, self._group = made.id, ALL
        self.card.fill(PublishDraft())
        self.services.toast(_("“{name}” is published.").format(name=made.name))
        self.services.saved()
        self.load()

    def _on_stopped(self, error: Exception) -> None:
        self._resting.end()
        self.on_failed(error)
        self.load()

    # What the user does ------------------------------------------------------------------------------------------------

    @Slot()
    def _on_ctrl_enter(self) -> None:
        if self.part == LIST:
            self.card.button.click()

    @Slot(object)
    def _on_key(self, key: str) -> None:
        if self.part == LIST:
            {CHECK: self.listed.check, COMPARED: self.listed.compared}[key].click()

    @Slot(object)
    def _on_chosen(self, identity: str) -> None:
        self._chosen, self._group = identity, ALL
        self._show_rows()
        self._read_came()

    @Slot(object)
    def _on_group(self, group: str) -> None:
        self._group = group
        self._read_came()

    @Slot()
    def _on_check(self) -> None:
        if (one := self._row_of()) is not None:
            self.run(
                partial(check_one, self.project, one),
                self._on_checked,
                name=_("Computing the publication again"),
            )

    @Slot()
    def _on_check_all(self) -> None:
        self.run(
            partial(verify_all, self.project), self._on_checked, name=_("Computing all publications again")
        )

    def _on_checked(self, found: dict[str, Verified]) -> None:
        self._checks = {**self._checks, **found}
        self._show_rows()
        wrong = [one.name for one in found.values() if not one.sound]
        if wrong:
            self.services.warns(
                _("Not as published: {names}. Look at what is said of each.").format(
                    names=_(", ").join(wrong)
                )
            )
        else:
            self.services.toast(_("Computed again: the results are as published."))

    @Slot()
    def _on_compared(self) -> None:
        if self._chosen:
            self.show_part(COMPARE)
            self.compare.ask(self._chosen, NOW)
            self.compare.table.setFocus()

    @Slot(str, str)
    def _on_compare(self, before: str, after: str) -> None:
        self.run(partial(read_difference, self.project, before, after), self.compare.set_state)

    @Slot()
    def _on_back(self) -> None:
        self.show_part(LIST)
        self.card.name.setFocus()

    def ask_csv(self) -> Path | None:
        """Ask where the table is to lie; tests answer in its place."""
        proposed = self.project.path.with_name(f"{self.project.path.stem}-{_('difference')}.csv")
        return ask_new_file(self, _("Save the difference"), proposed, FileKind(_("Tables"), (".csv",)))

    @Slot()
    def _on_csv(self) -> None:
        found = self.compare.found()
        if found is not None and (path := self.ask_csv()) is not None:
            self.run(partial(export, path, found), self._on_exported)

    def _on_exported(self, path: Path) -> None:
        self.services.toast(_("{file} is written.").format(file=path.name))

    # Doors -------------------------------------------------------------------------------------------------------------

    @Slot(object)
    def _on_door(self, door: Door) -> None:
        if door.item:
            self.cell_asked.emit(door.unit, door.item)
        else:
            self.unit_asked.emit(door.unit)

    # What can be done --------------------------------------------------------------------------------------------------

    def keys(self) -> Keys:
        if self.part == COMPARE:
            return (*table_keys(), ("Esc", _("From a city back to the table")))
        return (
            *table_keys(),
            ("Ctrl Enter", _("Publish")),
            (CHECK, _("Check the chosen publication")),
            (COMPARED, _("Compare the chosen publication with now")),
        )

    def commands(self, group: str) -> Commands:
        none = "" if self._chosen else _("Nothing is published yet.")
        other, code = (
            (_("Back to the publications"), LIST)
            if self.part == COMPARE
            else (_("Compare publications"), COMPARE)
        )
        nothing = "" if self.compare.csv.isEnabled() else _("There is no difference to save.")
        return (
            Command(
                text=_("Publish"),
                key="Ctrl Enter" if self.part == LIST else "",
                run=self.card.button.click,
                group=group,
                why_not=self.card.why_not(),
            ),
            Command(
                text=_("Check the chosen publication"),
                key=CHECK if self.part == LIST else "",
                run=self._on_check,
                group=group,
                why_not=none,
            ),
            Command(text=_("Check all"), run=self._on_check_all, group=group, why_not=none),
            Command(
                text=_("Compare the chosen publication with now"),
                key=COMPARED if self.part == LIST else "",
                run=self._on_compared,
                group=group,
                why_not=none,
            ),
            Command(text=other, run=partial(self.show_part, code), group=group),
            Command(text=_("Save as CSV…"), run=self._on_csv, group=group, why_not=nothing),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        theme = current_theme()
        beside = self.width() >= theme.scaled(_BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.BottomToTop
        self._row.setDirection(way)
        self._right.setMinimumWidth(theme.scaled(_CARD) if beside else 0)
        self._right.setMaximumWidth(theme.scaled(_CARD) if beside else 16_777_215)
