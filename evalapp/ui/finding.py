"""Finding by code, name, pinyin or initials: the words of a city or an item, and how well typed words fit them. Pure."""

from collections.abc import Iterable, Sequence

from evalapp.entry.roster import Unit

_EXACT, _BEGINS, _HOLDS = range(3)


def words_of_unit(unit: Unit) -> tuple[str, ...]:
    """What finds a city: its names, its code, pinyin and initials as the roster has them."""
    words = (unit.full_name, unit.code, unit.columns.get("pinyin", ""), unit.columns.get("initials", ""))
    return tuple(word for word in words if word)


def fit(typed: str, words: Iterable[str]) -> int | None:
    """How well words fit what was typed, 0 being best; None where one of the typed words is in none of them.

    A whole word is better than its beginning, and that better than its middle. Case does not matter.
    """
    folded = [word.casefold() for word in words]
    total = 0
    for part in typed.casefold().split():
        found = min((one for word in folded if (one := _fit(part, word)) is not None), default=None)
        if found is None:
            return None
        total += found
    return total


def _fit(part: str, word: str) -> int | None:
    if part not in word:
        return None
    pieces = word.split()
    if part == word or part in pieces:
        return _EXACT
    return _BEGINS if any(piece.startswith(part) for piece in pieces) else _HOLDS


def best(typed: str, rows: Sequence[tuple[str, ...]]) -> list[int]:
    """The places of the rows of words that fit, the best first; those that fit alike keep their order."""
    fits = [(fit(typed, words), place) for place, words in enumerate(rows)]
    return [place for _fit, place in sorted((one, place) for one, place in fits if one is not None)]
