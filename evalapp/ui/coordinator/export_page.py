"""What leaves the project: the workbook and the charts."""

from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.base.progress import Progress
from evalapp.ui.commands import Command, Commands
from evalapp.ui.coordinator.section import Section, column_of
from evalapp.ui.coordinator.written_line import WrittenLine
from evalapp.ui.file_dialogs import FileKind, ask_folder, ask_new_file
from evalapp.ui.services import Services
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.labels import IconLabel, text_label
from evalapp.ui.widgets.message_bar import SyntheticBar
from evalapp.ui.widgets.resting import Resting
from evalapp.work.project import Project

_WIDEST = 760


class Written(Struct, frozen=True, kw_only=True):
    """What was written in this sitting: the workbook; the charts' folder and how many files."""

    workbook: Path | None = None
    charts: tuple[Path, int] | None = None


class ExportSection(Section):
    """Two cards, each with a button; progress and cancel are in the status line."""

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(project, services, parent)
        self._written = Written()
        self.workbook_button = Button(_("Write the workbook…"), look="primary")
        self.workbook_button.clicked.connect(self._on_workbook)
        self.workbook_line = WrittenLine()
        self.charts_button = Button(_("Write the charts…"))
        self.charts_button.clicked.connect(self._on_charts)
        self.charts_line = WrittenLine()
        workbook = _card(
            "file-excel-outline",
            _("Workbook"),
            _(
                "One Excel file: ranking, group scores, every item, all answers with their evidence, decisions, "
                "method and checks. Totals and ranks are live formulas."
            ),
            self.workbook_button,
            self.workbook_line,
        )
        charts = _card(
            "chart-bar",
            _("Charts"),
            _(
                "Ranking, stacked groups and a radar for each unit, as PNG, SVG and PDF in a folder of your choice."
            ),
            self.charts_button,
            self.charts_line,
        )
        self.lead_to(self.workbook_button)
        self._resting = Resting(self.workbook_button, self.charts_button)
        column = column_of(self)
        column.addWidget(text_label(_("Export"), type="page"))
        if project.about.synthetic:
            bar = SyntheticBar(_("Synthetic data: every page of an export says so."))
            bar.setMaximumWidth(current_theme().scaled(_WIDEST))
            column.addWidget(bar)
        column.addWidget(workbook)
        column.addWidget(charts)
        column.addStretch(1)

    def ask_workbook(self) -> Path | None:
        """Ask where the workbook is to lie; tests answer in its place."""
        proposed = self.project.path.with_name(f"{self.project.path.stem}.xlsx")
        return ask_new_file(self, _("Write the workbook"), proposed, FileKind(_("Workbooks"), (".xlsx",)))

    def ask_folder(self) -> Path | None:
        """Ask for the folder of the charts; tests answer in its place."""
        return ask_folder(self, _("Folder for the charts"), self.project.path.parent)

    @Slot()
    def _on_workbook(self) -> None:
        if (path := self.ask_workbook()) is None:
            return
        if path.suffix.lower() != ".xlsx":
            path = path.with_name(f"{path.name}.xlsx")
        self._resting.begin()
        work = partial(_workbook, self.project, path)
        self.run(work, self._on_workbook_written, failed=self._on_stopped, name=_("Writing the workbook"))

    @Slot()
    def _on_charts(self) -> None:
        if (folder := self.ask_folder()) is None:
            return
        self._resting.begin()
        work = partial(_charts, self.project, folder)
        self.run(work, self._on_charts_written, failed=self._on_stopped, name=_("Drawing the charts"))

    def _on_workbook_written(self, path: Path) -> None:
        self._resting.end()
        self._written = replace(self._written, workbook=path)
        self._show_written()
        self.services.toast(_("{file} is written.").format(file=path.name))

    def _on_charts_written(self, charts: tuple[Path, int]) -> None:
        self._resting.end()
        self._written = replace(self._written, charts=charts)
        self._show_written()
        self.services.toast(self._files(charts[1]))

    def _show_written(self) -> None:
        if (path := self._written.workbook) is not None:
            self.workbook_line.set_state(_("{file} is written.").format(file=path.name), path.parent)
        if (charts := self._written.charts) is not None:
            self.charts_line.set_state(self._files(charts[1]), charts[0])

    def _files(self, count: int) -> str:
        from evalapp.work.export import no_charts  # noqa: PLC0415 - as in _charts

        if not count:
            return no_charts(self.project)
        return ngettext("{n} file is written.", "{n} files are written.", count).format(n=count)

    def commands(self, group: str) -> Commands:
        buttons = (self.workbook_button, self.charts_button)
        return tuple(Command(text=button.text(), run=button.click, group=group) for button in buttons)

    def place(self) -> object:
        return self._written

    def return_to(self, place: object) -> None:
        if isinstance(place, Written):
            self._written = place
            self._show_written()

    def _on_stopped(self, error: Exception) -> None:
        self._resting.end()
        self.on_failed(error)


def _card(icon: str, title: str, sentence: str, button: Button, line: WrittenLine) -> QFrame:
    theme = current_theme()
    card = QFrame()
    card.setProperty("card", "true")
    card.setMaximumWidth(theme.scaled(_WIDEST))
    row = QHBoxLayout(card)
    row.setContentsMargins(theme.space.s4, theme.space.s3, theme.space.s4, theme.space.s3)
    row.setSpacing(theme.space.s3)
    mark = QVBoxLayout()
    mark.addWidget(IconLabel(icon, "text_2", "ring"))
    mark.addStretch(1)
    row.addLayout(mark)
    words = QVBoxLayout()
    words.setSpacing(theme.space.s1)
    words.addWidget(text_label(title, type="title"))
    words.addWidget(text_label(sentence, tone="text_2", wrap=True))
    words.addWidget(line)
    row.addLayout(words, 1)
    row.addWidget(button)
    return card


def _workbook(project: Project, path: Path, progress: Progress) -> Path:
    from evalapp.work.export import export_workbook  # noqa: PLC0415 - the window starts without the writers of documents

    return export_workbook(project, path, progress)


def _charts(project: Project, folder: Path, progress: Progress) -> tuple[Path, int]:
    from evalapp.work.export import export_charts  # noqa: PLC0415 - the window starts without the writers of documents

    return folder, len(export_charts(project, folder, progress))
