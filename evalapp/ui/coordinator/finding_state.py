"""What the page of checks shows, read on the task runner's thread."""

from collections.abc import Sequence
from functools import partial

from msgspec import Struct

from evalapp.base.i18n import _, ngettext
from evalapp.base.progress import Progress
from evalapp.entry.points import points_of
from evalapp.merge.oddities.finding import Finding, Place
from evalapp.ui.coordinator.place_card import PlaceState
from evalapp.ui.coordinator.values import item_words, value_words
from evalapp.ui.widgets.finding_list import FindingState, finding_chip
from evalapp.work.blinding import names_told
from evalapp.work.board import board
from evalapp.work.checks import Checked, Words, checked, is_about_people, words_of
from evalapp.work.checks_table import standing_word
from evalapp.work.deciding import cell_view
from evalapp.work.judged import judged_of
from evalapp.work.looking import Known, Looked, look_through
from evalapp.work.project import Project

_NAMED = 2


class Seen(Struct, frozen=True, kw_only=True, eq=False):
    """What was found, what was said of it, and how many pieces were handed in of how many.

    ``blind``: assessors are called by letters, but where a finding is about them.
    """

    looked: Looked
    words: Words
    rows: tuple[Checked, ...]
    pieces_in: int
    pieces: int
    blind: bool = True

    def open(self) -> int:
        """How many findings wait for somebody."""
        return sum(1 for row in self.rows if row.standing == "open")


def looking(project: Project, known: Known) -> "partial[Seen]":
    """The work of looking through everything, for the task runner."""
    return partial(_look, project, known)


def _look(project: Project, known: Known, progress: Progress) -> Seen:
    looked = look_through(project, progress, known)
    words = words_of(project)
    how_far = board(project)
    return Seen(
        looked=looked,
        words=words,
        rows=checked(looked, words),
        pieces_in=how_far.pieces_in,
        pieces=how_far.pieces,
        blind=not names_told(project),
    )


def reading_words(project: Project, seen: Seen) -> "partial[Seen]":
    """The work of reading anew what was said; the findings stay as they were seen."""
    return partial(_words, project, seen)


def _words(project: Project, seen: Seen, _progress: Progress) -> Seen:
    words = words_of(project)
    return Seen(
        looked=seen.looked,
        words=words,
        rows=checked(seen.looked, words),
        pieces_in=seen.pieces_in,
        pieces=seen.pieces,
        blind=seen.blind,
    )


def reading_places(
    project: Project, seen: Seen, finding: Finding, places: Sequence[Place]
) -> "partial[tuple[str, tuple[PlaceState, ...]]]":
    """The work of reading some of a finding's answers, with the finding's key."""
    return partial(_places, project, seen, finding, tuple(places))


def _places(
    project: Project, seen: Seen, finding: Finding, places: tuple[Place, ...], _progress: Progress
) -> tuple[str, tuple[PlaceState, ...]]:
    return finding.key, tuple(_place(project, seen, finding, place) for place in places)


def _place(project: Project, seen: Seen, finding: Finding, place: Place) -> PlaceState:
    said = seen.looked.said.get(place)
    node = project.tree.node(place.item)
    unit = seen.looked.case.units[place.unit]
    who = who_words(project, seen, finding, place)
    beside = place not in finding.places
    if said is None:
        return PlaceState(place=place, unit=unit, item=item_words(node), who=who, answer=_("Unanswered"))
    return PlaceState(
        place=place,
        unit=unit,
        item=item_words(node),
        who=who,
        answer=value_words(node, said.state, said.value),
        points=points_of(node, said.state, said.value),
        text=said.text,
        evidence=said.evidence,
        about=tuple(n for n, piece in enumerate(said.evidence) if piece.ref in finding.refs),
        judged=judged_of(seen.words.pieces, place, said.evidence),
        beside=beside,
    )


def who_words(project: Project, seen: Seen, finding: Finding, place: Place) -> str:
    """Whose answer it is: by name where that may be told, else by the letter that the page of decisions uses."""
    if is_named(seen, finding):
        return seen.looked.case.person(place.subject)
    view = cell_view(project, place.unit, place.item)
    letters = [one.label for one in view.assessments if one.person == place.subject]
    return _("Assessment {label}").format(label=letters[0]) if letters else _("Name hidden")


def is_named(seen: Seen, finding: Finding) -> bool:
    """Whether a finding's answers stand under their authors' names."""
    return not seen.blind or is_about_people(finding)


def finding_states(seen: Seen, rows: Sequence[Checked]) -> list[FindingState]:
    """Findings as the list shows them."""
    return [
        FindingState(
            id=row.finding.key,
            chip=finding_chip(row.finding.kind),
            where=where_words(seen.looked, row.finding),
            strength=round(row.finding.strength),
            why=row.finding.why,
            settled="" if row.standing == "open" else standing_word(row.standing),
        )
        for row in rows
    ]


def where_words(looked: Looked, finding: Finding) -> str:
    """Where a finding is, in a few words: one or two by name, of several units the first and how many more."""
    units = {place.unit for place in finding.places}
    items = {place.item for place in finding.places}
    names = [looked.case.units[key] for key in looked.case.units if key in units]
    unit = _(", ").join(names)
    if len(names) > _NAMED:
        unit = _("{name} and {more} more units").format(name=names[0], more=len(names) - 1, n=len(names))
    item = (
        next(iter(items))
        if len(items) == 1
        else ngettext("{n} item", "{n} items", len(items)).format(n=len(items))
    )
    return f"{unit} · {item}"
