"""Evidence as the card shows it, and where in this file the same piece stands too. Pure but for what is remembered."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from evalapp.base.clock import local_time, utc_time
from evalapp.base.i18n import _
from evalapp.entry.evidence import NOT_WHAT_IT_SAYS, Evidence, is_home_page, leads_nowhere
from evalapp.ui.assessor.steps import Cell
from evalapp.ui.widgets.card_state import EvidenceState
from evalapp.ui.widgets.score_card import GO_TO
from evalapp.ui.widgets.words import size_text
from evalapp.work.answers import UnitPage


class Same(Struct, frozen=True):
    """Where a piece stands a second time: in a few words, and the place to go to."""

    words: str
    place: str


class EvidenceUses:
    """Which pieces stand where, by their hash or address: asked for each card, and never read from the file for that.

    A page that was taken in is looked through once; taking in a newer one of the same unit replaces what was known of it.
    """

    def __init__(self) -> None:
        self._pages: dict[str, UnitPage] = {}
        self._cells: dict[str, dict[Cell, str]] = {}

    def take(self, page: UnitPage) -> None:
        """Know what stands behind the answers of a unit."""
        before = self._pages.get(page.unit.key)
        if before is page:
            return
        self._pages[page.unit.key] = page
        for cell, pieces in _pieces(before):
            for piece in pieces:
                self._cells.get(piece.ref, {}).pop(cell, None)
        for cell, pieces in _pieces(page):
            for piece in pieces:
                if piece.kind != "note":
                    self._cells.setdefault(piece.ref, {})[cell] = page.unit.name

    def elsewhere(self, cell: Cell, evidence: Iterable[Evidence]) -> dict[str, Same]:
        """By ``ref``: where else the pieces of a cell stand, in the same unit if they stand there too."""
        found = {}
        for piece in evidence:
            others = [other for other in self._cells.get(piece.ref, {}) if other != cell]
            if others:
                unit, item = min(others, key=lambda other: (other[0] != cell[0], other))
                name = "" if unit == cell[0] else self._cells[piece.ref][(unit, item)]
                place = f"{name} {item}".strip()
                found[piece.ref] = Same(_("Same as {place}").format(place=place), f"{GO_TO}{unit}/{item}")
        return found


def _pieces(page: UnitPage | None) -> Iterable[tuple[Cell, tuple[Evidence, ...]]]:
    if page is not None:
        for code, entry in page.entries.items():
            if entry.entered.evidence:
                yield (page.unit.key, code), entry.entered.evidence


def piece_states(
    evidence: Iterable[Evidence], thumbnails: Mapping[str, bytes], same: Mapping[str, Same]
) -> tuple[EvidenceState, ...]:
    """The thumbnails of a card. A file that is not in ``thumbnails`` has not come to this computer."""
    return tuple(
        _state(piece, number, thumbnails, same.get(piece.ref)) for number, piece in enumerate(evidence)
    )


def _state(piece: Evidence, number: int, thumbnails: Mapping[str, bytes], same: Same | None) -> EvidenceState:
    return EvidenceState(
        id=str(number),
        kind=piece.kind,
        title=piece.title or (_unnamed(piece) if piece.is_attachment else piece.ref),
        when=local_time(piece.at),
        thumbnail=thumbnails.get(piece.ref, b""),
        missing=piece.is_attachment and piece.ref not in thumbnails,
        details="\n".join(piece_details(piece)),
        caption=piece.title,
        words=piece.ref if piece.kind == "note" else "",
        size=piece.size if piece.is_attachment else 0,
        same="" if same is None else same.words,
        same_at="" if same is None else same.place,
        weak=_weak(piece),
    )


def piece_details(piece: Evidence) -> Iterable[str]:
    """When it was added, in both times; how large its file is; for a link with a caption, where it points."""
    if piece.title and not piece.is_attachment:
        yield piece.ref
    if piece.at:
        yield _("Added {time} ({utc})").format(time=local_time(piece.at), utc=utc_time(piece.at))
    if piece.is_attachment:
        yield _("{size}, SHA-256 {hash}…").format(size=size_text(piece.size), hash=piece.ref[:12])


def _weak(piece: Evidence) -> str:
    """Why a piece proves little; "" where nothing speaks against it."""
    if piece.mime == NOT_WHAT_IT_SAYS:
        return _("This file looks damaged or is not what its name says. Open it and see.")
    if piece.kind != "link":
        return ""
    if leads_nowhere(piece.ref):
        return _("Only this computer or its own network can open this address.")
    if is_home_page(piece.ref):
        return _("This leads to a home page alone: the page itself, or a screenshot, proves more.")
    return ""


def _unnamed(piece: Evidence) -> str:
    return _("Screenshot") if piece.kind == "screenshot" else _("File")
