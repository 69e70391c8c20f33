"""A question about who somebody is: both sides with name and key next to one another, and the answers as buttons."""

from msgspec import Struct
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from evalapp.base.i18n import _, ngettext
from evalapp.base.progress import Progress
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.choice_box import ChoiceBox
from evalapp.ui.widgets.labels import IconLabel, text_label
from evalapp.work.doubts import Doubt, Known, accept, refuse, take_up
from evalapp.work.project import Project


class DoubtAnswer(Struct, frozen=True, kw_only=True):
    """What was answered: ``word`` is accept, refuse, or same, where an unknown person is the listed person ``other``."""

    doubt: Doubt
    word: str
    other: str = ""


class DoubtCard(QFrame):
    """One doubt, until it is answered.

    Signals:
        answered: a DoubtAnswer.
    """

    answered = Signal(object)

    def __init__(self, doubt: Doubt, listed: tuple[Known, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.doubt = doubt
        self.setProperty("card", "true")
        head = QHBoxLayout()
        head.setSpacing(theme.space.s2)
        head.addWidget(IconLabel("alert-outline", "warn"))
        self.words = text_label(_question(doubt), type="strong", wrap=True)
        head.addWidget(self.words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s2)
        column.setSpacing(theme.space.s2)
        column.addLayout(head)
        column.addLayout(_sides(doubt))
        column.addWidget(text_label(_hint(doubt), type="caption", tone="text_2", wrap=True))
        column.addLayout(self._buttons(listed))

    def _buttons(self, listed: tuple[Known, ...]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current_theme().space.s2)
        self.accept = Button(_accept_word(self.doubt), parent=self)
        self.accept.clicked.connect(self._on_accept)
        self.refuse = Button(_("Do not accept"), parent=self)
        self.refuse.clicked.connect(self._on_refuse)
        row.addWidget(self.accept)
        row.addWidget(self.refuse)
        self.people = ChoiceBox(_("Who of the listed assessors is this?"))
        self.same = Button(_("It is this person"), parent=self)
        self.same.clicked.connect(self._on_same)
        if self.doubt.kind == "unknown" and listed:
            self.people.setMaximumWidth(current_theme().size.nav)
            for known in listed:
                self.people.addItem(_label(known.name, known.code), known.person)
            first = self.doubt.others[0].person if self.doubt.others else ""
            self.people.setCurrentIndex(max(self.people.findData(first), 0))
            row.addSpacing(current_theme().space.s3)
            row.addWidget(self.people)
            row.addWidget(self.same)
        else:
            self.people.setParent(self)
            self.people.hide()
            self.same.hide()
        row.addStretch(1)
        return row

    @Slot()
    def _on_accept(self) -> None:
        self.answered.emit(DoubtAnswer(doubt=self.doubt, word="accept"))

    @Slot()
    def _on_refuse(self) -> None:
        self.answered.emit(DoubtAnswer(doubt=self.doubt, word="refuse"))

    @Slot()
    def _on_same(self) -> None:
        chosen = str(self.people.currentData())
        self.answered.emit(DoubtAnswer(doubt=self.doubt, word="same", other=chosen))


def _question(doubt: Doubt) -> str:
    name = _label(doubt.name, doubt.code) or _("Somebody without a name")
    if doubt.kind == "unknown":
        return _("{name} is not in this project. Who is it?").format(name=name)
    if doubt.kind == "key":
        return _("{name} has written with another key. Is it {name}, at a second laptop?").format(name=name)
    others = _(", ").join(other.name for other in doubt.others)
    return _("{name} and {others} have the same code {code}. Are they two people?").format(
        name=doubt.name, others=others, code=doubt.code
    )


def _hint(doubt: Doubt) -> str:
    asks = _(
        "Ask by another way than the one by which the file came, and compare the first digits of the key."
    )
    if doubt.kind == "code":
        return _("{waits} {asks}").format(
            waits=_("Both count, since nothing is kept by the code."), asks=asks
        )
    waits = ngettext(
        "{n} revision waits for the answer.", "{n} revisions wait for the answer.", doubt.held
    ).format(n=doubt.held)
    if doubt.kind == "unknown":
        return _(
            "{waits} {asks} An assessor whom a restored backup has forgotten is entered again; one who was listed anew takes the "
            "other's name, code and assignments."
        ).format(waits=waits, asks=asks)
    return _("{waits} {asks}").format(waits=waits, asks=asks)


def _accept_word(doubt: Doubt) -> str:
    return {
        "unknown": _("Enter as an assessor"),
        "key": _("Accept the key"),
        "code": _("They are two people"),
    }[doubt.kind]


def _sides(doubt: Doubt) -> QGridLayout:
    """Name and key of both sides, one under the other, so that they can be compared digit by digit."""
    grid = QGridLayout()
    theme = current_theme()
    grid.setHorizontalSpacing(theme.space.s3)
    grid.setVerticalSpacing(theme.space.s0)
    said = _("The file says") if doubt.kind == "unknown" else _("It came with")
    lines = [(said, _label(doubt.name, doubt.code), doubt.key)]
    lines += [
        (_("Listed"), _label(other.name, other.code), key)
        for other in doubt.others
        for key in (other.keys or ("",))
    ]
    for place, (what, name, key) in enumerate(lines):
        grid.addWidget(text_label(what, type="caption", tone="text_3"), place, 0)
        grid.addWidget(text_label(name), place, 1)
        words = _digits(key) if key else _("no key yet")
        grid.addWidget(text_label(words, type="caption", tone="text_2"), place, 2)
    grid.setColumnStretch(2, 1)
    return grid


def _digits(key: str) -> str:
    """The first 32 digits in groups of four: enough to compare, few enough to read out."""
    return " ".join(key[start : start + 4] for start in range(0, min(len(key), 32), 4))


def _label(name: str, code: str) -> str:
    return f"{name} {code}".strip()


def answer_doubt(project: Project, said: DoubtAnswer, _progress: Progress) -> bool:
    """Record an answer; whether something counts by it."""
    if said.word == "refuse":
        refuse(project, said.doubt)
    elif said.word == "same":
        take_up(project, said.doubt, said.doubt.name, said.doubt.code, in_place_of=said.other)
    else:
        accept(project, said.doubt)
    return said.word != "refuse"
