"""The card that lets a further person decide: a key by file or pasted, compared by telephone, a name and a code."""

from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.ui.file_dialogs import FileKind, ask_file
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.drop_zone import DropZone
from evalapp.ui.widgets.labels import retone, text_label
from evalapp.ui.widgets.titled_card import TitledCard
from evalapp.work.key_cards import SUFFIX, is_key, plain_key, read_key_card, short_key


class GrantDraft(Struct, frozen=True, kw_only=True):
    """Who is to decide."""

    name: str
    code: str
    key: str


class GrantCard(TitledCard):
    """Nothing is granted before the key was compared.

    Signals:
        grant_asked: a GrantDraft.
        failed: an AppError: the file is no key file.
    """

    grant_asked = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Add a coordinator"), parent)
        theme = current_theme()
        self.zone = DropZone((SUFFIX,))
        self.zone.set_state(_("Drop a key file here"), _("{suffix}, or choose one").format(suffix=SUFFIX))
        self.zone.files_dropped.connect(self.take)
        self.zone.clicked.connect(self._on_choose)
        self.inside.addWidget(self.zone)
        self.key = QLineEdit()
        self.key.setAccessibleName(_("Key of the other account"))
        self.key.setPlaceholderText(_("Or paste the key"))
        self.key.textChanged.connect(self._on_key)
        self.inside.addWidget(self.key)
        self.short = text_label(type="page")
        self._said = text_label(type="caption", tone="text_2", wrap=True)
        self.compared = QCheckBox(_("Compared by telephone"))
        self.compared.toggled.connect(self._on_typed)
        self.inside.addWidget(self.short)
        self.inside.addWidget(self._said)
        self.inside.addWidget(self.compared)
        self.name, self.code = QLineEdit(), QLineEdit()
        fields = QHBoxLayout()
        fields.setSpacing(theme.space.s2)
        for field, words in ((self.name, _("Name")), (self.code, _("Code"))):
            field.setAccessibleName(words)
            field.setPlaceholderText(words)
            field.textChanged.connect(self._on_typed)
        fields.addWidget(self.name, 2)
        fields.addWidget(self.code, 1)
        self.inside.addLayout(fields)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space.s2)
        self._why_not = text_label(type="caption", tone="text_2", wrap=True)
        self.button = Button(_("Let decide"), icon="account-plus-outline", parent=self)
        self.button.clicked.connect(self.press)
        foot.addWidget(self._why_not, 1)
        foot.addWidget(self.button)
        self.inside.addLayout(foot)
        self._on_key()

    def draft(self) -> GrantDraft:
        """What is filled in."""
        return GrantDraft(
            name=self.name.text().strip(), code=self.code.text().strip(), key=plain_key(self.key.text())
        )

    def fill(self, draft: GrantDraft) -> None:
        """Fill in what was filled in elsewhere, or nothing; the key is to be compared again."""
        self.key.setText(draft.key)
        self.name.setText(draft.name)
        self.code.setText(draft.code)

    def why_not(self) -> str:
        """Why nobody can be granted as it is filled in; "" where somebody can."""
        draft = self.draft()
        if not draft.key:
            return _("First the key of the other account.")
        if not is_key(draft.key):
            return _("That is no key: it has 64 digits and letters from a to f.")
        if not self.compared.isChecked():
            return _("First compare the key.")
        if not (draft.name and draft.code):
            return _("Give a name and a code.")
        return ""

    def ask_key_file(self) -> Path | None:
        """Ask for a key file; tests answer in its place."""
        return ask_file(self, _("Key file of the other account"), FileKind(_("Key files"), (SUFFIX,)))

    @Slot()
    def _on_choose(self) -> None:
        if (path := self.ask_key_file()) is not None:
            self.take((path,))

    @Slot(object)
    def take(self, paths: tuple[Path, ...]) -> None:
        """Read a key file into the fields."""
        try:
            card = read_key_card(paths[0])
        except AppError as error:
            self.failed.emit(error)
            return
        self.key.setText(card.key)
        self.key.setCursorPosition(0)
        if card.name:
            self.name.setText(card.name)
        (self.code if self.name.text() else self.name).setFocus()

    @Slot()
    def _on_key(self) -> None:
        key = plain_key(self.key.text())
        known = is_key(key)
        self.short.setText(short_key(key) if known else "")
        self._said.setText(
            _("Ask the other person by telephone what their start page shows. Grant only if it is the same.")
            if known
            else _("The other person writes it on the start page or by “evalapp key”, and sends it to you.")
        )
        for part in (self.short, self.compared):
            part.setVisible(known)
        self.compared.setChecked(False)
        self._on_typed()

    @Slot()
    def _on_typed(self) -> None:
        why_not = self.why_not()
        wrong = bool(self.key.text().strip()) and not is_key(plain_key(self.key.text()))
        self._why_not.setText(why_not)
        retone(self._why_not, "error" if wrong else "text_2")
        self.button.setEnabled(not why_not)
        self.button.setToolTip(why_not)

    @Slot()
    def press(self) -> None:
        """Grant, where everything is filled in."""
        if not self.why_not():
            self.grant_asked.emit(self.draft())
