"""Which editor answers which kind of scale."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from evalapp.ui.widgets.card_state import ScaleKind
from evalapp.ui.widgets.editors.base import ValueEditor
from evalapp.ui.widgets.editors.choice import BinaryEditor, ChecklistEditor, OptionsEditor
from evalapp.ui.widgets.editors.deductions import DeductionsEditor
from evalapp.ui.widgets.editors.given import GivenEditor
from evalapp.ui.widgets.editors.number import CountEditor, NumberEditor, RateEditor
from evalapp.ui.widgets.editors.rounds import RoundsEditor
from evalapp.ui.widgets.editors.text import TextEditor


def editor_for(kind: ScaleKind, parent: QWidget | None = None) -> ValueEditor:
    """A new editor for a kind of scale."""
    return _EDITORS[kind](parent)


_EDITORS: dict[ScaleKind, Callable[[QWidget | None], ValueEditor]] = {
    "binary": BinaryEditor,
    "options": OptionsEditor,
    "checklist": ChecklistEditor,
    "count": CountEditor,
    "number": NumberEditor,
    "rate": RateEditor,
    "text": TextEditor,
    "deductions": DeductionsEditor,
    "rounds": partial(RoundsEditor, editor_for),
    "given": GivenEditor,
}
