"""The scale between the assessments: question, steps with their anchors, and who chose which; or the editor for another value."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from evalapp.base.i18n import _, current_language
from evalapp.form.label import say
from evalapp.form.tree import Node, Tree
from evalapp.ui.coordinator.impact_table import ImpactTable
from evalapp.ui.scales import scale_state, weight_words
from evalapp.ui.theme.current import current_theme
from evalapp.ui.widgets.badge import SideBadge
from evalapp.ui.widgets.card_state import OptionState, ScaleState
from evalapp.ui.widgets.chips import ChoiceChips
from evalapp.ui.widgets.editors.base import ValueEditor
from evalapp.ui.widgets.editors.deductions import NOTHING_FOUND
from evalapp.ui.widgets.editors.kinds import editor_for
from evalapp.ui.widgets.labels import text_label
from evalapp.ui.widgets.words import points_text, state_word
from evalapp.work.deciding import Assessment


class ScaleCard(QFrame):
    """Shows an item's scale, or lets a value of its own be given.

    Signals:
        value_given: the value from the editor, "" while it is blank.
        state_given: the special state chosen instead of a value, or None when it was taken back.
        editor_moved: a field for another value has come, or gone.
    """

    value_given = Signal(object)
    state_given = Signal(object)
    editor_moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._node: Node | None = None
        self._scale = ScaleState(kind="text")
        self._parts: list[QWidget] = []
        self.editor: ValueEditor | None = None
        self.setProperty("card", "panel")
        self._weight = text_label(type="caption", tone="text_2")
        self._question = text_label(type="caption", tone="text_2", wrap=True)
        self.states = ChoiceChips(_("Instead of a value"))
        self.states.chosen.connect(self._on_state)
        self.impact = ImpactTable()
        inner = QWidget()
        inner.setProperty("ground", "panel")
        self._body = QVBoxLayout(inner)
        self._body.setContentsMargins(0, 0, theme.space.s1, 0)
        self._body.setSpacing(theme.space.s1)
        self._body.addWidget(self._question)
        self._body.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        head = QHBoxLayout()
        head.addWidget(text_label(_("Scale"), type="strong"), 1)
        head.addWidget(self._weight)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s3, theme.space.s2, theme.space.s2, theme.space.s2)
        column.setSpacing(theme.space.s1)
        column.addLayout(head)
        column.addWidget(area, 1)
        column.addWidget(self.states)
        column.addWidget(self.impact)
        self.states.hide()

    def set_state(self, tree: Tree, node: Node, assessments: Sequence[Assessment]) -> None:
        """Show the item's scale and which assessment chose which step."""
        self._node = node
        self._scale = scale_state(tree, node)
        self._weight.setText(weight_words(node))
        asked = say(node.item.ask, current_language()) or say(node.item.title, current_language())
        self._question.setText(asked)
        self.close_editor()
        for option, chosen in _steps_chosen(self._scale, assessments):
            self._add(_Step(option, chosen))
        if not self._scale.options and (guide := say(node.item.guide, current_language())):
            self._add(text_label(guide, tone="text_2", wrap=True))
        if self._scale.rule:
            self._add(text_label(self._scale.rule, type="caption", tone="text_2", wrap=True))

    def open_editor(self, value: str, state: str | None, *, focus: bool = True) -> None:
        """Let another value be given, beginning with ``value``, or one of the special states offered."""
        if self._node is None:
            return
        self._clear()
        self.editor = editor_for(self._scale.kind)
        self.editor.show_keys(False)  # digits choose among the decisions here
        self.editor.set_state(self._scale, value)
        self.editor.answered.connect(self._on_value)
        self._add(self.editor)
        self.states.set_state([(name, state_word(name)) for name in self._node.item.states], state)
        self.states.setVisible(bool(self._node.item.states))
        self.editor_moved.emit()
        if focus:
            self.editor.focus_value()

    def close_editor(self) -> None:
        """Take the editor away; :meth:`set_state` brings the steps back."""
        self._clear()
        self.states.hide()
        self.editor_moved.emit()

    def show_problem(self, text: str) -> None:
        """Say what is wrong with the value given."""
        if self.editor is not None:
            self.editor.set_problem(text)

    def _add(self, part: QWidget) -> None:
        self._parts.append(part)
        self._body.insertWidget(self._body.count() - 1, part)
        part.show()

    def _clear(self) -> None:
        self.editor = None
        for part in self._parts:
            self._body.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []

    @Slot(object)
    def _on_value(self, value: str) -> None:
        if value and self._node is not None:
            self.states.set_state([(name, state_word(name)) for name in self._node.item.states], None)
        self.value_given.emit(value)

    @Slot(object)
    def _on_state(self, state: str | None) -> None:
        if state is not None and self.editor is not None:
            self.editor.set_state(self._scale, "")
        self.state_given.emit(state)


def chosen_steps(
    tree: Tree, node: Node, assessments: Sequence[Assessment]
) -> tuple[tuple[OptionState, tuple[str, ...]], ...]:
    """The steps of an item's scale, each with the letters of those who chose it."""
    found = _steps_chosen(scale_state(tree, node), assessments)
    return tuple((option, tuple(label for label, _times in chosen)) for option, chosen in found)


def _steps_chosen(
    scale: ScaleState, assessments: Sequence[Assessment]
) -> list[tuple[OptionState, list[tuple[str, int]]]]:
    """The steps, each with the letters of those who chose it and how often."""
    answered = [one for one in assessments if one.state == "answered"]
    return [
        (
            option,
            [(one.label, times) for one in answered if (times := _chosen(scale, option.value, one.value))],
        )
        for option in _steps(scale)
    ]


def _steps(scale: ScaleState) -> tuple[OptionState, ...]:
    """What can be chosen: options, ticks or findings; of rounds, those of a single round."""
    if scale.kind == "deductions":
        return (*scale.options, OptionState(value=NOTHING_FOUND, label=_("Nothing of this was found")))
    return scale.options if scale.one is None else _steps(scale.one)


def _chosen(scale: ScaleState, step: str, value: str) -> int:
    """How often a value holds a step: 0 where it does not, and for rounds, whose values stand in full."""
    if scale.kind == "rounds":
        return 0
    if scale.kind == "deductions":
        counts = dict(part.partition("=")[::2] for part in value.split(";"))
        return int(counts.get(step) or 1) if step in counts else 0
    return int(step in (value.split(";") if scale.kind == "checklist" else (value,)))


class _Step(QFrame):
    """One step with its anchor and points, and the letters of those who chose it, with how often they found it."""

    def __init__(self, option: OptionState, chosen: Sequence[tuple[str, int]]) -> None:
        super().__init__()
        theme = current_theme()
        sides = [label for label, _times in chosen]
        side = sides[0].lower() if len(sides) == 1 and sides[0] in ("A", "B") else "true"
        self.setProperty("card", side)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space.s2, theme.space.s1, theme.space.s2, theme.space.s1)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(theme.space.s1)
        head.addWidget(text_label(option.label, type="strong", wrap=True), 1)
        for label, times in chosen:
            if label in ("A", "B"):
                head.addWidget(SideBadge("a" if label == "A" else "b"))
            else:
                head.addWidget(text_label(label, type="strong"))
            if times > 1:
                head.addWidget(text_label(f"× {times}", type="caption", tone="text_2"))
        if option.points is not None:
            head.addWidget(text_label(points_text(option.points), tone="text_2"))
        column.addLayout(head)
        if option.anchor:
            column.addWidget(text_label(option.anchor, type="caption", tone="text_2", wrap=True))
