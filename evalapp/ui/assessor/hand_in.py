"""Handing in: which cities, what is still open, where the file goes, and the receipt."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from evalapp.base.clock import local_time, utc_time
from evalapp.base.i18n import _, ngettext
from evalapp.base.progress import Progress
from evalapp.entry.completion import Rule
from evalapp.ui.assessor.hand_in_words import carried_words, changed_words, unit_line
from evalapp.ui.assessor.left_open_card import LeftOpenCard
from evalapp.ui.assessor.open_points_card import OpenPointsCard
from evalapp.ui.assessor.receipt_card import ReceiptCard
from evalapp.ui.assessor.size_line import size_line
from evalapp.ui.assessor.volume_choice import VolumeChoice
from evalapp.ui.file_dialogs import FileKind, ask_new_file
from evalapp.ui.services import Services
from evalapp.ui.shortcuts import listen
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.card_page import lay_out_cards
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.titled_card import TitledCard
from evalapp.work.answers import UnitOverview, my_units
from evalapp.work.package_size import ExpectedSize, expected_size
from evalapp.work.project import Project
from evalapp.work.readiness import OpenPoint, points
from evalapp.work.submit import SUFFIX, Receipt, changed_since, last_acknowledged, proposed_path, submit

_WIDTH = 1040


class Standing(Struct, frozen=True):
    """What the page shows: the units, what is open in them, and until when all had come to the coordinator (UTC).

    ``sizes`` are those of the file with what is new, and with everything; ``changed`` counts the answers that changed since they
    were handed in, and their units.
    """

    units: tuple[UnitOverview, ...]
    points: tuple[OpenPoint, ...]
    acknowledged_at: str = ""
    sizes: tuple[ExpectedSize, ExpectedSize] | None = None
    changed: tuple[int, int] = (0, 0)

    def of(self, units: Sequence[str], rule: Rule) -> tuple[OpenPoint, ...]:
        """The points in these units for which the project has this rule."""
        return tuple(point for point in self.points if point.unit in units and point.rule == rule)


class HandInPlace(Struct, frozen=True, kw_only=True):
    """Where the user is on the page; ``chosen`` is None while the units are still being read."""

    chosen: tuple[str, ...] | None = None
    receipt: Receipt | None = None
    receipt_is_earlier: bool = False
    warnings_shown: bool = False
    left_open_shown: bool = False
    comment: str = ""
    everything: bool = False


class HandInPanel(QWidget):
    """Fills the entry page while handing in.

    Signals:
        back_asked: back to the answers.
        point_chosen: (unit key, item code) of an open point to mend.
        handed_in: a Receipt.
    """

    back_asked = Signal()
    point_chosen = Signal(object)
    handed_in = Signal(object)

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._services = services
        self._boxes: dict[str, QCheckBox] = {}
        self._standing = Standing((), ())
        self._returning = HandInPlace()
        self._receipt: Receipt | None = None
        self._receipt_is_earlier = self._to_receipt = False
        self._build()

    def _build(self) -> None:
        theme = current_theme()
        back = Button(_("Back to the answers"), icon="arrow-left", look="flat", parent=self)
        back.clicked.connect(self.back_asked)
        self._primary = Button(
            _("Sign off and write the file…"), look="primary", key="Ctrl Enter", parent=self
        )
        self._primary.clicked.connect(self._on_hand_in)
        listen(self, "Ctrl+Return", self._on_hand_in)
        head = QHBoxLayout()
        head.setSpacing(theme.space.s3)
        head.addWidget(text_label(_("Check and hand in"), type="page"))
        head.addStretch(1)
        head.addWidget(back)
        head.addWidget(self._primary)
        self._changed_words = text_label(tone="text_2", wrap=True)
        self._changed_words.hide()
        top = QVBoxLayout()
        top.addLayout(head)
        top.addWidget(self._changed_words)
        self._cities = TitledCard(_("Cities to hand in"))
        self._volumes = VolumeChoice(self._services)
        self._known_words = text_label(tone="text_2", wrap=True)
        self._everything = QCheckBox(_("Write everything again"))
        self._everything.toggled.connect(self._show_size)
        self._size_words = text_label(tone="text_2", wrap=True)
        self._carried_words = text_label(tone="text_3", wrap=True)
        for widget in (
            self._carried_words,
            self._known_words,
            self._everything,
            self._size_words,
            self._volumes,
        ):
            self._cities.column.addWidget(widget)
        self._left_open = LeftOpenCard()
        self._left_open.commented.connect(self._show_primary)
        self._points = OpenPointsCard(_("To be mended first"))
        self._warnings = OpenPointsCard(_("Warnings"))
        for points_card in (self._points, self._left_open, self._warnings):
            points_card.point_chosen.connect(self.point_chosen)
        self._warning_words = text_label(tone="text_2", wrap=True)
        self._warning_switch = Button(look="link", parent=self)
        self._warning_switch.clicked.connect(self._on_warning_switch)
        self._warnings_shown = False
        line = QHBoxLayout()
        line.addWidget(self._warning_words, 1)
        line.addWidget(self._warning_switch)
        self._warnings.column.insertLayout(1, line)
        self._receipt_card = ReceiptCard(self._services)
        cards = (self._receipt_card, self._points, self._left_open, self._warnings, self._cities)
        self._area = lay_out_cards(self, top, cards, _WIDTH)

    @property
    def button(self) -> Button:
        """The button that signs off and writes the file."""
        return self._primary

    def place(self) -> HandInPlace:
        """Where the user is, for :meth:`return_to`."""
        return HandInPlace(
            chosen=self.chosen() if self._boxes else self._returning.chosen,
            receipt=self._receipt,
            receipt_is_earlier=self._receipt_is_earlier,
            warnings_shown=self._warnings_shown,
            left_open_shown=self._left_open.unfolded,
            comment=self._left_open.comment,
            everything=self._everything.isChecked(),
        )

    def return_to(self, place: HandInPlace) -> None:
        """Show the page as it was when :meth:`place` was asked."""
        self._returning, self._receipt = place, place.receipt
        self._receipt_is_earlier = place.receipt_is_earlier
        self._warnings_shown = place.warnings_shown
        self._left_open.unfolded = place.left_open_shown
        self._left_open.field.set_text(place.comment)
        self._everything.setChecked(place.everything)
        self.load()

    def begin(self) -> None:
        """Come to the page anew: a receipt that was given is one of before."""
        self._receipt_is_earlier = self._receipt is not None
        self._receipt_card.set_earlier()
        self._scroll_up()
        self.load()

    def load(self) -> None:
        """Look through all units anew."""
        self._services.runner.run(
            self, partial(_look, self._project), done=partial(_show, self), failed=self._services.failed
        )

    def show_standing(self, standing: Standing) -> None:
        """Show what can be handed in and what cannot."""
        self._standing = standing
        self._show_size()
        before = self.place().chosen
        chosen = [row.unit.key for row in standing.units if _is_finished(row)] if before is None else before
        self._cities.empty()
        self._boxes = {}
        for row in standing.units:
            box = QCheckBox(unit_line(row))
            box.setChecked(row.unit.key in chosen)
            box.setToolTip(utc_time(row.signed_off_at))
            box.toggled.connect(self._show_points)
            self._boxes[row.unit.key] = box
            self._cities.inside.addWidget(box)
        self._show_points()
        self._show_known()
        self._changed_words.setText(changed_words(*standing.changed))
        self._changed_words.setVisible(any(standing.changed))
        if self._receipt is not None and self._receipt_card.isHidden():
            self._show_receipt_card(self._receipt)
        if self._to_receipt:
            # Not before: the cards change their height, and the focus that they lose moves the page.
            self._to_receipt = False
            QTimer.singleShot(0, self, self._scroll_up)

    @Slot()
    def _show_size(self) -> None:
        sizes = self._standing.sizes
        self._size_words.setText("" if sizes is None else size_line(sizes[self._everything.isChecked()]))

    @Slot()
    def _show_points(self) -> None:
        chosen = self.chosen()
        carried = carried_words(self._standing.units, chosen)
        self._carried_words.setText(carried)
        self._carried_words.setVisible(bool(carried))
        points = self._standing.of(chosen, "block")
        warnings = self._standing.of(chosen, "ignore")
        self._left_open.set_points(self._standing.of(chosen, "warn"))
        self._points.set_points(points)
        self._points.setVisible(bool(points))
        shown = self._warnings_shown
        self._warnings.set_points(warnings if shown else ())
        self._warnings.setVisible(bool(warnings))
        self._warning_words.setText(
            ngettext(
                "{n} warning. It does not stand in the way of handing in.",
                "{n} warnings. They do not stand in the way of handing in.",
                len(warnings),
            ).format(n=len(warnings))
        )
        self._warning_switch.setText(_("Hide") if shown else _("Show"))
        self._warning_switch.set_name(_("Hide the warnings") if shown else _("Show the warnings"))
        self._warning_switch.updateGeometry()
        self._show_primary()

    @Slot()
    def _show_primary(self) -> None:
        """What stands in the way is said on the button that it keeps from working."""
        chosen = self.chosen()
        points = self._standing.of(chosen, "block")
        words = ""
        if not chosen:
            words = _("Tick the cities that are finished.")
        elif points:
            words = ngettext(
                "{n} error must be mended first.", "{n} errors must be mended first.", len(points)
            ).format(n=len(points))
        elif not self._left_open.settled:
            words = _("Say in a comment why points are left open.")
        self._primary.setEnabled(not words)
        self._primary.setToolTip(words)
        self._primary.setAccessibleDescription(words)

    def _show_known(self) -> None:
        """What need not be sent again."""
        at = self._standing.acknowledged_at
        self._known_words.setText(
            _(
                "By {time} the coordinator had received what was handed in. Only what is newer goes into the file."
            ).format(time=local_time(at))
        )
        for widget in (self._known_words, self._everything):
            widget.setVisible(bool(at))

    @Slot()
    def _on_warning_switch(self) -> None:
        self._warnings_shown = not self._warnings_shown
        self._show_points()

    def chosen(self) -> tuple[str, ...]:
        """The keys of the units that are ticked."""
        return tuple(key for key, box in self._boxes.items() if box.isChecked())

    @Slot()
    def _on_hand_in(self) -> None:
        if not self._primary.isEnabled():
            if not self._left_open.settled:
                self._left_open.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        path = self.ask_path(proposed_path(self._project))
        if path is not None:
            self._services.runner.run(
                self,
                partial(
                    _submit,
                    self._project,
                    path,
                    self.chosen(),
                    volume_size=self._volumes.size_bytes,
                    comment=self._left_open.comment,
                    everything=self._everything.isChecked(),
                ),
                done=partial(_done, self),
                failed=self._services.failed,
                name=_("Writing the submission"),
            )

    def ask_path(self, proposed: Path) -> Path | None:
        """Where the file is to go; None if the user thinks better of it."""
        return ask_new_file(self, _("Write the submission"), proposed, FileKind(_("Submissions"), (SUFFIX,)))

    def show_receipt(self, receipt: Receipt) -> None:
        """Say what was handed in, and where it lies."""
        self._receipt, self._receipt_is_earlier = receipt, False
        self._show_receipt_card(receipt)
        self._receipt_card.focus_first()  # the button may have nothing more to do, or ask for another comment
        self._to_receipt = True
        self._left_open.field.forget()
        self._everything.setChecked(False)
        self._services.toast(_("Handed in: {file}").format(file=receipt.path.name))
        self._services.saved()
        self.handed_in.emit(receipt)
        self.load()

    @Slot()
    def _scroll_up(self) -> None:
        self._area.verticalScrollBar().setValue(0)

    def _show_receipt_card(self, receipt: Receipt) -> None:
        self._receipt_card.set_receipt(receipt)
        if self._receipt_is_earlier:
            self._receipt_card.set_earlier()


def _blank(row: UnitOverview) -> int:
    """How many items of the unit are asked for and not answered."""
    return row.progress.leaves - row.progress.answered


def _is_finished(row: UnitOverview) -> bool:
    """Whether the unit is proposed: everything is answered, or it was handed in before as it was."""
    return bool(row.signed_off_at) or (row.progress.answered > 0 and not _blank(row))


def _look(project: Project, _progress: Progress) -> Standing:
    sizes = expected_size(project), expected_size(project, everything=True)
    units = my_units(project)
    changed = changed_since(project, [row.unit.key for row in units if row.changed_since])
    return Standing(units, points(project), last_acknowledged(project), sizes, changed)


def _submit(
    project: Project,
    path: Path,
    units: tuple[str, ...],
    _progress: Progress,
    *,
    volume_size: int,
    comment: str,
    everything: bool,
) -> Receipt:
    return submit(project, path, units, volume_size, comment=comment, everything=everything)


def _show(panel: HandInPanel, standing: Standing) -> None:
    panel.show_standing(standing)


def _done(panel: HandInPanel, receipt: Receipt) -> None:
    panel.show_receipt(receipt)
