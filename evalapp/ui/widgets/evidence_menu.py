"""The menus of the evidence: what can be added, and what can be done with a piece."""

from collections.abc import Callable

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from evalapp.base.i18n import _
from evalapp.ui.theme.icons import icon
from evalapp.ui.widgets.card_state import EvidenceState

Entry = tuple[str, str, str, Callable[[], None]]
"""Icon, words, key ("" for none), what is done."""


def menu_of(entries: tuple[Entry, ...], parent: QWidget) -> QMenu:
    """A menu that goes once it has served."""
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    for name, text, key, slot in entries:
        action = QAction(icon(name), f"{text}\t{key}" if key else text, menu)
        action.triggered.connect(slot)
        menu.addAction(action)
    return menu


def side_words(side: int) -> str:
    """How large screenshots are kept, in words; ``side`` in pixels, 0 for as they are."""
    return _("Longer side at most {n} px").format(n=side) if side else _("Not scaled")


def add_sides(menu: QMenu, sides: tuple[int, ...], on: int, chosen: Callable[[QAction], None]) -> None:
    """Let the user choose below a menu how large screenshots are kept; ``chosen`` gets an action with the side as data."""
    below = menu.addMenu(icon("image-outline"), _("Size of screenshots"))
    group = QActionGroup(below)
    for side in sides:
        action = QAction(side_words(side), below)
        action.setData(side)
        action.setCheckable(True)
        action.setChecked(side == on)
        group.addAction(action)
        below.addAction(action)
    below.triggered.connect(chosen)


def open_words(state: EvidenceState) -> str:
    """What Enter does with a piece of evidence."""
    if state.kind == "link":
        return _("Open in the browser")
    if state.kind == "note":
        return _("Read and rewrite")
    return _("Look at it") if state.kind == "screenshot" else _("Keep a copy of the file…")
