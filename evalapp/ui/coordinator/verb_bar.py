"""What is to be done, in words: verbs, a choice that goes with the verb, a sentence, and the button that writes it."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from evalapp.base.i18n import _
from evalapp.ui.commands import Command, Commands
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.chips import ChoiceChips
from evalapp.ui.widgets.decision_buttons import DecisionButtons
from evalapp.ui.widgets.editors.base import ProblemLine
from evalapp.ui.widgets.labels import text_label


class VerbBar(QFrame):
    """A draft; nothing is written before ``confirmed``. What the verbs and choices are is the business of subclasses.

    Signals:
        verb_chosen: the code of a verb.
        confirmed: the button was pressed.
    """

    verb_chosen = Signal(object)
    confirmed = Signal()

    def __init__(self, verbs: str, choices: str, button: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._verb = ""
        self.setProperty("card", "true")
        self.verbs = DecisionButtons(verbs)
        self.verbs.verb_chosen.connect(self._on_verb)
        self.choices = ChoiceChips(choices)
        self.choices.chosen.connect(self._on_choice)
        self.caption = text_label(type="caption", tone="text_2")
        self.words = QLineEdit()
        self.words.setMaxLength(2000)
        self.button = Button(button, key="Ctrl Enter", look="primary")
        self.button.clicked.connect(self.confirmed)
        self.problem = ProblemLine()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s3, theme.space.s2)
        column.setSpacing(theme.space.s2)
        column.addWidget(self.verbs)
        chosen = QHBoxLayout()
        chosen.setSpacing(theme.space.s2)
        chosen.addWidget(self.caption)
        chosen.addWidget(self.choices, 3)
        chosen.addWidget(self.problem, 2)
        column.addLayout(chosen)
        line = QHBoxLayout()
        line.setSpacing(theme.space.s2)
        line.addWidget(self.words, 1)
        line.addWidget(self.button)
        column.addLayout(line)

    def show_problem(self, text: str) -> None:
        """Say what is missing or wrong; "" takes it away."""
        self.problem.set_text(text)

    def commands(self, group: str, why_not: str) -> Commands:
        """The verbs as the palette offers them; ``why_not`` says why none can be chosen."""
        return tuple(
            Command(
                text=state.verb,
                key=state.key,
                run=partial(self.verbs.press, state.key),
                group=group,
                why_not=why_not,
            )
            for state in self.verbs.states
        )

    def take(self, code: str) -> None:
        """A verb was chosen: draft it."""
        raise NotImplementedError

    def choose(self, code: str | None) -> None:
        """A choice was made, or with None taken back: draft it."""
        raise NotImplementedError

    def ask_in_words(self, placeholder: str, name: str, button: str) -> None:
        """Say what the sentence is for, and what the button does."""
        self.words.setPlaceholderText(placeholder)
        self.words.setAccessibleName(name)
        self.button.setText(button)
        self.button.updateGeometry()

    def ask_question(self) -> None:
        """The sentence is a question to the assessor."""
        self.ask_in_words(
            _("What is unclear? It goes to the assessor with the next return"),
            _("Question"),
            _("Ask, next one"),
        )

    def focus_words(self) -> None:
        """Go to the sentence."""
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _on_verb(self, code: str) -> None:
        self.take(code)
        self.problem.set_text("")
        self.verb_chosen.emit(code)

    @Slot(object)
    def _on_choice(self, code: str | None) -> None:
        self.choose(code)
