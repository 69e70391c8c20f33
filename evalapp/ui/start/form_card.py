"""The form of a new project: a shipped one or a file, what is published of it and what was authored, its tree."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from evalapp.base.errors import AppError
from evalapp.base.i18n import _, current_language, ngettext
from evalapp.form.catalogue import shipped
from evalapp.form.label import say
from evalapp.form.reader import read_form
from evalapp.form.scales import (
    Binary,
    Checklist,
    Count,
    Deductions,
    Derived,
    Imported,
    Number,
    Options,
    Rate,
    Rounds,
    Scale,
)
from evalapp.form.tree import Node, Tree, build_tree
from evalapp.ui.file_dialogs import FileKind, ask_file
from evalapp.ui.scales import weight_words
from evalapp.ui.start.field_rows import FROM_FILE, show_choice
from evalapp.ui.start.filled_in import ChosenForm
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.choice_box import ChoiceBox
from evalapp.ui.widgets.field_row import FieldRow, tell
from evalapp.ui.widgets.form_tree import FormNode, FormTree
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.titled_card import TitledCard
from evalapp.ui.widgets.words import number_text
from evalapp.work.form_files import form_toml

_SHOWN_FIRST = "gov-internet-service"
"""The form that the page opens with: the shipped rosters have every column it reads."""


class FormCard(TitledCard):
    """The choice, what the form says of itself, and its items, weights and scales to be unfolded.

    Signals:
        changed: another form was read, or one that cannot be used.
    """

    changed = Signal()

    def __init__(self, title: str, forms: Path, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._forms = forms
        self.form: ChosenForm | None = None
        self.path: Path | None = None
        self.choice = ChoiceBox(_("Form"))
        self.words = text_label(type="caption", tone="text_3", wrap=True)
        self.fold = Button(icon="chevron-right", look="flat", parent=self)
        self.all = Button(_("Unfold all"), look="flat", type="caption", parent=self)
        self.all.setCheckable(True)
        self.tree = FormTree()
        self.inside.addWidget(FieldRow(_("Form"), self.choice, words=self.words))
        line = QHBoxLayout()
        line.addWidget(self.fold)
        line.addStretch(1)
        line.addWidget(self.all)
        self.inside.addLayout(line)
        self.inside.addWidget(self.tree)
        self.choice.activated.connect(self._on_chosen)
        self.fold.clicked.connect(self._on_folded)
        self.all.toggled.connect(self._on_all)
        listed = shipped(forms)
        for form in listed:
            self.choice.addItem(f"{say(form.title, current_language())} {form.version}", str(form.path))
        self.choice.addItem(_("From a file…"), FROM_FILE)
        self._show_tree(False)
        self.read(next((form.path for form in listed if form.id == _SHOWN_FIRST), listed[0].path))

    def read(self, path: Path) -> None:
        """Take the form in a file; what is wrong with it is said under the choice."""
        self.path = path
        show_choice(self.choice, path)
        try:
            toml, name = form_toml(path)
            tree = build_tree(read_form(toml, name))
        except AppError as error:
            self.form = None
            tell(self.words, str(error), wrong=True)
            self.tree.set_state(())
        else:
            self.form = ChosenForm(toml, name, tree)
            tell(self.words, self._said(tree, path))
            self.tree.set_state(form_nodes(tree))
        self._show_tree(not self.tree.isHidden())
        self.changed.emit()

    def _said(self, tree: Tree, path: Path) -> str:
        language = current_language()
        tops = _(", ").join(
            f"{tree.nodes[index].code} {say(tree.nodes[index].item.title, language)}"
            for index in tree.roots
            if tree.nodes[index].scored
        )
        words = _("{leaves} scored items in {tops}. {sourced}").format(
            leaves=sum(1 for leaf in tree.leaves if leaf.scored),
            tops=tops,
            sourced=say(tree.form.head.sourced, language),
        )
        if sources := say(tree.form.head.sources, language):
            words += "\n" + _("Sources: {sources}").format(sources=sources)
        if path.parent == self._forms:
            words += "\n" + _(
                "Forms are not changed in this program: change a copy of {file}, then choose it by “From a file…”."
            ).format(file=f"{path.parent.name}/{path.name}")
        return words

    def _show_tree(self, on: bool) -> None:
        self.tree.setVisible(on)
        self.all.setVisible(on)
        self.fold.set_icon_name("chevron-down" if on else "chevron-right")
        n = 0 if self.form is None else len(self.form.tree.nodes)
        words = ngettext("{n} item with its weight and scale", "{n} items with weights and scales", n)
        self.fold.setText(words.format(n=n))
        self.fold.updateGeometry()
        self.fold.setEnabled(self.form is not None)

    @Slot()
    def _on_folded(self) -> None:
        self._show_tree(self.tree.isHidden())

    @Slot(bool)
    def _on_all(self, on: bool) -> None:
        self.tree.open_all(on=on)

    @Slot()
    def _on_chosen(self) -> None:
        data = self.choice.currentData()
        chosen = (
            ask_file(self, _("Choose a form"), FileKind(_("Forms"), (".toml", ".xlsx")))
            if data == FROM_FILE
            else Path(data)
        )
        self.read(chosen or self.path or Path(self.choice.itemData(0)))


def form_nodes(tree: Tree) -> tuple[FormNode, ...]:
    """The items of a form as the preview shows them."""
    language = current_language()
    return tuple(
        FormNode(
            code=node.code,
            title=say(node.item.title, language),
            weight=_weight(node),
            scale=scale_words(node.scale) if node.scale is not None else "",
            parent="" if node.parent is None else tree.nodes[node.parent].code,
            level=node.level,
            folds=not node.is_leaf,
        )
        for node in tree.nodes
    )


def _weight(node: Node) -> str:
    if node.is_leaf or node.part != "base":
        return weight_words(node) if node.is_leaf else ""
    return number_text(node.nominal) if node.scored else ""


def scale_words(scale: Scale) -> str:
    """How an item is answered, in a few words."""
    match scale:
        case Options():
            points = " / ".join(number_text(option.points) for option in scale.options)
            return _("Options {points}").format(points=points)
        case Checklist():
            n = len(scale.ticks)
            return ngettext("Checklist of {n}", "Checklist of {n}", n).format(n=n)
        case Binary():
            return _("Yes or no")
        case Count():
            return _("A count")
        case Number():
            return _("A number {unit}").format(unit=say(scale.unit, current_language())).rstrip()
        case Rate():
            return _("A rate")
        case Deductions():
            return _("Deductions")
        case Rounds():
            return _("{n} rounds: {scale}").format(n=scale.n, scale=scale_words(scale.one))
        case Imported():
            return _("Brought in by the coordinator")
        case Derived():
            return _("Computed")
        case _:
            return _("Words")
