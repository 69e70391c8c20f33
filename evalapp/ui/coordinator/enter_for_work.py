"""What the panel for entering for an assessor reads and writes, away from the GUI thread."""

from msgspec import Struct
from PySide6.QtCore import QSize

from evalapp.base.progress import Progress
from evalapp.ui.pictures import thumbnail
from evalapp.work.answers import Entered, UnitPage
from evalapp.work.evidence import attachment_bytes
from evalapp.work.on_behalf import enter_for, page_for, sign_off_for
from evalapp.work.project import Project


class Opened(Struct, frozen=True):
    """A city as an assessor has answered it, with thumbnails by hash."""

    person: str
    page: UnitPage
    thumbnails: dict[str, bytes]


class WrittenFor(Struct, frozen=True):
    """The city as it stands after something was written."""

    person: str
    page: UnitPage


def open_page(project: Project, person: str, unit: str, small: QSize, _progress: Progress) -> Opened:
    """A city with what stands for a person in it."""
    page = page_for(project, person, unit)
    pieces = [
        piece for entry in page.entries.values() for piece in entry.entered.evidence if piece.is_attachment
    ]
    data = {piece.ref: attachment_bytes(project, piece.ref) for piece in pieces}
    shown = {
        piece.ref: thumbnail(data[piece.ref] or b"", small) if piece.kind == "screenshot" else b""
        for piece in pieces
        if data[piece.ref] is not None
    }
    return Opened(person, page, shown)


def write_answer(
    project: Project, person: str, cell: tuple[str, str], entered: Entered, reason: str, _progress: Progress
) -> WrittenFor:
    """Write one answer for a person."""
    enter_for(project, person, {cell: entered}, reason)
    return WrittenFor(person, page_for(project, person, cell[0]))


def sign_off_page(project: Project, person: str, unit: str, reason: str, _progress: Progress) -> WrittenFor:
    """Sign a city off for a person."""
    sign_off_for(project, person, [unit], reason)
    return WrittenFor(person, page_for(project, person, unit))
