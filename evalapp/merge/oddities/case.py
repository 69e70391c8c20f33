"""What the finders are given: everything that has been handed in, as frozen values."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from evalapp.base.i18n import _, current_language
from evalapp.base.numbers import guard
from evalapp.entry.cell_words import cell_words
from evalapp.entry.evidence import Evidence
from evalapp.entry.final import Final, State
from evalapp.form.refusal import ValueRefused
from evalapp.form.tree import Node
from evalapp.merge.oddities.finding import Place


class Said(Struct, frozen=True, kw_only=True, gc=False):
    """An answer that counts: signed off, by somebody who is assigned, to an item of the edition in force."""

    unit: str
    item: str
    subject: str
    state: State
    value: str = ""
    text: str = ""
    evidence: tuple[Evidence, ...] = ()

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.unit, self.item, self.subject)

    def judged(self) -> tuple[str, ...]:
        """What a finding about it rests on."""
        return (self.unit, self.item, self.subject, self.state, self.value)


class Attached(Struct, frozen=True):
    """What the bytes of an attachment say that is here.

    ``image``: it is one; ``sound``: they begin as its name says; ``size``: its pixels, (0, 0) where that is not known.
    """

    image: bool
    sound: bool = True
    size: tuple[int, int] = (0, 0)


class Case(Struct, frozen=True, kw_only=True):
    """The whole of what is looked through. Units and leaves stand in the order of roster and form, names are for people.

    ``earlier`` is what units were in the edition before, by (unit, item), ``label`` what that edition is called. ``attached``
    are the attachments that are here, by SHA-256. ``unevidenced`` are items, by (unit, subject), whose evidence the form
    requires and nobody gave. ``begins`` and ``ends`` bound the time in which evidence can have been taken (UTC, "" where
    that is not known).
    """

    answers: tuple[Said, ...]
    leaves: Mapping[str, Node]
    units: Mapping[str, str]
    people: Mapping[str, str] = {}
    earlier: Mapping[tuple[str, str], Final] = {}
    label: str = ""
    attached: Mapping[str, Attached] = {}
    unevidenced: Mapping[tuple[str, str], tuple[str, ...]] = {}
    begins: str = ""
    ends: str = ""

    def unit_words(self, keys: Iterable[str]) -> str:
        """Units by name, in the roster's order; of many the first few."""
        return _named([self.units[key] for key in self.units if key in set(keys)])

    def item_words(self, codes: Iterable[str]) -> str:
        """Items by code, in the form's order; of many the first few."""
        wanted = set(codes)
        return _named([code for code in self.leaves if code in wanted])

    def person(self, subject: str) -> str:
        """An assessor as people call them."""
        return self.people.get(subject, subject)

    def value_words(self, item: str, state: State, value: str) -> str:
        """An answer in the language in force."""
        return cell_words(self.leaves[item], state, value, current_language()) or _("nothing")


def by_item(answers: Iterable[Said]) -> dict[str, list[Said]]:
    """The answers to each item, in the order in which they were given."""
    found: dict[str, list[Said]] = {}
    for said in answers:
        found.setdefault(said.item, []).append(said)
    return found


def measure(leaf: Node, value: str) -> float | None:
    """A value as a number: the one that was typed, else its score; None where it is neither, or does not fit the scale."""
    if leaf.scale is None:
        return None
    try:
        number = leaf.scale.number(value)
        found = leaf.scale.score(value) if number is None else number
    except ValueRefused:
        return None
    return None if found is None else guard(found)


def _named(names: list[str], most: int = 5) -> str:
    shown = _(", ").join(names[:most])
    if len(names) <= most:
        return shown
    return _("{names} and {n} more").format(names=shown, n=len(names) - most)
