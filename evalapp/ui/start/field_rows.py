"""What the choices of the page that founds a project offer."""

from pathlib import Path

from evalapp.base.i18n import _
from evalapp.ui.file_dialogs import FileKind
from evalapp.ui.widgets.choice_box import ChoiceBox
from evalapp.ui.widgets.segmented import SegmentState

FROM_FILE = "file"
"""The entry of a choice that asks for a file."""


def tables() -> FileKind:
    """The files in which tables are brought."""
    return FileKind(_("Tables"), (".csv", ".xlsx", ".txt"))


def mode_segments() -> tuple[SegmentState, ...]:
    """The ways to deal out the cities."""
    return (
        SegmentState(code="single", text=_("One a city")),
        SegmentState(code="double", text=_("Two a city")),
        SegmentState(code="all", text=_("Everybody every city")),
        SegmentState(code="sample", text=_("Two for a sample")),
    )


def show_choice(choice: ChoiceBox, path: Path) -> None:
    """Show which file is in use; one of the user's own joins the list, before the entry that asks for another."""
    place = choice.findData(str(path))
    if place < 0:
        place = choice.count() - 1
        choice.insertItem(place, path.name, str(path))
    choice.setCurrentIndex(place)
