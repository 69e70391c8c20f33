"""Who answers what: parcels dealt out evenly, nobody getting what bars them.

A plan depends on the roster, the people in their order, who is barred and the seed of the sample, and on nothing else.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from evalapp.entry.sharing import Assigned, Barred, Lacking, Mode, Parcel, Shared, Sharing, sample


def deal(
    parcels: Sequence[Parcel], people: Sequence[str], barred: Barred = (), sharing: Sharing | None = None
) -> Shared:
    """Deal the parcels out to ``people``, who are named by codes or ids.

    Whoever has least gets the next parcel; where several have as little, those who met least often. Nobody barred ever gets
    anything; a city for which too few are left is told in ``lacking``, and has those who are left. By branch a person gets
    whole branches, but for the cities from which they are barred: these go to whoever has least.
    """
    sharing = sharing or Sharing()
    work = _Deal(parcels, people, barred)
    drawn = sample(parcels, sharing.share, sharing.seed) if sharing.mode == "sample" else frozenset()
    free = [[one for one in people if not work.is_barred(one, number)] for number in range(len(parcels))]
    needs = [_copies(sharing.mode, len(free[number]), number in drawn) for number in range(len(parcels))]
    if sharing.by == "branch":
        work.give_branches(needs)
    work.give_parcels(needs)
    if sharing.by != "branch":
        work.level_out()
        work.mix()
    lacking: dict[str, Lacking] = {}
    for number, parcel in enumerate(parcels):
        if len(free[number]) < needs[number]:
            out = tuple(person for person in people if person not in free[number])
            lacking.setdefault(parcel.city, Lacking(parcel.city, needs[number], len(free[number]), out))
    return Shared(
        assigned=tuple(_assignments(parcels, work.holders)),
        lacking=tuple(lacking.values()),
        drawn=tuple(parcels[number] for number in sorted(drawn)),
    )


def _copies(mode: Mode, free: int, drawn: bool) -> int:
    match mode:
        case "single":
            return 1
        case "double":
            return 2
        case "all":
            return max(free, 1)
        case "sample":
            return 2 if drawn else 1


def _assignments(parcels: Sequence[Parcel], holders: Sequence[Sequence[str]]) -> Iterable[Assigned]:
    for parcel, persons in zip(parcels, holders, strict=True):
        for unit, items in parcel.items:
            for person in persons:
                if parcel.whole:
                    yield Assigned(person, unit)
                else:
                    yield from (Assigned(person, unit, item) for item in items)


class _Deal:
    """Parcels being given away: who holds each, what everybody has, how often each two hold the same city."""

    def __init__(self, parcels: Sequence[Parcel], people: Sequence[str], barred: Barred) -> None:
        self.parcels = parcels
        self.people = people
        self.holders: list[list[str]] = [[] for _parcel in parcels]
        self._place = {person: number for number, person in enumerate(people)}
        self._load: dict[str, int] = dict.fromkeys(people, 0)
        self._together: Counter[tuple[str, str]] = Counter()
        out = set(barred)
        self._barred = {
            (person, number)
            for number, parcel in enumerate(parcels)
            for person in people
            if out and any((person, unit) in out for unit in (parcel.city, *parcel.units))
        }
        # A city of which nothing is asked counts too: else one person would get all of these.
        self._weight = [parcel.load or 1 for parcel in parcels]

    def is_barred(self, person: str, number: int) -> bool:
        return (person, number) in self._barred

    def _may(self, person: str, number: int) -> bool:
        return (person, number) not in self._barred and person not in self.holders[number]

    def _give(self, number: int, person: str) -> None:
        for other in self.holders[number]:
            self._together[_pair(person, other)] += 1
        self.holders[number].append(person)
        self._load[person] += self._weight[number]

    def _take(self, number: int, person: str) -> int:
        """Take a parcel back; the place that the person had among its holders."""
        place = self.holders[number].index(person)
        del self.holders[number][place]
        for other in self.holders[number]:
            self._together[_pair(person, other)] -= 1
        self._load[person] -= self._weight[number]
        return place

    def _replace(self, number: int, person: str, other: str) -> None:
        place = self._take(number, person)
        self._give(number, other)
        self.holders[number].insert(place, self.holders[number].pop())

    def _least(self, candidates: Iterable[str], holders: Sequence[str]) -> str:
        return min(
            candidates,
            key=lambda one: (
                self._load[one],
                sum(self._together[_pair(one, other)] for other in holders),
                self._place[one],
            ),
        )

    def give_parcels(self, needs: Sequence[int]) -> None:
        """Give every parcel to as many as it still needs, the heaviest first, and among equals in roster order."""
        for number in sorted(range(len(self.parcels)), key=lambda one: -self._weight[one]):
            while len(self.holders[number]) < needs[number]:
                free = [person for person in self.people if self._may(person, number)]
                if not free:
                    break
                self._give(number, self._least(free, self.holders[number]))

    def give_branches(self, needs: Sequence[int]) -> None:
        """Give whole branches, the heaviest first; what a person is barred from is left over for others."""
        for copy in range(max(needs, default=0)):
            branches: dict[str, list[int]] = defaultdict(list)
            for number, parcel in enumerate(self.parcels):
                if needs[number] > copy:
                    branches[parcel.branch].append(number)
            weights = {
                branch: sum(self._weight[one] for one in numbers) for branch, numbers in branches.items()
            }
            for branch in sorted(branches, key=lambda one: -weights[one]):
                numbers = branches[branch]
                holders = {person for number in numbers for person in self.holders[number]}
                free = [
                    one
                    for one in self.people
                    if one not in holders and any(self._may(one, number) for number in numbers)
                ]
                if free:
                    person = self._least(free, sorted(holders))
                    for number in numbers:
                        if self._may(person, number):
                            self._give(number, person)

    def level_out(self) -> None:
        """Move parcels along chains of people from those who have much to those who have little, while that evens out."""
        if not self._barred:
            return  # giving to whoever has least leaves nothing to even out
        for _round in range(sum(len(holders) for holders in self.holders)):
            if not self._move_one():
                return

    def _move_one(self) -> bool:
        held: dict[str, list[int]] = {person: [] for person in self.people}
        for number, holders in enumerate(self.holders):
            for person in holders:
                held[person].append(number)
        for giver in sorted(self.people, key=lambda one: (-self._load[one], self._place[one])):
            chains: dict[str, tuple[tuple[int, str, str], ...]] = {giver: ()}
            queue = [giver]
            for person in queue:
                for other in self.people:
                    if other in chains:
                        continue
                    able = [one for one in held[person] if self._may(other, one)]
                    if not able:
                        continue
                    number = min(able, key=lambda one: (self._weight[one], one))
                    chains[other] = (*chains[person], (number, person, other))
                    if self._evens_out(chains[other]):
                        for moved, by, to in chains[other]:
                            self._replace(moved, by, to)
                        return True
                    queue.append(other)
        return False

    def _evens_out(self, chain: Sequence[tuple[int, str, str]]) -> bool:
        """Whether the sum of the squares of the loads falls; then it can only happen so many times."""
        change: Counter[str] = Counter()
        for number, by, to in chain:
            change[by] -= self._weight[number]
            change[to] += self._weight[number]
        return sum((self._load[one] + by) ** 2 - self._load[one] ** 2 for one, by in change.items()) < 0

    def mix(self) -> None:
        """Let people of parcels that weigh the same change places where they then meet others more evenly."""
        several = [
            number for number, holders in enumerate(self.holders) if 1 < len(holders) < len(self.people)
        ]
        pairs = len(self.people) * (len(self.people) - 1) // 2
        even = -(-sum(self._together.values()) // pairs) if pairs else 0
        for _pass in range(_PASSES):
            changed = False
            for place, first in enumerate(several):
                for second in (
                    *several[place + 1 : place + 1 + _NEAR],
                    *several[max(0, place - _NEAR) : place],
                ):
                    if max(self._meetings(first)) <= even:
                        break
                    if self._weight[first] == self._weight[second]:
                        changed |= self._exchange(first, second)
            if not changed:
                return

    def _meetings(self, number: int) -> list[int]:
        return [self._together[_pair(*two)] for two in combinations(self.holders[number], 2)]

    def _exchange(self, first: int, second: int) -> bool:
        """Exchange two holders of the parcels if the sum of the squares of all meetings falls."""
        for one in self.holders[first]:
            for other in self.holders[second]:
                if not (self._may(one, second) and self._may(other, first)):
                    continue
                change: Counter[tuple[str, str]] = Counter()
                for leaves, comes, number in ((one, other, first), (other, one, second)):
                    for stays in self.holders[number]:
                        if stays != leaves:
                            change[_pair(leaves, stays)] -= 1
                            change[_pair(comes, stays)] += 1
                if sum((2 * self._together[two] + by) * by for two, by in change.items()) < 0:
                    self._replace(first, one, other)
                    self._replace(second, other, one)
                    return True
        return False


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


_PASSES, _NEAR = 4, 48
"""How long, and how far around a parcel, better company is looked for: thousands of parcels are dealt out while one looks on."""
