"""Answers of other editions, read through mappings to the edition in force; nothing is rewritten (RECORD R21–R23)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from evalapp.entry.final import State
from evalapp.form.mapping import (
    FormMapping,
    LeafImage,
    image_of_state,
    image_of_value,
    is_injective,
    spelled_alike,
)
from evalapp.form.names import repeated
from evalapp.form.shape import Edition, Leaf


class Carried(Struct, frozen=True):
    """What an answer or a decision is in another edition: at which leaf, and with which state and value.

    ``again``: the leaf is there but the value has no image, so that it is to be answered again. ``lossy``: on the way several old
    values may have become one.
    """

    item: str
    state: State
    value: str = ""
    again: bool = False
    lossy: bool = False


class Step(Struct, frozen=True):
    """A mapping together with the two editions that it leads between, ready to be read through."""

    origin: Edition
    target: Edition
    images: dict[str, LeafImage]
    lossy: frozenset[str]

    def leaf(self, item: str) -> Leaf | None:
        """The leaf that ``item`` is in the target; None where it has none."""
        image = self.images.get(item)
        if image is not None:
            return self.target.leaves.get(image.new)
        # A code that was given to another item means that item.
        if any(other.new == item for other in self.images.values()):
            return None
        return self.target.leaves.get(item)

    def is_plain(self, item: str) -> bool:
        """Whether every answer to ``item`` is the very same in the target."""
        old, new = self.origin.leaves[item], self.leaf(item)
        return (
            item not in self.images
            and new is not None
            and old.shape == new.shape
            and spelled_alike(old.scale, new.scale)
        )


def step(mapping: FormMapping, origin: Edition, target: Edition) -> Step:
    """The mapping between its two editions. What of it does not fit them maps nothing."""
    images: dict[str, LeafImage] = {}
    for image in mapping.leaves:
        if image.old in origin.leaves and image.new in target.leaves:
            images.setdefault(image.old, image)
    shared = set(repeated([image.new for image in images.values()]))
    lossy = frozenset(
        code
        for code, image in images.items()
        if image.new in shared or not is_injective(image, origin.leaves[code], target.leaves[image.new])
    )
    return Step(origin, target, images, lossy)


def read_through(by: Step, item: str, state: State, value: str) -> Carried | None:
    """An answer of the step's origin as it reads in its target; None where its leaf is gone there."""
    old, new = by.origin.leaves.get(item), by.leaf(item)
    if old is None or new is None:
        return None
    image = by.images.get(item)
    if image is None and old.shape != new.shape:
        return Carried(new.code, "blank", again=True)
    image = image or LeafImage(old=item, new=item)
    lossy = item in by.lossy
    if state == "blank":
        return Carried(new.code, "blank", lossy=lossy)
    if image.again:
        return Carried(new.code, "blank", again=True)
    found: str | None
    if state == "answered":
        found = image_of_value(image, old, new, value)
        carried = Carried(new.code, "answered", found or "", lossy=lossy)
    else:
        found = image_of_state(image, new, state)
        carried = Carried(new.code, found or state, lossy=lossy)  # type: ignore[arg-type]
    return carried if found is not None else Carried(new.code, "blank", again=True)


class Reading:
    """How whatever was recorded under any edition reads in the edition in force.

    ``key`` names what the reading was made from. ``first`` is the edition that the project was founded with, under which
    decisions that name none were made.
    """

    def __init__(
        self,
        in_force: Edition,
        editions: Mapping[str, Edition],
        steps: Iterable[Step],
        first: str,
        key: object = None,
    ) -> None:
        self.key = key
        self.edition = in_force.hash
        self.first = first
        self._editions = editions
        self._ways = _ways(in_force, editions, steps)
        self._known: dict[tuple[str, str, State, str], Carried | None] = {}
        self._families = self._join_families()
        self._plain = frozenset(
            item
            for item in in_force.leaves
            if self.family(item) == {item} and all(self._is_plain(form, item) for form in editions)
        )

    def read(self, form: str, item: str, state: State, value: str) -> Carried | None:
        """What was recorded at ``item`` under ``form``; None where it is nowhere in the edition in force.

        Where several mappings lead there at equal length, only what they agree on is taken over: no winner is picked.
        """
        place = (form or self.first, item, state, value)
        if place not in self._known:
            edition = self._editions.get(place[0])
            leaf = None if edition is None else edition.leaves.get(item)
            fits = leaf is not None and leaf.takes(state, value)
            self._known[place] = self._read(place[0], Carried(item, state, value)) if fits else None
        return self._known[place]

    def _read(self, form: str, what: Carried) -> Carried | None:
        if form == self.edition:
            return what
        found = [self._one_way(by, what) for by in self._ways[form]]
        every = [one for one in found if one is not None]
        if len(every) < len(found) or len({one.item for one in every}) > 1:
            return None
        if len({(one.state, one.value, one.again) for one in every}) > 1:
            return Carried(every[0].item, "blank", again=True)
        return next((one for one in every if one.lossy), every[0])

    def _one_way(self, by: Step, what: Carried) -> Carried | None:
        found = read_through(by, what.item, what.state, what.value)
        if found is None:
            return None
        end = self._read(by.target.hash, found)
        if end is None or end.again or found.again:
            return None if end is None else Carried(end.item, "blank", again=True)
        return Carried(end.item, end.state, end.value, lossy=found.lossy or end.lossy)

    def leaf(self, form: str, item: str) -> str | None:
        """The item that ``item`` of the edition ``form`` is in the edition in force; None where it is none, or several."""
        found = set(self._leaves_of(form, item)) if form in self._editions else set[str]()
        return found.pop() if len(found) == 1 else None

    def is_plain(self, item: str) -> bool:
        """Whether answers to ``item`` are the same in every edition, and no other item's answers are meant by it."""
        return item in self._plain

    def _is_plain(self, form: str, item: str) -> bool:
        if form == self.edition or item not in self._editions[form].leaves:
            return True
        return all(by.is_plain(item) and self._is_plain(by.target.hash, item) for by in self._ways[form])

    def family(self, item: str) -> frozenset[str]:
        """The codes among which answers to ``item`` may lie, its own among them."""
        return self._families.get(item, frozenset({item}))

    def _join_families(self) -> dict[str, frozenset[str]]:
        joined: dict[str, set[str]] = {}
        for form, edition in self._editions.items():
            for item in edition.leaves:
                for code in {item, *self._leaves_of(form, item)}:
                    family = joined.setdefault(item, {item}) | joined.setdefault(code, {code})
                    joined.update(dict.fromkeys(family, family))
        return {item: frozenset(family) for item, family in joined.items()}

    def _leaves_of(self, form: str, item: str) -> Iterator[str]:
        if form == self.edition:
            yield item
            return
        for by in self._ways[form]:
            leaf = by.leaf(item)
            if leaf is not None:
                yield from self._leaves_of(by.target.hash, leaf.code)


def _ways(in_force: Edition, editions: Mapping[str, Edition], steps: Iterable[Step]) -> dict[str, list[Step]]:
    """From each edition the steps that bring it nearer to the one in force; where none does, one without any image.

    Each step on a way is nearer than the one before it, so that mappings which form a circle lead nowhere.
    """
    leading = list(steps)
    found: dict[str, list[Step]] = defaultdict(list)
    near = {in_force.hash}
    reached = near
    while reached:
        nearer = [by for by in leading if by.target.hash in reached and by.origin.hash not in near]
        for by in nearer:
            found[by.origin.hash].append(by)
        reached = {by.origin.hash for by in nearer}
        near = near | reached
    for name in editions.keys() - near:
        found[name] = [Step(editions[name], in_force, {}, frozenset())]
    return dict(found)
