"""Form and rules: the edition in force, its items, the project's rules with what a change would move, and their history."""

from functools import partial

from msgspec import Struct
from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from evalapp.base.clock import local_time
from evalapp.base.i18n import _, current_language, ngettext
from evalapp.base.progress import Progress
from evalapp.form.label import say
from evalapp.ui.commands import Command, Commands
from evalapp.ui.coordinator.keys import table_keys
from evalapp.ui.coordinator.moves_view import MovesView
from evalapp.ui.coordinator.out_of_date import out_of_date
from evalapp.ui.coordinator.rule_history import RuleHistory
from evalapp.ui.coordinator.section import CTRL_ENTER, Section, column_of, press_by
from evalapp.ui.page import Keys
from evalapp.ui.rules_state import changed_settings, rules_state, wrong_rules
from evalapp.ui.services import Services
from evalapp.ui.start.form_card import form_nodes
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.card_state import MessageAction, MessageState
from evalapp.ui.widgets.form_tree import FormTree
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.message_bar import MessageBars
from evalapp.ui.widgets.rules_card import RulesCard, RulesState
from evalapp.work.foreseeing import Foreseen
from evalapp.work.handing_out import HandoutRow, to_write_again
from evalapp.work.project import Project
from evalapp.work.project_rules import ProjectRules, project_rules
from evalapp.work.rule_changes import (
    Dispute,
    SettingLine,
    change_settings,
    disputes,
    foresee_settings,
    setting_lines,
    setting_word,
    value_word,
)

_WIDEST = 920
_REST = 300
"""So long (ms) a field rests before what it would move is worked out."""
_SETTLE, _TASKS = "settle", "tasks"


class RulesView(Struct, frozen=True):
    """Everything that the page shows of the rules."""

    rules: ProjectRules
    lines: tuple[SettingLine, ...]
    disputes: tuple[Dispute, ...]
    again: tuple[HandoutRow, ...]


class RulesSection(Section):
    """Ctrl+Enter writes what was changed in the fields, Esc puts them back. Nothing is written before it has been shown."""

    kinds = frozenset({"settings", "batches"})

    def __init__(self, project: Project, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(project, services, parent)
        self._shown = RulesState()
        self._disputes: tuple[Dispute, ...] = ()
        self.messages = MessageBars()
        self.messages.acted.connect(self._on_acted)
        self.card = RulesCard(_("Rules of the project"))
        self.card.edited.connect(self._on_edited)
        self.moves = MovesView()
        self.moves.cell_asked.connect(self.cell_asked)
        self.words = text_label(tone="text_2", wrap=True)
        self.write = Button(_("Set"), key="Ctrl Enter", look="primary")
        self.discard = Button(_("Put back"), key="Esc", look="flat")
        self.write.clicked.connect(self.press)
        self.discard.clicked.connect(self.put_back)
        self.unfold = Button(_("Items of the form"), icon="chevron-right", look="flat")
        self.unfold.clicked.connect(self._on_unfold)
        self.items = FormTree()
        self.items.hide()
        self.history = RuleHistory()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST)
        self._timer.timeout.connect(self._foresee)
        self._lay_out()
        press_by(CTRL_ENTER, self, self.press)
        press_by(("Esc",), self, self.put_back)
        self.lead_to(self.card.tolerance)

    def _lay_out(self) -> None:
        theme = current_theme()
        content = QWidget()
        content.setProperty("ground", "window")
        column = column_of(content)
        column.addWidget(text_label(_("Form and rules"), type="page"))
        column.addWidget(self.messages)
        column.addWidget(_framed(*self._form_parts(), self.unfold, self.items))
        column.addWidget(self.card)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space.s2)
        row.addWidget(self.words, 1)
        row.addWidget(self.discard)
        row.addWidget(self.write)
        self._change = _framed(text_label(_("What this changes"), type="title"), self.moves, foot)
        column.addWidget(self._change)
        column.addWidget(_framed(text_label(_("Changes of the rules"), type="title"), self.history))
        column.addStretch(1)
        for place in range(column.count()):
            if (widget := column.itemAt(place).widget()) is not None and isinstance(widget, QFrame):
                widget.setMaximumWidth(theme.scaled(_WIDEST))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _form_parts(self) -> list[QLabel]:
        head = self.project.tree.form.head
        language = current_language()
        digest = self.project.about.form_hash
        lines = [
            text_label(f"{say(head.title, language)} {head.version}", type="title", wrap=True),
            text_label(
                _("{n} items; SHA-256 {hash}").format(
                    n=len(self.project.tree.leaves),
                    hash=" ".join(digest[start : start + 4] for start in range(0, 16, 4)) + " …",
                ),
                type="caption",
                tone="text_3",
                wrap=True,
            ),
        ]
        lines[1].setToolTip(digest)
        said = filter(None, (say(head.sourced, language), say(head.sources, language)))
        return [*lines, *(text_label(words, tone="text_2", wrap=True) for words in said)]

    # Reading -----------------------------------------------------------------------------------------------------------

    def load(self) -> None:
        self.run(partial(_look, self.project), self._show)

    def _show(self, view: RulesView) -> None:
        half = self.card.state() if changed_settings(self._shown, self.card.state()) else None
        self._shown = rules_state(view.rules)
        if half is None:
            self.card.set_state(self._shown)
        self.history.set_state(view.lines)
        self._disputes = view.disputes
        self.messages.set_state(
            [
                *(_dispute_bar(*one) for one in enumerate(view.disputes)),
                *out_of_date(view.again, _TASKS, _("To the task files")),
            ]
        )
        self._on_edited()

    @Slot()
    def _on_unfold(self) -> None:
        shown = not self.items.isVisible()
        if shown:
            self.items.set_state(form_nodes(self.project.tree))
        self.items.setVisible(shown)
        self.unfold.set_icon_name("chevron-down" if shown else "chevron-right")

    # Changing ----------------------------------------------------------------------------------------------------------

    def changed(self) -> dict[str, str]:
        """What was changed in the fields and is not written yet."""
        return changed_settings(self._shown, self.card.state())

    @Slot()
    def _on_edited(self) -> None:
        self.card.tell(*wrong_rules(self.card.state()))
        changed = self.changed()
        self._change.setVisible(bool(changed))
        self.write.setEnabled(bool(changed) and not any(wrong_rules(self.card.state())))
        self.words.setText(
            _("{rules} will be set.").format(rules=_(", ").join(map(setting_word, changed)))
            if changed
            else ""
        )
        self.moves.set_state(None)
        if changed:
            self._timer.start()

    @Slot()
    def _foresee(self) -> None:
        if self.changed() and not any(wrong_rules(self.card.state())) and not self._stopped:
            work = partial(_foresee, self.project, self.changed())
            self.run(work, self._on_foreseen, name=_("Working out what changes"))

    def _on_foreseen(self, found: tuple[dict[str, str], Foreseen]) -> None:
        values, seen = found
        if values == self.changed():
            self.moves.set_state(seen)

    @Slot()
    def press(self) -> None:
        """Write what was changed."""
        if why := self.why_not():
            self.services.warns(why)
            return
        self.run(partial(_set, self.project, self.changed()), self._on_set, name=_("Setting the rules"))

    def why_not(self) -> str:
        """Why there is nothing to write; "" where there is."""
        if wrong := next(filter(None, wrong_rules(self.card.state())), ""):
            return wrong
        return "" if self.changed() else _("No rule was changed.")

    @Slot()
    def put_back(self) -> None:
        """Show the rules in force again."""
        self.card.set_state(self._shown)
        self._on_edited()

    def _on_set(self, written: int) -> None:
        self._shown = self.card.state()
        self.services.toast(
            ngettext("{n} rule is set.", "{n} rules are set.", written).format(n=written)
            if written
            else _("It is so already.")
        )
        self.services.saved()
        self.services.changes.announce("settings", "decisions", "answers")

    @Slot(object)
    def _on_acted(self, code: str) -> None:
        word, _space, rest = code.partition(" ")
        if word == _TASKS:
            self.asked_for.emit(_TASKS)
        elif word == _SETTLE:
            which, place = map(int, rest.split())
            dispute = self._disputes[which]
            values = {dispute.name: dispute.said[place].value}
            self.run(partial(_set, self.project, values), self._on_settled, name=_("Setting the rules"))

    def _on_settled(self, written: int) -> None:
        self.services.toast(ngettext("{n} rule is set.", "{n} rules are set.", written).format(n=written))
        self.services.saved()
        self.services.changes.announce("settings", "decisions", "answers")

    # What can be done --------------------------------------------------------------------------------------------------

    def keys(self) -> Keys:
        return (
            *table_keys(),
            ("Ctrl Enter", _("Set the rules that were changed")),
            ("Esc", _("Put the rules back")),
        )

    def commands(self, group: str) -> Commands:
        nothing = "" if self.changed() else _("No rule was changed.")
        return (
            Command(
                text=_("Set the rules that were changed"),
                key="Ctrl Enter",
                run=self.press,
                group=group,
                why_not=self.why_not(),
            ),
            Command(text=_("Put the rules back"), run=self.put_back, group=group, why_not=nothing),
            Command(text=self.unfold.text(), run=self.unfold.click, group=group),
        )

    def place(self) -> object:
        return self.card.state() if self.changed() else None

    def return_to(self, place: object) -> None:
        if isinstance(place, RulesState):
            self.card.set_state(place)


def _framed(*parts: QWidget) -> QFrame:
    theme = current_theme()
    card = QFrame()
    card.setProperty("card", "true")
    column = QVBoxLayout(card)
    column.setContentsMargins(theme.space.s4, theme.space.s3, theme.space.s4, theme.space.s3)
    column.setSpacing(theme.space.s2)
    for part in parts:
        column.addWidget(part)
    return card


def _dispute_bar(number: int, dispute: Dispute) -> MessageState:
    said = _("; ").join(
        _("{name}, {time}: {value}").format(
            name=one.by, time=local_time(one.at), value=value_word(dispute.name, one.value)
        )
        for one in dispute.said
    )
    words = _("“{rule}” was set differently, and what depends on it waits. {said}.")
    actions = tuple(
        MessageAction(
            code=f"{_SETTLE} {number} {place}",
            text=_("Take {value}").format(value=value_word(dispute.name, one.value)),
        )
        for place, one in enumerate(dispute.said[:2])
    )
    text = words.format(rule=setting_word(dispute.name), said=said)
    return MessageState(kind="error", text=text, actions=actions)


def _look(project: Project, _progress: Progress) -> RulesView:
    return RulesView(
        project_rules(project), setting_lines(project), disputes(project), to_write_again(project)
    )


def _foresee(
    project: Project, values: dict[str, str], _progress: Progress
) -> tuple[dict[str, str], Foreseen]:
    return values, foresee_settings(project, values)


def _set(project: Project, values: dict[str, str], _progress: Progress) -> int:
    return change_settings(project, values)
