"""Who answers what in a new project: how many, what is given as a whole, the sample, and the plan to be looked at."""

from msgspec import structs
from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from evalapp.base.i18n import _, current_language, ngettext
from evalapp.entry.sharing import By, Mode, Sharing
from evalapp.form.label import say
from evalapp.form.tree import Tree
from evalapp.ui.start.field_rows import mode_segments
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.choice_box import ChoiceBox
from evalapp.ui.widgets.field_row import FieldRow, tell
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.segmented import SegmentedSwitch, SegmentState
from evalapp.ui.widgets.share_preview import SharePreview
from evalapp.ui.widgets.share_tables import ShareState
from evalapp.ui.widgets.titled_card import TitledCard
from evalapp.ui.widgets.words import sentences
from evalapp.work.sharing import branches_at, levels_of

_NAMED = 4
_LEAST = 16


class SharingCard(TitledCard):
    """Switches and fields of the plan, what stands against it, its tables, and a button that bars whom the chosen cell names.

    Signals:
        changed: the work is to be shared out otherwise.
        bar_asked: the code of a person and the key of a unit: bar the one from the other, or take that back.
    """

    changed = Signal()
    bar_asked = Signal(object, object)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        theme = current_theme()
        self.mode = SegmentedSwitch(_("Who answers what"))
        self.by = SegmentedSwitch(_("Given as a whole"))
        self.level = ChoiceBox(_("Branches"))
        self.level.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.level.setMinimumContentsLength(_LEAST)
        self.share, self.seed = QLineEdit("30"), QLineEdit("1")
        for field, name in ((self.share, _("Share of the sample in percent")), (self.seed, _("Seed"))):
            field.setFixedWidth(theme.scaled(64))
            field.setAccessibleName(name)
            field.textEdited.connect(self.changed)
        self.sample_words = text_label(type="caption", tone="text_3", wrap=True)
        self.words = text_label(type="caption", tone="text_3", wrap=True)
        self.preview = SharePreview()
        self.bar = Button(look="plain", type="caption", icon="cancel", parent=self)
        drawn = QWidget()
        line = QHBoxLayout(drawn)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.space.s2)
        line.addWidget(self.share)
        line.addWidget(text_label(_("percent, seed"), tone="text_2"))
        line.addWidget(self.seed)
        line.addStretch(1)
        self._drawn = FieldRow(_("Sample"), drawn, words=self.sample_words)
        self._levels = FieldRow(_("Branches"), self.level)
        self.inside.addWidget(FieldRow(_("Assessors"), self.mode))
        self.inside.addWidget(self._drawn)
        self.inside.addWidget(FieldRow(_("Given as a whole"), self.by))
        self.inside.addWidget(self._levels)
        self.inside.addWidget(FieldRow(_("Plan"), self.words))
        self.inside.addWidget(self.preview)
        last = QHBoxLayout()
        last.addWidget(self.bar)
        last.addStretch(1)
        self.inside.addLayout(last)
        self.mode.chosen.connect(self._on_changed)
        self.by.chosen.connect(self._on_changed)
        self.level.activated.connect(self._on_changed)
        self.bar.clicked.connect(self._on_bar)
        self.preview.matrix.selectionModel().currentChanged.connect(self._on_cell)
        self.set_sharing(Sharing())
        self.show_plan(None)

    def set_form(self, tree: Tree | None) -> None:
        """Offer the levels at which branches of a form begin."""
        chosen = self.level.currentIndex()
        self.level.clear()
        for level in range(1, (levels_of(tree) if tree else 1) + 1):
            self.level.addItem(_level_words(tree, level) if tree else "", level)
        self.level.setCurrentIndex(chosen if 0 <= chosen < self.level.count() else 0)

    def set_sharing(self, sharing: Sharing) -> None:
        """Show how the work is shared out; nothing is told."""
        self.mode.set_state(mode_segments(), sharing.mode)
        self.by.set_state(_ways(), sharing.by)
        self.share.setText(str(sharing.share))
        self.seed.setText(str(sharing.seed))
        self.level.setCurrentIndex(max(0, self.level.findData(sharing.level)))
        self._show_fields()

    @property
    def chosen_mode(self) -> Mode:
        """How many answer each city."""
        return self.mode.on or "double"  # type: ignore[return-value]

    def shown(self) -> Sharing:
        """How the switches stand; the sample's fields are not looked at."""
        by: By = self.by.on or "city"  # type: ignore[assignment]
        return Sharing(mode=self.chosen_mode, by=by, level=self.level.currentData() or 1)

    def sharing(self) -> Sharing | None:
        """How the work is to be shared out; None while the sample's fields are wrong, which is said beside them."""
        share, seed = self.share.text().strip(), self.seed.text().strip()
        sampled = self.chosen_mode == "sample"
        wrong = ""
        if sampled and not (share.isdecimal() and 1 <= int(share) <= 100):
            wrong = _("The share is a whole number from 1 to 100.")
        elif sampled and not (seed.isdecimal() and len(seed) <= _SEED):
            wrong = _("The seed is a whole number; the same one draws the same sample again.")
        meant = _(
            "So many percent of the cities have a second assessor, in every branch. The same seed draws the same ones again."
        )
        tell(self.sample_words, wrong or meant, wrong=bool(wrong))
        if wrong:
            return None
        return structs.replace(self.shown(), share=int(share), seed=int(seed)) if sampled else self.shown()

    def show_plan(self, state: ShareState | None, wrong: str = "", drawn: int = 0) -> None:
        """Show a plan, or what stands against one; None while there is nothing to share out."""
        self.preview.setVisible(state is not None and bool(state.people))
        if state is not None:
            self.preview.set_state(state)
            if not self.preview.matrix.currentIndex().isValid():
                self.bar.hide()
        else:
            self.bar.hide()
        said = _("This plan is not written yet. Choose a number to see what is behind it.")
        if drawn:
            said = sentences(
                ngettext("The sample has {n} part.", "The sample has {n} parts.", drawn).format(n=drawn), said
            )
        if state is None:
            said = _("Once there are units and people, the plan is shown here.")
        tell(self.words, wrong or said, wrong=bool(wrong))

    def _show_fields(self) -> None:
        self._drawn.setVisible(self.chosen_mode == "sample")
        self._levels.setVisible(self.by.on != "city")

    @Slot()
    def _on_changed(self) -> None:
        self._show_fields()
        self.changed.emit()

    @Slot(QModelIndex)
    def _on_cell(self, index: QModelIndex) -> None:
        cell = self.preview.matrix.cell(index)
        self.bar.setVisible(cell is not None)
        if cell is not None:
            words = _("Let {person} answer {city} again") if cell.barred else _("Bar {person} from {city}")
            self.bar.setText(words.format(person=cell.person, city=cell.city))
            self.bar.set_icon_name("check" if cell.barred else "cancel")

    @Slot()
    def _on_bar(self) -> None:
        cell = self.preview.matrix.cell(self.preview.matrix.currentIndex())
        if cell is not None:
            self.bar_asked.emit(cell.code, cell.key)


_SEED = 9


def _ways() -> tuple[SegmentState, ...]:
    return (
        SegmentState(code="city", text=_("Whole cities")),
        SegmentState(code="branch", text=_("Whole branches")),
        SegmentState(code="both", text=_("A branch in a city")),
    )


def _level_words(tree: Tree, level: int) -> str:
    language = current_language()
    nodes = branches_at(tree, level)
    names = _(", ").join(f"{node.code} {say(node.item.title, language)}" for node in nodes[:_NAMED])
    more = "…" if len(nodes) > _NAMED else ""
    words = ngettext("Level {level}, {n} branch: {names}", "Level {level}, {n} branches: {names}", len(nodes))
    return words.format(level=level, n=len(nodes), names=names + more)
