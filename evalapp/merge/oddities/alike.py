"""Answer sets that are the same: one filled in from the other, perhaps by mistake, perhaps not looked at at all.

That answers agree is what one hopes for. So it counts only how much more they agree than units do otherwise: by chance two units
of an item have the same answer with the sum of its answers' squared shares. Where everything is the same anyway nothing is told.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from evalapp.base.i18n import _, ngettext
from evalapp.base.progress import Progress
from evalapp.merge.oddities.case import Case, Said
from evalapp.merge.oddities.finding import Finding, Place, clipped, digest, key_of

FEWEST_ANSWERS = 10
NEARLY_ALL = 0.95
BEYOND_CHANCE = 3.0
"""So many standard deviations, and so many answers, more than chance alone brings about."""
FEWEST_TEXTS = 3
_TELLING = 10
"""Characters of a justification; what is shorter, or stands in many places, is a phrase."""
_PHRASE = 3
_NOT_GIVEN = -1


class Alike(Struct, frozen=True, kw_only=True):
    """How far two answer sets are the same: of ``n`` answers that both have, ``equal`` are; chance would bring ``expected``."""

    n: int
    equal: int
    expected: float

    @property
    def beyond(self) -> float:
        """What is the same of all that need not have been, 0…1."""
        room = self.n - self.expected
        return (self.equal - self.expected) / room if room > 0 else 0.0


class _Sets(Struct, frozen=True, eq=False):
    """All answers as numbers: a row for each (subject, unit), a column for each item; and how likely each item is the same."""

    rows: dict[tuple[str, str], int]
    codes: NDArray[np.int32]
    chance: NDArray[np.float64]


def find_alike(case: Case, progress: Progress | None = None) -> list[Finding]:
    """Units that one assessor answered alike, and units that two assessors answered alike with the same words."""
    told = progress or Progress()
    given = {said.place: said for said in case.answers if said.state != "blank"}
    sets = _sets(case, given)
    found: list[Finding] = []
    subjects = sorted({subject for subject, _unit in sets.rows})
    for number, subject in enumerate(subjects):
        told.step(number, len(subjects))
        units = [unit for unit in case.units if (subject, unit) in sets.rows]
        pairs = _pairs(sets, [sets.rows[subject, unit] for unit in units])
        alike = {(units[a], units[b]): how for (a, b), how in pairs.items()}
        found += [_of_one(case, given, subject, group, alike) for group in _groups(case, alike)]
    found += _of_two(case, given, sets)
    return found


def _sets(case: Case, given: Mapping[Place, Said]) -> _Sets:
    column = {item: number for number, item in enumerate(case.leaves)}
    rows: dict[tuple[str, str], int] = {}
    for place in given:
        rows.setdefault((place.subject, place.unit), len(rows))
    codes = np.full((len(rows), len(column)), _NOT_GIVEN, dtype=np.int32)
    known: list[dict[tuple[str, str], int]] = [{} for _item in column]
    for place, said in given.items():
        of_item = known[column[place.item]]
        code = of_item.setdefault((said.state, said.value), len(of_item))
        codes[rows[place.subject, place.unit], column[place.item]] = code
    chance = np.zeros(len(column))
    for number in range(len(column)):
        counts = np.bincount(codes[codes[:, number] >= 0, number])
        chance[number] = float(((counts / counts.sum()) ** 2).sum()) if counts.size else 1.0
    return _Sets(rows, codes, chance)


def _pairs(sets: _Sets, rows: Sequence[int]) -> dict[tuple[int, int], Alike]:
    """The pairs among these rows that are alike beyond chance, by their places in ``rows``."""
    found = {}
    codes = sets.codes[list(rows)]
    for first in range(len(rows) - 1):
        others = codes[first + 1 :]
        both = (others != _NOT_GIVEN) & (codes[first] != _NOT_GIVEN)
        n = both.sum(axis=1)
        equal = (both & (others == codes[first])).sum(axis=1)
        for step in np.flatnonzero((n >= FEWEST_ANSWERS) & (equal >= NEARLY_ALL * n)):
            how = _alike(sets, both[step], int(equal[step]))
            if _is_beyond_chance(sets, both[step], how):
                found[first, first + 1 + int(step)] = how
    return found


def _alike(sets: _Sets, both: NDArray[np.bool_], equal: int) -> Alike:
    return Alike(n=int(both.sum()), equal=equal, expected=float(sets.chance[both].sum()))


def _is_beyond_chance(sets: _Sets, both: NDArray[np.bool_], how: Alike) -> bool:
    chance = sets.chance[both]
    deviation = float(np.sqrt((chance * (1 - chance)).sum()))
    return how.equal - how.expected >= BEYOND_CHANCE * max(1.0, deviation)


def _groups(case: Case, alike: Mapping[tuple[str, str], Alike]) -> Iterator[list[str]]:
    """Units that hang together by pairs, in the roster's order."""
    group: dict[str, set[str]] = {}
    for first, second in alike:
        joined = group.get(first, {first}) | group.get(second, {second})
        group.update(dict.fromkeys(joined, joined))
    seen: set[str] = set()
    for unit in case.units:
        if unit in group and unit not in seen:
            seen |= group[unit]
            yield [one for one in case.units if one in group[unit]]


def _of_one(
    case: Case,
    given: Mapping[Place, Said],
    subject: str,
    units: Sequence[str],
    alike: Mapping[tuple[str, str], Alike],
) -> Finding:
    those = [how for pair, how in alike.items() if pair[0] in units and pair[1] in units]
    least = min(those, key=lambda how: (how.equal / how.n, how.n))
    places = tuple(
        place for item in case.leaves for unit in units if (place := Place(unit, item, subject)) in given
    )
    words = {
        "person": case.person(subject),
        "units": case.unit_words(units),
        "n": least.n,
        "equal": least.equal,
    }
    usual = round(least.expected)
    share = f"{100 * least.equal / least.n:.0f}"
    if len(units) == 2:
        why = _(
            "{person} answered {units} alike: {equal} of {n} answers are the same ({share} %), where {usual} would be expected "
            "of two units."
        )
    else:
        why = _(
            "{person} answered {count} units alike, {units}: of two neighbours among them at least {equal} of {n} answers are "
            "the same ({share} %), where {usual} would be expected."
        )
    return Finding(
        kind="alike",
        key=key_of("alike", subject, *units),
        places=places,
        strength=clipped(30 + 70 * least.beyond),
        why=why.format(**words, share=share, usual=usual, count=len(units)),
        about=digest(part for place in places for part in given[place].judged()),
    )


def _of_two(case: Case, given: Mapping[Place, Said], sets: _Sets) -> Iterator[Finding]:
    """Two assessors of a unit are expected to agree; that they also chose the same words is not."""
    phrases = _phrases(given)
    subjects: dict[str, list[str]] = defaultdict(list)
    for subject, unit in sets.rows:
        subjects[unit].append(subject)
    for unit in case.units:
        for pair in combinations(sorted(subjects.get(unit, ())), 2):
            rows = [sets.codes[sets.rows[subject, unit]] for subject in pair]
            both = (rows[0] != _NOT_GIVEN) & (rows[1] != _NOT_GIVEN)
            how = _alike(sets, both, int((both & (rows[0] == rows[1])).sum()))
            if how.n < FEWEST_ANSWERS or how.equal < NEARLY_ALL * how.n:
                continue
            wrote, same = _texts(case, given, unit, pair, phrases)
            if same >= FEWEST_TEXTS and 2 * same >= wrote:
                yield _of_pair(case, given, unit, pair, how, (wrote, same))


def _of_pair(
    case: Case,
    given: Mapping[Place, Said],
    unit: str,
    pair: tuple[str, str],
    how: Alike,
    texts: tuple[int, int],
) -> Finding:
    wrote, same = texts
    places = tuple(
        place for item in case.leaves for subject in pair if (place := Place(unit, item, subject)) in given
    )
    return Finding(
        kind="alike",
        key=key_of("alike", unit, *pair),
        places=places,
        strength=clipped(40 + 60 * same / wrote),
        why=ngettext(
            "{first} and {second} gave the same {equal} of {n} answers for {unit}, and of {wrote} justification that both wrote "
            "{same} is the same word for word.",
            "{first} and {second} gave the same {equal} of {n} answers for {unit}, and of {wrote} justifications that both wrote "
            "{same} are the same word for word.",
            wrote,
        ).format(
            first=case.person(pair[0]), second=case.person(pair[1]), unit=case.units[unit],
            equal=how.equal, n=how.n, wrote=wrote, same=same,
        ),
        about=digest(part for place in places for part in (*given[place].judged(), given[place].text)),
    )  # fmt: skip


def _phrases(given: Mapping[Place, Said]) -> dict[tuple[str, str], int]:
    """How often each assessor wrote each text."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for place, said in given.items():
        if said.text:
            found[place.subject, _plain(said.text)] += 1
    return found


def _texts(
    case: Case,
    given: Mapping[Place, Said],
    unit: str,
    pair: tuple[str, str],
    phrases: Mapping[tuple[str, str], int],
) -> tuple[int, int]:
    """How many justifications both wrote that are more than a phrase, and how many of these are the same."""
    wrote = same = 0
    for item in case.leaves:
        both = [given.get(Place(unit, item, subject)) for subject in pair]
        texts = [_plain(said.text) for said in both if said is not None]
        if len(texts) < 2 or min(map(len, texts)) < _TELLING:
            continue
        if any(phrases[subject, text] > _PHRASE for subject, text in zip(pair, texts, strict=True)):
            continue
        wrote += 1
        same += texts[0] == texts[1]
    return wrote, same


def _plain(text: str) -> str:
    """A text without what nobody sees: white space."""
    return "".join(text.split())
