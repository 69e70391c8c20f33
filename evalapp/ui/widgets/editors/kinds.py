"""Which editor answers which kind of scale."""

from PySide6.QtWidgets import QWidget

from evalapp.ui.widgets.card_state import ScaleKind
from evalapp.ui.widgets.editors.base import ValueEditor
from evalapp.ui.widgets.editors.choice import BinaryEditor, ChecklistEditor, OptionsEditor
from evalapp.ui.widgets.editors.number import CountEditor, NumberEditor, RateEditor
from evalapp.ui.widgets.editors.text import TextEditor

_EDITORS: dict[ScaleKind, type[ValueEditor]] = {
    "binary": BinaryEditor,
    "options": OptionsEditor,
    "checklist": ChecklistEditor,
    "count": CountEditor,
    "number": NumberEditor,
    "rate": RateEditor,
    "text": TextEditor,
}


def editor_for(kind: ScaleKind, parent: QWidget | None = None) -> ValueEditor:
    """A new editor for a kind of scale. Raises KeyError for a kind not built yet."""
    made = _EDITORS[kind]
    return made(parent)
