"""How far the assessors agree: an overview, and behind each of its figures the answers."""

from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct, structs
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from evalapp.base.errors import Cancelled
from evalapp.base.files import write_bytes
from evalapp.base.i18n import _, ngettext
from evalapp.base.progress import Progress
from evalapp.ui.commands import Command, Commands
from evalapp.ui.coordinator.agreement_behind import AgreementBehind
from evalapp.ui.coordinator.agreement_overview import HABITS, VIEWS, AgreementOverview
from evalapp.ui.coordinator.agreement_rows import Cells, kind_words
from evalapp.ui.coordinator.agreement_scope import DISTANCES, Scope, scope_of
from evalapp.ui.coordinator.agreement_work import (
    HabitsFound,
    Loaded,
    coefficients,
    habits,
    load,
    percents,
    same_ratings,
    uncover,
)
from evalapp.ui.coordinator.keys import table_keys
from evalapp.ui.coordinator.section import Section, column_of
from evalapp.ui.file_dialogs import FileKind, ask_new_file
from evalapp.ui.page import Keys
from evalapp.ui.services import Services
from evalapp.ui.widgets.empty_state import EmptyState
from evalapp.work.agreement import Study
from evalapp.work.agreement_parts import Kind, parts
from evalapp.work.agreement_table import Line, table_csv
from evalapp.work.project import Project


class Kept(Struct, frozen=True, kw_only=True):
    """Where the user is: the view, and the answers that are looked at, if any."""

    view: str = "item"
    scope: Scope | None = None


class AgreementSection(Section):
    """Percentages come first; coefficients follow in pieces, the view that is shown before all others."""

    kinds = frozenset({"answers", "decisions", "roster", "settings", "batches"})

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(project, services, parent)
        self._loaded: Loaded | None = None
        self._lines: dict[Kind, tuple[Line, ...]] = {}
        self._habits: HabitsFound | None = None
        self._computing = False
        self._given_up = False
        self._again = False
        self._view = "item"
        self._scope: Scope | None = None
        self.overview = AgreementOverview()
        self.overview.view_chosen.connect(self.show_view)
        self.overview.line_opened.connect(self._on_line)
        self.overview.figure_opened.connect(self._on_figure)
        self.overview.export_asked.connect(self.export)
        self.overview.rest_asked.connect(self.go_on)
        self.behind = AgreementBehind(project.tree, self.run)
        self.behind.closed.connect(self._on_closed)
        self.behind.names_asked.connect(self._on_names_asked)
        self.behind.list_reached.connect(self._on_list_reached)
        self.behind.cell_opened.connect(self.cell_asked)
        self.empty = EmptyState("scale-balance")
        self.empty.acted.connect(self._on_empty_acted)
        self._stack = QStackedWidget()
        self._behind_area = _scrolling(self.behind)
        for part in (QWidget(), _scrolling(self.overview), self._behind_area, self.empty):
            self._stack.addWidget(part)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self.lead_to(self.overview.table)

    def load(self) -> None:
        self.run(
            partial(load, self.project),
            self._on_loaded,
            failed=self._on_not_loaded,
            name=_("Comparing the assessors"),
        )

    def keys(self) -> Keys:
        return (*table_keys(), ("Esc", _("From the answers back to the overview")))

    def commands(self, group: str) -> Commands:
        if self._loaded is None or self._stack.currentWidget() is self.empty:
            return ()
        names = {kind: name for kind, (name, _head) in kind_words().items()} | {HABITS: _("Habits")}
        views = [Command(text=names[view], run=partial(self.show_view, view), group=group) for view in VIEWS]
        table = self.overview.table
        sorts = [
            Command(
                text=_("Sort by {column}").format(column=head.text),
                run=partial(table.sort_by, place),
                group=group,
            )
            for place, head in enumerate(table.heads)
            if self._scope is None and self._view != HABITS
        ]
        none = _("The tables of habits are copied by Ctrl+C.") if self._view == HABITS else ""
        export = Command(text=_("Export the table…"), run=self.export, group=group, why_not=none)
        back = Command(
            text=_("From the answers back to the overview"),
            key="Esc",
            run=self._on_closed,
            group=group,
            why_not="" if self._scope is not None else _("It is shown now."),
        )
        return (export, back, *views, *sorts)

    def place(self) -> object:
        return Kept(view=self._view, scope=self._scope)

    def return_to(self, place: object) -> None:
        if isinstance(place, Kept):
            self._view, self._scope = place.view, place.scope

    # Loading ---------------------------------------------------------------------------------------------------------

    def _on_loaded(self, loaded: Loaded) -> None:
        before, self._loaded = self._loaded, loaded
        if before is None or not same_ratings(before.study, loaded.study):
            self._lines, self._habits = {"whole": (loaded.whole,)}, None
        else:
            self._loaded = structs.replace(loaded, study=before.study)
        self._give_up(False)
        if not loaded.whole.pairs:
            self._say_empty(loaded)
            return
        self._show_whole()
        self.show_view(self._view, focus=False)
        if self._scope is not None:
            self.open_scope(self._scope)
        else:
            self._stack.setCurrentIndex(1)

    def _on_not_loaded(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self.services.failed(error)
        elif self._loaded is None:
            self._again = True
            self.empty.set_state(_("Stopped before anything was compared."), _("Compare the assessors"))
            self._stack.setCurrentWidget(self.empty)

    def _say_empty(self, loaded: Loaded) -> None:
        nothing = not loaded.study.found.units
        self._again = False
        self.empty.set_state(
            _(
                "Nothing has been handed in yet. Agreement is computed once two assessors have handed in the same city."
            )
            if nothing
            else _("No city has been handed in by two assessors yet, so there is nothing to compare."),
            _("To the progress"),
        )
        self._stack.setCurrentWidget(self.empty)

    @Slot()
    def _on_empty_acted(self) -> None:
        if self._again:
            self.load()
        else:
            self.asked_for.emit("board")

    def _show_whole(self) -> None:
        if self._loaded is not None:
            self.overview.set_whole(self._lines["whole"][0], self._loaded.study.found.units)

    @Slot(object)
    def show_view(self, view: str, *, focus: bool = True) -> None:
        """Show the overview by something else: its percentages at once, then its coefficients."""
        self._view = view
        if focus:
            self._on_closed()
        self.overview.set_view(view)
        self.lead_to(self.overview.leading())
        if self._loaded is None:
            return
        study = self._loaded.study
        if view == HABITS:
            if self._habits is not None:
                self.overview.set_habits(self._habits)
            else:
                self.run(
                    partial(habits, study), partial(self._on_habits, study), name=_("Comparing the assessors")
                )
            return
        kind = _kind(view)
        if kind in self._lines:
            self.overview.set_lines(self._lines[kind])
            self._compute()
        else:
            work = partial(percents, study, kind)
            self.run(
                work,
                partial(self._on_percents, study, kind),
                failed=self._on_stopped,
                name=_("Comparing the assessors"),
            )

    def _on_percents(self, study: Study, kind: Kind, lines: tuple[Line, ...]) -> None:
        if self._is_current(study):
            self._lines[kind] = lines
            if kind == self._view:
                self.overview.set_lines(lines)
            self._compute()

    def _on_habits(self, study: Study, found: HabitsFound) -> None:
        if self._is_current(study):
            self._habits = found
            if self._view == HABITS:
                self.overview.set_habits(found)

    def _is_current(self, study: Study) -> bool:
        return self._loaded is not None and self._loaded.study is study and not self._stopped

    # Coefficients ----------------------------------------------------------------------------------------------------

    def _compute(self) -> None:
        """Compute the next piece: everything first, then the view that is shown."""
        if self._computing or self._given_up or self._loaded is None or self._stopped:
            return
        kinds: tuple[Kind, ...] = ("whole",) if self._view == HABITS else ("whole", _kind(self._view))
        for kind in kinds:
            lines = self._lines.get(kind, ())
            waiting = tuple(line for line in lines if line.figures is None)
            if waiting:
                self._computing = True
                study = self._loaded.study
                self.run(
                    partial(coefficients, study, waiting, len(lines) - len(waiting)),
                    partial(self._on_computed, study, kind),
                    failed=self._on_stopped,
                    name=_("Computing agreement"),
                )
                return

    def _on_computed(self, study: Study, kind: Kind, found: tuple[Line, ...]) -> None:
        self._computing = False
        if self._is_current(study):
            there = {line.part.code: line for line in found}
            self._lines[kind] = tuple(there.get(line.part.code, line) for line in self._lines[kind])
            if kind == "whole":
                self._show_whole()
            elif kind == self._view:
                self.overview.set_lines(self._lines[kind])
        self._compute()

    def _on_stopped(self, error: Exception) -> None:
        """What was stopped is not begun again by itself; percentages stay."""
        self._computing = False
        self._give_up(True)
        if isinstance(error, Cancelled):
            self.services.toast(_("Stopped. What is not computed yet shows …"))
        else:
            self.services.failed(error)

    def _give_up(self, stopped: bool) -> None:
        self._given_up = stopped
        self.overview.go_on.setVisible(stopped)

    @Slot()
    def go_on(self) -> None:
        """Compute what was stopped."""
        self._give_up(False)
        self.show_view(self._view, focus=False)

    # Doors -----------------------------------------------------------------------------------------------------------

    @Slot(str, str)
    def _on_line(self, view: str, code: str) -> None:
        if self._loaded is not None:
            part = next(one for one in parts(self._loaded.study.found, _kind(view)) if one.code == code)
            self.open_scope(scope_of(part))

    @Slot(object)
    def _on_figure(self, distance: str) -> None:
        if distance == "left":
            self.open_scope(Scope(left=True))
        else:
            self.open_scope(Scope(distances=DISTANCES[distance]))

    def open_scope(self, scope: Scope) -> None:
        """Show the answers behind a scope."""
        if self._loaded is None:
            return
        self._scope = scope
        self.behind.open(self._loaded, scope)
        self._stack.setCurrentIndex(2)
        self.lead_to(self.behind.matrix)
        self.behind.back.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object, str)
    def _on_names_asked(self, cells: Cells, reason: str) -> None:
        self.run(partial(uncover, self.project, cells, reason), self._on_uncovered)

    def _on_uncovered(self, cells: int) -> None:
        words = ngettext(
            "The names of {n} cell are uncovered.", "The names of {n} cells are uncovered.", cells
        )
        self.services.toast(words.format(n=cells))
        self.services.saved()
        self.services.changes.announce("decisions")

    @Slot()
    def _on_list_reached(self) -> None:
        self._behind_area.ensureWidgetVisible(self.behind.list)

    @Slot()
    def _on_closed(self) -> None:
        if self._scope is None:
            return
        self._scope = None
        self._stack.setCurrentIndex(1)
        self.lead_to(self.overview.leading())
        self.overview.leading().setFocus(Qt.FocusReason.OtherFocusReason)

    # CSV -------------------------------------------------------------------------------------------------------------

    def ask_file(self) -> Path | None:
        """Ask where the table is to lie; tests answer in its place."""
        proposed = self.project.path.with_name(f"{self.project.path.stem}-{self._view}.csv")
        return ask_new_file(self, _("Export the table"), proposed, FileKind(_("Tables"), (".csv",)))

    @Slot()
    def export(self) -> None:
        """Write the table that is shown, with everything that is not computed yet, as the command writes it."""
        if self._loaded is None or self._view == HABITS or (path := self.ask_file()) is None:
            return
        kind = _kind(self._view)
        work = partial(_write, self._loaded.study, self._lines.get(kind, ()), path)
        self.run(work, self._on_written, name=_("Writing the table"))

    def _on_written(self, path: Path) -> None:
        self.services.toast(_("{file} is written.").format(file=path.name))


def _write(study: Study, lines: tuple[Line, ...], path: Path, progress: Progress) -> Path:
    whole: list[Line] = []
    for line in lines:
        whole += [line] if line.figures is not None else coefficients(study, (line,), len(whole), progress)
    write_bytes(path, ("\ufeff" + table_csv(whole)).encode())
    return path


def _kind(view: str) -> Kind:
    known: dict[str, Any] = {kind: kind for kind in kind_words()}
    kind: Kind = known[view]
    return kind


def _scrolling(widget: QWidget) -> QScrollArea:
    inner = QWidget()
    inner.setProperty("ground", "window")
    column_of(inner).addWidget(widget)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    return area
