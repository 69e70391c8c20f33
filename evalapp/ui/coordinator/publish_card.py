"""The card that publishes: name, note, what it corrects, what stands in the way, and the button."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.form.tree import Tree
from evalapp.ui.coordinator.door_list import Door, DoorList
from evalapp.ui.coordinator.values import item_words
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.card_state import MessageAction, MessageState
from evalapp.ui.widgets.chips import Chip, ChoiceChips, synthetic_chip
from evalapp.ui.widgets.choice_box import ChoiceBox
from evalapp.ui.widgets.labels import IconLabel, text_label
from evalapp.ui.widgets.message_bar import MessageBars
from evalapp.ui.widgets.painting import ChipState
from evalapp.ui.widgets.titled_card import TitledCard
from evalapp.work.publications import Published
from evalapp.work.publishing import Readiness

_DECIDE, _RULES = "decide", "rules"


class PublishDraft(Struct, frozen=True, kw_only=True):
    """What is filled in. ``corrects`` is the id of a publication, "" for none."""

    name: str = ""
    note: str = ""
    waiver: str = ""
    corrects: str = ""


class PublishCard(TitledCard):
    """What would be frozen, the fields, what stands in the way, and the one button.

    Signals:
        publish_asked: a PublishDraft that can be published.
        door_opened: a Door: a cell whose decision is to be confirmed, or a unit that is not ranked.
        section_asked: the code of a section where something in the way is settled.
    """

    publish_asked = Signal(object)
    door_opened = Signal(object)
    section_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Publish the results"), parent)
        self._ready: Readiness | None = None
        self._taken: tuple[str, ...] = ()
        self._corrigible: tuple[str, ...] = ()
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Name of the publication"))
        self.name.setMaxLength(80)
        self.name.textChanged.connect(self._on_typed)
        self.stages = ChoiceChips(_("Usual names"))
        self.stages.chosen.connect(self._on_stage)
        self.corrects = ChoiceBox(_("Corrects"))
        self.note = QLineEdit()
        self.note.setAccessibleName(_("Remark"))
        self.note.setPlaceholderText(_("What it is for, who approved it"))
        self.button = Button(
            _("Publish"), icon="file-certificate-outline", key="Ctrl Enter", look="primary", parent=self
        )
        self.button.clicked.connect(self._on_publish)
        self._lay_out()

    def _lay_out(self) -> None:
        theme = current_theme()
        frozen = QHBoxLayout()
        frozen.setSpacing(theme.space.s2)
        frozen.addWidget(IconLabel("lock-outline", "text_3", "icon_sm"))
        self.frozen = text_label(tone="text_2", wrap=True)
        frozen.addWidget(self.frozen, 1)
        self._synthetic = Chip(ChipState(text=""))
        frozen.addWidget(self._synthetic)
        self.inside.addLayout(frozen)
        self.messages = MessageBars()
        self.messages.acted.connect(self._on_acted)
        self.inside.addWidget(self.messages)
        self._confirm = QWidget()
        column = QVBoxLayout(self._confirm)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space.s1)
        self.cells = DoorList(_("Decisions to confirm"), "gavel")
        self.cells.door_opened.connect(self.door_opened)
        self.waiver = QLineEdit()
        self.waiver.setAccessibleName(_("Why the decisions stand"))
        self.waiver.setPlaceholderText(_("Or say why they stand as they are"))
        self.waiver.textChanged.connect(self._on_typed)
        column.addWidget(self.cells)
        column.addWidget(self.waiver)
        self.inside.addWidget(self._confirm)
        self.fold = Button(icon="chevron-right", look="flat", parent=self)
        self.fold.clicked.connect(self._on_folded)
        self.unranked = DoorList(_("Units that are not ranked"), "minus-circle-outline", 8)
        self.unranked.door_opened.connect(self.door_opened)
        self.unranked.hide()
        self.inside.addWidget(self.fold)
        self.inside.addWidget(self.unranked)
        for caption, *fields in (
            (_("Name of the publication"), self.name, self.stages),
            (_("Corrects"), self.corrects),
            (_("Remark"), self.note),
        ):
            label = text_label(caption, type="caption", tone="text_2")
            self.inside.addWidget(label)
            for field in fields:
                self.inside.addWidget(field)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space.s2)
        self._why_not = text_label(type="caption", tone="text_2", wrap=True)
        foot.addWidget(self._why_not, 1)
        foot.addWidget(self.button)
        self.inside.addLayout(foot)

    # State -------------------------------------------------------------------------------------------------------------

    def set_state(
        self, ready: Readiness, published: Sequence[Published], tree: Tree, units: Mapping[str, str]
    ) -> None:
        """Show what a publication now would freeze and what is in its way; what is typed stays."""
        self._ready = ready
        self._taken = tuple(one.name for one in published)
        words = ngettext(
            "Frozen are {n} unit, {ranked} ranked, by edition {edition} of the form.",
            "Frozen are {n} units, {ranked} ranked, by edition {edition} of the form.",
            ready.units,
        ).format(n=ready.units, ranked=ready.ranked, edition=ready.edition)
        self.frozen.setText(words)
        self._synthetic.set_state(synthetic_chip() if ready.synthetic else ChipState(text=""))
        self.messages.set_state(_messages(ready))
        known = {node.code: node for node in tree.nodes}
        self.cells.set_state(
            [
                Door(
                    unit=unit,
                    item=item,
                    name=units.get(unit, unit),
                    words=item_words(known[item]) if item in known else item,
                )
                for unit, item in ready.to_confirm
            ]
        )
        self._confirm.setVisible(bool(ready.to_confirm))
        doors = zip(ready.unranked, ready.not_ranked, strict=True)
        self.unranked.set_state([Door(unit=unit, name=sentence) for unit, sentence in doors])
        self.fold.setText(
            ngettext("{n} unit is not ranked", "{n} units are not ranked", len(ready.unranked)).format(
                n=len(ready.unranked)
            )
        )
        self.fold.setVisible(bool(ready.unranked))
        self.unranked.setVisible(self.unranked.isVisibleTo(self) and bool(ready.unranked))
        self._show_corrigible(published)
        self._on_typed()

    def _show_corrigible(self, published: Sequence[Published]) -> None:
        chosen = self._chosen_correction()
        self._corrigible = ("", *(one.id for one in reversed(published)))
        self.corrects.clear()
        self.corrects.addItems([_("None: a stage of its own"), *(one.name for one in reversed(published))])
        self.corrects.setCurrentIndex(self._corrigible.index(chosen) if chosen in self._corrigible else 0)
        self.corrects.setEnabled(len(published) > 0)

    def _chosen_correction(self) -> str:
        place = self.corrects.currentIndex()
        return self._corrigible[place] if 0 <= place < len(self._corrigible) else ""

    def draft(self) -> PublishDraft:
        """What is filled in."""
        return PublishDraft(
            name=self.name.text().strip(),
            note=self.note.text().strip(),
            waiver=self.waiver.text().strip(),
            corrects=self._chosen_correction(),
        )

    def fill(self, draft: PublishDraft) -> None:
        """Fill in what was filled in elsewhere, or nothing."""
        self.name.setText(draft.name)
        self.note.setText(draft.note)
        self.waiver.setText(draft.waiver)
        if draft.corrects in self._corrigible:
            self.corrects.setCurrentIndex(self._corrigible.index(draft.corrects))

    def why_not(self) -> str:
        """Why nothing can be published as it is filled in; "" where it can."""
        if self._ready is None:
            return _("The results are still being computed.")
        if self._ready.disputed:
            return _("Settle the settings in dispute first.")
        if self._ready.to_confirm and not self.waiver.text().strip():
            return _("Confirm the decisions, or say why they stand.")
        if not self.name.text().strip():
            return _("Give it a name.")
        if self.name.text().strip() in self._taken:
            return _("This name is taken. Choose another one.")
        return ""

    # What the user does ------------------------------------------------------------------------------------------------

    @Slot()
    def _on_typed(self) -> None:
        offered = [stage for stage in _stages() if stage not in self._taken]
        name = self.name.text().strip()
        self.stages.set_state([(stage, stage) for stage in offered], name if name in offered else None)
        self.stages.setVisible(bool(offered))
        why_not = self.why_not()
        self._why_not.setText(why_not or _("Nothing that comes later changes it."))
        self.button.setEnabled(not why_not)
        self.button.setToolTip(why_not)

    @Slot(object)
    def _on_stage(self, name: str | None) -> None:
        self.name.setText(name or "")

    @Slot()
    def _on_folded(self) -> None:
        opened = not self.unranked.isVisibleTo(self)
        self.unranked.setVisible(opened)
        self.fold.set_icon_name("chevron-down" if opened else "chevron-right")

    @Slot(object)
    def _on_acted(self, section: str) -> None:
        self.section_asked.emit(section)

    @Slot()
    def _on_publish(self) -> None:
        if not self.why_not():
            self.publish_asked.emit(self.draft())


def _stages() -> tuple[str, ...]:
    """The names that most evaluations use, in their order."""
    return (_("Preliminary"), _("Reviewed"), _("Final"))


def _messages(ready: Readiness) -> list[MessageState]:
    found = []
    if ready.disputed:
        words = _("Coordinators set {settings} differently. Set it once more to settle it.").format(
            settings=_(", ").join(ready.disputed)
        )
        settle = MessageAction(code=_RULES, text=_("Rules"), link=True)
        found.append(MessageState(kind="error", text=words, actions=(settle,)))
    if ready.to_confirm:
        n = len(ready.to_confirm)
        words = ngettext(
            "Answers have changed behind {n} decision. Decide it again.",
            "Answers have changed behind {n} decisions. Decide them again.",
            n,
        ).format(n=n)
        found.append(MessageState(kind="warn", text=words))
    if ready.waiting:
        words = ngettext(
            "{n} cell waits for a decision.", "{n} cells wait for a decision.", ready.waiting
        ).format(n=ready.waiting)
        action = MessageAction(code=_DECIDE, text=_("Decide"), link=True)
        found.append(MessageState(kind="info", text=words, actions=(action,)))
    return found
