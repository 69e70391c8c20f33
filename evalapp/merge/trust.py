"""Who speaks for the project: from the founding coordinator, by grants, to everybody whose word counts (RECORD R12, R13).

Trust goes from the founder outwards. Nobody's word moves somebody who stands as near to the founder or nearer, so that it
comes to the same in every file, and two coordinators cannot put each other out of office.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from evalapp.entry.contents import (
    Adoption,
    ChainTip,
    Content,
    Enrolment,
    Founding,
    Grant,
    KeyEntry,
    PersonEntry,
    Release,
)
from evalapp.entry.enrolment import proves
from evalapp.merge.eligibility import Key, accepted_keys


class Word(Struct, frozen=True, kw_only=True):
    """A revision that says something of people and keys, or lets something through. ``n`` is its number in the file."""

    n: int
    id: str
    author: str
    subject: str
    replaces: tuple[str, ...]
    content: Content


class Trust(Struct, frozen=True, kw_only=True):
    """Who may write what: the project's id, its coordinators, each person's accepted keys, what was let through by name.

    ``former``: who was a coordinator, and up to where in the own chains what was written in office still counts.

    ``adopted``: projects that were taken in, each with the id of its founding revision; ``foreign`` are their people, and
    ``deciders`` those of them who decide here too (RECORD R27).
    """

    project: str
    coordinators: frozenset[str]
    former: Mapping[str, tuple[ChainTip, ...]]
    deciders: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()
    adopted: Mapping[str, str] = {}
    keys: Mapping[str, frozenset[str]]
    let_through: frozenset[str]

    def speaks_for(self, person: str, key: str | None) -> bool:
        """Whether ``key`` is accepted for ``person``."""
        return key is not None and key in self.keys.get(person, frozenset())


NO_TRUST = Trust(project="", coordinators=frozenset(), former={}, keys={}, let_through=frozenset())

Proved = Callable[[Word, str], bool]
"""Whether a key has proved a revision."""
Within = Callable[[Word, Sequence[ChainTip]], bool]
"""Whether a revision lies on the way to one of the tips."""


def established(
    founding: Founding | None,
    words: Sequence[Word],
    proved: Proved,
    within: Within,
    seen: frozenset[str] = frozenset(),
) -> Trust:
    """The trust that follows from the founding revision and all ``words``; without a founding revision nobody's.

    A coordinator's word counts where one of the coordinator's keys has proved it. Of words about the same thing those count
    that no other one replaces; where some grant and others take back, it is taken back until somebody settles it.
    """
    if founding is None or founding.project in seen:
        return NO_TRUST
    known = _Known(words, proved, within)
    known.admit((Office(person=founding.person, key=founding.key, tips=None),))
    while level := known.next_level():
        known.admit(level)
    spoken = known.spoken()
    secrets: dict[str, list[str]] = {}
    for word in spoken:
        if isinstance(word.content, PersonEntry):
            secrets.setdefault(word.subject, []).append(word.content.secret)
    enrolled: dict[str, list[Key]] = {}
    for word in words:
        content = word.content
        if isinstance(content, Enrolment) and word.author == word.subject:
            tried = (secret for secret in secrets.get(word.subject, ()) if secret)
            if any(proves(s, founding.project, word.subject, content.key, content.proof) for s in tried):
                enrolled.setdefault(word.subject, []).append(Key(word.id, content.key, word.replaces))
    judged = _judged(word for word in spoken if word.subject not in known.keys)
    keys = {
        person: accepted_keys(enrolled.get(person, ()), judged.get(person, {}))
        for person in enrolled.keys() | judged.keys()
    }
    adopted = _adopted(spoken, words)
    inner = [
        (one, established(origin, words, proved, within, seen | {founding.project}))
        for one, origin in adopted
    ]
    foreign = (
        frozenset(person for _one, trust in inner for person in trust.keys) - known.keys.keys() - keys.keys()
    )
    deciders = frozenset[str]().union(
        *(trust.coordinators | trust.deciders for one, trust in inner if one.decisions)
    )
    return Trust(
        project=founding.project,
        coordinators=frozenset(person for person, tips in known.until.items() if tips is None),
        former={person: tips for person, tips in known.until.items() if tips is not None},
        deciders=deciders & foreign,
        foreign=foreign,
        adopted={
            **{name: root for _one, trust in inner for name, root in trust.adopted.items()},
            **{one.project: one.founding for one, _trust in inner},
        },
        keys={
            **{person: held for _one, trust in inner for person, held in trust.keys.items()},
            **keys,
            **known.keys,
        },
        let_through=frozenset(
            name for word in spoken if isinstance(word.content, Release) for name in word.content.held
        ),
    )


def _adopted(spoken: Sequence[Word], words: Sequence[Word]) -> list[tuple[Adoption, Founding]]:
    """The adoptions in force whose founding revision has come. Of several for one project those that no other replaces count."""
    said: dict[str, list[Word]] = {}
    for word in spoken:
        if isinstance(word.content, Adoption):
            said.setdefault(word.content.project, []).append(word)
    founded = {word.id: word.content for word in words if isinstance(word.content, Founding)}
    found = []
    for project, about in sorted(said.items()):
        contents = {word.content for word in heads(about) if isinstance(word.content, Adoption)}
        if len({one.founding for one in contents}) > 1:
            continue  # nobody knows which of two trust roots is meant, until somebody settles it
        one = min(contents, key=lambda one: one.decisions)
        origin = founded.get(one.founding)
        if origin is not None and origin.project == project:
            found.append((one, origin))
    return found


class Office(Struct, frozen=True, kw_only=True):
    """Somebody who is granted, and with which key; ``tips`` where it was taken back: what counts up to them still counts."""

    person: str
    key: str
    tips: tuple[ChainTip, ...] | None


class _Known:
    """The coordinators found so far, the nearest to the founder first."""

    def __init__(self, words: Sequence[Word], proved: Proved, within: Within) -> None:
        self._words = words
        self._proved = proved
        self._within = within
        self.keys: dict[str, frozenset[str]] = {}
        self.until: dict[str, tuple[ChainTip, ...] | None] = {}

    def admit(self, level: Iterable[Office]) -> None:
        """Let people speak who stand equally near: each with the key granted, and those accepted by it or by somebody nearer."""
        told = self.spoken()
        for office in level:
            own = (
                word
                for word in self._words
                if word.author == office.person and self._proved(word, office.key)
            )
            about = [word for word in (*told, *own) if word.subject == office.person]
            judged = _judged(about).get(office.person, {})
            further = (key for key, accepted in judged.items() if accepted)
            self.keys[office.person] = frozenset({office.key, *further})
            self.until[office.person] = office.tips

    def spoken(self) -> list[Word]:
        """The words of the coordinators found so far."""
        return [word for word in self._words if word.author in self.keys and self._counts(word)]

    def _counts(self, word: Word) -> bool:
        tips = self.until[word.author]
        if tips is not None and not self._within(word, tips):
            return False
        return any(self._proved(word, key) for key in sorted(self.keys[word.author]))

    def next_level(self) -> list[Office]:
        """Who is granted, or was, by those found so far. Where two keys are named at once, nobody knows whose word it is."""
        about: dict[str, list[Word]] = {}
        for word in self.spoken():
            if isinstance(word.content, Grant) and word.subject not in self.keys:
                about.setdefault(word.subject, []).append(word)
        found = []
        for person, said in sorted(about.items()):
            contents = [word.content for word in heads(said) if isinstance(word.content, Grant)]
            keys = {one.key for one in contents}
            taken = [one for one in contents if not one.active]
            if len(keys) == 1:
                tips = (
                    tuple(sorted({tip for one in taken for tip in one.tips}, key=_place)) if taken else None
                )
                found.append(Office(person=person, key=keys.pop(), tips=tips))
        return found


def _place(tip: ChainTip) -> tuple[str, int, str]:
    return tip.device, tip.seq, tip.id


def heads(words: Sequence[Word]) -> list[Word]:
    """The words that none of the others replaces, in the order of their ids."""
    replaced = {identity for word in words for identity in word.replaces}
    return sorted((word for word in words if word.id not in replaced), key=lambda word: word.id)


def _judged(words: Iterable[Word]) -> dict[str, dict[str, bool]]:
    """By person and key what was said of it last; where that differs, it is not accepted."""
    about: dict[tuple[str, str], list[Word]] = {}
    for word in words:
        if isinstance(word.content, KeyEntry):
            about.setdefault((word.subject, word.content.key), []).append(word)
    found: dict[str, dict[str, bool]] = {}
    for (person, key), said in about.items():
        contents = (word.content for word in heads(said))
        found.setdefault(person, {})[key] = all(one.accepted for one in contents if isinstance(one, KeyEntry))
    return found
