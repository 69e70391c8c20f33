"""The inbox: files are tried first, then merged; nothing is written before."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.errors import Cancelled
from evalapp.base.i18n import _, ngettext
from evalapp.base.progress import Progress
from evalapp.ui.coordinator.doubt_card import DoubtAnswer, answer_doubt
from evalapp.ui.coordinator.dry_run import SUFFIX, Inbox, link_word
from evalapp.ui.coordinator.file_detail import FileDetail
from evalapp.ui.coordinator.section import CTRL_ENTER, press_by
from evalapp.ui.file_dialogs import FileKind, ask_files
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.chips import Chip
from evalapp.ui.widgets.empty_state import EmptyState
from evalapp.ui.widgets.inbox_table import InboxTable
from evalapp.ui.widgets.labels import ElidedLabel, IconLabel, text_label
from evalapp.ui.widgets.painting import ChipState
from evalapp.work.doubts import Known, listed_assessors
from evalapp.work.merging import MergeReport, dry_run, merge
from evalapp.work.project import Project

_LEAST_ROWS = 4


class InboxPanel(QFrame):
    """The files that were dropped or chosen, what each would bring, and the button that merges them.

    Signals:
        count_changed: how many files lie in the inbox.
    """

    count_changed = Signal(object)

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._project = project
        self._services = services
        self._inbox = Inbox()
        self._listed: tuple[Known, ...] = ()
        self._trying: Progress | None = None
        self._again = self._merging = self._answering = False
        self.setProperty("card", "true")
        self._written = Chip(ChipState(text=_("Nothing written yet"), icon="eye-outline", tone="line"))
        self._count = ElidedLabel(type="caption", tone="text_3")
        self.add_button = Button(_("Add files…"), icon="plus", look="flat")
        self.discard_button = Button(_("Discard"))
        self.merge_button = Button(key="Ctrl Enter", look="primary")
        self.table = InboxTable()
        self._empty = EmptyState("inbox-arrow-down-outline")
        self.detail = FileDetail(project.about.title)
        self.stop_button = Button(_("Stop"), look="link")
        self._foot_icon = IconLabel("backup-restore", "text_2", "icon_sm")
        self._foot = text_label(type="caption", tone="text_2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s2, theme.space.s2, theme.space.s2, theme.space.s2)
        column.setSpacing(theme.space.s1)
        column.addLayout(self._head())
        for part in (self.table, self._empty, self.detail):
            column.addWidget(part, 0 if part is self.detail else 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.space.s2, 0, theme.space.s2, 0)
        foot.addWidget(self._foot_icon)
        foot.addWidget(self._foot, 1)
        foot.addWidget(self.stop_button)
        column.addLayout(foot)
        self._connect()
        self._show()

    def _head(self) -> QHBoxLayout:
        theme = current_theme()
        head = QHBoxLayout()
        head.setContentsMargins(theme.space.s2, 0, theme.space.s1, 0)
        head.setSpacing(theme.space.s2)
        head.addWidget(text_label(_("Inbox · dry run"), type="title"))
        head.addWidget(self._written)
        head.addWidget(self._count, 1)
        for button in (self.add_button, self.discard_button, self.merge_button):
            head.addWidget(button)
        return head

    def _connect(self) -> None:
        self.add_button.clicked.connect(self._on_add)
        self._empty.acted.connect(self._on_add)
        self.discard_button.clicked.connect(self._on_discard)
        self.merge_button.clicked.connect(self.merge)
        self.stop_button.clicked.connect(self.stop)
        self.detail.answered.connect(self._on_answered)
        self.detail.left.connect(self._on_detail_left)
        self.table.file_toggled.connect(self._on_toggled)
        self.table.file_opened.connect(self._on_opened)
        self.table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        press_by(CTRL_ENTER, self, self.merge)

    def ask_files(self) -> Sequence[Path]:
        """Ask for files by the system's dialog; tests answer in its place."""
        return ask_files(self, _("Add files"), FileKind(_("Submissions"), (SUFFIX,)))

    def add(self, paths: Sequence[Path]) -> None:
        """Try files, and the packages in folders, and show what they would bring."""
        if self._inbox.add(paths):
            self._try()
        elif paths:
            self._services.toast(_("There is no new submission among these files."))

    def files(self) -> tuple[Path, ...]:
        """The files that lie here, merged or not."""
        return self._inbox.files()

    @Slot()
    def _on_add(self) -> None:
        self.add(self.ask_files())

    @Slot()
    def _on_discard(self) -> None:
        self.stop()
        self._inbox.clear()
        self._show()

    @Slot(object)
    def _on_toggled(self, name: str) -> None:
        if not self._merging:
            self._inbox.toggle(Path(name))
            self._try()

    @Slot(QModelIndex)
    def _on_row_changed(self, _index: QModelIndex) -> None:
        self._show_detail()

    @Slot(object)
    def _on_opened(self, name: str) -> None:
        """The question, the note or the reasons behind the link of a file."""
        report = self._inbox.report(Path(name))
        if report is not None and link_word(report):
            self.detail.set_state(report)
            self.detail.open(self._listed)

    @Slot()
    def _on_detail_left(self) -> None:
        self.table.setFocus()

    @Slot(object)
    def _on_answered(self, said: DoubtAnswer) -> None:
        if not (self._merging or self._answering):
            self._answering = True
            if self._trying is not None:
                self._trying.cancel()
            self._services.runner.run(
                self,
                partial(answer_doubt, self._project, said),
                done=partial(self._on_recorded, said),
                failed=self._on_failed,
                name=_("Recording the answer"),
            )

    def _on_recorded(self, said: DoubtAnswer, accepted: bool) -> None:
        self._answering = False
        for path in self._inbox.files():
            report = self._inbox.report(path)
            if report is not None and said.doubt in report.facts.doubts:
                self._inbox.ask_anew(path)
        self._services.toast(
            _("Accepted: what came with it counts once it is merged.")
            if accepted
            else _("Not accepted: what came with it will not count.")
        )
        self._services.saved()
        self._services.changes.announce("answers", "decisions", "batches", "roster")
        self._try()

    def try_again(self) -> None:
        """Try the files again, after the project has changed."""
        if len(self._inbox) and not self._merging:
            self._try()

    def _try(self) -> None:
        """Read the files; what is being read already is stopped first, since the files are others by now."""
        if self._trying is not None:
            self._again = True
            self._trying.cancel()
            self._show()
            return
        self._again = False
        self._trying = self._services.runner.run(
            self,
            partial(_tried, self._project, self._inbox.to_try()),
            done=self._on_tried,
            failed=self._on_not_tried,
            progress=self._on_progress,
            name=_("Reading the files"),
        )
        self._show()

    @Slot()
    def stop(self) -> None:
        """Stop reading. Files that were not read are forgotten; nothing was written."""
        if self._trying is not None:
            self._again = False
            self._trying.cancel()

    def _on_progress(self, done: int, total: int, file: str) -> None:
        if self._trying is not None and file:
            self._foot.setText(
                _("Reading file {n} of {total}: {file}. Nothing is written.").format(
                    n=done + 1, total=total, file=file
                )
            )
        elif self._trying is not None:
            self._foot.setText(
                _(
                    "The files are read; what they mean is worked out, {done} of {total}. Nothing is written."
                ).format(done=f"{done:,}", total=f"{total:,}")
            )

    def _on_tried(self, found: "_Tried") -> None:
        self._trying = None
        self._listed = found.listed
        if self._inbox.tried(found.report) or self._again:
            self._try()
        else:
            self._show()

    def _on_not_tried(self, error: Exception) -> None:
        self._trying = None
        if isinstance(error, Cancelled) and (self._again or self._merging or self._answering):
            if self._again and not self._merging:
                self._try()
            return
        self._inbox.stopped()
        if isinstance(error, Cancelled):
            self._services.toast(_("Stopped. Nothing was written."))
        else:
            self._services.failed(error)
        self._show()

    @Slot()
    def merge(self) -> None:
        """Merge the files that are ticked; that some are still being tried for another choice does not matter."""
        chosen = self._inbox.chosen()
        if not self._may_merge():
            return
        self._merging, self._again = True, False
        if self._trying is not None:
            self._trying.cancel()
        self._services.runner.run(
            self,
            partial(merge, self._project, chosen),
            done=self._on_merged,
            failed=self._on_failed,
            name=_("Merging"),
        )
        self._show()

    def _may_merge(self) -> bool:
        return bool(self._inbox.chosen()) and self._inbox.is_read() and not (self._merging or self._answering)

    def _on_merged(self, report: MergeReport) -> None:
        self._merging = False
        self._inbox.merged(report)
        went_in = sum(1 for one in report.files if one.verdict != "refused")
        self._services.toast(
            ngettext(
                "Merged {n} file: {answers} new answers, {changed} changed, {conflicts} differences to decide.",
                "Merged {n} files: {answers} new answers, {changed} changed, {conflicts} differences to decide.",
                went_in,
            ).format(
                n=went_in,
                answers=report.answers,
                changed=report.changed,
                conflicts=report.conflicts_after,
            )
        )
        self._services.saved()
        self._show()
        self._services.changes.announce("answers", "decisions", "batches")

    def _on_failed(self, error: Exception) -> None:
        self._merging = self._answering = False
        if isinstance(error, Cancelled):
            self._services.toast(_("Stopped. Nothing was written."))
        else:
            self._services.failed(error)
        self._show()

    def _show(self) -> None:
        rows = self._inbox.rows(self._project.tree.form.head.version)
        filled = len(self._inbox) > 0
        chosen = len(self._inbox.chosen())
        self.table.set_state(rows)
        self.table.setVisible(filled)
        self._empty.set_state(
            _("Drop submissions here. They are tried first, nothing is written at once."), _("Add files…")
        )
        self._empty.setVisible(not filled)
        self.add_button.setVisible(filled)
        self._written.setVisible(filled)
        self._count.setText(
            ngettext("{n} file", "{n} files", len(self._inbox)).format(n=len(self._inbox)) if filled else ""
        )
        self.discard_button.setVisible(filled)
        self.discard_button.setEnabled(not self._merging)
        self.merge_button.setVisible(filled)
        self.merge_button.setText(ngettext("Merge {n} file", "Merge {n} files", chosen).format(n=chosen))
        self.merge_button.setEnabled(self._may_merge())
        self.merge_button.updateGeometry()
        least = min(max(len(rows), 1), _LEAST_ROWS) * current_theme().size.control
        self.table.setMinimumHeight(least + self.table.horizontalHeader().sizeHint().height())
        self._foot.setText(self._foot_words() if filled else "")
        self._foot.setVisible(bool(self._foot.text()))
        self._foot_icon.setVisible(bool(self._foot.text()))
        self.stop_button.setVisible(self._trying is not None)
        self._show_detail()
        self.count_changed.emit(len(self._inbox))

    def _foot_words(self) -> str:
        totals = self._inbox.totals
        if self._trying is not None:
            return _("The files are being read. Nothing is written.")
        if not self._inbox.chosen() or totals is None:
            return _("None of these files can be merged. The project is unchanged.")
        return _(
            "A backup is made before merging, and each file can be withdrawn. {answers} new answers, {changed} that change an "
            "earlier one; {held} revisions set aside; differences to decide {before} → {after}."
        ).format(
            answers=totals.answers,
            changed=totals.changed,
            held=totals.held,
            before=totals.conflicts_before,
            after=totals.conflicts_after,
        )

    def _show_detail(self) -> None:
        rows = self._inbox.rows("")
        place = self.table.currentIndex().row()
        self.detail.set_state(self._inbox.report(Path(rows[place].id)) if 0 <= place < len(rows) else None)


class _Tried(Struct, frozen=True):
    """What a dry run said, and the assessors among whom somebody unknown may be."""

    report: MergeReport
    listed: tuple[Known, ...]


def _tried(project: Project, paths: Sequence[Path], progress: Progress) -> _Tried:
    return _Tried(dry_run(project, paths, progress), listed_assessors(project))
