"""One publication: its hash to be read aloud, what was let stand, and what has come since."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from evalapp.base.clock import local_time
from evalapp.base.i18n import _, ngettext
from evalapp.form.tree import Tree
from evalapp.ui.coordinator.publications_table import CameTable, PublishedRow, check_icon
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import icon_button
from evalapp.ui.widgets.chips import FilterChips, FilterState
from evalapp.ui.widgets.labels import IconLabel, retone, text_label
from evalapp.ui.widgets.titled_card import TitledCard
from evalapp.work.publication_words import check_words, read_aloud
from evalapp.work.what_came import MOST, WhatCame, group_word

ALL = "all"


class PublishedCard(TitledCard):
    """What is known of the chosen publication.

    Signals:
        group_chosen: a group of what came since, or "all".
        cell_opened: unit and item of something that came since.
    """

    group_chosen = Signal(object)
    cell_opened = Signal(str, str)

    def __init__(self, tree: Tree, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        theme = current_theme()
        self._row: PublishedRow | None = None
        self._about = text_label(tone="text_2", wrap=True)
        self.inside.addWidget(self._about)
        digest = QHBoxLayout()
        digest.setSpacing(theme.space.s2)
        self.digest = text_label(wrap=True)
        self.digest.setProperty("mono", "true")
        self.digest.setAccessibleName(_("SHA-256 of the results"))
        copy = icon_button("content-copy", _("Copy the hash"))
        copy.clicked.connect(self._on_copy)
        digest.addWidget(self.digest, 1)
        digest.addWidget(copy)
        self.inside.addWidget(
            text_label(_("SHA-256 of the results, in groups to read aloud"), type="caption", tone="text_3")
        )
        self.inside.addLayout(digest)
        check = QHBoxLayout()
        check.setSpacing(theme.space.s1)
        self._check_icon = IconLabel(size="icon_sm")
        self._check = text_label(tone="text_2", wrap=True)
        check.addWidget(self._check_icon)
        check.addWidget(self._check, 1)
        self.inside.addLayout(check)
        self._since = text_label(type="strong")
        self.inside.addWidget(self._since)
        self.groups = FilterChips(_("What came since"))
        self.groups.chosen.connect(self.group_chosen)
        self.inside.addWidget(self.groups)
        self.table = CameTable(tree)
        self.table.cell_opened.connect(self.cell_opened)
        self.inside.addWidget(self.table)
        self._rest = text_label(type="caption", tone="text_3", wrap=True)
        self.inside.addWidget(self._rest)

    def set_state(self, row: PublishedRow) -> None:
        """Show a publication; what came since follows by :meth:`set_came`."""
        self._row = row
        published = row.published
        self.set_title(published.name)
        self._about.setText("\n".join(_about(row)))
        self.digest.setText(read_aloud(published.digest))
        found = row.check
        words = _("Not computed again in this sitting.")
        if found is not None:
            words = _("Computed again: {outcome}.").format(outcome=check_words(found))
        self._check.setText(words)
        icon, tone = ("shield-check-outline", "text_3") if found is None else check_icon(found)
        self._check_icon.set_icon(icon, tone)
        retone(self._check, "error" if tone == "error" else "text_2")

    def set_came(self, came: WhatCame, group: str) -> None:
        """Show what came since, of one group or all."""
        theme = current_theme()
        total = came.total
        self._since.setText(
            ngettext("{n} revision since then", "{n} revisions since then", total).format(n=total)
            if total
            else _("Nothing that could move a result has come since.")
        )
        chips = [FilterState(code=ALL, text=_("All"), count=total)]
        chips += [
            FilterState(code=name, text=group_word(name), count=count) for name, count in came.counts.items()
        ]
        self.groups.set_state(chips, group if group in came.counts else ALL)
        for part in (self.groups, self.table):
            part.setVisible(bool(total))
        self.table.set_state(came.rows)
        rows = max(3, min(len(came.rows), 12))
        self.table.setFixedHeight(
            rows * theme.size.row_dense + self.table.horizontalHeader().sizeHint().height() + theme.space.s4
        )
        cut = len(came.rows) >= MOST
        self._rest.setText(_("The newest {n} are listed; the counts are of all.").format(n=MOST))
        self._rest.setVisible(cut)

    @Slot()
    def _on_copy(self) -> None:
        if self._row is not None:
            QGuiApplication.clipboard().setText(self._row.published.digest)


def _about(row: PublishedRow) -> list[str]:
    published, content = row.published, row.published.content
    lines = [_("Published {time} by {name}.").format(time=local_time(published.at), name=published.by)]
    if row.corrects:
        n = len(content.moved)
        lines.append(
            ngettext(
                "Corrects “{name}”: {n} cell is otherwise.",
                "Corrects “{name}”: {n} cells are otherwise.",
                n,
            ).format(name=row.corrects, n=n)
        )
    if content.note:
        lines.append(content.note)
    if content.waived:
        n = len(content.waived)
        lines.append(
            ngettext(
                "{n} decision was let stand although answers had changed: {reason}",
                "{n} decisions were let stand although answers had changed: {reason}",
                n,
            ).format(n=n, reason=content.waiver)
        )
    return lines
